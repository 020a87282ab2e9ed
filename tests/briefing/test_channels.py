"""Channels in documents: the best ways, what new lines add, and the picture."""

import json

import pytest

from detente.briefing.blocks import Bullets, Network, Table
from detente.briefing.channel_words import Talk
from detente.briefing.channels import channels_document, channels_section
from detente.briefing.channels_record import channels_record
from detente.briefing.naming import Names
from detente.case import Case
from detente.channels import Line, Range, Survey, survey
from detente.uncertainty import contacts
from detente.words.language import language

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


@pytest.fixture(scope="module")
def found(minsk: Case) -> Survey:
    """Washington to Minsk with both proposed lines."""
    of = contacts(minsk)
    return survey(of, "us", "by", of.proposed)


def test_the_best_ways_are_told(minsk: Case, found: Survey) -> None:
    """Surest and fastest are one way here, the most discreet another; each with who hears."""
    lists = [b for b in channels_document(minsk, found, EN).blocks if isinstance(b, Bullets)]
    surest, discreet = lists[0].items
    assert surest.startswith("Surest and fastest: “Call of the presidents”: arrives likely")
    assert "becomes public" in surest
    assert discreet.startswith("Most discreet: “Envoys”")
    assert any("1.2 (0.24–12)\u00a0h" in item for item in lists[1].items)
    assert any("Still single points of failure" in item for item in lists[1].items)


def test_the_picture_shows_what_is_proposed_dashed(minsk: Case, found: Survey) -> None:
    """Those who talk are nodes with their role; proposed lines are dashed; alt says what hangs."""
    blocks = channels_document(minsk, found, EN).blocks
    network = next(block for block in blocks if isinstance(block, Network))
    assert {node.role for node in network.nodes} == {"party", "audience"}
    assert {node.id for node in network.nodes} == {"us", "by", "eub", "council", "ua", "ru"}
    assert [link.dashed for link in network.links].count(True) == 2
    assert "9 lines exist, 2 are proposed" in network.alt


def test_without_new_lines_what_all_hangs_on_is_told(minsk: Case) -> None:
    """Nothing added: whom each single point keeps together is listed instead."""
    blocks = channels_document(minsk, survey(contacts(minsk), "us", "council", ()), EN).blocks
    items = [item for b in blocks if isinstance(b, Bullets) for item in b.items]
    assert any(item.startswith("Without Border states") for item in items)
    assert not [b for b in blocks if isinstance(b, Table) and "at once" in b.caption]


def test_a_line_of_the_moment_is_named_by_its_ends(minsk: Case) -> None:
    """A line that the case does not know, to one who could not be reached before."""
    sure = Range(0.9, 0.9, 0.9)
    of = contacts(minsk, [Line("us-det", ("us", "det"), sure, Range(2, 2, 2), proposed=True)])
    one = survey(of, "us", "det", ["us-det"])
    told = Talk(one, Names(minsk, EN)).headline()
    assert told.startswith("No line leads from United States to The detained")
    assert "“United States – The detained" in told
    assert told.endswith("very likely, 90%.")


@pytest.mark.parametrize(
    ("of", "percents", "words"),
    [
        (Range(0.65, 0.8, 0.9), "80% (65–90%)", "likely to very likely, 65–90%"),
        (Range(0.8, 0.8, 0.8), "80%", "very likely, 80%"),
        (Range(0.96, 0.995, 0.999), ">99% (96–>99%)", "almost certain, 96–>99%"),
        (Range(1, 1, 1), "100%", "almost certain, 100%"),
        (Range(0, 0, 0), "0%", "no way at all"),
    ],
)
def test_reliability_in_words_and_numbers(minsk, found, of, percents: str, words: str) -> None:
    """Words at both ends of the range; what is not sure is never called 100 %."""
    talk = Talk(found, Names(minsk, EN))
    assert (talk.percents(of), talk.likely(of)) == (percents, words)


def test_times_below_a_day_are_hours(minsk: Case, found: Survey) -> None:
    """Two figures, in hours or days by the mode."""
    talk = Talk(found, Names(minsk, RU))
    assert talk.time(Range(0.01, 0.05, 0.5)) == "1,2 (0,24–12)\N{NO-BREAK SPACE}ч"
    assert talk.time(Range(3, 7, 21)) == "7 (3–21)\N{NO-BREAK SPACE}дн."


def test_both_languages_say_everything(minsk: Case, found: Survey) -> None:
    """The Russian document and section have the blocks of the English ones."""
    for make in (
        lambda lang: channels_document(minsk, found, lang).blocks,
        lambda lang: channels_section(found, Names(minsk, lang)),
    ):
        assert [type(block) for block in make(EN)] == [type(block) for block in make(RU)]


def test_the_record_is_plain_json(minsk: Case, found: Survey) -> None:
    """Routes, pairs and single points, under their own names."""
    record = json.loads(json.dumps(channels_record(minsk, found), allow_nan=False))
    assert record["schema"] == "detente.channels/1"
    assert record["routes"]["discretion"]["lines"] == ["envoys"]
    assert record["new"]["lines"] == ["crisis_hotline", "border_line"]
    assert record["new"]["reach"]["low"] >= record["reach"]["low"]
    assert record["new"]["single_points"]["removed"] == []
    assert len(record["new"]["pairs"]) == 15
    assert len(record["lines"]) == 11
