"""Claims behind a case: links followed, links that lead nowhere named, deliveries only kept."""

import pytest

from detente.briefing.blocks import Bullets, Table
from detente.briefing.evidence.page import bundled_evidence
from detente.briefing.evidence.support import support, support_blocks
from detente.case import Case
from detente.case.library import LIBRARY
from detente.evidence.decisions import Decision
from detente.words.language import language

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def minsk():
    """The bundled case."""
    return Case.load("minsk")


@pytest.fixture(scope="module")
def gathered(minsk):
    """Its claims."""
    return bundled_evidence(minsk, EN)


@pytest.fixture(scope="module")
def released(gathered):
    """Id of the claim that 14 people were released."""
    return next(j.claim.id for j in gathered.judgements if j.claim.value == "14")


def word(target, value, verdict="accept", by="Anna", kind="link"):
    """Make a decision."""
    return Decision(
        kind=kind, target=target, verdict=verdict, value=value, by=by, reason="seen", at="now"
    )


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("release_2025", "sources.release_2025"),
        ("releases_waves", "measures.releases_waves"),
        ("measures.releases_waves.value.us", "measures.releases_waves.value.us"),
    ],
)
def test_a_link_leads_to_a_place(minsk, gathered, released, named, place):
    """A path, a measure's id and a source's id each lead to their place and its numbers."""
    (found,) = support(minsk, gathered, [word(released, named)]).found
    assert (found.place, found.claim.status, found.by) == (place, "confirmed", "Anna")
    for path in found.numbers:
        number = next(n for n in minsk.numbers if n.path == path)
        assert path.startswith(place) or named in number.sources
    assert found.numbers


def test_the_status_is_the_analysts(minsk, gathered, released):
    """What an analyst decided of the claim is the status shown beside the assumption."""
    decisions = [
        word(released, "releases_waves"),
        word(released, "denied", "change", kind="status"),
    ]
    assert support(minsk, gathered, decisions).found[0].claim.status == "denied"


def test_links_that_lead_nowhere(minsk, gathered, released):
    """A place or a claim that is not there is named, with the nearest right name."""
    found = support(
        minsk, gathered, [word(released, "releases_wave"), word("none", "release_2025")]
    )
    assert not found.found
    assert [(lost.missing, lost.nearest) for lost in found.nowhere] == [
        ("releases_wave", "releases_waves"),
        ("none", ""),
    ]
    *_, listed = support_blocks(found, RU)
    assert isinstance(listed, Bullets)
    assert "нет releases_wave (ближайшее: releases_waves)" in listed.items[0]


def test_deliveries_are_kept(minsk, gathered, released):
    """A link to a delivery is neither followed nor called lost."""
    found = support(minsk, gathered, [word(released, "ledger:2025-06-21")])
    assert (len(found.ledger), found.found, found.nowhere) == (1, (), ())


def test_a_link_taken_back(minsk, gathered, released):
    """A rejected link is gone; without a place all links of the claim by that person go."""
    made = [word(released, "release_2025"), word(released, "releases_waves")]
    one = [*made, word(released, "release_2025", "reject")]
    assert [s.place for s in support(minsk, gathered, one).found] == ["measures.releases_waves"]
    assert not support(minsk, gathered, [*made, word(released, "", "reject")]).found
    assert len(support(minsk, gathered, [*made, word(released, "", "reject", "Boris")]).found) == 2


def test_a_case_that_cites_a_claim(gathered, released):
    """A source whose id is a claim's counts as a link, without anybody's decision."""
    text = (LIBRARY / "minsk.yaml").read_text("utf-8").replace("release_2025", released)
    (found,) = support(Case.parse(text), gathered, []).found
    assert (found.place, found.by) == (f"sources.{released}", "")
    table = next(b for b in support_blocks(support(Case.parse(text), gathered, []), EN)
                 if isinstance(b, Table))  # fmt: skip
    assert table.rows[0][1] == str(len(found.numbers)) != "0"
