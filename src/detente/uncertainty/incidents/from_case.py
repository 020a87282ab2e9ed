"""From a case to an outlook: its incidents, and what its measures and channels do and cost.

What is assumed, and told beside every answer: rates are those as things stand, the channels that
exist included; a measure's effect begins after its lead time, whatever the ladder's order, and
lasts as long as the measure; lots that are periods follow each other; and every effect is
independent of every other.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from detente.case import UnknownName
from detente.case.blocks import Effect as EffectForm
from detente.uncertainty.incidents.classes import Effect, IncidentClass, Outlook, Payment, Remedy
from detente.uncertainty.past.rates import YEAR
from detente.uncertainty.values.spreads import GammaSpread, Ranged
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from detente.case import Case
    from detente.case.blocks import Channel, Incident
    from detente.case.measures import Measure

_UNITS = {"day": 1.0, "week": 7.0, "month": YEAR / 12, "year": YEAR}


def outlook(
    case: Case,
    *,
    options: Iterable[str] = (),
    channels: Sequence[str] | None = None,
    horizon: float | None = None,
    discount: float | None = None,
    renewed: bool = False,
) -> Outlook:
    """Compile what a case says of incidents.

    Parameters
    ----------
    case
        With `incidents`, and measures or proposed channels among their effects.
    options
        Optional measures to take in.
    channels
        Only these proposed channels, each with the measure that opens it; None: the whole plan
        and all proposed channels.
    horizon, discount
        Years looked ahead, and the yearly rate by which later ones weigh less; what the case says
        (or one year, without discount) where None.
    renewed
        True: what ends within the horizon is renewed each time, at its cost.

    Raises
    ------
    UnknownName
        There is no such option or proposed channel.
    ValueError
        The horizon or discount makes no sense, or the case has no incidents.
    """
    years, rate = _horizon(case, horizon, discount)
    if not case.form.incidents:
        raise ValueError(
            f"{case.name} has no incidents, so there is no risk to reckon with: say under "
            "'incidents' what may go wrong, how often, and what one costs each side, as the case "
            "minsk does"
        )
    wanted = _channels(case, channels)
    opened = [m for c in wanted if (m := case.form.channels[c].opened_by)]
    planned = case.planned(options) if channels is None else ()
    measures = tuple(dict.fromkeys((*(case.lots[name].measure_id for name in planned), *opened)))
    remedies = (
        *(Remedy(id_, "measure") for id_ in measures),
        *(Remedy(id_, "channel", case.form.channels[id_].opened_by) for id_ in wanted),
    )
    starts = {id_: _lead(case, id_) for id_ in measures}
    for id_ in wanted:  # a channel works once the measure that opens it is carried out
        starts[id_] = _lead(case, case.form.channels[id_].opened_by)
    ends = {id_: _end(case, id_, starts[id_], renewed) for id_ in starts}
    payments = [
        *_costs(case, measures, starts, years if renewed else None),
        *(p for id_ in wanted for p in _dues(id_, case.form.channels[id_], starts[id_])),
    ]
    return Outlook(
        tuple(_class(id_, one, starts, ends, renewed) for id_, one in case.form.incidents.items()),
        remedies,
        tuple(payments),
        _touched(case, payments),
        tuple(case.form.parties),
        years,
        rate,
    )


def _horizon(case: Case, horizon: float | None, discount: float | None) -> tuple[float, float]:
    said = case.form.horizon
    years = horizon if horizon is not None else said.years if said else 1.0
    rate = discount if discount is not None else said.discount if said else 0.0
    if not 0.01 <= years <= 100:
        raise ValueError(f"the horizon is from 0.01 to 100 years, not {years:g}")
    if not 0 <= rate <= 1:
        raise ValueError(f"the discount rate is from 0 to 1 a year, not {rate:g}")
    return years, rate


def _channels(case: Case, names: Sequence[str] | None) -> tuple[str, ...]:
    proposed = [id_ for id_, channel in case.form.channels.items() if channel.proposed]
    if names is None:
        return tuple(proposed)
    for name in names:
        if name in case.form.channels and name not in proposed:
            raise UnknownName(f"the channel '{name}' is there already: the rates hold what it does")
        if name not in proposed:
            hint = suggest(name, proposed) or f" (proposed: {', '.join(proposed) or 'none'})"
            raise UnknownName(f"{case.name} proposes no channel '{name}'{hint}")
    return tuple(dict.fromkeys(names))


# --- when ----------------------------------------------------------------------------------------


def _lead(case: Case, measure: str | None) -> float:
    """Years until the first lot of a measure is there; 0 for no measure."""
    if measure is None:
        return 0.0
    leads = [p.lead for p in case.lots.values() if p.measure_id == measure]
    return min((Ranged.of(lead).mean for lead in leads), default=0.0) / YEAR


def lasts(measure: Measure, lots: int) -> float:
    """Years for which all lots of a measure hold; infinite where nothing in the case ends it."""
    if measure.term is not None and measure.term.lasts is not None:
        return lots * Ranged.of(measure.term.lasts).mean / YEAR
    if measure.kind in ("restraint", "periodic") and measure.quantity and measure.unit:
        unit = _UNITS.get(measure.unit["en"].lower().removesuffix("s"))
        return measure.quantity * unit / YEAR if unit else inf
    return inf


def _end(case: Case, id_: str, start: float, renewed: bool) -> float:
    measure = case.form.measures.get(id_)
    if measure is None or renewed:
        return inf
    lots = sum(part.measure_id == id_ for part in case.lots.values())
    return start + lasts(measure, lots)


# --- what ----------------------------------------------------------------------------------------


def _class(
    id_: str, incident: Incident, starts: dict[str, float], ends: dict[str, float], renewed: bool
) -> IncidentClass:
    effects = []
    for name, said in incident.effects.items():
        if name not in starts:
            continue
        effect = said if isinstance(said, EffectForm) else EffectForm(rate=said)
        end = ends[name]
        if effect.holds is not None and not renewed:
            end = starts[name] + Ranged.of(effect.holds).mean / YEAR
        rate, severity, narrows = map(Ranged.of, (effect.rate, effect.severity, effect.narrows))
        effects.append(Effect(name, rate, severity, narrows, starts[name], end))
    prior = incident.rate
    return IncidentClass(
        id_,
        GammaSpread(prior.events, 1 / prior.years),
        {who: Ranged.of(cost) for who, cost in incident.severity.items()},
        tuple(effects),
        known=bool(prior.sources or incident.sources) and not prior.declared,
    )


def _costs(
    case: Case, measures: Sequence[str], starts: dict[str, float], renewed: float | None
) -> Iterator[Payment]:
    """What measures cost their giver, and those to whom they are worth less than nothing.

    Of a measure renewed until `renewed` years from now each renewal costs as much as the first.
    """
    means = {number.path: Ranged.of(number).mean for number in case.numbers}
    optional = [id_ for id_ in measures if case.form.measures[id_].option]
    for lot in case.amounts(means, optional):
        id_ = case.lots[lot.name].measure_id
        if id_ not in measures:
            continue
        period = lasts(case.form.measures[id_], case.lots[lot.name].count)
        bills = {lot.giver: lot.cost, **{who: -worth for who, worth in lot.value.items()}}
        for who, bill in bills.items():
            amount = max(0.0, float(bill))
            at = starts[id_]
            while amount > 0:
                yield Payment(id_, who, Ranged(amount, amount, amount), at)
                at += period
                if renewed is None or at >= renewed:
                    break


def _dues(id_: str, channel: Channel, start: float) -> Iterator[Payment]:
    for who, cost in channel.cost.items():
        yield Payment(id_, who, Ranged.of(cost), start)
    for who, cost in channel.upkeep.items():
        yield Payment(id_, who, Ranged.of(cost), start, yearly=True)


def _touched(case: Case, payments: Iterable[Payment]) -> tuple[str, ...]:
    """Parties, then audiences, whom an incident or a remedy costs something."""
    touched = {who for one in case.form.incidents.values() for who in one.severity}
    touched |= {payment.who for payment in payments}
    return tuple(who for who in (*case.form.parties, *case.form.audiences) if who in touched)
