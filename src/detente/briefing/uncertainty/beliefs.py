"""Are they serious? What is believed, where the ladder would break, and what to test first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Fold,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.naming import Names
from detente.briefing.sections import framed, illustrative, units
from detente.briefing.uncertainty.beliefs_outlook import outlook_blocks
from detente.briefing.uncertainty.beliefs_tests import pace_blocks, test_blocks
from detente.briefing.uncertainty.beliefs_words import SEEN, behaves, likely, type_name
from detente.uncertainty.parties.bayes import READS_AS_BREACH
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from detente.briefing.blocks import Block, Document
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.uncertainty import Assessment, Range
    from detente.uncertainty.parties.types import Prior
    from detente.uncertainty.parties.updating import Trajectory
    from detente.words.language import Language


def beliefs_document(case: Case, found: Assessment, lang: Language) -> Document:
    """Tell on a screen what is believed of the parties to a case.

    Parameters
    ----------
    case
        What things are called.
    found
        What `detente.uncertainty.assess` found.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(_lead(found, names), "lead"),
            *illustrative(names),
            *_declared(found, names),
            _beliefs(found, names),
            *path_blocks(found.trajectory, found.believer.priors, found.parties, names),
            Heading(lang.say("Where the ladder would break")),
            *outlook_blocks(found, names),
            Heading(lang.say("What to test first")),
            *test_blocks(found, names),
            Heading(lang.say("Do the steps grow too fast?")),
            *pace_blocks(found, names),
            Heading(lang.say("What it rests on")),
            Bullets(_basis(found, lang)),
            *units(names),
        ),
    )


def beliefs_section(found: Assessment, names: Names) -> Blocks:
    """Write the section on beliefs for a brief; parameters as in `beliefs_document`."""
    lang = names.lang
    return (
        Heading(lang.say("Are they serious?")),
        Paragraph(_lead(found, names)),
        *_declared(found, names),
        _beliefs(found, names),
        *path_blocks(found.trajectory, found.believer.priors, found.parties, names),
        *outlook_blocks(found, names),
        *test_blocks(found, names),
        Fold(lang.say("Do the steps grow too fast?"), tuple(pace_blocks(found, names))),
        Fold(lang.say("What it rests on"), (Bullets(_basis(found, lang)),)),
    )


# --- what is believed ----------------------------------------------------------------------------


def _lead(found: Assessment, names: Names) -> str:
    lang, seen = names.lang, len(found.trajectory.moments) - 1
    ranges = [
        lang.say("{party}: {likely}", party=names(who), likely=_widest(found, who, lang))
        for who in found.parties
    ]
    if not seen:
        return lang.say(
            "Nothing has been tested yet. That each means to carry the ladder through: {parties}.",
            parties="; ".join(ranges),
        )
    return lang.count(
        "After {n} observation, that each means to carry the ladder through: {parties}. How much "
        "was learned hangs on how an opportunist behaves.",
        "After {n} observations, that each means to carry the ladder through: {parties}. How much "
        "was learned hangs on how an opportunist behaves.",
        seen,
        parties="; ".join(ranges),
    )


def _widest(found: Assessment, who: str, lang: Language) -> str:
    """The range over all behaviours of the first type; without types, of stakes that suffice."""
    from detente.uncertainty import Range

    standing = found.trajectory.last.standings[who]
    prior = found.believer.priors[who]
    ranges = (
        [told[prior.types[0].name] for told in standing.types.values()]
        if prior.typed
        else list(standing.carries.values())
    )
    whole = Range.around(ranges[0].mode, [end for r in ranges for end in (r.low, r.high)])
    return likely(whole, lang)


def _declared(found: Assessment, names: Names) -> Iterator[Block]:
    """Say whose prior the case does not state."""
    lang = names.lang
    silent = [names(who) for who in found.parties if not found.believer.priors[who].declared]
    if silent:
        text = lang.say(
            "the case says nothing of {parties}; the stake it states stands alone.",
            parties=lang.join(silent),
        )
        yield Note(lang.say("No belief stated"), text)


def _beliefs(found: Assessment, names: Names) -> Table:
    """One row for each party and behaviour; behaviours that come to the same share one."""
    lang = names.lang
    rows = []
    for who in found.parties:
        standing = found.trajectory.last.standings[who]
        alike: dict[tuple[str, str], list[str]] = {}
        for way, held in standing.carries.items():
            told = (_types(found, who, standing.types[way], names), likely(held, lang))
            alike.setdefault(told, []).append(behaves(way, lang))
        rows += [(names(who), ",\n".join(ways), *told) for told, ways in alike.items()]
    columns = (
        Column(lang.say("Party")),
        Column(lang.say("If an opportunist…")),
        Column(lang.say("What it is")),
        Column(lang.say("It carries the ladder through")),
    )
    return Table(lang.say("What is believed of each party"), columns, tuple(rows))


def _types(found: Assessment, who: str, told: Mapping[str, Range], names: Names) -> str:
    """How likely each type is; of two the first says all."""
    if not found.believer.priors[who].typed:
        return "–"
    shown = list(told.items())[: 1 if len(told) == 2 else None]
    return "\n".join(
        f"{type_name(who, name, names)}: {likely(share, names.lang)}" for name, share in shown
    )


def path_blocks(
    path: Trajectory, priors: Mapping[str, Prior], parties: Iterable[str], names: Names
) -> Iterator[Block]:
    """Tell how beliefs moved, where anything was seen."""
    lang, moments = names.lang, path.moments
    if len(moments) < 2:
        return
    told = [
        lang.say(
            "{date}, {party}, {lot}: {outcome}",
            date=lang.date(moment.when),
            party=names(moment.observation.party),
            lot=lang.quote(names(moment.observation.lot)),
            outcome=_seen(moment.observation.outcome, moment.observation.telling, lang),
        )
        for moment in moments
        if moment.observation is not None
    ]
    yield Bullets(tuple(told))
    series = []
    for who in parties:
        prior = priors[who]
        points: dict[str, Datum] = {}
        for moment in moments:
            standing, day = moment.standings[who], moment.when.isoformat()
            way = next(iter(standing.carries))
            name = prior.types[0].name
            at = standing.types[way][name] if prior.typed else standing.carries[way]
            points[day] = Datum(day, round(at.mode, 2), round(at.low, 2), round(at.high, 2))
        series.append(Series(names(who), tuple(points.values())))
    alt = "; ".join(
        lang.say(
            "{party}: from {before} to {after}",
            party=one.name,
            before=estimate(float(one.points[0].y), lang),
            after=estimate(float(one.points[-1].y), lang),
        )
        for one in series
    )
    yield Chart(
        "lines",
        lang.say("How the belief moved, if an opportunist cheats each time")
        if any(priors[who].typed for who in parties)
        else lang.say("How the belief moved"),
        f"{alt}.",
        lang.say("day"),
        lang.say("probability"),
        tuple(series),
        share=True,
    )  # fmt: skip


def _seen(outcome: str, telling: bool, lang: Language) -> str:
    said = lang.say(SEEN[outcome])
    if telling or outcome == "unobserved":
        return said
    return lang.say("{outcome}, but nobody could have seen otherwise", outcome=said)


# --- what it rests on ----------------------------------------------------------------------------


def _basis(found: Assessment, lang: Language) -> tuple[str, ...]:
    return (
        lang.say(
            "The prior is declared by the case; ranges are carried through, with those of the "
            "checks. The three behaviours stand side by side; none of them is a bound."
        ),
        lang.say(
            "A late delivery reads as a breach by {late}, a dispute by {disputed}, and a party "
            "does the opposite of what its type would in {slip} of cases: declared, not known.",
            late=lang.percent(READS_AS_BREACH["late"]),
            disputed=lang.percent(READS_AS_BREACH["disputed"]),
            slip=lang.percent(found.slip),
        ),
        lang.say("What nobody has observed is neither compliance nor breach."),
        lang.say(
            "Stakes of different parties are independent; all values but the stakes are at their "
            "most likely."
        )
        if not _stakes_correlated(found.case)
        else lang.say(
            "Stakes of different parties are taken as independent here, though the case says that "
            "they move together: `detente stress` reckons with that. All values but the stakes are "
            "at their most likely."
        ),
    )


def _stakes_correlated(case: Case) -> bool:
    """Whether a group of numbers that move together holds stakes of two parties."""
    return any(
        len({path.split(".")[1] for path in group.of if ".stake" in path}) > 1
        for group in case.form.correlated.values()
    )
