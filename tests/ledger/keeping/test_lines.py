"""JSON lines: out, in and out again without a byte of difference; and what is not taken in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from detente.ledger.errors import BrokenChain, InvalidLines
from detente.ledger.keeping.canonical import canonical
from detente.ledger.keeping.chain import genesis, seal
from detente.ledger.keeping.lines import Taken, lines, take_lines
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.verification import verify
from detente.ledger.keeping.writing import BATCH
from tests.ledger.bodies import fill, note, unguarded
from tests.ledger.keeping.test_canonical import TEXTS, VALUES


def exported(store, case=None) -> list[bytes]:
    """The lines of a store, as bytes."""
    return [line.encode() for line in lines(store, case)]


@pytest.fixture
def kept(tmp_path):
    """Give the lines of a ledger of two cases: minsk with 4 events, jpoa with 2."""
    with create_store(tmp_path / "kept.ledger") as store:
        fill(store, 3, "minsk")
        fill(store, 2, "jpoa")
        store.append("minsk", {"kind": "note", "what": "«ёлка»\n\u2028"}, author="борис")
        return exported(store)


def test_out_and_in_and_out_again(store, kept):
    """The same bytes, whichever database they came through; cases by name, events by number."""
    assert take_lines(store, kept, "kept.jsonl") == (Taken("jpoa", 2, 0), Taken("minsk", 4, 0))
    assert exported(store) == kept
    places = [(line["case"], line["number"]) for line in map(json.loads, kept)]
    assert places == [("jpoa", 1), ("jpoa", 2), *(("minsk", k) for k in (1, 2, 3, 4))]
    assert exported(store, "jpoa") == kept[:2]


def test_what_was_recorded_by_a_day_is_the_beginning(tmp_path):
    """Of each case the events of that day and before, as they are: they can be taken in alone."""
    with create_store(tmp_path / "days.ledger") as store:
        for day in (1, 2, 2, 5):
            store.append("minsk", note(str(day)), recorded=datetime(2025, 9, day, 23, tzinfo=UTC))
        whole = exported(store)
        for day, count in ((1, 1), (2, 3), (4, 3), (5, 4)):
            part = [line.encode() for line in lines(store, by=date(2025, 9, day))]
            assert part == whole[:count]
    with create_store(tmp_path / "part.ledger") as other:
        assert take_lines(other, whole[:3], "part.jsonl") == (Taken("minsk", 3, 0),)


@settings(max_examples=15)
@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), min_size=1, max_size=5))
def test_any_bodies_survive(tmp_path_factory, bodies):
    """Whatever JSON can hold comes back byte for byte, and each line is canonical itself."""
    folder = tmp_path_factory.mktemp("lines")
    with create_store(folder / "one") as one, create_store(folder / "two") as two:
        one.append_many("minsk", bodies)
        first = exported(one)
        take_lines(two, first, "one.jsonl", check=dict)
        assert exported(two) == first
        assert [entry.content for entry in one.entries("minsk")] == [
            entry.content for entry in two.entries("minsk")
        ]
    for line in first:
        assert canonical(json.loads(line)) == line.decode().rstrip("\n")


def test_taking_in_twice_adds_nothing(store, kept):
    """What is there already is compared and left; what comes after it is added."""
    take_lines(store, kept[:4], "kept.jsonl")
    assert take_lines(store, kept, "kept.jsonl") == (Taken("jpoa", 0, 2), Taken("minsk", 2, 2))
    assert take_lines(store, kept, "kept.jsonl") == (Taken("jpoa", 0, 2), Taken("minsk", 0, 4))
    assert take_lines(store, kept[2:3], "kept.jsonl") == (Taken("minsk", 0, 1),)
    assert exported(store) == kept


def test_more_than_is_held_at_a_time(store, tmp_path):
    """Longer than a batch, taken in, compared and gone on with across its borders."""
    count = BATCH + 3
    with create_store(tmp_path / "long.ledger") as other:
        fill(other, count)
        long = exported(other)
    assert take_lines(store, long[:-2], "long.jsonl") == (Taken("minsk", count - 2, 0),)
    assert take_lines(store, long, "long.jsonl") == (Taken("minsk", 2, count - 2),)
    assert exported(store) == long
    assert verify(store).fault is None


def test_a_file_may_begin_where_the_store_ends(store, kept):
    """An export of the newest events alone is enough to go on."""
    take_lines(store, kept[:4], "first.jsonl")
    assert take_lines(store, kept[4:], "rest.jsonl") == (Taken("minsk", 2, 0),)
    assert store.append("minsk", note(5)).number == 5


def test_cases_may_be_mixed(store, kept):
    """Lines of several cases may alternate, as long as each case keeps its order."""
    mixed = [kept[k] for k in (2, 0, 3, 4, 1, 5)]
    take_lines(store, mixed, "mixed.jsonl")
    assert exported(store) == kept


def resealed(line: bytes, **changed) -> bytes:
    """A line whose body is changed and sealed anew after the event before it."""
    read = json.loads(line)
    row = seal([canonical({**read["body"], **changed})], read["number"] - 1, read["previous"])[0]
    return canonical({"case": read["case"], **row._asdict(), "body": json.loads(row.body)}).encode()


REFUSED = [
    # A broken chain: the line is named, and the event.
    (lambda r: [*r[:3], r[3].replace(b"Note", b"Vote"), *r[4:]], BrokenChain, "4: minsk: event 2"),
    (lambda r: [*r[:3], *r[4:]], BrokenChain, "4: minsk: event 2 is missing"),
    (lambda r: [*r[:3], r[4], r[3], r[5]], BrokenChain, "4: minsk: event 2 is missing"),
    (lambda r: [*r[:4], *r[3:]], BrokenChain, "5: minsk: an event with the number 2 was put in"),
    (lambda r: [*r[:3], resealed(r[3], what="x"), *r[4:]], BrokenChain, "5: minsk: event 3"),
    (lambda r: r[3:], BrokenChain, "1: minsk: event 1 is missing"),
    # No events of ours: where, and that it is so.
    (lambda r: [*r[:2], b"\n", *r[2:]], InvalidLines, "3: this is no event"),
    (lambda r: [*r[:2], b"{}\n"], InvalidLines, "3: this is no event"),
    (lambda r: [*r[:2], b"[1]\n"], InvalidLines, "3: this is no event"),
    (lambda r: [*r[:2], b"\xff\xfe\n"], InvalidLines, "3: this is no event"),
    (lambda r: [*r[:5], r[5][:-20]], InvalidLines, "6: this is no event"),
    (lambda r: [*r[:2], b"[" * 100_000], InvalidLines, "3: this is no event"),
    (lambda r: [b"\xef\xbb\xbf" + r[0], *r[1:]], InvalidLines, "1: this is no event"),
    (lambda r: [r[0].replace(b',"case"', b', "case"'), *r[1:]], InvalidLines, "1: this is not as"),
    (lambda r: [r[0].replace(b'"number":1', b'"number":1.0')], InvalidLines, "1: this is not as"),
    (lambda r: [r[0].replace(b"jpoa", b"j poa")], InvalidLines, "1: this is not as"),
    (lambda r: [resealed(r[0], recorded="soon")], InvalidLines, "1: this is not as"),
    (lambda r: [resealed(r[0], recorded=7)], InvalidLines, "1: this is no event"),
    (lambda r: [], InvalidLines, "there are no events in this file"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "error", "says"), REFUSED)
def test_whole_or_not_at_all(store, kept, spoil, error, says):
    """Where one line is bad, none is taken in, and the sentence names it."""
    with pytest.raises(error, match=says):
        take_lines(store, spoil(kept), "kept.jsonl")
    assert store.cases() == ()


def test_an_event_that_is_too_long_is_not_taken_in(store, kept, monkeypatch):
    """What could not have been recorded cannot come in by a file."""
    monkeypatch.setattr("detente.ledger.keeping.canonical.LONGEST", 50)
    with pytest.raises(InvalidLines, match=r"kept.jsonl:1: an event of .* is too long"):
        take_lines(store, kept, "kept.jsonl")


def test_time_does_not_go_back_in_a_file_either(store):
    """A chain that somebody sealed with times that fall is whole, but no ledger of ours."""
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    texts = [
        canonical({**note(k), "by": "", "recorded": f"{noon - timedelta(days=k):%Y-%m-%dT%TZ}"})
        for k in (1, 2)
    ]
    made = [
        canonical({"case": "minsk", **row._asdict(), "body": json.loads(row.body)}).encode()
        for row in seal(texts, 0, genesis("minsk"))
    ]
    with pytest.raises(InvalidLines, match="2: minsk#2 was recorded before the one before it"):
        take_lines(store, made, "kept.jsonl")


def test_another_history_is_not_mixed_in(store, kept):
    """Where the store's own events differ, the first that does is named, and nothing is added."""
    store.append("minsk", note("of another history"))
    before = exported(store)
    with pytest.raises(InvalidLines, match="3: minsk#1 is another event in the store"):
        take_lines(store, kept, "kept.jsonl")
    assert exported(store) == before


def test_a_broken_ledger_does_not_go_out(store):
    """What cannot be vouched for is not exported as if it were."""
    fill(store, 3)
    with unguarded(store) as cursor:
        cursor.execute("UPDATE event SET body = '{}' WHERE number = 2")
    with pytest.raises(BrokenChain, match="event 2 was changed"):
        exported(store)
