"""Canonical JSON: one text for each value, and no value that would not come back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, strategies as st

from detente.ledger.errors import InvalidEntry
from detente.ledger.keeping.canonical import LONGEST, canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(TEXTS, VALUES, max_size=6))
def test_it_reads_back_and_is_a_fixed_point(value):
    """What is read back is the value, and writing that again gives the same text."""
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(TEXTS, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    """Two dicts with the same items have one text."""
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


def test_the_text_is_short_and_sorted():
    """No blanks, keys sorted, letters as they are, control characters escaped."""
    value = {"я": 1, "a": [1.5, -0.0, 10**30], "b": "тире — \u2028 \0 \n"}
    assert canonical(value) == (
        '{"a":[1.5,-0.0,1000000000000000000000000000000],"b":"тире — \u2028 \\u0000 \\n","я":1}'
    )


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({1: "a"}, "read back"),  # a key that is no text would come back as one
        ({"a": (1, 2)}, "read back"),  # a tuple would come back as a list
        ([1, 2], "read back"),  # no dict
        ({"a": date(2025, 8, 16)}, "not JSON serializable"),
        ({"a": float("nan")}, "not JSON compliant"),
        ({"a": float("inf")}, "not JSON compliant"),
        ({"a": "\ud800"}, "surrogate"),
        ({"a": {1, 2}}, "not JSON serializable"),
        ({"a": "x" * LONGEST}, "too long"),
    ],
)
def test_what_would_not_come_back_is_refused(value, says):
    """Each with a sentence that says why."""
    with pytest.raises(InvalidEntry, match=says):
        canonical(value)


def test_a_million_bytes_are_kept_and_not_one_more():
    """The limit counts bytes of the text as it is kept, not letters."""
    frame = len('{"a":""}')
    assert len(canonical({"a": "x" * (1_000_000 - frame)})) == 1_000_000
    for longer in ("x" * (1_000_001 - frame), "ж" * 500_000):
        with pytest.raises(InvalidEntry, match="at most 1,000,000 are kept"):
            canonical({"a": longer})


def test_a_deep_nest_is_refused():
    """Deeper than Python's own stack: an error of ours, no crash."""
    value: dict[str, object] = {}
    for _ in range(100_000):
        value = {"a": value}
    with pytest.raises(InvalidEntry, match="too deep"):
        canonical(value)
