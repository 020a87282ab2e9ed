"""Who copies whom: pairs of sources that agree more than chance and truth allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

MAX_PAIRS = 3_000_000
"""Pairs of statements on one question that are looked at, in all."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Statements on one question, two by two.

    Attributes
    ----------
    first, second
        For each two statements, their places in the input.
    agree
        Whether they give the same answer.
    pair
        The place of their two sources among the pairs of sources.
    one, other
        For each pair of sources, the two; the smaller number first.
    first_is_one
        For each two statements, whether the first is that pair's `one`.
    """

    first: Ints
    second: Ints
    agree: NDArray[np.bool_]
    pair: Ints
    one: Ints
    other: Ints
    first_is_one: NDArray[np.bool_]


def list_pairs(s: Ints, q: Ints, v: Ints) -> Pairs:
    """List the pairs of statements on one question, smallest questions first, up to the limit."""
    order = np.argsort(q, kind="stable")
    sizes = np.bincount(q)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    firsts, seconds, budget = [], [], MAX_PAIRS
    by_size: dict[int, list[int]] = {}
    for at in np.flatnonzero(sizes > 1):
        by_size.setdefault(int(sizes[at]), []).append(int(starts[at]))
    for size in sorted(by_size):
        room = budget // (size * (size - 1) // 2)
        if not room:
            break  # before its pairs are listed, which would fill the memory
        a, b = np.triu_indices(size, 1)
        some = np.asarray(by_size[size][:room], dtype=np.int64)
        firsts.append((some[:, None] + a).ravel())
        seconds.append((some[:, None] + b).ravel())
        budget -= some.size * a.size
    first = order[np.concatenate(firsts)] if firsts else np.zeros(0, dtype=np.int64)
    second = order[np.concatenate(seconds)] if seconds else np.zeros(0, dtype=np.int64)
    apart = s[first] != s[second]
    first, second = first[apart], second[apart]
    low, high = np.minimum(s[first], s[second]), np.maximum(s[first], s[second])
    code, pair = np.unique(low * (s.max() + 1) + high, return_inverse=True)
    return Pairs(
        first,
        second,
        v[first] == v[second],
        pair.astype(np.int64),
        code // (s.max() + 1),
        code % (s.max() + 1),
        s[first] == low,
    )


def dependence(
    pairs: Pairs, true: Reals, popular: Reals, accuracy: Reals, rate: float, prior: float
) -> Reals:
    """Give, for each pair of sources, how probable it is that one copies the other.

    To share what everybody says is little evidence, to share a rare error much: an independent
    source of accuracy A gives the same answer as another with x = p A + (1-p)(1-A) f, p being the
    answer's probability and f its share among wrong answers; a copier with c + (1-c) x. Dong et
    al. (2009), section 3, with the popularity of errors from Dong, Berti-Equille and Srivastava
    (2013): shops that all leave out the second author do not copy one another.
    """
    a = np.clip(accuracy, 0.05, 0.95)
    mean = ((a[pairs.one] + a[pairs.other]) / 2)[pairs.pair]
    p = true[pairs.first]
    same = np.clip(p * mean + (1 - p) * (1 - mean) * popular[pairs.first], 1e-4, 0.999)
    each = np.where(pairs.agree, np.log(rate / same + 1 - rate), np.log(1 - rate))
    odds = np.bincount(pairs.pair, weights=each, minlength=pairs.one.size)
    odds += np.log(prior / (1 - prior))
    share: Reals = 1.0 / (1.0 + np.exp(-np.clip(odds, -50, 50)))
    return share


def popularity(q: Ints, v: Ints, probability: Reals, wrong: Reals) -> Reals:
    """Give, for each statement, its answer's share among its question's wrong answers.

    The statement itself and one more are left out, so that two who alone say a thing do not make
    it popular.
    """
    given = np.bincount(v)
    doubt = given * (1.0 - probability)
    total = np.bincount(q, weights=(1.0 - probability)[v])
    left = np.maximum(given[v] - 2, 0) / given[v]
    share: Reals = (doubt[v] * left + 1.0 / wrong[q]) / (total[q] + 1.0)
    return np.minimum(share, 1.0)


def own_share(pairs: Pairs, dependent: Reals, accuracy: Reals, count: int, rate: float) -> Reals:
    """Give, for each statement, how probable it is that it is not copied.

    Of two that agree the less reliable one counts as the copy; which of them it is does not change
    what both together weigh.
    """
    lost = np.log1p(-rate * dependent[pairs.pair]) * pairs.agree
    first_better = (accuracy[pairs.one] >= accuracy[pairs.other])[pairs.pair] == pairs.first_is_one
    copy = np.where(first_better, pairs.second, pairs.first)
    share: Reals = np.exp(np.bincount(copy, weights=lost, minlength=count))
    return share


def copiers(pairs: Pairs, dependent: Reals) -> tuple[tuple[int, int, float], ...]:
    """Give the pairs of which one probably copies the other, most probable first."""
    likely = np.flatnonzero(dependent > 0.5)
    ranked = likely[np.argsort(-dependent[likely], kind="stable")]
    return tuple((int(pairs.one[i]), int(pairs.other[i]), float(dependent[i])) for i in ranked)
