"""The brief in four formats: the same words in each, read back by the libraries that read them."""

import io
import re
import shutil
import subprocess
import time
from functools import cache
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from detente.briefing.blocks import (
    Bullets,
    Column,
    Document,
    Fold,
    Heading,
    Mark,
    MarkTable,
    Note,
    Paragraph,
    Table,
)
from detente.briefing.brief import brief_of
from detente.briefing.errors import BadTemplate
from detente.briefing.rendering.formats import FORMATS, Format, render
from detente.exchange import MissingExtra
from detente.words.language import language
from tests.briefing.charts import ALL, BY_KIND, HOSTILE, hostile
from tests.briefing.golden import CASES, made

GOLDEN = Path(__file__).parents[1] / "golden"
FLAT = str.maketrans("\N{NO-BREAK SPACE}\n", "  ")


@cache
def brief(planned, case: str, lang: str = "en", profile: str = "full") -> Document:
    """Brief of a planned case."""
    return brief_of(planned(case), language(lang), profile)


def pdf_text(data: bytes) -> str:
    """Read a PDF's words, hyphens at line ends taken out."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return re.sub(r"\s+", " ", re.sub(r"-\n", "", "\n".join(pages)))


def docx_text(data: bytes) -> str:
    """Read a DOCX file's words, tables included."""
    word = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([p.text for p in word.paragraphs] + cells).translate(FLAT)


WORDS = ("Title", "Subtitle", "Said first", "small print", "the gap", "another", "second",
         "A table", "1.5", "it is so", "the last step holds least", "inside")  # fmt: skip


# --- PDF -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_pdf_is_accessible(planned, lang: str) -> None:
    """It says that it is PDF/UA-1, is tagged, and names its title and language."""
    reader = PdfReader(io.BytesIO(render(brief(planned, "minsk", lang), "pdf")))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == lang
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == planned("minsk").case.title[lang]


def _tags(node: object) -> list[object]:
    """All elements below a node of a PDF's structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for one in node for found in _tags(one)]
    if not isinstance(node, dict) or "/S" not in node:
        return []
    return [node, *_tags(node.get("/K", []))]


def test_pdf_pictures_are_described_and_tables_have_heads() -> None:
    """Every figure has a text for who does not see it; every table has cells that are heads."""
    reader = PdfReader(io.BytesIO(render(ALL, "pdf")))
    tags = _tags(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(figures) == len(BY_KIND) + 1
    assert all(str(tag.get("/Alt", "")) for tag in figures)
    for table in (tag for tag in tags if tag["/S"] == "/Table"):
        assert any(tag["/S"] == "/TH" for tag in _tags(table["/K"]))


def test_pdf_says_russian(planned) -> None:
    """Russian words come out of the PDF as they went in."""
    text = pdf_text(render(brief(planned, "minsk", "ru"), "pdf"))
    for said in (
        "Вашингтон и Минск: малые шаги, август 2025 года",
        "Следующий шаг",
        "Гуманитарное освобождение иностранцев и журналистов",
        "Лестница (24 шага) держится сама",
        "16 августа 2025 г.",
        "12,5",
    ):
        assert said in text, said


def test_pdf_brings_its_fonts(planned) -> None:
    """Every font is embedded, so that it reads the same on any machine."""
    reader = PdfReader(io.BytesIO(render(brief(planned, "two"), "pdf")))
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile2", "/FontFile3"} & below["/FontDescriptor"].keys()


@pytest.mark.parametrize("case", ["minsk", "two", "failing", "losing", "capped", "three"])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_ministers_brief_fits_one_page(planned, case: str, lang: str) -> None:
    """Whatever the case and the language, it is one page of A4."""
    reader = PdfReader(io.BytesIO(render(brief(planned, case, lang, "minister"), "pdf")))
    (page,) = reader.pages
    assert [round(float(x)) for x in page.mediabox] == [0, 0, 595, 842]


def test_one_page_is_set_smaller_until_it_fits() -> None:
    """Twice as much is still one page, as far as it can be read."""
    text = Paragraph("A sentence of some length, to fill the page with. " * 12)
    one = Document("t", "", "en", (text,) * 14, one_page=True)
    two = Document("t", "", "en", (text,) * 14)
    assert len(PdfReader(io.BytesIO(render(one, "pdf"))).pages) == 1
    assert len(PdfReader(io.BytesIO(render(two, "pdf"))).pages) > 1


def test_letters_that_the_fonts_lack() -> None:
    """Letters of other scripts do not stop the brief."""
    assert render(Document("漢字 ⚽ \U0001f600", "", "en", (Paragraph("ქართული"),)), "pdf")


# --- DOCX ----------------------------------------------------------------------------------------


def test_docx_has_structure(planned) -> None:
    """True headings, header rows, words beside pictures, a language; Russian as it went in."""
    from docx.oxml.ns import qn

    data = render(brief(planned, "minsk", "ru"), "docx")
    word = docx.Document(io.BytesIO(data))
    styles = [p.style.name for p in word.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("Heading 1") > 8
    assert "Heading 2" in styles
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = word.element.body.iter(qn("wp:docPr"))
    assert all(len(picture.get("descr")) > 20 for picture in pictures)
    languages = {e.get(qn("w:val")) for e in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"ru-RU"}
    assert word.core_properties.title == planned("minsk").case.title["ru"]
    assert "Гуманитарное освобождение иностранцев и журналистов, 1 из 2" in docx_text(data)


@pytest.mark.parametrize("format_", FORMATS)
def test_same_document_same_file(planned, format_: Format) -> None:
    """No clock and no chance: two files of one document do not differ in a byte."""
    first = render(brief(planned, "two"), format_)
    time.sleep(2.1 if format_ == "docx" else 0.0)  # ZIP counts time in steps of two seconds
    assert render(brief(planned, "two"), format_) == first


@pytest.mark.office
def test_an_office_opens_it(planned, tmp_path: Path) -> None:
    """LibreOffice Writer reads the DOCX and makes a PDF with the same Russian words."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (tmp_path / "brief.docx").write_bytes(render(brief(planned, "minsk", "ru"), "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "brief.docx")],
        capture_output=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = pdf_text((tmp_path / "brief.pdf").read_bytes())
    assert "Вашингтон и Минск" in text
    assert "Лестница (24 шага) держится сама" in text


# --- Markdown ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "lang"), CASES)
def test_markdown_is_as_agreed(case: str, lang: str) -> None:
    """It is the text of the golden file (`python -m tests.briefing.golden` makes it anew)."""
    assert made(case, lang) == (GOLDEN / f"{case}.{lang}.md").read_text("utf-8")


def test_every_block_in_markdown_is_as_agreed() -> None:
    """Each kind of block is written as in the golden file."""
    assert render(ALL, "md").decode() == (GOLDEN / "blocks.en.md").read_text("utf-8")


def test_markdown_tables_are_whole(planned) -> None:
    """Every row of a table has the cells of its head."""
    lines = render(brief(planned, "minsk"), "md").decode().splitlines()
    width = None
    for line in lines:
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        assert width is None or cells is None or cells == width
        width = cells


@pytest.mark.parametrize(
    "text",
    ["# no heading", "- no item", "1. no item", "--", "===", "    no code", "> no quote", "a | b",
     "<b>", "[a](javascript:x)", "![a](b)", "https://example.org", "www.example.org", "`x`",
     "~~x~~",
     "&lt;", "a\n---\nb", "*x* _y_", "\\", "+ no", "$x$", "@name", "![](x)", "- [ ] task"],
)  # fmt: skip
def test_no_text_is_markdown(text: str) -> None:
    """What means something in Markdown is shown as it was written."""
    from detente.briefing.rendering.markdown import escaped, to_markdown

    written = escaped(text)
    assert re.sub(r"\\(.)", r"\1", written) == text.strip()
    assert not re.search(r"(?<!\\)[<>`*_\[\]|]", written)
    whole = to_markdown(Document("t", "", "en", (Paragraph(text),)))
    assert not re.search(r"^(#|>|-|\+|\d+[.)])\s", whole.split("\n\n", 1)[1], re.MULTILINE)
    assert "://" not in re.sub(r"\\:", "", whole)


# --- all formats ---------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_every_block_is_written(format_: Format) -> None:
    """No format loses a block's words."""
    data = render(ALL, format_)
    text = {"pdf": pdf_text, "docx": docx_text}.get(format_, bytes.decode)(data)
    for word in WORDS:
        assert word in text, word


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_texts_are_inert(format_: Format) -> None:
    """Markup of any format in any place of a document is shown as it was written."""
    blocks = (
        Heading(HOSTILE), Paragraph(HOSTILE), Note(HOSTILE, HOSTILE), Bullets((HOSTILE,)),
        Table(HOSTILE, (Column(HOSTILE),), ((HOSTILE,),)), *map(hostile, [*BY_KIND, "network"]),
        MarkTable(HOSTILE, (HOSTILE,), (HOSTILE,), (((HOSTILE,), (Mark("+", HOSTILE),)),)),
        Fold(HOSTILE, (Paragraph(f"{HOSTILE}\x00\x1b[2J\u202e\ufffe\x0b"),)),
    )  # fmt: skip
    data = render(Document(HOSTILE, HOSTILE, "en", blocks), format_)
    if format_ == "pdf":
        assert "{{7*7}} #eval(" in pdf_text(data)
        assert not {"/JavaScript", "/JS", "/OpenAction", "/URI"} & _names(data)
    elif format_ == "docx":
        assert HOSTILE in docx_text(data)
    else:
        assert "<script" not in re.sub(r"\\<", "", data.decode())


def _names(data: bytes) -> set[str]:
    """Names of all entries of all objects of a PDF."""
    found: set[str] = set()
    reader = PdfReader(io.BytesIO(data))
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1):
        entry = reader.get_object(number)
        if isinstance(entry, dict):
            found |= entry.keys()
    return found


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_is_left_behind(format_: Format, tmp_path: Path, monkeypatch) -> None:
    """Writing a document leaves no file anywhere."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    render(ALL, format_)
    assert list(tmp_path.iterdir()) == []


# --- templates -----------------------------------------------------------------------------------


def test_a_page_in_the_users_own_frame(tmp_path: Path) -> None:
    """A Jinja2 page gets title, style and body; the title is escaped, the body is not again."""
    template = tmp_path / "page.html"
    template.write_text(
        "<h1>{{ title }}</h1><style>{{ style }}</style>{{ body }}"
        "{% for b in blocks if b.kind == 'heading' %}[{{ b.text }}]{% endfor %}"
    )
    page = render(Document("A & B", "", "en", (Heading("<x>"),)), "html", template).decode()
    assert page.startswith("<h1>A &amp; B</h1><style>")
    assert "<h2>&lt;x&gt;</h2>" in page
    assert page.endswith("[&lt;x&gt;]")


def test_markdown_in_the_users_own_frame(tmp_path: Path) -> None:
    """A Jinja2 text gets them escaped for Markdown."""
    template = tmp_path / "page.md"
    template.write_text(
        "---\nlang: {{ language }}\n---\n{{ title }}\n{{ body }}\n{{ blocks[0].text|md }}"
    )
    text = render(Document("*t*", "", "ru", (Heading("_h_"),)), "md", template).decode()
    assert text == "---\nlang: ru\n---\n\\*t\\*\n## \\_h\\_\n\\_h\\_"


def test_word_in_the_users_own_frame(tmp_path: Path) -> None:
    """A docxtpl template keeps its own words and styles; the body stands where it asked for it."""
    word = docx.Document()
    for line in ("Ministry of X", "{{ title }} – {{ language }}", "{{ body }}", "Signed"):
        word.add_paragraph(line)
    word.save(tmp_path / "own.docx")
    data = render(ALL, "docx", tmp_path / "own.docx")
    said = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert said[:3] == ["Ministry of X", "Title – en", "One"]
    assert said[-1] == "Signed"
    assert "inside" in said


def test_pdf_in_the_users_own_frame(tmp_path: Path) -> None:
    """A Typst template reads the document as data."""
    template = tmp_path / "own.typ"
    template.write_text("#let doc = json(bytes(sys.inputs.document))\nOwn: #doc.title")
    assert pdf_text(render(ALL, "pdf", template)) == "Own: Title"


@pytest.mark.parametrize(
    ("format_", "content", "said"),
    [
        ("html", "{{ nothing }}", "nothing"),
        ("html", "line\n{% if %}", r"own:2"),
        ("html", "{{ ''.__class__.__mro__ }}", "unsafe"),  # the sandbox holds
        ("md", "{% include '/etc/passwd' %}", "own"),
        ("docx", "this is no DOCX", "no DOCX file"),
        ("pdf", "#(", "own"),
        ("pdf", '#read("/etc/passwd")', "own"),  # files beside the template only
    ],
)  # fmt: skip
def test_templates_that_cannot_be_used(format_: Format, content: str, said: str, tmp_path) -> None:
    """A template that makes no sense, or reaches out of its place, is refused in one sentence."""
    template = tmp_path / "own"
    template.write_text(content)
    with pytest.raises(BadTemplate, match=said):
        render(ALL, format_, template)


def test_a_word_template_without_a_place_for_the_body(tmp_path: Path) -> None:
    """It is refused, and told what is missing."""
    docx.Document().save(tmp_path / "own.docx")
    with pytest.raises(BadTemplate, match=r"no paragraph holds \{\{ body \}\}"):
        render(ALL, "docx", tmp_path / "own.docx")


@pytest.mark.parametrize(("format_", "library"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_extra_is_named(format_: Format, library: str, monkeypatch) -> None:
    """Without its library a format says which extra to install."""
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(MissingExtra, match="report"):
        render(ALL, format_)
