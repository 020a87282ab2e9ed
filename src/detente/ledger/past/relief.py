"""Relief over time: each line of it from its start through its renewals to its end.

Known only as far as it is recorded: between an expiry and a renewal recorded after it, or a
snapback, nobody wrote down whether the relief was in force, and so it is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from detente.ledger.dates import Span, span
from detente.ledger.events import (
    Event,
    Expiry,
    Relief,
    Renewal,
    SnapbackCompleted,
    SnapbackStarted,
)
from detente.ledger.told import Told, happened
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


class Force(StrEnum):
    """Whether relief was in force on a day."""

    NO = N_("not in force")
    YES = N_("in force")
    WINDING = N_("being wound down")
    UNKNOWN = N_("not recorded")


class Term(NamedTuple):
    """From when until when relief was given or renewed; no `expiry`: until it is taken back."""

    id: str
    when: str
    expiry: str


class End(NamedTuple):
    """What ended a line: the days on which that began, and those on which it had effect."""

    id: str
    began: Span
    days: Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of relief.

    Attributes
    ----------
    id
        The event that opened it.
    opened
        That event.
    terms
        What gave or renewed it, in the order recorded.
    taken_back
        The snapback, once it had effect.
    ran_out
        An end without anybody's fault, where one is recorded.
    """

    id: str
    opened: Event
    terms: tuple[Term, ...]
    taken_back: End | None = None
    ran_out: End | None = None

    @property
    def party(self) -> str:
        """Who gave it."""
        return self.opened.party

    @property
    def start(self) -> Span:
        """The days on which it may have begun."""
        return span(self.terms[0].when)

    @property
    def end(self) -> End | None:
        """What ended it: a snapback, or its running out."""
        return self.taken_back or self.ran_out

    def on(self, day: date) -> Force:
        """Say whether it was in force on a day.

        On the days that a date known to the month may mean, and between an expiry and what is
        recorded after it, that is not known.
        """
        if day < self.start.first:
            return Force.NO
        if self.end and day > self.end.days.last:
            return Force.NO
        if self.end and day >= self.end.began.first:
            winding = self.end.began.last <= day < self.end.days.first
            return Force.WINDING if winding else Force.UNKNOWN
        if any(_covers(term, day) for term in self.terms):
            return Force.YES
        last = self.terms[-1]
        over = last.expiry and day > span(last.expiry).last
        return Force.NO if over and self.end is None else Force.UNKNOWN

    def until(self, day: date) -> str:
        """Give the expiry of the term that covers a day; empty where none does, or it has none."""
        return next((t.expiry for t in reversed(self.terms) if _covers(t, day)), "")


def _covers(term: Term, day: date) -> bool:
    """Whether a day certainly lies in a term."""
    began = span(term.when).last <= day
    return began and (not term.expiry or day <= span(term.expiry).first)


def lines_of(told: Iterable[Told]) -> tuple[Line, ...]:
    """Give all lines of relief that events tell of, in the order of their opening."""
    lines: dict[str, Line] = {}
    for one in told:
        add(lines, one)
    return tuple(lines.values())


def add(lines: dict[str, Line], one: Told) -> None:
    """Let an event open, prolong or end a line, where it does."""
    id_, event = one
    day = happened(event)
    known = lines.get(event.ref) or _same(lines, event)
    if isinstance(event, Relief | Renewal):
        term = Term(id_, day, event.expiry)
        if known is None or (isinstance(event, Relief) and event.ref == ""):
            lines[id_] = Line(id_, event, (term,))
        else:
            lines[known.id] = replace(known, terms=(*known.terms, term))
    elif known is None:
        return
    elif isinstance(event, SnapbackStarted):
        effect = span(day).shifted(event.notice + event.wind_down)
        lines[known.id] = replace(known, taken_back=End(id_, span(day), effect))
    elif isinstance(event, SnapbackCompleted):
        began = known.taken_back.began if known.taken_back else span(day)
        lines[known.id] = replace(known, taken_back=End(id_, began, span(day)))
    elif isinstance(event, Expiry):
        lines[known.id] = replace(known, ran_out=End(id_, span(day), span(day)))


def _same(lines: Mapping[str, Line], event: Event) -> Line | None:
    """Find the line that an event without a reference speaks of, by its lot or measure."""
    if event.ref:  # a snapback completed refers to the one started, which refers to the line
        return next(
            (x for x in lines.values() if x.taken_back and x.taken_back.id == event.ref), None
        )
    if not (event.lot or event.measure):
        return None
    return next(
        (
            line
            for line in reversed([*lines.values()])
            if (line.opened.lot, line.opened.measure) == (event.lot, event.measure)
            and line.end is None
        ),
        None,
    )


def continued(
    lines: Iterable[Line], party: str, episode: str, quantity: float | None, unit: str
) -> Line | None:
    """Find the line that a giver's renewal, lift or snapback most probably continues.

    Of the lines that this giver still has open: one of the same episode before others, then one
    of the same unit and quantity, then of the same unit, then the one opened last.
    """
    mine = [line for line in lines if line.party == party and line.end is None]

    def nearness(at: int) -> tuple[bool, bool, bool, int]:
        opened = mine[at].opened
        alike = getattr(opened, "unit", "") == unit
        same = alike and getattr(opened, "quantity", None) == quantity
        return (opened.episode == episode, same, alike, at)

    return mine[max(range(len(mine)), key=nearness)] if mine else None
