"""Ranges written into a case file: what changes, and that nothing else does."""

import pytest

from detente.case import Case
from detente.case.amounts import Estimate, Text
from detente.case.library import case_text
from detente.case.reader import dotted
from detente.case.rewriting import rewritten
from detente.case.tree import walk

CASE = """\
# Наше дело
name: two   # a name
title: {en: Two, ru: Два}
as_of: 2025-08-16
sources:
  a: {title: A}
parties:
  a:
    name: A
    stake:
      reputation:   # in public
        low: 1
        mode: 2
        high: 4
        why: >
          A long
          reason
      # of the stake
  b: {name: B}
measures:
  licence: {name: Licence, giver: a, cost: 3, value: {b: {low: 1, high: 5}}, why: x}
  release:
    name: Release
    giver: b
    cost:
      low: 1
      high: 2

    value: {a: 4}  # at the end
    why: x
"""
NEW = Estimate(low=0.5, mode=1.25, high=9, why=Text(en='Said "so": 1 # 2', ru="Так"))


def routes(case: Case) -> dict[str, tuple]:
    """Places of the numbers of a case."""
    return {dotted(n.route): n.route for n in walk(case.form) if isinstance(n.form, Estimate)}


@pytest.mark.parametrize("text", [CASE, CASE.replace("\n", "\r\n")], ids=["unix", "dos"])
@pytest.mark.parametrize(
    "path",
    [
        "parties.a.stake.reputation",
        "measures.licence.cost",
        "measures.licence.value.b",
        "measures.release.cost",
        "measures.release.value.a",
    ],
)
def test_one_number_is_written_anew(text: str, path: str) -> None:
    """In a block, in braces, or bare: it is read back, and all other numbers are as before."""
    before = Case.parse(text)
    after = Case.parse(rewritten(text, {routes(before)[path]: NEW}))
    for old, new in zip(before.numbers, after.numbers, strict=True):
        said = (new.low, new.mode, new.high)
        if old.path == path:
            assert (said, new.why) == ((0.5, 1.25, 9), NEW.why)
        else:
            assert said == (old.low, old.mode, old.high)
    assert (before.title, before.form.sources) == (after.title, after.form.sources)


def test_comments_and_blank_lines_around_it_stay() -> None:
    """Only lines of the number itself are touched."""
    case = Case.parse(CASE)
    made = rewritten(CASE, {routes(case)["measures.release.cost"]: NEW})
    for kept in ("# Наше дело", "name: two   # a name", "# in public", "# of the stake"):
        assert kept in made
    assert 'ru: "Так"}}\n\n    value: {a: 4}  # at the end' in made


def test_a_point_and_a_spread() -> None:
    """A range of one point is a value; what is no PERT says so; sources are kept."""
    case = Case.parse(CASE)
    at = routes(case)
    point = Estimate(low=2, mode=2, high=2, sources=("a",))
    flat = Estimate(low=1, mode=2, high=3, dist="uniform")
    made = rewritten(CASE, {at["measures.licence.cost"]: point, at["measures.release.cost"]: flat})
    assert "cost: {value: 2, sources: [a]}" in made
    assert "cost: {low: 1, mode: 2, high: 3, dist: uniform}" in made
    Case.parse(made)


def test_what_a_number_says_besides_its_range_is_kept() -> None:
    """Who holds a deposit, in a block or in braces; and a number inside of a number."""
    text = CASE.replace(
        "        low: 1\n        mode: 2\n        high: 4\n        why: >\n"
        "          A long\n          reason\n",
        "        value: 2\n      escrow:\n        value: 3\n"
        '        decides: {en: "A, or B", ru: А}\n',
    ).replace("why: x}", "uptake: {value: .5, delay: {value: 9}}, why: x}")
    case = Case.parse(text)
    at = routes(case)
    paths = ("parties.a.stake.escrow", "measures.licence.uptake", "measures.licence.uptake.delay")
    half = Estimate(low=0.1, mode=0.2, high=0.3, why=Text(en="x", ru="у"))
    again = Case.parse(rewritten(text, {at[path]: half for path in paths}))
    said = {n.path: (n.low, n.mode, n.high) for n in again.numbers}
    assert [said[path] for path in paths] == [(0.1, 0.2, 0.3)] * 3
    escrow = again.form.parties["a"].stake.escrow
    assert escrow is not None
    assert escrow.decides == case.form.parties["a"].stake.escrow.decides


def test_every_number_of_a_bundled_case() -> None:
    """All at once, as they are: the same case."""
    text = case_text("minsk")
    case = Case.load("minsk")
    numbers = {
        n.route: n.form for n in walk(case.form) if isinstance(n.form, Estimate)
    }  # fmt: skip
    assert rewritten(text, {}) == text
    again = Case.parse(rewritten(text, numbers))
    assert [(n.path, n.low, n.mode, n.high, n.dist) for n in again.numbers] == [
        (n.path, n.low, n.mode, n.high, n.dist) for n in case.numbers
    ]
