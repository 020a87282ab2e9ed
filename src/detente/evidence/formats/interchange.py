"""Claims out to, and in from, any of the formats, by its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from detente.evidence.data import table
from detente.evidence.decisions import decided
from detente.evidence.errors import InvalidTable
from detente.evidence.formats.claimreview import export_reviews, import_reviews
from detente.evidence.formats.ftm import (
    export_actors,
    export_listings,
    import_listings,
    listing_reports,
    reported_listings,
)
from detente.evidence.gazetteer import actor_of
from detente.evidence.intake import limits
from detente.evidence.intake.encoding import decode
from detente.evidence.registry import Registry
from detente.evidence.tables import read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from detente.evidence.claims import Report
    from detente.evidence.decisions import Decision
    from detente.evidence.pipeline import Gathered


def exported(
    gathered: Gathered, decisions: Sequence[Decision], form: str, author: str, page: str = ""
) -> str:
    """Write claims in one of the formats ``csv``, ``claimreview`` and ``ftm``.

    Author and page are those of `export_reviews`.
    """
    if form == "csv":
        return write_table(gathered.reports)
    if form == "claimreview":
        reviews = export_reviews(decided(gathered.judgements, decisions), author, page)
        return json.dumps(reviews, ensure_ascii=False, indent=1) + "\n"
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
    if form == "csv":
        return read_table(file)
    if file.stat().st_size > limits.MAX_UNPACKED:
        raise InvalidTable(f"{file}: more than {limits.MAX_UNPACKED:,} bytes")
    text, _ = decode(file.read_bytes())
    if form == "claimreview":
        return import_reviews(text, str(file))
    return listing_reports(import_listings(text, str(file)))
