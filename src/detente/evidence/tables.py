"""Tables of claims (CSV): reading and writing them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.evidence.claims import Report, followed_back
from detente.evidence.errors import InvalidTable
from detente.evidence.lexicon import Act
from detente.evidence.origins import Origin, origin_of, split_origins
from detente.evidence.registry import KINDS, Registry
from detente.evidence.voices import PARTIES
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEEDED = ("event", "attribute", "value", "publisher")
COLUMNS = (
    "claim_id",
    *NEEDED,
    "publisher_type",
    "upstream_origin",
    "pub_date",
    "act",
    "url",
    "quote",
)
MAX_ROWS = 1_000_000
MAX_CELL = 100_000

# What tables call kinds of publishers, and what the registry calls them.
_KIND_OF = {
    "intl_media": "commercial media",
    "us_funded_media": "funded media",
    "wire_aggregator": "aggregator",
    "ru_state_media": "state media",
    "by_state_media": "state media",
    "by_independent": "independent media",
    "law_firm": "law firm",
    "ua_media": "commercial media",
    "mirror": "reprint",
    "copy": "reprint",
    "ai_rewrite": "rewriter",
    "party_to_deal": "presidency",
    "mediator_state": "presidency",
    "receiving_state": "ministry",
    "public_media": "public media",
}


def read_table(path: Path, registry: Registry | None = None, *, language: str = "") -> list[Report]:
    """Read a table of claims.

    Columns: ``event, attribute, value, publisher`` and, where known, ``claim_id, publisher_type,
    upstream_origin`` (several with ``;``), ``pub_date, act, url, quote``. Where a `language` is
    given and the table has, say, ``event_ru``, its cells are read instead. Others are ignored.

    Raises
    ------
    InvalidTable
        A column is missing, a cell is empty that must not be, or the file is no table.
    """
    from detente.evidence.intake import limits
    from detente.evidence.intake.encoding import decode

    if path.stat().st_size > limits.MAX_UNPACKED:
        raise InvalidTable(f"{path}: more than {limits.MAX_UNPACKED:,} bytes")
    text, _ = decode(path.read_bytes())
    csv.field_size_limit(MAX_CELL)
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        found = list(_reports(rows, str(path), registry or Registry(), language))
    except csv.Error as bad:
        raise InvalidTable(f"{path}:{rows.line_num}: {bad}") from bad
    try:
        return followed_back(found)
    except InvalidTable as bad:
        raise InvalidTable(f"{path}: {bad}") from bad


def _reports(
    rows: csv.DictReader[str], where: str, registry: Registry, language: str
) -> Iterable[Report]:
    header = rows.fieldnames or []
    for name in NEEDED:
        if name not in header:
            raise InvalidTable(f"{where}:1: no column '{name}'{suggest(name, header)}")
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise InvalidTable(f"{where}:{rows.line_num}: more than {MAX_ROWS:,} rows")
        for name in NEEDED:
            if not (row[name] or "").strip():
                raise InvalidTable(f"{where}:{rows.line_num}: '{name}' is empty")
        yield _report(row, f"{where}:{rows.line_num}", registry, language)


def _report(row: Mapping[str, Any], where: str, registry: Registry, language: str) -> Report:
    def cell(name: str) -> str:
        return (row.get(f"{name}_{language}") or row.get(name) or "").strip()

    act = cell("act") or "says"
    if act not in set(Act):
        raise InvalidTable(
            f"{where}: there is no act '{act}'{suggest(act, [a.value for a in Act])}"
        )
    publisher = cell("publisher")
    source = registry.get(publisher)
    written = cell("publisher_type").replace("-", "_")
    kind = _KIND_OF.get(written, written.replace("_", " "))
    if kind not in KINDS:
        kind = source.kind if source else "media"
    named = split_origins(cell("upstream_origin"))
    origins: tuple[Origin, ...] = tuple(
        origin_of(name, publisher, kind, registry, PARTIES) for name in named or [publisher]
    )
    return Report(
        id=cell("claim_id") or where.rpartition(":")[2],
        subject=cell("event"),
        attribute=cell("attribute"),
        value=cell("value"),
        publisher=publisher,
        kind=kind,
        origins=origins,
        date=cell("pub_date"),
        act=Act(act),
        where=cell("url") or where,
        quote=cell("quote"),
    )


def write_table(reports: Iterable[Report]) -> str:
    """Write reports as a table that :func:`read_table` reads.

    A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for r in reports:
        origins = "; ".join(
            o.name + ("?" if o.doubtful and not o.name.endswith("?") else "") for o in r.origins
        )
        cells = (
            r.id,
            r.subject,
            r.attribute,
            r.value,
            r.publisher,
            r.kind,
            origins,
            r.date,
            r.act.value,
            r.where,
            r.quote,
        )
        writer.writerow([_harmless(c) for c in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "@", "\t", "\r"} else cell
