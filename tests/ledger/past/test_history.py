"""Chronicles: what is read from a row, what is refused, and what an import leaves in a ledger."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.case import Case
from detente.ledger.book import Book, open_book
from detente.ledger.errors import Moved
from detente.ledger.events import AudienceAct, Incident, Relief, Stock
from detente.ledger.importing import import_chronicle, import_demo, what_is
from detente.ledger.keeping.making import create_store
from detente.ledger.past.chronicle import read_into
from detente.ledger.past.history import InvalidHistory, read_steps
from detente.ledger.past.vocabulary import Vocabulary, case_by_sides, vocabulary
from detente.ledger.told import told
from tests.ledger import deal
from tests.ledger.belarus import COUNTS, STEPS, TODAY, line, record, words

HEAD = "date,side,step_type,what,qty,unit,expiry,source\n"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """Give the empty book of the case minsk."""
    with create_store(tmp_path / "a.ledger") as store:
        yield open_book(store, "minsk")


@pytest.fixture
def written(tmp_path):
    """Give a function that writes a chronicle of these rows."""

    def write(*rows: str, head: str = HEAD, name: str = "steps.csv") -> Path:
        path = tmp_path / name
        path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return write


# --- the record that is shipped -----------------------------------------------------------------


def test_the_whole_record_is_read():
    """46 rows give 48 events: line 34 tells of a re-arrest too, line 21 of a wind-down."""
    told_ = record()
    assert len(read_steps(STEPS)) == 46
    assert len(told_) == 48
    assert sorted({line(one) for one in told_}) == list(range(2, 48))
    twice = [n for n, k in Counter(line(one) for one in told_).items() if k == 2]
    assert twice == [21, 34]


def test_kinds_of_the_record():
    """Counted by hand in the CSV: 17 releases, 7 + 1 reliefs, 8 renewals, 3 snapbacks."""
    kinds = Counter(one.event.kind for one in record())
    assert kinds == {
        "stock": 18,  # 17 releases and the re-arrest of line 34
        "relief": 8,  # 7 and the lift of line 16
        "renewal": 8,
        "snapback_completed": 3,  # lines 10, 11, and the end of the wind-down of line 21
        "snapback_started": 1,  # line 21
        "breach": 1,  # line 9
        "incident": 1,  # line 46
        "act": 8,  # 5 at the crossings, 3 about exercises
    }


def test_rows_of_the_shipped_record_are_those_of_the_compilation():
    """Only two names of detained people are left out of it; every other cell is the same."""
    source = Path("../shared/data/belarus/steps.csv")
    if not source.exists():
        pytest.skip("the compilation is not at hand")
    with source.open(encoding="utf-8") as ours, STEPS.open(encoding="utf-8") as theirs:
        pairs = list(zip(csv.reader(ours), csv.reader(theirs), strict=True))
    differ = [(n, a, b) for n, (a, b) in enumerate(pairs, 1) if a != b]
    assert [n for n, _, _ in differ] == [2, 34]
    for _, a, b in differ:
        assert [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y] == [4]  # `what`


def test_audiences_act():
    """Poland and Lithuania close and reopen crossings (lines 36, 38, 39, 40, 42)."""
    acts = [one for one in record() if one.event.party == "eub"]
    assert [line(one) for one in acts] == [36, 38, 39, 40, 42]
    assert all(isinstance(one.event, AudienceAct) for one in acts)
    assert acts[2].event.until == "2025-11-30"


def test_escalation_is_an_incident_and_no_breach():
    """Line 46 is not a broken promise: it is told apart from the breach of line 9."""
    (incident,) = [one for one in record() if isinstance(one.event, Incident)]
    assert (line(incident), incident.event.incident) == (46, "escalation")


def test_measures_of_the_case_only_after_its_own_day():
    """The licence and the delisting of the airline are the case's measures; nothing before is."""
    known = {line(one): one.event.measure for one in record() if isinstance(one.event, Relief)}
    assert known == {
        **dict.fromkeys((3, 4, 14, 15, 16, 45), ""),
        35: "belavia_licence",
        41: "belavia_delisting",
    }


def test_rearrest_is_read_from_the_words():
    """“…; 1 refused to leave, re-arrested” is a re-arrest of one beside the release of 52."""
    changes = [
        (one.event.change, one.event.quantity)
        for one in record()
        if line(one) == 34 and isinstance(one.event, Stock)
    ]
    assert changes == [("released", 52), ("rearrested", 1)]


def test_no_detained_person_is_named():
    """The record as it is shipped names no detained person."""
    text = STEPS.read_text(encoding="utf-8") + COUNTS.read_text(encoding="utf-8")
    assert "Kazulin" not in text
    assert "Statkevich" not in text


# --- importing ----------------------------------------------------------------------------------


def test_import_and_import_again(book):
    """The second import of a file finds all of it there and adds nothing."""
    first = import_chronicle(book, STEPS, words(), NOW)
    assert (first.steps, first.new, first.there) == (46, 48, 0)
    assert (first.first, first.last) == ("minsk#2", "minsk#49")  # a note of the file comes first
    again = import_chronicle(book, STEPS, words(), NOW)
    assert (again.new, again.there) == (0, 48)
    assert book.state().last == 49


def test_on_a_server_too(store):
    """In a file and on a server: the record goes in whole, once, and its chain holds."""
    book = open_book(store, "minsk")
    assert import_chronicle(book, STEPS, words(), NOW).new == 48
    assert import_chronicle(book, STEPS, words(), NOW).new == 0
    assert store.follow("minsk")[0] == 49


def test_other_words_are_the_same_step(book):
    """The compilation and the shipped edition differ in words only: nothing is counted twice."""
    source = Path("../shared/data/belarus/steps.csv")
    if not source.exists():
        pytest.skip("the compilation is not at hand")
    import_chronicle(book, STEPS, words(), NOW)
    assert import_chronicle(book, source, words(), NOW).new == 0


def test_longer_edition_adds_what_is_new(book, written):
    """A file that grew adds its new rows, and a new renewal refers to the relief of old."""
    rows = ["2020-01-01,sender_US,relief,Licence,1,entity,2020-06-30,x"]
    import_chronicle(book, written(*rows), words(), NOW)
    rows.append("2020-06-20,sender_US,renewal,Licence again,1,entity,2020-12-31,x")
    done = import_chronicle(book, written(*rows), words(), NOW)
    assert (done.new, done.there) == (1, 1)
    last = told("minsk", book.bodies())[-1]
    assert (last.event.kind, last.event.ref) == ("renewal", "minsk#2")


def test_two_like_rows_are_two_steps(book, written):
    """Two releases of 5 on one day are both recorded; a second import adds neither."""
    row = "2020-01-01,target,prisoner_release,Release,5,person,,x"
    path = written(row, row)
    assert import_chronicle(book, path, words(), NOW).new == 2
    assert import_chronicle(book, path, words(), NOW).new == 0


def test_nothing_is_half_imported(book, written):
    """One bad row among good ones: all bad cells are named, and the ledger stays empty."""
    path = written(
        "2020-01-01,target,prisoner_release,Release,5,person,,x",
        "2020-02-30,target,prisoner_release,Release,five,person,,x",
        "2020-03-01,nobody,relief,Licence,1,entity,2020-02-01,x",
    )
    with pytest.raises(InvalidHistory) as raised:
        import_chronicle(book, path, words(), NOW)
    text = str(raised.value)
    assert f"{path}:3: date: 2020-02-30 is no date" in text
    assert f"{path}:4: expiry: 2020-02-01 is before the step itself, 2020-03-01" in text
    assert book.state().last == 0


def test_somebody_else_was_faster(book, monkeypatch):
    """An event recorded between reading and writing stops the import; its numbers would be off."""
    bodies = Book.bodies
    seen = []

    def late(self, after=0, until=None):
        yield from bodies(self, after, until)
        if not seen:
            seen.append(1)
            self.store.append("minsk", {"kind": "note", "what": "first"})

    monkeypatch.setattr(Book, "bodies", late)
    with pytest.raises(Moved):
        import_chronicle(book, STEPS, words(), NOW)
    assert book.store.head("minsk").number == 1


def test_step_to_come_is_refused(book, written):
    """What has not happened yet is no history."""
    path = written("2027-01-01,target,prisoner_release,Release,5,person,,x")
    with pytest.raises(InvalidHistory, match=r"steps\.csv:2: date: 2027-01-01 is still to come"):
        import_chronicle(book, path, words(), NOW)


def test_wind_down_that_lasts_is_not_completed(written):
    """A snapback whose time to wind down ends after today has begun, and no more."""
    path = written(
        "2026-01-01,sender_US,relief,Licence,1,entity,2026-12-31,x",
        "2026-11-01,sender_US,snapback,Revoked,1,entity,2026-12-16,x",
    )
    read = read_into(read_steps(path), words(), file="s", case="minsk", today=TODAY)
    assert [event.kind for event in read.events] == ["relief", "snapback_started"]
    assert read.events[1].wind_down == 45  # 1 November to 16 December


def test_demo(tmp_path):
    """The demonstration holds the record and the monitors' counts, with a note on each file."""
    with create_store(tmp_path / "a.ledger") as store:
        assert import_demo(store) == 1 + 48 + 1 + 11


def test_case_of_a_chronicle():
    """The record's sides are all known to the case minsk; an unknown side to none."""
    steps = read_steps(STEPS)
    assert case_by_sides(steps) == "minsk"
    assert case_by_sides(read_steps(COUNTS)) is None  # monitors alone tell no case


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2020-13,target,breach,x,,,,", "2: date: 2020-13 is no date"),
        (",target,breach,x,,,,", "2: date: it is empty"),
        ("16.08.2020,target,breach,x,,,,", "2: date: expected a date such as"),
        ("2020,target,breach,,,,,", "2: what: it is empty"),
        ("2020,target,prisoner_relase,x,1,person,,", "(did you mean 'prisoner_release'?)"),
        ("2020,target,prisoner_release,x,,person,,", "2: qty: 'prisoner_release' needs how many"),
        ("2020,target,prisoner_release,x,-3,person,,", "2: qty: expected a number from 0 on"),
        ("2020,target,prisoner_release,x,1e400,person,,", "2: qty: expected a number"),
        ("2020,target,prisoner_release,x,nan,person,,", "2: qty: expected a number"),
        ("2020,sender_US,renewal,x,1,entity,,", "2: expiry: a renewal needs the date"),
        ("2020,target,stock_level,x,1,person,,", "2: side: 'stock_level' comes from a monitor"),
        ("2020,monitor_A,relief,x,1,person,,", "2: step_type: a monitor counts"),
        ("2020,target,breach,x", "2: 4 cells, but there are 8 columns"),
        ('2020,target,breach,"x,,,,', "unexpected end of data"),
        (f"2020,target,breach,{'x' * 200_000},,,,", "field larger than field limit"),
    ],
)  # fmt: skip
def test_bad_rows(written, row, says):
    """A bad cell is told with file, line, column, and what is wrong with it."""
    with pytest.raises(InvalidHistory) as raised:
        read_steps(written(row))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("date,side,step_typ,what\n", "no column 'step_type' (did you mean 'step_typ'?)"),
        ("date,side,step_type,what,expirey\n", "(did you mean 'expiry'?)"),
        ("date,side,step_type,what,date\n", "column 'date' twice"),
    ],
)
def test_bad_heads(written, head, says):
    """A column that is missing, unknown or there twice is named, with the nearest right one."""
    with pytest.raises(InvalidHistory) as raised:
        read_steps(written("2020,target,breach,x,", head=head))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEAD.encode() + "2020,target,breach,взлом,,,,".encode("cp1251"), ":2: this is not UTF-8"),
        (HEAD.encode() + b"2020,target,breach,\0,,,,", ":2: a zero byte"),
        (HEAD.encode(), "there are no rows under the head"),
    ],
    ids=["cp1251", "zero", "empty"],
)
def test_bad_files(tmp_path, data, says):
    """Another encoding, binary data, or no rows at all."""
    path = tmp_path / "steps.csv"
    path.write_bytes(data)
    with pytest.raises(InvalidHistory) as raised:
        read_steps(path)
    assert says in str(raised.value)


def test_many_problems_are_cut(written):
    """At most twenty problems are listed; the others are counted."""
    with pytest.raises(InvalidHistory, match=r"… and 10 more"):
        read_steps(written(*["never,target,breach,x,,,,"] * 30))


def test_semicolons_and_a_byte_order_mark(tmp_path):
    """A table as spreadsheets save it reads as well."""
    path = tmp_path / "a.csv"
    path.write_text("\ufeffdate;side;step_type;what\n2020-01;target;breach;a, b\n", "utf-8")
    (step,) = read_steps(path)
    assert (step.when, step.what, step.line) == ("2020-01", "a, b", 2)


def test_lines_of_rows_that_take_several(written):
    """A cell with a line break in it does not shift the numbers of what follows."""
    path = written('2020,target,breach,"a\nb",,,,', "2020-99,target,breach,x,,,,")
    with pytest.raises(InvalidHistory, match=r"steps\.csv:4: date"):
        read_steps(path)


# --- sides --------------------------------------------------------------------------------------


def read_one(path: Path, vocabulary_: Vocabulary):
    """Turn a chronicle of one row into its event."""
    (event,) = read_into(
        read_steps(path), vocabulary_, file="s", case="c", today=TODAY
    ).events  # fmt: skip
    return event


def test_unknown_side(written):
    """A side that is nobody in the case is told with the nearest right name and the way out."""
    with pytest.raises(InvalidHistory) as raised:
        read_one(written("2020,sender_USA,relief,x,1,entity,,"), words())
    assert "s:2: side: nobody in the case is called 'sender_USA'" in str(raised.value)
    assert "did you mean 'sender_US'?" in str(raised.value)
    assert "--side sender_USA=NAME" in str(raised.value)


def test_side_that_the_user_names(written):
    """A side can be said to be somebody; who is not there is refused."""
    path = written("2020,sender_USA,relief,x,1,entity,,")
    case = open_case()
    assert read_one(path, vocabulary("minsk", case, {"sender_USA": "us"})).party == "us"
    with pytest.raises(InvalidHistory, match="nobody is called 'usa'"):
        vocabulary("minsk", case, {"sender_USA": "usa"})


def test_a_case_that_ships_no_words_has_its_own_parties_only():
    """A side of a chronicle is then whom the user says it is."""
    found = vocabulary("deal", deal.case(), {"target": "a"})
    assert (found.sides, found.parties, found.chronicle) == ({"target": "a"}, {"a", "b"}, None)


def open_case():
    """Load the bundled case."""
    return Case.load("minsk")


def test_without_a_case_names_are_taken_as_they_are(written):
    """Where no case is known, a side is its own name; `sender_` is no part of one that is known."""
    row = "2020,sender_XX,closure,x,,,,"
    assert read_one(written(row), Vocabulary()).party == "sender_XX"
    known = Vocabulary(parties=frozenset(("xx",)))
    assert read_one(written(row), known).party == "xx"


def test_relief_that_began_before_the_record(written):
    """A renewal without a beginning is recorded as it is, and nothing is invented before it."""
    event = read_one(written("2020,sender_US,renewal,x,1,entity,2021,"), words())
    assert (event.kind, event.ref, event.measure) == ("renewal", "", "relief")


def test_what_a_file_is(tmp_path, written):
    """A chronicle, one with a misspelt column too, and exported lines are told apart."""
    assert what_is(STEPS) == "chronicle"
    assert what_is(COUNTS) == "chronicle"
    misspelt = written("2020,target,breach,x,,,,", head=HEAD.replace("_type", "_typ"))
    assert what_is(misspelt) == "chronicle"
    exported = tmp_path / "a.jsonl"
    exported.write_text('{"body":{"kind":"note"},"previous":"x"}\n', encoding="utf-8")
    assert what_is(exported) == "lines"
    torn = tmp_path / "b.jsonl"
    torn.write_text('{"bod', encoding="utf-8")  # what is wrong with it is for the import to say
    assert what_is(torn) == "lines"
