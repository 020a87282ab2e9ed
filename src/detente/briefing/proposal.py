"""The answer to “which package?”: searched, certified anew, and what is missing where none is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.briefing.answer import vouch
from detente.exchange import certify
from detente.planning import Package, Packages, package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.case import Case
    from detente.case.case import Point
    from detente.exchange import Menu


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case, and the packages that can be proposed in it.

    Attributes
    ----------
    case, packages
        What was chosen from, and what was found.
    lacking
        Where nothing on the frontier can be marked: the package that would be, were nobody
        tempted to walk away; its ladder says what they must have to lose. None where
        something is marked, or where not even that helps.
    """

    case: Case
    packages: Packages
    lacking: Package | None


def choices(
    case: Case,
    *,
    at: Point = "mode",
    must: Iterable[str] = (),
    budgets: Mapping[str, float] | None = None,
) -> Menu:
    """Give what there is to choose from in a case; parameters and errors as of `propose`."""
    menu = case.menu(at)
    return replace(
        menu,
        must=tuple(dict.fromkeys((*menu.must, *must))),
        budgets={**menu.budgets, **(budgets or {})},
    )


def propose(
    case: Case,
    *,
    at: Point = "mode",
    must: Iterable[str] = (),
    budgets: Mapping[str, float] | None = None,
    time_limit: float | None = None,
) -> Proposal:
    """Find what packages can be proposed in a case.

    Parameters
    ----------
    case
        What to choose from.
    at
        At which point of the ranges, as in `Case.menu`.
    must
        Measures or lots that every package holds, besides what the case says.
    budgets
        The most that all it gives may cost a party, instead of what the case says.
    time_limit
        Seconds for the search.

    Raises
    ------
    InvalidCase, InvalidMenu, UnknownLot, UnknownParty, UnknownName
        The case makes no menu at that point, or has no such measure or party.
    ValueError
        The time limit makes no sense.
    """
    menu = choices(case, at=at, must=must, budgets=budgets)
    found = package(menu, time_limit=time_limit)
    for one in found.frontier:
        if certify(one.deal, one.certificate.steps) != one.certificate:
            raise RuntimeError("a package does not have the certificate it claims")
    for marked in found.points.values():
        if marked is not None:
            vouch(marked.deal, marked.ladder)
    lacking = None if any(found.points.values()) else _lacking(menu, time_limit)
    return Proposal(case, found, lacking)


def _lacking(menu: Menu, time_limit: float | None) -> Package | None:
    """What the Nash point would be if every stake were as large as all amounts together."""
    lots = [lot for measure in menu.measures for lots in measure.terms.values() for lot in lots]
    enough = {
        who: 1.0 + sum(abs(lot.cost) + abs(lot.value.get(who, 0.0)) for lot in lots)
        for who in menu.parties
    }
    found = package(replace(menu, stakes=enough), time_limit=time_limit).points["nash"]
    if found is None:
        return None
    deal = replace(found.deal, stakes=menu.stakes)
    return Package(found.taken, deal, certify(deal, found.certificate.steps), time_limit)
