"""Two cases side by side: what was given on which terms, what the model says, what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING

from detente.briefing.answer import Answer, answer
from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.feature_words import FORMULA, differing
from detente.briefing.naming import Names
from detente.briefing.outcomes import outcome_record, result_with_date, years
from detente.briefing.uncertainty.stress_words import percent
from detente.case.amounts import earliest
from detente.case.features import Features, differences, distance, features, vetoes
from detente.exchange import gain, schedule
from detente.uncertainty import stress
from detente.words.likelihood import band

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from detente.case import Case
    from detente.exchange import Lot
    from detente.words.language import Language

DRAWS = 10_000
"""So many draws tell how often a ladder holds."""

MOSTLY, HARDLY = 0.5, 0.1
"""A lot of whose value so much is lost on breakdown can mostly, or hardly, be taken back."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cases, and what the model says of it.

    Attributes
    ----------
    answer
        Its ladder, at the likeliest values.
    hold_probability
        Share of the draws from its ranges in which the ladder holds.
    features
        What it is compared by; see `detente.case.features`.
    days
        From its own day to the last delivery, as early as the ladder allows.
    label
        What it is called beside the other: the case's name.
    draws
        How many draws were made.
    """

    answer: Answer
    hold_probability: float
    features: Features
    days: float
    label: str
    draws: int

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.answer.case

    @property
    def parties(self) -> Sequence[str]:
        """Ids of those who give."""
        return self.answer.deal.parties

    @property
    def lots(self) -> int:
        """How many lots its ladder orders."""
        return len(self.answer.deal.lots)

    @property
    def outside(self) -> int:
        """How many measures are given outside the ladder."""
        return sum(measure.unconditional for measure in self.case.form.measures.values())

    @property
    def lasted(self) -> int | None:
        """Days from the case's own day to its outcome; None where that is not told."""
        ended = self.case.form.outcome
        return (earliest(ended.date) - self.case.form.as_of).days if ended else None

    @property
    def back(self) -> tuple[int, int, int]:
        """How many lots can mostly, partly and hardly be taken back from the parties."""
        shares = [_lost(lot, self.parties) for lot in self.answer.deal.lots]
        mostly = sum(share >= MOSTLY for share in shares)
        hardly = sum(share <= HARDLY for share in shares)
        return mostly, len(shares) - mostly - hardly, hardly

    @property
    def checks(self) -> tuple[float | None, float | None]:
        """Mean probability that a breach is seen, and mean days until it is known."""
        every = self.case.checks()
        known = [every[name] for name in self.case.planned() if name in every]
        if not known:
            return None, None
        seen, lag = sum(c.detection for c in known), sum(c.lag for c in known)
        return seen / len(known), lag / len(known)


def _lost(lot: Lot, parties: Sequence[str]) -> float:
    """The largest share of its value that a party that receives it loses."""
    return max((lot.lost_to(who) for who in lot.value if who in parties), default=0.0)


def side(case: Case, draws: int = DRAWS) -> Side:
    """Plan and stress a case, as one of the two."""
    found = answer(case, repair=False)
    held = stress(case, found.ladder, draws).hold_probability
    dates = schedule(case.timed_exchange(), found.ladder.steps).dates
    days = max(one.delivered for one in dates)
    return Side(found, held, features(case), days, case.name, draws)


def _told_apart(one: Side, other: Side) -> tuple[Side, Side]:
    """Call two versions of one case by their files."""
    if one.label != other.label:
        return one, other
    files = [Path(of.case.document.file) for of in (one, other)]
    same = files[0].name == files[1].name
    labels = [str(file) if same else file.name for file in files]
    return replace(one, label=labels[0]), replace(other, label=labels[1])


def compare_document(one: Side, other: Side, lang: Language) -> Document:
    """Write two cases side by side."""
    sides = one, other = _told_apart(one, other)
    told = [
        f"{of.label}: {of.case.form.outcome.what[lang.code]}."
        for of in sides
        if of.case.form.outcome
    ]
    return Document(
        title=lang.say("Two ladders side by side"),
        subtitle=f"{one.label} – {other.label}",
        language=lang.code,
        blocks=(
            _facts(sides, lang),
            _findings(sides, lang),
            _parties(sides, lang),
            *((Heading(lang.say("What happened")), Bullets(tuple(told))) if told else ()),
            Heading(lang.say("How alike they are")),
            Paragraph(_alike(one, other, lang)),
            Paragraph(lang.say(FORMULA), "small"),
        ),
    )


def _table(
    title: str, sides: tuple[Side, Side], rows: Iterable[tuple[str, Callable[[Side], str]]]
) -> Table:
    """Lay out what is said of each of the two, a row for each question."""
    columns = (Column(""), *(Column(one.label) for one in sides))
    return Table(title, columns, tuple((name, *map(say, sides)) for name, say in rows))


def _facts(sides: tuple[Side, Side], lang: Language) -> Table:
    rows: tuple[tuple[str, Callable[[Side], str]], ...] = (
        (lang.say("Title"), lambda one: one.case.title[lang.code]),
        (lang.say("Years"), lambda one: years(one.case)),
        (lang.say("Outcome"), lambda one: result_with_date(one.case, lang)),
        (lang.say("Parties"), lambda one: "; ".join(map(Names(one.case, lang), one.parties))),
        (lang.say("Audiences"), lambda one: str(len(one.case.form.audiences))),
        (lang.say("whose consent is open"), lambda one: str(len(vetoes(one.case)))),
        (lang.say("Quantities"), lambda one: _quantities(one.case, lang)),
        (lang.say("Lots, steps"), lambda one: f"{one.lots}, {len(one.answer.ladder.steps)}"),
        (lang.say("Measures outside the ladder"), lambda one: str(one.outside)),
        (
            lang.say("Lots that can mostly / partly / hardly be taken back"),
            lambda one: " / ".join(map(str, one.back)),
        ),
        (lang.say("Chance that a breach is seen"), lambda one: _percent(one.checks[0], lang)),
        (lang.say("Days until a check answers"), lambda one: _number(one.checks[1], lang)),
        (lang.say("Escrow or deposit"), lambda one: _yes(one.features["escrow"], lang)),
    )
    return _table(lang.say("What was on the table"), sides, rows)


def _findings(sides: tuple[Side, Side], lang: Language) -> Table:
    rows: tuple[tuple[str, Callable[[Side], str]], ...] = (
        (lang.say("Self-enforcing"), lambda one: _yes(one.answer.ladder.self_enforcing, lang)),
        (
            lang.say("Holds with values drawn"),
            lambda one: _holds(one, lang),
        ),
        (lang.say("Days, as early as it allows"), lambda one: lang.number(one.days, 0)),
        (lang.say("Days, as it went"), lambda one: _number(one.lasted, lang)),
    )
    title = lang.say("What the model says; {n} draws each", n=lang.number(sides[0].draws, 0))
    return _table(title, sides, rows)


def _yes(x: object, lang: Language) -> str:
    return lang.say("yes") if x else lang.say("no")


def _holds(one: Side, lang: Language) -> str:
    share = percent(one.hold_probability, Names(one.case, lang))
    return f"{share} ({lang.say(band(one.hold_probability).words)})"


def _quantities(case: Case, lang: Language) -> str:
    """What each party gives that can be counted, by unit; periods of tracks side by side cannot."""
    names = Names(case, lang)
    given: dict[str, dict[str, float]] = {who: {} for who in case.form.parties}
    for id_ in dict.fromkeys(case.lots[name].measure_id for name in case.planned()):
        measure = case.form.measures[id_]
        if measure.kind in ("restraint", "periodic"):
            continue
        if measure.quantity is not None and measure.unit is not None:
            units, unit = given[measure.giver], measure.unit[lang.code]
            units[unit] = units.get(unit, 0.0) + measure.quantity
    told = [
        f"{names(who)}: {', '.join(f'{lang.amount(x)} {unit}' for unit, x in units.items())}"
        for who, units in given.items()
        if units
    ]
    return "; ".join(told) or "–"


def _percent(x: float | None, lang: Language) -> str:
    return "–" if x is None else lang.percent(x)


def _number(x: float | None, lang: Language) -> str:
    return "–" if x is None else lang.amount(x)


def _parties(sides: tuple[Side, Side], lang: Language) -> Table:
    """Give each party's figures, in its own points and as shares of its own gain."""
    columns = (
        Column(lang.say("Party")),
        Column(lang.say("Gives"), numeric=True),
        Column(lang.say("Gain"), numeric=True),
        Column(lang.say("Stake"), numeric=True),
        Column(lang.say("On the way"), numeric=True),
        Column(lang.say("At completion"), numeric=True),
    )
    rows = []
    for one in sides:
        deal, ladder, names = one.answer.deal, one.answer.ladder, Names(one.case, lang)
        for who in deal.parties:
            gains = gain(deal, who)
            gives = sum(lot.cost for lot in deal.lots if lot.giver == who)
            rows.append(
                (
                    f"{one.label}: {names(who)}",
                    lang.number(gives),
                    lang.number(gains),
                    lang.number(deal.stakes.get(who, 0.0)),
                    _share(ladder.on_the_way[who], gains, lang),
                    _share(ladder.at_completion[who], gains, lang),
                )
            )
    caption = lang.say(
        "Each party in its own points, which nothing makes comparable; guarantees with their share "
        "of its gain"
    )
    return Table(caption, columns, tuple(rows))


def _share(amount: float, gains: float, lang: Language) -> str:
    if isclose(amount, 0.0, abs_tol=1e-9) or gains <= 0:
        return lang.number(amount)
    return f"{lang.number(amount)} ({lang.percent(amount / gains)})"


def _alike(one: Side, other: Side, lang: Language) -> str:
    apart = differences(one.features, other.features)
    if not any(apart.values()):
        return lang.say("They are alike in every feature.")
    return lang.say(
        "The distance is {distance}, from 0, alike in every feature, to 1. They differ most in "
        "{features}.",
        distance=lang.number(distance(one.features, other.features), 2),
        features="; ".join(differing(apart, lang)),
    )


# --- the same for machines -----------------------------------------------------------------------


def compare_record(one: Side, other: Side, lang: Language) -> Mapping[str, object]:
    """Write two cases side by side for machines."""
    return {
        "schema": "detente.compare/1",
        "one": _record(one, lang),
        "other": _record(other, lang),
        "distance": distance(one.features, other.features),
        "differences": differences(one.features, other.features),
    }


def _record(of: Side, lang: Language) -> dict[str, object]:
    deal, ladder = of.answer.deal, of.answer.ladder
    detection, lag = of.checks
    return {
        "case": of.case.name,
        "as_of": of.case.form.as_of.isoformat(),
        "outcome": outcome_record(of.case, lang),
        "parties": list(deal.parties),
        "audiences": list(deal.audiences),
        "lots": of.lots,
        "steps": len(ladder.steps),
        "taken_back": dict(zip(("mostly", "partly", "hardly"), of.back, strict=True)),
        "detection": detection,
        "lag": lag,
        "self_enforcing": ladder.self_enforcing,
        "hold_probability": of.hold_probability,
        "draws": of.draws,
        "days": of.days,
        "lasted": of.lasted,
        "gain": {who: gain(deal, who) for who in deal.parties},
        "stakes": {who: deal.stakes.get(who, 0.0) for who in deal.parties},
        "on_the_way": dict(ladder.on_the_way),
        "at_completion": dict(ladder.at_completion),
        "features": dict(of.features),
    }
