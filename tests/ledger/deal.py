"""A small case for the tests of the book, and books on it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from detente.case import Case
from detente.ledger.book import Book
from detente.ledger.keeping.making import create_store
from detente.ledger.present.snapshot import Snapshot, look

DEAL = """
name: deal
title: {en: A small deal, ru: Малая сделка}
as_of: 2025-01-01
parties:
  a: {name: {en: Avia, ru: Авия}, stake: {reputation: 2}}
  b: {name: {en: Boria, ru: Бория}, stake: {reputation: 2}}
audiences:
  c: {name: Ceria}
revocability:
  licence: {lost: .8, recovered: .5, takes: {low: 10, mode: 45, high: 45}}
measures:
  release:
    name: {en: Release of people, ru: Освобождение людей}
    giver: a
    instrument: pardon
    quantity: 30
    unit: {en: people, ru: человек}
    lots: 3
    cost: 1
    value: {b: 3}
    verification: {detection: .9, false_alarm: .05, lag: 5}
  licence:
    name: {en: Licence, ru: Лицензия}
    giver: b
    kind: standing
    quantity: 6
    unit: {en: months, ru: месяцев}
    cost: 2
    value: {a: 5}
    revocability: licence
    term: {lasts: 180}
  visit:
    name: {en: Visit, ru: Визит}
    giver: b
    cost: 1
    value: {a: 2}
  calm:
    name: {en: Calm for 60 days, ru: Спокойствие 60 дней}
    giver: a
    kind: restraint
    cost: 1
    value: {b: 2}
  food:
    name: {en: Food, ru: Продовольствие}
    giver: b
    unconditional: true
    cost: 1
    value: {a: 1}
incidents:
  clash: {name: Clash, rate: {events: 1, years: 2}}
"""

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)


def case() -> Case:
    """The case."""
    return Case.parse(DEAL, "deal.yaml")


def book(folder: Path, account: str = "") -> Book:
    """An empty book on the case, in a new store."""
    return Book(create_store(folder / "deal.ledger"), "deal", case(), account=account)


def seen(of: Book, day: str = "2025-09-01") -> Snapshot:
    """The book on a day."""
    return look(of, now=datetime.fromisoformat(f"{day}T12:00:00+00:00"))
