"""A deal as a game in extensive form, in the text format of Gambit (``.efg``).

Two games, both of perfect information, both built from the definitions of keeps, gain and
stake alone:

*The ladder.* At every prefix of a given ladder, the empty and the complete one included, each
party in turn goes on or walks away. Whoever walks away ends everything: each party then has
its keeps, and the walker loses its stake. If nobody does, all have their gains. A ladder is
completed in the subgame-perfect equilibrium of this game iff nobody's margin is negative:
backwards from the end, where all later nodes are passed, a party goes on iff
``gain >= keeps - stake``. Where the two are equal, a margin of 0, walking away is an
equilibrium too: a tie. Caps are red lines, not incentives, and play no part.

*The free order.* The parties choose the order as they go. At every delivered set each party
in turn goes on or walks away, as above; then those with something to give are asked in turn to
give one of their lots, to walk away, or to pass where somebody is left to be asked. A group is
called by its first giver, and the others join or walk away. Where this game is completed for
certain, the ladder it took is self-enforcing: walking away was open to each party at each of
its prefixes. The converse holds, ties apart, without stakes and swaps where every lot costs its
giver something it cannot recover: nobody then gives just before a walk-out, so what is not
completed ends at once, and completing beats that. With a stake a party may gain by leading
another to walk away.

Within a step of the cautious reading (``sequential``) chance decides in which order its givers
deliver, and each party is asked after each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from detente.exchange.certificate import as_steps, gain, keeps
from detente.exchange.errors import TooLarge
from detente.exchange.model import Exchange

NODES = 200_000
"""The largest tree written: some 15 MB of text; in free order about 7 lots."""

WALK = "walk"
GO_ON = "continue"
PASS = "pass"


def ladder_game(deal: Exchange, order: Iterable[str | Sequence[str]], *, title: str = "") -> str:
    """Write the game of a fixed ladder.

    Parameters
    ----------
    deal
        The exchange.
    order
        Lot names or steps, as `certify` takes them.
    title
        What the game is called in the file.

    Returns
    -------
    str
        The text of an ``.efg`` file.

    Raises
    ------
    InvalidLadder
        The order does not fit the exchange.
    TooLarge
        The tree has more than ``NODES`` nodes.
    """
    game = _Game(deal)
    agenda = game.round(None)
    for step in reversed(as_steps(deal, order)):
        agenda = game.round(game.deliver(step, agenda))
    return game.text(agenda, title or "a ladder")


def free_order_game(deal: Exchange, *, title: str = "") -> str:
    """Write the game in which the parties choose the order as they go; see `ladder_game`."""
    game = _Game(deal)
    return game.text(game.round((_Turn(0), None)), title or "any order")


@dataclass(frozen=True, slots=True)
class _Ask:
    """`who` goes on or walks away."""

    who: str


@dataclass(frozen=True, slots=True)
class _Walked:
    """`who` has walked away: the end."""

    who: str


@dataclass(frozen=True, slots=True)
class _Give:
    """Lots are delivered; nobody decides anything."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shuffle:
    """Chance picks the order of the givers of a step."""

    step: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """In free order: after `passed` of those who can give have passed, the next is asked."""

    passed: int


# What is still to happen: a linked list, so that branches share their tails.
_Agenda = tuple["_Ask | _Walked | _Give | _Shuffle | _Turn", "_Agenda"] | None
_Position = tuple[tuple[str, ...], _Agenda]  # delivered so far, and what is to happen
_Branches = list[tuple[str, _Position]]  # label of the action, and where it leads


@dataclass
class _Game:
    """One tree being written: a node a line, each before what follows it."""

    deal: Exchange
    _counts: dict[int, int] = field(default_factory=dict)
    _worth: dict[frozenset[str], tuple[float, ...]] = field(default_factory=dict)

    def text(self, agenda: _Agenda, title: str) -> str:
        """Write the whole file."""
        names = " ".join(map(_quoted, self.deal.parties))
        lines = [f"EFG 2 R {_quoted(title)} {{ {names} }}", '""']
        for line in self._lines(((), agenda)):
            lines.append(line)
            if len(lines) - 2 > NODES:
                raise TooLarge(
                    f"this game has more than {NODES} nodes; the game of a ladder grows with its "
                    "steps, the one in free order with every order of the lots (about 7 fit)"
                )
        return "\n".join(lines) + "\n"

    def round(self, then: _Agenda) -> _Agenda:
        """Ask each party in turn whether it goes on."""
        for who in reversed(self.deal.parties):
            then = (_Ask(who), then)
        return then

    def deliver(self, step: tuple[str, ...], then: _Agenda) -> _Agenda:
        """Carry out a step, in the cautious reading giver by giver."""
        cautious = self.deal.sequential and len(self._givers(step)) > 1
        return (_Shuffle(step) if cautious else _Give(step), then)

    def _lines(self, root: _Position) -> Iterator[str]:
        waiting = [root]
        while waiting:
            done, agenda = waiting.pop()
            while agenda is not None and isinstance(agenda[0], _Give):
                done, agenda = (*done, *agenda[0].names), agenda[1]
            line, branches = self._node(done, agenda)
            yield line
            waiting.extend(position for _, position in reversed(branches))

    def _node(self, done: tuple[str, ...], agenda: _Agenda) -> tuple[str, _Branches]:
        match agenda:
            case (_Ask(who), then):
                walked: _Position = (done, (_Walked(who), None))
                return self._choice(who, done, [(WALK, walked), (GO_ON, (done, then))])
            case (_Walked(who), _):
                return self._end(done, who)
            case (_Shuffle(step), then):
                return self._chance(done, step, then)
            case (_Turn(passed), _):
                return self._turn(done, passed)
        return self._end(done, None)

    def _choice(
        self, who: str, done: tuple[str, ...], branches: _Branches
    ) -> tuple[str, _Branches]:
        player = self.deal.parties.index(who) + 1
        labels = " ".join(_quoted(label) for label, _ in branches)
        node = _quoted(f"{who} after {len(done)} of {len(self.deal.lots)}")
        return f'p {node} {player} {self._next(player)} "" {{ {labels} }} 0', branches

    def _chance(
        self, done: tuple[str, ...], step: tuple[str, ...], then: _Agenda
    ) -> tuple[str, _Branches]:
        giver = {lot.name: lot.giver for lot in self.deal.lots}
        orders = list(permutations(self._givers(step)))
        branches: _Branches = []
        for order in orders:
            agenda = then
            for k, who in enumerate(reversed(order)):
                own = tuple(name for name in step if giver[name] == who)
                agenda = (_Give(own), self.round(agenda) if k else agenda)
            branches.append((" ".join(order), (done, agenda)))
        labels = " ".join(f"{_quoted(label)} 1/{len(orders)}" for label, _ in branches)
        return f'c "" {self._next(0)} "" {{ {labels} }} 0', branches

    def _turn(self, done: tuple[str, ...], passed: int) -> tuple[str, _Branches]:
        ready = self._ready(done)
        callers = [who for who in self.deal.parties if who in ready]
        if not callers:
            return self._end(done, None)
        who, later = callers[passed], callers[passed + 1 :]
        branches: _Branches = [(WALK, (done, (_Walked(who), None)))]
        for step in ready[who]:
            agenda = self.deliver(step, self.round((_Turn(0), None)))
            for other in reversed(self._givers(step)[1:]):
                agenda = (_Ask(other), agenda)
            branches.append((f"give {' '.join(step)}", (done, agenda)))
        if later:
            branches.append((PASS, (done, (_Turn(passed + 1), None))))
        return self._choice(who, done, branches)

    def _ready(self, done: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
        """Per calling party the steps that can come next."""
        group_of = {name: tuple(group) for group in self.deal.together for name in group}
        late = {then for first, then in self.deal.after if first not in done}
        found: dict[str, list[tuple[str, ...]]] = {}
        for step in dict.fromkeys(group_of.get(x.name, (x.name,)) for x in self.deal.lots):
            if step[0] not in done and late.isdisjoint(step):
                found.setdefault(self._givers(step)[0], []).append(step)
        return found

    def _givers(self, step: tuple[str, ...]) -> tuple[str, ...]:
        giver = {lot.name: lot.giver for lot in self.deal.lots}
        return tuple(dict.fromkeys(giver[name] for name in step))

    def _end(self, done: tuple[str, ...], walker: str | None) -> tuple[str, _Branches]:
        if walker is None:
            worth, what = [gain(self.deal, who) for who in self.deal.parties], "completed"
        else:
            complete = len(done) == len(self.deal.lots)
            worth, what = list(self._kept(done)), f"{walker} walks"
            stake = self.deal.stake(walker, complete=complete)
            worth[self.deal.parties.index(walker)] -= stake
        paid = ", ".join(map(_plain, worth))
        return f't "" {self._next(-1)} {_quoted(what)} {{ {paid} }}', []

    def _kept(self, done: tuple[str, ...]) -> tuple[float, ...]:
        names = frozenset(done)
        if names not in self._worth:
            self._worth[names] = tuple(keeps(self.deal, w, names) for w in self.deal.parties)
        return self._worth[names]

    def _next(self, kind: int) -> int:
        """Number the information sets of a player (chance: 0), and the outcomes (-1)."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]


def _quoted(text: str) -> str:
    """Put a label between quotes; it cannot contain any, nor a backslash or a line break."""
    return '"' + " ".join(text.replace("\\", "/").replace('"', "'").split()) + '"'


def _plain(number: float) -> str:
    """Write every digit of a number, without an exponent."""
    return f"{Decimal(repr(number + 0.0)):f}"
