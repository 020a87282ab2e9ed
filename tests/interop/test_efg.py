"""Games (`.efg`): OpenSpiel reads what `detente efg` writes, and solves it as the certificate says.

A ladder holds iff it is completed in the subgame-perfect equilibrium that OpenSpiel's tree gives.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Exchange, Lot, certify, free_order_game, ladder_game
from detente.planning import plan
from tests.briefing.cases import CASES
from tests.interop.peers import detente
from tests.planning.deals import deals

pyspiel = pytest.importorskip("pyspiel", reason="OpenSpiel is not installed (extra `test`)")

NEAR = 1e-6
"""The tolerance of sums of amounts that are written with six digits or more."""


@pytest.mark.parametrize("at", ["low", "mode"])
@pytest.mark.parametrize(
    "case",
    [
        "minsk",  # two parties
        "jcpoa",  # three
        "two.yaml",
        "three.yaml",
        "failing.yaml",  # somebody walks away
        "capped.yaml",  # with a red line, which is no incentive
    ],
)
def test_a_written_case_is_worth_in_equilibrium_what_its_certificate_says(
    capsys, tmp_path, monkeypatch, case: str, at: str
) -> None:
    """Each party's payoff in the game, and whether all goes on, follow from the rows alone."""
    monkeypatch.chdir(tmp_path)
    for name, text in CASES.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    told = detente(capsys, "plan", case, "--at", at, "--json", code=None)
    Path("ladder.json").write_text(told, encoding="utf-8")
    rows = json.loads(told)["certificate"]["rows"]
    game = pyspiel.load_efg_game(detente(capsys, "efg", case, "ladder.json", "--at", at))
    payoff, plays = solve(game.new_initial_state(), [NEAR] * game.num_players(), True)
    assert list(payoff) == pytest.approx(told_by_rows(rows), abs=NEAR)
    assert is_completed(plays) == all(row["margin"] >= -NEAR for row in rows)


@pytest.mark.parametrize(("case", "ends_well"), [("two.yaml", True), ("failing.yaml", False)])
def test_order_that_parties_take_by_themselves_is_certified(
    capsys, tmp_path, monkeypatch, case: str, ends_well: bool
) -> None:
    """Played in free order, a written case is completed along a ladder that `certify` accepts."""
    monkeypatch.chdir(tmp_path)
    Path(case).write_text(CASES[Path(case).stem], encoding="utf-8")
    game = pyspiel.load_efg_game(detente(capsys, "efg", case, "--free-order"))
    _, plays = solve(game.new_initial_state(), [NEAR] * game.num_players(), True)
    assert is_completed(plays) == ends_well
    for play in plays if ends_well else ():
        steps = [a.removeprefix("give ").split() for a in play if a.startswith("give ")]
        Path("taken.json").write_text(json.dumps({"steps": steps}), encoding="utf-8")
        told = json.loads(detente(capsys, "certify", case, "taken.json", "--json"))
        assert told["self_enforcing"]


def told_by_rows(rows: list[dict[str, Any]]) -> list[float]:
    """Give what each party ends with, by backward induction over the rows of a certificate.

    At a prefix a party that goes on has what follows, one that walks away its keeps less its stake
    (margin plus temptation); the others then have their keeps.
    """
    names = list(dict.fromkeys(row["party"] for row in rows))
    last = {row["party"]: row for row in rows}
    worth = [last[who]["keeps"] - last[who]["temptation"] for who in names]
    for k in reversed(range(len(rows) // len(names))):
        here = rows[k * len(names) : (k + 1) * len(names)]
        for i in reversed(range(len(names))):
            kept = [row["keeps"] for row in here]
            kept[i] -= here[i]["margin"] + here[i]["temptation"]
            if kept[i] > worth[i] + NEAR:
                worth = kept
    return worth


def solve(state: object, near: list[float], finish: bool) -> tuple[np.ndarray, list[list[str]]]:
    """Backward induction: the payoffs, and the actions of every play that may happen.

    Of actions worth the same to who decides (within `near`), one is taken after which nobody
    walks away; or, if `finish` is False, one after which somebody does.
    """
    if state.is_terminal():
        return np.array(state.returns()), [[]]
    found = []
    for action in state.legal_actions():
        payoff, plays = solve(state.child(action), near, finish)
        found.append((payoff, [[state.action_to_string(action), *rest] for rest in plays]))
    if state.is_chance_node():
        mean = sum(p * found[k][0] for k, (_, p) in enumerate(state.chance_outcomes()))
        return mean, [play for _, plays in found for play in plays]
    i = state.current_player()
    most = max(payoff[i] for payoff, _ in found)
    best = [one for one in found if one[0][i] >= most - near[i]]
    return min(best, key=lambda one: is_completed(one[1]) != finish)


def is_completed(plays: list[list[str]]) -> bool:
    """Nobody walks away, however chance decides."""
    return not any("walk" in play for play in plays)


def equilibrium(text: str, deal: Exchange, *, finish: bool = True) -> list[list[str]]:
    """The plays of a subgame-perfect equilibrium of the game in the file."""
    near = [deal.tolerance(who) for who in deal.parties]
    return solve(pyspiel.load_efg_game(text).new_initial_state(), near, finish)[1]


def check_fixed(deal: Exchange, order: list[str]) -> None:
    """Completed exactly when no margin is negative; a margin of 0 is a tie, and both happen."""
    margin = dict.fromkeys(deal.parties, np.inf)
    for row in certify(deal, order).rows:
        margin[row.party] = min(margin[row.party], row.margin)
    holds = all(margin[who] >= -deal.tolerance(who) for who in deal.parties)
    tie = any(abs(margin[who]) <= deal.tolerance(who) for who in deal.parties)
    text = ladder_game(deal, order)
    assert is_completed(equilibrium(text, deal)) == holds
    assert is_completed(equilibrium(text, deal, finish=False)) == (holds and not tie)


@settings(max_examples=300, deadline=None)
@given(deals(), st.randoms(use_true_random=False))
def test_ladder_is_completed_exactly_when_the_certificate_says_so(deal: Exchange, random) -> None:
    """Any order of any small deal: snapback, swaps, cautious reading, stakes, deposits, caps."""
    check_fixed(deal, some_order(deal, random))


@pytest.mark.parametrize("seed", range(40))
def test_planned_ladder_of_twelve_lots_is_completed_in_equilibrium(seed: int) -> None:
    """Up to 12 lots: the planned ladder with its guarantee posted, with a little more or less."""
    rng = np.random.default_rng(seed)
    parties = ["A", "B", "C"][: 2 + seed % 2]
    lots = []
    for k in range(int(rng.integers(8, 13))):
        giver = parties[k % len(parties)]
        cost = float(rng.lognormal())
        value = {p: cost * float(rng.uniform(0.4, 2)) for p in parties if p != giver}
        lots.append(Lot(f"l{k}", giver, cost, value, *(rng.integers(0, 5, 2) / 4)))
    bare = Exchange(parties, lots)
    ladder = plan(bare)
    for share in (0.0, 0.9, 1.0, 1.1):
        stakes = {who: share * needed for who, needed in ladder.guarantee.items()}
        check_fixed(Exchange(parties, lots, stakes), list(ladder.order))


@settings(max_examples=60, deadline=None)
@given(deals(4))
def test_free_order_is_completed_only_along_self_enforcing_ladders(deal: Exchange) -> None:
    """Where the parties order the lots themselves and finish, the order taken is self-enforcing."""
    bare = replace(deal, caps={})
    steps = {" ".join(step): step for step in [*bare.together, *((x.name,) for x in bare.lots)]}
    plays = equilibrium(free_order_game(bare), bare)
    for play in plays if is_completed(plays) else ():
        taken = [a.removeprefix("give ") for a in play if a.startswith("give ")]
        assert certify(bare, [steps[label] for label in taken]).self_enforcing


@settings(max_examples=60, deadline=None)
@given(deals(4))
def test_free_order_finds_a_self_enforcing_ladder_where_one_exists(deal: Exchange) -> None:
    """No stakes, no swaps, no lot free to its giver: completed exactly when a ladder exists."""
    lots = tuple(
        replace(x, cost=x.cost / 4 + 0.25, recovered=x.recovered / 2, lost=max(x.lost, 0.5))
        for x in deal.lots
    )
    dear = replace(deal, lots=lots, stakes={}, caps={}, together=(), deposits=())
    assert is_completed(equilibrium(free_order_game(dear), dear)) == plan(dear).self_enforcing


def some_order(deal: Exchange, random) -> list[str]:
    """A random order of the steps that keeps the precedences, lot by lot."""
    group_of = {name: tuple(group) for group in deal.together for name in group}
    waiting = list(dict.fromkeys(group_of.get(lot.name, (lot.name,)) for lot in deal.lots))
    done: list[str] = []
    while waiting:
        late = {then for first, then in deal.after if first not in done}
        step = random.choice([s for s in waiting if late.isdisjoint(s)])
        waiting.remove(step)
        done.extend(step)
    return done
