"""GENIUS domains: read as GENIUS values them, written, analysed; hostile files refused."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.planning.genius import analysis, xml
from detente.planning.genius.analysis import analyse
from detente.planning.genius.domain import Domain, Evaluated, Issue, Line, Profile, Triangle
from detente.planning.genius.files import read_domain, read_profile, write_domain, write_profile
from detente.planning.genius.xml import InvalidDomain

DOMAIN = """<negotiation_template><utility_space number_of_issues="4">
<objective index="0" name="any" type="objective">
<issue index="1" name="colour" type="discrete"><item index="1" value="red"/>
  <item index="2" value="blue"/></issue>
<issue index="2" name="days" etype="integer" lowerbound="10" upperbound="14"/>
<objective index="5" name="money">
  <issue index="3" name="price" vtype="real"><range lowerbound="0" upperbound="2"/></issue>
  <issue index="4" name="share" type="real"><range lowerbound="0" upperbound="1"/></issue>
</objective></objective></utility_space></negotiation_template>"""

PROFILE = """<utility_space><objective index="0" name="any">
<weight index="1" value="0.4"/><weight index="2" value="0.3"/>
<issue index="1" name="colour" type="discrete"><item index="1" value="red" evaluation="2"/>
  <item index="2" value="blue" evaluation="8"/></issue>
<issue index="2" name="days" type="integer" lowerbound="10" upperbound="14">
  <evaluator ftype="linear" offset="0.1" slope="0.3"/></issue>
<objective index="5" name="money"><weight index="3" value="0.2"/><weight index="4" value="0.1"/>
  <issue index="3" name="price" type="real"><range lowerbound="0" upperbound="2"/>
    <evaluator ftype="linear" parameter0="1" parameter1="-0.5"/></issue>
  <issue index="4" name="share" type="real"><range lowerbound="0" upperbound="1"/>
    <evaluator ftype="triangular" parameter0="0" parameter1="1" parameter2="0.25"/></issue>
</objective></objective><reservation value="0.35"/><discount_factor value="0.5"/>
</utility_space>"""


def files(folder: Path, domain: str = DOMAIN, profile: str = PROFILE) -> tuple[Path, Path]:
    """Write a domain and a profile."""
    paths = folder / "domain.xml", folder / "profile.xml"
    for path, text in zip(paths, (domain, profile), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_every_kind_of_issue_is_valued_as_genius_does(tmp_path: Path) -> None:
    """Evaluations over their maximum; integers from the lowest; reals by line or triangle."""
    domain_file, profile_file = files(tmp_path)
    domain = read_domain(domain_file, real_values=5)
    assert [issue.values for issue in domain.issues] == [
        ("red", "blue"),
        (10, 11, 12, 13, 14),
        (0.0, 0.5, 1.0, 1.5, 2.0),
        (0.0, 0.25, 0.5, 0.75, 1.0),
    ]
    profile = read_profile(profile_file, domain)
    worth = profile.worth(domain)
    assert worth[0] == pytest.approx([0.4 * 0.25, 0.4])
    assert worth[1] == pytest.approx([0.03, 0.12, 0.21, 0.3, 0.3])
    assert worth[2] == pytest.approx([0.2, 0.15, 0.1, 0.05, 0.0])
    assert worth[3] == pytest.approx([0.0, 0.1, 0.1 * 2 / 3, 0.1 / 3, 0.0])
    assert (profile.reservation, profile.discount) == (0.35, 0.5)


def test_numbers_may_be_listed_with_an_evaluation_each(tmp_path: Path) -> None:
    """As NegMAS writes an integer issue: over the largest, and read back when written here."""
    line = '<evaluator ftype="linear" offset="0.1" slope="0.3"/>'
    items = "".join(f'<item index="{k}" value="{9 + k}" evaluation="{k}"/>' for k in range(1, 6))
    domain_file, path = files(tmp_path, profile=PROFILE.replace(line, items))
    domain = read_domain(domain_file)
    profile = read_profile(path, domain)
    assert profile.worth(domain)[1] == pytest.approx([0.06, 0.12, 0.18, 0.24, 0.3])
    write_profile(profile, domain, path)
    assert read_profile(path, domain).evaluations == profile.evaluations
    path.write_text(PROFILE.replace(line, items.replace('value="12"', 'value="21"')))
    with pytest.raises(InvalidDomain, match="no evaluation of '12' of issue 'days'"):
        read_profile(path, domain)


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=6
)
UNIT = st.floats(0, 1).map(lambda x: round(x, 6))


@st.composite
def cases(draw: st.DrawFn, parties: int = 2) -> tuple[Domain, list[Profile]]:
    """A domain of up to four issues of any kind, and profiles of it."""
    issues = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(("discrete", "discrete", "integer", "real")))
        if kind == "discrete":
            values = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
        elif kind == "integer":
            low = draw(st.integers(-5, 5))
            values = tuple(range(low, low + draw(st.integers(1, 4))))
        else:
            values = tuple(float(x) for x in np.linspace(0, draw(st.integers(1, 3)), 3))
        issues.append(Issue(name, kind, values))
    domain = Domain("any", tuple(issues))
    return domain, [draw(profiles(domain, f"p{k}")) for k in range(parties)]


@st.composite
def profiles(draw: st.DrawFn, domain: Domain, name: str) -> Profile:
    """A profile with an evaluation that fits each issue."""
    found = []
    for issue in domain.issues:
        if issue.kind == "discrete":
            found.append(
                Evaluated({value: float(draw(st.integers(0, 9))) for value in issue.values})
            )
        elif issue.kind == "real" and draw(st.booleans()):
            low, top, high = sorted(draw(st.lists(UNIT, min_size=3, max_size=3)))
            found.append(Triangle(low, high, top))
        else:
            found.append(Line(draw(UNIT) - 0.5, draw(UNIT)))
    weights = tuple(draw(UNIT) for _ in domain.issues)
    return Profile(name, weights, tuple(found), draw(UNIT), draw(UNIT))


@given(cases(parties=1))
def test_what_is_written_is_read_back(tmp_path_factory, case) -> None:
    """Any names, quotes and brackets included; every value keeps its worth."""
    domain, (profile,) = case
    folder = tmp_path_factory.mktemp("genius")
    write_domain(domain, folder / "any.xml")
    write_profile(profile, domain, folder / "p0.xml")
    read = read_domain(folder / "any.xml", real_values=3)
    assert read == domain
    again = read_profile(folder / "p0.xml", read)
    assert again.reservation == profile.reservation
    assert again.discount == profile.discount
    for mine, written in zip(again.worth(read), profile.worth(domain), strict=True):
        assert mine.tolist() == written.tolist()
    assert sorted(path.name for path in folder.iterdir()) == ["any.xml", "p0.xml"]


@given(cases(parties=2) | cases(parties=3))
def test_an_analysis_is_what_the_definition_says(case) -> None:
    """Frontier, reservation counts and points against every outcome listed one by one."""
    domain, many = case
    found = analyse(domain, many)
    outcomes = [
        tuple(sum(w[k] for w, k in zip(p.worth(domain), row, strict=True)) for p in many)
        for row in product(*(range(len(issue.values)) for issue in domain.issues))
    ]
    near = 1e-9
    best = [
        v
        for v in outcomes
        if not any(
            all(a >= b - near for a, b in zip(w, v, strict=True))
            and any(a > b + near for a, b in zip(w, v, strict=True))
            for w in outcomes
        )
    ]
    shown = [settled.utilities for settled in found.frontier]
    for v in best:
        assert any(v == pytest.approx(s, abs=2 * near) for s in shown)
    for s in shown:
        assert any(v == pytest.approx(s, abs=2 * near) for v in best)
    short = [[u < p.reservation - near for u, p in zip(v, many, strict=True)] for v in outcomes]
    assert found.below is not None
    assert [found.below[p.name] for p in many] == [
        sum(column) for column in zip(*short, strict=True)
    ]
    assert found.below[""] == sum(map(any, short))
    signed = [s for s in found.frontier if not s.below]
    assert (found.points["nash"] is None) == (not signed)
    for settled in found.points.values():
        if settled is not None:
            assert settled in signed


@given(cases(parties=2) | cases(parties=3))
def test_the_search_of_large_domains_finds_the_same_frontier(case) -> None:
    """Branch and bound, forced on domains that could be listed, agrees with the listing."""
    domain, many = case
    listed = analyse(domain, many)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "ENUMERATED", 0)
        searched = analyse(domain, many)
    assert searched.below is None
    assert searched.gap == 0
    assert [s.utilities for s in searched.frontier] == [
        pytest.approx(s.utilities, abs=1e-8) for s in listed.frontier
    ]


def test_outcomes_below_a_reservation_value_are_reported_not_dropped() -> None:
    """They stay on the frontier, marked, and bargaining points pass them by."""
    pie = Issue("pie", "discrete", ("none", "half", "all"))
    mine = Evaluated({"none": 0.0, "half": 0.5, "all": 1.0})
    yours = Evaluated({"none": 1.0, "half": 0.5, "all": 0.0})
    domain = Domain("pie", (pie,))
    found = analyse(
        domain,
        [Profile("me", (1.0,), (mine,), 0.4), Profile("you", (1.0,), (yours,), 0.4)],
    )
    assert [(s.values, s.below) for s in found.frontier] == [
        (("all",), ("you",)),
        (("half",), ()),
        (("none",), ("me",)),
    ]
    assert found.below == {"me": 1, "you": 1, "": 2}
    assert {s.values for s in found.points.values()} == {("half",)}


# --- hostile and broken files ---------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE z [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><negotiation_template>&i;</negotiation_template>"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAUGHS, "declares a document type"),
        ('<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]><z>&x;</z>', "document type"),
        ('<!DOCTYPE z SYSTEM "http://example.org/z.dtd"><z/>', "document type"),
        ("<z>&undeclared;</z>", "undefined entity"),
        ("<a>" * 100, "64 levels"),
        ("", "no element found"),
        ("not xml", "is not well-formed XML"),
        ("<z", "domain.xml:1:1 is not well-formed XML"),
        ('<?xml version="1.0" encoding="klingon"?><z/>', "unknown encoding|cannot be read"),
        ("<html/>", "<html> is no GENIUS domain"),
        ("<negotiation_template/>", "is no GENIUS domain"),
        ("<utility_space/>", "holds no <issue>"),
        (DOMAIN.replace('type="discrete"', 'type="colourful"'), "must be discrete, integer"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="1e99"'), "more than 10000 values"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="nan"'), "a finite number"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="9"'), "lowerbound 10 is above"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="11.5"'), "whole numbers"),
        (DOMAIN.replace('name="days"', 'name="colour"'), "two issues 'colour'"),
        (DOMAIN.replace("<item", "<thing"), "issue 'colour' has no <item>"),
        (DOMAIN.replace('name="days"', ""), "5:1 <issue> has no attribute 'name'"),
    ],
)
def test_a_domain_that_is_none_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """Entity bombs, outside references and plain mistakes each get a sentence with a place."""
    path, _ = files(tmp_path, domain=text)
    with pytest.raises(InvalidDomain, match=words):
        read_domain(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('value="blue"', 'value="bleu"'), "no evaluation of 'blue' .*did you mean 'bleu'"),
        (('evaluation="8"', 'evaluation="many"'), "evaluation must be a number, not 'many'"),
        (('name="days"', 'name="colour"'), "is the second issue 'colour'"),
        (('index="2" name="days"', 'index="9" name="day"'), "nothing of issue 'days' .*mean 'day'"),
        (('<weight index="2" value="0.3"/>', ""), "issue 'days' has no <weight>"),
        (('ftype="triangular"', 'ftype="wavy"'), "ftype must be linear"),
        (('parameter2="0.25"', 'parameter2="7"'), "its top 7 is not between"),
        (("<utility_space>", '<utility_space type="nonlinear">'), "not a weighted sum"),
        (('<objective index="0" name="any">', '<objective index="0" name="any"><utility/>'),
         "worth more together are not supported"),
        (('<evaluator ftype="linear" offset="0.1" slope="0.3"/>', ""), "no <evaluator>"),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_fit_is_refused(tmp_path: Path, change, words: str) -> None:
    """What a profile lacks, or cannot mean as a weighted sum, is named with its place."""
    assert change[0] in PROFILE
    domain_file, path = files(tmp_path, profile=PROFILE.replace(*change, 1))
    domain = read_domain(domain_file)
    with pytest.raises(InvalidDomain, match=words):
        read_profile(path, domain)


def test_a_domain_is_no_profile(tmp_path: Path) -> None:
    """The two kinds of file are told apart by their first element."""
    path, _ = files(tmp_path)
    with pytest.raises(InvalidDomain, match="is no GENIUS profile"):
        read_profile(path, read_domain(path))


def test_an_issue_of_another_name_is_known_by_its_index(tmp_path: Path) -> None:
    """Public profiles rename issues; the index says which it is."""
    path, mine = files(tmp_path)
    domain = read_domain(path)
    as_it_was = read_profile(mine, domain)
    mine.write_text(PROFILE.replace('name="days"', 'name="time"'), encoding="utf-8")
    assert read_profile(mine, domain) == as_it_was


def test_a_constant_evaluator_is_worth_the_same_everywhere(tmp_path: Path) -> None:
    """Its one parameter is the evaluation of every value."""
    linear = 'ftype="linear" offset="0.1" slope="0.3"'
    constant = PROFILE.replace(linear, 'ftype="constant" parameter0="0.5"')
    path, mine = files(tmp_path, profile=constant)
    domain = read_domain(path)
    assert read_profile(mine, domain).worth(domain)[1] == pytest.approx([0.3 * 0.5] * 5)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Issue("i", "discrete", ()), "issue 'i' has no values"),
        (lambda: Issue("i", "discrete", ("a", "a")), "issue 'i' has a value twice"),
        (lambda: Domain("d", ()), "domain 'd' has no issues"),
        (lambda: Domain("d", (Issue("i", "real", (0.0,)),) * 2), "domain 'd' has two issues 'i'"),
    ],
)
def test_a_domain_made_in_python_is_checked_too(make, words: str) -> None:
    """What no file may hold cannot be made either."""
    with pytest.raises(InvalidDomain, match=words):
        make()


def test_files_that_are_too_large_are_refused(tmp_path: Path, monkeypatch) -> None:
    """Both in bytes and in elements, before anything is built of them."""
    path, _ = files(tmp_path)
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 5)
    with pytest.raises(InvalidDomain, match="more than 5 elements"):
        read_domain(path)
    monkeypatch.setattr(xml, "MOST_BYTES", 1 << 8)
    with pytest.raises(InvalidDomain, match="larger than"):
        read_domain(path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"\n\n<?xml version='1.0'?>" + DOMAIN.encode(), "red"),
        (DOMAIN.replace("red", "dark & red").encode(), "dark & red"),
        (DOMAIN.replace("red", "10 €").encode("cp1252"), "10 €"),
        (DOMAIN.replace("red", "красный").encode("utf-16"), "красный"),
        (b"\xef\xbb\xbf" + DOMAIN.encode(), "red"),
    ],
)
def test_faults_of_public_domains_are_mended(tmp_path: Path, text: bytes, value: str) -> None:
    """Blank lines at the start, bare ampersands and unnamed code pages, as found in the wild."""
    path = tmp_path / "domain.xml"
    path.write_bytes(text)
    assert read_domain(path).issues[0].values[0] == value


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Files are written whole or not at all."""
    path = tmp_path / "any.xml"
    path.write_text("old")
    odd = Domain("any", (Issue("i", "discrete", ("\ud800",)),))
    with pytest.raises(UnicodeEncodeError):
        write_domain(odd, path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("any.xml", "old")]


def test_one_profile_is_not_enough() -> None:
    """An analysis is between parties with different names."""
    domain = Domain("any", (Issue("i", "discrete", ("a",)),))
    alone = Profile("p", (1.0,), (Evaluated({"a": 1.0}),))
    for many in ([alone], [alone, alone]):
        with pytest.raises(InvalidDomain, match="two profiles or more"):
            analyse(domain, many)
