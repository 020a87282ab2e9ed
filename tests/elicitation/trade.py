"""A short case for sheets: two parties, an audience, ranges that overlap, lots, an objective."""

from detente.case import Case
from detente.elicitation.sheet import Sheet

TRADE = """\
name: trade
title: Trade
as_of: 2025-08-16
sources: {mine: {title: Judgement}}
parties:
  a:
    name: {en: Alpha, ru: Альфа}
    stake: {reputation: {low: 1, mode: 20, high: 30}}
    objectives: {calm: {name: Calm, worth: {low: 5, mode: 10, high: 20}}}
  b:
    name: {en: Beta, ru: Бета}
    stake: {reputation: 20}
audiences:
  c: {name: Gamma}
measures:
  grain:
    name: {en: Grain, ru: Зерно}
    giver: a
    cost: {low: 1, mode: 2, high: 3}
    value: {b: {low: 4, mode: 6, high: 9}}
  steel:
    name: {en: Steel, ru: Сталь}
    giver: a
    quantity: 30
    unit: {en: tons, ru: тонн}
    lots: 3
    cost: {low: 1, mode: 3, high: 5}
    value: {b: {low: 5, mode: 8, high: 12}, c: {low: -3, mode: -1, high: 2}}
  visas:
    name: {en: Visas, ru: Визы}
    giver: a
    cost: {low: 3, mode: 5, high: 8}
    value: {b: {low: 1, mode: 2, high: 4}}
  ships:
    name: {en: Ships, ru: Корабли}
    giver: b
    cost: {low: 1, mode: 2, high: 4}
    value: {a: {low: 5, mode: 7, high: 9}}
  guns:
    name: {en: Guns, ru: Пушки}
    giver: b
    cost: {low: 4, mode: 6, high: 8}
    value: {a: {low: 8, mode: 12, high: 15}}
  plans:
    name: {en: Plans, ru: Планы}
    giver: b
    option: true
    cost: 1
    value: {a: {from: {calm: .5}}}
"""


def trade(tail: str = "") -> Case:
    """The case, with something more at its end."""
    return Case.parse(TRADE + tail)


def sheet(pairs: str = "", ranges: str = "", tail: str = "") -> Sheet:
    """A sheet on it; a line of `pairs` is `party: more > less = answer`, `true` without one.

    A bundle is values with + between them; `grain` is the cost of grain to its giver, `@grain` its
    value to the other.
    """
    case = trade(tail)
    lines = [_pair(line) for line in pairs.strip().splitlines()]
    said = f"ranges: {{{ranges}}}\n" if ranges else ""
    answers = "pairs:\n" + "".join(lines) if lines else ""
    return Sheet.parse(f"analyst: Anna\ncase: trade\n{said}{answers}", case, "anna.yaml")


def _pair(line: str) -> str:
    party, _, rest = line.strip().partition(": ")
    rest, _, holds = rest.partition(" = ")
    more, less = (_bundle(side, party) for side in rest.split(" > "))
    return f"  - {{party: {party}, more: {more}, less: {less}, holds: {holds or 'true'}}}\n"


def _bundle(text: str, party: str) -> str:
    return f"[{', '.join(path(word, party) for word in text.split(' + '))}]"


def path(word: str, party: str) -> str:
    """The path of a value by its short name."""
    if word.startswith("@"):
        return f"measures.{word[1:]}.value.{party}"
    return f"measures.{word}.cost"
