"""Which assumptions of a case are supported by which claims, and with what status.

A claim is tied to a case in two ways: an analyst links it to a place of the case, or the case
lists a source under the claim's id. The case does not know the evidence nor the evidence the
case; they meet here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Heading, Paragraph, Table
from detente.briefing.evidence import naming
from detente.case.reader import dotted
from detente.case.tree import walk
from detente.evidence.decisions import decided, links
from detente.words.likelihood import estimate
from detente.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.blocks import Block
    from detente.case import Case
    from detente.evidence.decisions import Decided, Decision
    from detente.evidence.pipeline import Gathered
    from detente.words.language import Language

LEDGER = "ledger:"
"""Begins a link to a delivery, which no case can check."""


@dataclass(frozen=True, slots=True)
class Supported:
    """A place of the case and the claim behind it.

    Attributes
    ----------
    place
        Its path in the case.
    numbers
        Paths of the numbers that rest on it.
    claim
        The claim, with its status.
    by
        Who linked them; empty where the case itself cites the claim.
    """

    place: str
    numbers: tuple[str, ...]
    claim: Decided
    by: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A link that leads to nothing: what is missing, and the nearest right name, if any."""

    link: Decision
    missing: str
    nearest: str


@dataclass(frozen=True, slots=True)
class Support:
    """What ties a case to a body of evidence.

    Attributes
    ----------
    found
        Places with a claim behind them, in the order of the links.
    ledger
        Links to deliveries: kept, not checked here.
    nowhere
        Links that lead to nothing.
    """

    found: tuple[Supported, ...]
    ledger: tuple[Decision, ...]
    nowhere: tuple[Lost, ...]


def support(case: Case, gathered: Gathered, decisions: Sequence[Decision]) -> Support:
    """Follow the links from claims to a case, and the claims that the case cites."""
    claims = {d.judgement.claim.id: d for d in decided(gathered.judgements, decisions)}
    places = {dotted(node.route) for node in walk(case.form)} - {""}
    found = [
        Supported(f"sources.{id_}", _resting(case, f"sources.{id_}"), claims[id_], "")
        for id_ in case.form.sources
        if id_ in claims
    ]
    ledger: list[Decision] = []
    nowhere: list[Lost] = []
    for link in links(decisions):
        place = _place(case, link.value, places)
        if link.target not in claims:
            nowhere.append(Lost(link, link.target, nearest(link.target, claims)))
        elif link.value.startswith(LEDGER):
            ledger.append(link)
        elif place:
            resting = _resting(case, place)
            found.append(Supported(place, resting, claims[link.target], link.by))
        else:
            known = {*places, *(place.partition(".")[2] for place in places)} - {""}
            nowhere.append(Lost(link, link.value, nearest(link.value, known)))
    return Support(tuple(found), tuple(ledger), tuple(nowhere))


def _place(case: Case, named: str, places: set[str]) -> str:
    """Find a place by its path, or by the id under which one of the blocks holds it."""
    paths = [named, *(f"{block}.{named}" for block in type(case.form).model_fields)]
    return next((path for path in paths if path in places), "")


def _resting(case: Case, place: str) -> tuple[str, ...]:
    """Give the numbers at or beneath a place; of a source, those that cite it."""
    block, _, id_ = place.partition(".")
    if block == "sources":
        return tuple(n.path for n in case.numbers if id_ in n.sources)
    return tuple(n.path for n in case.numbers if n.path == place or n.path.startswith(f"{place}."))


def support_blocks(of: Support, lang: Language) -> tuple[Block, ...]:
    """Tell which claims support what, and which links lead nowhere."""
    heads = (
        lang.say("Place in the case"),
        lang.say("Numbers"),
        lang.say("Claim"),
        lang.say("Status"),
    )
    rows = tuple(
        (
            s.place,
            str(len(s.numbers)),
            naming.sentence(s.claim.judgement.claim, lang),
            f"{lang.say(s.claim.status)}; {estimate(s.claim.judgement.probability, lang)}",
        )
        for s in of.found
    )
    columns = tuple(Column(head, numeric=n == 1) for n, head in enumerate(heads))
    caption = lang.say("Numbers: how many of the case's numbers rest on the place")
    blocks: list[Block] = [Heading(lang.say("Claims behind the case"))]
    if rows:
        blocks.append(Table(caption, columns, rows))
    else:
        blocks.append(Paragraph(lang.say("No claim is linked to any place of this case.")))
    if of.ledger:
        kept = [
            lang.say(
                "{claim} confirms {delivery}; recorded ({by}).",
                claim=d.target,
                delivery=d.value,
                by=d.by,
            )
            for d in of.ledger
        ]
        blocks += [Heading(lang.say("Links to deliveries, not checked here")), Bullets(tuple(kept))]
    if of.nowhere:
        said = [
            lang.say(
                "from {claim} to {place} ({by}): there is no {missing}",
                claim=lost.link.target,
                place=lost.link.value,
                by=lost.link.by,
                missing=lost.missing,
            )
            + _near(lost, lang)
            for lost in of.nowhere
        ]
        blocks += [Heading(lang.say("Links that lead nowhere")), Bullets(tuple(said))]
    return tuple(blocks)


def _near(lost: Lost, lang: Language) -> str:
    return lang.say(" (nearest: {name})", name=lost.nearest) if lost.nearest else ""


def support_record(of: Support) -> dict[str, object]:
    """Give the same for machines."""
    return {
        "supported": [
            {
                "place": s.place,
                "numbers": list(s.numbers),
                "claim": s.claim.judgement.claim.id,
                "sentence": s.claim.judgement.claim.sentence,
                "status": s.claim.status,
                "proposed": s.claim.judgement.status,
                "by": s.by or None,
            }
            for s in of.found
        ],
        "deliveries": [{"claim": d.target, "to": d.value, "by": d.by} for d in of.ledger],
        "nowhere": [
            {
                "claim": lost.link.target,
                "to": lost.link.value,
                "by": lost.link.by,
                "missing": lost.missing,
                "nearest": lost.nearest or None,
            }
            for lost in of.nowhere
        ],
    }
