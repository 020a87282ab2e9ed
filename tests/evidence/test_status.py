"""Voices counted once, statuses by rule, and probabilities that go with them."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from detente.evidence.arithmetic import broken, check
from detente.evidence.claims import followed_back, group, normal, support
from detente.evidence.errors import InvalidTable
from detente.evidence.lexicon import Act
from detente.evidence.status import judge
from detente.words.language import language
from detente.words.likelihood import SCALE, estimate
from tests.evidence.samples import report

TABLE = Path(__file__).parents[3] / "shared/data/belarus/claims.csv"


def status(*reports):
    """Give the statuses of the claims that reports make, by value."""
    return {j.claim.value: j.status for j in judge(group(reports))}


def test_forty_reprints_are_one_voice():
    """One wire with forty reprints is one-sided."""
    copies = [report(f"paper {i}", origin="AFP", kind="reprint") for i in range(40)]
    assert status(report("AFP"), *copies) == {"14": "one-sided"}


def test_a_party_confirming_itself_is_none():
    """State press and presidency of one party are one side, however many speak."""
    said = [report(f"organ {i}", party="belarus", act=Act.CONFIRMS) for i in range(5)]
    assert status(*said) == {"14": "one-sided"}


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        # opponents agree
        ([report("a", party="us"), report("b", party="belarus")], "corroborated"),
        # a party and somebody independent of it
        ([report("a", party="us"), report("AFP")], "corroborated"),
        ([report("a", party="us"), report("b", party="belarus"), report("AFP")], "confirmed"),
        ([report("AFP"), report("Viasna", kind="monitor")], "confirmed"),
        # a rewriter, a guessed origin and a third state's press weigh nothing alone
        ([report("x", origin="AP", kind="rewriter")], "one-sided"),
        ([report("AFP"), report("x", origin="BNS", doubtful=True)], "one-sided"),
        ([report("AFP"), report("RT", kind="state media")], "one-sided"),
        ([report("AFP"), report("b", party="us", act=Act.DENIES)], "contested"),
        ([report("b", party="us", act=Act.DENIES)], "denied"),
        ([report("b", party="us", act=Act.ABSENT)], "awaited"),
    ],
)
def test_rules(reports, expected):
    """Each rule gives its status."""
    assert status(*reports) == {"14": expected}


def test_rivals():
    """Answers of like weight are contested; one that nobody who weighs gives is denied."""
    assert status(report("AFP"), report("AP", "15")) == {"14": "contested", "15": "contested"}
    rewritten = report("x", "15", origin="AP", kind="rewriter")
    assert status(report("AFP"), rewritten) == {"14": "one-sided", "15": "denied"}


def test_superseded():
    """An answer whose publisher later gives another is superseded."""
    later = report("AFP", "15", date="2025-06-22")
    assert status(report("AFP"), later)["14"] == "superseded"


def test_one_origin_misheard():
    """Of two readings of one origin the better carriers' counts, and the other is denied."""
    said = [report("BBC", "6", party="us"), report("RFE", "6", party="us")]
    wrong = report("RTT", "2", party="us", kind="aggregator")
    assert status(*said, wrong) == {"6": "one-sided", "2": "denied"}


def test_origins_are_followed_back():
    """Who cites a reprint has it from the reprint's own origin."""
    chain = [report("mirror", origin="RT"), report("RT", origin="Eismont")]
    assert [r.origins[0].name for r in followed_back(chain)] == ["Eismont", "Eismont"]


def test_a_circle_is_one_voice():
    """Publishers that cite one another confirm nothing, nor does who cites one of them."""
    circle = [report("b", origin="c"), report("c", origin="a"), report("a", origin="b")]
    outside = [report("d", origin="c"), report("e", origin="d")]
    said = followed_back([*circle, *outside])
    assert {origin.name for r in said for origin in r.origins} == {"a"}
    assert status(*said) == {"14": "one-sided"}
    assert status(*followed_back([*circle, report("AFP")])) == {"14": "confirmed"}


@pytest.mark.parametrize("last", ["p0", "p400"])
def test_no_origin_is_followed_back_for_ever(last):
    """A ring or chain of more publishers than any news goes through is refused, by name."""
    names = [*(f"p{i}" for i in range(400)), last]
    said = [report(one, origin=other) for one, other in itertools.pairwise(names)]
    assert len(followed_back(said[-50:])) == 50
    with pytest.raises(InvalidTable, match=r"report 'p0:14:n_released': .* more than 100 publish"):
        followed_back(said)


def test_more_voices_make_it_likelier():
    """An independent voice more never makes a claim less likely."""
    chance = [
        judge(group([report(f"wire {i}") for i in range(n)]))[0].probability for n in (1, 2, 3)
    ]
    assert chance == sorted(chance)
    assert chance[0] < chance[2]


def test_support_names_the_voices():
    """The support of a claim names its independent voices, its sides and what is weak."""
    (claim,) = group([report("AFP"), report("a", party="us"), report("x", kind="rewriter")])
    backed = support(claim)
    assert (backed.independent, backed.sides, backed.weak) == ({"afp"}, {"us"}, {"x"})


@pytest.mark.parametrize(
    ("one", "other"), [("1,183", "1183"), ("14", "14.0"), ("Yes", " yes "), ("1\u00a0183", "1183")]
)
def test_one_way_to_write_a_value(one, other):
    """Marks for thousands, case and blanks make no other answer."""
    assert normal(one) == normal(other)


def test_scale():
    """Words and numbers of the scale join without gap, and say what they should."""
    assert [b.high for b in SCALE[:-1]] == [b.low for b in SCALE[1:]]
    assert estimate(0.6, language("en")) == "likely, 55–80\u00a0%"
    assert estimate(1.0, language("en")) == "almost certain, 95–99\u00a0%"
    with pytest.raises(ValueError, match="no probability"):
        estimate(1.2, language("en"))


@pytest.mark.skipif(not TABLE.exists(), reason="the table of claims is not on this machine")
def test_adjudicated_claims():
    """No claim adjudicated false, and none that a machine rewrote, ends as confirmed."""
    from detente.evidence.tables import read_table

    rows = {r["claim_id"]: r for r in csv.DictReader(TABLE.read_text("utf-8").splitlines())}
    claims = group(read_table(TABLE))
    judged = judge(claims, broken=broken(check(claims)))
    got = {r.id: j.status for j in judged for r in j.claim.reports}
    accepted = {i for i, s in got.items() if s in {"confirmed", "corroborated"}}
    assert {rows[i]["adjudication"] for i in accepted} == {"true", "mostly_true"}
    assert not {i for i in accepted if rows[i]["publisher_type"] == "ai_rewrite"}
    assert got["C052"] == "contested"  # 968 + 168 given as 1,135
    assert got["C014"] == got["C024"] == got["C053"] == "confirmed"
