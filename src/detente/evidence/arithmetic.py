"""Do the figures add up: parts against totals, cumulative against waves, stock against flow."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.claims import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.evidence.claims import Claim


@dataclass(frozen=True, slots=True)
class Sum:
    """One comparison of figures.

    Attributes
    ----------
    kind
        ``parts``, ``waves`` or ``stock``.
    given, counted
        The figure that is stated, and the one that the others give.
    sentence
        The comparison, with the figures.
    claims
        Ids of the claims compared.
    """

    kind: str
    given: float
    counted: float
    sentence: str
    claims: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether they agree."""
        return abs(self.given - self.counted) < 1e-9 * max(1.0, abs(self.given))

    @property
    def gap(self) -> float:
        """Give what is missing (above zero) or too much (below)."""
        return self.given - self.counted


def parts(total: float, of: Sequence[float], claims: tuple[str, ...] = ()) -> Sum:
    """Compare a total with its parts: 968 + 168 is not 1,135."""
    counted = sum(of)
    said = " + ".join(f"{x:g}" for x in of)
    return Sum("parts", total, counted, f"{said} = {counted:g}, given {total:g}", claims)


def waves(cumulative: float, each: Sequence[float], claims: tuple[str, ...] = ()) -> Sum:
    """Compare a cumulative count with the waves it should hold: a total may omit some."""
    counted = sum(each)
    said = f"{len(each)} waves make {counted:g}, given {cumulative:g}"
    return Sum("waves", cumulative, counted, said, claims)


def stock(
    before: float, after: float, gone: float, come: float, claims: tuple[str, ...] = ()
) -> Sum:
    """Compare two counts of a stock with what left and what came in between.

    The gap is what the flows named do not explain: people who served their terms, died, or were
    counted by another definition. For prisoners, ``gone`` are releases and ``come`` new ones, so
    headline releases beside a stock that hardly falls show at once.
    """
    counted = before - gone + come
    said = f"{before:g} - {gone:g} + {come:g} = {counted:g}, given {after:g}"
    return Sum("stock", after, counted, said, claims)


_PARTS = re.compile(r"\s*\d[\d,.]*\s*[a-zа-я]*\s*(?:\+\s*\d[\d,.]*\s*[a-zа-я]*\s*)+", re.I)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_WAVE = re.compile(r"(?:wave|released|pardoned)@(\d{4}-\d\d-\d\d)$")
_GONE = re.compile(r"^(?:released|pardoned|wave)@(.*)")
_COME = re.compile(r"^(?:detained|recognised)@(.*)")
_ALL = re.compile(r"(?:cumulative|total)[_@](\d{4}-\d\d-\d\d)$")


def check(claims: Iterable[Claim]) -> list[Sum]:
    """Make the comparisons that a set of claims allows.

    A value written as a sum (``968m+168f``) is compared with the only other count of the same
    subject and day; a ``cumulative_DATE`` with the ``wave@DATE`` up to it; two ``stock@DATE`` in
    a row with the ``released@`` and ``detained@`` claims dated between them.
    """
    listed = list(claims)
    return [*_split_totals(listed), *_cumulated(listed), *_flows(listed)]


def broken(sums: Iterable[Sum]) -> dict[str, str]:
    """Give the claims whose own figures do not add up, and why.

    A stock that flows do not explain breaks no claim: it asks for an explanation.
    """
    return {
        claim: s.sentence for s in sums if not s.holds and s.kind != "stock" for claim in s.claims
    }


def _split_totals(claims: Sequence[Claim]) -> list[Sum]:
    totals: dict[tuple[str, str], set[float]] = {}
    for claim in claims:
        value = _value(claim)
        if value is None:
            continue
        for day in _DAY.findall(claim.attribute):
            for near in {day, day[:7]}:  # a month's count is compared with those of its days
                totals.setdefault((claim.subject, near), set()).add(value)
    found = []
    for claim in claims:
        day = _DAY.search(claim.attribute)
        if day is None or not _PARTS.fullmatch(claim.value):
            continue
        pieces = [float(x.replace(",", "")) for x in _NUMBER.findall(claim.value)]
        given = totals.get((claim.subject, day.group()), set())
        if len(given) == 1:
            found.append(parts(next(iter(given)), pieces, (claim.id,)))
    return found


def _cumulated(claims: Sequence[Claim]) -> list[Sum]:
    flows = _by_day(claims, _WAVE)
    found = []
    for claim in claims:
        until = _ALL.search(claim.attribute)
        total = _value(claim)
        if until is None or total is None:
            continue
        each = _between(flows.get(claim.subject, []), "", until.group(1))
        if each:
            found.append(waves(total, each, (claim.id,)))
    return found


def _flows(claims: Sequence[Claim]) -> list[Sum]:
    counted = sorted(
        (
            (c.attribute.partition("@")[2], c.subject, v, c)
            for c in claims
            if c.attribute.startswith("stock@") and (v := _value(c)) is not None
        ),
        key=lambda row: row[:3],  # 1000 and 1e3 are two claims of one figure
    )
    left, joined = _by_day(claims, _GONE), _by_day(claims, _COME)
    found = []
    for (day, subject, before, one), (later, same, after, other) in itertools.pairwise(counted):
        if subject != same or day == later:
            continue
        gone = _between(left.get(subject, []), day, later)
        come = _between(joined.get(subject, []), day, later)
        if gone or come:
            found.append(stock(before, after, sum(gone), sum(come), (one.id, other.id)))
    return found


def _by_day(
    claims: Iterable[Claim], attribute: re.Pattern[str]
) -> dict[str, list[tuple[str, float]]]:
    """Give, by subject, the figures whose attribute is of a shape that names a day; in order."""
    found: dict[str, list[tuple[str, float]]] = {}
    for claim in claims:
        named, value = attribute.search(claim.attribute), _value(claim)
        if named and value is not None:
            found.setdefault(claim.subject, []).append((named.group(1), value))
    for figures in found.values():
        figures.sort(key=_day)
    return found


def _between(figures: Sequence[tuple[str, float]], day: str, later: str) -> list[float]:
    """Give the figures after one day, up to and with another."""
    first, last = (bisect_right(figures, end, key=_day) for end in (day, later))
    return [value for _, value in figures[first:last]]


def _day(figure: tuple[str, float]) -> str:
    return figure[0]


def _value(claim: Claim) -> float | None:
    try:
        value = float(normal(claim.value))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
