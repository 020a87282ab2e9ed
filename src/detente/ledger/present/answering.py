"""Answers to what went wrong, graded from a note to the full snapback.

Answers are graded: a note, a delay of something of one's own that is still to come, the suspension
of something given that can be put back, and last the full snapback. A milder one comes first, a
harder one when the milder did not help; and a delay or suspension weighs on the other side at
least what it saved by not delivering, and no more than it must. What frees people and what is
given unconditionally is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.ledger.dates import Days, Span, later
from detente.ledger.present.due import Deadline, receivers
from detente.ledger.present.force import Window, windows
from detente.ledger.present.position import options_used
from detente.ledger.present.standing import LotStanding
from detente.ledger.rules.scene import never_taken_back
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from detente.case import Case

Level = Literal["note", "delay", "suspend", "snapback"]
LEVELS: tuple[Level, ...] = ("note", "delay", "suspend", "snapback")


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer.

    Attributes
    ----------
    level
        How hard it is.
    lots
        What it delays, suspends or takes back; empty for a note.
    takes, effect
        Days until it has effect, notice and winding down included, and the days on which it
        would, if it began today.
    weighs
        What it costs the other side while it lasts, in that side's own points.
    enough
        It weighs at least what the other side saved.
    used
        The number of the event by which it was given before; 0: not yet.
    """

    level: Level
    lots: tuple[str, ...]
    takes: Days
    effect: Span
    weighs: float
    enough: bool
    used: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be done about one thing that went wrong.

    Attributes
    ----------
    trouble
        What went wrong.
    by, against
        Who answers whom.
    saved
        What the one at fault saved by not delivering, in its own points; 0 where no lot is named.
    answers
        From the mildest on; those that there is nothing for are left out.
    first
        The level to take now: the mildest above all that were tried.
    """

    trouble: Deadline
    by: str
    against: str
    saved: float
    answers: tuple[Answer, ...]
    first: Level


@dataclass(frozen=True, slots=True)
class _Ground:
    """What answers are chosen from."""

    state: State
    case: Case
    lots: Mapping[str, LotStanding]
    windows: Sequence[Window]
    steps: Sequence[Sequence[str]]
    value: Mapping[str, Mapping[str, float]]
    today: date


def advice(
    state: State,
    lots: Sequence[LotStanding],
    case: Case,
    troubles: Iterable[Deadline],
    steps: Sequence[Sequence[str]],
    today: date,
) -> tuple[Advice, ...]:
    """Advise each party that something is owed to: what it can answer, mildest first."""
    options = options_used(state, case)
    ground = _Ground(
        state,
        case,
        {lot.name: lot for lot in lots},
        windows(state, lots, case, today, options),
        steps,
        {lot.name: lot.value for lot in case.exchange(options=options).lots},
        today,
    )
    found = []
    for trouble in troubles:
        against = _at_fault(trouble, state, case)
        if trouble.kind in ("delivery", "breach") and against in case.form.parties:
            part = case.lots.get(trouble.item)
            found += [
                _advise(ground, trouble, by, against) for by in receivers(part, case, against)
            ]
    return tuple(found)


def _advise(ground: _Ground, trouble: Deadline, by: str, against: str) -> Advice:
    saved = _saved(ground.lots.get(trouble.item), ground.case)
    answers = tuple(_answers(ground, trouble, by, against, saved))
    tried = max((k for k, answer in enumerate(answers, 1) if answer.used), default=0)
    first = answers[min(tried, len(answers) - 1)].level
    return Advice(trouble, by, against, saved, answers, first)


def _at_fault(trouble: Deadline, state: State, case: Case) -> str:
    if trouble.kind == "breach" and trouble.number in state.breaches:
        return state.breaches[trouble.number].party
    part = case.lots.get(trouble.item)
    return part.measure.giver if part else next(iter(trouble.parties), "")


def _saved(lot: LotStanding | None, case: Case) -> float:
    """What the giver keeps by not delivering: the cost of what is missing."""
    if lot is None or lot.name not in case.lots:
        return 0.0
    cost = case.lots[lot.name].cost
    share = 1.0 - min(1.0, lot.delivered / lot.quantity) if lot.quantity else 1.0
    return max(0.0, cost.mode if cost else 0.0) * share


def _answers(
    ground: _Ground, trouble: Deadline, by: str, against: str, saved: float
) -> Iterator[Answer]:
    now = Span(ground.today, ground.today)
    at_once = Days(0, 0)
    note = _used(ground.state, trouble, "note")
    yield Answer("note", (), at_once, now, 0.0, saved == 0.0, note)
    waiting = _to_delay(ground, by)
    if waiting:
        weighs = max(0.0, ground.value[waiting].get(against, 0.0))
        used = _used(ground.state, trouble, "delay")
        yield Answer("delay", (waiting,), at_once, now, weighs, weighs >= saved, used)
    mine = [w for w in ground.windows if w.party == by and w.loses.get(against, 0.0) > 0]
    if mine:
        yield _taking(
            "suspend", _just_enough(mine, against, saved), ground, trouble, against, saved
        )
        yield _taking("snapback", mine, ground, trouble, against, saved)


def _taking(
    level: Level,
    taken: Sequence[Window],
    ground: _Ground,
    trouble: Deadline,
    against: str,
    saved: float,
) -> Answer:
    weighs = sum(w.loses[against] for w in taken)
    takes = Days(max(w.takes.low for w in taken), max(w.takes.high for w in taken))
    effect = Span(later(ground.today, takes.low), later(ground.today, takes.high))
    names = tuple(w.name for w in taken)
    used = _used(ground.state, trouble, level)
    return Answer(level, names, takes, effect, weighs, weighs >= saved, used)


def _used(state: State, trouble: Deadline, level: Level) -> int:
    """The event that answered so before: by reference to the trouble, or naming its lot."""
    if level == "snapback":
        return next((n for n, s in state.snapbacks.items() if s.ref == trouble.number), 0)
    for key in (f"#{trouble.number}", trouble.item):
        if key and (key, level) in state.responses:
            return state.responses[key, level].number
    return 0


def _to_delay(ground: _Ground, by: str) -> str:
    """The responder's next own lot that may wait; empty where there is none."""
    for name in (name for step in ground.steps for name in step):
        part, lot = ground.case.lots.get(name), ground.lots.get(name)
        if part is None or part.measure.giver != by or name not in ground.value:
            continue
        if not never_taken_back(part) and (lot is None or lot.status in _NOT_GIVEN):
            return name
    return ""


_NOT_GIVEN = ("open", "promised", "refuted")


def _just_enough(mine: Iterable[Window], against: str, saved: float) -> list[Window]:
    """The least that weighs what was saved: one lot if one will do, else the heaviest first."""
    by_weight = sorted(mine, key=lambda w: (w.loses[against], w.takes.high, w.name))
    alone = next((w for w in by_weight if w.loses[against] >= saved), None)
    if alone is not None:
        return [alone]
    taken: list[Window] = []
    for window in reversed(by_weight):
        taken.append(window)
        if sum(w.loses[against] for w in taken) >= saved:
            break
    return taken
