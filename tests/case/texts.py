"""A short case that uses every block, and ways to change it."""

from pathlib import Path

from detente.case import Case

WHOLE = """\
name: whole
title: {en: Whole, ru: Целое}
as_of: 2025-08-16
outcome: {result: held, date: 2026-03, what: {en: It held, ru: Выдержало}, sources: [later]}
sources:
  report: {title: Report, publisher: Office, date: 2025-08, kind: document}
  later: {title: {en: A year after, ru: Год спустя}, date: 2026-03-02}
  mine: {title: {en: Judgement, ru: Суждение}, kind: judgement}
parties:
  a:
    name: {en: Alpha, ru: Альфа}
    anchor: {points: 10, equals: {en: a ship, ru: корабль}}
    stake:
      reputation: {low: 2, mode: 3, high: 5}
      deposit: {value: 2, holder: b}
      sources: [mine]
    cap: {value: 9, why: Enough}
    objectives:
      trade:
        name: {en: Trade, ru: Торговля}
        worth: {low: 10, mode: 20, high: 30}
        sources: [mine]
      calm: {name: {en: Calm, ru: Спокойствие}}
    red_lines:
      - {forbids: land, text: {en: No land, ru: Никакой земли}}
      - {forbids: arms, up_front: true}
  b:
    name: {en: Beta, ru: Бета}
    anchor: {equals: {en: a harbour, ru: гавань}}
    stake:
      expiry: {value: 1, why: It lapses}
      escrow: {value: 2, decides: A court, why: Agreed}
audiences:
  c:
    name: {en: Gamma, ru: Гамма}
    cap: {value: 4, sources: [report]}
tracks:
  sea: {en: Sea, ru: Море}
revocability:
  licence: {lost: {low: .7, mode: .8, high: .9}, recovered: .6, takes: 10, why: As before}
verification:
  published: {by: Anyone, detection: .99, false_alarm: 0, lag: 1, why: Published}
measures:
  ships:
    name: {en: Ships home, ru: Корабли домой}
    giver: b
    track: sea
    tags: [humanitarian]
    instrument: transfer
    quantity: 30
    unit: {en: ships, ru: кораблей}
    lots: 3
    cost: {low: -1, mode: 2, high: 5}
    value:
      a: {low: 3, mode: 6, high: 9, serves: {trade: .75, calm: .25}}
      c: -1
    verification: published
    lead: 7
    why: They lie idle
    sources: [report]
  port:
    name: {en: The port, ru: Порт}
    giver: a
    kind: standing
    instrument: {kind: licence, name: Port licence}
    consents: {c: {status: given, date: 2025-07}}
    cost: 3
    value:
      b: {low: 8, mode: 10, high: 12}
    uptake: {low: .4, mode: .5, high: .6, delay: 30}
    revocability: licence
    term: {lasts: 180}
    lead: {low: 20, high: 40}
    deadline: 2026-01-01
    after: [ships.1]
    sources: [report]
  fees:
    name: {en: Fees, ru: Сборы}
    giver: b
    lots:
      early: {cost: 1, name: {en: Early fees, ru: Ранние сборы}}
      late: {value: {a: {low: 4, mode: 5, high: 6}}, after: [fees.early]}
    cost: 2
    value:
      a: {from: {trade: {low: .1, mode: .2, high: .3}}}
    why: Talks
  guard:
    name: {en: Guard, ru: Охрана}
    giver: a
    tags: [arms]
    cost: 1
    value: {b: 4}
    revocability: {lost: {b: .5}, why: Known}
    why: Talks
  aid:
    name: {en: Aid, ru: Помощь}
    giver: a
    unconditional: true
    cost: 0
    value: {b: 1}
    why: Need
  rail:
    name: {en: Rail, ru: Железная дорога}
    giver: b
    option: true
    requires: [port]
    cost: 3
    value: {a: 4}
    together: [fees.late]
    why: Talks
already:
  - {date: 2025-08-01, by: b, what: {en: A ship left, ru: Корабль ушёл}, sources: [report]}
incidents:
  clash:
    name: {en: Clash, ru: Стычка}
    rate: {events: 2, years: 4}
    severity: {a: {low: 1, mode: 2, high: 3}, c: 1}
    effects: {guard: .3}
    sources: [mine]
channels:
  line:
    name: {en: Line, ru: Линия}
    between: [a, b]
    reliability: .9
    delay: 1
    hears: [c]
    sources: [mine]
beliefs:
  b: {serious: {low: .3, mode: .5, high: .7}, sources: [mine]}
"""


def changed(*changes: tuple[str, str]) -> str:
    """`WHOLE` with each first text replaced by the second; each must occur exactly once."""
    text = WHOLE
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def whole(*changes: tuple[str, str]) -> Case:
    """Load `WHOLE` with `changes`."""
    return Case.parse(changed(*changes), "whole.yaml")


def written(folder: Path, text: str | bytes) -> Path:
    """Write `text` to a case file in `folder`."""
    path = folder / "case.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
