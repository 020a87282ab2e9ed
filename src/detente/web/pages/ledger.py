"""The ledger: where the deal stands, what is due, and what happened."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from detente.briefing.naming import Names
from detente.web.fields import Field
from detente.web.pages.evidence import plain
from detente.web.visit import BadQuery, Forbidden
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from detente.briefing.blocks import Document
    from detente.case import Case
    from detente.ledger.book import Book
    from detente.ledger.present.snapshot import Snapshot
    from detente.web.house import Opened
    from detente.web.visit import Visit

LAST = Field("last", "", "whole", 500, 1, 100_000)
"""How many events the log shows, the last ones."""

FIELDS = (
    Field("as_of", "", "options"),
    Field("known", N_("Only what had been recorded by then"), "flag"),
    LAST,
)

VIEWS = {
    "ledger": N_("Where it stands"),
    "ledger/due": N_("What is due"),
    "ledger/respond": N_("How to answer"),
    "ledger/stop": N_("If they stop now"),
    "ledger/log": N_("All events"),
}
"""The pages, by the end of their addresses."""

FORM = (
    "commitment", "delivery", "partial", "breach", "waiver", "response", "snapback_started",
    "snapback_completed", "relief", "renewal", "expiry", "incident", "act", "pause", "resume",
    "exit", "note",
)  # fmt: skip
"""The kinds of events that the form records; checks have forms of their own."""

_TEXTS = (
    "party", "when", "what", "ref", "unit", "expiry", "until", "level", "act", "done", "on_time",
    "as_agreed", "observable",
)  # fmt: skip
_DAYS = ("grace", "notice", "wind_down")


def view(end: str) -> Callable[[Visit], Response]:
    """Give the page of one view of the ledger."""

    def show(visit: Visit) -> Response:
        opened = visit.opened()
        if not visit.house.books.there:
            return _none(visit, opened)
        name, version = opened.kept.name, opened.kept.version
        with visit.house.books.book(name, version, opened.case) as book:
            snap = _look(visit, book)
            record, document = _told(visit, end, book, snap)
            if visit.twin:
                return visit.record(record)
            return visit.page(
                "ledger.html",
                opened=opened,
                end=end,
                views=VIEWS,
                snap=snap,
                days=_days(book),
                as_of=visit.query("as_of"),
                known=bool(visit.query("known")),
                said=visit.query("said")[:300],
                forms=_forms(visit, opened.case, snap) if end == "ledger" else None,
                document=document,
                blocks=visit.blocks(document.blocks),
            )

    show.__doc__ = f"Show the view '{end}' of what was recorded of a case."
    return show


def _none(visit: Visit, opened: Opened) -> Response:
    if visit.twin:
        return visit.record({"schema": "detente.ledger.status/1", "case": opened.kept.name,
                             "events": 0})  # fmt: skip
    return visit.page("noledger.html", opened=opened)


def _look(visit: Visit, book: Book) -> Snapshot:
    from detente.ledger.book import past_day
    from detente.ledger.present.snapshot import look

    try:
        day = past_day(visit.query("as_of")[:10], known=bool(visit.query("known")))
    except ValueError as error:
        raise BadQuery(str(error)) from None
    return look(book, day)


def _told(visit: Visit, end: str, book: Book, snap: Snapshot) -> tuple[dict[str, Any], Document]:
    """Give a view for machines and for people."""
    from detente.briefing.ledger import answers, present_records as records
    from detente.briefing.ledger.due import due_document
    from detente.briefing.ledger.log import log_document, log_record
    from detente.briefing.ledger.status import status_document
    from detente.ledger.keeping.log import read_log

    lang = visit.lang
    match end:
        case "ledger/due":
            return records.due_record(snap, snap.deadlines), due_document(snap, lang)
        case "ledger/respond":
            return records.answers_record(snap), answers.answers_document(snap, lang)
        case "ledger/stop":
            return records.stop_record(snap), answers.stop_document(snap, lang)
        case "ledger/log":
            log = read_log(book.store, book.name, snap.as_of, _last(visit, book.case))
            return log_record(log), log_document(log, lang)
        case _:
            return records.status_record(snap), status_document(snap, lang)


def _last(visit: Visit, case: Case | None) -> int:
    if case is None:
        return int(LAST.default)
    try:
        return int(LAST.read(visit.request.query_params.getlist("last"), case))
    except ValueError as error:
        raise BadQuery(str(error)) from None


def _days(book: Book) -> tuple[str, str] | None:
    """Give the first and the last day that something was recorded on."""
    first = next(iter(book.store.entries(book.name, until=1)), None)
    last = book.store.head(book.name)
    return None if first is None or last is None else (first.recorded[:10], last.recorded[:10])


def _forms(visit: Visit, case: Case, snap: Snapshot) -> dict[str, Any] | None:
    """Give what the forms offer to whoever asks; None where they may record nothing."""
    from detente.briefing.ledger.terms import EVENT_WORDS
    from detente.ledger.people import may

    role = visit.session.role or "none"
    kinds = [kind for kind in FORM if may(role, kind)]
    if snap.as_of is not None or not (kinds or may(role, "confirmation")):
        return None
    names = Names(case, visit.lang)
    pending = [
        (number, names(item), names(claim.party) if claim.party else "")
        for item, record in snap.state.items.items()
        for number, claim in record.claims.items()
    ]
    return {
        "kinds": [(kind, visit.lang.say(EVENT_WORDS[kind])) for kind in kinds],
        "lots": [(lot, names(lot)) for lot in case.lots],
        "measures": [(id_, names(id_)) for id_ in case.form.measures],
        "incidents": [(id_, i.name[visit.lang.code]) for id_, i in case.form.incidents.items()],
        "parties": [(id_, names(id_)) for id_ in (*case.form.parties, *case.form.audiences)],
        "pending": pending,
        "confirm": may(role, "confirmation"),
        "dispute": may(role, "dispute"),
    }


# --- recording -----------------------------------------------------------------------------------


def begin(visit: Visit) -> Response:
    """Make the ledger, where there is none."""
    opened = visit.opened()
    visit.house.books.make()
    return visit.go(f"/case/{opened.kept.name}/ledger")


def record(visit: Visit) -> Response:
    """Record an event; what role may record which kind is the ledger's own table."""
    from detente.briefing.ledger.recorded import recorded_line
    from detente.ledger.drafting import draft
    from detente.ledger.people import may

    opened = visit.opened()
    kind = visit.field("kind", 40)
    if not may(visit.session.role or "none", kind):
        raise Forbidden(visit.lang.say("Your role does not allow that."))
    given = _given(visit)
    team = visit.house.settings.team
    account = visit.session.account if team else visit.field("by", 64) or visit.session.account
    name, version = opened.kept.name, opened.kept.version
    with visit.house.books.book(name, version, opened.case, account) as book:
        entry = book.record(draft(book, kind, visit.field("item", 120), **given))[0]
    said = recorded_line(entry, visit.lang)
    return visit.go(f"/case/{name}/ledger", said=said)


def _given(visit: Visit) -> dict[str, Any]:
    """Read the fields of an event; what is empty was not said."""
    given: dict[str, Any] = {name: visit.field(name, 1000) for name in _TEXTS}
    if quantity := visit.field("quantity", 20):
        given["quantity"] = _number(visit, "quantity", quantity.replace(",", "."), float)
    for name in _DAYS:
        if text := visit.field(name, 6):
            given[name] = _number(visit, name, text, int)
    trigger: dict[str, Any] = {"date": visit.field("due", 10), "after": visit.field("after", 120)}
    if text := visit.field("days", 6):
        trigger["days"] = _number(visit, "days", text, int)
    given["trigger"] = {key: x for key, x in trigger.items() if x != ""}
    evidence = [{key: text} for key in ("source", "claim") if (text := visit.field(key, 1000))]
    file = visit.form.get("file")
    if file is not None and not isinstance(file, str) and file.filename:
        digest = sha256(file.file.read()).hexdigest()  # the hash is kept, not the file
        evidence.append({"file": plain(file.filename), "sha256": digest})
    given["evidence"] = evidence
    return given


def _number(visit: Visit, name: str, text: str, kind: type[float] | type[int]) -> float:
    try:
        return kind(text)
    except ValueError:
        raise BadQuery(
            visit.lang.say("{name}: “{text}” is no number.", name=name, text=text)
        ) from None


# --- whether it is whole -------------------------------------------------------------------------


def verified(visit: Visit) -> Response:
    """Prove that no event was changed, removed, put in or moved."""
    from detente.briefing.ledger.verify import verify_document, verify_record
    from detente.ledger.keeping.checkpoint import checkpoint
    from detente.ledger.keeping.verification import verify

    opened = visit.opened()
    books, name = visit.house.books, opened.kept.name
    if not books.there:
        return _none(visit, opened)
    store = books.store()
    cases = [name] if name in store.cases() else []
    found = verify(store, cases)
    if visit.twin:
        return visit.record(verify_record(found, store.name))
    document = verify_document(found, store.name, False, visit.lang)
    return visit.page(
        "verify.html",
        opened=opened,
        end="ledger/verify",
        views=VIEWS,
        document=document,
        checkpoint=checkpoint(store, name).text if cases and not found.fault else "",
        blocks=visit.blocks(document.blocks),
    )
