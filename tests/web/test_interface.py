"""The twins under whatever a machine may ask, by their own description (schemathesis)."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS
from starlette.applications import Starlette

from detente.web.jobs import Job, Runner
from detente.web.openapi import describe
from detente.web.routes import PAGES
from tests.web.clients import BASE, Visitor, alone

_NAMES = {"name": ["minsk", "starter"], "doc": ["0" * 64], "id": ["x"]}


def _described() -> dict[str, object]:
    """The description, with names of cases that are there among those that are tried."""
    described = describe(PAGES)
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["in"] == "path":
                known = {"type": "string", "enum": _NAMES[parameter["name"]]}
                parameter["schema"] = {"anyOf": [known, {"type": "string"}]}
    return described


schema = schemathesis.openapi.from_dict(_described())


class Still(Runner):
    """Begins nothing: what is asked is checked, and all that takes long stays to be computed.

    What the computations themselves answer is checked in `test_pages`.
    """

    def ask(self, key: object, title: str, back: str, *_: object) -> Job:  # type: ignore[override]
        """Give a job that nobody does, to be waited for by nobody."""
        job = Job(title, back)
        job.wait = lambda seconds: False  # type: ignore[method-assign]
        return job


@asynccontextmanager
async def _no_end(_: Starlette) -> AsyncIterator[None]:
    yield


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Starlette, str]]:
    """A server with a case of its own, and the cookie of somebody who is in."""
    app = alone(tmp_path_factory.mktemp("cases"))
    app.router.lifespan_context = _no_end  # every call of schemathesis would end the server
    app.state.house.runner.close()
    app.state.house.runner = Still()
    visitor = Visitor(app).enter()
    visitor.post("/new", {"name": "starter"})
    cookie = app.state.house.settings.cookie
    yield app, f"{cookie}={visitor.client.cookies[cookie]}"
    app.state.house.close()


@schema.parametrize()
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_twins_keep_their_description(
    case: schemathesis.Case, served: tuple[Starlette, str]
) -> None:
    """Every answer is one that the description has: never a fault, always JSON with a schema."""
    app, cookie = served
    response = case.call(
        app=app, base_url=BASE, headers={"cookie": cookie, "host": "127.0.0.1:8321"}
    )
    wanted = ("not_a_server_error", "status_code_conformance", "response_schema_conformance",
              "content_type_conformance")  # fmt: skip
    if response.status_code != 503:  # too much at once is an answer too
        case.validate_response(response, checks=[CHECKS.get_one(name) for name in wanted])


def test_every_twin_is_tried(tmp_path: Path) -> None:
    """The description has an address for each page with a twin."""
    twins = [page for page in PAGES if page.twin and not page.post]
    assert len(_described()["paths"]) == len(twins) > 20  # type: ignore[arg-type]
