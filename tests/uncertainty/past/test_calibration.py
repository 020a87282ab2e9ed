"""Calibration: conjugate updating, the published figures, and the case's own history."""

import csv
from datetime import date
from math import inf
from pathlib import Path

import pytest

from detente.case import Case
from detente.uncertainty.past.calibration import borrowed, calibrate, kinds, own, published
from detente.uncertainty.past.chronicle import (
    Act,
    Chronicle,
    InvalidChronicle,
    bundled,
    read_chronicle,
    spells,
)
from detente.uncertainty.past.rates import Beta, Count, Gamma
from tests.uncertainty.sides import small

SHARED = Path(__file__).parents[4] / "shared" / "data" / "priors"

# --- rates ---------------------------------------------------------------------------------------


def test_a_share_is_updated_by_counting():
    """Jeffreys' Beta(½, ½), 15 of 20 borrowed at .2, 3 of 4 of one's own: Beta(6.5, 2.5)."""
    found = Beta.after([Count(15, 20, "x")], 0.2, Count(3, 4, "own"))
    assert (found.a, found.b) == pytest.approx((6.5, 2.5))
    assert found.mean == pytest.approx(6.5 / 9)
    assert found.weight == pytest.approx(8)


def test_a_rate_is_updated_by_counting():
    """Jeffreys' Gamma(½, 0), 3 in 310 years borrowed at .2, 2 in 8 years of one's own."""
    found = Gamma.after([Count(3, 310, "x")], 0.2, Count(2, 8, "own"))
    assert (found.shape, found.years) == pytest.approx((3.1, 70))
    assert found.mean == pytest.approx(3.1 / 70)


def test_intervals_hold_nine_tenths():
    """Closed forms: Beta(1, 1) is uniform; Gamma(1, t) is exponential."""
    uniform = Beta(1, 1).range
    assert (uniform.low, uniform.high) == pytest.approx((0.05, 0.95))
    exponential = Gamma(1, 2).range
    assert exponential.low == pytest.approx(0.025646647, abs=1e-8)  # -ln(.95)/2
    assert exponential.high == pytest.approx(1.497866137, abs=1e-8)  # -ln(.05)/2


def test_a_mean_outside_its_interval_widens_it():
    """The mean of so skewed a rate is above nine tenths of it; the range holds it all the same."""
    found = Gamma(0.01, 1).range
    assert found.low <= found.mode <= found.high


def test_where_nothing_was_watched_nothing_is_known():
    """A rate without a year of watching may be anything."""
    found = Gamma.after([], 0.2)
    assert found.mean == inf
    assert (found.range.low, found.range.high) == (0.0, inf)


# --- the published figures ---------------------------------------------------------------------

needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the data sets are not beside the tree")


def rows(name: str) -> list[dict[str, str]]:
    """Read a data set."""
    with (SHARED / name).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


@needs_data
def test_figures_of_accords_follow_from_the_data():
    """Counts are the published shares times their numbers; years at risk are reversals/hazard."""
    provisions = {row[""]: row for row in rows("pam_provision_rates.csv")}
    whole = provisions["ALL"]
    years_each = float(whole["downs"]) / float(whole["down_haz"]) / float(whole["n"])
    used = {k: v for k, v in published()["figures"].items() if v["source"] == "pam"}
    assert len(used) >= 10
    for id_, figure in used.items():
        row = provisions[id_.removeprefix("pam.")]
        n = float(row["n"])
        assert figure["n"] == n
        assert figure["started"] / n == pytest.approx(float(row["y1_any"]), abs=6e-4)
        assert figure["completed"] / n == pytest.approx(float(row["full_by5"]), abs=6e-4)
        assert figure["reversals"] == float(row["downs"])
        if figure["reversals"]:
            assert figure["exposure"] == "derived"
            assert figure["years"] == round(float(row["downs"]) / float(row["down_haz"]))
        else:
            assert figure["exposure"] == "estimated"
            assert figure["years"] == round(years_each * n)


@needs_data
def test_figures_of_sanctions_follow_from_the_data():
    """Of ended cases, those that ended in a concession or a settlement, by expiry clause."""
    ended = [row for row in rows("ist_sanctions_termination.csv") if row["ongoing"] == "0"]
    for id_, flag in (("ist.expiry", "1"), ("ist.open", "0")):
        of = [row["outcome"] for row in ended if row["expiry"] == flag]
        conceded = [
            said
            for said in of
            if ("acquiescence" in said or "settlement" in said) and "capitulation" not in said
        ]
        figure = published()["figures"][id_]
        assert (figure["conceded"], figure["n"]) == (len(conceded), len(of))
    assert round(35 / 42, 2) == 0.83  # as the data's own summary has it
    assert round(175 / 243, 2) == 0.72


def test_every_figure_has_a_source_and_every_kind_a_figure():
    """Nothing in the compilation hangs loose."""
    data = published()
    for figure in data["figures"].values():
        assert figure["source"] in data["sources"]
    used = {id_ for ids in data["kinds"].values() for id_ in ids}
    assert used == set(data["figures"])


# --- a case --------------------------------------------------------------------------------------


def figure(of, kind: str, event: str):
    """The figure of a kind and event."""
    return next(f for f in of.figures if (f.kind, f.event) == (kind, event))


def test_minsk_by_hand():
    """Licences: two taken back in 7.9 years, six renewals of eight; releases start as borrowed."""
    case = Case.load("minsk")
    found = calibrate(case, bundled(case))
    licence = figure(found, "licence", "reversal")
    assert licence.declared
    assert licence.own.hits == 2
    assert licence.own.of == pytest.approx(2.43 + 5.47, abs=0.02)
    assert (figure(found, "licence", "renewal").own.hits,
            figure(found, "licence", "renewal").own.of) == (6, 8)  # fmt: skip
    start = figure(found, "pardon", "start")
    assert not start.declared
    assert (start.prior.a, start.prior.b) == pytest.approx((0.5 + 0.2 * 34, 0.5 + 0.2 * 6))
    assert start.own is None
    assert start.posterior == start.prior
    assert figure(found, "declaration", "start").declared
    assert found.until == date(2025, 8, 16)


def test_what_comes_after_the_case_is_not_used():
    """The same case with the record cut at its own date has the same figures."""
    case = Case.load("minsk")
    whole = bundled(case)
    assert calibrate(case, whole.until(case.form.as_of)) == calibrate(case, whole)
    later = calibrate(case, whole, until=date(2026, 3, 31))
    assert figure(later, "pardon", "reversal").own.hits == 2


def test_the_discount_decides_what_the_borrowed_weighs():
    """At 0 only the case's own history counts, at 1 each borrowed case counts in full."""
    case = Case.load("minsk")
    none, full = (figure(calibrate(case, discount=d), "pardon", "start") for d in (0, 1))
    assert none.prior == Beta(0.5, 0.5)
    assert full.prior == Beta(34.5, 6.5)
    for wrong in (-0.1, 1.5, float("nan")):
        with pytest.raises(ValueError, match="discount"):
            calibrate(case, discount=wrong)


def test_a_case_without_history_and_instruments():
    """Nothing is calibrated of measures that name no instrument; no chronicle, no data."""
    case = small()
    assert kinds(case) == ()
    assert bundled(case) is None
    assert calibrate(case).figures == ()
    assert calibrate(Case.load("jpoa")).chronicle is None


def test_events_without_figures_are_not_borrowed():
    """No data set says how often a term is renewed, or how often a licence is taken back."""
    assert borrowed("licence", "renewal") == ()
    assert borrowed("licence", "reversal") == ()
    assert borrowed("licence", "concession")[0].hits == 35
    assert borrowed("notification", "reversal")[0].note == "estimated"


# --- chronicles ----------------------------------------------------------------------------------


def act(day: str, kind: str, side: str = "sender_X", instrument: str = "GL 1") -> Act:
    """One act."""
    return Act(date.fromisoformat(day), side, kind, instrument)


def test_relief_is_followed_from_grant_to_end():
    """Renewals keep it, a snapback ends it, a lift ends it for good, the rest is still in force."""
    acts = [
        act("2010-01-01", "relief"),
        act("2010-07-01", "renewal"),
        act("2011-01-01", "snapback"),
        act("2011-06-01", "snapback"),  # nothing is in force
        act("2012-01-01", "relief", instrument="suspension of listings"),
        act("2012-06-01", "lift"),
        act("2013-01-01", "relief", instrument="delisting"),
        act("2013-01-01", "relief", "sender_Y"),
    ]
    found = spells(acts, date(2014, 1, 1))
    told = [(s.instrument, s.taken_back, s.renewals, round(s.years, 1)) for s in found]
    assert told == [
        ("licence", True, 1, 1.0),
        ("suspension", False, 0, 0.4),
        ("delisting", False, 0, 1.0),
        ("licence", False, 0, 1.0),
    ]


def test_breaches_are_counted_from_the_first_release_on():
    """One breach in the two years since; what senders do is none."""
    acts = (
        act("2009-01-01", "breach", "target"),
        act("2010-01-01", "prisoner_release", "target"),
        act("2011-01-01", "breach_or_escalation", "target"),
        act("2011-06-01", "breach"),
    )
    found = own(Chronicle("x", acts), date(2012, 1, 1))
    assert found["pardon", "reversal"].hits == 1
    assert found["pardon", "reversal"].of == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,side,type\n2010,a,b\n", "no column 'step_type'"),
        ("date,side,step_typ\n2010,a,b\n", "did you mean 'step_typ'"),
        ("", "no column 'date'"),
        ("date,side,step_type\n", "no acts"),
        ("date,side,step_type\n2010,monitor_X,stock_level\n", "no acts"),
        ("date,side,step_type\n,a,relief\n", ":2: the cell 'date' is empty"),
        ("date,side,step_type\n2010-01-01,a\n", ":2: the cell 'step_type' is empty"),
        ("date,side,step_type\nspring,a,relief\n", "'spring' is no date"),
        ("date,side,step_type\n2010-02-31,a,relief\n", "'2010-02-31' is no date"),
        ("\xff\xfe", "UTF-8"),
    ],
)
def test_bad_chronicles_are_refused(tmp_path, text, said):
    """The file and the line are named."""
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InvalidChronicle, match=said) as caught:
        read_chronicle(path)
    assert "bad.csv" in str(caught.value)


def test_dates_may_be_known_to_the_month(tmp_path):
    """They count from their first day, and acts come in order."""
    path = tmp_path / "some.csv"
    path.write_text("step_type,side,date\nrelief,a,2011\nsnapback,a,2010-05\n")
    found = read_chronicle(path)
    assert [one.day for one in found.acts] == [date(2010, 5, 1), date(2011, 1, 1)]
