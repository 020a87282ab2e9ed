"""From a case to a menu: what a package may be made of, and what it must keep to."""

from collections.abc import Iterator
from itertools import chain

from detente.case import resolve
from detente.case.lots import Part, groups_among, links, on_terms
from detente.case.schema import CaseForm
from detente.exchange.menu import Measure, Menu
from detente.exchange.model import Deposit


def menu(form: CaseForm, lots: dict[str, Part], pick: resolve.Pick) -> Menu:
    """Make the menu of a case; every measure that is not unconditional is a choice.

    Options and the measures of the plan stand side by side: a package holds any of them, in
    any number of lots (the first ones), on their own terms or on an alternative. Besides what
    `requires` and `excludes` say, a lot needs those that it may come only `after`: what waits
    for something that never comes, never comes. Red lines that forbid a tag, budgets and what
    a party must have hold as they stand; what may only not be given up front is put in order,
    as in the plan.
    """
    there = {name: part for name, part in lots.items() if not part.measure.unconditional}
    after = [link for link in links(form, lots) if link.first in there and link.then in there]
    written = {(link.then, link.first) for link in after if "after" in link.route}
    budgets = {
        id_: pick(("parties", id_, "budget"), party.budget)
        for id_, party in form.parties.items()
        if party.budget is not None
    }
    return Menu(
        parties=tuple(form.parties),
        measures=tuple(_measures(form, there, pick)),
        stakes=resolve.stakes(form, pick),
        caps=resolve.caps(form, pick),
        after=tuple((link.first, link.then) for link in after),
        together=groups_among(lots, there),
        sequential=form.sequential,
        audiences=tuple(form.audiences),
        deposits=[Deposit(*deposit) for deposit in resolve.deposits(form, pick)],
        requires=sorted(written.union(_pairs(form, "requires"))),
        excludes=sorted(_pairs(form, "excludes")),
        must=tuple(dict.fromkeys(chain(*(party.must_have for party in form.parties.values())))),
        budgets=budgets,
        red_lines={
            id_: [line.forbids for line in party.red_lines if line.forbids and not line.up_front]
            for id_, party in form.parties.items()
        },
    )


def _measures(form: CaseForm, lots: dict[str, Part], pick: resolve.Pick) -> Iterator[Measure]:
    parts: dict[str, list[Part]] = {}
    for part in lots.values():
        parts.setdefault(part.measure_id, []).append(part)
    for id_, own in parts.items():
        measure = form.measures[id_]
        terms = {"": [resolve.amounts(form, part, pick).lot() for part in own]}
        for name in measure.alternatives:
            terms[name] = [resolve.amounts(form, on_terms(part, name), pick).lot() for part in own]
        yield Measure(id_, terms, measure.tags)


def _pairs(form: CaseForm, key: str) -> set[tuple[str, str]]:
    """Pairs of measures that `requires` or `excludes` name; what is unconditional is there."""
    return {
        (id_, other)
        for id_, measure in form.measures.items()
        if not measure.unconditional
        for other in getattr(measure, key)
        if not form.measures[other].unconditional
    }
