"""What changed between two snapshots of a list: proposals, for an analyst to accept.

Entries are matched by the list's own id. What is left over on both sides is matched by name, if
just one of each side has it: an id that was given anew. That is the weaker match, and says so.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from detente.ledger.events import Event, Listing
from detente.ledger.fields import Evidence
from detente.ledger.lists.lines import InvalidList, Listed
from detente.ledger.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from detente.ledger.book import Book
    from detente.ledger.fields import ListChange
    from detente.ledger.lists.reading import ListSnapshot

_LEGAL_FORMS = frozenset(
    ("ao", "co", "company", "corp", "gmbh", "inc", "jsc", "limited", "llc", "llp", "ltd", "oao",
     "ojsc", "ooo", "pao", "pjsc", "plc", "rue", "sa", "srl", "uab", "ао", "зао", "оао", "ооо",
     "пао", "руп", "уп")
)  # fmt: skip
"""Words of a name that tell nobody apart."""


class Difference(NamedTuple):
    """One field of an entry that changed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change of a list.

    Attributes
    ----------
    change
        ``listed``, ``delisted`` or ``changed``.
    entry
        As it now is, or was where it is gone.
    differences
        What changed of it.
    by_name
        Whether its old and new entry were matched by name alone.
    """

    change: ListChange
    entry: Listed
    differences: tuple[Difference, ...] = ()
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class ListDiff:
    """What changed from one snapshot to another, in the order of names."""

    old: ListSnapshot
    new: ListSnapshot
    proposals: tuple[Proposal, ...]


def diff_lists(
    old: ListSnapshot, new: ListSnapshot, *, programme: str = "", name: str = ""
) -> ListDiff:
    """Compare two snapshots of one list.

    Parameters
    ----------
    old, new
        The earlier and the later one.
    programme, name
        Only entries with a programme, or a name, that these words are part of.

    Raises
    ------
    InvalidList
        They are of different lists, or the earlier one is the later.
    """
    if old.form != new.form:
        raise InvalidList(
            f"{old.file} is a list of the form '{old.form}', {new.file} of '{new.form}': their ids "
            "cannot be compared"
        )
    if old.day >= new.day:
        raise InvalidList(
            f"{old.file} shows {old.day}, {new.file} shows {new.day}: give the earlier one first"
        )
    wanted = [p for p in _proposals(old.listed, new.listed) if _about(p.entry, programme, name)]
    order = {"delisted": 0, "listed": 1, "changed": 2}
    wanted.sort(key=lambda p: (order[p.change], p.entry.name.casefold(), p.entry.id))
    return ListDiff(old, new, tuple(wanted))


def accepted(diff: ListDiff, chosen: Iterable[int], party: str = "") -> tuple[Listing, ...]:
    """Turn proposals that an analyst accepts into events, with both files as evidence.

    Parameters
    ----------
    diff
        The proposals.
    chosen
        Their numbers, from 1.
    party
        Who keeps the list.
    """
    files = tuple(Evidence(file=one.file, sha256=one.sha256) for one in (diff.old, diff.new))
    return tuple(
        Listing(
            when=diff.new.day.isoformat(),
            party=party,
            listing=proposal.change,
            entity=proposal.entry.id,
            name=proposal.entry.name,
            instrument="; ".join(sorted(proposal.entry.programmes)),
            what=_told(proposal, diff),
            evidence=files,
        )
        for proposal in (diff.proposals[number - 1] for number in chosen)
    )


def _told(proposal: Proposal, diff: ListDiff) -> str:
    """Say what changed, and between which days: a snapshot shows no more than that."""
    entry = proposal.entry
    days = f"{proposal.change} between {diff.old.day} and {diff.new.day}: {entry.name}, {entry.id}"
    said = "; ".join(f"{d.field}: {d.before or '-'} -> {d.after or '-'}" for d in
                     proposal.differences)  # fmt: skip
    weak = ", matched by name" if proposal.by_name else ""
    return f"{days}{weak}{'; ' if said else ''}{said}"


def accept(book: Book, diff: ListDiff, chosen: Iterable[int], party: str = "") -> tuple[int, int]:
    """Record the proposals that an analyst accepts; those recorded before are left out.

    Returns
    -------
    tuple of int
        How many were recorded, and how many were there already.

    Raises
    ------
    NotAllowed, Refused
        The ledger does not take them from this account.
    """

    def key(event: Event) -> tuple[str, ...]:
        return (event.when, *(getattr(event, name, "") for name in ("listing", "entity")))

    events = accepted(diff, chosen, party)
    there = {key(one.event) for one in told(book.name, book.bodies())}
    fresh = [event for event in events if key(event) not in there]
    if fresh:
        book.record(*fresh)
    return len(fresh), len(events) - len(fresh)


# --- matching ------------------------------------------------------------------------------------


def _proposals(old: Mapping[str, Listed], new: Mapping[str, Listed]) -> Iterator[Proposal]:
    for id_ in old.keys() & new.keys():
        found = tuple(_differences(old[id_], new[id_]))
        if found:
            yield Proposal("changed", new[id_], found)
    gone = [old[id_] for id_ in old.keys() - new.keys()]
    come = [new[id_] for id_ in new.keys() - old.keys()]
    again = _by_name(gone, come)
    for before in gone:
        if before.id not in again:
            yield Proposal("delisted", before)
        else:
            after = again[before.id]
            renumbered = Difference("id", before.id, after.id)
            found = (renumbered, *_differences(before, after))
            yield Proposal("changed", after, found, by_name=True)
    matched = {one.id for one in again.values()}
    for after in come:
        if after.id not in matched:
            yield Proposal("listed", after)


def _by_name(gone: Iterable[Listed], come: Iterable[Listed]) -> dict[str, Listed]:
    """Match by kind and name what only one of each side has; old id to new entry."""
    was, now = ([(_key(one), one) for one in side] for side in (gone, come))
    often = Counter(key for key, _ in was), Counter(key for key, _ in now)
    unique = {key: one for key, one in now if often[1][key] == 1}
    return {one.id: unique[key] for key, one in was if often[0][key] == 1 and key in unique}


def _key(one: Listed) -> tuple[str, str]:
    return one.kind, normal(one.name)


def normal(name: str) -> str:
    """Give a name without case, accents, signs, legal forms and the order of its words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)
    ).split()
    return " ".join(sorted(w for w in letters if w not in _LEGAL_FORMS) or sorted(letters))


def _differences(before: Listed, after: Listed) -> Iterator[Difference]:
    for field in ("name", "kind", "programmes", "aliases"):
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            if isinstance(was, frozenset):  # only what is not in both
                was, now = "; ".join(sorted(was - now)), "; ".join(sorted(now - was))
            yield Difference(field, was, now)


def _about(one: Listed, programme: str, name: str) -> bool:
    """Whether an entry is of a programme and a name that the words are part of."""
    return _any(programme, one.programmes) and _any(name, (one.name, *one.aliases))


def _any(words: str, texts: Iterable[str]) -> bool:
    return not words or any(words.casefold() in text.casefold() for text in texts)
