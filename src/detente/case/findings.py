"""What `detente check` says about a valid case: what is doubtful, and what to keep in mind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from detente.case import resolve
from detente.case.amounts import Days, Estimate, Text, earliest
from detente.case.checks import verification
from detente.case.lots import Part, meanings
from detente.case.messages import INSTRUMENTS, LOST, RECOVERED, STATUS, Finding, Percent
from detente.case.reader import Route, dotted
from detente.case.tree import walk

if TYPE_CHECKING:
    from detente.case.case import Case

_FINAL = frozenset(("pardon", "visit", "payment", "transfer", "removal"))
_REVOCABLE = frozenset(("licence", "waiver", "suspension"))


class Remark(NamedTuple):
    """A finding before its place in the file is looked up."""

    code: str
    route: Route
    params: Mapping[str, object] = {}


def findings(case: "Case") -> tuple[Finding, ...]:
    """All findings about `case`: warnings first, each kind in the order of the file."""
    remarks = [remark for look in LOOKS for remark in look(case)]
    found = [
        Finding(
            r.code, case.document.file, *case.document.place(r.route), dotted(r.route), r.params
        )
        for r in remarks
    ]
    return tuple(sorted(found, key=lambda f: (f.level != "warning", f.line, f.column, f.code)))


# --- what it rests on ----------------------------------------------------------------------------


def _support(case: "Case") -> Iterator[Remark]:
    bare: dict[Route, int] = {}
    for node in walk(case.form):
        if isinstance(node.form, Estimate) and not (node.why or node.sources):
            bare[node.route[:2]] = bare.get(node.route[:2], 0) + 1
    for route, count in bare.items():
        yield Remark("unsupported", route, {"count": count})
    for id_, party in case.form.parties.items():
        if party.anchor is None:
            yield Remark("no_anchor", ("parties", id_), {"who": party.name})


def _hindsight(case: "Case") -> Iterator[Remark]:
    as_of = case.form.as_of
    later = _of_the_outcome(case)
    dated: list[tuple[Route, str | None]] = [
        (("sources", id_, "date"), source.date)
        for id_, source in case.form.sources.items()
        if id_ not in later
    ]
    for id_, measure in case.form.measures.items():
        for who, consent in measure.consents.items():
            dated.append((("measures", id_, "consents", who, "date"), consent.date))
    for route, when in dated:
        if when is not None and earliest(when) > as_of:
            yield Remark("hindsight", route, {"date": when, "as_of": as_of})


def _of_the_outcome(case: "Case") -> set[str]:
    """Sources that tell of nothing but how it ended: what came later is their business."""
    if case.form.outcome is None:
        return set()
    cited = [node for node in walk(case.form) if node.sources]
    others = {id_ for n in cited if n.route[:1] != ("outcome",) for id_ in n.sources}
    return set(case.form.outcome.sources) - others


def _words(case: "Case") -> Iterator[Remark]:
    count = sum(
        isinstance(text, Text) and text.ru is None
        for node in walk(case.form)
        for text in _texts(node.form)
    )
    if count:
        yield Remark("untranslated", (), {"count": count})
    if case.form.illustrative:
        yield Remark("illustrative", ("illustrative",))


def _texts(form: object) -> Iterator[object]:
    for name in getattr(form, "model_fields_set", set()) - {"publisher"}:  # a name is a name
        value = getattr(form, name)
        yield from value.values() if isinstance(value, Mapping) else (value,)


def _unused(case: "Case") -> Iterator[Remark]:
    form = case.form
    measures = form.measures.values()
    used: dict[str, set[str | None]] = {
        "sources": {id_ for node in walk(form) for id_ in node.sources},
        "tracks": {measure.track for measure in measures},
        "revocability": {
            terms
            for m in measures
            for terms in (m.revocability, *(o.revocability for o in m.alternatives.values()))
            if isinstance(terms, str)
        },
        "verification": {m.verification for m in measures if isinstance(m.verification, str)},
    }
    for block, names in used.items():
        yield from (
            Remark("unused", (block, id_)) for id_ in getattr(form, block) if id_ not in names
        )


# --- the terms of each measure -------------------------------------------------------------------


def _one_of_each(case: "Case") -> Iterator[Part]:
    return (part for part in case.lots.values() if part.index == 1)


def _snapback(case: "Case") -> Iterator[Remark]:
    for part in _one_of_each(case):
        measure = part.measure
        _, terms = resolve.revocability(case.form, part)
        route: Route = ("measures", part.measure_id, "revocability")
        recovered = terms.recovered.mode if terms and terms.recovered else 0.0
        lost = _largest_lost(terms.lost if terms else None)
        shares = ((LOST, lost), (RECOVERED, recovered))
        kind = measure.instrument.kind if measure.instrument else None
        if measure.kind in ("periodic", "restraint"):
            wrong = [("elapsed", x) for x in shares if x[1] > 0.2]
        elif kind in _FINAL:
            wrong = [("taken_back", x) for x in shares if x[1] > 0.3]
        elif kind in _REVOCABLE and terms is None and not measure.unconditional:
            wrong = [("no_terms", (LOST, 0.0))]
        elif kind in _REVOCABLE and not measure.unconditional:
            wrong = [("not_taken_back", x) for x in shares if x[1] < 0.2]
        elif kind == "delisting":
            wrong = [("easily_relisted", x) for x in shares if x[1] > 0.8]
        else:
            wrong = []
        for code, (what, share) in wrong:
            yield Remark(
                code,
                route,
                {
                    "instrument": INSTRUMENTS.get(str(kind), ""),
                    "what": what,
                    "share": Percent(share),
                },
            )


def _largest_lost(lost: object) -> float:
    if isinstance(lost, Estimate):
        return lost.mode
    if isinstance(lost, Mapping):
        return max((share.mode for share in lost.values()), default=0.0)
    return 0.0


def _verification(case: "Case") -> Iterator[Remark]:
    for part in _one_of_each(case):
        terms, _ = verification(case.form, part)
        route: Route = ("measures", part.measure_id, "verification")
        if terms and terms.detection and terms.false_alarm:
            detection, alarm = terms.detection.mode, terms.false_alarm.mode
            if detection <= alarm:
                yield Remark("never_deters", route, {"detection": detection, "false_alarm": alarm})


def _consents(case: "Case") -> Iterator[Remark]:
    for id_, measure in case.form.measures.items():
        for who, consent in measure.consents.items():
            if consent.status != "given":
                names = {"what": measure.name, "who": case.text(who)}
                route = ("measures", id_, "consents", who)
                yield Remark("consent", route, {**names, "status": STATUS[consent.status]})


def _dates(case: "Case") -> Iterator[Remark]:
    as_of = case.form.as_of
    for part in case.lots.values():
        measure, own = part.measure, part.own
        route: Route = ("measures", part.measure_id)
        if own is not None and own.deadline is not None:
            route = (*route, "lots", str(part.lot_id))
        elif part.index > 1:
            continue
        deadline = (own and own.deadline) or measure.deadline
        if deadline is not None:
            yield from _deadline((*route, "deadline"), as_of, deadline, part.lead)
    for id_, measure in case.form.measures.items():
        if measure.term and measure.term.expires and measure.term.expires < as_of:
            params = {"date": measure.term.expires, "as_of": as_of}
            yield Remark("expired", ("measures", id_, "term", "expires"), params)


def _deadline(route: Route, as_of: date, deadline: date, lead: Days | None) -> Iterator[Remark]:
    days = lead.mode if lead else 0.0
    if deadline < as_of:
        yield Remark("deadline_past", route, {"deadline": deadline, "as_of": as_of})
    elif as_of + timedelta(days=days) > deadline:
        params = {"days": days, "start": as_of, "deadline": deadline}
        yield Remark("deadline_short", route, params)


def _amounts(case: "Case") -> Iterator[Remark]:
    high, mode = resolve.at_end("high"), resolve.at_end("mode")
    for part in case.lots.values():
        if part.index > 1 and part.own is None:
            continue
        cost, what = part.cost, {"what": case.text(part.name if part.own else part.measure_id)}
        if cost is not None and cost.low < 0:
            code = "no_concession" if cost.mode < 0 else "maybe_no_concession"
            yield Remark(code, part.route("cost"), what)
        received = [who for who in part.value if who in case.form.parties]
        if not any(resolve.face_value(case.form, part, who, high) for who in received):
            yield Remark("unvalued", ("measures", part.measure_id, "value"), what)
        for who in received:
            if resolve.face_value(case.form, part, who, mode) < 0:
                params = {"who": case.text(who), **what}
                yield Remark("negative_value", part.route("value", who), params)


# --- the plan as a whole -------------------------------------------------------------------------


def _plan(case: "Case") -> Iterator[Remark]:
    planned = case.amounts()
    for id_, party in case.form.parties.items():
        costs = sum(max(0.0, lot.cost) for lot in planned if lot.giver == id_)
        loss = costs - sum(lot.value.get(id_, 0.0) for lot in planned)
        if loss > 1e-9 * costs:
            yield Remark("no_gain", ("parties", id_), {"who": party.name, "loss": loss})
        if not any(lot.giver == id_ for lot in planned):
            yield Remark("gives_nothing", ("parties", id_), {"who": party.name})
        if (escrow := party.stake.escrow) and escrow.decides is None:
            yield Remark("no_decider", ("parties", id_, "stake", "escrow"))
    for key, code in (("option", "options"), ("unconditional", "unconditional")):
        names = tuple(m.name for m in case.form.measures.values() if getattr(m, key))
        if names:
            yield Remark(code, ("measures",), {"names": names})


def _package(case: "Case") -> Iterator[Remark]:
    meant = meanings(case.lots)
    inside = {case.lots[name].measure_id for name in case.planned()}
    outside = {id_ for id_, m in case.form.measures.items() if m.option}
    for id_ in case.form.measures:
        measure = case.form.measures[id_]
        if id_ not in inside:
            continue
        for key, code, others in (
            ("requires", "requires_left_out", outside),
            ("excludes", "excluded_too", inside),
        ):
            for index, other in enumerate(getattr(measure, key)):
                if other in others:
                    params = {"what": measure.name, "other": case.text(other)}
                    yield Remark(code, ("measures", id_, key, index), params)
        for index, word in enumerate(measure.after):
            if {case.lots[name].measure_id for name in meant[word]} & outside:
                params = {"what": measure.name, "other": case.text(word)}
                yield Remark("after_left_out", ("measures", id_, "after", index), params)


def _crossings(case: "Case") -> Iterator[Remark]:
    for id_, party in case.form.parties.items():
        tags = {line.forbids for line in party.red_lines if line.forbids and not line.up_front}
        for measure_id, measure in case.form.measures.items():
            if measure.giver == id_:
                for tag in tags & set(measure.tags):
                    params = {"what": measure.name, "tag": tag, "who": party.name}
                    yield Remark("crosses", ("measures", measure_id, "tags"), params)


LOOKS: tuple[Callable[["Case"], Iterator[Remark]], ...] = (
    _support,
    _hindsight,
    _words,
    _unused,
    _snapback,
    _verification,
    _consents,
    _dates,
    _amounts,
    _plan,
    _package,
    _crossings,
)
