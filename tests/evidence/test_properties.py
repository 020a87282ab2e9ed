"""Whatever comes in: exact spans, clear refusals, probabilities that are some."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("slovnet", reason="needs the extra `evidence`")
from detente.evidence.claims import group
from detente.evidence.document import Document
from detente.evidence.errors import InvalidDocument
from detente.evidence.findings import findings
from detente.evidence.harvest import told
from detente.evidence.intake.encoding import decode
from detente.evidence.intake.files import documents
from detente.evidence.lexicon import Act
from detente.evidence.statements import read
from detente.evidence.status import STATUSES, judge
from tests.evidence.samples import report

# Pieces that make the rules fire, in any order, with anything between.
PIECES = st.sampled_from([
    "Лукашенко", "Трамп", "МИД Беларуси", "заявил", ", что", "подтвердил", "не", "опроверг",
    "по словам", "«", "»", ", сообщает", "БелТА", "со ссылкой на", "Госдепартамент",
    "отказались от комментариев", "в", "14", "заключённых", "21 июня", "освободил", ", а", ";",
    ". ", "\n", "1) ", "пока не публиковался", "официальный анонс", "из", "Вашингтона",
    "тогда как", "независимые издания", "The White House", "said", "that", "according to",
    ", citing", "Reuters", "denied", "has not commented", '"', "“", "”", "(", ")", "state media",
    "both sides", "стороны", "информация", "исходит из", "?", "\u202e", "\ufeff", "и",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=25).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["ru", "en"]))
def test_spans_are_exact(text, language):
    """Every statement, voice and date of any text is its characters at their place."""
    reading = read(Document(id="x", text=text, where="x", language=language))
    for s in reading.statements:
        assert s.text == text[s.start : s.end]
        assert s.sentence[0] <= s.start <= s.end <= s.sentence[1]
        for voice in (*s.voices, *s.via):
            assert voice.text == text[voice.start : voice.end]
        for d in s.dates:
            assert d.text == text[d.start : d.end]
    for finding in findings(reading):
        assert finding.statements
    assert all(t.event for t in told(reading))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused(data):
    """Any bytes under a text's name give a document or a clear refusal, and always decode."""
    assert isinstance(decode(data)[0], str)
    try:
        found = documents(data, "a.txt") if data[:1] not in {b"<", b"%"} else []
    except InvalidDocument:
        return
    assert all(isinstance(d.text, str) for d in found)


REPORTS = st.builds(
    report,
    publisher=st.sampled_from(["AFP", "AP", "BelTA", "V", "x"]),
    value=st.sampled_from(["14", "15", "yes"]),
    origin=st.sampled_from(["", "AFP", "V", "Eismont"]),
    party=st.sampled_from(["", "us", "belarus"]),
    kind=st.sampled_from(["wire", "rewriter", "state media", "monitor"]),
    act=st.sampled_from(list(Act)),
    date=st.sampled_from(["", "2025-06-21", "2025-06-22"]),
    doubtful=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(REPORTS, max_size=8))
def test_every_claim_is_judged(reports):
    """Any reports give each claim a status and a probability; those of rivals never exceed one."""
    judged = judge(group(reports))
    assert all(j.status in STATUSES and 0 <= j.probability <= 1 for j in judged)
    asserted = [j for j in judged if j.claim.asserting]
    assert sum(j.probability for j in asserted) <= 1 + 1e-9
    assert sum(j.status in {"confirmed", "corroborated"} for j in judged) <= 1


@settings(max_examples=200, deadline=None)
@given(st.lists(REPORTS, min_size=1, max_size=6), st.integers(1, 5))
def test_repeating_changes_nothing(reports, times):
    """The same reports once more, or five times more, change no status."""
    once = [(j.claim.id, j.status) for j in judge(group(reports))]
    again = [(j.claim.id, j.status) for j in judge(group(reports * (1 + times)))]
    assert once == again
