"""Claims by sources: who said so, who passed it on, who denied, who was silent; and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from detente.evidence.lexicon import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.evidence.claims import Claim, Report
    from detente.evidence.status import Judgement


class Cell(StrEnum):
    """What a publisher did with a claim."""

    SAYS = "says"
    PASSES_ON = "passes on"
    DENIES = "denies"
    OTHERWISE = "says otherwise"
    SILENT = "silent"  # reports on the subject, and not on this
    AWAITED = "awaited"  # its word was due
    NOTHING = ""  # does not report on the subject at all


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix.

    Attributes
    ----------
    publishers
        Columns: those who speak for a party first, then by the number of claims.
    rows
        Judgements.
    cells
        One tuple for each row.
    """

    publishers: tuple[str, ...]
    rows: tuple[Judgement, ...]
    cells: tuple[tuple[Cell, ...], ...]


def matrix(judgements: Sequence[Judgement]) -> Matrix:
    """Lay claims out by who publishes."""
    reports = [r for j in judgements for r in j.claim.reports]
    count: dict[str, int] = {}
    for r in reports:
        count[r.publisher] = count.get(r.publisher, 0) + 1
    of_party = {r.publisher for r in reports if _own_word(r)}
    publishers = sorted(count, key=lambda p: (p not in of_party, -count[p], p))
    about: dict[str, set[str]] = {}
    answered: dict[tuple[str, str], set[str]] = {}
    for r in reports:
        about.setdefault(r.subject, set()).add(r.publisher)
        if r.act not in {Act.ABSENT, Act.DENIES}:
            answered.setdefault((r.subject, r.attribute), set()).add(r.publisher)
    cells = tuple(
        tuple(
            _cell(p, j.claim, about[j.claim.subject], answered.get(j.claim.question, set()))
            for p in publishers
        )
        for j in judgements
    )
    return Matrix(tuple(publishers), tuple(judgements), cells)


def _own_word(report: Report) -> bool:
    return any(o.party and o.name.casefold() in report.publisher.casefold() for o in report.origins)


def _cell(publisher: str, claim: Claim, about: set[str], answered: set[str]) -> Cell:
    mine = [r for r in claim.reports if r.publisher == publisher]
    if any(r.act is Act.DENIES for r in mine):
        return Cell.DENIES
    if any(r.act in {Act.ABSENT, Act.DECLINES} for r in mine):
        return Cell.AWAITED
    if mine:
        passing = all(r.passing_on for r in mine)
        return Cell.PASSES_ON if passing else Cell.SAYS
    if publisher in answered:
        return Cell.OTHERWISE
    return Cell.SILENT if publisher in about else Cell.NOTHING


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: on a day, somebody said something; `first` to say so."""

    date: str
    report: Report
    claim: Claim
    first: bool


def timeline(judgements: Sequence[Judgement]) -> list[Moment]:
    """Put all reports in the order of publication; those without a date come last."""
    found = []
    for j in judgements:
        for place, report in enumerate(j.claim.reports):
            found.append(Moment(report.date, report, j.claim, place == 0))
    return sorted(found, key=lambda m: (m.date or "9999", not m.first))
