"""The Admiralty scale: reliability of a source A–F, credibility of a claim 1–6; proposed by rule.

The rules are stated here and shown with each proposal; the analyst's own grade goes before them
(decisions.py) and both are kept. Source of the scale: NATO AJP-2.1, FM 2-22.3 appendix B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.evidence.registry import Source

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}

# The share of statements expected to be true for each grade before any record: what the model of
# fusion.py starts from. Judgements, not measurements; a source's own record replaces them.
EXPECTED = {"A": 0.95, "B": 0.85, "C": 0.75, "D": 0.6, "E": 0.4, "F": 0.6}

_BY_KIND = {
    "register": ("A", N_("an official journal or list: what it prints is the legal fact")),
    "wire": ("B", N_("a news agency with corrections and a record to lose")),
    "public media": ("B", N_("a public broadcaster with editorial independence in law")),
    "monitor": ("B", N_("publishes its method and its single entries")),
    "commercial media": ("B", N_("an established newsroom that owns its errors")),
    "independent media": ("B", N_("a newsroom independent of both parties")),
    "funded media": ("C", N_("a newsroom a government pays for")),
    "intergovernmental": ("B", N_("speaks for member states on both sides")),
    "ngo": ("B", N_("a named organisation with published methods")),
    "think tank": ("C", N_("analysis, not witness")),
    "law firm": ("B", N_("reads the legal text for clients who would sue")),
    "ministry": ("C", N_("a government speaks in its own interest")),
    "presidency": ("C", N_("a government speaks in its own interest")),
    "parliament": ("C", N_("a political body")),
    "opposition": ("C", N_("an interested audience of the deal")),
    "state media": ("D", N_("says what its owner wants said")),
    "platform": ("F", N_("a place where anybody writes")),
    "aggregator": ("D", N_("passes on others' copy, with errors of its own")),
    "reprint": ("D", N_("passes on others' copy")),
    "rewriter": ("E", N_("rewrites others' copy without a newsroom that would notice an error")),
    "person": ("F", N_("a person without a known record")),
    "media": ("C", N_("an outlet nobody has assessed")),
    "unknown": ("F", N_("nobody knows it")),
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A proposed reliability and the rule that gave it."""

    letter: str
    because: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Give the rules in one sentence."""
        return "; ".join(self.because)

    @property
    def expected(self) -> float:
        """Give the share of true statements expected at this grade."""
        return EXPECTED[self.letter]


def reliability(kind: str, *, party: str = "", state: bool = False) -> Grade:
    """Propose the reliability of a kind of source.

    Parameters
    ----------
    kind
        One of the registry's kinds; an unknown one is F.
    party
        The party to the deal it is or speaks for: one grade lower on its own deal, down to D.
    state
        A government decides what it says; media then are D whatever they call themselves.
    """
    letter, reason = _BY_KIND.get(kind, _BY_KIND["unknown"])
    if state and kind.endswith("media"):
        letter, reason = "D", N_("a government decides what it says")
    if party and letter in "BC":
        ours = N_("it is or speaks for a party to this deal, so one grade lower")
        return Grade(chr(ord(letter) + 1), (reason, ours))
    return Grade(letter, (reason,))


def of_source(source: Source) -> Grade:
    """Propose a source's reliability from its entry in the registry."""
    return reliability(source.kind, party=source.party, state=source.state)


def credibility(status: str, probability: float) -> int:
    """Propose a claim's credibility from its status and probability."""
    if status == "confirmed":
        return 1
    if status == "awaited":
        return 6
    if status in {"denied", "superseded"}:
        return 5
    if status == "corroborated":
        return 2
    bounds = ((0.7, 2), (0.45, 3), (0.2, 4))
    return (
        next((grade for low, grade in bounds if probability >= low), 5)
        if (status != "contested")
        else (3 if probability >= 0.45 else 4)
    )


def sources_record(sources: Iterable[Source]) -> dict[str, Any]:
    """Give sources with their proposed grades, for machines."""
    return {
        "schema": "detente.evidence.sources/1",
        "sources": [
            {
                "id": s.id,
                "name": s.name,
                "kind": s.kind,
                "country": s.country or None,
                "owner": s.owner,
                "state_controlled": s.state,
                "party": s.party or None,
                "languages": list(s.languages),
                "domains": list(s.domains),
                "aliases": list(s.aliases),
                "basis": s.basis,
                "assessed": s.assessed,
                "own": s.own,
                "reliability": of_source(s).letter,
                "reason": of_source(s).reason,
            }
            for s in sources
        ],
    }
