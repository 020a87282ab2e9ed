"""Draw docs/ladder.svg, the picture in the README: the ladder of the bundled case minsk."""

from pathlib import Path

from detente.briefing.answer import answer
from detente.briefing.ladder_view import ladder_view
from detente.briefing.naming import Names
from detente.briefing.rendering.picture import ladder_picture
from detente.case import Case
from detente.words.language import language

TARGET = Path(__file__).with_suffix(".svg")


def picture() -> str:
    """Draw the ladder as it is planned now."""
    lang = language("en")
    found = answer(Case.load("minsk"))
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, lang))
    return ladder_picture(view, lang) + "\n"


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
