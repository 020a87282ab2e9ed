"""Planning from where we are: what was delivered is fixed, the rest is ordered anew.

The new ladder is one of the whole exchange, with the delivered lots first in the order in which
they came, and its certificate is the kernel's for all of it. What has been delivered is sunk: in
the search it is one step at the start, so that no point of the past, which nobody can change,
weighs on the choice. Lots that were waived are no longer part of the deal; what was taken back has
to be given anew. What a snapback could not take back stays with its receiver at every later
point alike: it moves exposure, not temptation, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from detente.exchange import Certificate, Exchange, InvalidLadder, NoLadder, certify
from detente.ledger.present.believing import expected_stakes
from detente.ledger.present.position import delivered, options_used
from detente.ledger.present.standing import LotStanding, standings
from detente.ledger.rules.scene import Refused
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.case import Point
    from detente.ledger.book import Book
    from detente.planning import Ladder

Steps = tuple[tuple[str, ...], ...]
Change = Literal["delivered", "kept", "earlier", "later", "new", "dropped"]


@dataclass(frozen=True, slots=True)
class Place:
    """A lot's place in the old ladder and in the new; steps count from 1, 0: not in it."""

    name: str
    giver: str
    old: int
    new: int
    change: Change


@dataclass(frozen=True, slots=True)
class Replanned:
    """A ladder from where we are.

    Attributes
    ----------
    deal
        The exchange it is for; precedences and groups that the past has settled are gone.
    done
        The lots delivered, in their order.
    steps
        The whole ladder: those, one a step, and then what is to come.
    certificate
        The kernel's, of all of it.
    guarantee
        Per party the stake it needs from here on.
    self_enforcing
        From here on, no party gains by walking away and no cap is exceeded.
    refusal
        Why no ladder met the demands, in a sentence; None where one did.
    old, changes
        The ladder before, and what became of each lot.
    before
        The guarantee from here on if what is left keeps the order of before; None where that is
        the order chosen, or is no ladder any more.
    stakes
        The stakes that were planned with.
    believed
        Whether they are those of beliefs updated, not those of the case.
    """

    deal: Exchange
    done: tuple[str, ...]
    steps: Steps
    certificate: Certificate
    guarantee: Mapping[str, float]
    self_enforcing: bool
    refusal: str | None
    old: Steps
    changes: tuple[Place, ...]
    before: Mapping[str, float] | None
    stakes: Mapping[str, float]
    believed: bool

    @property
    def ahead(self) -> Steps:
        """The steps that are still to come."""
        return self.steps[len(self.done) :]


def present_deal(
    case: Case, lots: Sequence[LotStanding], state: State, *, at: Point = "mode",
    options: Iterable[str] = (),
) -> tuple[Exchange, tuple[str, ...]]:  # fmt: skip
    """Give the exchange as it now is, and its lots that were delivered, in their order.

    Raises
    ------
    Refused
        Nothing is left of it.
    """
    chosen = tuple(dict.fromkeys((*options, *options_used(state, case))))
    deal = case.exchange(at, chosen)
    gone = {lot.name for lot in lots if lot.status == "waived"}
    back = {lot.name for lot in lots if lot.status == "taken_back"}
    kept = [lot for lot in deal.lots if lot.name not in gone]
    if not kept:
        raise Refused("replan: every lot was waived; nothing is left to plan")
    names = {lot.name for lot in kept}
    done = tuple(x for x in delivered(lots) if x in names and x not in back)
    open_ = names.difference(done)
    groups = [[x for x in group if x in open_] for group in deal.together]
    return (
        replace(
            deal,
            lots=kept,
            after=[(a, b) for a, b in deal.after if a in names and b in open_],
            together=[group for group in groups if len(group) > 1],
        ),
        done,
    )


def replan(
    name: str,
    case: Case | None,
    state: State,
    today: date,
    *,
    at: Point = "mode",
    options: Iterable[str] = (),
    time_limit: float | None = None,
    beliefs: bool = False,
    keep_order: bool = False,
) -> Replanned:
    """Plan what is left.

    Parameters
    ----------
    name, case
        The case as the store calls it, and what was agreed.
    state, today
        What has happened, and the day.
    at, options
        As in `Case.exchange`; optional measures already touched are taken in anyway.
    time_limit
        Seconds; a ceiling.
    beliefs
        Take for each stake what is now to be expected of it, after what was seen of the lots.
    keep_order
        Keep what is left in the order of before, where that is still a ladder.

    Raises
    ------
    Refused
        Nothing is left to plan, or only the events of the case are known.
    UnknownName, InvalidCase
        As in `Case.exchange`.
    """
    if case is None:
        raise Refused(f"replan: the case {name} itself is not known here; name its file by --case")
    lots = standings(state, case, today)
    deal, done = present_deal(case, lots, state, at=at, options=options)
    old = state.steps or first_ladder(case, options_used(state, case), time_limit)
    steps, refusal = _from(deal, done, time_limit)
    if beliefs:
        stakes = expected_stakes(case, deal, lots, steps, today)
        deal = replace(deal, stakes=stakes)
        steps, refusal = _from(deal, done, time_limit)
    as_before = _as_before(deal, old, done)
    if keep_order and as_before is not None:
        steps, refusal = as_before.steps, None
    certificate = certify(deal, steps)
    guarantee, holds = from_here(deal, certificate, len(done))
    return Replanned(
        deal, done, certificate.steps, certificate, guarantee, holds, refusal, old,
        changes(deal, old, certificate.steps, done),
        None if as_before is None or as_before.steps == certificate.steps
        else from_here(deal, as_before, len(done))[0],
        deal.stakes, beliefs,
    )  # fmt: skip


def record_ladder(book: Book, found: Replanned, account: str = "") -> str:
    """Record a ladder as the one that is on, by an account; give the id of the event.

    Raises
    ------
    NotAllowed, Refused
        The account may not, or lots of it are not the case's.
    """
    from detente.ledger.book import Book
    from detente.ledger.events import Replan

    writer = Book(book.store, book.name, book.case, account=account)
    return writer.record(Replan(steps=found.steps))[0].id


@lru_cache(maxsize=16)  # a server asks for it with every page; a case never changes
def first_ladder(
    case: Case, options: tuple[str, ...] = (), time_limit: float | None = None
) -> Steps:
    """Give the ladder of the case as if nothing had happened, found within so many seconds."""
    ladder, _ = _planned(case.exchange(options=options), time_limit)
    return ladder.steps


def _from(
    deal: Exchange, done: Sequence[str], time_limit: float | None
) -> tuple[Steps, str | None]:
    """Plan what is left, and put what was delivered before it, one lot a step."""
    ladder, refusal = _planned(_searched(deal, done), time_limit)
    ahead = [step for step in ladder.steps if not set(step) <= set(done)]
    return (*((name,) for name in done), *ahead), refusal


def _planned(deal: Exchange, time_limit: float | None) -> tuple[Ladder, str | None]:
    """Plan; where caps cannot be kept, without them, and say so."""
    from detente.planning import plan

    try:
        return plan(deal, time_limit=time_limit), None
    except NoLadder as error:
        return plan(replace(deal, caps={}), time_limit=time_limit), str(error)


def _as_before(deal: Exchange, old: Steps, done: Sequence[str]) -> Certificate | None:
    """Check the ladder that has what is left in its old order; None where it is none any more."""
    names = {lot.name for lot in deal.lots}
    rest = [tuple(x for x in step if x in names and x not in done) for step in old]
    try:
        return certify(deal, (*((name,) for name in done), *(step for step in rest if step)))
    except InvalidLadder:  # a lot is new, or a step was split
        return None


def _searched(deal: Exchange, done: Sequence[str]) -> Exchange:
    """The exchange for the search: what was delivered comes first, as one step.

    In the cautious reading a step has points inside it; there it comes lot by lot instead.
    """
    if not done:
        return deal
    rest = [lot.name for lot in deal.lots if lot.name not in done]
    after = [*deal.after, *((done[-1], name) for name in rest)]
    if deal.sequential or len(done) == 1:
        return replace(deal, after=[*after, *pairwise(done)])
    return replace(deal, after=after, together=[*deal.together, done])


def from_here(
    deal: Exchange, certificate: Certificate, start: int
) -> tuple[Mapping[str, float], bool]:
    """Read a certificate from a prefix on: the guarantee per party, and whether it holds."""
    rows = [row for row in certificate.rows if row.prefix >= start]
    guarantee = {
        who: max(0.0, *(row.temptation for row in rows if row.party == who)) for who in deal.parties
    }
    everybody = [*rows, *(row for row in certificate.audience_rows if row.prefix >= start)]
    capped = all(
        row.exposure <= deal.caps[row.party] + deal.tolerance(row.party)
        for row in everybody
        if row.party in deal.caps
    )
    tempted = any(row.margin < -deal.tolerance(row.party) for row in rows)
    return MappingProxyType(guarantee), capped and not tempted


def changes(deal: Exchange, old: Steps, new: Steps, done: Iterable[str]) -> tuple[Place, ...]:
    """Say of each lot what became of it, in the order of the new ladder; the dropped ones last.

    What is left counts as moved when its place among the lots that both ladders still order has
    changed; equal numbers of steps say little, because the new ladder begins with the past.
    """
    giver = {lot.name: lot.giver for lot in deal.lots}
    at_old = {name: k for k, step in enumerate(old, 1) for name in step}
    at_new = {name: k for k, step in enumerate(new, 1) for name in step}
    fixed = set(done)
    both = [name for name in at_new if name in at_old and name not in fixed]
    place = {name: _place(name, both, at_old) - _place(name, both, at_new) for name in both}

    def change(name: str) -> Change:
        if name in fixed:
            return "delivered"
        if name not in place:
            return "new"
        moved = place[name]
        return "kept" if moved == 0 else "earlier" if moved > 0 else "later"

    found = [Place(x, giver[x], at_old.get(x, 0), k, change(x)) for x, k in at_new.items()]
    lost = [
        Place(x, giver.get(x, ""), k, 0, "dropped") for x, k in at_old.items() if x not in at_new
    ]
    return (*found, *lost)


def _place(name: str, among: Iterable[str], at: Mapping[str, int]) -> int:
    """How many of the others come before a lot."""
    return sum(at[other] < at[name] for other in among)
