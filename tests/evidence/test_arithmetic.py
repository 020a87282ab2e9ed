"""Figures that should add up."""

from __future__ import annotations

from detente.evidence.arithmetic import broken, check, parts, stock, waves
from detente.evidence.claims import group
from tests.evidence.samples import report


def test_parts():
    """968 and 168 are not 1,135; six waves make 178."""
    assert parts(1135, [968, 168]).gap == -1
    assert waves(178, [18, 30, 30, 37, 31, 32]).holds


def test_a_total_that_omits_two_waves():
    """A cumulative count that leaves waves out shows by how much."""
    said = [report("V", str(n), attribute=f"wave@2024-0{i}-01")
            for i, n in enumerate((18, 30, 30), 7)]  # fmt: skip
    total = report("B", "48", attribute="cumulative_2024-09-30")
    (found,) = check(group([*said, total]))
    assert (found.kind, found.gap) == ("waves", -30)


def test_stock_and_flow():
    """Headline releases beside a stock that hardly falls ask who came in."""
    said = [report("V", "1183", attribute="stock@2025-06-03"),
            report("V", "52", attribute="released@2025-09-11"),
            report("V", "1201", attribute="stock@2025-09-30")]  # fmt: skip
    (found,) = check(group(said))
    assert (found.kind, found.holds, found.gap) == ("stock", False, 70)
    assert broken([found]) == {}
    assert stock(100, 90, 20, 10).holds


def test_a_split_breaks_its_claim():
    """A value written as a sum is held against the total of the same day."""
    claims = group([report("V", "968m+168f", attribute="sex_split_2025-12-23"),
                    report("V", "1135", attribute="stock@2025-12-23")])  # fmt: skip
    assert list(broken(check(claims))) == [claims[0].id]


def test_one_figure_written_two_ways():
    """A stock of 1000 and of 1e3 on one day is one figure of two claims, and no number is none."""
    said = [report("V", value, attribute="stock@2025-06-03") for value in ("1000", "1e3", "nan")]
    gone = report("V", "52", attribute="released@2025-09-11")
    later = report("V", "948", attribute="stock@2025-09-30")
    (found,) = check(group([*said, gone, later]))
    assert (found.given, found.counted) == (948, 948)
