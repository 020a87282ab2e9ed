"""Whether what answers teach moves the advice: the case before, and as they leave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.briefing.answer import Answer, answer
from detente.briefing.blocks import Column, Heading, Paragraph, Table
from detente.briefing.uncertainty.stress_words import percent
from detente.uncertainty import stress

if TYPE_CHECKING:
    from detente.briefing.blocks import Block
    from detente.briefing.naming import Names
    from detente.briefing.record import Record
    from detente.elicitation.checking import Consistency

DRAWS = 10_000
"""So many draws tell how often a ladder holds."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The advice before and after.

    Attributes
    ----------
    before, after
        With the sheet's ranges, and with what its answers leave of them.
    held
        Share of the draws in which each one's ladder holds, from its own ranges.
    """

    before: Answer
    after: Answer
    held: tuple[float, float]

    @property
    def order(self) -> bool:
        """Whether the order is another one."""
        return self.before.ladder.steps != self.after.ladder.steps

    @property
    def verdict(self) -> bool:
        """Whether only one of the two is self-enforcing."""
        return self.before.ladder.self_enforcing != self.after.ladder.self_enforcing


def moves(found: Consistency) -> Moves | None:
    """Plan before and after; None where the answers teach nothing."""
    if not found.lessons:
        return None
    before, after = (answer(case, repair=False) for case in (found.sheet.stated, found.taught))
    one, two = (stress(a.case, a.ladder, DRAWS).hold_probability for a in (before, after))
    return Moves(before, after, (one, two))


def moves_blocks(of: Moves, names: Names) -> tuple[Block, ...]:
    """Tell whether the advice moves, with the figures beside each other."""
    lang = names.lang
    return (
        Heading(lang.say("Whether the advice moves")),
        Paragraph(_said(of, names)),
        _figures(of, names),
    )


def _said(of: Moves, names: Names) -> str:
    lang = names.lang
    if of.verdict and of.after.ladder.self_enforcing:
        return lang.say("It does: with the narrowed ranges there is a self-enforcing ladder.")
    if of.verdict:
        return lang.say("It does: with the narrowed ranges no ladder is self-enforcing any more.")
    if of.order:
        return lang.say("The order of the steps does; whether it is self-enforcing does not.")
    return lang.say("It does not: the same steps in the same order, and the same verdict.")


def _figures(of: Moves, names: Names) -> Table:
    lang = names.lang
    ladders = of.before.ladder, of.after.ladder
    guarantees = [
        (
            lang.say("Guarantee of {party}", party=names(who)),
            *(lang.number(ladder.guarantee[who]) for ladder in ladders),
        )
        for who in of.before.deal.parties
    ]
    yes, no = lang.say("yes"), lang.say("no")
    return Table(
        lang.say("Each party in its own points"),
        (
            Column(""),
            Column(lang.say("As the sheet has it"), numeric=True),
            Column(lang.say("As the answers leave it"), numeric=True),
        ),
        (
            *guarantees,
            (
                lang.say("Self-enforcing"),
                *(yes if ladder.self_enforcing else no for ladder in ladders),
            ),
            (lang.say("Holds in so many draws"), *(percent(x, names) for x in of.held)),
        ),
    )


def moves_record(of: Moves) -> Record:
    """Write the same for machines."""
    return {
        "order_moves": of.order,
        "verdict_moves": of.verdict,
        **{
            key: {
                "self_enforcing": a.ladder.self_enforcing,
                "guarantee": dict(a.ladder.guarantee),
                "steps": [list(step) for step in a.ladder.steps],
                "hold_probability": held,
            }
            for key, a, held in zip(
                ("before", "after"), (of.before, of.after), of.held, strict=True
            )
        },
    }
