"""How probable each answer is: reliability of sources and copying between them, together.

The model is that of Dong, Berti-Equille and Srivastava (2009), "Integrating conflicting data: the
role of source dependence", with a Beta prior for each source's accuracy in place of a common one,
room for the answer nobody gave, and soft instead of hard truth in the test for copying.

Its limit: copiers are found by the errors they share, so copies that outnumber the independent
sources on most questions look like truth. What is known to be copied (a reprint, a quoted origin)
must therefore be said, by ``origin``, and not left to be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.evidence.copying import (
    Pairs,
    copiers,
    dependence,
    list_pairs,
    own_share,
    popularity,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]


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
    world = _World(
        s,
        q,
        v,
        question_of,
        mean=mean,
        firm=np.broadcast_to(np.asarray(strength, dtype=float), mean.shape),
        wrong=np.broadcast_to(np.asarray(wrong_answers, dtype=float), (q.max() + 1,)),
        voices=_one_voice(v, origin),
        pairs=list_pairs(s, q, v) if copying else None,
        rate=copy_rate,
        prior=copy_prior,
    )
    return _settle(world, world.voices, rounds)


@dataclass(frozen=True, slots=True)
class _World:
    """What is given: the statements, and what is believed before looking at them."""

    s: Ints
    q: Ints
    v: Ints
    question_of: Ints
    mean: Reals
    firm: Reals
    wrong: Reals
    voices: Reals
    pairs: Pairs | None
    rate: float
    prior: float


def _settle(w: _World, own: Reals, rounds: int) -> Fusion:
    """Go round truth, accuracy and copying until nothing moves, from given shares of own votes."""
    told = np.bincount(w.s, minlength=w.mean.size)
    accuracy = w.mean.astype(float)
    probability, dependent = np.zeros(w.question_of.size), np.zeros(0)
    done = 0
    while done < rounds:
        done += 1
        before = probability
        probability = _truth(accuracy[w.s], own, w)
        right = np.bincount(w.s, weights=probability[w.v], minlength=w.mean.size)
        accuracy = (w.firm * w.mean + right) / (w.firm + told)
        if w.pairs is not None and w.pairs.first.size:
            popular = popularity(w.q, w.v, probability, w.wrong)
            dependent = dependence(w.pairs, probability[w.v], popular, accuracy, w.rate, w.prior)
            own = w.voices * own_share(w.pairs, dependent, accuracy, w.v.size, w.rate)
        if np.abs(probability - before).max() < 1e-4:
            break
    return Fusion(
        probability=probability,
        accuracy=accuracy,
        independence=own,
        copying=copiers(w.pairs, dependent) if w.pairs is not None else (),
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


def _truth(accuracy: Reals, own: Reals, w: _World) -> Reals:
    """Weigh the answers of each question; Dong et al. (2009), equations 2 to 4.

    A source of accuracy A has a vote of log(nA/(1-A)), n wrong answers being equally likely; the
    n + 1 - (answers given) that nobody gave have no votes.
    """
    v, question_of, wrong = w.v, w.question_of, w.wrong
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
