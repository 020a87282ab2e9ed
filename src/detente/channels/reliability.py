"""Two-terminal reliability: that at least one way is open when lines fail independently."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from detente.channels.contacts import Range
from detente.exchange import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.channels.contacts import Contacts

Edge = tuple[str, str, float]

MOST_PIVOTS = 50_000
"""Factoring doubles the work at each line in the worst case: beyond this it is given up."""


def reach(contacts: Contacts, start: str, end: str) -> Range:
    """Probability that a message sent on all ways at once arrives by one of them.

    Lines fail independently of each other; actors pass on what they receive. Exact, by factoring
    on a line (Moskowitz 1958) with the series and parallel reductions of Satyanarayana and Wood
    1985. It rises with each line's reliability, so the ends of their ranges give its range.
    Every line of `contacts` is taken to exist.

    Raises
    ------
    InvalidContacts
        An end is nobody's name, or both are one.
    TooLarge
        There are too many lines for an exact answer.
    """
    contacts.check_ends(start, end)
    return Range(
        *(
            _factor([(*line.ends, line.reliability[k]) for line in contacts.lines],
                    start, end, count())
            for k in range(3)
        )
    )  # fmt: skip


def _factor(edges: Iterable[Edge], start: str, end: str, pivots: Iterator[int]) -> float:
    """Probability that `start` and `end` are joined."""
    left = _reduced(edges, start, end)
    if not left:
        return 0.0
    if len(left) == 1:  # after the reductions it joins the two
        return left[0][2]
    if next(pivots) > MOST_PIVOTS:
        raise TooLarge("there are too many lines to reckon exactly whether one way is open")
    pivot = next(edge for edge in left if start in edge[:2])
    rest = [edge for edge in left if edge is not pivot]
    other = pivot[1] if pivot[0] == start else pivot[0]
    if other == end:
        joined = 1.0
    else:
        merged = [(_as(a, other, start), _as(b, other, start), p) for a, b, p in rest]
        joined = _factor(merged, start, end, pivots)
    return pivot[2] * joined + (1 - pivot[2]) * _factor(rest, start, end, pivots)


def _as(actor: str, old: str, new: str) -> str:
    return new if actor == old else actor


def _reduced(edges: Iterable[Edge], start: str, end: str) -> list[Edge]:
    """Merge parallel and serial lines, and drop what leads nowhere, until nothing changes."""
    joined: dict[tuple[str, str], float] = {}
    for a, b, p in edges:
        if a != b and p > 0:
            pair = (a, b) if a < b else (b, a)
            joined[pair] = 1 - (1 - joined.get(pair, 0.0)) * (1 - p)
    _drop_unreached(joined, start)
    while True:
        at: dict[str, list[tuple[str, str]]] = {}
        for pair in joined:
            for who in pair:
                at.setdefault(who, []).append(pair)
        if start not in at or end not in at:
            return []
        middle = next((w for w, ps in at.items() if w not in (start, end) and len(ps) < 3), None)
        if middle is None:
            return [(a, b, p) for (a, b), p in joined.items()]
        pairs = at[middle]
        if len(pairs) == 1:
            del joined[pairs[0]]
            continue
        (a, b), p = (next(w for w in pair if w != middle) for pair in pairs), 1.0
        for pair in pairs:
            p *= joined.pop(pair)
        ends = (a, b) if a < b else (b, a)
        joined[ends] = 1 - (1 - joined.get(ends, 0.0)) * (1 - p)


def _drop_unreached(joined: dict[tuple[str, str], float], start: str) -> None:
    """Drop lines that `start` cannot reach at all."""
    reached, grown = {start}, True
    while grown:
        before = len(reached)
        for a, b in joined:
            if a in reached or b in reached:
                reached |= {a, b}
        grown = len(reached) > before
    for pair in [pair for pair in joined if pair[0] not in reached]:
        del joined[pair]
