"""What a document says of coalitions: who leaves, where, with what, in either language."""

from __future__ import annotations

import pytest

from detente.briefing.answer import answer
from detente.briefing.blocks import Bullets, Document, Paragraph
from detente.briefing.coalitions import coalitions
from detente.briefing.documents import plan_document
from detente.briefing.naming import Names
from detente.briefing.record import plan_record
from detente.case import Case
from detente.exchange import Block
from detente.words.language import language
from tests.briefing.cases import small

TRIO = """
name: trio
title: Three, of whom two do better alone
as_of: 2025-08-16
parties:
  a: {name: {en: Alpha, ru: Альфа}}
  b: {name: {en: Beta, ru: Бета}}
  c: {name: {en: Gamma, ru: Гамма}}
measures:
  ore: {name: {en: Ore, ru: Руда}, giver: a, cost: 1, value: {b: 3}}
  oil: {name: {en: Oil, ru: Нефть}, giver: b, cost: 1, value: {a: 3}}
  aid: {name: {en: Aid, ru: Помощь}, giver: a, cost: 1.5, value: {c: 4}, after: [ore, oil]}
  thanks: {name: {en: Thanks, ru: Благодарность}, giver: c, cost: .5, value: {a: 1}, after: [aid]}
"""


def trio(code: str) -> Document:
    """The plan of the case in a language."""
    found = answer(Case.parse(TRIO, "trio.yaml"), repair=False)
    return plan_document(found.case, found.deal, found.ladder, (), language(code), found.coalitions)


def said(document: Document) -> str:
    """All sentences of a document."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    bullets = [block.items for block in document.blocks if isinstance(block, Bullets)]
    return "\n".join([*texts, *(item for items in bullets for item in items)])


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "en",
            "Alpha and Beta: before the first step they gain by leaving together and carrying out "
            "only “Ore” and “Oil” between themselves (Alpha 0.5, Beta 0.0). The same after: 1–2.",
        ),
        (
            "ru",
            "Альфа и Бета: до первого шага им выгодно выйти вместе и исполнить между собой только "
            "«Руда» и «Нефть» (Альфа 0,5, Бета 0,0). То же после шагов: 1–2.",
        ),
    ],
)
def test_a_coalition_is_told_with_its_side_deal(code: str, sentence: str) -> None:
    """Members, point, side deal and gains, then the other points where the same two leave."""
    assert sentence in said(trio(code))


def test_no_coalition_is_said_in_a_sentence() -> None:
    """With three parties the answer is given even where nobody leaves."""
    found = answer(small("three"), repair=False)
    assert found.coalitions == ()
    document = plan_document(found.case, found.deal, found.ladder, (), language("en"), ())
    assert "At no point would some of the parties gain by leaving together" in said(document)


def test_two_parties_hear_nothing_of_coalitions() -> None:
    """With two parties nothing changes."""
    found = answer(small("two"))
    assert coalitions(found.deal, (), Names(found.case, language("en"))) == ()


def test_what_is_not_settled_is_told() -> None:
    """An undecided point, a lot too many to list and a deal too large are each said plainly."""
    found = answer(Case.parse(TRIO, "trio.yaml"), repair=False)
    names = Names(found.case, language("en"))
    many = tuple(f"ore.{k}" for k in range(1, 9))
    blocks = [
        Block(2, ("ore", "oil"), ("a", "b"), None, {}),
        Block(3, ("ore", "oil", "aid"), ("a", "c"), many, {"a": 1.0, "c": 0.0}),
        Block(4, ("ore", "oil", "aid", "thanks"), ("b", "c"), (), {"b": 1.0, "c": 0.0}),
    ]
    _, told, _ = coalitions(found.deal, blocks, names)
    assert isinstance(told, Bullets)
    assert "leaving together after step 2 is not settled" in told.items[0]
    assert "“Ore, piece 6” and 2 more lots between themselves (Alpha 1.0" in told.items[1]
    assert "after step 4 they gain by leaving together with what they have" in told.items[2]
    assert "too many parties or lots" in coalitions(found.deal, None, names)[1].text


def test_machines_read_the_same() -> None:
    """The JSON document carries every point, with side deal and gains."""
    record = plan_record(answer(Case.parse(TRIO, "trio.yaml"), repair=False))
    first = record["coalitions"][0]
    assert first == {
        "prefix": 0,
        "delivered": [],
        "members": ["a", "b"],
        "side_deal": ["ore", "oil"],
        "gains": {"a": 0.5, "b": 0.0},
    }
