"""Dates: absolute, without a year, relative."""

from __future__ import annotations

import pytest

from detente.evidence.dates import dates


@pytest.mark.parametrize(
    ("text", "published", "language", "value", "basis"),
    [
        ("21 июня 2025 года освобождены", "", "ru", "2025-06-21", "stated"),
        ("on 21 June 2025", "", "en", "2025-06-21", "stated"),
        ("June 21, 2025", "", "en", "2025-06-21", "stated"),
        ("2025-06-21", "", "en", "2025-06-21", "stated"),
        ("21.06.2025", "", "ru", "2025-06-21", "stated"),
        ("в мае 2024 года", "", "ru", "2024-05", "stated"),
        ("в 2022-м начиналось", "", "ru", "2022", "stated"),
        # the year comes from the publication, or stays open
        ("15 августа", "2025-08-16", "ru", "2025-08-15", "publication"),
        ("15 августа", "", "ru", "--08-15", "stated"),
        ("вчера", "2025-08-16", "ru", "2025-08-15", "publication"),
        ("yesterday", "2025-08-16", "en", "2025-08-15", "publication"),
    ],
)
def test_one_date(text, published, language, value, basis):
    """A way of writing a date gives its value and what that rests on."""
    pytest.importorskip("dateparser", reason="needs the extra `evidence`")
    (found,) = dates(text, published, language)
    assert (found.value, found.basis, found.text) == (value, basis, text[found.start : found.end])


@pytest.mark.parametrize("text", ["31 февраля 2025 года", "99.99.2025", "968 человек", "100500"])
def test_no_date(text):
    """Days that no calendar has, and plain numbers, are no dates of a day."""
    assert [d for d in dates(text) if d.precision == "day"] == []
