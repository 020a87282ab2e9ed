"""The application: the guard before all, the routes behind it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from detente.web.guard import Guard
from detente.web.house import House
from detente.web.routes import routes
from detente.web.static import static
from detente.web.visit import told, visit_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from detente.web.settings import Settings


def create_app(settings: Settings, say: Callable[[str], None] = lambda _: None) -> Starlette:
    """Make the application of a server.

    Parameters
    ----------
    settings
        What it is told at its start.
    say
        Tells a one-time address to whoever started it.

    Returns
    -------
    Starlette
        Its state has the ``house``, from which a first one-time word can be had.
    """
    house = House(settings, say)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        house.close()

    app = Starlette(
        routes=[*routes(house), Route("/static/{file}", static)],
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={404: _error(house), 405: _error(house)},
        lifespan=life,
    )
    app.state.house = house
    return app


def _error(house: House) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Tell of an address that no route has, or not for that method."""

    async def answer(request: Request, error: Exception) -> Response:
        visit = visit_of(house, request, twin=request.url.path.endswith(".json"))
        return told(visit, error)

    return answer
