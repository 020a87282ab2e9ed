"""Evidence: the matrix, documents read with their statements in place, and decisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.briefing.blocks import Heading
from detente.briefing.refusals import retold
from detente.web.pages.study import pending
from detente.web.visit import BadQuery
from detente.words.language import N_

if TYPE_CHECKING:
    from starlette.responses import Response

    from detente.web.gathering import Weighed
    from detente.web.house import Opened
    from detente.web.jobs import Job
    from detente.web.visit import Visit

TITLE = N_("What is claimed, and by whom")
READING = N_("Reading the document")


def evidence(visit: Visit) -> Response:
    """Show what is claimed of a case, by whom, and what would change it."""
    from detente.evidence.status import STATUSES
    from detente.web import gathering

    opened = visit.opened()
    job = _weighed(visit, opened)
    if (answer := pending(visit, job)) is not None:
        return answer
    if visit.twin:
        return visit.record(job.result.record)
    weighed: Weighed = job.result.data
    return visit.page(
        "evidence.html",
        opened=opened,
        documents=gathering.kept(visit.house.workspace.evidence(opened.kept.name)),
        decided=weighed.decided,
        sentences=weighed.sentences[visit.lang.code],
        statuses=STATUSES,
        told=visit.query("told")[:2000],
        blocks=visit.blocks(job.result.documents[visit.lang.code].blocks),
    )


def document(visit: Visit) -> Response:
    """Show one document with its statements marked where they stand."""
    from detente.web import gathering

    opened = visit.opened()
    id_ = visit["doc"]
    folder = visit.house.workspace.evidence(opened.kept.name)
    if not re.fullmatch(r"[0-9a-f]{64}", id_):
        raise BadQuery(visit.lang.say("There is no such document in this evidence."))
    gathering.one(folder, id_)
    job = visit.house.runner.ask(
        ("read", opened.kept.name, id_), READING, visit.address, gathering.read_one, folder, id_
    )
    if (answer := pending(visit, job)) is not None:
        return answer
    record_ = job.result.record
    if visit.twin:
        return visit.record(record_)
    return visit.page(
        "document.html",
        opened=opened,
        read=record_["document"],
        statements=[s for s in record_["statements"] if not s["heading"]],
        segments=job.result.data,
        blocks=visit.blocks(
            (
                Heading(visit.lang.say("What the document lets one say")),
                *job.result.documents[visit.lang.code].blocks,
            )
        ),
    )


def add(visit: Visit) -> Response:
    """Keep documents that were sent, or a text that was pasted."""
    from detente.web import gathering

    opened = visit.opened()
    files = [
        (plain(sent.filename), sent.file.read())
        for sent in visit.form.getlist("files")
        if not isinstance(sent, str) and sent.filename
    ]
    pasted = visit.text("text")
    if pasted.strip():
        files.append((visit.field("title", 200) or "text.txt", pasted.encode()))
    if not files:
        raise BadQuery(visit.lang.say("Choose a file, or paste a text."))
    new, failed = gathering.keep(
        visit.house.workspace.evidence(opened.kept.name),
        files,
        publisher=visit.field("publisher", 200),
        published=_day(visit),
    )
    told = visit.lang.count("{n} new document", "{n} new documents", new)
    told = "; ".join(
        (told, *(visit.lang.say("left out: {what}", what=retold(w, visit.lang)) for w in failed))
    )
    return visit.go(f"/case/{opened.kept.name}/evidence", told=told)


def decide(visit: Visit) -> Response:
    """Accept, change or reject what was proposed; the proposal is kept beside it."""
    from detente.evidence.decisions import record
    from detente.evidence.proposals import proposed_decision

    opened = visit.opened()
    job = _weighed(visit, opened)
    if (answer := pending(visit, job)) is not None:
        return answer
    by = visit.session.account if visit.house.settings.team else visit.field("by", 100)
    decision = proposed_decision(
        job.result.data.gathered,
        kind=visit.field("kind", 40),
        target=visit.field("target", 200),
        verdict=visit.field("verdict", 20),
        value=visit.field("value", 500),
        by=by or visit.session.account,
        reason=visit.field("reason", 2000),
    )
    folder = visit.house.workspace.evidence(opened.kept.name)
    record(folder / "decisions.jsonl", decision)
    return visit.go(f"/case/{opened.kept.name}/evidence#decide")


def _weighed(visit: Visit, opened: Opened) -> Job:
    from detente.web import gathering

    kept = opened.kept
    folder = visit.house.workspace.evidence(kept.name)
    key = ("evidence", kept.name, kept.version, gathering.stamp(folder))
    back = f"/case/{kept.name}/evidence"
    work = gathering.weigh
    return visit.house.runner.ask(key, TITLE, back, work, f"{kept.name}.yaml", kept.text, folder)


def plain(name: str) -> str:
    """Give a file's name without folders, to be shown; nothing is ever opened under it."""
    plain = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in plain if c.isprintable())[:120] or "file"


def _day(visit: Visit) -> str:
    day = visit.field("published", 10)
    if day and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise BadQuery(visit.lang.say("Write the date as 2025-08-16."))
    return day
