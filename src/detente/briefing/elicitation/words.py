"""Pairs of values in sentences: what a party would rather give, have, or give to get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.paths import label
from detente.case.measures import frees_people
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.briefing.naming import Names
    from detente.case.lots import Part
    from detente.elicitation.sheet import Bundle
    from detente.words.language import Language

_SAID = {  # a translation names the two in the same order: see `less_first`
    ("gives", "gives"): (
        N_("{party} would rather give {less} than {more}."),
        N_("{party} would not rather give {less} than {more}."),
    ),
    ("receives", "receives"): (
        N_("{party} would rather have {more} than {less}."),
        N_("{party} would not rather have {more} than {less}."),
    ),
    ("receives", "gives"): (
        N_("{party} would give {less} to get {more}."),
        N_("{party} would not give {less} to get {more}."),
    ),
    ("gives", "receives"): (
        N_("{party} would not give {more} to get {less}."),
        N_("{party} would give {more} to get {less}."),
    ),
    ("aims", "aims"): (
        N_("To {party}, {more} matters more than {less}."),
        N_("To {party}, {more} does not matter more than {less}."),
    ),
}
_WEIGHS = (
    N_("To {party}, {more} weighs more than {less}."),
    N_("To {party}, {more} does not weigh more than {less}."),
)


def statement(party: str, more: Bundle, less: Bundle, names: Names, *, holds: bool = True) -> str:
    """Say that to a party the one bundle is worth more than the other, or that it is not."""
    roles = _role(more), _role(less)
    plain = roles in _SAID
    yes, no = _SAID[roles] if plain else _WEIGHS
    sides = {"more": more, "less": less}
    told = {side: bundle(of, names, plain=plain) for side, of in sides.items()}
    return names.lang.say(yes if holds else no, party=names(party), **told)


def less_first(more: Bundle, less: Bundle) -> bool:
    """Whether a statement about the two names the one that is worth less before the other."""
    return _role(less) == "gives" and _role(more) in ("gives", "receives")


def question(party: str, more: Bundle, less: Bundle, names: Names) -> str:
    """Ask whether it is so."""
    told = statement(party, more, less, names)
    return names.lang.say("{statement} True?", statement=told)


def bundle(of: Bundle, names: Names, *, plain: bool = True) -> str:
    """Name the values of a bundle; unless `plain`, each with what is done."""
    return names.lang.join([_value(path, count, names, plain) for path, count in of.items()])


def _role(of: Bundle) -> str:
    """What is done with all values of a bundle; empty where they differ or it is something else."""
    roles = {_done(path) for path in of}
    return roles.pop() if len(roles) == 1 else ""


def _done(path: str) -> str:
    block, _, *rest = path.split(".")
    if block == "measures":
        return "gives" if rest[-1] == "cost" else "receives"
    return "aims" if rest[0] == "objectives" else ""


def _value(path: str, count: float, names: Names, plain: bool) -> str:
    lang, done = names.lang, _done(path)
    if done == "aims":
        _, party, _, objective, _ = path.split(".")
        return _times(count, lang.quote(names.objective(party, objective)), lang)
    if not done:
        return _times(count, lang.quote(_other(path, names)), lang)
    said = _lots(path, count, names)
    if plain:
        return said
    return (
        lang.say("giving {what}", what=said)
        if done == "gives"
        else lang.say("receiving {what}", what=said)
    )


def _other(path: str, names: Names) -> str:
    """Name what is neither given, received nor aimed at: a stake, a cap, an incident, a line."""
    block, id_, *rest = path.split(".")
    form, code = names.case.form, names.lang.code
    if block == "incidents":
        return form.incidents[id_].name[code]
    if block == "channels":
        what = names.lang.say("cost") if rest[0] == "cost" else names.lang.say("upkeep")
        return f"{form.channels[id_].name[code]}: {what}"
    return label(path, names)


def _lots(path: str, count: float, names: Names) -> str:
    """Name so many lots of a measure, with how much that is where it has several."""
    lang, case = names.lang, names.case
    _, id_, *rest = path.split(".")
    parts = [part for part in case.lots.values() if part.measure_id == id_]
    if rest[0] == "lots":
        (part,) = (part for part in parts if part.lot_id == rest[1])
        return _times(count, lang.quote(names(part.name)), lang)
    part, what = parts[0], lang.quote(names(id_))
    if rest[0] == "alternatives":
        name = part.measure.alternatives[rest[1]].name
        what += f" ({name[lang.code] if name else rest[1]})"
    if len(parts) == 1:
        return _times(count, what, lang)
    return f"{what} ({', '.join((_pieces(part, count, lang), *_quantity(part, count, lang)))})"


def _pieces(part: Part, count: float, lang: Language) -> str:
    """Say how many lots; of people, groups."""
    people = frees_people(part.measure)
    if count == 1:
        return lang.say("one group") if people else lang.say("one lot")
    if people:
        return lang.count("{n} group", "{n} groups", count)
    return lang.count("{n} lot", "{n} lots", count)


def _times(count: float, what: str, lang: Language) -> str:
    return what if count == 1 else f"{lang.amount(count, 2)} × {what}"


def _quantity(part: Part, count: float, lang: Language) -> tuple[str, ...]:
    if part.quantity is None or part.measure.unit is None or count * part.quantity == 1:
        return ()
    return (f"{lang.amount(count * part.quantity)} {part.measure.unit[lang.code]}",)
