"""The HTML page: one file, no outside request, nothing of the case taken for markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from detente.briefing.blocks import Document, Fold, Heading, Paragraph
from detente.briefing.brief import brief_document
from detente.briefing.rendering.html import to_html
from detente.words.language import language

VOID = {"meta", "br", "link", "img", "input", "hr"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p",
    "strong", "ul", "ol", "li", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "br", "span", "details", "summary", "figure", "figcaption", "svg", "desc", "line", "circle",
    "rect", "path", "polygon", "polyline", "text", "g", "tspan",
}  # fmt: skip


class Page(HTMLParser):
    """Reads a page: its tags in order, their attributes, its texts; balance is checked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """See that the tag that closes is the last one opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        """Attributes of every tag of these names."""
        return [attrs for tag, attrs in self.tags if tag in names]


def page_of(planned, case: str, lang: str = "en") -> str:
    """Brief of a planned case."""
    return to_html(brief_document(planned(case), language(lang)))


CASES = ["minsk", "two", "failing", "losing", "capped", "three"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_well_formed(planned, case: str, lang: str) -> None:
    """Tags are known and balanced, ids are unique, the language is named, there is one title."""
    text = page_of(planned, case, lang)
    page = Page(text)
    assert text.startswith("<!doctype html>\n")
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert page.all("html") == [{"lang": lang}]
    assert len(page.all("h1")) == 1
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("case", CASES)
def test_headings_descend_in_order(planned, case: str) -> None:
    """No heading skips a level."""
    levels = [int(tag[1]) for tag, _ in Page(page_of(planned, case)).tags if re.match(r"h\d$", tag)]
    assert levels[0] == 1
    assert all(then <= first + 1 for first, then in pairwise(levels))


def test_tables_can_be_heard(planned) -> None:
    """Every table has a caption, column heads and row heads that say what they head."""
    page = Page(page_of(planned, "minsk"))
    assert len(page.all("table")) == len(page.all("caption")) >= 6
    assert {attrs.get("scope") for attrs in page.all("th")} == {"col", "row"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_is_fetched_or_run(planned, case: str, lang: str) -> None:
    """No attribute holds an address, no script stands in it, and a policy forbids both."""
    text = page_of(planned, case, lang)
    page = Page(text)
    fetching = {"href", "src", "srcset", "action", "data", "poster", "xlink:href", "background"}
    for tag, attrs in page.tags:
        assert not fetching & attrs.keys(), (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")]
        assert not [v for k, v in attrs.items() if v and "://" in v and k != "xmlns"]
    assert "url(" not in text
    assert "@import" not in text
    policy = [m.get("content") for m in page.all("meta") if m.get("http-equiv")]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_addresses_of_sources_are_text(planned) -> None:
    """A source's address can be read, and not clicked."""
    text = page_of(planned, "two")
    assert "https://example.org/?a=1&amp;b=&lt;2&gt;" in text
    assert "https://example.org" in "".join(Page(text).texts)


def test_the_case_is_never_markup(planned) -> None:
    """Angle brackets and ampersands of a case stand as they were written."""
    texts = "".join(Page(page_of(planned, "two")).texts)
    assert "North & <South>" in texts
    assert "Notes <b>of</b> talks" in texts


def test_hostile_texts_are_escaped() -> None:
    """Texts of every kind of block are escaped, in the picture as well."""
    from detente.briefing.blocks import (
        Bullets,
        Column,
        Figures,
        LadderView,
        Note,
        StepView,
        Table,
    )

    bad = "</svg><script>alert('x')</script>\"&"
    figures = (Figures(bad, 0, -1, 1, 0, binding=True), Figures("b", 0, -1, 1, 0))
    start = StepView(0, False, ((), ()), figures)
    view = LadderView((bad, "b"), (start, StepView(1, False, ((bad,), ()), figures)), (1.0, None))
    blocks = (
        Heading(bad), Paragraph(bad), Note(bad, bad), Bullets((bad,)),
        Table(bad, (Column(bad),), ((bad,),)), view, Fold(bad, (Paragraph(bad),)),
    )  # fmt: skip
    text = to_html(Document(bad, bad, "en", blocks))
    assert "<script" not in text
    assert text.count("</svg>") == 1
    Page(text)


def test_it_says_what_a_minister_needs(planned) -> None:
    """Verdict, picture, guarantee, assumptions, red lines, certificate, sources: all are there."""
    texts = "".join(Page(page_of(planned, "minsk")).texts)
    for said in (
        "As of 16\N{NO-BREAK SPACE}August\N{NO-BREAK SPACE}2025",
        "Self-enforcing:",
        "Illustrative values:",
        "The ladder, and what each party has at risk at each step",
        "The guarantee, split",
        "What would make it safer",
        "Lowest / likeliest / highest",
        "No obligations about Ukraine",
        "exposure of at most 15",
        "Humanitarian release of the seriously ill",
        "Certificate: everybody at every one of 25 points",
        "What not to conclude",
        "cannot be compared or added",
        "themoscowtimes.com",
    ):
        assert said in texts, said


def test_no_reason_is_said_openly(planned) -> None:
    """A number without why and sources is shown as such."""
    texts = "".join(Page(page_of(planned, "failing")).texts)
    assert "no reason given" in texts
    assert "no source given" in texts


def test_russian_page_speaks_russian(planned) -> None:
    """The Russian brief of minsk has no English sentence left in it, addresses and ids apart."""
    text = page_of(planned, "minsk", "ru")
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    texts = [t for t in Page(body).texts if t.strip()]
    known = re.compile(r"https?://\S+|\[\w+\]|\b[a-z]+_?\d*\w*(?=,|$)|`detente certify`")
    english = [t for t in texts if re.search(r"\b(the|of|and|is|to|by|with)\b", known.sub("", t))]
    assert english == []


def test_same_input_same_page(planned) -> None:
    """The page depends on nothing but the plan: no clock, no chance."""
    assert page_of(planned, "two") == page_of(planned, "two")
