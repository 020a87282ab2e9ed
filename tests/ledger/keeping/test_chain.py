"""The chain as pure functions: what hashes are taken over, and what is found where."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from hashlib import sha256
from itertools import islice

import pytest
from hypothesis import given, strategies as st

from detente.ledger.errors import BrokenChain
from detente.ledger.keeping.chain import Fault, Sealed, follow, genesis, link, seal

BODIES = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8)


def sealed(count: int) -> list[Sealed]:
    """A chain of so many events of `minsk`."""
    return seal([f'{{"n":{k}}}' for k in range(count)], 0, genesis("minsk"))


def fault(rows):
    """The fault that following these rows finds; None for a whole chain."""
    try:
        follow("minsk", rows, 0, genesis("minsk"))
    except BrokenChain as error:
        return error.fault
    return None


def test_hashes_are_those_that_the_documentation_says():
    """Anybody can follow the chain with a SHA-256 and nothing else."""
    first = sha256(b"detente ledger 1\nminsk").hexdigest()
    assert genesis("minsk") == first
    body = '{"what":"привет"}'
    assert link(first, body) == sha256(f"{first}\n{body}".encode()).hexdigest()


@given(BODIES)
def test_what_is_sealed_is_whole(bodies):
    """A chain just made has no fault, and ends with its last hash, in one go or in two."""
    rows = seal(bodies, 0, genesis("minsk"))
    assert follow("minsk", iter(rows), 0, genesis("minsk")) == (len(rows), rows[-1].hash)
    half = len(rows) // 2
    middle = follow("minsk", rows[:half], 0, genesis("minsk"))
    assert follow("minsk", rows[half:], *middle) == (len(rows), rows[-1].hash)


@given(BODIES, st.data())
def test_any_changed_text_is_found_where_it_is(bodies, data):
    """Whichever event is changed, it is the one that is named."""
    rows = seal(bodies, 0, genesis("minsk"))
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = rows[at]._replace(body=rows[at].body + "!")
    assert fault(rows) == Fault("minsk", at + 1, "changed")


def test_cases_do_not_share_a_chain():
    """The events of one case are not those of another, though the texts are the same."""
    assert fault(seal(["{}"], 0, genesis("pinsk"))) == Fault("minsk", 1, "moved")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        # Removed: the number that is not there.
        (lambda r: r[:2] + r[3:], ("missing", 3)),
        (lambda r: r[1:], ("missing", 1)),
        # Removed, and the rest renumbered: 3 was sealed after another one than 2.
        (lambda r: r[:2] + [x._replace(number=x.number - 1) for x in r[3:]], ("rewritten", 2)),
        # Put in, with a number of its own or with one that is there.
        (lambda r: [Sealed(0, "x", "{}", "y"), *r], ("number", 0)),
        (lambda r: [*r[:3], r[2], *r[3:]], ("number", 3)),
        # Two exchanged, whole or with their numbers put right.
        (lambda r: [r[0], r[2], r[1], *r[3:]], ("missing", 2)),
        (
            lambda r: [r[0], r[2]._replace(number=2), r[1]._replace(number=3), *r[3:]],
            ("moved", 2),
        ),
        # Events of another case under the name of this one.
        (lambda r: seal(["{}", "{}"], 0, genesis("pinsk")), ("moved", 1)),
        # The last one is whole, but not of this chain: nothing after it tells which is wrong.
        (lambda r: [*r[:5], *seal(["{}"], 5, r[3].hash)], ("moved", 6)),
        # Changed, and sealed anew by somebody who knows how: the next event tells.
        (lambda r: [*r[:2], *seal(["{}"], 2, r[1].hash), *r[3:]], ("rewritten", 3)),
        (lambda r: [*seal(["{}"], 0, genesis("minsk")), *r[1:]], ("rewritten", 1)),
        # Put in from elsewhere: what follows it was recorded after another one.
        (lambda r: [*r[:2], *seal(["{}"], 2, r[0].hash), r[3]._replace(previous="")], ("moved", 3)),
        (
            lambda r: [*r[:2], *seal(["{}"], 2, r[0].hash), r[3]._replace(previous="~")],
            ("moved", 3),
        ),
        # What is no text, as a database without strict types may hold.
        (lambda r: [r[0]._replace(body=None), *r[1:]], ("changed", 1)),
        (lambda r: [r[0]._replace(previous=b"x"), *r[1:]], ("changed", 1)),
        (lambda r: [r[0]._replace(hash=None), *r[1:]], ("changed", 1)),
        # A number that would be written as the text that the hash is over.
        (lambda r: [r[0]._replace(body=5, hash=link(r[0].previous, "5")), *r[1:]], ("changed", 1)),
        (lambda r: [r[0]._replace(previous=5, hash=link("5", r[0].body)), *r[1:]], ("changed", 1)),
    ],
)
def test_every_kind_of_tampering_is_named(spoil, expected):
    """The first bad event, and what is wrong with it."""
    found = fault(spoil(sealed(6)))
    assert (found.kind, found.number) == expected


def test_following_holds_one_event_at_a_time():
    """It stops at the first bad event of an endless stream."""

    def endless():
        yield from sealed(3)
        number = 3
        while True:
            number += 1
            yield Sealed(number, "", "{}", "")

    rows = endless()
    assert fault(rows) == Fault("minsk", 4, "changed")
    assert next(islice(rows, 1)).number == 5


def test_the_error_can_be_sent_to_another_process():
    """With its fault and its place, as workers send errors home."""
    error = BrokenChain(Fault("minsk", 3, "missing"), "deal.jsonl:3")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.fault) == (str(error), error.fault)


def test_a_fault_says_whose_it_is():
    """The case, or the store where it is of no case alone; what was found cannot be changed."""
    assert str(Fault("minsk", 3, "missing")) == "minsk: event 3 is missing"
    assert str(Fault("", 1, "cut")).startswith("the store: events were removed")
    with pytest.raises(FrozenInstanceError):
        Fault("minsk", 3, "missing").number = 4
