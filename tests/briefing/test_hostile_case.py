"""A case with markup in every one of its texts: inert in every format, charts included."""

import io
import re
import zipfile
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from detente.briefing.answer import answer
from detente.briefing.blocks import Document
from detente.briefing.brief import PROFILES, brief_of
from detente.briefing.rendering.formats import FORMATS, render
from detente.case import Case
from detente.words.language import language
from tests.briefing.rendering.test_html import Page

BAD = "</text></style><script>alert(1)</script><img src=x onerror=alert(2)>&{{7*7}}{% x %}"
WORSE = '#eval("1+1") `code` $x$ *b* [a](javascript:alert(3)) =HYPERLINK("http://x") ]]> "\' \u202e'


def spoiled(data: Any, path: tuple[str, ...] = ()) -> Any:
    """The same content with markup in each text that a reader may see."""
    if isinstance(data, dict):
        return {key: spoiled(value, (*path, str(key))) for key, value in data.items()}
    if isinstance(data, list):
        return [spoiled(value, (*path, "-")) for value in data]
    if not isinstance(data, str):
        return data
    shown = path[-1] in ("en", "ru", "why", "about", "url", "title", "note", "publisher", "text")
    named = path[-1] == "name" and len(path) > 2
    return f"{data} {BAD} {WORSE}" if shown or named else data


@pytest.fixture(scope="module")
def briefs() -> dict[tuple[str, str], Document]:
    """Briefs of the case minsk with markup in every text."""
    data = spoiled(Case.load("minsk").document.data)
    found = answer(Case.parse(yaml.safe_dump(data, allow_unicode=True), "minsk.yaml"))
    return {(profile, lang): brief_of(found, language(lang), profile)
            for profile in PROFILES for lang in ("en", "ru")}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_of_a_case_is_markup(briefs, format_, profile) -> None:
    """Scripts, tags, links, templates and formulas are shown as they were written."""
    data = render(briefs[profile, "en" if format_ == "pdf" else "ru"], format_)
    {"html": page_is_inert, "md": text_is_inert, "pdf": pdf_is_inert, "docx": word_is_inert}[
        format_
    ](data)


def page_is_inert(data: bytes) -> None:
    """No tag, handler or address came from the case."""
    page = Page(data.decode())
    assert not [tag for tag, _ in page.tags if tag in ("script", "img", "a", "iframe", "object")]
    names = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "src"]
    assert "alert(1)" in "".join(page.texts)
    assert "{{7*7}}" in "".join(page.texts)


def text_is_inert(data: bytes) -> None:
    """Every sign that could begin markup is escaped."""
    text = data.decode()
    assert "alert(1)" in text.replace("\\", "")
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)  # what is escaped is text
    bare = bare.replace("<br>", "")
    assert "<" not in bare
    assert "](" not in bare
    assert "{{" not in bare
    assert "://" not in bare


def pdf_is_inert(data: bytes) -> None:
    """No action, script or address is in the file."""
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages:
        assert "/Annots" not in page
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & root.keys()
    assert "/JavaScript" not in root.get("/Names", {})
    assert "alert(1)" in re.sub(r"\s|-", "", "".join(p.extract_text() for p in reader.pages))


def word_is_inert(data: bytes) -> None:
    """The XML is sound; no field, link or macro is in it."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(content)
                assert not tree.xpath("//*[@TargetMode='External']")
            assert "vba" not in name.lower()
        body = parts.read("word/document.xml").decode()
    assert "<w:hyperlink" not in body
    assert "<w:instrText" not in body
    assert "alert(1)" in body
