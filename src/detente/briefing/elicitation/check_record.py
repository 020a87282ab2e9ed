"""A checked sheet for machines: one plain mapping with a ``schema`` field."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from detente.briefing.elicitation.check import answer
from detente.briefing.elicitation.moves import moves_record
from detente.briefing.naming import Names
from detente.words.language import language

if TYPE_CHECKING:
    from detente.briefing.elicitation.moves import Moves
    from detente.briefing.record import Record
    from detente.elicitation.checking import Consistency, Lesson


def check_record(found: Consistency, moved: Moves | None) -> Record:
    """Write what a sheet's answers are worth; pairs by their number in the sheet, from 1."""
    form = found.sheet.form
    names = Names(found.sheet.case, language("en"))
    agrees = {one.index: one.agrees for one in found.judged}
    return {
        "schema": "detente.elicit.check/1",
        "case": found.sheet.case.name,
        "analyst": form.analyst,
        "consistent": not found.contradictions,
        "answers": [
            {
                "pair": i + 1,
                "line": found.sheet.line(i),
                "party": pair.party,
                "more": dict(pair.more),
                "less": dict(pair.less),
                "holds": pair.holds,
                "statement": answer(found, i, names),
                "agrees": agrees.get(i),
            }
            for i, pair in enumerate(form.pairs)
        ],
        "contradictions": [
            {
                "pairs": [i + 1 for i in clash.rows],
                "ranges": [asdict(end) for end in clash.ends],
            }
            for clash in found.contradictions
        ],
        "tournaments": [
            {
                "party": who,
                "values": list(one.values),
                "circular_triads": one.circular,
                "most": one.most,
                "coefficient": one.coefficient,
            }
            for who, one in found.tournaments
        ],
        "lessons": [_lesson(one) for one in found.lessons],
        "advice": moved and moves_record(moved),
    }


def _lesson(of: Lesson) -> Record:
    to = of.to
    return {
        "path": of.path,
        "before": {"low": of.low, "mode": of.mode, "high": of.high},
        "after": {"low": to.low, "mode": to.mode, "high": to.high, "dist": to.dist},
        "narrowed": of.narrowed,
    }
