"""Packages for machines: plain mappings with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.record import figures
from detente.planning.packages.points import NEEDS_ONE_UNIT

if TYPE_CHECKING:
    from detente.briefing.proposal import Proposal
    from detente.briefing.record import Record
    from detente.exchange import Menu
    from detente.planning import Package


def package_record(proposal: Proposal) -> Record:
    """Write a proposal: the menu, the frontier, and the marked points with their ladders."""
    found, case = proposal.packages, proposal.case
    return {
        "schema": "detente.package/1",
        "case": case.name,
        "as_of": case.form.as_of.isoformat(),
        "illustrative": case.form.illustrative,
        "parties": list(found.menu.parties),
        "size": found.size,
        "optimal": found.optimal,
        "gap": found.gap,
        "failed": found.failed,
        "menu": _menu(found.menu),
        "unconditional": [id_ for id_, m in case.form.measures.items() if m.unconditional],
        "frontier": [
            {
                **_package(one, found.menu),
                "marks": [point for point, marked in found.points.items() if marked is one],
            }
            for one in found.frontier
        ],
        "points": {
            point: None
            if one is None
            else {
                **_package(one, found.menu),
                "compares_units": point in NEEDS_ONE_UNIT,
                "ladder": _ladder(one),
            }
            for point, one in found.points.items()
        },
        "lacking": proposal.lacking
        and {**_package(proposal.lacking, found.menu), "ladder": _ladder(proposal.lacking)},
    }


def _menu(menu: Menu) -> Record:
    return {
        "measures": [
            {
                "measure": measure.name,
                "giver": measure.giver,
                "terms": {terms: len(lots) for terms, lots in measure.terms.items()},
            }
            for measure in menu.measures
            if measure.name not in menu.barred
        ],
        "barred": dict(menu.barred),
        "must": list(menu.must),
        "requires": [list(pair) for pair in menu.requires],
        "excludes": [list(pair) for pair in menu.excludes],
        "budgets": dict(menu.budgets),
    }


def _package(one: Package, menu: Menu) -> Record:
    """What is in a package, what it brings, and the self-enforcing ladder found first."""
    return {
        "measures": [
            {
                "measure": way.measure,
                "terms": way.terms,
                "lots": way.lots,
                "of": len(menu.measure_of(way.measure).terms[way.terms]),
            }
            for way in one.taken
        ],
        "gains": {who: one.gains[who] for who in menu.parties},
        "audiences": {who: one.gains[who] for who in menu.audiences},
        "worth_signing": one.worth_signing,
        **figures(one.certificate),
    }


def _ladder(one: Package) -> Record:
    ladder = one.ladder
    return {
        "order": list(ladder.order),
        **figures(ladder.certificate),
        "value": ladder.value,
        "bound": ladder.bound,
        "optimal": ladder.optimal,
        "optimal_ties": ladder.optimal_ties,
    }
