"""Random small menus for hypothesis, and their packages listed from the definition."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from detente.exchange import Exchange, Lot, Measure, Menu
from tests.planning.brute import brute

SHARES = (0.0, 0.5, 0.8, 1.0)


@st.composite
def menus(draw: st.DrawFn) -> Menu:
    """A menu of 2 or 3 parties and up to 4 measures, with every kind of rule."""
    parties = ["A", "B", "C"][: draw(st.sampled_from((2, 2, 3)))]
    audiences = ["E"] if draw(st.booleans()) else []
    amounts = st.integers(0, 16).map(lambda k: k / 2)
    measures = []
    for k in range(draw(st.integers(1, 4))):
        giver = draw(st.sampled_from(parties))
        others = [who for who in parties if who != giver]

        def lot(name: str, giver: str = giver, others: list[str] = others) -> Lot:
            value = {who: draw(amounts) for who in others}
            value |= {who: draw(st.integers(-6, 6)) / 2 for who in audiences}
            shares = st.sampled_from(SHARES)
            return Lot(name, giver, draw(amounts), value, draw(shares), draw(shares))

        def lots(k: int = k, lot=lot) -> list[Lot]:
            return [lot(f"m{k}.{i}") for i in range(1, draw(st.sampled_from((1, 1, 2))) + 1)]

        terms = {"mild": lots(), "hard": lots()} if draw(st.integers(0, 3)) == 0 else lots()
        measures.append(Measure(f"m{k}", terms, ["t"] if draw(st.integers(0, 5)) == 0 else []))
    owner = {lot.name: m.name for m in measures for ls in m.terms.values() for lot in ls}
    names = sorted({*owner, *owner.values()})
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    pairs = st.lists(pair.filter(lambda p: p[0] != p[1]), max_size=2, unique=True)
    requires = draw(pairs)
    excludes = [p for p in draw(pairs) if p not in requires]
    after = [p for p in draw(pairs) if p[0] in owner and p[1] in owner and p[0] < p[1]]
    group = draw(st.lists(st.sampled_from(sorted(owner)), unique=True, max_size=2))
    together = (
        [group]
        if len(group) > 1 and not set(after) & {(g, h) for g in group for h in group}
        else []
    )
    if together:  # keep clear of circles through the group
        after = []
    stakes = {who: draw(amounts) * 2 for who in parties if draw(st.integers(0, 3))}
    caps = {w: draw(amounts) * 2 for w in [*parties, *audiences] if draw(st.integers(0, 4)) == 0}
    budgets = {who: draw(amounts) * 2 for who in parties if draw(st.integers(0, 3)) == 0}
    free = [m.name for m in measures if not m.tags]
    must = draw(st.lists(st.sampled_from(free), max_size=1)) if free and draw(st.booleans()) else []
    return Menu(
        parties, measures, stakes, caps, after, together, draw(st.booleans()), audiences, (),
        requires, excludes, must, budgets, {who: ["t"] for who in parties if draw(st.booleans())},
    )  # fmt: skip


def packages(menu: Menu) -> list[tuple[frozenset[str], Exchange]]:
    """Every package that keeps to the rules of a menu: what it holds, and its exchange."""
    found = []
    for choice in product(*([None, *_ways(measure)] for measure in menu.measures)):
        lots = [lot for some in choice if some for lot in some]
        names = {lot.name for lot in lots}
        taken = [m for m, some in zip(menu.measures, choice, strict=True) if some]
        holds = names | {measure.name for measure in taken}
        if not lots or any(a in holds and b not in holds for a, b in menu.requires):
            continue
        if any(a in holds and b in holds for a, b in menu.excludes) or set(menu.must) - holds:
            continue
        if any(set(m.tags) & set(menu.red_lines.get(m.giver, ())) for m in taken):
            continue
        if any(
            sum(lot.cost for lot in lots if lot.giver == who) > most + 1e-9
            for who, most in menu.budgets.items()
        ):
            continue
        groups = [[name for name in group if name in names] for group in menu.together]
        found.append(
            (
                frozenset(holds),
                Exchange(
                    menu.parties,
                    lots,
                    menu.stakes,
                    menu.caps,
                    [pair for pair in menu.after if names >= set(pair)],
                    [group for group in groups if len(group) > 1],
                    menu.sequential,
                    menu.audiences,
                ),
            )
        )
    return found


def _ways(measure: Measure) -> list[tuple[Lot, ...]]:
    return [lots[:k] for lots in measure.terms.values() for k in range(1, len(lots) + 1)]


def gains(deal: Exchange) -> tuple[float, ...]:
    """What each party gains, from the definition."""
    return tuple(
        sum(-x.cost if x.giver == who else x.value.get(who, 0.0) for x in deal.lots)
        for who in deal.parties
    )


def holding(menu: Menu) -> list[tuple[float, ...]]:
    """Gains of every package for which some order is self-enforcing."""
    return [gains(deal) for _, deal in packages(menu) if brute(deal).holds.any()]


def best(vectors: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The vectors that no other one dominates, sorted."""
    unique = sorted(set(vectors))
    return [
        v for v in unique
        if not any(w != v and all(a >= b for a, b in zip(w, v, strict=True)) for w in unique)
    ]  # fmt: skip
