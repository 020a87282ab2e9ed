"""Short cases for stress: one swap with a stake, and the whole form of `tests.case.texts`."""

from detente.case import Case
from tests.case.texts import WHOLE

SWAP = """\
name: swap
title: Swap
as_of: 2025-08-16
parties:
  a:
    name: A
    stake: {{reputation: {stake}, why: x}}
  b: {{name: B}}
measures:
  licence:
    name: Licence
    giver: a
    cost: {cost}
    value: {{b: 30}}
    revocability: {{recovered: {recovered}}}
    together: [release]
    why: x
  release:
    name: Release
    giver: b
    cost: 1
    value: {{a: 40}}
    why: x
"""
"""At completion A gets back `recovered` of its cost by revoking: so much it is tempted by."""


def swap(stake: str = "4", cost: str = "10", recovered: str = "0", tail: str = "") -> Case:
    """One step in which both give at once, and then A may revoke."""
    return Case.parse(SWAP.format(stake=stake, cost=cost, recovered=recovered) + tail)


def loose() -> Case:
    """The whole form, with wide ranges, so that draws fail at many places and for both parties."""
    text = WHOLE.replace("reputation: {low: 2, mode: 3, high: 5}", "reputation: {low: 0, high: 4}")
    text = text.replace("cost: {low: -1, mode: 2, high: 5}", "cost: {low: -1, mode: 2, high: 9}")
    text = text.replace("cap: {value: 9, why: Enough}", "cap: {low: 0, mode: 2, high: 9, why: x}")
    text = text.replace("after: [ships.1]", "after: [ships.1]\n    together: [fees.early]")
    return Case.parse(text.replace("c: -1\n", "c: {low: -3, mode: -1, high: 0}\n"))


LADDER = ("ships.1", ("port", "fees.early"), "ships.2", "ships.3", ("rail", "fees.late"), "guard")
"""An order of `loose` with its option; givers differ in its first swap."""
