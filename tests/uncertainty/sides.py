"""Priors, turns and cases that the tests of beliefs share."""

import numpy as np

from detente.case import Case
from detente.exchange import Check
from detente.uncertainty.parties.behaviour import Turn
from detente.uncertainty.parties.types import Prior, Range, Type


def sure(x: float) -> Range:
    """A share that is known."""
    return Range(x, x, x)


def uniform(low: float, high: float, count: int = 1000) -> np.ndarray:
    """Atoms of a uniform stake: the middles of equal slices."""
    return low + (high - low) * (np.arange(count) + 0.5) / count


def two_types(share: float = 0.5, firm=100.0, loose=0.0, party: str = "A") -> Prior:
    """A serious party and an opportunist, each of one stake."""
    return Prior(
        party,
        (
            Type("serious", sure(share), np.array([float(firm)]), 1.0),
            Type("opportunist", sure(1 - share), np.array([float(loose)]), 0.0),
        ),
        {},
    )


def turn(lot: str, check: Check, saved: float = 1.0, ahead: float = 1.0, step: int = 1) -> Turn:
    """One own lot."""
    return Turn(step, lot, check, saved, ahead, 1e-9)


CASE = """
name: small
title: {en: Small, ru: Малый}
as_of: 2025-01-10
parties:
  a:
    name: {en: Alpha, ru: Альфа}
    anchor: {points: 10, equals: {en: a ship, ru: корабль}}
    stake: {reputation: {low: 2, high: 6}, why: Judged}
  b:
    name: {en: Beta, ru: Бета}
    anchor: {points: 10, equals: {en: a port, ru: порт}}
    stake: {reputation: {low: 2, high: 6}, why: Judged}
audiences:
  c: {name: {en: Gamma, ru: Гамма}}
verification:
  seen: {detection: {low: .6, mode: .8, high: .9}, false_alarm: {low: 0, mode: .05, high: .1}}
measures:
  ships:
    name: {en: Ships, ru: Корабли}
    giver: a
    lots: 2
    cost: 2
    value: {b: 4, c: 1}
    verification: seen
    why: Judged
  fees:
    name: {en: Fees, ru: Сборы}
    giver: b
    lots: 2
    cost: 2
    value: {a: 4}
    why: Judged
  aid:
    name: {en: Aid, ru: Помощь}
    giver: a
    unconditional: true
    cost: 0
    value: {b: 1}
    why: Judged
beliefs:
  BELIEFS
"""


def small(beliefs: str = "a: {serious: {low: .3, mode: .5, high: .7}, audiences: {c: .2}}") -> Case:
    """A small case with what is believed in it."""
    return Case.parse(CASE.replace("BELIEFS", beliefs), "small.yaml")
