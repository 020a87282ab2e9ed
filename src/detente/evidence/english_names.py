"""Names in an English text, by their capitals."""

from __future__ import annotations

import re

from detente.evidence.models import Name

_CAPITAL = r"[A-ZŠŽČŁŚĆ][\w’'.-]*"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:of|the|de|van|von)\s+)*{_CAPITAL})*")
_BODY = re.compile(
    r"\b(?:Ministry|Department|Committee|Agency|Council|Commission|Court|University|Institute|"
    r"Party|Union|Bank|Service|Office|Group|Association|Center|Centre|Company|Inc|Ltd|Embassy|"
    r"Parliament|Congress|Senate|Treasury|House|Organization|Organisation|Fund|Federation|News|"
    r"Times|Post|Press|Radio)\b"
)
_FIRST = frozenset({
    "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "But", "And",
    "Or", "If", "As", "When", "While", "After", "Before", "According", "For", "From", "This",
    "That", "These", "Those", "His", "Her", "Its", "Their", "Our", "My", "With", "By", "To",
    "Of", "No", "Not", "Neither", "Both", "Also", "However", "Meanwhile", "Although", "Earlier",
    "Later", "Yesterday", "Today", "Tomorrow", "Monday", "Tuesday", "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December", "There", "What", "Who",
    "Why", "How", "Which", "Some", "Many", "Most", "All", "One", "Two", "Three",
})  # fmt: skip


def english_names(text: str) -> list[Name]:
    """Find names by capitals: persons (``PER``) and bodies (``ORG``).

    A first word of a sentence counts only with another capital after it. Places are found by the
    gazetteer, not here.
    """
    found: list[Name] = []
    for hit in _NAME.finditer(text):
        start, end = hit.span()
        while True:
            word = re.match(r"[\w’'-]+", text[start:end])
            if word is None or word.group() not in _FIRST:
                break
            start += word.end() + (
                len(text[start + word.end() : end]) - len(text[start + word.end() : end].lstrip())
            )
        if start >= end:
            continue
        end = start + len(text[start:end].rstrip(".'’-"))
        said = text[start:end]
        body = bool(_BODY.search(said)) or (said.isupper() and len(said) > 1)
        if body or " " in said or not _opens(text, start):
            found.append(Name(start, end, "ORG" if body else "PER"))
    return found


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" “\"'")
    return not before or before[-1] in ".!?\n:"
