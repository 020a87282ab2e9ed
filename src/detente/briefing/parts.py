"""What a brief needs computed beside the plan: dates, stress, beliefs, evidence and the like."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detente.briefing.rendering.figures import draw_ahead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from detente.briefing.answer import Answer
    from detente.briefing.naming import Names
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.evidence.decisions import Decision
    from detente.evidence.pipeline import Gathered
    from detente.exchange import TimedCertificate, TimedExchange
    from detente.ledger.present.snapshot import Snapshot
    from detente.uncertainty import Observation
    from detente.words.language import Language

    Evidence = tuple[Gathered, Sequence[Decision]]

SECTIONS = (
    "dates", "stress", "beliefs", "calibration", "insurance", "channels", "evidence", "ledger",
)  # fmt: skip
"""Names of the sections that may be there, in their order in the brief."""

DRAWS = 4_000
"""Draws behind the figures of a brief; the commands for each take more."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What was computed beside the plan; the defaults stand for what was not.

    Attributes
    ----------
    days
        The day on which each step is delivered; empty where the case states no times.
    late
        Deadlines that the ladder misses.
    hold
        Probability that it holds while amounts vary within their ranges.
    breaks
        What else would break it, in sentences.
    claimed
        How many claims have which status, in a sentence.
    delivered
        Lots delivered already.
    checkpoint
        The ledger's state in a line, for the foot.
    sections
        Blocks of the sections named in `SECTIONS`.
    """

    days: tuple[date, ...] = ()
    late: int = 0
    hold: float | None = None
    breaks: tuple[str, ...] = ()
    claimed: str = ""
    delivered: frozenset[str] = frozenset()
    checkpoint: str = ""
    sections: Mapping[str, Blocks] = field(default_factory=dict)

    def __getitem__(self, section: str) -> Blocks:
        return self.sections.get(section, ())


def gather(
    found: Answer,
    names: Names,
    *,
    whole: bool = True,
    ledger: Recorded | None = None,
    evidence: Evidence | None = None,
) -> Parts:
    """Compute what a brief of a planned case tells besides the plan.

    Parameters
    ----------
    found
        The planned case.
    names
        What things are called, and in which language.
    whole
        False: only what the first page needs.
    ledger
        What a ledger says of how far it has come; None where nothing was recorded.
    evidence
        Claims and what analysts decided; None: those that come with a bundled case.
    """
    days, late, dates = _dates(found, names)
    hold, breaks, stress = _stress(found, names)
    if whole:
        draw_ahead((*dates, *stress), names.lang)
    sections = {"dates": dates, "stress": stress}
    if whole:
        sections["beliefs"] = _beliefs(found, names, ledger)
        sections["calibration"] = _calibration(names)
        sections["insurance"] = _insurance(names)
        sections["channels"] = _channels(names)
        for name in ("beliefs", "insurance", "channels"):
            draw_ahead(sections[name], names.lang)
    claimed, sections["evidence"] = _evidence(names, evidence)
    parts = Parts(days, late, hold, breaks, claimed, sections=sections)
    return parts if ledger is None else _with(parts, ledger, names)


def delivery_days(found: Answer) -> tuple[date, ...]:
    """Give the day on which each step is delivered; nothing where the case states no times."""
    return _days(*_timed(found))


def _days(timed: TimedExchange, certificate: TimedCertificate) -> tuple[date, ...]:
    if not any(own.verified for own in certificate.dates):
        return ()
    days = (timed.on(own.delivered) for own in certificate.dates)
    return tuple(day for day in days if day is not None)


def _timed(found: Answer) -> tuple[TimedExchange, TimedCertificate]:
    """Date the ladder, each step as early as its order and the parties' calendars allow."""
    from detente.briefing.dating import date_steps

    timed = found.case.timed_exchange(found.at, found.options)
    return timed, date_steps(found.case, timed, found.ladder.steps)


def _dates(found: Answer, names: Names) -> tuple[tuple[date, ...], int, Blocks]:
    """Give the days of delivery, how many deadlines are missed, and the section on dates."""
    from detente.briefing.dates import dates_section

    timed, certificate = _timed(found)
    days = _days(timed, certificate)
    if not days:
        return (), 0, ()
    return days, len(certificate.late), dates_section(timed, certificate, names)


def _stress(found: Answer, names: Names) -> tuple[float | None, tuple[str, ...], Blocks]:
    """Draw the amounts from their ranges: how often it holds, and the nearest thing to flip it.

    Where the case has no ranges there is nothing to draw.
    """
    from detente.briefing.uncertainty.stress import stress_section
    from detente.briefing.uncertainty.stress_words import flips
    from detente.uncertainty import study

    case = found.case
    if not case.assumptions:
        return None, (), ()
    result = study(
        case, found.ladder, DRAWS, options=found.options, sequential=found.deal.sequential
    )
    section = stress_section(found.deal, result, names)
    return result.stress.hold_probability, flips(result, names)[:1], section


def _beliefs(found: Answer, names: Names, ledger: Recorded | None) -> Blocks:
    """Say who the parties may be, after what was seen, where the case says what is believed."""
    if not names.case.form.beliefs:
        return ()
    from detente.briefing.uncertainty.beliefs import beliefs_section
    from detente.uncertainty import assess

    seen = ledger.seen(found.case) if ledger is not None else ()
    return beliefs_section(assess(found.case, found.deal, found.ladder, seen), names)


def _calibration(names: Names) -> Blocks:
    """Say how often measures of these kinds come about and last, where the case names kinds."""
    from detente.briefing.uncertainty.calibration import calibration_section
    from detente.uncertainty import calibrate
    from detente.uncertainty.past.chronicle import bundled

    found = calibrate(names.case, bundled(names.case))
    return calibration_section(found, names) if found.figures else ()


def _evidence(names: Names, evidence: Evidence | None) -> tuple[str, Blocks]:
    """Count the claims, and tell them."""
    from detente.briefing.evidence.claims import count_of
    from detente.briefing.evidence.page import bundled_evidence, claims_section, evidence_section
    from detente.evidence.decisions import decided

    lang = names.lang
    if evidence is not None:
        gathered, decisions = evidence
        said = count_of(decided(gathered.judgements, decisions), lang)
        return said, claims_section(gathered, decisions, lang)
    bundled = bundled_evidence(names.case, lang)
    if bundled is None:
        return "", ()
    return count_of(decided(bundled.judgements, ()), lang), evidence_section(bundled, lang)


def _insurance(names: Names) -> Blocks:
    """Reckon what incidents cost, where the case names any."""
    if not names.case.form.incidents:
        return ()
    from detente.briefing.uncertainty.risk import risk_section
    from detente.uncertainty import risk

    return risk_section(risk(names.case, draws=DRAWS), names)


def _channels(names: Names) -> Blocks:
    """Survey who reaches whom, where the case names channels."""
    if not names.case.form.channels:
        return ()
    from detente.briefing.channels import channels_section
    from detente.channels import survey
    from detente.uncertainty import contacts, ends

    known = contacts(names.case)
    return channels_section(survey(known, *ends(names.case), known.proposed), names)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a ledger says of a case on the day of reading, and the line that proves it later."""

    snap: Snapshot
    checkpoint: str

    def seen(self, case: Case) -> tuple[Observation, ...]:
        """Give what was seen of the lots."""
        from detente.ledger.present.observations import observations

        return observations(self.snap.lots, case, self.snap.today)


def recorded(ledger: str, case: Case, key: Path | None = None) -> Recorded:
    """Look a case up in a ledger: a path, or the address of a database; sign it with a key."""
    from detente.ledger.book import Book
    from detente.ledger.keeping.checkpoint import checkpoint, private_key
    from detente.ledger.keeping.store import open_store
    from detente.ledger.present.snapshot import look

    with open_store(ledger) as store:
        name = store.only_case(case.name)
        point = checkpoint(store, name, private_key(key) if key else None)
        return Recorded(look(Book(store, name, case)), point.text)


def checkpoint_line(known: Recorded | None, lang: Language) -> str:
    """Write the line of a footer by which the ledger can be held against this brief later."""
    if known is None:
        return ""
    return lang.say("Checkpoint of the ledger: {mark}", mark=known.checkpoint)


def _with(parts: Parts, known: Recorded, names: Names) -> Parts:
    """Add what a ledger says: what is delivered, where the deal stands, its checkpoint."""
    from detente.briefing.ledger.status import ledger_section

    return replace(
        parts,
        delivered=frozenset(known.snap.delivered),
        checkpoint=checkpoint_line(known, names.lang),
        sections={**parts.sections, "ledger": ledger_section(known.snap, names.lang)},
    )
