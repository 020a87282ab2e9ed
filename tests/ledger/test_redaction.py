"""Redacted exports: what goes out, what never does, and what the recipient can still prove."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from detente.ledger.book import open_book
from detente.ledger.errors import BrokenChain, InvalidLines
from detente.ledger.events import (
    KINDS,
    Account,
    Commitment,
    Confirmation,
    Correction,
    Delivery,
    Dispute,
    Incident,
    Note,
    Relief,
    Replan,
    Stock,
)
from detente.ledger.fields import Evidence, Trigger
from detente.ledger.keeping.chain import link
from detente.ledger.keeping.making import create_store
from detente.ledger.redaction import (
    FIELDS,
    KINDS_FOR,
    UnknownViewer,
    check_redacted,
    kinds_for,
    redacted,
    redacted_for,
    shareable,
)

SECRET = "Zürich-7"  # stands in everything that must not go out
LOT = "releases_waves.1"


@pytest.fixture
def store(tmp_path):
    """Give a ledger in which a secret stands wherever one may."""
    with create_store(tmp_path / "a.ledger") as made:
        book = open_book(made, "minsk", account=f"adm-{SECRET}")
        ours = (Evidence(file=f"{SECRET}.pdf", sha256=sha256(b"x").hexdigest()),
                Evidence(claim=f"C-{SECRET}"), Evidence(source=f"a friend in {SECRET}"),
                Evidence(source="https://example.org/decree"))  # fmt: skip
        book.record(Account(account=f"adm-{SECRET}", role="admin"))
        book.record(Account(account=f"con-{SECRET}", role="confirmer"))
        book.record(Note(what=f"they are bluffing, says {SECRET}", when="2025-09-01"))
        book.record(Commitment(party="by", lot=LOT, trigger=Trigger(date="2025-10-01")))
        book.record(Delivery(party="by", lot=LOT, quantity=30, when="2025-09-20", evidence=ours))
        other = open_book(made, "minsk", account=f"con-{SECRET}")
        other.record(
            Confirmation(party="us", ref="minsk#5", done="yes", observable="no", evidence=ours)
        )
        book.record(Stock(party="by", change="released", quantity=31, when="2025-09-20",
                          what=f"31, as {SECRET} told us", origin=f"{SECRET}.csv:3"))  # fmt: skip
        still = Stock(party="by", change="released", quantity=29, when="2025-09-20", what=SECRET)
        book.record(Correction(ref="minsk#7", event=still))
        right = Stock(party="by", change="released", quantity=30, when="2025-09-20", what="30")
        book.record(Correction(ref="minsk#7", event=right, what=f"{SECRET} was wrong"))
        book.record(Incident(incident="american_detained", what=SECRET, when="2025-09-21"))
        book.record(Replan(steps=(("belavia_licence",),), what=SECRET))
        yield made


def lines(store, viewer):
    """Give the lines of a redacted export, as bytes."""
    return [line.encode() for line in redacted_for(store, "minsk", viewer)]


@pytest.mark.parametrize("viewer", ["us", "by", "ru", "public"])
def test_nothing_withheld_leaks(store, viewer):
    """No author, note, plan, own source, first wording or salt is in what goes out."""
    text = b"".join(lines(store, viewer)).decode()
    assert SECRET not in text
    assert "observable" not in text
    for entry in store.entries("minsk"):
        salt = entry.content.get("salt", "")
        assert salt
        assert salt not in text


def test_what_a_party_sees(store):
    """A party sees promises, checks and public acts; notes, plans and accounts are hashes."""
    rows = [json.loads(line) for line in lines(store, "by")[1:]]
    shown = {row["number"]: row.get("body", {}).get("kind") for row in rows}
    assert shown == {
        1: None, 2: None, 3: None, 4: "commitment", 5: "delivery", 6: "confirmation",
        7: None, 8: None, 9: "correction", 10: None, 11: None,
    }  # fmt: skip
    assert rows[4]["body"]["evidence"] == [{"source": "https://example.org/decree"}]
    assert rows[8]["body"]["event"]["quantity"] == 30
    assert set(rows[2]) == {"number", "hash", "previous", "shown"}


def test_what_the_public_sees(store):
    """Everybody else sees what was done, not what was agreed or checked."""
    rows = [json.loads(line) for line in lines(store, "public")[1:]]
    assert [row["number"] for row in rows if "body" in row] == [5, 9]


def test_the_recipient_follows_the_chain(store):
    """Numbers and hashes are those of the ledger, and the check counts what is shown how."""
    found = check_redacted(lines(store, "by"), "x")
    assert (found.case, found.viewer, found.whole, found.part, found.withheld) == (
        "minsk", "by", 0, 4, 7,
    )  # fmt: skip
    assert found.head == store.head("minsk").hash


def test_a_withheld_event_can_be_opened_later(store):
    """Shown the text of a withheld event, the recipient finds that it fits the hash he has."""
    row = json.loads(lines(store, "by")[3])
    entry = next(iter(store.entries("minsk", after=2, until=3)))
    assert link(row["previous"], entry.body) == row["hash"]


def test_a_hash_cannot_be_guessed(tmp_path):
    """Two equal notes of one second have different bodies: each has a salt of its own."""
    with create_store(tmp_path / "b.ledger") as made:
        book = open_book(made, "minsk")
        book.record(Note(what="x"), Note(what="x"))
        salts = [entry.content["salt"] for entry in made.entries("minsk")]
    assert len({*salts}) == 2
    assert all(len(salt) == 16 for salt in salts)


@pytest.fixture
def whole(tmp_path):
    """Give an export in which events are shown whole: one person keeps the ledger."""
    with create_store(tmp_path / "c.ledger") as made:
        book = open_book(made, "minsk")
        book.record(Relief(party="us", what="a", when="2025-09-11"))
        book.record(Note(what="b"))
        book.record(Relief(party="us", what="c", when="2025-09-12"))
        return lines(made, "us")


def test_whole_events_are_vouched_for(whole):
    """What needs nothing withheld goes out as it is kept, and fits its hash."""
    found = check_redacted(whole, "x")
    assert (found.whole, found.part, found.withheld) == (2, 0, 1)


def changed(line, **fields):
    """Change fields of a line."""
    return json.dumps({**json.loads(line), **fields}).encode()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda ls: [*ls[:2], *ls[3:]], "x:3: minsk: event 2 is missing"),
        (lambda ls: ls[:-1], "events were removed from the end"),
        (lambda ls: [ls[0], ls[2], ls[1], ls[3]], "x:2: minsk: event 1 is missing"),
        (lambda ls: [ls[0], changed(ls[1], body={"a": 1}), *ls[2:]], "event 1 was changed"),
        (lambda ls: [*ls[:2], changed(ls[2], hash="0" * 64), ls[3]], "event 3 was not recorded"),
        (lambda ls: [*ls[:3], changed(ls[3], previous="0" * 64)], "event 3 was not recorded"),
    ],
    ids=["removed", "cut", "swapped", "changed", "another hash", "another place"],
)  # fmt: skip
def test_tampering_is_found(whole, spoil, says):
    """Events removed, cut, swapped or changed are told with their line."""
    with pytest.raises(BrokenChain) as raised:
        check_redacted(spoil(whole), "x")
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"shown": "some"}, "x:2: this is no event of a redacted export"),
        ({"hash": None}, "x:2: this is no event of a redacted export"),
        ({"body": "text"}, "x:2: the event has no body"),
    ],
)
def test_lines_that_are_no_events_are_told_with_their_place(whole, fields, says):
    """A line that lacks what every event of such an export has is named."""
    with pytest.raises(InvalidLines, match=says):
        check_redacted([whole[0], changed(whole[1], **fields), *whole[2:]], "x")


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b"x", b"\xff", b'{"schema":1}'])
def test_no_redacted_export(line):
    """A file that is something else is refused."""
    with pytest.raises(InvalidLines):
        check_redacted([line], "x")


def test_unknown_viewer(store):
    """Who is nobody in the case is told with the nearest name."""
    with pytest.raises(UnknownViewer, match="did you mean 'us'"):
        list(redacted_for(store, "minsk", "usa"))


def test_byte_stable(store):
    """The same ledger gives the same bytes."""
    assert lines(store, "by") == lines(store, "by")


def test_tables():
    """Every kind is shown or withheld on purpose; a field that is new stays until it is allowed."""
    inner = {"note", "replan", "account", "incident", "correction"}
    assert KINDS_FOR["party"] == set(KINDS) - inner
    assert KINDS_FOR["other"] < KINDS_FOR["party"]
    assert not FIELDS & {"by", "salt", "clock", "origin", "observable", "authors", "steps"}
    assert kinds_for("det", ["us"], ["det"]) == KINDS_FOR["other"]


KEYS = st.sampled_from([*FIELDS, "by", "origin", "observable", "salt", "steps", "anything"])
TEXTS = st.text(max_size=5)


@given(st.dictionaries(KEYS, TEXTS, max_size=8))
def test_only_allowed_fields_go_out(body):
    """Whatever a body holds, only fields of the table go out, and of a correction no reason."""
    body = {k: v for k, v in body.items() if k != "evidence"}
    shown = shareable(body)
    assert set(shown) <= FIELDS
    assert all(body[key] == value for key, value in shown.items())


def test_dispute_for_the_other_side_only(tmp_path):
    """A dispute is between the parties; the public sees that there is an event, and no more."""
    with create_store(tmp_path / "d.ledger") as made:
        book = open_book(made, "minsk")
        book.record(Delivery(party="by", lot=LOT, quantity=30, when="2025-09-20"))
        book.record(Dispute(party="us", ref="minsk#1", what="only 20"))
        kinds = KINDS_FOR["other"]
        rows = [json.loads(line) for line in redacted(made, "minsk", "public", kinds)]
    assert [row.get("shown") for row in rows] == [None, "whole", "hash"]
