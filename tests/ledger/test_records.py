"""The records that come with the bundled cases: they import, verify, and tell the dates right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from detente.case import Case
from detente.ledger.book import open_book
from detente.ledger.dates import between
from detente.ledger.events import SnapbackStarted
from detente.ledger.importing import import_chronicle
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.verification import verify
from detente.ledger.past.history import Step
from detente.ledger.past.lags import answered, taken_back
from detente.ledger.past.vocabulary import Vocabulary, recorded_cases, vocabulary
from detente.ledger.told import Told, told

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAIN = ("libya", "dprk", "jcpoa", "myanmar")
"""Records whose rows are one event each, a snapback two."""


@cache
def words(name: str) -> Vocabulary:
    """The vocabulary of a bundled case."""
    return vocabulary(name, Case.load(name))


@cache
def steps(name: str) -> tuple[Step, ...]:
    """The record of a bundled case."""
    known = words(name)
    assert known.chronicle
    return known.rows(known.chronicle)


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> dict[str, tuple[Told, ...]]:
    """All records in one ledger, each taken in once and again; the events by case."""
    path = tmp_path_factory.mktemp("records") / "all.ledger"
    found = {}
    with create_store(path) as store:
        for name in recorded_cases():
            known = words(name)
            assert known.chronicle
            book = open_book(store, name)
            first = import_chronicle(book, known.chronicle, known, NOW)
            assert first.new >= first.steps > 0
            assert import_chronicle(book, known.chronicle, known, NOW).new == 0
            found[name] = told(name, book.bodies())
        assert verify(store, None, ()).fault is None
    return found


def test_every_record_is_taken_in_whole_and_once(taken) -> None:
    """Each becomes a note on the file and an event or two a row; the chain holds."""
    assert set(taken) == set(recorded_cases())
    for name in PLAIN:
        snapbacks = sum(isinstance(e.event, SnapbackStarted) for e in taken[name])
        assert len(taken[name]) == 1 + len(steps(name)) + snapbacks


@pytest.mark.parametrize("name", recorded_cases())
def test_a_record_speaks_of_its_case(name: str) -> None:
    """Sides and measures are those of the case; each instrument occurs; each row has a source."""
    case, known, rows = Case.load(name), words(name), steps(name)
    everybody = {*case.form.parties, *case.form.audiences}
    assert set(known.sides.values()) <= everybody
    assert set(known.instruments.values()) <= {*case.form.measures, *case.lots}
    assert set(known.instruments) <= {row.instrument for row in rows}
    assert all(row.source for row in rows)
    assert date.fromisoformat(known.since) <= case.form.as_of


@pytest.mark.parametrize("name", PLAIN)
def test_deliveries_are_put_down_to_who_gives_them(name: str) -> None:
    """What stands for a measure of the case was done by the side that gives it there."""
    case, known = Case.load(name), words(name)
    for row in steps(name):
        if row.instrument in known.instruments:
            measure = known.instruments[row.instrument].partition(".")[0]
            assert known.who(row.side) == case.form.measures[measure].giver, row.line


DATES = [
    ("libya", "Letter to the Security Council", "2003-08-15"),
    ("libya", "United Nations sanctions lifted", "2003-09-12"),
    ("libya", "Weapons programmes given up", "2003-12-19"),
    ("libya", "American and British experts", "2004-01-18"),
    ("libya", "interests section", "2004-02-08"),
    ("libya", "Travel ban ended", "2004-02-26"),
    ("libya", "Most trade and investment", "2004-04-23"),
    ("libya", "Liaison office", "2004-06-28"),
    ("libya", "Emergency of 1986", "2004-09-20"),
    ("libya", "Off the list", "2006-05-15"),
    ("dprk", "Yongbyon shut down", "2007-07-14"),
    ("dprk", "Second phase agreed", "2007-10-03"),
    ("dprk", "Declaration handed over", "2008-06-26"),
    ("dprk", "Disablement halted", "2008-08-26"),
    ("dprk", "Off the list", "2008-10-11"),
    ("jcpoa", "Resolution 2231", "2015-07-20"),
    ("jcpoa", "Adoption Day", "2015-10-18"),
    ("jcpoa", "Implementation Day", "2016-01-16"),
    ("jcpoa", "sanctions on buyers and banks return", "2018-05-08"),
    ("jcpoa", "First step", "2019-05-08"),
    ("jcpoa", "Fifth step", "2020-01-05"),
    ("myanmar", "651 freed", "2012-01-13"),
    ("myanmar", "Visa bans suspended", "2012-02-17"),
    ("myanmar", "By-elections", "2012-04-01"),
    ("myanmar", "suspended for a year", "2012-04-23"),
    ("myanmar", "import ban waived", "2012-11-16"),
    ("myanmar", "arms embargo lifted", "2013-04-22"),
    ("belarus2008", "Post-election crackdown", "2010-12-19"),
    ("belarus2008", "GL revoked before its expiry", "2011-02-11"),
    ("belarus2015", "GL 2: nine", "2015-10-30"),
    ("belarus2015", "Freedom Day", "2017-03-25"),
    ("belarus2015", "despite crackdown", "2017-04-28"),
    ("belarus2015", "Post-election crackdown", "2020-08-09"),
    ("belarus2015", "GL 2G revoked", "2021-04-19"),
    ("sudan", "Executive Order 13761", "2017-01-13"),
    ("sudan", "General licence for all trade", "2017-01-17"),
    ("sudan", "Executive Order 13804", "2017-07-11"),
    ("sudan", "conditions are found to be met", "2017-10-06"),
    ("sudan", "trade embargo of 1997", "2017-10-12"),
    ("sudan2020", "announces the removal", "2020-10-19"),
    ("sudan2020", "Formal notice to Congress", "2020-10-26"),
    ("sudan2020", "is rescinded", "2020-12-14"),
    ("sudan2020", "law on claims", "2020-12-27"),
    ("sudan2020", "released to the victims", "2021-03"),
    ("hotline1963", "Speech at the American University", "1963-06-10"),
    ("hotline1963", "signed by the United States", "1963-08-05"),
    ("hotline1963", "Sale of wheat", "1963-10-09"),
    ("jpoa", "agreed in Geneva", "2013-11-24"),
    ("jpoa", "Dilution complete", "2014-04-15"),
]
"""As common knowledge has them; worked out apart from the records."""


@pytest.mark.parametrize(("name", "said", "when"), DATES)
def test_dates(name: str, said: str, when: str) -> None:
    """A step stands once, on its day."""
    assert [row.when for row in steps(name) if said in row.what] == [when]


def test_instalments_of_libya() -> None:
    """270 families: 4 and 4 million were paid out of the escrow, 2 million each went back."""
    sums = {r.instrument: r.quantity for r in steps("libya") if r.unit == "million dollars"}
    assert sums["first instalment"] == sums["second instalment"] == 270 * 4
    assert sums["escrow term"] == 270 * 2
    assert sums["escrow deposit"] == 270 * 10
    lots = Case.load("libya").lots
    paid = [lots[f"compensation.{lot}"].quantity for lot in ("un", "us", "list")]
    assert paid == [1080, 1080, 540]


def test_instalments_of_the_joint_plan() -> None:
    """Eight days and sums, million dollars: 4,200 in all."""
    paid = [(r.when[5:], r.quantity) for r in steps("jpoa") if r.step_type == "instalment"]
    assert paid == [
        ("02-01", 550), ("03-01", 450), ("03-07", 550), ("04-10", 550),
        ("04-15", 450), ("05-14", 550), ("06-17", 550), ("07-20", 550),
    ]  # fmt: skip
    assert sum(sum_ for _, sum_ in paid) == 4200


def test_exchanges_of_gaza() -> None:
    """Hostages alive and prisoners, day by day; the last prisoners waited five days."""
    freed = {
        who: [(r.when[5:], r.quantity) for r in steps("gaza2025") if r.instrument == kind]
        for who, kind in (("hostages", "handover"), ("prisoners", "release"))
    }
    assert freed["prisoners"] == [
        ("01-19", 90), ("01-25", 200), ("01-30", 110), ("02-01", 183), ("02-08", 183),
        ("02-15", 369), ("02-27", 602),
    ]  # fmt: skip
    assert freed["hostages"] == [
        ("01-19", 3), ("01-25", 4), ("01-30", 3), ("01-30", 5), ("02-01", 3), ("02-08", 3),
        ("02-15", 3), ("02-20", 4), ("02-22", 6), ("02-27", 4),
    ]  # fmt: skip


LAGS = [
    # 16 days of August, 12 of September
    ("libya", "Letter to", "United Nations sanctions lifted", 16 + 12),
    ("libya", "Weapons programmes", "Travel ban", 12 + 31 + 26),
    # 26 June to 11 October: 4 + 31 + 31 + 30 + 11; the law asks for 45 days
    ("dprk", "Declaration handed", "Off the list", 107),
    # leap year: 31 + 29 + 31 + 30 + 31 + 26 days late
    ("dprk", "The day for declaration", "Declaration handed", 178),
    ("jcpoa", "sanctions on buyers and banks return", "First step", 365),
    ("jcpoa", "First step", "Second step", 60),
    ("jcpoa", "Second step", "Third step", 60),
    ("jcpoa", "Third step", "Fourth step", 61),
    ("jcpoa", "Fourth step", "Fifth step", 61),
    ("myanmar", "By-elections", "suspended for a year", 22),
    # April 29, May 31, June 30, July 11
    ("myanmar", "By-elections", "new investment", 29 + 31 + 30 + 11),
]


@pytest.mark.parametrize(("name", "start", "end", "days"), LAGS)
def test_lags(name: str, start: str, end: str, days: int) -> None:
    """Days between two steps, counted by hand on the calendar."""
    first, last = (
        next(row.when for row in steps(name) if said in row.what) for said in (start, end)
    )
    assert between(first, last) == (days, days)


def test_the_exit_had_no_breach_before_it(taken) -> None:
    """Nobody recorded a breach before the American exit; it had effect after 90 and 180 days."""
    exits = [x for x in taken_back(taken["jcpoa"]) if x.start.event.when == "2018-05-08"]
    assert [x.breach for x in exits] == [None, None]
    assert [x.effect.first for x in exits] == [date(2018, 8, 6), date(2018, 11, 4)]
    notice = next(x for x in taken_back(taken["jcpoa"]) if x.start.event.when == "2025-08-28")
    assert notice.line is not None
    assert "resolutions" in notice.line.opened.what
    assert (notice.effect.first - date(2025, 8, 28)).days == 30


def test_relief_answered_the_large_release(taken) -> None:
    """After 13 January 2012 Europe took 35 days for the visas; 18 days of January and 17 more."""
    large = next(x for x in answered(taken["myanmar"]) if x.release.event.when == "2012-01-13")
    assert large.relief[0].days == (35, 35)
