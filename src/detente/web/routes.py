"""The table of pages: address, method, who may, and the function that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from detente.web.fields import Field
from detente.web.openapi import describe
from detente.web.pages import (
    brief,
    case,
    compare,
    door,
    evidence,
    ladder,
    ledger,
    people,
    start,
    study,
)
from detente.web.studies import STUDIES
from detente.web.visit import endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from detente.web.house import House
    from detente.web.roles import Right
    from detente.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Page:
    """One address.

    Attributes
    ----------
    path
        As Starlette writes it.
    answer
        The function.
    needs
        The right it takes; None: anybody may.
    post
        Whether it changes something; what only shows has a twin beside it.
    fields
        What its address may say, for the description of the interface.
    twin
        Whether it has one.
    """

    path: str
    answer: Callable[[Visit], Response]
    needs: Right | None = "read"
    post: bool = False
    fields: tuple[Field, ...] = ()
    twin: bool = True


_CASE = "/case/{name}"

PAGES: tuple[Page, ...] = (
    Page("/", start.start),
    Page("/new", start.create, "write", post=True),
    Page(_CASE, case.overview),
    Page(f"{_CASE}/remove", case.remove, "write", post=True),
    Page(f"{_CASE}/edit", case.edit),
    Page(f"{_CASE}/edit", case.save, "write", post=True),
    Page(f"{_CASE}/check", case.check, "read", post=True),
    Page(f"{_CASE}/numbers", case.numbers, fields=(Field("part", "", "options"),)),
    Page(f"{_CASE}/numbers", case.renumber, "write", post=True),
    Page(f"{_CASE}/ladder", ladder.ladder,
         fields=(*STUDIES["plan"].fields, Field("order", "", "options"))),
    Page(f"{_CASE}/what-if", ladder.what_if),
    *(Page(f"{_CASE}/{name}", study.study(name), fields=STUDIES[name].fields)
      for name in STUDIES if name not in ("plan", "brief")),
    Page(f"{_CASE}/brief", brief.brief, fields=STUDIES["brief"].fields),
    *(
        Page(f"{_CASE}/brief.{kind}", brief.download(kind), twin=False)
        for kind in brief.KINDS
    ),
    Page(f"{_CASE}/evidence", evidence.evidence),
    Page(f"{_CASE}/evidence/add", evidence.add, "write", post=True),
    Page(f"{_CASE}/evidence/decide", evidence.decide, "write", post=True),
    Page(f"{_CASE}/evidence/{{doc}}", evidence.document),
    *(Page(f"{_CASE}/{end}", ledger.view(end), fields=ledger.FIELDS) for end in ledger.VIEWS),
    Page(f"{_CASE}/ledger/verify", ledger.verified),
    Page(f"{_CASE}/ledger/begin", ledger.begin, "write", post=True),
    Page(f"{_CASE}/ledger/record", ledger.record, post=True),
    Page("/compare", compare.compare,
         fields=(Field("one", "", "options"), Field("other", "", "options"))),
    Page("/job/{id}", study.job),
    Page("/job/{id}/stop", study.stop, post=True),
    Page("/enter", door.enter, None, twin=False),
    Page("/login", door.login, None, twin=False),
    Page("/login", door.log_in, None, post=True),
    Page("/logout", door.log_out, None, post=True),
    Page("/accounts", people.people, "administer"),
    Page("/accounts", people.put, "administer", post=True),
    Page("/accounts/remove", people.remove, "administer", post=True),
)  # fmt: skip


def twin_path(path: str) -> str:
    """Give the address of a page's twin."""
    return "/index.json" if path == "/" else f"{path}.json"


def routes(house: House) -> list[Route]:
    """Make the routes; twins first, since a case's name would take their ending for its own."""
    twins, plain = [], []
    for page in PAGES:
        method = "POST" if page.post else "GET"
        if page.twin and not page.post:
            answer = endpoint(house, page.answer, page.needs, twin=True)
            twins.append(Route(twin_path(page.path), answer, methods=[method]))
        answer = endpoint(house, page.answer, page.needs, twin=page.path.endswith("/check"))
        plain.append(Route(page.path, answer, methods=[method]))
    described = describe(PAGES)
    openapi = endpoint(house, lambda visit: visit.record(described), "read", twin=True)
    return [Route("/openapi.json", openapi), *twins, *plain]
