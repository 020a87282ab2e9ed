"""Two cases side by side, past ladders that are like one, and how outcomes are told."""

from dataclasses import replace

import pytest

from detente.briefing.analogies import analogies_document, analogies_record
from detente.briefing.blocks import Table
from detente.briefing.compare import Side, compare_document, compare_record, side
from detente.briefing.feature_words import FEATURES, differing
from detente.briefing.listings import cases_document
from detente.briefing.outcomes import RESULTS, outcome_record, result_with_date, years
from detente.case import Case, bundled_cases
from detente.case.features import analogies, features
from detente.exchange import gain
from detente.words.language import language
from tests.briefing.cases import small
from tests.briefing.test_documents import texts

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def gaza() -> Side:
    """A past case that has no self-enforcing ladder."""
    return side(Case.load("gaza2025"), draws=500)


@pytest.fixture(scope="module")
def two() -> Side:
    """A small case without an outcome."""
    return side(small("two"), draws=500)


def rows(document, number: int) -> dict[str, tuple[str, ...]]:
    """The rows of a document's table of that number, by their first cell."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return {row[0]: row[1:] for row in tables[number].rows}


def test_what_two_cases_hold(gaza: Side, two: Side) -> None:
    """Years, outcome, parties and counts of both stand beside each other."""
    told = rows(compare_document(gaza, two, EN), 0)
    assert told["Years"] == ("2025", "2025")
    assert told["Outcome"] == ("undone, 18\xa0Mar\xa02025", "–")
    assert told["Parties"][0] == "Israel; Hamas"
    assert told["Quantities"][0] == "Israel: 1,900 people; Hamas: 33 people"
    assert told["Lots, steps"][0] == "23, 16"
    assert told["Measures outside the ladder"][0] == "2"
    assert told["Escrow or deposit"] == ("no", "no")


@pytest.mark.parametrize(
    ("files", "labels"),
    [
        (("old.yaml", "b/new.yaml"), ("old.yaml", "new.yaml")),
        (("a/two.yaml", "b/two.yaml"), ("a/two.yaml", "b/two.yaml")),
    ],
)
def test_versions_of_one_case_are_called_by_their_files(
    two: Side, files: tuple[str, str], labels: tuple[str, str]
) -> None:
    """Else both columns had the same head."""
    case = two.case
    sides = [
        replace(two, answer=replace(two.answer, case=replace(case, document=replace(
            case.document, file=file))))
        for file in files
    ]  # fmt: skip
    document = compare_document(*sides, EN)
    assert document.subtitle == " – ".join(labels)
    assert rows(document, 2).keys() >= {f"{labels[0]}: South", f"{labels[1]}: South"}


def test_what_the_model_says(gaza: Side, two: Side) -> None:
    """Figures are those of the certificate, shares are of the party's own gain."""
    document = compare_document(gaza, two, EN)
    assert rows(document, 1)["Self-enforcing"][0] == "no"
    ladder, deal = gaza.answer.ladder, gaza.answer.deal
    share = ladder.on_the_way["israel"] / gain(deal, "israel")
    row = rows(document, 2)["gaza2025: Israel"]
    assert row[3] == f"{ladder.on_the_way['israel']:.1f} ({share:.0%})"
    assert row[1] == f"{gain(deal, 'israel'):.1f}"


def test_lots_are_sorted_by_what_can_be_taken_back(gaza: Side) -> None:
    """Releases and days that have passed are final, ground and the way home are not."""
    assert gaza.back == (3, 0, 20)  # two withdrawals and the return to the north


def test_days_as_it_went(gaza: Side, two: Side) -> None:
    """From the case's own day to its outcome; nothing where that is not told."""
    assert gaza.lasted == 59  # 18 January to 18 March 2025
    assert two.lasted is None


@pytest.mark.parametrize("lang", [EN, RU])
def test_every_text_is_filled(gaza: Side, two: Side, lang) -> None:
    """No field is left open, in both languages, and the distance stands with its formula."""
    told = texts(compare_document(gaza, two, lang))
    assert "{" not in told
    assert "|a − b|" in told


def test_a_case_beside_itself(two: Side) -> None:
    """Its distance is 0, and no feature is named in which it would differ."""
    assert "alike in every feature." in texts(compare_document(two, two, EN))
    assert compare_record(two, two, EN)["distance"] == 0


def test_the_record_has_the_figures(gaza: Side, two: Side) -> None:
    """Machines get the same figures, unrounded."""
    record = compare_record(gaza, two, EN)
    assert record["schema"] == "detente.compare/1"
    assert record["one"]["on_the_way"] == dict(gaza.answer.ladder.on_the_way)
    assert record["one"]["outcome"]["result"] == "undone"
    assert record["other"]["outcome"] is None
    assert record["other"]["hold_probability"] == two.hold_probability


@pytest.mark.parametrize("lang", [EN, RU])
def test_past_ladders_are_ranked_with_a_warning(lang) -> None:
    """The nearest comes first, and how few they are is said before."""
    past = [Case.load(name) for name in ("sudan", "jpoa", "gaza2025", "minsk")]
    found = analogies(Case.load("minsk"), past)
    told = texts(analogies_document(found, lang))
    assert "{" not in told
    assert told.index("sudan") < told.index("jpoa")
    record = analogies_record(found, lang)
    assert [one["case"] for one in record["analogies"]] == [o.case.name for o in found.ranked]
    assert record["tried"] == 3


def test_nothing_to_compare_with() -> None:
    """Without past cases the answer says so."""
    told = texts(analogies_document(analogies(small("two"), []), EN))
    assert "no past case" in told


def test_every_feature_has_a_name() -> None:
    """No feature is shown by its key, and none is named that does not exist."""
    assert tuple(FEATURES) == tuple(features(small("two")))


def test_the_largest_differences_are_named() -> None:
    """The first names are those that make most of the distance."""
    assert differing({"lots": 0.1, "escrow": 1.0, "people": 0.5}, EN, 2) == [
        "escrow or deposit (1.00)",
        "lots that free people (0.50)",
    ]


def test_outcomes_in_words() -> None:
    """A month stays a month, years of two centuries are written out, a dash where nothing is."""
    case = Case.load("sudan2020")
    assert result_with_date(case, EN) == "held, Mar\xa02021"
    assert result_with_date(case, RU) == "выдержала, 03.2021"
    assert (years(case), years(Case.load("jpoa")), years(small("two"))) == (
        "2020–21",
        "2014",
        "2025",
    )
    assert outcome_record(case, RU)["date"] == "2021-03"
    assert outcome_record(small("two"), EN) is None
    assert {one.form.outcome.result for one in map(Case.load, bundled_cases())} <= set(RESULTS)


def test_cases_are_listed_from_the_earliest_on() -> None:
    """Whatever order they are handed in."""
    cases = [Case.load(name) for name in ("minsk", "hotline1963", "sudan2020")]
    table = next(b for b in cases_document(cases, EN).blocks if isinstance(b, Table))
    assert [row[0] for row in table.rows] == ["hotline1963", "sudan2020", "minsk"]
    assert table.rows[0][2:] == ("1963", "held", "15")
