"""Sanctions lists: four published forms, hostile files, and what a difference proposes.

The samples are made up, in the form of the real lists: companies, bodies and ships that are not.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, strategies as st

from detente.ledger.book import open_book
from detente.ledger.importing import import_list, what_is
from detente.ledger.keeping.making import create_store
from detente.ledger.lists.diff import accept, accepted, diff_lists, normal
from detente.ledger.lists.lines import InvalidList, Listed
from detente.ledger.lists.reading import ListSnapshot, form_of, read_list

NONE = "-0- "


def ofac_row(number, name, kind=NONE, programme="BELARUS"):
    """A row of SDN.CSV: twelve cells, `-0-` for empty."""
    return ",".join([str(number), f'"{name}"', kind, f'"{programme}"', *[NONE] * 8])


OFAC = [
    ofac_row(101, "EXAMPLE AIRLINE JSC"),
    ofac_row(102, "EXAMPLE POTASH WORKS", programme="BELARUS] [BELARUS-EO14038"),
    ofac_row(103, "EXAMPLE SHIP", "vessel"),
    ofac_row(104, 'MINISTRY OF ""EXAMPLES""'),
]
OFAC_LATER = [
    ofac_row(102, "EXAMPLE POTASH WORKS OJSC", programme="BELARUS-EO14038"),
    ofac_row(103, "EXAMPLE SHIP", "vessel"),
    ofac_row(205, "Ministry of Examples"),
    ofac_row(206, "EXAMPLE TRUST"),
]

EU_HEAD = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_WholeName;"
    "Address_City"
)
EU = [
    EU_HEAD,
    "5/8/2025;11;EU.1.1;E;enterprise;BLR;Example Airline;",
    "05/08/2025;11;EU.1.1;E;enterprise;BLR;Пример Авиа;",
    "05/08/2025;11;EU.1.1;E;enterprise;BLR;;Minsk",
    "05/08/2025;12;EU.1.2;E;enterprise;BLR;Example Works;",
]

FTM = [
    {"id": "NK-1", "schema": "Company", "caption": "Example Airline",
     "properties": {"name": ["Example Airline", "Пример Авиа"], "alias": ["EA"],
                    "topics": ["sanction"]}},
    {"id": "s1", "schema": "Sanction",
     "properties": {"entity": ["NK-1"], "program": ["Example programme"], "programId": ["EX-BY"]}},
    {"id": "NK-2", "schema": "Organization", "properties": {"name": ["Example Works"],
                                                            "topics": ["sanction"]}},
    {"id": "s2", "schema": "Sanction",
     "properties": {"entity": [{"id": "NK-2"}], "endDate": ["2025-06-30"]}},
    {"id": "NK-3", "schema": "PublicBody", "properties": {"name": ["Example Ministry"]}},
    {"id": "NK-4", "schema": "Vessel", "properties": {
        "name": ["Example Ship"],
        "sanctions": [{"id": "s4", "schema": "Sanction", "properties": {"programId": ["EX-SH"]}}]}},
]  # fmt: skip

SIMPLE = [
    "id,schema,name,aliases,birth_date,countries,program_ids",
    'NK-1,Company,Example Airline,"EA;Пример Авиа",,by,EX-BY;EX-2',
]


@pytest.fixture
def file(tmp_path):
    """Give a function that writes a file of these lines."""

    def write(lines, name="list-2025-08-01.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
        return path

    return write


# --- the four forms ------------------------------------------------------------------------------


def test_ofac(file):
    """SDN.CSV has no head, several programmes in brackets, and an old end-of-file sign."""
    shot = read_list(file([*OFAC, "\x1a"]))
    assert (shot.form, shot.day) == ("ofac", date(2025, 8, 1))
    assert shot.listed["102"].programmes == {"BELARUS", "BELARUS-EO14038"}
    assert [one.kind for one in shot.listed.values()] == ["entity", "entity", "vessel", "entity"]
    assert shot.listed["104"].name == 'MINISTRY OF "EXAMPLES"'


def test_ofac_in_latin_1(file):
    """Where OFAC leaves ASCII it writes Latin-1, which is read as such."""
    shot = read_list(file([ofac_row(1, "EXAMPLE CAFÉ")], encoding="latin-1"))
    assert shot.listed["1"].name == "EXAMPLE CAFÉ"


def test_eu(file):
    """Rows of one entity are one entry with all its names; the file says its own day."""
    shot = read_list(file(EU, "eu.csv"))
    assert (shot.form, shot.day) == ("eu", date(2025, 8, 5))  # 5/8/2025: day first
    airline = Listed("11", "Example Airline", "entity", frozenset(("BLR",)),
                     frozenset(("Пример Авиа",)))  # fmt: skip
    assert shot.listed == {
        "11": airline,
        "12": Listed("12", "Example Works", "entity", frozenset(("BLR",))),
    }


def test_ftm(file):
    """Listed is whom a sanction in force names, as its own entity or within; not who was once."""
    shot = read_list(file(map(json.dumps, FTM), "entities.ftm.json"), "2025-08-01")
    assert shot.form == "ftm"
    assert {one.id: set(one.programmes) for one in shot.listed.values()} == {
        "NK-1": {"EX-BY"},
        "NK-4": {"EX-SH"},
    }
    assert shot.listed["NK-1"].aliases == {"Пример Авиа", "EA"}


def test_ftm_on_an_earlier_day(file):
    """Before a sanction's last day its target is listed still."""
    shot = read_list(file(map(json.dumps, FTM), "entities.ftm.json"), "2025-06-01")
    assert set(shot.listed) == {"NK-1", "NK-2", "NK-4"}


def test_simple(file):
    """OpenSanctions' simple table."""
    shot = read_list(file(SIMPLE, "targets.simple.csv"), "2025-08-01")
    assert shot.listed["NK-1"] == Listed(
        "NK-1", "Example Airline", "entity", frozenset(("EX-BY", "EX-2")),
        frozenset(("EA", "Пример Авиа")),
    )  # fmt: skip


def test_day(file):
    """The day is what the user says, else what the file does, else what its name does."""
    path = file(OFAC)
    assert read_list(path).day == date(2025, 8, 1)
    assert read_list(path, "2025-08-02").day == date(2025, 8, 2)
    with pytest.raises(InvalidList, match="say which day"):
        read_list(file(OFAC, "sdn.csv"))
    with pytest.raises(InvalidList, match="a list shows one day"):
        read_list(path, "2025-08")
    with pytest.raises(InvalidList, match="expected a date"):
        read_list(path, "yesterday")


def test_what_lists_nobody_is_passed_over(file):
    """Blank lines, a row with an address alone, and a sanction without content list nobody."""
    eu = read_list(file([*EU, "", "05/08/2025;13;EU.1.3;E;enterprise;BLR;;Minsk"]))
    assert eu.listed == read_list(file(EU)).listed
    bare = {"id": "NK-5", "schema": "Vessel",
            "properties": {"name": ["Other Ship"], "sanctions": ["s5"]}}  # fmt: skip
    ftm = [json.dumps(one) for one in FTM]
    more = read_list(file([ftm[0], "", *ftm[1:], json.dumps(bare)]))
    assert more.listed == read_list(file(ftm)).listed


# --- hostile files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([*OFAC, ofac_row(101, "AGAIN")], ":5: the id '101' is that of line 1 already"),
        ([*OFAC, "105,x"], ":5: 2 cells; OFAC's lists have 12 columns"),
        ([*OFAC, ofac_row("x", "NAME")], ":5: the first two cells are a number and a name"),
        ([*OFAC, '105,"never closed'], "its quotes do not close"),
        ([*OFAC, ofac_row(105, "x" * 200_000)], ":5: a cell is too long"),
        ([*OFAC, ofac_row(105, "x" * 2_000_000)], ":5: a line of more than 1024 KB"),
        ([*OFAC, ofac_row(105, "a\0b")], ":5: a zero byte"),
        ([EU_HEAD, "05/08/2025;;x;E;enterprise;BLR;Name;"], ":2: Entity_LogicalId is empty"),
        ([EU_HEAD, "05/08/2025;1;x"], ":2: 3 cells, but there are 8 columns"),
        ([EU_HEAD], "nobody is listed in it"),
        (['{"id":"a","schema":"Company","properties":{}}', "{"], ":2: this is no JSON object"),
        (['{"id":"a","schema":"Company","properties":{}}', "[1]"], ":2: this is no JSON object"),
        (['{"id":1,"schema":"Company","properties":{}}'], ":1: this is no entity"),
        (['{"id":"a","schema":"Company","properties":[]}'], ":1: this is no entity"),
        (['{"id":' * 100_000], ":1: this is no JSON object"),
        ([json.dumps(FTM[0])] * 2, ":2: the id 'NK-1' is that of line 1 already"),
        (["name,date"], ":1: this is no sanctions list that is read here"),
        ([""], ":1: this is no sanctions list that is read here"),
        (["id,schema,name", "1,Company,"], ":2: the id or the name is empty"),
    ],
)  # fmt: skip
def test_bad_lists(file, lines, says):
    """What is too large, cut, binary, doubled or something else is refused with its line."""
    with pytest.raises(InvalidList) as raised:
        read_list(file(lines))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("where", "most", "says"),
    [
        ("reading.MAX_BYTES", 100, "larger than 0 MB"),
        ("reading.MAX_ENTITIES", 1, ":2: more than 1 entities"),
        ("forms.MAX_ENTITIES", 1, "more than 1 entities"),
    ],
)
def test_lists_beyond_any_published_one_are_refused(file, monkeypatch, where, most, says):
    """What would fill the memory is refused before it does, with the line it came to."""
    monkeypatch.setattr(f"detente.ledger.lists.{where}", most)
    lines = [json.dumps(one) for one in FTM] if "forms" in where else OFAC
    with pytest.raises(InvalidList, match=says):
        read_list(file(lines))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_other_encodings(file, encoding):
    """A list in another encoding is refused, not read as nonsense."""
    with pytest.raises(InvalidList):
        read_list(file(EU, encoding=encoding))


def test_names_move_no_cursor(file):
    """Control characters in a name become blanks."""
    shot = read_list(file([ofac_row(1, "EXAMPLE \x1b[2J  WORKS")]))
    assert shot.listed["1"].name == "EXAMPLE [2J WORKS"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    """No bytes at all end in anything but a snapshot or one clear error."""
    path = tmp_path_factory.getbasetemp() / "any-2025-01-01.csv"
    for head in (b"", OFAC[0].encode() + b"\n", EU_HEAD.encode() + b"\n", b'{"id":"a"'):
        path.write_bytes(head + data)
        with suppress(InvalidList):
            assert read_list(path).listed


# --- differences ---------------------------------------------------------------------------------


@pytest.fixture
def found(file):
    """Give the difference of two snapshots of an OFAC list."""
    later = file(OFAC_LATER, "list-2025-11-04.csv")
    return diff_lists(read_list(file(OFAC)), read_list(later))


def test_difference(found):
    """One is delisted, one listed, one changed, and one has a new id: matched by name, and said."""
    told = [(p.change, p.entry.id, p.by_name) for p in found.proposals]
    assert told == [
        ("delisted", "101", False),
        ("listed", "206", False),
        ("changed", "102", False),
        ("changed", "205", True),
    ]
    assert [tuple(d) for d in found.proposals[2].differences] == [
        ("name", "EXAMPLE POTASH WORKS", "EXAMPLE POTASH WORKS OJSC"),
        ("programmes", "BELARUS", ""),
    ]
    assert tuple(found.proposals[3].differences[0]) == ("id", "104", "205")


def test_only_what_is_asked_for(file):
    """Proposals can be narrowed to a programme, or to a name."""
    pair = read_list(file(OFAC)), read_list(file(OFAC_LATER, "list-2025-11-04.csv"))
    assert [p.entry.id for p in diff_lists(*pair, name="airline").proposals] == ["101"]
    assert [p.entry.id for p in diff_lists(*pair, programme="eo14038").proposals] == ["102"]


def test_two_of_one_name_are_not_matched():
    """Where two entries share a name, none is taken for the other."""

    def shot(day, *ids):
        listed = {i: Listed(i, "Example Works", "entity") for i in ids}
        return ListSnapshot("x", "0" * 64, "ofac", date(2025, 1, day), listed)

    found = diff_lists(shot(1, "1", "2"), shot(2, "3"))
    assert [p.change for p in found.proposals] == ["delisted", "delisted", "listed"]


def test_lists_that_cannot_be_compared(file):
    """Two different lists, and snapshots in the wrong order, are refused."""
    one, eu = read_list(file(OFAC)), read_list(file(EU, "eu.csv"))
    with pytest.raises(InvalidList, match="cannot be compared"):
        diff_lists(one, eu)
    with pytest.raises(InvalidList, match="the earlier one first"):
        diff_lists(one, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EXAMPLE WORKS JSC", "JSC “Example Works”"),
        ("Société d'Exemple", "SOCIETE D EXEMPLE"),
        ("ОАО «Пример»", "Пример"),
        ("JSC", "jsc"),
    ],
)
def test_normal_names(one, other):
    """Case, accents, signs, legal forms and the order of words tell nobody apart."""
    assert normal(one) == normal(other)


IDS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["A", "B", "C", "D"]))


@given(IDS, IDS)
def test_differences_account_for_every_entry(old, new):
    """Delisted and listed, with those matched by name, make up what is on one side alone."""

    def shot(day, names):
        listed = {i: Listed(i, name, "entity") for i, name in names.items()}
        return ListSnapshot("x", "0" * 64, "ofac", date(2025, 1, day), listed)

    found = diff_lists(shot(1, old), shot(2, new)).proposals
    by_name = [p for p in found if p.by_name]
    gone = [p for p in found if p.change == "delisted"]
    come = [p for p in found if p.change == "listed"]
    assert len(gone) + len(by_name) == len(old.keys() - new.keys())
    assert len(come) + len(by_name) == len(new.keys() - old.keys())
    renamed = {p.entry.id for p in found if p.change == "changed" and not p.by_name}
    assert renamed == {i for i in old.keys() & new.keys() if old[i] != new[i]}


# --- into a ledger -------------------------------------------------------------------------------


def test_accept(found, tmp_path):
    """What an analyst accepts is recorded with both files' hashes; a second time nothing is."""
    with create_store(tmp_path / "a.ledger") as store:
        book = open_book(store, "minsk")
        assert accept(book, found, [1, 3], "us") == (2, 0)
        assert accept(book, found, [1, 2, 3], "us") == (1, 2)
        assert accept(book, found, [1, 2, 3], "us") == (0, 3)
        body = next(iter(store.entries("minsk"))).content
    assert (body["listing"], body["entity"], body["when"], body["party"]) == (
        "delisted", "101", "2025-11-04", "us",
    )  # fmt: skip
    assert [e["sha256"] for e in body["evidence"]] == [found.old.sha256, found.new.sha256]


def test_accepted_says_what_a_snapshot_shows(found):
    """That it changed between two days, not on which; a weak match is said to be one."""
    texts = [event.what for event in accepted(found, [1, 4])]
    assert texts[0] == "delisted between 2025-08-01 and 2025-11-04: EXAMPLE AIRLINE JSC, 101"
    assert "matched by name; id: 104 -> 205" in texts[1]


def test_note_of_a_snapshot(file, tmp_path):
    """Importing a list notes its day, size and hash, once."""
    path = file(OFAC)
    assert what_is(path) == "list"
    with create_store(tmp_path / "a.ledger") as store:
        book = open_book(store, "minsk")
        assert import_list(book, path).new == 1
        assert import_list(book, path).there == 1
        body = next(iter(store.entries("minsk"))).content
    assert body["what"] == "list-2025-08-01.csv: a sanctions list (ofac), 4 entries"


def test_what_is_nothing_of_these(file):
    """A table that is neither list nor chronicle is refused, with what could be imported."""
    with pytest.raises(InvalidList, match=r"nor is it a chronicle \(columns date, side"):
        what_is(file(["a,b,c"]))


@pytest.mark.parametrize(
    ("head", "form"),
    [(OFAC[0], "ofac"), (EU_HEAD, "eu"), (json.dumps(FTM[0]), "ftm"), (SIMPLE[0], "simple")],
)
def test_forms(file, head, form):
    """Each form is known by its first line."""
    assert form_of(file([head])) == form
