"""The documents: which sections each has, in which order. Pure functions of what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing import sections
from detente.briefing.blocks import Bullets, Heading, Paragraph
from detente.briefing.checks import verification
from detente.briefing.coalitions import coalitions as coalition_section
from detente.briefing.ladder_view import ladder_view
from detente.briefing.naming import Names
from detente.briefing.safer import suggestions, weak_points
from detente.briefing.sentences import guarantees, proof, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.briefing.blocks import Document
    from detente.case import Case
    from detente.exchange import Block, Certificate, Exchange
    from detente.planning import Ladder, Repair
    from detente.words.language import Language


def plan_document(
    case: Case,
    deal: Exchange,
    ladder: Ladder,
    repairs: Iterable[Repair],
    lang: Language,
    coalitions: Iterable[Block] | None = (),
) -> Document:
    """Tell a planned ladder on a screen: verdict, guarantees, ladder, what would make it safer.

    Parameters
    ----------
    case
        What things are called, and what they rest on.
    deal
        The exchange compiled from it, for which `ladder` was certified.
    ladder
        The answer of planning.
    repairs
        Changes that were tried, best first; may be empty.
    lang
        The language to write in.
    coalitions
        Who would rather leave together; None where that was not looked for.
    """
    names = Names(case, lang)
    return sections.framed(
        names,
        (
            Paragraph(verdict(deal, ladder.certificate, names), "lead"),
            *sections.illustrative(names),
            Bullets(guarantees(deal, ladder.certificate, names)),
            Paragraph(proof(deal, ladder, names), "small"),
            Heading(lang.say("The ladder")),
            Paragraph(f"{legend(deal, lang)} {_bars(lang)}", "small"),
            ladder_view(deal, ladder.certificate, names),
            sections.guarantee_table(deal, ladder.certificate, names),
            *sections.audiences(deal, ladder.certificate, names),
            *sections.motives(ladder.certificate, names),
            *coalition_section(deal, coalitions, names),
            *verification(deal, ladder.certificate, names),
            *safer(deal, ladder, repairs, names),
            Heading(lang.say("Units")),
            *sections.units(names),
        ),
    )


def certificate_document(
    case: Case, deal: Exchange, certificate: Certificate, lang: Language
) -> Document:
    """Tell what the kernel says of a ladder that came from elsewhere.

    Parameters
    ----------
    case, deal, lang
        As in `plan_document`.
    certificate
        The kernel's check of the ladder's steps.
    """
    names = Names(case, lang)
    return sections.framed(
        names,
        (
            Paragraph(verdict(deal, certificate, names), "lead"),
            *sections.illustrative(names),
            Bullets(guarantees(deal, certificate, names)),
            Heading(lang.say("The ladder")),
            Paragraph(f"{legend(deal, lang)} {_bars(lang)}", "small"),
            ladder_view(deal, certificate, names),
            sections.guarantee_table(deal, certificate, names),
            Heading(lang.say("Units")),
            *sections.units(names),
        ),
    )


def legend(deal: Exchange, lang: Language) -> str:
    """Say what the words of the ladder mean."""
    inner = lang.say("A number in brackets: inside that step, when only some have given.")
    words = lang.say(
        "Keeps: what a party holds if all breaks down at this point. Temptation: keeps minus its "
        "gain from completing. Margin: its stake minus the temptation; below zero it gains by "
        "walking away. Exposure: what it has lost if all breaks down here. Each party is measured "
        "in its own points."
    )
    return f"{words} {inner}" if deal.sequential and deal.together else words


def _bars(lang: Language) -> str:
    return lang.say(
        "Bars show the margin beside the party's own largest, and the exposure beside its cap, or "
        "its largest where it has no cap."
    )


def safer(
    deal: Exchange, ladder: Ladder, repairs: Iterable[Repair], names: Names
) -> sections.Blocks:
    """Say what would make the ladder hold, or hold more safely."""
    if ladder.self_enforcing:
        points = weak_points(deal, ladder.certificate, names)
        return (Heading(names.lang.say("What would make it safer")), Bullets(points))
    told = suggestions(deal, repairs, names)
    if not told:
        return ()
    title = names.lang.say("What would make it hold, smallest change first")
    return (Heading(title), Bullets(told, numbered=True))
