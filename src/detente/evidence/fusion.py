"""How probable each answer is: reliability of sources and copying between them, together.

The model is that of Dong, Berti-Equille and Srivastava (2009), "Integrating conflicting data: the
role of source dependence", with a Beta prior for each source's accuracy in place of a common one,
room for the answer nobody gave, and soft instead of hard truth in the test for copying.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

MAX_PAIRS = 3_000_000
"""Pairs of statements on one question that the test for copying looks at, in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """What came out.

    Attributes
    ----------
    probability
        For each value, that it is the true answer to its question. The values of one question sum
        to less than one: the rest is for an answer that nobody gave.
    accuracy
        For each source, the share of its statements that are true (posterior mean).
    independence
        For each statement, the share of its vote that is its own, not copied.
    copying
        Pairs of sources that share more than chance allows: (one, other, probability), most
        probable first; those above one half.
    rounds
        Rounds until nothing moved.
    """

    probability: Reals
    accuracy: Reals
    independence: Reals
    copying: tuple[tuple[int, int, float], ...]
    rounds: int


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Statements on one question, two by two: places, whether they agree, and their sources."""

    first: Ints
    second: Ints
    agree: NDArray[np.bool_]
    pair: Ints
    one: Ints
    other: Ints
    first_is_one: NDArray[np.bool_]


def fuse(
    source: ArrayLike,
    question: ArrayLike,
    value: ArrayLike,
    *,
    prior: ArrayLike | float = 0.8,
    strength: ArrayLike | float = 5.0,
    origin: ArrayLike | None = None,
    copying: bool = True,
    wrong_answers: ArrayLike | float = 10.0,
    copy_rate: float = 0.8,
    copy_prior: float = 0.05,
    rounds: int = 20,
) -> Fusion:
    """Estimate truth, reliability and copying together.

    Parameters
    ----------
    source, question, value
        For each statement: who says it, what is asked, and the answer; numbers from 0, without
        gaps. A value belongs to one question.
    prior, strength
        Accuracy expected of each source before its record, and how many statements that is worth;
        one number, or one for each source.
    origin
        For each statement, where its source has it from. Of the statements of one value with one
        origin only the first counts: forty reprints of a wire are one voice.
    copying
        False takes every source as independent of the others.
    wrong_answers
        How many wrong answers a question has, as likely as one another: one number, or one for
        each question (1 where the answer is yes or no).
    copy_rate, copy_prior
        Of a copier's statements, the share that is copied; and how probable it is, before
        looking, that one of two sources copies the other.
    rounds
        Most rounds.

    Returns
    -------
    Fusion
        Its arrays are indexed as the input is.
    """
    s, q, v = (np.asarray(x, dtype=np.int64) for x in (source, question, value))
    if s.size == 0:
        none = np.zeros(0)
        return Fusion(probability=none, accuracy=none, independence=none, copying=(), rounds=0)
    question_of = np.zeros(v.max() + 1, dtype=np.int64)
    question_of[v] = q
    mean = np.broadcast_to(np.asarray(prior, dtype=float), (s.max() + 1,))
    firm = np.broadcast_to(np.asarray(strength, dtype=float), mean.shape)
    told = np.bincount(s, minlength=mean.size)
    wrong = np.broadcast_to(np.asarray(wrong_answers, dtype=float), (q.max() + 1,))
    voices = _one_voice(v, origin)
    own = voices
    accuracy = mean.astype(float)
    pairs = _pairs(s, q, v) if copying else None
    dependent = np.zeros(0)
    probability = np.zeros(question_of.size)
    done = 0
    while done < rounds:
        done += 1
        before = probability
        probability = _truth(accuracy[s], own, v, question_of, wrong)
        right = np.bincount(s, weights=probability[v], minlength=mean.size)
        accuracy = (firm * mean + right) / (firm + told)
        if pairs is not None and pairs.first.size:
            dependent = _dependence(
                pairs,
                probability[v],
                _popularity(q, v, probability, wrong),
                accuracy,
                copy_rate,
                copy_prior,
            )
            own = voices * _own_share(pairs, dependent, accuracy, v.size, copy_rate)
        if np.abs(probability - before).max() < 1e-4:
            break
    return Fusion(
        probability=probability,
        accuracy=accuracy,
        independence=own,
        copying=_copiers(pairs, dependent) if pairs is not None else (),
        rounds=done,
    )


def _one_voice(v: Ints, origin: ArrayLike | None) -> Reals:
    """Give 1 to the first statement of each value and origin, 0 to those that repeat it."""
    if origin is None:
        return np.ones(v.size)
    o = np.asarray(origin, dtype=np.int64)
    _, first = np.unique(v * (o.max() + 1) + o, return_index=True)
    heard = np.zeros(v.size)
    heard[first] = 1.0
    return heard


def _truth(accuracy: Reals, own: Reals, v: Ints, question_of: Ints, wrong: Reals) -> Reals:
    """Weigh the answers of each question; Dong et al. (2009), equations 2 to 4.

    A source of accuracy A has a vote of log(nA/(1-A)), n wrong answers being equally likely; the
    n + 1 - (answers given) that nobody gave have no votes.
    """
    sure = np.clip(accuracy, 0.01, 0.99)
    vote = own * np.log(wrong[question_of[v]] * sure / (1.0 - sure))
    score = np.bincount(v, weights=vote, minlength=question_of.size)
    asked = question_of.max() + 1
    top = np.zeros(asked)  # the ungiven answers' score is 0
    np.maximum.at(top, question_of, score)
    weight = np.exp(score - top[question_of])
    given = np.bincount(question_of, minlength=asked)
    ungiven = np.maximum(wrong + 1.0 - given, 0.0) * np.exp(-top)
    total = np.bincount(question_of, weights=weight, minlength=asked) + ungiven
    shares: Reals = weight / total[question_of]
    return shares


def _pairs(s: Ints, q: Ints, v: Ints) -> _Pairs:
    """List the pairs of statements on one question, smallest questions first, up to the limit."""
    order = np.argsort(q, kind="stable")
    sizes = np.bincount(q)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    firsts, seconds, budget = [], [], MAX_PAIRS
    by_size: dict[int, list[int]] = {}
    for at in np.flatnonzero(sizes > 1):
        by_size.setdefault(int(sizes[at]), []).append(int(starts[at]))
    for size in sorted(by_size):
        a, b = np.triu_indices(size, 1)
        some = np.asarray(by_size[size][: max(0, budget // a.size)], dtype=np.int64)
        firsts.append((some[:, None] + a).ravel())
        seconds.append((some[:, None] + b).ravel())
        budget -= some.size * a.size
    first = order[np.concatenate(firsts)] if firsts else np.zeros(0, dtype=np.int64)
    second = order[np.concatenate(seconds)] if seconds else np.zeros(0, dtype=np.int64)
    apart = s[first] != s[second]
    first, second = first[apart], second[apart]
    low, high = np.minimum(s[first], s[second]), np.maximum(s[first], s[second])
    code, pair = np.unique(low * (s.max() + 1) + high, return_inverse=True)
    return _Pairs(
        first,
        second,
        v[first] == v[second],
        pair.astype(np.int64),
        code // (s.max() + 1),
        code % (s.max() + 1),
        s[first] == low,
    )


def _dependence(
    pairs: _Pairs, true: Reals, popular: Reals, accuracy: Reals, rate: float, prior: float
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


def _popularity(q: Ints, v: Ints, probability: Reals, wrong: Reals) -> Reals:
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


def _own_share(pairs: _Pairs, dependent: Reals, accuracy: Reals, count: int, rate: float) -> Reals:
    """Give, for each statement, how probable it is that it is not copied.

    Of two that agree the less reliable one counts as the copy; which of them it is does not change
    what both together weigh.
    """
    lost = np.log1p(-rate * dependent[pairs.pair]) * pairs.agree
    first_better = (accuracy[pairs.one] >= accuracy[pairs.other])[pairs.pair] == pairs.first_is_one
    copy = np.where(first_better, pairs.second, pairs.first)
    share: Reals = np.exp(np.bincount(copy, weights=lost, minlength=count))
    return share


def _copiers(pairs: _Pairs, dependent: Reals) -> tuple[tuple[int, int, float], ...]:
    likely = np.flatnonzero(dependent > 0.5)
    ranked = likely[np.argsort(-dependent[likely], kind="stable")]
    return tuple((int(pairs.one[i]), int(pairs.other[i]), float(dependent[i])) for i in ranked)
