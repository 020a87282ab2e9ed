"""Changes of a sanctions list, as proposals to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing.blocks import Column, Document, Paragraph, Table
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.ledger.lists.diff import Difference, ListDiff, Proposal
    from detente.ledger.lists.reading import ListSnapshot
    from detente.words.language import Language

SHOWN = 200
"""How many proposals a screen lists; all are in the record for machines."""

CHANGES = {"listed": N_("listed"), "delisted": N_("delisted"), "changed": N_("changed")}
FIELDS = {
    "id": N_("id"),
    "name": N_("name"),
    "kind": N_("kind"),
    "programmes": N_("programmes"),
    "aliases": N_("other names"),
}


def diff_document(diff: ListDiff, lang: Language) -> Document:
    """List what changed between two snapshots, numbered so that it can be accepted."""
    subtitle = lang.say(
        "{old} ({day}, {before}) and {new} ({later}, {after})",
        old=diff.old.file,
        day=diff.old.day,
        before=_entries(len(diff.old.listed), lang),
        new=diff.new.file,
        later=diff.new.day,
        after=_entries(len(diff.new.listed), lang),
    )
    title = lang.say("Changes of a sanctions list")
    if not diff.proposals:
        said = Paragraph(lang.say("Nothing of what is compared has changed."), "lead")
        return Document(title, subtitle, lang.code, (said,))
    columns = (
        Column(lang.say("No."), numeric=True),
        Column(lang.say("Change")),
        Column(lang.say("Name")),
        Column(lang.say("Id")),
        Column(lang.say("Details")),
    )
    rows = tuple(
        (
            str(number),
            lang.say(CHANGES[one.change]),
            one.entry.name,
            one.entry.id,
            _details(one, lang),
        )
        for number, one in enumerate(diff.proposals[:SHOWN], 1)
    )
    blocks: list[Paragraph | Table] = [Paragraph(_summary(diff, lang), "lead")]
    blocks.append(Table("", columns, rows))
    left = len(diff.proposals) - len(rows)
    if left:
        blocks.append(
            Paragraph(
                lang.count(
                    "{n} more is not shown; --programme and --name narrow it down.",
                    "{n} more are not shown; --programme and --name narrow it down.",
                    left,
                ),
                "small",
            )
        )
    blocks.append(
        Paragraph(
            lang.say(
                "These are proposals. A snapshot shows that something changed between two days, "
                "not on which; --accept with their numbers records those that you accept."
            ),
            "small",
        )
    )
    return Document(title, subtitle, lang.code, tuple(blocks))


def _entries(n: int, lang: Language) -> str:
    return lang.count("{n} entry", "{n} entries", n)


def _summary(diff: ListDiff, lang: Language) -> str:
    found = [(word, sum(p.change == change for p in diff.proposals))
             for change, word in CHANGES.items()]  # fmt: skip
    listed = lang.join([f"{lang.say(word)}: {lang.amount(n)}" for word, n in found if n])
    listed = listed[:1].upper() + listed[1:]
    weak = sum(p.by_name for p in diff.proposals)
    if not weak:
        return f"{listed}."
    said = lang.count(
        "{n} of them was matched by its name alone.",
        "{n} of them were matched by their names alone.",
        weak,
    )
    return f"{listed}. {said}"


def _details(one: Proposal, lang: Language) -> str:
    told = [lang.say("matched by name alone")] if one.by_name else []
    if one.differences:
        told += [_difference(d, lang) for d in one.differences]
    else:
        told.append(", ".join(sorted(one.entry.programmes)))
    return "; ".join(told)


def _difference(one: Difference, lang: Language) -> str:
    return f"{lang.say(FIELDS[one.field])}: {one.before or '–'} → {one.after or '–'}"


def diff_record(diff: ListDiff) -> dict[str, Any]:
    """Write the same for machines."""
    return {
        "schema": "detente.ledger.diff/1",
        "old": _snapshot(diff.old),
        "new": _snapshot(diff.new),
        "proposals": [
            {
                "number": number,
                "change": one.change,
                "id": one.entry.id,
                "name": one.entry.name,
                "kind": one.entry.kind,
                "programmes": sorted(one.entry.programmes),
                "by_name": one.by_name,
                "differences": [d._asdict() for d in one.differences],
            }
            for number, one in enumerate(diff.proposals, 1)
        ],
    }


def _snapshot(of: ListSnapshot) -> dict[str, Any]:
    return {
        "file": of.file,
        "sha256": of.sha256,
        "form": of.form,
        "day": of.day.isoformat(),
        "entries": len(of.listed),
    }
