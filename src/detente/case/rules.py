"""Do the parts of a case fit together? Each rule yields what is wrong; none stops at the first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from detente.case.amounts import RESERVED, Basis, Estimate, earliest
from detente.case.correlation import flaw
from detente.case.lots import circle, groups, links, meanings, mentions, parts
from detente.case.measures import Measure, Revocability, Summed, Value
from detente.case.reader import Route, dotted
from detente.case.schema import CaseForm
from detente.case.tree import walk
from detente.words.nearest import suggest

MOST_LOTS = 1000
ORDERS = ("after", "together")


class Fault(NamedTuple):
    """What is wrong at a place of the case; `key` marks the key itself rather than its value."""

    route: Route
    message: str
    key: bool = False


def faults(form: CaseForm) -> Iterator[Fault]:
    """Everything that keeps `form` from being a case."""
    for rule in RULES:
        yield from rule(form)


def _unknown(
    route: Route, what: str, name: str, known: Collection[str], *, key: bool = False
) -> Iterator[Fault]:
    if name not in known:
        yield Fault(route, f"there is no {what} '{name}'{suggest(name, known)}", key)


def _keys(route: Route, what: str, names: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    for name in names:
        yield from _unknown((*route, name), what, name, known, key=True)


def _items(
    route: Route, what: str, names: Iterable[str], known: Collection[str]
) -> Iterator[Fault]:
    for index, name in enumerate(names):
        yield from _unknown((*route, index), what, name, known)


def everyone(form: CaseForm) -> tuple[str, ...]:
    """Ids of parties, then audiences."""
    return (*form.parties, *form.audiences)


# --- who -----------------------------------------------------------------------------------------


def _names(form: CaseForm) -> Iterator[Fault]:
    if len(form.parties) < 2:
        yield Fault(("parties",), "a case needs at least two parties")
    if not form.measures:
        yield Fault(("measures",), "a case needs at least one measure")
    seen: dict[str, str] = {}
    for block in ("parties", "audiences", "measures"):
        for id_ in getattr(form, block):
            if id_ in RESERVED and block != "measures":
                yield Fault((block, id_), f"'{id_}' is a word of the form; choose another id", True)
            if id_ in seen:
                yield Fault((block, id_), f"'{id_}' already stands under {seen[id_]}", True)
            seen[id_] = block


def _sources(form: CaseForm) -> Iterator[Fault]:
    for node in walk(form):
        if isinstance(node.form, Basis) and node.form.sources:
            route = (*node.route, "sources")
            yield from _items(route, "source", node.form.sources, form.sources)


def _stakes(form: CaseForm) -> Iterator[Fault]:
    for id_, party in form.parties.items():
        holder = party.stake.deposit and party.stake.deposit.holder
        if holder:
            route: Route = ("parties", id_, "stake", "deposit", "holder")
            yield from _unknown(route, "party", holder, form.parties)
            if holder == id_:
                yield Fault(route, "somebody else must hold the deposit")


def _must_have(form: CaseForm) -> Iterator[Fault]:
    for id_, party in form.parties.items():
        route: Route = ("parties", id_, "must_have")
        yield from _items(route, "measure", party.must_have, form.measures)
        for index, name in enumerate(party.must_have):
            if name in form.measures and form.measures[name].unconditional:
                message = f"'{name}' is unconditional: it is given outside every package"
                yield Fault((*route, index), message)


def _red_lines(form: CaseForm) -> Iterator[Fault]:
    for id_, party in form.parties.items():
        for index, line in enumerate(party.red_lines):
            route: Route = ("parties", id_, "red_lines", index)
            if line.text is None and line.forbids is None:
                yield Fault(route, "a red line needs text, or forbids with a tag")
            if line.up_front and line.forbids is None:
                yield Fault((*route, "up_front"), "up_front needs forbids, the tag it speaks of")
            if line.forbids is None or line.up_front:
                continue
            for measure_id, measure in form.measures.items():
                crossing = measure.giver == id_ and line.forbids in measure.tags
                if crossing and not measure.option:
                    place = ("measures", measure_id, "tags", measure.tags.index(line.forbids))
                    message = f"'{line.forbids}' crosses a red line of {id_}: drop the measure, or "
                    yield Fault(place, message + "mark it option: true to keep it out of the plan")


# --- measures ------------------------------------------------------------------------------------


def _measures(form: CaseForm) -> Iterator[Fault]:
    who = everyone(form)
    for id_, measure in form.measures.items():
        route: Route = ("measures", id_)
        yield from _unknown((*route, "giver"), "party", measure.giver, form.parties)
        yield from _keys((*route, "consents"), "party or audience", measure.consents, who)
        for block in ("revocability", "verification"):
            yield from _shared(form, (*route, block), getattr(measure, block))
        for name, other in measure.alternatives.items():
            here = (*route, "alternatives", name)
            yield from _values(form, measure, (*here, "value"), other.value)
            yield from _shared(form, (*here, "revocability"), other.revocability)
        if measure.track is not None:
            yield from _unknown((*route, "track"), "track", measure.track, form.tracks)
        for key in ("requires", "excludes"):
            others = [m for m in form.measures if m != id_]
            yield from _items((*route, key), "other measure", getattr(measure, key), others)
        for both in set(measure.requires) & set(measure.excludes):
            place = (*route, "excludes", measure.excludes.index(both))
            yield Fault(place, f"'{both}' is also under requires")
        if measure.option and measure.unconditional:
            yield Fault((*route, "option"), "a measure is either an option or unconditional")
    lots = parts(form)
    if len(lots) > MOST_LOTS:
        yield Fault(("measures",), f"{len(lots)} lots in all; a case has at most {MOST_LOTS}")
    elif form.measures and not any(part.core for part in lots.values()):
        message = "every measure is an option or unconditional, so there is nothing to plan"
        yield Fault(("measures",), message)


def _shared(form: CaseForm, route: Route, name: object) -> Iterator[Fault]:
    """Terms given by name, in the block that has the name of their key."""
    if isinstance(name, str):
        block = str(route[-1])
        yield from _unknown(route, f"shared {block}", name, getattr(form, block))


def _lots(form: CaseForm) -> Iterator[Fault]:
    for id_, measure in form.measures.items():
        route: Route = ("measures", id_)
        yield from _values(form, measure, (*route, "value"), measure.value)
        if isinstance(measure.lots, int):
            if measure.cost is None:
                yield Fault((*route, "cost"), "this is missing")
        else:
            if not measure.lots:
                yield Fault((*route, "lots"), "a measure has at least one lot")
            for lot_id, lot in measure.lots.items():
                here = (*route, "lots", lot_id)
                yield from _values(form, measure, (*here, "value"), lot.value)
                if measure.cost is None and lot.cost is None:
                    yield Fault((*here, "cost"), "this is missing, here and in the measure")
                yield from _dates(lot.not_before, lot.deadline, here)
            sizes = [lot.quantity for lot in measure.lots.values()]
            if measure.quantity and all(sizes):
                total = sum(size or 0.0 for size in sizes)
                if abs(total - measure.quantity) > 1e-9 * total:
                    message = f"the lots add up to {total:g}, not {measure.quantity:g}"
                    yield Fault((*route, "quantity"), message)
        yield from _dates(measure.not_before, measure.deadline, route)


def _dates(start: object, end: object, route: Route) -> Iterator[Fault]:
    if start and end and str(start) > str(end):
        yield Fault((*route, "deadline"), f"the deadline {end} is before not_before {start}")


def _values(
    form: CaseForm, measure: Measure, route: Route, values: Mapping[str, Value | Summed]
) -> Iterator[Fault]:
    yield from _keys(route, "party or audience", values, everyone(form))
    for who, value in values.items():
        here = (*route, who)
        if who == measure.giver:
            yield Fault(here, f"'{who}' gives it: what it loses by it is the cost", True)
        party = form.parties.get(who)
        objectives = party.objectives if party else {}
        if isinstance(value, Summed):
            if not value.from_:
                yield Fault((*here, "from"), "name at least one objective")
            yield from _keys((*here, "from"), f"objective of {who}", value.from_, objectives)
            for name in value.from_:
                if name in objectives and objectives[name].worth is None:
                    message = f"the objective '{name}' of {who} has no worth to take a share of"
                    yield Fault((*here, "from", name), message, True)
        elif isinstance(value, Value):
            yield from _keys((*here, "serves"), f"objective of {who}", value.serves, objectives)
            if sum(value.serves.values()) > 1 + 1e-9:
                yield Fault((*here, "serves"), "the shares add up to more than 1")


def _terms(form: CaseForm) -> Iterator[Fault]:
    """Receivers named in `lost`, in shared terms and in those of one measure."""
    for node in walk(form):
        if isinstance(node.form, Revocability) and isinstance(node.form.lost, Mapping):
            route = (*node.route, "lost")
            yield from _keys(route, "party or audience", node.form.lost, everyone(form))


def _order(form: CaseForm) -> Iterator[Fault]:
    lots = parts(form)
    if len(lots) > MOST_LOTS:
        return
    meant = meanings(lots)
    lists = dict(entry for part in lots.values() for k in ORDERS for entry in mentions(part, k))
    for route, words in lists.items():
        yield from _items(route, "measure or lot", words, meant)
    for part in lots.values():
        for route, words in mentions(part, "together"):
            for index, word in enumerate(words):
                if meant.get(word) == (part.name,):
                    yield Fault((*route, index), f"'{word}' is this lot itself")
    if round_trip := circle(links(form, lots), groups(lots)):
        way = " after ".join([round_trip[0].then, *(link.first for link in round_trip)])
        yield Fault(round_trip[0].route, f"these wait for one another, each step as one: {way}")


# --- the rest ------------------------------------------------------------------------------------


def _already(form: CaseForm) -> Iterator[Fault]:
    for index, done in enumerate(form.already):
        route: Route = ("already", index)
        yield from _unknown((*route, "by"), "party or audience", done.by, everyone(form))
        if earliest(done.date) > form.as_of:
            message = f"{done.date} is later than as_of {form.as_of}: this was not yet done then"
            yield Fault((*route, "date"), message)


def _outcome(form: CaseForm) -> Iterator[Fault]:
    ended = form.outcome
    if ended is not None and ended.date < form.as_of.isoformat()[: len(ended.date)]:
        message = f"{ended.date} is before as_of {form.as_of}: it could not be known how it ends"
        yield Fault(("outcome", "date"), message)


def _incidents(form: CaseForm) -> Iterator[Fault]:
    proposed = [id_ for id_, channel in form.channels.items() if channel.proposed]
    who = everyone(form)
    for id_, incident in form.incidents.items():
        route: Route = ("incidents", id_)
        yield from _keys((*route, "severity"), "party or audience", incident.severity, who)
        for name in incident.effects:
            here = (*route, "effects", name)
            if name in form.channels and name not in (*proposed, *form.measures):
                message = f"'{name}' is there already, so the rate holds what it does"
                yield Fault(here, message + " (is it meant to be proposed: true?)", True)
                continue
            known = (*form.measures, *proposed)
            yield from _unknown(here, "measure or proposed channel", name, known, key=True)


def _channels(form: CaseForm) -> Iterator[Fault]:
    who = everyone(form)
    for id_, channel in form.channels.items():
        route: Route = ("channels", id_)
        yield from _items((*route, "between"), "party or audience", channel.between, who)
        yield from _items((*route, "hears"), "party or audience", channel.hears, who)
        if len(set(channel.between)) < 2:
            yield Fault((*route, "between"), "a channel runs between two different sides")
        yield from _keys((*route, "cost"), "party or audience", channel.cost, who)
        yield from _keys((*route, "upkeep"), "party or audience", channel.upkeep, who)
        if channel.proposed and id_ in form.measures:
            yield Fault(route, f"'{id_}' already stands under measures", True)
        if channel.opened_by is not None:
            here = (*route, "opened_by")
            yield from _unknown(here, "measure", channel.opened_by, form.measures)
            if not channel.proposed:
                yield Fault(here, "only a channel with proposed: true is still to be opened")


def _beliefs(form: CaseForm) -> Iterator[Fault]:
    yield from _keys(("beliefs",), "party", form.beliefs, form.parties)
    for id_, belief in form.beliefs.items():
        others = [who for who in everyone(form) if who != id_]
        route: Route = ("beliefs", id_, "audiences")
        yield from _keys(route, "audience or other party", belief.audiences, others)


def _correlated(form: CaseForm) -> Iterator[Fault]:
    if not form.correlated:
        return
    numbers = {dotted(n.route): n.form for n in walk(form) if isinstance(n.form, Estimate)}
    drawn = [path for path, x in numbers.items() if x.uncertain and x.dist != "fixed"]
    seen: dict[str, str] = {}
    for id_, group in form.correlated.items():
        route: Route = ("correlated", id_)
        for index, path in enumerate(group.of):
            here = (*route, "of", index)
            if path not in numbers:
                yield Fault(here, f"there is no number at '{path}'{suggest(path, drawn)}")
            elif path not in drawn:
                yield Fault(here, f"'{path}' has no range to be drawn from")
            if path in seen:
                where = "twice here" if seen[path] == id_ else f"in the group {seen[path]} already"
                yield Fault(here, f"'{path}' stands {where}; a number is in one group at most")
            seen[path] = id_
        if wrong := flaw(group):
            key, message = wrong
            yield Fault((*route, key), message)


RULES: tuple[Callable[[CaseForm], Iterator[Fault]], ...] = (
    _names,
    _sources,
    _stakes,
    _must_have,
    _red_lines,
    _measures,
    _lots,
    _terms,
    _order,
    _already,
    _outcome,
    _correlated,
    _incidents,
    _channels,
    _beliefs,
)
