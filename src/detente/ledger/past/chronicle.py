"""The steps of a chronicle as events: who a side is in the case, and what a step type means.

What the case has no word for stands in free words. Steps before the case's own day are never put
down to its measures: they are the past, and no part of its ladder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.ledger.dates import span
from detente.ledger.events import (
    AudienceAct,
    Breach,
    Delivery,
    Event,
    Incident,
    Relief,
    Renewal,
    SnapbackCompleted,
    SnapbackStarted,
    Stock,
)
from detente.ledger.fields import Evidence
from detente.ledger.past.history import COUNTED, InvalidHistory, Step
from detente.ledger.past.relief import Line, add, continued
from detente.ledger.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from detente.ledger.past.vocabulary import Vocabulary

ESCALATION = "escalation"
"""Class of the incident that a step of the type ``breach_or_escalation`` is."""

Common = dict[str, Any]
"""Fields that all events of one step share."""

_REARRESTED = re.compile(r"^\D{0,3}(\d+)\b[^\d]*\bre-?arrested\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chronicle adds to a ledger.

    Attributes
    ----------
    events
        The new ones, in the order of the file.
    there
        How many steps of it are in the ledger already.
    """

    events: tuple[Event, ...]
    there: int


def read_into(
    steps: Sequence[Step],
    vocabulary: Vocabulary,
    *,
    file: str,
    case: str,
    today: date,
    first: int = 1,
    known: Iterable[Told] = (),
) -> Reading:
    """Turn steps into events that are not in the ledger yet.

    A step is there already when an event tells the same of the same day: kind, party, measure,
    quantity and expiry; its words may differ. Renewals, lifts and snapbacks refer to the relief
    that they continue.

    Parameters
    ----------
    steps
        The chronicle.
    vocabulary
        What its words mean in the case.
    file
        Its name, for the events' `origin`.
    case, first
        The case, and the number that the first new event will have.
    today
        What is to come after it has not happened: a step is refused, a snapback that is still
        being wound down not yet completed.
    known
        Events that the ledger holds.

    Raises
    ------
    InvalidHistory
        Sides that are nobody, steps that are still to come; all are named with their lines.
    """
    _check(steps, vocabulary, file, today)
    lines: dict[str, Line] = {}
    ids: dict[object, list[str]] = {}
    for one in known:
        add(lines, one)
        ids.setdefault(_key(one.event), []).append(one.id)
    fresh: list[Event] = []
    there = 0
    for step in steps:
        started = ""
        for form in _forms(step, vocabulary, lines.values()):
            if span(form.when).first > today:
                continue
            event = replace(form, origin=f"{file}:{step.line}", ref=started or form.ref)
            same = ids.get(_key(event))
            if same:
                id_ = same.pop(0)
                there += 1
            else:
                id_ = f"{case}#{first + len(fresh)}"
                fresh.append(event)
                add(lines, Told(id_, event))
            started = id_ if isinstance(event, SnapbackStarted) else ""
    return Reading(tuple(fresh), there)


def _check(steps: Iterable[Step], vocabulary: Vocabulary, file: str, today: date) -> None:
    problems = []
    for step in steps:
        if step.days.first > today:
            problems.append(f"{file}:{step.line}: date: {step.when} is still to come")
        if step.step_type not in COUNTED:
            try:
                vocabulary.who(step.side)
            except ValueError as error:
                problems.append(f"{file}:{step.line}: side: {error}")
    if problems:
        raise InvalidHistory(problems)


def _key(event: Event) -> tuple[object, ...]:
    """What tells one step from another, whatever words it is told in."""
    own = ("quantity", "unit", "expiry", "change", "reported_by", "incident")
    told = (getattr(event, name, None) for name in own)
    measure = event.measure if isinstance(event, AudienceAct | Delivery) else ""
    return (event.kind, event.when, event.party, measure, *told)


# --- what each step type means --------------------------------------------------------------------


def _forms(step: Step, words: Vocabulary, lines: Iterable[Line]) -> Iterator[Event]:
    """Give the event or events that a step is."""
    monitor = step.step_type in COUNTED
    common: Common = {
        "when": step.when,
        "party": _about(step, words) if monitor else words.who(step.side),
        "what": step.what,
        "instrument": step.instrument,
        "episode": step.episode,
        "evidence": (Evidence(source=step.source),) if step.source else (),
        "quantity": step.quantity,
        "unit": step.unit,
    }
    if step.step_type in _CONTINUING:
        line = continued(lines, common["party"], step.episode, step.quantity, step.unit)
        common["ref"] = line.id if line else ""
        common["measure"] = "" if line else "relief"
    yield from _MADE.get(step.step_type, _other)(step, words, common)


def _about(step: Step, words: Vocabulary) -> str:
    """Whose detained a monitor counts: the side's own entry, else the chronicle's target."""
    return words.sides.get(step.side) or words.sides.get("target", "")


def _release(step: Step, _: Vocabulary, common: Common) -> Iterator[Event]:
    yield Stock(**common, change="released")
    for clause in step.what.split(";"):
        found = _REARRESTED.match(clause.strip())
        if found:
            yield Stock(**{**common, "quantity": int(found[1])}, change="rearrested")


def _counted(step: Step, _: Vocabulary, common: Common) -> Iterator[Event]:
    monitor = step.side.removeprefix("monitor_")
    yield Stock(**common, change=COUNTED[step.step_type], reported_by=monitor)


def _relief(step: Step, words: Vocabulary, common: Common) -> Iterator[Event]:
    measure = words.measure(step)
    known = {"measure": measure} if measure != step.step_type else {}
    yield Relief(**{**common, **known}, expiry=step.expiry, reversible=step.reversible)


def _renewal(step: Step, _: Vocabulary, common: Common) -> Iterator[Event]:
    yield Renewal(**common, expiry=step.expiry)


def _snapback(step: Step, _: Vocabulary, common: Common) -> Iterator[Event]:
    """Taken back on the day; where time to wind down is given, then only when that is over."""
    if not step.expiry:
        yield SnapbackCompleted(**common)
        return
    days = (span(step.expiry).last - step.days.last).days
    yield SnapbackStarted(**common, wind_down=days)
    yield SnapbackCompleted(**{**common, "when": step.expiry})


def _breach(_: Step, __: Vocabulary, common: Common) -> Iterator[Event]:
    yield Breach(**common)


def _escalation(_: Step, __: Vocabulary, common: Common) -> Iterator[Event]:
    own = {name: x for name, x in common.items() if name != "unit"}
    yield Incident(**own, incident=ESCALATION)


def _other(step: Step, words: Vocabulary, common: Common) -> Iterator[Event]:
    """A delivery where the case has a measure for it; else an act that nobody had promised."""
    measure = words.measure(step)
    if measure != step.step_type and common["party"] not in words.audiences:
        yield Delivery(**common, measure=measure, expiry=step.expiry)
    else:
        yield AudienceAct(**common, measure=measure, act="act", until=step.expiry)


_CONTINUING = ("renewal", "lift", "snapback")
_MADE: dict[str, Callable[[Step, Vocabulary, Common], Iterator[Event]]] = {
    "prisoner_release": _release,
    "relief": _relief,
    "lift": _relief,
    "renewal": _renewal,
    "snapback": _snapback,
    "breach": _breach,
    "breach_or_escalation": _escalation,
    **dict.fromkeys(COUNTED, _counted),
}
