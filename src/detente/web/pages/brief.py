"""The brief: read on the page, or taken along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from detente.web.pages.study import choices, given, pending
from detente.web.studies import STUDIES, write
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.briefing.rendering.formats import Format
    from detente.web.house import Opened
    from detente.web.jobs import Job
    from detente.web.visit import Visit

KINDS: dict[Format, tuple[str, str]] = {
    "pdf": ("PDF", "application/pdf"),
    "docx": (
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": ("HTML", "text/html; charset=utf-8"),
    "md": ("Markdown", "text/markdown; charset=utf-8"),
}
"""What each is called, and its media type."""

PATIENCE = 30.0
"""Seconds that a download waits for its file: a page to wait on would be left standing."""

WRITING = N_("Writing the brief")


def brief(visit: Visit) -> Response:
    """Show the brief, and links to it in every format."""
    opened = visit.opened()
    values, job = _study(visit, opened)
    if (answer := pending(visit, job)) is not None:
        return answer
    if visit.twin:
        return visit.record(job.result.record)
    document = job.result.documents[visit.lang.code]
    pairs = [(k, v) for k, v in visit.request.query_params.multi_items() if k != "lang"]
    return visit.page(
        "brief.html",
        opened=opened,
        study=STUDIES["brief"],
        values=values,
        options=choices(opened, visit),
        kinds=[(kind, title) for kind, (title, _) in KINDS.items()],
        query=urlencode([*pairs, ("lang", visit.lang.code)]),
        document=document,
        blocks=visit.blocks(document.blocks),
    )


def download(kind: Format) -> Callable[[Visit], Response]:
    """Give the page that hands out the brief as a file."""

    def hand_out(visit: Visit) -> Response:
        opened = visit.opened()
        values, job = _study(visit, opened)
        if (answer := pending(visit, job, PATIENCE)) is not None:
            return answer
        code = visit.lang.code
        document = job.result.documents[code]
        key = ("write", kind, code, job.id)
        file = visit.house.runner.ask(key, WRITING, visit.address, write, document, kind)
        if (answer := pending(visit, file, PATIENCE)) is not None:
            return answer
        name = f"{opened.kept.name}-{values['profile']}-{code}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(file.result, media_type=KINDS[kind][1], headers=headers)

    hand_out.__doc__ = f"Hand out the brief as {KINDS[kind][0]}."
    return hand_out


def _study(visit: Visit, opened: Opened) -> tuple[dict[str, object], Job]:
    values = given(visit, "brief", opened)
    ledger = visit.house.ledger_of(opened.kept.name)
    told = {**values, "ledger": ledger, "lang": visit.lang.code}
    return values, visit.house.study(opened, "brief", told, visit.address)
