"""Decisions filled with the proposal that they answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from detente.evidence.decisions import Decision
from detente.evidence.errors import InvalidDecision
from detente.evidence.grading import of_source
from detente.evidence.registry import Registry, find
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.evidence.pipeline import Gathered


def proposed_decision(
    gathered: Gathered,
    *,
    kind: str,
    target: str,
    verdict: str,
    value: str,
    by: str,
    reason: str,
    now: datetime | None = None,
) -> Decision:
    """Make a decision on a proposal that is there.

    Raises
    ------
    InvalidDecision
        There is no such claim, report or source, or a part is missing.
    """
    whole, proposal = _proposal(gathered, kind, target)
    return Decision(
        kind=kind,
        target=whole,
        verdict=verdict,
        value=value,
        proposed=proposal,
        by=by,
        reason=reason,
        at=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
    )


def _proposal(gathered: Gathered, kind: str, target: str) -> tuple[str, str]:
    if kind == "reliability":
        source = find(Registry(), target)[0]
        return source.id, of_source(source).letter
    if kind == "grouping":
        reports = {r.id: f"{r.subject} | {r.attribute} | {r.value}" for r in gathered.reports}
        if target not in reports:
            raise InvalidDecision(f"no report '{target}' here{suggest(target, reports)}")
        return target, reports[target]
    judged = {j.claim.id: j for j in gathered.judgements}
    if target not in judged:
        raise InvalidDecision(f"no claim '{target}' here{suggest(target, judged)}")
    j = judged[target]
    proposals = {"status": j.status, "credibility": str(j.credibility)}
    return target, proposals.get(kind, "")
