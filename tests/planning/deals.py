"""Random small exchanges for hypothesis, shrinkable to the simplest counter-example."""

from __future__ import annotations

from hypothesis import strategies as st

from detente.exchange import Deposit, Exchange, Lot

SHARES = (0.0, 0.25, 0.5, 0.8, 1.0)


@st.composite
def deals(draw: st.DrawFn, most: int = 7, *, rich: bool = True) -> Exchange:
    """An exchange of 2 or 3 parties and up to `most` lots; amounts are halves.

    With `rich`, also snapback, precedence, groups (sequential or not), caps, an
    audience and deposits.
    """
    parties = ["A", "B", "C"][: draw(st.integers(2, 3))]
    audiences = ["E"] if rich and draw(st.booleans()) else []
    m = draw(st.integers(1, most))
    amounts = st.integers(0, 20).map(lambda k: k / 2)
    lots = []
    for k in range(m):
        if lots and draw(st.integers(0, 4)) == 0:  # an interchangeable copy
            twin = draw(st.sampled_from(lots))
            lots.append(Lot(f"l{k}", twin.giver, twin.cost, twin.value, twin.recovered, twin.lost))
            continue
        giver = draw(st.sampled_from(parties))
        others = [p for p in parties if p != giver]
        value = {p: draw(amounts) for p in others}
        if audiences:
            value["E"] = draw(st.integers(-10, 10)) / 2
        shares = st.sampled_from(SHARES) if rich else st.just(0.0)
        lots.append(Lot(f"l{k}", giver, draw(amounts), value, draw(shares), draw(shares)))
    names = [lot.name for lot in lots]
    if not rich:
        return Exchange(parties, lots)
    group = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    together = [group] if len(group) > 1 else []
    step_of = dict.fromkeys(group, group[0]) if together else {}
    rank = {
        s: k
        for k, s in enumerate(draw(st.permutations(sorted({step_of.get(n, n) for n in names}))))
    }
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4))
    after = [(a, b) for a, b in pairs if rank[step_of.get(a, a)] < rank[step_of.get(b, b)]]
    stakes = {p: draw(amounts) for p in parties if draw(st.booleans())}
    caps = {p: draw(amounts) * 2 for p in [*parties, *audiences] if draw(st.integers(0, 3)) == 0}
    deposits = []
    if draw(st.integers(0, 3)) == 0:
        party = draw(st.sampled_from(parties))
        holder = draw(st.sampled_from([None, *(p for p in parties if p != party)]))
        deposits.append(Deposit(party, draw(amounts), holder))
    return Exchange(
        parties, lots, stakes, caps, after, together, draw(st.booleans()), audiences, deposits
    )
