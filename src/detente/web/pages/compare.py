"""Two versions of a case, or two cases, side by side."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from detente.case import bundled_cases
from detente.web.pages.study import pending
from detente.web.studies import compare as conduct
from detente.words.language import N_

if TYPE_CHECKING:
    from starlette.responses import Response

    from detente.web.visit import Visit
    from detente.web.workspace import Kept

TITLE = N_("Compare")
LINES = 2000
"""So many lines of difference are shown."""


def compare(visit: Visit) -> Response:
    """Set two versions side by side: ``minsk``, ``mine``, or ``mine@3`` for an earlier one."""
    one, other = visit.query("one"), visit.query("other")
    known = _known(visit)
    if not (one and other):
        if visit.twin:
            return visit.record({"schema": "detente.web.compare/1", "known": known})
        return visit.page("compare.html", known=known, one=one, other=other, blocks="", lines=())
    files = [_kept(visit, one), _kept(visit, other)]
    for kept in files:
        visit.house.parsed(kept)  # says what is wrong, where one is not valid
    texts = [(title, kept.text) for title, kept in zip((one, other), files, strict=True)]
    key = ("compare", *((t, k.version) for (t, _), k in zip(texts, files, strict=True)))
    job = visit.house.runner.ask(key, TITLE, visit.address, conduct, *texts)
    if (answer := pending(visit, job)) is not None:
        return answer
    if visit.twin:
        return visit.record(job.result.record)
    before, after = (kept.text.splitlines() for kept in files)
    diff = unified_diff(before, after, one, other, n=2, lineterm="")
    return visit.page(
        "compare.html",
        known=known,
        one=one,
        other=other,
        blocks=visit.blocks(job.result.documents[visit.lang.code].blocks),
        lines=list(diff)[:LINES],
    )


def _known(visit: Visit) -> list[str]:
    workspace = visit.house.workspace
    own = workspace.own()
    earlier = [f"{name}@{n}" for name in own for n in reversed(workspace.numbers(name))]
    return [*own, *bundled_cases(), *earlier]


def _kept(visit: Visit, title: str) -> Kept:
    name, _, number = title.partition("@")
    if not number:
        return visit.house.workspace.read(name)
    wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
    return visit.house.workspace.earlier(name, wanted)
