"""Decisions filled with the proposal they answer; claims out to, and in from, other formats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from detente.evidence.decisions import Decision, decided
from detente.evidence.errors import InvalidDecision, InvalidTable
from detente.evidence.grading import of_source
from detente.evidence.registry import Registry, find
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from detente.evidence.claims import Report
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


def exported(
    gathered: Gathered, decisions: Sequence[Decision], form: str, author: str, page: str = ""
) -> str:
    """Write claims in one of the formats ``csv``, ``claimreview`` and ``ftm``.

    Author and page are those of `export_reviews`.
    """
    if form == "csv":
        from detente.evidence.tables import write_table

        return write_table(gathered.reports)
    if form == "claimreview":
        from detente.evidence.formats.claimreview import export_reviews

        reviews = export_reviews(decided(gathered.judgements, decisions), author, page)
        return json.dumps(reviews, ensure_ascii=False, indent=1) + "\n"
    from detente.evidence.data import table
    from detente.evidence.formats.ftm import export_actors, export_listings, reported_listings
    from detente.evidence.gazetteer import actor_of

    registry = Registry()
    keys = {o.key for r in gathered.reports for o in r.origins}
    names = {r.publisher for r in gathered.reports} | {
        o.name for r in gathered.reports for o in r.origins
    }
    sources = {s.id: s for s in (registry.get(n) for n in sorted(names | keys)) if s is not None}
    actors = [actor_of(row) for row in table("actors")]
    spoken = [(a, n) for a, n in actors if a.id in keys or names & set(n)]
    listed = export_listings(reported_listings(gathered.reports))
    return export_actors(spoken, sources.values()) + listed


def imported(file: Path, form: str) -> list[Report]:
    """Read reports from a file in one of the formats.

    Raises
    ------
    InvalidTable
        It is not in that format.
    """
    from detente.evidence.formats import claimreview, ftm
    from detente.evidence.intake import limits
    from detente.evidence.intake.encoding import decode
    from detente.evidence.tables import read_table

    if form == "csv":
        return read_table(file)
    if file.stat().st_size > limits.MAX_UNPACKED:
        raise InvalidTable(f"{file}: more than {limits.MAX_UNPACKED:,} bytes")
    text, _ = decode(file.read_bytes())
    if form == "claimreview":
        return claimreview.import_reviews(text, str(file))
    return ftm.listing_reports(ftm.import_listings(text, str(file)))
