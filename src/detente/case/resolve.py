"""From a case to numbers: the amounts of each lot at one point of their ranges.

Everything here is plain arithmetic on whatever `pick` returns, so arrays of draws pass through it
as single numbers do.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from detente.case.amounts import Estimate, Share
from detente.case.lots import Part
from detente.case.measures import Revocability, Summed
from detente.case.reader import Route, dotted
from detente.case.schema import CaseForm
from detente.exchange.model import Lot

Pick = Callable[[Route, Estimate], Any]
"""The number to take for the estimate at a place."""


class Amounts(NamedTuple):
    """Amounts of one lot, as `Lot` in `detente.exchange` means them.

    `cost` may be below zero here: then the lot is no concession, and its cost counts as 0.
    """

    name: str
    giver: str
    cost: Any
    value: dict[str, Any]
    recovered: Any
    lost: dict[str, Any]

    def lot(self) -> Lot:
        """The lot of an exchange; the amounts are numbers then, not draws."""
        cost = max(0.0, self.cost)
        return Lot(self.name, self.giver, cost, self.value, self.recovered, self.lost)


def at_end(which: str) -> Pick:
    """Take the low, mode or high end of every range."""
    return lambda _, estimate: getattr(estimate, which)


def at_point(numbers: Mapping[str, Any]) -> Pick:
    """Take the numbers given by path, and the mode of all others."""
    return lambda route, estimate: numbers.get(dotted(route), estimate.mode)


def amounts(form: CaseForm, part: Part, pick: Pick) -> Amounts:
    """Amounts of the lot `part`: value is face value times uptake, for parties."""
    assert part.cost is not None  # held by rules
    value = {
        who: face_value(form, part, who, pick) * uptake(form, part, who, pick) for who in part.value
    }
    route, terms = revocability(form, part)
    recovered: Any = 0.0
    lost: dict[str, Any] = {}
    if terms is not None and terms.recovered is not None:
        recovered = pick((*route, "recovered"), terms.recovered)
    if terms is not None and isinstance(terms.lost, Share):
        share = pick((*route, "lost"), terms.lost)
        lost = dict.fromkeys(value, share)
    elif terms is not None and isinstance(terms.lost, Mapping):
        lost = {who: pick((*route, "lost", who), share) for who, share in terms.lost.items()}
    cost = pick(part.route("cost"), part.cost)
    return Amounts(part.name, part.measure.giver, cost, value, recovered, lost)


def uptake(form: CaseForm, part: Part, who: str, pick: Pick) -> Any:
    """Share of the face value that arrives at `who`; what an audience feels is taken as it is."""
    share = part.measure.uptake
    if share is None or who not in form.parties:
        return 1.0
    return pick(part.route("uptake"), share)


def face_value(form: CaseForm, part: Part, who: str, pick: Pick) -> Any:
    """Value of a lot to `who` before uptake; summed from objectives where the case says so."""
    value, route = part.value[who], part.route("value", who)
    if isinstance(value, Estimate):
        return pick(route, value)
    return sum(by_objective(form, part, who, pick).values())


def by_objective(form: CaseForm, part: Part, who: str, pick: Pick) -> dict[str, Any]:
    """Face value of a lot to `who`, split over the objectives of `who` that it serves."""
    value, route = part.value[who], part.route("value", who)
    if isinstance(value, Summed):
        wanted = form.parties[who].objectives
        return {
            name: pick((*route, "from", name), share)
            * pick(("parties", who, "objectives", name, "worth"), wanted[name].worth)  # type: ignore[arg-type]
            for name, share in value.from_.items()
        }
    whole = pick(route, value)
    return {name: whole * share for name, share in value.serves.items()}


def revocability(form: CaseForm, part: Part) -> tuple[Route, Revocability | None]:
    """Terms on which a lot can be taken back, and where they stand."""
    terms = part.measure.revocability
    if isinstance(terms, str):
        return ("revocability", terms), form.revocability[terms]
    return part.route("revocability"), terms


def stakes(form: CaseForm, pick: Pick) -> dict[str, Any]:
    """What each party loses by walking away at any point: reputation and what lapses."""
    found = {}
    for id_, party in form.parties.items():
        route: Route = ("parties", id_, "stake")
        kinds = {"reputation": party.stake.reputation, "expiry": party.stake.expiry}
        found[id_] = sum(pick((*route, k), stake) for k, stake in kinds.items() if stake)
    return found


def caps(form: CaseForm, pick: Pick) -> dict[str, Any]:
    """Exposure caps of those who have one."""
    blocks = (("parties", form.parties), ("audiences", form.audiences))
    return {
        id_: pick((block, id_, "cap"), one.cap)
        for block, members in blocks
        for id_, one in members.items()
        if one.cap is not None
    }


def deposits(form: CaseForm, pick: Pick) -> list[tuple[str, Any, str | None]]:
    """Deposits and escrows as (party, amount, holder)."""
    found: list[tuple[str, Any, str | None]] = []
    for id_, party in form.parties.items():
        route: Route = ("parties", id_, "stake")
        if deposit := party.stake.deposit:
            found.append((id_, pick((*route, "deposit"), deposit), deposit.holder))
        if escrow := party.stake.escrow:
            found.append((id_, pick((*route, "escrow"), escrow), None))
    return found
