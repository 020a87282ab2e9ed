"""Accounts of a ledger and what each may do; what a redacted export shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from detente.briefing.blocks import Bullets, Column, Document, Paragraph, Table
from detente.ledger.people import MAY
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.ledger.redaction import Redacted
    from detente.words.language import Language

ROLES = {
    "reader": N_("reader"),
    "analyst": N_("analyst"),
    "confirmer": N_("confirmer"),
    "admin": N_("admin"),
    "none": N_("none"),
}
RIGHTS = {
    "reader": N_("reads"),
    "analyst": N_("reads; records all but confirmations and accounts"),
    "confirmer": N_("reads; records confirmations, disputes, breaches, notes and corrections"),
    "admin": N_("records everything, accounts too"),
    "none": N_("no longer records anything"),
}
"""What each role may do, in words; the table is `detente.ledger.people.MAY`."""


def people_document(case: str, accounts: Mapping[str, str], lang: Language) -> Document:
    """List accounts, their roles and rights."""
    title = lang.say("People of {case}", case=case)
    rule = Paragraph(
        lang.say("Whatever the role, nobody confirms a delivery that he claimed himself."), "small"
    )
    if not accounts:
        said = Paragraph(
            lang.say("There are no accounts: one person keeps this ledger and may do all."), "lead"
        )
        return Document(title, "", lang.code, (said, rule))
    columns = (
        Column(lang.say("Account")),
        Column(lang.say("Role")),
        Column(lang.say("May do")),
    )
    rows = tuple(
        (name, lang.say(ROLES[role]), lang.say(RIGHTS[role]))
        for name, role in sorted(accounts.items())
    )
    return Document(title, "", lang.code, (Table("", columns, rows), rule))


def people_record(case: str, accounts: Mapping[str, str]) -> dict[str, Any]:
    """Write the same for machines."""
    return {
        "schema": "detente.ledger.people/1",
        "case": case,
        "accounts": [
            {"account": name, "role": role, "may_record": sorted(MAY[role])}
            for name, role in sorted(accounts.items())
        ],
    }


def redacted_document(found: Redacted, file: str, lang: Language) -> Document:
    """Tell what a redacted export shows, and that its chain holds."""
    counts = (
        lang.count("{n} event whole: its text fits its hash.",
                   "{n} events whole: their texts fit their hashes.", found.whole),
        lang.count("{n} event in part: its hash vouches for its place, not for its text.",
                   "{n} events in part: their hashes vouch for their places, not for their texts.",
                   found.part),
        lang.count("{n} event withheld: its hash alone.",
                   "{n} events withheld: their hashes alone.", found.withheld),
    )  # fmt: skip
    total = found.whole + found.part + found.withheld
    said = lang.count(
        "The chain is whole: {n} event of {case}, none removed, put in or moved.",
        "The chain is whole: {n} events of {case}, none removed, put in or moved.",
        total,
        case=found.case,
    )
    blocks = (
        Paragraph(said, "lead"),
        Bullets(counts),
        Paragraph(
            lang.say("Last hash: {head}. Compare it with what you were given before.",
                     head=found.head),
            "small",
        ),
    )  # fmt: skip
    title = lang.say("Ledger as shown to {viewer}", viewer=found.viewer)
    return Document(title, file, lang.code, blocks)


def redacted_record(found: Redacted) -> dict[str, Any]:
    """Write the same for machines."""
    return {"schema": "detente.ledger.redacted/1", **asdict(found)}
