"""Studies: a form for what they are told, their result, and a page to wait on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing.naming import Names
from detente.web.studies import STUDIES
from detente.web.visit import BadQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.responses import Response

    from detente.web.house import Opened
    from detente.web.jobs import Job
    from detente.web.studies import Values
    from detente.web.visit import Visit

PATIENCE = 1.0
"""Seconds that a page waits for its result before it shows the page to wait on."""


def study(name: str) -> Callable[[Visit], Response]:
    """Give the page of a study."""

    def show(visit: Visit) -> Response:
        opened = visit.opened()
        values = given(visit, name, opened)
        job = visit.house.study(opened, name, values, visit.address)
        if (answer := pending(visit, job)) is not None:
            return answer
        if visit.twin:
            return visit.record(job.result.record)
        document = job.result.documents[visit.lang.code]
        return visit.page(
            "study.html",
            opened=opened,
            study=STUDIES[name],
            values=values,
            options=choices(opened, visit),
            document=document,
            blocks=visit.blocks(document.blocks),
        )

    show.__doc__ = f"Show the study '{name}' of a case."
    return show


def given(visit: Visit, name: str, opened: Opened, only: Collection[str] | None = None) -> Values:
    """Read from the address what a study is told.

    Raises
    ------
    BadQuery
        It makes no sense.
    """
    found: dict[str, Any] = {}
    for field in STUDIES[name].fields:
        if only is not None and field.name not in only:
            continue
        try:
            found[field.name] = field.read(
                visit.request.query_params.getlist(field.name), opened.case
            )
        except ValueError as error:
            raise BadQuery(str(error)) from None
    return found


def choices(opened: Opened, visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """Give what fields of a case's own names can be: its parties, its optional measures."""
    names = Names(opened.case, visit.lang)
    form = opened.case.form
    return {
        "party": [(id_, names(id_)) for id_ in form.parties],
        "actor": [(id_, names(id_)) for id_ in (*form.parties, *form.audiences)],
        "options": [(id_, names(id_)) for id_, measure in form.measures.items() if measure.option],
        "channels": [
            (id_, channel.name[visit.lang.code])
            for id_, channel in form.channels.items()
            if channel.proposed
        ],
    }


def pending(visit: Visit, job: Job, patience: float = PATIENCE) -> Response | None:
    """Answer for a job that is not done after `patience` seconds; None where it is.

    Raises
    ------
    DetenteError
        It failed.
    """
    job.wait(patience)
    if job.state == "done":
        return None
    if job.error is not None:
        raise job.error
    return show_job(visit, job, 202)


def show_job(visit: Visit, job: Job, status: int = 200) -> Response:
    """Show how a job stands."""
    if visit.twin:
        response = visit.record(
            {
                "schema": "detente.web.job/1",
                "id": job.id,
                "title": visit.lang.say(job.title),
                "state": job.state,
                "seconds": round(job.seconds, 1),
                "share": job.share,
                "result": job.back,
            },
            status,
        )
    else:
        response = visit.page("job.html", status, job=job)
    if status == 202:
        response.headers["Location"] = f"/job/{job.id}{'.json' if visit.twin else ''}"
    return response


def job(visit: Visit) -> Response:
    """Show a job; where it is done, go to its result."""
    found = _found(visit)
    if found.state in ("done", "failed") and not visit.twin:
        return visit.go(found.back)
    return show_job(visit, found)


def stop(visit: Visit) -> Response:
    """Stop a job."""
    found = _found(visit)
    visit.house.runner.stop(found)
    return visit.go(f"/job/{found.id}")


def _found(visit: Visit) -> Job:
    job = visit.house.runner.find(visit["id"])
    if job is None:
        raise BadQuery(visit.lang.say("There is no such computation; it may have been long ago."))
    return job
