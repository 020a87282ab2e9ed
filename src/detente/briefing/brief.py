"""The brief: on one page for the minister, in full, or as a proposal for the other side."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from detente._version import __version__
from detente.briefing import sections
from detente.briefing.answer import agreed
from detente.briefing.blocks import (
    Bullets,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from detente.briefing.checks import verification
from detente.briefing.coalitions import coalitions
from detente.briefing.documents import legend, safer
from detente.briefing.first_page import FirstPage
from detente.briefing.ladder_view import ladder_view, step_table
from detente.briefing.naming import Names
from detente.briefing.parts import Parts, checkpoint_line, delivery_days, gather, recorded
from detente.briefing.sentences import guarantees, incomparable, proof, verdict
from detente.exchange import UnknownParty
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from pathlib import Path

    from detente.briefing.answer import Answer
    from detente.briefing.parts import Evidence
    from detente.briefing.sections import Blocks
    from detente.words.language import Language

Profile = Literal["full", "minister", "counterpart"]
PROFILES: tuple[Profile, ...] = ("full", "minister", "counterpart")


def brief_of(
    found: Answer,
    lang: Language,
    profile: Profile = "full",
    *,
    side: str | None = None,
    ledger: str | None = None,
    key: Path | None = None,
    evidence: Evidence | None = None,
) -> Document:
    """Compute what a brief needs beside the plan, and write it.

    Parameters
    ----------
    found, lang, profile, side
        As in `brief_document`.
    ledger
        The store that says how far it has come, and which ladder was agreed on last: a path, or
        a database's address.
    key
        The file of a private key, to sign the ledger's checkpoint in the footer with.
    evidence
        Claims and what analysts decided; None: those that come with a bundled case.

    Raises
    ------
    UnknownParty
        The case has no such party.
    MissingExtra
        The ledger, or something the case holds, needs an extra that is not installed.
    """
    if side is not None and side not in found.deal.parties:
        raise UnknownParty(f"there is no party '{side}'{suggest(side, found.deal.parties)}")
    known = recorded(ledger, found.case, key) if ledger else None
    if known is not None:
        found = agreed(found, known.snap.state.steps)
    if profile == "counterpart":
        # Nothing else is even computed; the checkpoint tells the other side no more than a number.
        parts = Parts(days=delivery_days(found), checkpoint=checkpoint_line(known, lang))
    else:
        names, whole = Names(found.case, lang), profile == "full"
        parts = gather(found, names, whole=whole, ledger=known, evidence=evidence)
    return brief_document(found, lang, parts, profile, side)


def brief_document(
    found: Answer,
    lang: Language,
    parts: Parts | None = None,
    profile: Profile = "full",
    side: str | None = None,
) -> Document:
    """Write the brief of a planned case.

    Parameters
    ----------
    found
        The planned case.
    lang
        The language to write in.
    parts
        What else was computed, see `detente.briefing.parts.gather`.
    profile
        ``"full"``; ``"minister"``: one page; ``"counterpart"``: the steps and nothing else
        but the ledger's checkpoint.
    side
        The party it is written for; None for all alike.
    """
    names = Names(found.case, lang)
    parts = parts or Parts()
    if profile == "counterpart":
        proposal = _proposal(found, parts, names)
        foot = (Paragraph(f"{parts.checkpoint}.", "small"),) if parts.checkpoint else ()
        return replace(proposal, blocks=(*proposal.blocks, *foot))
    blocks = _page(found, parts, names, side)
    if profile == "full":
        blocks = (*blocks, PageBreak(), *_body(found, parts, names))
    return Document(
        title=found.case.title[lang.code],
        subtitle=sections.as_of(found.case.form.as_of, lang),
        language=lang.code,
        blocks=(*blocks, *_foot(found, parts, names)),
        one_page=profile == "minister",
    )


def _page(found: Answer, parts: Parts, names: Names, side: str | None) -> Blocks:
    """The first page: the verdict, seven answers, and what comes next."""
    page = FirstPage(found, parts, names, side)
    return (
        Paragraph(verdict(found.deal, found.ladder.certificate, names), "lead"),
        *sections.illustrative(names),
        page.questions(),
        page.next_steps(),
        Paragraph(incomparable(names), "small"),
    )


def _body(found: Answer, parts: Parts, names: Names) -> Blocks:
    deal, ladder, lang = found.deal, found.ladder, names.lang
    certificate = ladder.certificate
    view = ladder_view(deal, certificate, names)
    summary = names.case.form.summary
    return (
        Heading(lang.say("The ladder")),
        *((Paragraph(summary[lang.code], "small"),) if summary else ()),
        view,
        Heading(lang.say("What each party must have to lose")),
        Bullets(guarantees(deal, certificate, names)),
        sections.guarantee_table(deal, certificate, names),
        Paragraph(proof(deal, ladder, names)),
        *sections.units(names),
        *coalitions(deal, found.coalitions, names),
        *verification(deal, certificate, names),
        *safer(deal, ladder, found.repairs, names),
        Heading(lang.say("Step by step")),
        Paragraph(legend(deal, lang), "small"),
        step_table(view, names),
        *parts["dates"],
        *sections.audiences(deal, certificate, names),
        *sections.consents(deal, names),
        *sections.motives(certificate, names),
        *sections.red_lines(deal, names),
        *sections.outside(names),
        *sections.assumptions(deal, names),
        *parts["stress"],
        *parts["beliefs"],
        *parts["calibration"],
        *parts["insurance"],
        *parts["channels"],
        *parts["evidence"],
        *parts["ledger"],
        *sections.certificate(certificate, names),
        *sections.method(names),
        *sections.sources(names),
    )


def _foot(found: Answer, parts: Parts, names: Names) -> Blocks:
    """Say from what the brief was made, so that it can be made again and checked."""
    document = found.case.document
    made = names.lang.say(
        "Made by detente {version} from the case {name}; SHA-256 of its content: {mark}.",
        version=__version__,
        name=found.case.name,
        mark=sha256(repr(document.data).encode()).hexdigest()[:16],
    )
    return (Paragraph(f"{made} {parts.checkpoint}".rstrip(), "small"),)


# --- for the other side --------------------------------------------------------------------------


def _proposal(found: Answer, parts: Parts, names: Names) -> Document:
    """Write the steps for the other side: who gives what, in which order, on which day.

    Nothing else of the case is read, not even its title: what it says of values, stakes, caps,
    beliefs, evidence, sources and reasons cannot come through what is never looked at.
    """
    lang, deal = names.lang, found.deal
    giver = {lot.name: lot.giver for lot in deal.lots}
    columns = [Column(lang.say("Step")), *(Column(lang.say("{party} gives", party=names(who)))
                                           for who in deal.parties)]  # fmt: skip
    if parts.days:
        columns.append(Column(lang.say("By when")))
    rows = []
    for k, lots in enumerate(found.ladder.certificate.steps, 1):
        given = ["\n".join(names(lot) for lot in lots if giver[lot] == who) for who in deal.parties]
        day = [lang.day(parts.days[k - 1])] if parts.days else []
        rows.append((str(k), *given, *day))
    parties = lang.join([names(who) for who in deal.parties])
    said = lang.say(
        "Each step is carried out once the one before it has been verified. What stands in one row "
        "is carried out together. If a step fails to come, those that follow it are not due."
    )
    return Document(
        title=lang.say("Proposed steps"),
        subtitle=parties,
        language=lang.code,
        blocks=(
            Paragraph(said),
            Table(lang.say("The steps, in their order"), tuple(columns), tuple(rows)),
        ),
    )
