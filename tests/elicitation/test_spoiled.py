"""Sheets spoiled at random: read, or refused with a place; never anything else."""

import json

from hypothesis import given, settings, strategies as st

from detente.case import InvalidCase
from detente.elicitation.checking import examine
from detente.elicitation.sheet import Sheet
from tests.elicitation.trade import trade

CASE = trade()
WHOLE = """\
analyst: Anna
case: trade
date: 2025-08-16
note: First
ranges:
  measures.steel.cost: {low: 1, mode: 4, high: 5, dist: pert, why: a, sources: [mine]}
  measures.grain.value.b: {low: 4, high: 9, dist: lognormal}
  parties.b.stake.reputation: 3
pairs:
  - {party: a, more: measures.steel.cost, less: [measures.grain.cost], holds: true, why: x}
  - {party: a, more: {measures.steel.cost: 2}, less: measures.visas.cost, holds: false}
  - party: b
    more: [measures.grain.value.b, measures.visas.value.b]
    less: measures.steel.value.b
    holds: unsure
"""
KEYS = [
    *("analyst", "case", "trade", "ranges", "pairs", "party", "more", "less", "holds"),
    *("true", "false", "unsure", "low", "mode", "high", "dist"),
]
PATHS = ["measures.steel.cost", "measures.visas.cost", "measures.nothing.cost", "parties.a.cap"]
SIGNS = [
    *("[]", "{}", ":", ",", "- ", "\n", "  ", "0", "-1", "1e9", ".inf", "~", "'", '"', "&x"),
    *("*x", "!t", "\t", "\u2028", "é", "a", "b", "c", "lognormal", "normal", "fixed"),
]
WORDS = st.sampled_from([*KEYS, *PATHS])
CUT = st.tuples(
    st.integers(0, len(WHOLE)), st.integers(0, 30), st.sampled_from([*KEYS, *PATHS, *SIGNS])
)


def read(text: str) -> Sheet | InvalidCase:
    """The sheet, or why it is none."""
    try:
        return Sheet.parse(text, CASE, "anna.yaml")
    except InvalidCase as refused:
        return refused


@settings(max_examples=300)
@given(st.lists(CUT, min_size=1, max_size=4))
def test_spoiled_sheets(cuts: list[tuple[int, int, str]]) -> None:
    """Pieces cut out, others put in: a sheet that can be checked, or a refusal with its place."""
    text = WHOLE
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    sheet = read(text)
    if isinstance(sheet, InvalidCase):
        assert sheet.problems
        assert all(str(problem).startswith("anna.yaml:") for problem in sheet.problems)
        return
    found = examine(sheet)
    answered = {one.index for one in found.judged}
    assert all(set(clash.rows) <= answered for clash in found.contradictions)
    assert found.taught.numbers


@settings(max_examples=150)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
        max_leaves=12,
    ),
    st.sampled_from(["pairs", "ranges", "analyst", "case", "date", "note", "pair"]),
)
def test_anything_in_place_of_a_block(content: object, key: str) -> None:
    """Any data under any key is read or refused with a place."""
    lines = [line for line in ("analyst: A", "case: trade") if not line.startswith(key)]
    found = read("\n".join([*lines, f"{key}: {json.dumps(content, ensure_ascii=False)}\n"]))
    assert isinstance(found, Sheet) or found.problems
