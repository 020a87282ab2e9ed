"""GENIUS: what `detente package --genius` writes NegMAS reads alike, and the other way round."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.planning.genius.analysis import analyse
from detente.planning.genius.domain import Domain, Evaluated, Issue, Line, Profile, Triangle
from detente.planning.genius.files import write_domain, write_profile
from tests.interop.peers import ask, detente

NEAR = 1e-9
"""Utilities are sums of some twenty products of numbers written in full."""


def peer(folder: Path, outcomes: list[list[Any]] | None, *files: object) -> dict[str, Any]:
    """What NegMAS makes of a domain and its profiles."""
    wanted = folder / "outcomes.json"
    wanted.write_text(json.dumps(outcomes), "utf-8")
    return ask("genius_read", wanted, *files)


def assert_same_frontier(theirs: list[list[float]], ours: list[list[float]]) -> None:
    """Each point that detente has is there; what NegMAS has more is a tie but for rounding.

    detente drops a point that another one equals or betters within a tolerance, NegMAS compares
    sums to the last bit.
    """
    there, here = np.array(theirs), np.array(ours)
    assert points(ours) <= points(theirs)
    for point in there:
        assert (here >= point - NEAR).all(axis=1).any(), point


def points(frontier: list[list[float]]) -> set[tuple[float, ...]]:
    """A frontier as a set, to nine digits."""
    return {tuple(np.round(point, 9) + 0.0) for point in frontier}


@pytest.mark.parametrize("case", ["sudan2020", "belarus2015"])  # two parties, three parties
def test_negmas_sees_the_frontier_that_detente_sees(capsys, tmp_path: Path, case: str) -> None:
    """A case written as a domain: issues, every utility, no deal, and the frontier agree.

    NegMAS leaves out what is below somebody's reservation value, detente marks it.
    """
    told = json.loads(detente(capsys, "package", case, "--genius", tmp_path / "d", "--json"))
    files = [told["domain"], *(p["file"] for p in told["profiles"])]
    theirs = peer(tmp_path, None, *files)
    ours = json.loads(detente(capsys, "package", *files, "--json"))
    assert theirs["size"] == ours["size"] == len(theirs["outcomes"])
    assert theirs["issues"] == [[i["name"], i["values"]] for i in ours["issues"]]
    names = [p["party"] for p in told["profiles"]]
    wanted = [one["utilities"] for one in ours["frontier"] if not one["below"]]
    assert len(wanted) < len(ours["frontier"])
    assert_same_frontier(theirs["frontier"], [[one[who] for who in names] for one in wanted])
    nothing = theirs["outcomes"].index(["none"] * len(theirs["issues"]))
    assert theirs["utilities"][nothing] == pytest.approx(theirs["reserved"], abs=NEAR)
    utilities = np.array(theirs["utilities"])
    for who, profile, seen in zip(names, told["profiles"], utilities.T, strict=True):
        assert (seen.min(), seen.max()) == pytest.approx((0, 1), abs=NEAR), who
        assert profile["one"] > profile["zero"]


@pytest.mark.parametrize(("case", "at"), [("minsk", "mode"), ("minsk", "high"), ("jpoa", "mode")])
def test_utilities_in_negmas_are_gains_in_points(capsys, tmp_path, case: str, at: str) -> None:
    """Every package that detente proposes brings each party there what it brings it here."""
    told = json.loads(
        detente(capsys, "package", case, "--at", at, "--genius", tmp_path / "d", "--json")
    )
    proposed = json.loads(detente(capsys, "package", case, "--at", at, "--json"))
    issues = [measure["measure"] for measure in proposed["menu"]["measures"]]
    outcomes = []
    for one in proposed["frontier"]:
        taken = {m["measure"]: value(m) for m in one["measures"]}
        outcomes.append([taken.get(issue, "none") for issue in issues])
    theirs = peer(tmp_path, outcomes, told["domain"], *(p["file"] for p in told["profiles"]))
    assert len(outcomes) > 1
    for one, utilities in zip(proposed["frontier"], theirs["utilities"], strict=True):
        for profile, utility in zip(told["profiles"], utilities, strict=True):
            worth = profile["zero"] + utility * (profile["one"] - profile["zero"])
            assert worth == pytest.approx(one["gains"][profile["party"]], abs=1e-6)


def value(taken: dict[str, Any]) -> str:
    """How an issue is settled where so many lots of its measure are taken."""
    return f"{taken['lots']}, {taken['terms']}" if taken["terms"] else str(taken["lots"])


def test_detente_reads_what_negmas_writes(capsys, tmp_path: Path) -> None:
    """A domain of NegMAS's own, with letters of all kinds and an integer issue, which it lists."""
    theirs = ask("genius_write", tmp_path / "talks")
    files = [tmp_path / "talks" / f"{name}.xml" for name in ("talks", "north", "south")]
    ours = json.loads(detente(capsys, "package", *files, "--json"))
    assert ours["size"] == len(theirs["outcomes"])
    assert {p["name"]: p["reservation"] for p in ours["profiles"]} == theirs["reserved"]
    seen = zip(*theirs["utilities"].values(), strict=True)
    worth = dict(zip(map(tuple, theirs["outcomes"]), seen, strict=True))
    assert_same_frontier(
        theirs["frontier"],
        [[*one["utilities"].values()] for one in ours["frontier"] if not one["below"]],
    )
    for one in ours["frontier"]:
        there = worth[tuple(one["outcome"].values())]
        assert [*one["utilities"].values()] == pytest.approx(there, abs=NEAR)


@pytest.mark.parametrize("seed", range(3))
def test_integers_and_tables_of_any_size_mean_the_same(seed: int, tmp_path: Path) -> None:
    """Random domains with an integer issue, which no case has: every utility, every frontier."""
    domain, many = random_domain(seed)
    write_domain(domain, tmp_path / "any.xml")
    for profile in many:
        write_profile(profile, domain, tmp_path / f"{profile.name}.xml")
    theirs = peer(tmp_path, None, *(tmp_path / f"{name}.xml" for name in ("any", "a", "b")))
    assert theirs["size"] == domain.size
    ours = [[*one.utilities] for one in analyse(domain, many).frontier]
    assert_same_frontier(theirs["frontier"], ours)
    worths = [profile.worth(domain) for profile in many]
    places = [{v: k for k, v in enumerate(issue.values)} for issue in domain.issues]
    for outcome, seen in zip(theirs["outcomes"], theirs["utilities"], strict=True):
        row = [place[v] for place, v in zip(places, outcome, strict=True)]
        mine = [sum(w[k] for w, k in zip(worth, row, strict=True)) for worth in worths]
        assert seen == pytest.approx(mine, abs=NEAR)


def test_real_issues_mean_the_same(tmp_path: Path) -> None:
    """Lines and triangles over real numbers, at outcomes of the grid that detente looks at.

    Where a triangle has its top at a foot NegMAS has 0 there, detente 1; such are left out.
    """
    shares, prices = tuple(k / 10 for k in range(11)), (10.0, 12.5, 15.0, 17.5, 20.0)
    domain = Domain(
        "any",
        (
            Issue("share", "real", shares),
            Issue("price", "real", prices),
            Issue("x", "discrete", ("a", "b")),
        ),
    )
    table = Evaluated({"a": 1.0, "b": 0.5})
    many = [
        Profile("a", (0.5, 0.3, 0.2), (Line(1.0, 0.0), Triangle(10.0, 20.0, 12.0), table), 0.1),
        Profile("b", (0.2, 0.2, 0.6), (Line(-0.8, 0.9), Triangle(5.0, 25.0, 17.5), table), 0.2),
    ]
    write_domain(domain, tmp_path / "any.xml")
    for profile in many:
        write_profile(profile, domain, tmp_path / f"{profile.name}.xml")
    rows = list(product(range(11), range(5), range(2)))
    outcomes = [[shares[i], prices[j], "ab"[k]] for i, j, k in rows]
    theirs = peer(tmp_path, outcomes, *(tmp_path / f"{name}.xml" for name in ("any", "a", "b")))
    assert theirs["reserved"] == [0.1, 0.2]
    for row, seen in zip(rows, theirs["utilities"], strict=True):
        for profile, there in zip(many, seen, strict=True):
            worths = profile.worth(domain)
            here = sum(float(worth[k]) for worth, k in zip(worths, row, strict=True))
            assert there == pytest.approx(here, abs=NEAR)


def random_domain(seed: int) -> tuple[Domain, list[Profile]]:
    """Discrete issues and an integer one from 0, two profiles.

    The largest evaluation of an issue is 1: GENIUS divides by it, NegMAS does not.
    """
    draw = np.random.default_rng(seed)
    issues = [
        Issue(f"i{k}", "discrete", tuple(f"v{j}" for j in range(draw.integers(2, 6))))
        for k in range(3)
    ]
    issues.append(Issue("n", "integer", tuple(range(4))))
    many = []
    for name in ("a", "b"):
        tables = []
        for issue in issues[:3]:
            worth = draw.random(len(issue.values))
            worth /= worth.max()
            tables.append(Evaluated(dict(zip(map(str, issue.values), worth.tolist(), strict=True))))
        line = Line(float(draw.uniform(0, 0.2)), 0.1)
        weights = tuple(float(w) for w in draw.dirichlet(np.ones(4)))
        many.append(Profile(name, weights, (*tables, line)))
    return Domain("any", tuple(issues)), many
