"""What would change my mind: what a status rests on, and what word would move it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.phrases import Phrase, phrase
from detente.evidence.status import by_voices
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.evidence.claims import Claim, Support
    from detente.evidence.status import Judgement


def pivotal(judgement: Judgement) -> list[tuple[str, str]]:
    """Give the voices without which the status would be another: (voice, the other status)."""
    if judgement.status not in {"confirmed", "corroborated"}:
        return []
    backed = judgement.support
    found = []
    for voice in sorted(backed.independent):
        status = by_voices(replace(backed, independent=backed.independent - {voice}))[0]
        if status != judgement.status:
            found.append((voice, status))
    for side in sorted(backed.sides):
        status = by_voices(replace(backed, sides=backed.sides - {side}))[0]
        if status != judgement.status:
            found.append((side, status))
    return found


def would_change(judgement: Judgement, parties: Mapping[str, str] | None = None) -> list[Phrase]:
    """Say what would move a claim's status, in sentences.

    Parameters
    ----------
    judgement
        The claim as it stands.
    parties
        Country code to party.
    """
    backed, status = judgement.support, judgement.status
    if status == "awaited":
        whose = judgement.claim.attribute.removeprefix("word of ")
        return [phrase(N_("a word from {who}; the longer none comes, the less likely"), who=whose)]
    if status == "superseded":
        return [phrase(N_("a return to the earlier answer by those who gave it"))]
    if status in {"contested", "denied"} and judgement.rival is not None:
        return _against(judgement, judgement.rival)
    if status in {"contested", "denied"}:
        return [phrase(N_("a document that settles it, or the withdrawal of the denial"))]
    told = [
        phrase(N_("if {voice} fell away it would be {status}"), voice=voice, status=other)
        for voice, other in pivotal(judgement)
    ]
    if status == "confirmed":
        return told or [
            phrase(N_("a denial by a voice that weighs; no single voice carries it alone"))
        ]
    return [*told, *_upward(backed, status, parties or {})]


def _upward(backed: Support, status: str, parties: Mapping[str, str]) -> list[Phrase]:
    found = []
    for count in (1, 2):
        more = frozenset({*backed.independent, *(f"one more {n}" for n in range(count))})
        reached = by_voices(replace(backed, independent=more))[0]
        if reached != status:
            one, two = (
                N_("one more voice independent of both parties would make it {status}"),
                N_("two more voices independent of both parties would make it {status}"),
            )
            found.append(phrase(one if count == 1 else two, status=reached))
            break
    for party in sorted(set(parties.values()) - backed.sides):
        reached = by_voices(replace(backed, sides=backed.sides | {party}))[0]
        if reached != status:
            found.append(
                phrase(
                    N_("the same word from {party} would make it {status}"),
                    party=party,
                    status=reached,
                )
            )
    found.append(phrase(N_("a denial by a voice that weighs would make it contested")))
    return found


def _against(judgement: Judgement, rival: Claim) -> list[Phrase]:
    lead = judgement.against + 2 - judgement.support.strength
    return [
        phrase(
            N_("more voices for {value} would outweigh {other}: so many are needed: {count}"),
            value=judgement.claim.value,
            other=rival.value,
            count=lead,
        ),
        phrase(
            N_("the document itself, or a correction by those who say {other}"),
            other=rival.value,
        ),
    ]
