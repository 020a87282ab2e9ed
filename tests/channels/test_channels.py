"""Channels: routes, reliability and what a line adds, against brute force and by hand."""

from itertools import combinations
from math import inf, nan

import pytest
from hypothesis import given

from detente.channels import (
    Contacts,
    InvalidContacts,
    Line,
    Range,
    adding,
    best_route,
    reach,
    single_points,
)
from detente.channels.contacts import LEVELS
from detente.channels.routes import route
from detente.exchange import TooLarge
from tests.channels.graphs import all_ways, contacts, drawn_contacts, line, reach_by_states, sure

# --- reliability ---------------------------------------------------------------------------------


@given(drawn_contacts())
def test_reach_is_the_sum_over_all_states(of: Contacts) -> None:
    """Factoring gives what summing over every state of every line gives, to twelve digits."""
    for a, b in combinations(of.actors, 2):
        assert reach(of, a, b).mode == pytest.approx(reach_by_states(of, a, b), abs=1e-12)


def test_reach_over_the_bridge_network() -> None:
    """Five equal lines as a Wheatstone bridge: 2p² + 2p³ − 5p⁴ + 2p⁵ (Colbourn 1987)."""
    for p in (0.1, 0.5, 0.9):
        of = contacts(*(line(ends, ends, p) for ends in ("ac", "ad", "cd", "cb", "db")))
        exact = 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5
        assert reach(of, "a", "b").mode == pytest.approx(exact, rel=1e-12)


def test_reach_carries_ranges() -> None:
    """In series reliabilities multiply, in parallel failures do, at each end of the ranges."""
    x, y = Range(0.5, 0.6, 0.7), Range(0.2, 0.4, 0.8)
    series = Contacts(("a", "b", "c"), (
        Line("x", ("a", "b"), x, sure(1)), Line("y", ("b", "c"), y, sure(1)),
    ))  # fmt: skip
    assert reach(series, "a", "c") == pytest.approx((0.1, 0.24, 0.56))
    parallel = Contacts(("a", "b"), (
        Line("x", ("a", "b"), x, sure(1)), Line("y", ("a", "b"), y, sure(1)),
    ))  # fmt: skip
    assert reach(parallel, "a", "b") == pytest.approx((0.6, 0.76, 0.94))


def test_reach_says_when_it_is_too_much() -> None:
    """A complete graph of 18 actors is beyond exact reckoning, and says so rather than hang."""
    actors = "abcdefghijklmnopqr"
    lines = [line(a + b, a + b) for a, b in combinations(actors, 2)]
    with pytest.raises(TooLarge, match="too many lines"):
        reach(contacts(*lines), "a", "b")


# --- routes --------------------------------------------------------------------------------------


@given(drawn_contacts())
def test_routes_are_the_best_of_all(of: Contacts) -> None:
    """By each criterion no simple way is better than the route found."""
    for a, b in combinations(of.actors, 2):
        ways = [route(of, path, used) for path, used in all_ways(of, a, b)]
        alive = [way for way in ways if way.reliability.mode > 0]
        for by, among in (("reliability", alive), ("delay", ways), ("discretion", alive)):
            found = best_route(of, a, b, by)
            assert (found is None) == (not among)
            if found is not None:
                assert score(found, by) == pytest.approx(min(score(way, by) for way in among))
                assert found in [way for way in ways if way.lines == found.lines]


def score(of, by: str) -> tuple[float, ...]:
    """What a route is judged by; less is better."""
    if by == "reliability":
        return (-of.reliability.mode,)
    if by == "delay":
        return (of.delay.mode,)
    return -LEVELS.index(of.discretion), len(of.hears), -of.reliability.mode


def test_a_route_tells_what_it_is_like() -> None:
    """Products, sums, the least discreet line; brokers and listeners hear, the ends do not."""
    of = Contacts(("a", "b", "c", "d"), (
        Line("x", ("a", "b"), Range(0.5, 0.8, 0.9), Range(1, 2, 9), "high", ("d", "c")),
        Line("y", ("b", "c"), Range(0.5, 0.5, 1.0), Range(0, 1, 1), "mid"),
    ))  # fmt: skip
    found = best_route(of, "a", "c", "reliability")
    assert found is not None
    assert (found.actors, found.lines, found.brokers) == (("a", "b", "c"), ("x", "y"), ("b",))
    assert found.reliability == pytest.approx((0.25, 0.4, 0.9))
    assert found.delay == pytest.approx((1, 3, 10))
    assert (found.discretion, found.hears) == ("mid", ("b", "d"))


def test_of_equal_routes_the_shorter_is_taken() -> None:
    """Two sure lines are no better than one."""
    of = contacts(line("x", "ab", 1.0, 0.0), line("y", "bc", 1.0, 0.0), line("z", "ac", 1.0, 0.0))
    for by in ("reliability", "delay"):
        assert best_route(of, "a", "c", by).lines == ("z",)


# --- what a line adds ----------------------------------------------------------------------------


def test_a_new_line_bypasses_the_broker() -> None:
    """Two who could talk through a third only: the third is no single point any more."""
    of = contacts(
        line("x", "ac", 0.8, 2.0), line("y", "cb", 0.5, 3.0), line("new", "ab", 0.9, proposed=True)
    )
    added = adding(of, ["new"])
    pair = next(pair for pair in added.pairs if pair.ends == ("a", "b"))
    assert pair.before.mode == pytest.approx(0.4)
    assert pair.after.mode == pytest.approx(1 - 0.1 * 0.6)
    assert pair.bypassed == ("c",)
    assert (pair.fastest_before.delay.mode, pair.fastest_after.delay.mode) == (5.0, 1.0)
    assert [(p.kind, p.name, p.cut) for p in added.points_before] == [
        ("actor", "c", (("a", "b"),)),
        ("line", "x", (("a", "b"), ("a", "c"))),
        ("line", "y", (("a", "b"), ("b", "c"))),
    ]
    assert added.removed == added.points_before
    assert all(pair.changed for pair in added.pairs)  # by either side of the ring


def test_a_line_to_somebody_new() -> None:
    """Who could not be reached at all has reliability 0 before, and no route."""
    of = contacts(line("x", "ab"), line("new", "bc", 0.9, proposed=True))
    pair = next(p for p in adding(of, ["new"]).pairs if p.ends == ("a", "c"))
    assert (pair.before, pair.fastest_before, pair.bypassed) == (Range(0, 0, 0), None, ())
    assert pair.after.mode == pytest.approx(0.45)
    assert pair.changed


@given(drawn_contacts())
def test_single_points_are_those_whose_loss_parts_somebody(of: Contacts) -> None:
    """Taking each actor and line away in turn finds the same points and the same pairs."""

    def apart(without: Contacts) -> tuple[tuple[str, str], ...]:
        return tuple(
            (a, b)
            for a, b in combinations(without.actors, 2)
            if all_ways(of, a, b) and not all_ways(without, a, b)
        )

    expected = []
    for who in of.actors:
        others = tuple(x for x in of.actors if x != who)
        lines = [line(x.name, x.ends[0] + x.ends[1]) for x in of.lines if who not in x.ends]
        if cut := apart(Contacts(others, tuple(lines))):
            expected.append(("actor", who, cut))
    for one in of.lines:
        without = Contacts(of.actors, tuple(x for x in of.lines if x is not one))
        if cut := apart(without):
            expected.append(("line", one.name, cut))
    assert [(p.kind, p.name, p.cut) for p in single_points(of)] == expected


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: line("x", "aa"), "from 'a' to itself"),
        (lambda: line("x", "ab", 1.2), "reliability 1.2 is not from 0 to 1"),
        (lambda: line("x", "ab", -0.1), "from 0 to 1"),
        (lambda: line("x", "ab", nan), "reliability nan"),
        (lambda: line("x", "ab", 0.5, -1.0), "0 or more"),
        (lambda: line("x", "ab", 0.5, inf), "delay inf"),
        (lambda: line("x", "ab", discretion="hi"), "'hi' is no discretion"),
        (lambda: Line("x", ("a", "b"), Range(0.9, 0.5, 1), sure(1)), "reliability 0.9 to 1"),
        (lambda: Contacts(("a", "a"), ()), "two of the actor 'a'"),
        (lambda: contacts(line("x", "ab"), line("x", "bc")), "two of the line 'x'"),
        (lambda: Contacts(("a", "bob"), (line("x", "ab"),)), "nobody is called 'b'"),
        (lambda: Contacts(tuple(map(str, range(61))), ()), "61 actors"),
        (lambda: best_route(contacts(line("x", "ab")), "a", "c", "delay"), "nobody is called 'c'"),
        (lambda: reach(contacts(line("x", "ab")), "a", "a"), "no channel to reach itself"),
        (lambda: adding(contacts(line("x", "ab")), ["y"]), r"proposed: none"),
        (lambda: adding(contacts(line("x", "ab")), ["x"]), "'x' is there already"),
    ],
)
def test_what_makes_no_sense_is_refused(make, said: str) -> None:
    """Self-loops, ranges, names: one sentence that says what is wrong."""
    with pytest.raises(InvalidContacts, match=said):
        make()
