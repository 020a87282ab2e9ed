"""The text of the games: what each node says, and where it stops."""

from __future__ import annotations

import pytest

from detente.exchange import (
    Deposit,
    Exchange,
    InvalidLadder,
    Lot,
    TooLarge,
    free_order_game,
    game,
    ladder_game,
)

TWO = [Lot("a", "A", 1.0, {"B": 3.0}, lost=0.5), Lot("b", "B", 2.0, {"A": 4.0}, recovered=0.25)]


def test_ladder_game_in_full() -> None:
    """Each prefix asks each party; the walker's stake is gone, at completion its deposit is not."""
    deal = Exchange(["A", "B"], TWO, {"A": 0.25}, deposits=[Deposit("B", 8.0, "A")])
    assert ladder_game(deal, ["b", "a"], title="two lots").splitlines() == [
        'EFG 2 R "two lots" { "A" "B" }',
        '""',
        'p "A after 0 of 2" 1 1 "" { "walk" "continue" } 0',
        't "" 1 "A walks" { 7.75, 0.0 }',
        'p "B after 0 of 2" 2 1 "" { "walk" "continue" } 0',
        't "" 2 "B walks" { 8.0, -8.0 }',
        'p "A after 1 of 2" 1 2 "" { "walk" "continue" } 0',
        't "" 3 "A walks" { 11.75, -1.5 }',
        'p "B after 1 of 2" 2 2 "" { "walk" "continue" } 0',
        't "" 4 "B walks" { 12.0, -9.5 }',
        'p "A after 2 of 2" 1 3 "" { "walk" "continue" } 0',
        't "" 5 "A walks" { 2.75, 0.0 }',
        'p "B after 2 of 2" 2 3 "" { "walk" "continue" } 0',
        't "" 6 "B walks" { 3.0, 0.0 }',
        't "" 7 "completed" { 3.0, 1.0 }',
    ]


def nodes(text: str, kind: str = "") -> list[str]:
    """The lines of the file that are nodes (of a kind: p, c or t)."""
    return [line for line in text.splitlines()[2:] if line.startswith(kind)]


def test_cautious_swap_is_drawn_by_chance() -> None:
    """Either giver may be first, and both are asked in between; without caution nobody is."""
    swap = Exchange(["A", "B"], TWO, together=[("a", "b")])
    cautious = Exchange(["A", "B"], TWO, together=[("a", "b")], sequential=True)
    text = ladder_game(cautious, [("a", "b")])
    assert nodes(text, "c") == ['c "" 1 "" { "A B" 1/2 "B A" 1/2 } 0']
    assert sum("after 1 of 2" in line for line in nodes(text, "p")) == 4
    assert not any("after 1 of 2" in line for line in nodes(ladder_game(swap, [("a", "b")])))


def test_free_order_offers_what_may_come_next() -> None:
    """Givers are asked in turn; who is asked last cannot pass; what must wait is not offered."""
    turns = [x for x in nodes(free_order_game(Exchange(["A", "B"], TWO)), "p") if "give" in x]
    assert [line[line.index("{") :] for line in turns] == [
        '{ "walk" "give a" "pass" } 0',  # A first
        '{ "walk" "give b" } 0',  # A has given: B
        '{ "walk" "give b" } 0',  # A has passed: B
        '{ "walk" "give a" } 0',  # B has given: A
    ]
    late = Exchange(["A", "B"], TWO, after=[("b", "a")])
    turns = [x for x in nodes(free_order_game(late), "p") if "give" in x]
    assert [line.split('"')[7] for line in turns] == ["give b", "give a"]


def test_in_free_order_a_swap_is_joined() -> None:
    """The first giver calls a swap, and the other may still walk away before anything moves."""
    text = free_order_game(Exchange(["A", "B"], TWO, together=[("b", "a")]))
    lines = nodes(text)
    call = next(k for k, line in enumerate(lines) if "give b a" in line)
    assert lines[call].startswith('p "B after 0 of 2"')
    assert lines[call + 2] == 'p "A after 0 of 2" 1 2 "" { "walk" "continue" } 0'


def test_labels_and_numbers_are_plain() -> None:
    """A quote, backslash or line break in a name does no harm; no number has an exponent."""
    deal = Exchange(['A "x"\n\\', "B"], [Lot("a", "B", 1e-7, {'A "x"\n\\': 1e22})])
    text = ladder_game(deal, ["a"])
    assert text.startswith('EFG 2 R "a ladder" { "A \'x\' /" "B" }\n')
    assert "{ 10000000000000000000000, -0.0000001 }" in text


def test_too_large_a_game_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree beyond the limit is not begun to be written: the error names the limit."""
    monkeypatch.setattr(game, "NODES", 12)
    deal = Exchange(["A", "B"], TWO)
    with pytest.raises(TooLarge, match="more than 12 nodes"):
        ladder_game(deal, ["a", "b"])


def test_an_order_that_does_not_fit_is_refused() -> None:
    """The ladder must fit its exchange, as in `certify`."""
    with pytest.raises(InvalidLadder, match="missing: b"):
        ladder_game(Exchange(["A", "B"], TWO), ["a"])
