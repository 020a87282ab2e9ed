"""Two versions of a case side by side: what differs in them, and what that does to the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.paths import called
from detente.exchange import gain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.answer import Answer
    from detente.briefing.blocks import Block
    from detente.case import Assumption
    from detente.words.language import Language


@dataclass(frozen=True, slots=True)
class Versions:
    """Two answers, and what each version is called."""

    one: Answer
    other: Answer
    titles: tuple[str, str]

    @property
    def numbers(self) -> tuple[tuple[str, Assumption | None, Assumption | None], ...]:
        """The numbers that differ: path, in the one, in the other."""
        both = [{n.path: n for n in a.case.numbers} for a in (self.one, self.other)]
        found = ((p, both[0].get(p), both[1].get(p)) for p in dict.fromkeys((*both[0], *both[1])))
        return tuple(f for f in found if _range(f[1]) != _range(f[2]))

    @property
    def measures(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Measures that only the one has, and only the other."""
        one, other = self.one.case.form.measures, self.other.case.form.measures
        return tuple(m for m in one if m not in other), tuple(m for m in other if m not in one)


def _range(number: Assumption | None) -> tuple[float, float, float] | None:
    return None if number is None else (number.low, number.mode, number.high)


def versions_document(found: Versions, lang: Language) -> Document:
    """Write the comparison: the figures, the numbers that differ, the ladders beside each other."""
    names = Names(found.one.case, lang), Names(found.other.case, lang)
    return Document(
        title=lang.say("Two versions side by side"),
        subtitle=" – ".join(found.titles),
        language=lang.code,
        blocks=(
            Paragraph(_verdict(found, lang), "lead"),
            _figures(found, names),
            *_measures(found, names),
            *_numbers(found, names),
            Heading(lang.say("The ladders")),
            _ladders(found, names),
        ),
    )


def versions_record(found: Versions) -> dict[str, object]:
    """Write the same for machines."""

    def side(answer: Answer, title: str) -> dict[str, object]:
        return {
            "version": title,
            "case": answer.case.name,
            "self_enforcing": answer.ladder.self_enforcing,
            "gain": {who: gain(answer.deal, who) for who in answer.deal.parties},
            "guarantee": dict(answer.ladder.guarantee),
            "exposure": dict(answer.ladder.exposure),
            "steps": [list(step) for step in answer.ladder.steps],
        }

    return {
        "schema": "detente.web.compare/1",
        "one": side(found.one, found.titles[0]),
        "other": side(found.other, found.titles[1]),
        "measures": {"one": list(found.measures[0]), "other": list(found.measures[1])},
        "numbers": [
            {"path": path, "one": _range(one), "other": _range(other)}
            for path, one, other in found.numbers
        ],
    }


def _verdict(found: Versions, lang: Language) -> str:
    held = found.one.ladder.self_enforcing, found.other.ladder.self_enforcing
    if held == (True, True):
        return lang.say("Both versions have a self-enforcing ladder.")
    if held == (False, False):
        return lang.say("Neither version has a self-enforcing ladder.")
    return lang.say(
        "Only {version} has a self-enforcing ladder.", version=lang.quote(found.titles[held[1]])
    )


def _figures(found: Versions, names: tuple[Names, Names]) -> Table:
    lang = names[0].lang
    answers = found.one, found.other
    rows: list[tuple[str, ...]] = []
    for who in dict.fromkeys((*found.one.deal.parties, *found.other.deal.parties)):
        for title, of in (
            (lang.say("Gain"), [_of(a, who, gain(a.deal, who)) for a in answers]),
            (lang.say("Guarantee"), [a.ladder.guarantee.get(who) for a in answers]),
            (lang.say("Exposure"), [a.ladder.exposure.get(who) for a in answers]),
        ):
            name = (names[0] if who in found.one.deal.parties else names[1])(who)
            cells = ["–" if x is None else lang.number(x) for x in of]
            rows.append((f"{name}: {title}", *cells, _change(of, lang)))
    counts = [len(a.ladder.steps) for a in answers]
    cells = [lang.number(n, 0) for n in counts]
    rows.append((lang.say("Steps"), *cells, _change([float(n) for n in counts], lang)))
    heads = (*found.titles, lang.say("Change"))
    columns = (Column(""), *(Column(head, numeric=True) for head in heads))
    return Table(lang.say("Each party in its own points"), columns, tuple(rows))


def _of(answer: Answer, who: str, x: float) -> float | None:
    return x if who in answer.deal.parties else None


def _change(pair: list[float | None] | list[float], lang: Language) -> str:
    one, other = pair
    if one is None or other is None:
        return "–"
    change = other - one
    if abs(change) < 0.05:
        return "="
    return ("+" if change > 0 else "") + lang.amount(change)


def _measures(found: Versions, names: tuple[Names, Names]) -> Iterator[Block]:
    lang = names[0].lang
    said = [
        lang.say("Only in {version}: {measure}", version=lang.quote(title), measure=name(id_))
        for title, name, ids in zip(found.titles, names, found.measures, strict=True)
        for id_ in ids
    ]
    if said:
        yield Heading(lang.say("Measures"))
        yield Bullets(tuple(said))


def _numbers(found: Versions, names: tuple[Names, Names]) -> Iterator[Block]:
    lang = names[0].lang
    yield Heading(lang.say("Numbers that differ"))
    if not found.numbers:
        yield Paragraph(lang.say("None: what differs is in words or order."))
        return
    rows = []
    for path, one, other in found.numbers:
        name = names[0] if one is not None else names[1]
        rows.append((called(path, name), _said(one, lang), _said(other, lang)))
    columns = (Column(lang.say("Number")), *(Column(title) for title in found.titles))
    caption = lang.say("Least, most likely and largest value")
    yield Table(caption, columns, tuple(rows))


def _said(number: Assumption | None, lang: Language) -> str:
    if number is None:
        return "–"
    if number.low == number.high:
        return lang.amount(number.mode, 2)
    return " / ".join(lang.amount(x, 2) for x in (number.low, number.mode, number.high))


def _ladders(found: Versions, names: tuple[Names, Names]) -> Table:
    lang = names[0].lang
    sides = [
        [
            "\n".join(f"{name(name.case.lots[lot].measure.giver)}: {name(lot)}" for lot in step)
            for step in answer.ladder.steps
        ]
        for answer, name in zip((found.one, found.other), names, strict=True)
    ]
    count = max(len(side) for side in sides)
    rows = []
    for k in range(count):
        cells = [side[k] if k < len(side) else "–" for side in sides]
        rows.append((str(k + 1), *cells, "" if cells[0] == cells[1] else "≠"))
    columns = (
        Column(lang.say("Step")),
        *(Column(title) for title in found.titles),
        Column(lang.say("Differs")),
    )
    return Table(lang.say("What is given at each step"), columns, tuple(rows))
