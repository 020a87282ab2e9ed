"""Small invented cases, each made to show one thing that documents must tell."""

from detente.case import Case

TWO = """
name: two
title: {en: "North & <South>", ru: Север и Юг}
as_of: 2025-08-16
illustrative: true
sources:
  notes: {title: Notes <b>of</b> talks, url: "https://example.org/?a=1&b=<2>", date: 2025-07}
  own: {title: "Own judgement", kind: judgement}
parties:
  north:
    name: {en: North, ru: Север}
    anchor: {points: 10, equals: {en: a month of trade, ru: месяц торговли}}
    stake: {reputation: {low: 1, mode: 3, high: 4, why: Its word, sources: [own]}}
    cap: 9
    objectives:
      calm: {name: {en: Calm, ru: Спокойствие}}
    red_lines: [{text: {en: No base, ru: Никакой базы}}]
  south:
    name: {en: South, ru: Юг}
    stake: {reputation: 2}
audiences:
  town: {name: {en: The town, ru: Город}}
revocability:
  licence: {lost: {low: .7, mode: .8, high: .9}, recovered: .5, why: As before, sources: [notes]}
measures:
  freed:
    name: {en: Release of detained people, ru: Освобождение задержанных}
    giver: south
    instrument: pardon
    quantity: 20
    unit: {en: people, ru: человек}
    lots: 2
    cost: {low: 1, mode: 2, high: 3}
    value:
      north: {low: 3, mode: 5, high: 6, serves: {calm: 1}}
      town: 2
  licence:
    name: {en: Trade licence, ru: Торговая лицензия}
    giver: north
    instrument: licence
    cost: 3
    value: {south: 7, town: -1}
    revocability: licence
    consents: {town: {status: needed, about: the bridge}}
  food:
    name: {en: Food licences, ru: Продовольственные лицензии}
    giver: north
    cost: 1
    value: {south: 2}
    unconditional: true
already:
  - {date: 2025-06-21, by: south, what: {en: Three freed, ru: Освобождены трое}, status: claimed}
"""

FAILING = """
name: failing
title: A deal that does not hold
as_of: 2025-08-16
parties:
  a: {name: A, stake: {reputation: 0}}
  b: {name: B, stake: {reputation: 0}}
measures:
  release:
    {name: Release, giver: a, instrument: pardon, lots: 2, cost: 2, value: {b: 3}}
  gift: {name: Gift, giver: b, cost: 3, value: {a: 6}}
"""

LOSING = """
name: losing
title: A deal that one side should not sign
as_of: 2025-08-16
parties:
  a: {name: A, stake: {reputation: 9}}
  b: {name: B, stake: {reputation: 0}}
measures:
  much: {name: Much, giver: a, cost: 5, value: {b: 9}}
  little: {name: Little, giver: b, cost: 1, value: {a: 2}}
"""

CAPPED = """
name: capped
title: A deal beyond a red line
as_of: 2025-08-16
parties:
  a: {name: A, cap: 1}
  b: {name: B}
measures:
  first: {name: First, giver: a, cost: 4, value: {b: 9}}
  second: {name: Second, giver: b, cost: 4, value: {a: 9}, after: [first]}
"""

THREE = """
name: three
title: Three at a table
as_of: 2025-08-16
sequential: true
parties:
  a: {name: Alpha, stake: {reputation: 9}}
  b: {name: Beta, stake: {reputation: 9}}
  c: {name: Gamma, stake: {reputation: 9}}
measures:
  alpha_gives: {name: What Alpha gives, giver: a, cost: 1, value: {b: 2, c: 2}, lots: 2}
  beta_gives: {name: What Beta gives, giver: b, cost: 1, value: {a: 2, c: 2}}
  gamma_gives:
    {name: What Gamma gives, giver: c, cost: 1, value: {a: 2, b: 2}, together: [beta_gives]}
"""

CASES = {"two": TWO, "failing": FAILING, "losing": LOSING, "capped": CAPPED, "three": THREE}


def small(name: str) -> Case:
    """Read one of the cases."""
    return Case.parse(CASES[name], f"{name}.yaml")
