"""The status of a claim, by rules that are written down, and its probability.

The rules, in the order they are tried:

1. **awaited**: a word was due and nobody has spoken.
2. **contested**: its own figures do not add up.
3. **superseded**: every publisher of it has since said otherwise.
4. **denied**: another answer to the same question has voices that weigh, and this one has none; or
   it is known only from its denial.
5. **contested**: another answer has voices that weigh too, neither at least two more than the
   other; or somebody denies it.
6. **confirmed**: two voices independent of both parties say so; or one does and both parties too.
7. **corroborated**: two voices that do not share an interest: both parties, or one party and one
   independent voice.
8. **one-sided**: everything else. One wire with forty reprints is one voice; a party confirming
   itself is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.evidence.claims import Claim, Support, support
from detente.evidence.fusion import fuse
from detente.evidence.grading import EXPECTED, credibility, reliability
from detente.evidence.lexicon import Act
from detente.evidence.phrases import Phrase, phrase
from detente.evidence.questions import questions
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.evidence.origins import Origin
    from detente.evidence.questions import Question

    Asked = Mapping[tuple[str, str], Question]

STATUSES = (
    "confirmed",
    "corroborated",
    "one-sided",
    "contested",
    "denied",
    "superseded",
    "awaited",
)

WEAK = 0.5
"""Accuracy expected at most of a word whose origin is only guessed at, or that was passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say of one claim.

    Attributes
    ----------
    claim, support
        The claim, and who stands behind it.
    status, reason
        One of :data:`STATUSES`, and the rule that gave it, in a sentence.
    probability
        That the claim is true.
    rival, against
        The answer to its question that speaks loudest against it, where there is another, and
        how many voices that weigh are behind that one.
    """

    claim: Claim
    support: Support
    status: str
    reason: Phrase
    probability: float
    rival: Claim | None = None
    against: int = 0

    @property
    def credibility(self) -> int:
        """Give the credibility 1–6 proposed."""
        return credibility(self.status, self.probability)


def judge(
    claims: Sequence[Claim],
    *,
    broken: Mapping[str, str] | None = None,
    copying: bool = True,
    grades: Mapping[str, str] | None = None,
) -> list[Judgement]:
    """Judge claims, those that answer one question together.

    Parameters
    ----------
    claims
        The claims.
    broken
        For claims whose figures do not add up, by id, why (arithmetic.py).
    copying
        Whether copying between sources is estimated.
    grades
        Reliability A–F that analysts gave to sources, by id; goes before the proposals.

    Returns
    -------
    list
        One judgement for each claim, in their order.
    """
    asked = questions(claims)
    chance = _probabilities(claims, asked, copying=copying, grades=grades or {})
    found = []
    for claim in claims:
        question = asked[claim.question]
        backed = support(claim, question.carriers)
        rival, against = question.strongest_against(claim)
        status, reason = (
            _unheard(claim, (broken or {}).get(claim.id, ""))
            or _superseded(claim, question)
            or _opposed(backed, rival, against)
            or _denied(claim)
            or by_voices(backed)
        )
        found.append(
            Judgement(
                claim=claim,
                support=backed,
                status=status,
                reason=reason,
                probability=chance[claim.id],
                rival=rival,
                against=against,
            )
        )
    return found


def _unheard(claim: Claim, broken: str) -> tuple[str, Phrase] | None:
    """Try what can be said of a claim without hearing its voices: rules 1, 2 and half of 4."""
    if not claim.asserting and not claim.denying:
        return "awaited", phrase(N_("a word was due and has not come"))
    if broken:
        return "contested", phrase(N_("its own figures do not add up: {figures}"), figures=broken)
    if not claim.asserting:
        return "denied", phrase(N_("it is known only from its denial"))
    return None


def _superseded(claim: Claim, question: Question) -> tuple[str, Phrase] | None:
    later = question.given_later(claim)
    if later is None:
        return None
    return "superseded", phrase(N_("those who said so have since said {value}"), value=later.value)


def _opposed(backed: Support, rival: Claim | None, against: int) -> tuple[str, Phrase] | None:
    """Weigh a claim against the answer that speaks loudest against it."""
    if rival is None or not against:
        return None
    if not backed.strength or against >= backed.strength + 2:
        return "denied", phrase(N_("voices that weigh say {value}"), value=rival.value)
    if backed.strength < against + 2:
        return "contested", phrase(N_("others say {value}"), value=rival.value)
    return None


def _denied(claim: Claim) -> tuple[str, Phrase] | None:
    if not claim.denying:
        return None
    return "contested", phrase(N_("{who} denies it"), who=claim.denying[0].publisher)


def by_voices(backed: Support) -> tuple[str, Phrase]:
    """Give status and reason by who stands behind a claim that nothing speaks against."""
    independent, sides = len(backed.independent), len(backed.sides)
    if independent >= 2:
        return "confirmed", phrase(
            N_("voices independent of both parties say so: {count}"), count=independent
        )
    if independent and sides >= 2:
        return "confirmed", phrase(N_("both parties and a voice independent of them say so"))
    if sides >= 2:
        return "corroborated", phrase(N_("both parties say so, whose interests differ"))
    if independent and sides:
        return "corroborated", phrase(N_("a party and a voice independent of it say so"))
    if independent:
        return "one-sided", phrase(N_("one voice says so, however many repeat it"))
    if sides:
        return "one-sided", phrase(
            N_("only {party} and those who repeat it say so"), party=min(backed.sides)
        )
    return "one-sided", phrase(N_("only voices say so that weigh nothing alone"))


def _probabilities(
    claims: Sequence[Claim], asked: Asked, *, copying: bool, grades: Mapping[str, str]
) -> dict[str, float]:
    """Estimate each claim's probability; see :mod:`detente.evidence.fusion`.

    A voice's accuracy starts from the grade its kind is proposed. A denial is a vote for the
    answer "not so".
    """
    votes = list(_votes(claims, asked, grades))
    if not votes:
        return {claim.id: 0.5 for claim in claims}
    names = {name: i for i, name in enumerate(dict.fromkeys(v[0] for v in votes))}
    numbers = {q: i for i, q in enumerate(dict.fromkeys(v[2] for v in votes))}
    answers = {a: i for i, a in enumerate(dict.fromkeys((v[2], v[3]) for v in votes))}
    prior = np.zeros(len(names))
    firm = np.full(len(names), 5.0)
    for name, expected, _, _ in votes:
        prior[names[name]] = max(prior[names[name]], expected)
        if name.startswith("party:"):
            firm[names[name]] = 1e6  # to be right about head counts earns no trust about motives
    fused = fuse(
        [names[v[0]] for v in votes],
        [numbers[v[2]] for v in votes],
        [answers[v[2], v[3]] for v in votes],
        prior=prior,
        strength=firm,
        origin=[names[v[0]] for v in votes],
        copying=copying,
        # One where it is yes or no.
        wrong_answers=[1.0 if asked[question].closed else 10.0 for question in numbers],
    )
    chance = {
        claim.id: float(fused.probability[answers[claim.question, claim.id]])
        if (claim.question, claim.id) in answers
        else 0.5
        for claim in claims
    }
    return {claim.id: chance[claim.id] * _ceiling(claim, asked, grades) for claim in claims}


def _ceiling(claim: Claim, asked: Asked, grades: Mapping[str, str]) -> float:
    """Give the accuracy of the one origin that was heard two ways; 1 in every other case.

    The vote on such a claim is about what the origin said, which is not yet about the world.
    """
    if len(claim.origins) != 1:
        return 1.0
    ((key, origin),) = claim.origins.items()
    return _expected(origin, grades) if asked[claim.question].quoted[key] > 1 else 1.0


def _votes(
    claims: Sequence[Claim], asked: Asked, grades: Mapping[str, str]
) -> Iterator[tuple[str, float, tuple[str, str], str]]:
    """Give (voice, expected accuracy, question, answer) for all who say or deny something."""
    for claim in claims:
        question = asked[claim.question]
        backed = support(claim, question.carriers)
        for report in claim.reports:
            if report.act in {Act.ABSENT, Act.DECLINES}:
                continue
            denies = report.act is Act.DENIES
            answer = f"not {claim.id}" if denies else claim.id
            for origin in report.origins:
                if not denies and question.quoted[origin.key] > 1:
                    # One origin, two readings: the question is which carrier heard it right.
                    voice, expected = report.publisher, reliability(report.kind).expected
                elif not denies and _weak(origin, backed):
                    if backed.strength:
                        continue  # it repeats what those who weigh say
                    voice = report.publisher
                    expected = min(reliability(report.kind).expected, WEAK)
                else:
                    voice, expected = origin.key, _expected(origin, grades)
                yield voice, expected, claim.question, answer


def _weak(origin: Origin, backed: Support) -> bool:
    return origin.key not in backed.independent and origin.party not in backed.sides


def _expected(origin: Origin, grades: Mapping[str, str]) -> float:
    if origin.key in grades:
        return EXPECTED[grades[origin.key]]
    if origin.kind == "unknown" and not origin.party:
        return EXPECTED["C"]  # a named voice whose kind nobody has assessed
    return reliability(origin.kind, party=origin.party).expected
