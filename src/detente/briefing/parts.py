"""What a brief needs computed beside the plan: dates, stress, beliefs, evidence and the like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from detente.briefing.answer import Answer
    from detente.briefing.naming import Names
    from detente.briefing.sections import Blocks

SECTIONS = ("dates", "stress", "beliefs", "insurance", "channels", "evidence", "ledger")
"""Names of the sections that may be there, in their order in the brief."""


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
    delivered: frozenset[str] = frozenset()
    checkpoint: str = ""
    sections: Mapping[str, Blocks] = field(default_factory=dict)

    def __getitem__(self, section: str) -> Blocks:
        return self.sections.get(section, ())


def gather(found: Answer, names: Names, *, whole: bool = True, ledger: str | None = None) -> Parts:
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
        The store that says how far the ladder has come; None where nothing was recorded.
    """
    days, late, dates = _dates(found, names)
    sections = {"dates": dates}
    if whole:
        sections["evidence"] = _evidence(names)
    return Parts(days=days, late=late, sections=sections)


def _dates(found: Answer, names: Names) -> tuple[tuple[date, ...], int, Blocks]:
    """Date the ladder; nothing where the case states no times, or another order would be needed."""
    from detente.briefing.dates import dates_section
    from detente.exchange import certify_timed

    timed = found.case.timed_exchange(found.at, found.options)
    certificate = certify_timed(timed, found.ladder.steps)
    if not any(own.verified for own in certificate.dates):
        return (), 0, ()
    days = [timed.on(own.delivered) for own in certificate.dates]
    section = dates_section(timed, certificate, names)
    return tuple(day for day in days if day is not None), len(certificate.late), section


def _evidence(names: Names) -> Blocks:
    from detente.briefing.evidence_page import bundled_evidence, evidence_section

    gathered = bundled_evidence(names.case, names.lang)
    return evidence_section(gathered, names.lang) if gathered else ()
