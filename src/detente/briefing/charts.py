"""Charts of plans and packages: guarantee against lot size, the frontier of gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, Datum, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.briefing.naming import Names
    from detente.briefing.proposal import Proposal
    from detente.planning.lots import Curve

CURVES = 4
"""Curves that one chart holds; those that bend most."""


def lots_chart(who: str, curves: Mapping[str, Curve], stake: float, names: Names) -> Chart:
    """Draw what a party must have to lose against the number of lots.

    Parameters
    ----------
    who
        The party.
    curves
        By the name of what is cut; each with some guarantee at every number or none.
    stake
        What it has to lose.
    names
        What things are called.
    """
    lang = names.lang
    drawn = {
        name: [Datum(point.lots, point.guarantee[who]) for point in curve.points if point.guarantee]
        for name, curve in curves.items()
    }
    bent = sorted((name for name in drawn if drawn[name]), key=lambda name: -_fall(drawn[name]))
    series = tuple(Series(name, tuple(drawn[name])) for name in bent[:CURVES])
    least = min((point for one in series for point in one.points), key=lambda p: float(p.y))
    alt = lang.count(
        "{party} must have at least {least} to lose, with {n} lot; its stated stake is {stake}.",
        "{party} must have at least {least} to lose, with {n} lots; its stated stake is {stake}.",
        float(least.x),
        party=names(who),
        least=lang.number(float(least.y)),
        stake=lang.number(stake),
    )
    return Chart(
        "lines",
        lang.say("Guarantee against number of lots: {party}", party=names(who)),
        alt,
        lang.say("Number of lots"),
        lang.say("Guarantee, in its own points"),
        series,
        marks=((lang.say("Stake"), stake),),
    )


def _fall(points: list[Datum]) -> float:
    return float(points[0].y) - float(points[-1].y)


def frontier_chart(proposal: Proposal, named: Mapping[str, str], names: Names) -> Chart | None:
    """Draw the gains of two parties on the frontier, and the bargaining points; else None.

    Parameters
    ----------
    proposal
        The packages.
    named
        What each bargaining point is called, by its key.
    names
        What things are called.
    """
    lang, found = names.lang, proposal.packages
    if len(found.menu.parties) != 2 or len(found.frontier) < 2:
        return None
    one, other = found.menu.parties
    labels: dict[tuple[float, float], list[str]] = {}
    for key, package in found.points.items():
        if package is not None:
            at = (package.gains[one], package.gains[other])
            labels.setdefault(at, []).append(named[key])
    all_of = tuple(Datum(p.gains[one], p.gains[other]) for p in found.frontier)
    marked = tuple(Datum(x, y, label=", ".join(told)) for (x, y), told in labels.items())
    said = "; ".join(
        f"{datum.label}: {lang.number(float(datum.x))} / {lang.number(float(datum.y))}"
        for datum in marked
    )
    alt = lang.count(
        "{n} package on the frontier; gains of {one} / {other}: {said}.",
        "{n} packages on the frontier; gains of {one} / {other}: {said}.",
        len(all_of),
        one=names(one),
        other=names(other),
        said=said or "–",
    )
    series = [Series(lang.say("Frontier"), all_of)]
    if marked:
        series.append(Series(lang.say("Recommended"), marked))
    return Chart(
        "points",
        lang.say("The frontier of gains"),
        alt,
        lang.say("Gain: {party}", party=names(one)),
        lang.say("Gain: {party}", party=names(other)),
        tuple(series),
    )
