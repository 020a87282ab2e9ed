"""Bytes to characters: UTF-8 where it is, and the right one of the Cyrillic code pages."""

from __future__ import annotations

import codecs
import itertools
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
# The commonest pairs of letters in Russian prose. Text read with the wrong code page has the same
# letters in another order, so pairs tell the pages apart where single letters do not.
_PAIRS = frozenset({
    "ст", "но", "то", "на", "ен", "ко", "ни", "не", "ра", "ов", "по", "го", "пр", "ро", "ре",
    "ли", "ло", "ос", "та", "ва", "ал", "ор", "ол", "ер", "ет", "ть", "ан", "от", "ом", "ка",
    "ел", "во", "ес", "ат", "ит", "де", "ас", "ог", "ла", "од", "ри", "ил", "за", "ой", "ки",
    "ми", "ве", "ле", "те", "со", "ий", "ск", "мо", "ия", "ин", "ви", "об", "вы", "бе", "да",
    "ие", "тр", "ак", "сь", "ма", "ам", "ем", "ез", "до", "ся", "ку", "нн", "вс", "ых", "му",
    "чт", "ар", "ис", "ты", "чи", "им", "ав", "ру", "ди", "ну", "мы", "нт", "ук",
})  # fmt: skip
_WORD = re.compile(r"[а-яё]{2,}", re.IGNORECASE)
_STRAY = re.compile(r"[^\x09-\x7eа-яёА-ЯЁ«»—–„“”‘’№…•·\u00a0©§°−]")
_SAMPLE = 40_000


_HALVES = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """Put U+FFFD where half a character stands, which could be written nowhere."""
    return _HALVES.sub("\ufffd", text)


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Read bytes as text.

    Parameters
    ----------
    data
        The bytes.
    declared
        What a header says they are; believed only where it fits.

    Returns
    -------
    tuple
        The text, and the encoding it was read with. Nothing is lost silently: bytes that fit no
        encoding become U+FFFD, and the encoding's name then ends in ``(damaged)``.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    if data[:2000].count(0) > len(data[:2000]) // 3:
        name = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(name, errors="replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as bad:
        torn = bad.start >= len(data) - 3 and bad.start > 0
        if torn or _mostly_utf8(data):
            return data.decode("utf-8", errors="replace"), "utf-8 (damaged)"
    guess = _best(data)
    if (
        declared
        and _known(declared)
        and _score(_sample(data, declared)) >= _score(_sample(data, guess))
    ):
        guess = codecs.lookup(declared).name
    return data.decode(guess, errors="replace"), guess


def _mostly_utf8(data: bytes) -> bool:
    """Say whether only a few bytes of a UTF-8 text are damaged."""
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    high = sum(1 for c in text if ord(c) > 127)
    return high > 20 and text.count("\ufffd") * 20 < high


def _best(data: bytes) -> str:
    scores = {name: _score(_sample(data, name)) for name in _CYRILLIC}
    best = max(scores, key=lambda n: scores[n])
    return best if scores[best] > 0.15 else "cp1252"


def _sample(data: bytes, name: str) -> str:
    return data[:_SAMPLE].decode(name, errors="replace")


def _score(text: str) -> float:
    """Give the share of letter pairs that are common in Russian, less what no prose has."""
    pairs = common = odd = 0
    for word in _WORD.findall(text):
        # In the middle of a word capitals are a sign of KOI8 read as 1251, or the reverse.
        odd += sum(1 for a, b in itertools.pairwise(word) if a.islower() and b.isupper())
        low = word.lower()
        pairs += len(low) - 1
        common += sum(1 for i in range(len(low) - 1) if low[i : i + 2] in _PAIRS)
        odd += word.isupper() and len(word) > 12
        odd += low != word and word[0].islower()
    # mac-cyrillic has the small letters of 1251 but for one: its sign is letters of other tongues.
    stray = len(_STRAY.findall(text))
    return (common - 2 * odd - 2 * stray) / pairs if pairs else 0.0


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
