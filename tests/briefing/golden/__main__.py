"""``python -m tests.briefing.golden``: write the golden files anew; look at the difference then."""

from pathlib import Path

from detente.briefing.answer import answer
from detente.briefing.brief import brief_of
from detente.briefing.formats import render
from detente.case import Case
from detente.words.language import language
from tests.briefing.cases import small
from tests.briefing.golden import steady

if __name__ == "__main__":
    for path in Path(__file__).parent.glob("*.md"):
        case, lang = path.stem.split(".")
        found = answer(Case.load(case) if case == "minsk" else small(case))
        text = render(brief_of(found, language(lang)), "md").decode()
        path.write_text(steady(text), "utf-8")
