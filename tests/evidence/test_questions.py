"""The answers to one question side by side: what is looked up is what comparing each pair gives."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from detente.evidence.claims import group, support
from detente.evidence.lexicon import Act
from detente.evidence.questions import Question
from tests.evidence.samples import report

_REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["1", "2", "3", "4"]),
        origin=st.sampled_from(["", "x", "y"]),
        party=st.sampled_from(["", "", "us"]),
        kind=st.sampled_from(["wire", "reprint"]),
        act=st.sampled_from([Act.SAYS, Act.SAYS, Act.SAYS, Act.DENIES]),
        date=st.sampled_from(["", "2025-06-21", "2025-06-22", "2025-06-23"]),
    ),
    min_size=1,
    max_size=16,
)


@given(_REPORTS)
@settings(max_examples=300, deadline=None)
def test_the_loudest_rival_is_found(reports):
    """The loudest answer against a claim is the first of the strongest, each pair compared."""
    question = Question(tuple(group(reports)))
    for claim in question.answers:
        rivals = [c for c in question.answers if c is not claim]
        loud = [support(c, claim.carriers).strength for c in rivals]
        expected = (rivals[loud.index(max(loud))], max(loud)) if rivals else (None, 0)
        assert question.strongest_against(claim) == expected


@given(_REPORTS)
@settings(max_examples=300, deadline=None)
def test_what_was_given_later_is_found(reports):
    """The answer given later is the first that every publisher has given after its last word."""
    question = Question(tuple(group(reports)))
    for claim in question.answers:
        last = max((r.date for r in claim.asserting), default="")
        said = {r.publisher for r in claim.asserting}
        later = [
            c
            for c in question.answers
            if last and said <= {r.publisher for r in c.asserting if r.date > last}
        ]
        assert question.given_later(claim) == (later[0] if later else None)


@given(_REPORTS)
@settings(max_examples=300, deadline=None)
def test_an_origin_is_misheard_by_the_worse_carriers(reports):
    """An origin weighs for an answer only if no other answer has it from more carriers."""
    question = Question(tuple(group(reports)))
    for claim in question.answers:
        for key in support(claim, question.carriers).independent:
            assert all(
                c.carriers.get(key, 0) <= claim.carriers.get(key, 0) for c in question.answers
            )
            assert question.quoted[key] == sum(key in c.origins for c in question.answers)
