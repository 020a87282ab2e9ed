"""Any chronicle: read once, recognised the second time, and told without a fault."""

from __future__ import annotations

import io
from datetime import date

from hypothesis import given, settings, strategies as st

from detente.briefing.blocks import Document
from detente.briefing.ledger.history import history_document
from detente.briefing.ledger.history_record import history_record
from detente.briefing.rendering.terminal import show
from detente.ledger.past.chronicle import read_into
from detente.ledger.past.history import STEP_TYPES, Step
from detente.ledger.past.relief import Force
from detente.ledger.past.summary import past_of
from detente.ledger.told import Told, happened
from detente.words.language import language
from tests.ledger.belarus import TODAY, words

YEARS = st.integers(2008, 2025).map(str)
MONTHS = st.dates(date(2008, 1, 1), date(2025, 12, 31)).map(lambda d: d.isoformat()[:7])
DAYS = st.dates(date(2008, 1, 1), date(2025, 12, 31)).map(lambda d: d.isoformat())
WHEN = st.one_of(DAYS, MONTHS, YEARS)
SIDES = st.sampled_from(["target", "sender_US", "sender_EU", "sender_PL"])
TYPES = st.sampled_from([t for t in STEP_TYPES if not t.startswith("stock")] + ["closure"])
WORDS = st.sampled_from(["x", "despite a crackdown", "5 freed; 2 re-arrested", "\x1b[2J", "…"])


@st.composite
def chronicles(draw):
    """Rows that a reader would let through, in any order."""
    rows = []
    for line in range(2, 2 + draw(st.integers(1, 12))):
        monitor = draw(st.booleans()) and draw(st.booleans())
        kind = draw(st.sampled_from(["stock_level", "stock_released", "stock_detained"])
                    if monitor else TYPES)  # fmt: skip
        when = draw(WHEN)
        ends = kind in ("relief", "renewal", "snapback") and draw(st.booleans())
        rows.append(
            Step(
                line=line,
                episode=draw(st.sampled_from(["", "E1", "E2"])),
                when=when,
                side="monitor_M" if monitor else draw(SIDES),
                step_type=kind,
                what=draw(WORDS),
                quantity=draw(st.integers(0, 200)),
                unit=draw(st.sampled_from(["person", "entity", "", "things"])),
                instrument="",
                expiry="2026-06-01" if ends or kind == "renewal" else "",
                reversible="",
                source="",
            )
        )
    return tuple(rows)


def read(steps, known=(), first=1):
    """Read steps into the case minsk."""
    return read_into(
        steps, words(), file="s.csv", case="minsk", today=TODAY, first=first, known=known
    )


@settings(max_examples=60)
@given(chronicles())
def test_the_second_time_nothing_is_new(steps):
    """Every event of a chronicle is recognised, whatever it refers to."""
    told = tuple(Told(f"minsk#{n}", event) for n, event in enumerate(read(steps).events, 1))
    again = read(steps, told, len(told) + 1)
    assert again.events == ()
    assert again.there == len(told)
    assert {one.event.origin for one in told} == {f"s.csv:{step.line}" for step in steps}


@settings(max_examples=60)
@given(chronicles(), DAYS, st.sampled_from(["en", "ru"]))
def test_any_past_is_told(steps, day, code):
    """On any day and in both languages, in eighty columns, nothing later than the day is told."""
    told = tuple(Told(f"minsk#{n}", event) for n, event in enumerate(read(steps).events, 1))
    past = past_of("minsk", told, words(), date.fromisoformat(day))
    assert all(happened(one.event) <= day for one in past.told)
    assert set(past.force) >= {line.id for line in past.lines}
    assert all(isinstance(force, Force) for force in past.force.values())
    assert history_record(past)["as_of"] == day
    document = history_document(past, str, language(code))
    assert isinstance(document, Document)
    out = io.StringIO()
    show(document, out, 80)
    assert "\x1b[2J" not in out.getvalue()
    assert max(len(line) for line in out.getvalue().splitlines()) <= 80
