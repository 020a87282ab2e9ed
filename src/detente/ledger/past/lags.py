"""How long answers took: from a release to relief, from a breach to snapback.

What follows what is told by dates alone: that one step was given for another, nobody here says.
Where a date is known only to the month, a lag is a range of days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from detente.ledger.dates import Days, Span, days_between, span
from detente.ledger.events import (
    Breach,
    Incident,
    Relief,
    Renewal,
    SnapbackCompleted,
    SnapbackStarted,
    Stock,
)
from detente.ledger.past.relief import Force, Line, lines_of
from detente.ledger.told import Told, happened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_DESPITE = re.compile(r"\b(?:despite|in spite of|несмотря на)\s+(.+)$", re.IGNORECASE)


class Lag(NamedTuple):
    """Days from one event to another."""

    start: Told
    end: Told
    days: Days


class Answered(NamedTuple):
    """A release, and the relief that came before the next release; none may have come."""

    release: Told
    relief: tuple[Lag, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapback.

    Attributes
    ----------
    start
        The event that began it.
    effect
        The days on which it may have had effect.
    line
        The relief that it ended; None where none is recorded.
    breach
        The last breach of another side while that relief was given; None where none is recorded.
    to_start, to_effect
        Days from the breach; None without one.
    """

    start: Told
    effect: Span
    line: Line | None
    breach: Told | None
    to_start: Days | None
    to_effect: Days | None


class Despite(NamedTuple):
    """A renewal in spite of something: in its own words, or events since the last term."""

    renewal: Told
    words: str
    events: tuple[Told, ...]


class Broken(NamedTuple):
    """A breach, and the relief that was in force, or may have been, on its day."""

    breach: Told
    relief: tuple[Line, ...]
    renewed: tuple[Lag, ...]


def answered(told: Iterable[Told]) -> tuple[Answered, ...]:
    """Give for each release the relief that followed it, before the next one.

    Relief of the same day counts as following; so does that of the days between the first and
    the last that a month may mean. Renewals and what makes relief permanent are no new relief.
    """
    events = sorted(_of(told, Stock, Relief), key=_on)
    releases = [one for one in events if _is_release(one)]
    relief = [one for one in events if isinstance(one.event, Relief) and not one.event.ref]
    followed: dict[str, list[Lag]] = {one.id: [] for one in releases}
    for given in relief:
        before = [one for one in releases if _on(one).first <= _on(given).first]
        if before:
            followed[before[-1].id].append(_lag(before[-1], given))
    return tuple(Answered(one, tuple(followed[one.id])) for one in releases)


def taken_back(told: Sequence[Told]) -> tuple[Taken, ...]:
    """Find each snapback, what it ended, and the breach before it.

    A breach counts where it came while the relief was given: none before that, however old, is
    taken for the reason.
    """
    lines = {line.taken_back.id: line for line in lines_of(told) if line.taken_back}
    starts = {one.id: one for one in _of(told, SnapbackStarted)}
    found = []
    for one in _of(told, SnapbackStarted, SnapbackCompleted):
        if one.event.ref in starts and isinstance(one.event, SnapbackCompleted):
            continue  # told with its start
        line = lines.get(one.id) or _completed(told, one, lines)
        effect = line.end.days if line and line.end else _effect(one)
        breach = _breach_before(told, one, line)
        to_start = None if breach is None else days_between(_on(breach), _on(one))
        to_effect = None if breach is None else days_between(_on(breach), effect)
        found.append(Taken(one, effect, line, breach, to_start, to_effect))
    return tuple(found)


def despite(told: Sequence[Told]) -> tuple[Despite, ...]:
    """Find the renewals that came in spite of something.

    Either their own words say so (“despite …”), or a breach or incident of another side is
    recorded between the term before and the renewal.
    """
    troubles = list(_of(told, Breach, Incident))
    by_id = {one.id: one for one in told}
    found = []
    for line in lines_of(told):
        for before, term in zip(line.terms, line.terms[1:], strict=False):
            one = by_id[term.id]
            if not isinstance(one.event, Renewal):
                continue
            words = _DESPITE.search(one.event.what)
            since = tuple(
                trouble
                for trouble in troubles
                if trouble.event.party != line.party
                and span(before.when).last <= _on(trouble).first
                and _on(trouble).last <= span(term.when).first
            )
            if words or since:
                found.append(Despite(one, words[1].strip() if words else "", since))
    return tuple(found)


def broken(told: Sequence[Told]) -> tuple[Broken, ...]:
    """Give for each breach what relief of others was, or may have been, in force on its day."""
    by_id = {one.id: one for one in told}
    lines = lines_of(told)
    found = []
    for breach in _of(told, Breach):
        day: date = _on(breach).first
        held = tuple(
            line
            for line in lines
            if line.party != breach.event.party and line.on(day) is not Force.NO
        )
        last = [
            max((t for t in line.terms if span(t.when).first <= day), key=lambda t: t.when)
            for line in held
        ]
        renewed = tuple(_lag(by_id[term.id], breach) for term in last)
        found.append(Broken(breach, held, renewed))
    return tuple(found)


# --- small things -------------------------------------------------------------------------------


def _of(told: Iterable[Told], *kinds: type) -> Iterable[Told]:
    return (one for one in told if isinstance(one.event, kinds))


def _on(one: Told) -> Span:
    """The days on which an event may have happened; such spans sort by time."""
    return span(happened(one.event))


def _is_release(one: Told) -> bool:
    event = one.event
    return isinstance(event, Stock) and event.change == "released" and not event.reported_by


def _lag(start: Told, end: Told) -> Lag:
    return Lag(start, end, days_between(_on(start), _on(end)))


def _effect(one: Told) -> Span:
    event = one.event
    days = event.notice + event.wind_down if isinstance(event, SnapbackStarted) else 0
    return span(happened(event)).shifted(days)


def _completed(told: Iterable[Told], start: Told, lines: dict[str, Line]) -> Line | None:
    """The line that a snapback ended whose completion refers to its start."""
    over = (one.id for one in _of(told, SnapbackCompleted) if one.event.ref == start.id)
    return next((lines[id_] for id_ in over if id_ in lines), None)


def _breach_before(told: Iterable[Told], one: Told, line: Line | None) -> Told | None:
    day = _on(one).last
    since = line.start.first if line else None
    before = [
        breach
        for breach in _of(told, Breach)
        if breach.event.party != one.event.party
        and _on(breach).first <= day
        and (since is None or _on(breach).last >= since)
    ]
    return max(before, key=_on) if before else None
