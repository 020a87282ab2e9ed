"""A server that listens: its socket, its address, its end."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from detente.exchange.errors import DetenteError
from detente.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from detente.web.settings import Settings


class CannotListen(DetenteError, OSError):
    """The address is taken, or not this machine's."""


def listen(
    settings: Settings,
    tell: Callable[[str], None],
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings
        What the server is told.
    tell
        Prints a line where whoever started it reads it.
    certificate, key
        Files to speak HTTPS with.

    Raises
    ------
    CannotListen
        The address is taken, or not this machine's.
    """
    bound = _bound(settings)
    settings = replace(settings, port=bound.getsockname()[1])  # the one found, where any would do
    app = create_app(settings, tell)
    house = app.state.house
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=500,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=2,
        ws="none",
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    if settings.team:
        tell(f"Listening on {settings.address}")
    else:
        tell("Open this address in a browser of this machine; it works once:")
        house.announce(pause=0.0)
    tell("Stop with Ctrl-C.")
    try:
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()
        house.close()


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP, since asyncio sends small pieces at once only on sockets that say so.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
        bound.listen(2048)  # so that the address is good as soon as it is printed
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotListen(
            f"cannot listen on {settings.host}:{settings.port}: {reason} (choose another --port)"
        ) from None
    return bound
