"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.evidence.errors import MissingLibrary

_KNOWN = ["ru", "be", "uk", "en", "lt", "lv", "pl", "de", "fr"]
# Letters one of the Cyrillic languages has alone settle what the short texts of news leave open.
_ONLY_BELARUSIAN = re.compile("[ўЎ]")
_ONLY_UKRAINIAN = re.compile("[їєґЇЄҐ]")
_ONLY_RUSSIAN = re.compile("[ыэъЫЭЪ]")
_ENGLISH = frozenset({
    "the", "of", "and", "to", "in", "that", "for", "was", "with", "his", "he", "it", "not",
    "by", "are", "from", "had", "has", "have", "were", "which", "on", "as", "said", "who",
    "after", "will", "would", "been", "their", "they",
})  # fmt: skip
_SAMPLE = 20_000


@cache
def _identifier() -> Any:
    try:
        import py3langid
    except ImportError as absent:
        raise MissingLibrary("py3langid") from absent
    py3langid.set_languages(_KNOWN)
    return py3langid.classify


def language_of(text: str) -> str:
    """Tell the language; empty where a text has too few letters to tell."""
    sample = text[:_SAMPLE]
    if sum(c.isalpha() for c in sample) < 12:
        return ""
    cyrillic = sum("а" <= c <= "я" or c in "ёіўїєґ" for c in sample.lower())
    if cyrillic * 2 > sum(c.isalpha() for c in sample):
        counts = {
            "be": len(_ONLY_BELARUSIAN.findall(sample)),
            "uk": len(_ONLY_UKRAINIAN.findall(sample)),
            "ru": len(_ONLY_RUSSIAN.findall(sample)),
        }
        if counts["be"] and counts["be"] * 5 > counts["ru"]:
            return "be"
        if counts["uk"] > counts["ru"]:
            return "uk"
        if counts["ru"]:
            return "ru"
    words = re.findall(r"[a-z]+", sample.lower())
    if sum(w in _ENGLISH for w in words) * 5 > len(words) > 5:
        return "en"  # settled without the model, whose first use costs two seconds
    code: str = _identifier()(sample)[0]
    return code
