"""Domains written here and read by NegMAS mean the same there, down to the frontier.

NegMAS is a peer for tests and benchmarks only (AGPL; never a dependency of the package). It
reads evaluations as they are written, so those here have a largest value of 1, where GENIUS
and NegMAS agree.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from detente.planning.genius import write_domain, write_profile
from detente.planning.genius_analysis import analyse
from detente.planning.genius_domain import Domain, Evaluated, Issue, Line, Profile

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("seed", range(5))
def test_negmas_sees_the_same_utilities_and_the_same_frontier(seed: int, tmp_path: Path) -> None:
    """Every outcome's utility and every frontier point, through the files."""
    inout = pytest.importorskip("negmas.inout", reason="NegMAS is not installed")
    ops = pytest.importorskip("negmas.preferences", reason="NegMAS is not installed")
    domain, many = random_domain(seed)
    write_domain(domain, tmp_path / "any.xml")
    for profile in many:
        write_profile(profile, domain, tmp_path / f"{profile.name}.xml")
    issues = inout.load_genius_domain(tmp_path / "any.xml").issues
    ufuns = [
        ops.UtilityFunction.from_genius(tmp_path / f"{profile.name}.xml", issues=issues)[0]
        for profile in many
    ]
    worths = [profile.worth(domain) for profile in many]
    outcomes = list(product(*(issue.values for issue in domain.issues)))
    rows = list(product(*(range(len(issue.values)) for issue in domain.issues)))
    for ufun, worth in zip(ufuns, worths, strict=True):
        for outcome, row in zip(outcomes, rows, strict=True):
            mine = sum(w[k] for w, k in zip(worth, row, strict=True))
            assert float(ufun(outcome)) == pytest.approx(mine)
    theirs, _ = ops.pareto_frontier(ufuns, outcomes=outcomes)
    found = analyse(domain, many)
    assert {tuple(np.round(v, 9)) for v in theirs} == {
        tuple(np.round(s.utilities, 9)) for s in found.frontier
    }


def random_domain(seed: int) -> tuple[Domain, list[Profile]]:
    """Discrete issues and an integer one from 0, two profiles, no reservation value."""
    draw = np.random.default_rng(seed)
    issues = [
        Issue(f"i{k}", "discrete", tuple(f"v{j}" for j in range(draw.integers(2, 6))))
        for k in range(3)
    ]
    issues.append(Issue("n", "integer", tuple(range(4))))
    domain = Domain("any", tuple(issues))
    many = []
    for name in ("a", "b"):
        tables = []
        for issue in issues[:3]:
            points = draw.random(len(issue.values))
            points /= points.max()
            tables.append(Evaluated(dict(zip(issue.values, map(float, points), strict=True))))
        slope = float(draw.uniform(0, 0.2))
        weights = tuple(float(w) for w in draw.dirichlet(np.ones(4)))
        many.append(Profile(name, weights, (*tables, Line(slope, 0.1)), 0.0))
    return domain, many
