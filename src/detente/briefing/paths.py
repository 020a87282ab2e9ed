"""The numbers a ladder rests on: what each is called, and which have the same basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from detente.briefing.naming import Names
    from detente.case import Assumption, Case

_USED = frozenset(
    ("cost", "value", "uptake", "lost", "recovered", "stake", "cap", "objectives", "lots")
)
_TIMES = frozenset(("takes", "lag", "lead", "delay"))


def carrying(case: Case, measures: Collection[str]) -> tuple[Assumption, ...]:
    """Give the numbers, uncertain or not, that a ladder of these measures is computed from."""
    terms = {case.form.measures[id_].revocability for id_ in measures}
    return tuple(n for n in case.numbers if _carries(n.path.split("."), measures, terms))


def _carries(path: list[str], measures: Collection[str], terms: Collection[object]) -> bool:
    block, id_, *rest = path
    if block == "measures":
        inside = rest[0] in _USED or rest[0] == "revocability"
        return id_ in measures and inside and rest[-1] not in _TIMES
    if block == "revocability":
        return id_ in terms and rest[-1] not in _TIMES
    return block in ("parties", "audiences") and rest[0] in _USED


def by_basis(numbers: Iterable[Assumption]) -> tuple[tuple[Assumption, ...], ...]:
    """Put together the numbers of one owner that rest on the same reason and sources."""
    groups: dict[object, list[Assumption]] = {}
    for number in numbers:
        block, id_, *_ = number.path.split(".")
        why = number.why["en"] if number.why else None
        groups.setdefault((block, id_, why, number.sources), []).append(number)
    return tuple(tuple(group) for group in groups.values())


def owner(path: str, names: Names) -> str:
    """Name the block of the case that a number stands in."""
    block, id_, *_ = path.split(".")
    if block == "revocability":
        name = names.case.form.revocability[id_].name
        said = name[names.lang.code] if name else id_
        return names.lang.say("Terms of revocation: {name}", name=said)
    return names(id_)


def called(path: str, names: Names) -> str:
    """Name a number of the case: whose, and what."""
    return f"{owner(path, names)}: {label(path, names)}"


def label(path: str, names: Names) -> str:
    """Name what a number is, without its owner: ``value to Belarus``, ``exposure cap``."""
    _, id_, *rest = path.split(".")
    say = names.lang.say
    lot = ""
    if rest[0] == "lots":
        lot, rest = f"{names(f'{id_}.{rest[1]}')}: ", rest[2:]
    if rest[0] == "objectives":
        return say("worth of the objective “{name}”", name=names.objective(id_, rest[1]))
    if rest[0] == "value":
        said = say("value to {who}", who=names(rest[1]))
        if "from" in rest:
            said += f" ({names.objective(rest[1], rest[-1])})"
        return lot + said
    if rest[-2:-1] == ["lost"]:
        return say("share of the value lost by {who}", who=names(rest[-1]))
    words = {
        "cost": say("cost"),
        "uptake": say("share of the value that arrives"),
        "lost": say("share of the value lost"),
        "recovered": say("share of the cost recovered"),
        "reputation": say("stake: reputation"),
        "expiry": say("stake: what lapses"),
        "deposit": say("stake: deposit"),
        "escrow": say("stake: escrow"),
        "cap": say("exposure cap"),
    }
    return lot + words.get(rest[-1], rest[-1])
