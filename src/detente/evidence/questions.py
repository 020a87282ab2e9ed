"""The answers to one question, side by side: who speaks loudest against which, who said it later.

What all answers have in common is counted once for the question and looked up for each answer, so
that the time grows with the reports and not with the square of the answers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from detente.evidence.claims import Claim, normal, support

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Question:
    """All answers to one question, in order of first mention."""

    answers: tuple[Claim, ...]

    @cached_property
    def carriers(self) -> Mapping[str, int]:
        """Give, by origin, the most carriers that an answer has for it."""
        most: dict[str, int] = {}
        for claim in self.answers:
            for key, count in claim.carriers.items():
                most[key] = max(count, most.get(key, 0))
        return most

    @cached_property
    def quoted(self) -> Mapping[str, int]:
        """Count, by origin, the answers for which it is quoted."""
        return Counter(key for claim in self.answers for key in claim.origins)

    @property
    def closed(self) -> bool:
        """Say whether it is a question of yes or no."""
        return {normal(claim.value) for claim in self.answers} <= {"yes", "no", "given"}

    @cached_property
    def _loudest(self) -> list[tuple[tuple[int, int], Claim]]:
        """Rank the answers by the voices behind each alone, then by first mention."""
        ranked = enumerate(self.answers)
        return sorted(((-support(c).strength, place), c) for place, c in ranked)

    def strongest_against(self, claim: Claim) -> tuple[Claim | None, int]:
        """Give the answer that speaks loudest against one of them, and its voices that weigh.

        An origin that both quote speaks for the one whose carriers are better. That can only take
        voices from the other, so the search ends where no answer further down has more alone.
        """
        best: tuple[tuple[int, int], Claim | None] = ((1, 0), None)
        for alone, rival in self._loudest:
            if best[0] < alone:
                break
            if rival is not claim:
                against = (-support(rival, claim.carriers).strength, alone[1])
                best = min(best, (against, rival), key=lambda found: found[0])
        return best[1], max(0, -best[0][0])

    @cached_property
    def _said(self) -> Mapping[str, tuple[list[int], list[str]]]:
        """Give, by publisher, the places of its answers, and the latest date up to each."""
        found: dict[str, tuple[list[int], list[str]]] = {}
        for place, claim in enumerate(self.answers):
            for publisher, date in claim.latest.items():
                places, dates = found.setdefault(publisher, ([], []))
                places.append(place)
                dates.append(max(date, dates[-1]) if dates else date)
        return found

    def given_later(self, claim: Claim) -> Claim | None:
        """Find the first answer that every publisher of one of them has given since."""
        last = max(claim.latest.values(), default="")
        if not last:
            return None
        begin = 0
        for publisher in claim.latest:
            places, dates = self._said[publisher]
            at = bisect_right(dates, last)
            if at == len(places):
                return None
            begin = max(begin, places[at])
        for place in range(begin, len(self.answers)):
            later = self.answers[place].latest
            if all(later.get(publisher, "") > last for publisher in claim.latest):
                return self.answers[place]
        return None


def questions(claims: Iterable[Claim]) -> dict[tuple[str, str], Question]:
    """Put the answers to one question together."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.question, []).append(claim)
    return {asked: Question(tuple(answers)) for asked, answers in found.items()}
