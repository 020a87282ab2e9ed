"""What the past of a case amounts to: relief, lags, snapbacks, acts, and the people held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from detente.ledger.dates import span
from detente.ledger.events import AudienceAct, Incident, Stock
from detente.ledger.past import lags
from detente.ledger.past.chronicle import read_into
from detente.ledger.past.history import COUNTED, read_steps
from detente.ledger.past.relief import Force, Line, lines_of
from detente.ledger.past.stock import Account, account
from detente.ledger.told import Told, happened, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from detente.ledger.book import AsOf, Book
    from detente.ledger.past.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Past:
    """The past of a case up to a day.

    Attributes
    ----------
    case, day
        Which case, and the day.
    told
        The events, in the order recorded.
    lines
        Relief: every line of it that began by then, as far as it had come.
    force
        Whether each line, by its id, was in force on the day, as all that is known now tells it:
        a later renewal or snapback shows that nobody had recorded what came before it.
    answered, taken, despite, broken
        Releases with the relief that followed, snapbacks, renewals in spite of something, and
        breaches with the relief in force; see `detente.ledger.past.lags`.
    incidents, acts, moves
        Incidents, what audiences did, and what parties did that nobody had promised.
    stock
        The account of people held.
    beside
        Whether the monitors' counts in it come with the case and are not in the ledger.
    """

    case: str
    day: date
    told: tuple[Told, ...]
    lines: tuple[Line, ...]
    force: Mapping[str, Force]
    answered: tuple[lags.Answered, ...]
    taken: tuple[lags.Taken, ...]
    despite: tuple[lags.Despite, ...]
    broken: tuple[lags.Broken, ...]
    incidents: tuple[Told, ...]
    acts: tuple[Told, ...]
    moves: tuple[Told, ...]
    stock: Account
    beside: bool


def past(book: Book, words: Vocabulary, as_of: AsOf | None = None) -> Past:
    """Read the past of a case.

    Parameters
    ----------
    book
        Whose past.
    words
        Its vocabulary: monitors' counts may come with it.
    as_of
        A past day, and in which sense it is meant; today without one.
    """
    day = as_of.day if as_of else datetime.now(UTC).date()
    bodies: Iterable[tuple[int, Any]] = book.bodies()
    if as_of and as_of.sense == "recorded":
        bodies = takewhile(lambda one: one[1]["recorded"][:10] <= day.isoformat(), bodies)
    return past_of(book.name, told(book.name, bodies), words, day)


def past_of(case: str, events: Iterable[Told], words: Vocabulary, day: date) -> Past:
    """Say what events amount to on a day; those that came later are known, but not told."""
    known = tuple(sorted(events, key=_date))
    then = tuple(one for one in known if _date(one) <= day)
    counts = tuple(one for one in _counts(words, then, case) if _date(one) <= day)
    acts = [one for one in then if isinstance(one.event, AudienceAct)]
    return Past(
        case,
        day,
        then,
        lines_of(then),
        {line.id: line.on(day) for line in lines_of(known)},
        lags.answered(then),
        lags.taken_back(then),
        lags.despite(then),
        tuple(one for one in lags.broken(known) if _date(one.breach) <= day),
        tuple(one for one in then if isinstance(one.event, Incident)),
        tuple(one for one in acts if one.event.party not in words.parties),
        tuple(one for one in acts if one.event.party in words.parties),
        account((*then, *counts)),
        bool(counts),
    )


def _counts(words: Vocabulary, events: tuple[Told, ...], case: str) -> tuple[Told, ...]:
    """Give what monitors count, as it comes with the case, where the ledger has only its own.

    They are set beside the ledger and are not in it; their ids name file and line.
    """
    stock = [one.event for one in events if isinstance(one.event, Stock)]
    if words.counts is None or not stock or any(event.reported_by for event in stock):
        return ()
    steps = tuple(s for s in read_steps(words.counts) if s.step_type in COUNTED)
    reading = read_into(
        steps, words, file=words.counts.name, case=case, today=datetime.now(UTC).date()
    )
    return tuple(Told(event.origin, event) for event in reading.events)


def _date(one: Told) -> date:
    """Sort by date; events of one day keep the order in which they were recorded."""
    return span(happened(one.event)).first
