"""Golden files of the brief in Markdown, and what makes them anew.

They are made of the plan alone: what is drawn at random, and the sections that tell it, have tests
of their own. `blocks.en.md` has every kind of block once.
"""

import re

from detente.briefing.answer import answer
from detente.briefing.brief import brief_document
from detente.briefing.rendering.formats import render
from detente.case import Case
from detente.words.language import language
from tests.briefing.cases import small

CASES = (("minsk", "en"), ("minsk", "ru"), ("two", "en"), ("failing", "ru"), ("three", "en"))


def made(case: str, lang: str) -> str:
    """Write the brief of a case; version and mark of the content, which change often, left out."""
    found = answer(Case.load(case) if case == "minsk" else small(case))
    text = render(brief_document(found, language(lang)), "md").decode()
    text = re.sub(r"detente \d[\w.]*", "detente X", text)
    return re.sub(r"SHA-256([^:]*): [0-9a-f]{16}", r"SHA-256\1: X", text)
