"""Pairs in sentences, sheets as files, and checks as documents."""

import re

import pytest
import yaml

from detente.briefing.blocks import Chart, Paragraph, Table
from detente.briefing.elicitation import check as screen
from detente.briefing.elicitation.check import check_document, lesson
from detente.briefing.elicitation.check_record import check_record
from detente.briefing.elicitation.moves import moves
from detente.briefing.elicitation.questions import questions_document, questions_record
from detente.briefing.elicitation.sheet import sheet_text
from detente.briefing.elicitation.words import less_first, question, statement
from detente.briefing.naming import Names
from detente.case import Case
from detente.elicitation import Question, Sheet, examine, questions
from detente.words.language import language
from tests.briefing.cases import TWO
from tests.briefing.test_hostile_case import spoiled
from tests.elicitation.trade import path, sheet, trade

EN, RU = language("en"), language("ru")

GOODS = """\
name: goods
title: Goods
as_of: 2025-08-16
parties:
  a:
    name: {en: Alpha, ru: Альфа}
    stake: {reputation: 20}
    objectives:
      calm: {name: {en: Calm, ru: Покой}, worth: 9}
      trade: {name: {en: Trade, ru: Торговля}, worth: 5}
  b: {name: {en: Beta, ru: Бета}}
measures:
  freed:
    name: {en: Release, ru: Освобождение}
    giver: b
    instrument: pardon
    quantity: 40
    unit: {en: people, ru: человек}
    lots: 4
    cost: 3
    value: {a: 9}
  ships:
    name: {en: Ships, ru: Корабли}
    giver: a
    lots:
      first: {name: {en: The first ship, ru: Первый корабль}, cost: 4}
      second: {}
    cost: 2
    value: {b: 6}
    alternatives: {lent: {name: {en: on loan, ru: взаймы}, cost: 1}}
  gold: {name: {en: Gold, ru: Золото}, giver: a, cost: 5, value: {b: 8}}
incidents:
  clash: {name: {en: A clash, ru: Стычка}, rate: {events: 1, years: 1}, severity: {a: 7}}
channels:
  line:
    name: {en: A line, ru: Линия}
    between: [a, b]
    reliability: .9
    delay: 1
    proposed: true
    cost: {a: 1}
"""

SHIPS, GOLD = "measures.ships.cost", "measures.gold.cost"
FREED, STAKE = "measures.freed.value.a", "parties.a.stake.reputation"
CLASH, LINE = "incidents.clash.severity.a", "channels.line.cost.a"
CALM, AIM = "parties.a.objectives.calm.worth", "parties.a.objectives.trade.worth"


def said(more: dict[str, float], less: dict[str, float], lang=EN, *, holds: bool = True) -> str:
    """The statement about the party a."""
    return statement("a", more, less, Names(Case.parse(GOODS), lang), holds=holds)


@pytest.mark.parametrize(
    ("more", "less", "holds", "en", "ru"),
    [
        # gives and gives
        ({GOLD: 1}, {SHIPS: 1}, True,
         "Alpha would rather give “Ships” (one lot) than “Gold”.",
         "Альфа: отдать «Корабли» (одна доля) легче, чем «Золото»."),
        ({GOLD: 1}, {SHIPS: 2}, False,
         "Alpha would not rather give “Ships” (2 lots) than “Gold”.",
         "Альфа: отдать «Корабли» (2 доли) не легче, чем «Золото»."),
        # a lot with a name of its own, other terms, a fraction
        ({"measures.ships.lots.first.cost": 1}, {"measures.ships.alternatives.lent.cost": 1}, True,
         "Alpha would rather give “Ships” (on loan) (one lot) than “The first ship”.",
         "Альфа: отдать «Корабли» (взаймы) (одна доля) легче, чем «Первый корабль»."),
        ({GOLD: 0.5}, {SHIPS: 1}, True,
         "Alpha would rather give “Ships” (one lot) than 0.5 × “Gold”.",
         "Альфа: отдать «Корабли» (одна доля) легче, чем 0,5 × «Золото»."),
        # receives against gives, both ways; people in groups, with how many they are
        ({FREED: 1}, {SHIPS: 1, GOLD: 1}, True,
         "Alpha would give “Ships” (one lot) and “Gold” to get “Release” (one group, 10 people).",
         "Альфа: стоит отдать «Корабли» (одна доля) и «Золото», чтобы получить «Освобождение» "
         "(одна группа, 10 человек)."),
        ({FREED: 2}, {GOLD: 1}, False,
         "Alpha would not give “Gold” to get “Release” (2 groups, 20 people).",
         "Альфа: не стоит отдавать «Золото», чтобы получить «Освобождение» (2 группы, "
         "20 человек)."),
        ({GOLD: 1}, {FREED: 1}, True,
         "Alpha would not give “Gold” to get “Release” (one group, 10 people).",
         "Альфа: не стоит отдавать «Золото», чтобы получить «Освобождение» (одна группа, "
         "10 человек)."),
        ({GOLD: 1}, {FREED: 1}, False,
         "Alpha would give “Gold” to get “Release” (one group, 10 people).",
         "Альфа: стоит отдать «Золото», чтобы получить «Освобождение» (одна группа, 10 человек)."),
        # aims, and what is of several kinds
        ({CALM: 1}, {AIM: 1}, True, "To Alpha, “Calm” matters more than “Trade”.",
         "Альфа: «Покой» важнее, чем «Торговля»."),
        ({STAKE: 1}, {GOLD: 1, FREED: 1}, False,
         "To Alpha, “stake: reputation” does not weigh more than giving “Gold” and receiving "
         "“Release” (one group, 10 people).",
         "Альфа: «залог доверия: репутация» весит не больше, чем отдать «Золото» и получить "
         "«Освобождение» (одна группа, 10 человек)."),
        ({CLASH: 1}, {LINE: 1}, True,
         "To Alpha, “A clash” weighs more than “A line: cost”.",
         "Альфа: «Стычка» весит больше, чем «Линия: цена для дающего»."),
    ],
)  # fmt: skip
def test_statements(more, less, holds: bool, en: str, ru: str) -> None:
    """Each kind of pair, said and denied, in both languages."""
    assert said(more, less, EN, holds=holds) == en
    assert said(more, less, RU, holds=holds) == ru


@pytest.mark.parametrize("lang", [EN, RU])
@pytest.mark.parametrize(
    ("more", "less"),
    [(GOLD, SHIPS), (FREED, GOLD), (GOLD, FREED), (CALM, AIM), (STAKE, GOLD), (CLASH, LINE)],
)
def test_amounts_stand_in_the_order_of_the_words(more: str, less: str, lang) -> None:
    """What is named first has the first amount: 6 for the licence that is easier to give than 7."""
    names = {
        GOLD: ("Gold", "Золото"), SHIPS: ("Ships", "Корабли"), FREED: ("Release", "Освобождение"),
        CALM: ("Calm", "Покой"), AIM: ("Trade", "Торговля"), STAKE: ("stake", "залог"),
        CLASH: ("clash", "Стычка"), LINE: ("line", "Линия"),
    }  # fmt: skip
    told = said({more: 1}, {less: 1}, lang)
    first = told.index(names[less][lang is RU]) < told.index(names[more][lang is RU])
    assert less_first({more: 1}, {less: 1}) == first
    asked = Question("a", {more: 1}, {less: 1}, (7, 6), 0.66, 0)
    empty = Sheet.empty(Case.parse(GOODS))
    (bullets,) = (b for b in questions_document(empty, [asked], lang).blocks if hasattr(b, "items"))
    amounts = ("6", "7") if first else ("7", "6")
    assert re.search(rf"\({amounts[0]} [a-zа-я]+ {amounts[1]};", bullets.items[0])


def test_one_of_a_unit_is_not_counted_out() -> None:
    """A lot of one month is one lot, not “1 months”."""
    case = Case.parse(GOODS.replace("quantity: 40", "quantity: 4"))
    told = statement("b", {"measures.freed.cost": 1}, {SHIPS: 1}, Names(case, EN))
    assert "“Release” (one group)" in told


def test_what_is_received_twice() -> None:
    """Values of one receiver, and the question itself."""
    names = Names(Case.parse(GOODS), EN)
    told = question("b", {"measures.gold.value.b": 1}, {"measures.ships.value.b": 1}, names)
    assert told == "Beta would rather have “Gold” than “Ships” (one lot). True?"


def test_questions_say_what_they_would_change() -> None:
    """The figures beside each, and the effect where it is worth telling."""
    minsk = Case.load("minsk")
    empty = Sheet.empty(minsk)
    asked = questions(empty, limit=40)
    bullets = [
        item
        for block in questions_document(empty, asked, EN).blocks
        for item in getattr(block, "items", ())
    ]
    assert len(bullets) == len(asked)
    for one, told in zip(sorted(asked, key=lambda q: q.party != "us"), bullets, strict=True):
        assert ("would decide whether" in told) == (one.effect >= 1)
        assert ("smallest margin" in told) == (0.05 <= one.effect < 1)
    record = questions_record(empty, asked, RU)
    assert record["language"] == "ru"
    (lead,) = questions_document(empty, (), EN).blocks
    assert isinstance(lead, Paragraph)
    assert lead.text == "These numbers imply nothing that was not asked yet."


@pytest.mark.parametrize("lang", [EN, RU])
@pytest.mark.parametrize("name", ["minsk", "jpoa", "libya"])
def test_written_sheets_are_read(name: str, lang) -> None:
    """Whatever the case, what is written is a sheet with the questions asked, in the same order."""
    case = Case.load(name)
    empty = Sheet.empty(case, "Zoë: 'Z'")
    asked = questions(empty, limit=6)
    read = Sheet.parse(sheet_text(empty, Names(case, lang), asked), case)
    assert read.analyst == "Zoë: 'Z'"
    assert [(p.party, p.more, p.less, p.holds) for p in read.form.pairs] == [
        (q.party, q.more, q.less, "unsure") for q in asked
    ]
    again = sheet_text(read, Names(case, lang))
    assert Sheet.parse(again, case).form == read.form


def test_words_of_a_case_stay_comments() -> None:
    """Names with line breaks, signs and markup do not get out of the comment above a pair."""
    data = yaml.safe_load(TWO)
    data["measures"]["licence"]["name"] = "Two\nlines: [x\n- y"
    case = Case.parse(yaml.safe_dump(spoiled(data), allow_unicode=True))
    empty = Sheet.empty(case)
    asked = questions(empty, limit=9)
    read = Sheet.parse(sheet_text(empty, Names(case, EN), asked), case)
    assert len(read.form.pairs) == len(asked) == 2


def test_a_sheet_keeps_ranges_and_reasons() -> None:
    """Ranges with their spreads and reasons, dates, notes, counts: written, and read the same."""
    text = """\
analyst: Anna
case: trade
date: 2025-08
note: A first try
ranges:
  measures.steel.cost: {low: 1, high: 5, dist: lognormal, why: "a: b", sources: [mine]}
  measures.grain.cost: {value: 2, why: {en: Yes, ru: Да}}
pairs:
  - {party: a, more: {measures.steel.cost: 2.5}, less: [measures.grain.cost], holds: false, why: x}
"""
    case = trade()
    read = Sheet.parse(text, case)
    assert Sheet.parse(sheet_text(read, Names(case, EN)), case).form == read.form


def blocks(pairs: str, ranges: str = "", lang=EN):
    """Blocks of the check of a sheet, and its record."""
    found = examine(sheet(pairs, ranges))
    moved = moves(found)
    return check_document(found, moved, lang).blocks, check_record(found, moved)


def texts(of) -> str:
    """All that a document says, in one line."""
    parts = [getattr(block, "text", "") for block in of]
    parts += [item for block in of for item in getattr(block, "items", ())]
    parts += [
        cell for block in of if isinstance(block, Table) for row in block.rows for cell in row
    ]
    return " ".join(parts)


TURNING = """\
analyst: A
case: trade
ranges:
  parties.a.stake.reputation: {{low: 0, mode: {mode}, high: 30}}
  parties.b.stake.reputation: 0
pairs: [{{party: a, more: {more}, less: {less}, holds: true}}]
"""


@pytest.mark.parametrize(
    # With nothing at stake for the other, Alpha must have 2 to lose.
    ("mode", "more", "less", "told"),
    [
        # twice its stake is less than a lot that costs 3 at most
        (10, "measures.grain.cost", f"{{{STAKE}: 2}}", "no ladder is self-enforcing any more"),
        # its stake is worth more than what is worth at least 8
        (1, STAKE, "measures.guns.value.a", "there is a self-enforcing ladder"),
    ],
)
def test_a_verdict_that_turns(mode: int, more: str, less: str, told: str) -> None:
    """What the answers leave of a stake makes the ladder fail, or hold."""
    found = examine(Sheet.parse(TURNING.format(mode=mode, more=more, less=less), trade()))
    moved = moves(found)
    assert moved is not None
    assert moved.verdict
    assert told in texts(check_document(found, moved, EN).blocks)


def test_an_order_that_moves() -> None:
    """Other likeliest values, another order, the same verdict: the record says so too."""
    found, record = blocks("b: ships > guns", "measures.ships.cost: {low: 1, mode: 2, high: 9}")
    assert record["advice"] is not None
    advice = dict(record["advice"])  # type: ignore[call-overload]
    assert advice["before"]["self_enforcing"] == advice["after"]["self_enforcing"]
    told = "The order of the steps does" if advice["order_moves"] else "It does not"
    assert told in texts(found)


def test_lessons_in_sentences() -> None:
    """An end that moves, a likeliest value that moves, and both."""
    names = Names(trade(), EN)
    wide = (
        "measures.steel.cost: {low: 1, mode: 2, high: 9}, "
        "measures.visas.cost: {low: 1, mode: 7, high: 9}"
    )
    (only, _) = examine(sheet("a: steel > visas", wide)).lessons
    assert lesson(only, names) == (
        "The answers leave “Steel: cost” at 1–9, and move its likeliest value from 2 to 4.5."
    )
    steel, grain = examine(sheet("a: steel > grain")).lessons or (None, None)
    assert steel is None or "narrow" in lesson(steel, names)
    assert grain is None or "narrow" in lesson(grain, names)
    (ends,) = examine(sheet("a: @ships > visas + grain", "measures.grain.cost: 2")).lessons[:1]
    assert "narrow" in lesson(ends, names)


def test_charts_show_what_was_narrowed() -> None:
    """Two ranges for each value that was narrowed, and the finding in words."""
    found, _ = blocks("a: steel > visas")
    (chart,) = (block for block in found if isinstance(block, Chart))
    assert [len(series.points) for series in chart.series] == [2, 2]
    assert chart.alt.startswith("The answers narrow “")
    wide = "measures.steel.cost: {low: 1, high: 9}, measures.visas.cost: {low: 1, mode: 7, high: 9}"
    none, _ = blocks("a: steel > visas", wide)
    assert not any(isinstance(block, Chart) for block in none)


def test_what_is_left_as_one_number_is_written_as_one() -> None:
    """Steel is worth 5 at the most, and here no less: not from 5 to 5."""
    found = examine(sheet("a: visas > steel = false", "measures.visas.cost: 5"))
    names = Names(found.sheet.case, EN)
    (steel,) = found.lessons
    assert lesson(steel, names).endswith("narrow “Steel: cost” from 1–5 to 5, and move its "
                                         "likeliest value from 3 to 5.")  # fmt: skip


def test_many_contradictions_are_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many are shown, the rest counted: a screen is to be read."""
    monkeypatch.setattr(screen, "SETS", 1)
    found = examine(sheet("a: grain > visas\nb: @visas > @steel\nb: ships > guns"))
    assert len(found.contradictions) == 3
    told = [b.text for b in check_document(found, None, EN).blocks if isinstance(b, Paragraph)]
    assert "2 more contradictions: mend these, and check again." in told
    assert sum("cannot all hold:" in text for text in told) == 1


def test_many_answers_are_cut_short() -> None:
    """The table has the dozen with which fewest draws agree, and counts the others."""
    names = ("grain", "steel", "visas", "@ships", "@guns")
    lines = [f"a: {x} > {y}" for k, y in enumerate(names) for x in names[k + 1 :]]
    lines += [f"a: {x} + {y} > grain" for x, y in (("steel", "visas"), ("visas", "@ships"),
                                                   ("@ships", "@guns"))]  # fmt: skip
    found, record = blocks("\n".join(lines))
    (table,) = (block for block in found if isinstance(block, Table) and len(block.rows) == 12)
    assert len(table.rows) == 12
    assert "1 more answer, with which more of the draws agree." in texts(found)
    assert "of 5 values each was compared with each" in texts(found)
    assert record["tournaments"][0]["coefficient"] == 1.0  # type: ignore[index]


def test_whose_range_it_is() -> None:
    """The end of a range says whether it is the sheet's or the case's."""
    found, _ = blocks("a: steel > @ships", "measures.steel.cost: {low: 1, mode: 2, high: 4}")
    assert "Steel: cost: at most 4 (range of the sheet)." in texts(found)
    assert "Ships: value to Alpha: at least 5 (range of the case)." in texts(found)
    assert path("@ships", "a") == "measures.ships.value.a"
