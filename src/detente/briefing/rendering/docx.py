"""The DOCX renderer: true headings, tables with header rows, pictures with words beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from detente.briefing.errors import BadTemplate
from detente.briefing.rendering.figures import svg_png
from detente.briefing.rendering.tree import tree
from detente.exchange import MissingExtra

if TYPE_CHECKING:
    from pathlib import Path

    from detente.briefing.blocks import Document
    from detente.briefing.rendering.tree import Tree

FONT = "Arial"
"""The letters of the text; where there is none of that name, one of the same widths is."""

DRAWN = "Liberation Sans"
"""The letters of pictures: those come with the drawing library, and have Cyrillic."""

ACROSS = 174.0
"""Millimetres between the margins."""

BODY = "detente-body-goes-here"
"""What a template's ``{{ body }}`` becomes before the blocks take its place."""

_LANGUAGES = {"en": "en-GB", "ru": "ru-RU"}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same case, the same file


def to_docx(document: Document, template: Path | None = None) -> bytes:
    """Write `document` as an Office Open XML text.

    Parameters
    ----------
    document
        What to write.
    template
        A DOCX file of the user's own, filled in by docxtpl: ``{{ title }}``, ``{{ subtitle }}``
        and, in a paragraph of its own, ``{{ body }}``. Its styles are used.

    Raises
    ------
    BadTemplate
        The template is no DOCX file, or what stands in its braces makes no sense.
    MissingExtra
        The extra `report` is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtra("DOCX needs python-docx", "report") from None

    branches = tree(document, DRAWN)
    word = _filled(template, branches) if template else docx.Document()
    if template is None:
        _plain(word)
        word.add_paragraph(branches["title"], style="Title")
        if branches["subtitle"]:
            word.add_paragraph(branches["subtitle"], style="Subtitle")
    _properties(word, branches)
    writer = _Writer(word)
    for one in branches["blocks"]:
        writer.write(one)
    if template is not None:
        _move(word, writer.made, template)
    file = BytesIO()
    word.save(file)
    return _timeless(file)


def _timeless(file: BytesIO) -> bytes:
    """Pack a file anew without the time of day, so that the same case gives the same file."""
    packed = BytesIO()
    with ZipFile(file) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _MADE.timetuple()[:6]), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()


# --- the frame -----------------------------------------------------------------------------------


def _plain(word: Any) -> None:
    """Set paper and letters of a document without a template."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(16)
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
    word.styles["Normal"].font.size = Pt(10)
    word.styles["Normal"].paragraph_format.space_after = Pt(4)
    word.styles["Title"].font.size = Pt(20)
    word.styles["Caption"].font.bold = False
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        word.styles[name].font.color.rgb = RGBColor(0x1B, 0x1B, 0x1B)


def _properties(word: Any, branches: Tree) -> None:
    """Say what the document is called, and in which language its words are."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    code = _LANGUAGES[branches["language"]]
    core = word.core_properties
    core.title, core.language, core.author, core.comments = branches["title"], code, "", ""
    core.created = core.modified = _MADE
    normal = word.styles["Normal"].element.get_or_add_rPr()
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (normal, defaults):
        if properties is None:
            continue
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        language = OxmlElement("w:lang")
        for kind in ("val", "eastAsia"):
            language.set(qn(f"w:{kind}"), code)
        properties.append(language)


def _filled(template: Path, branches: Tree) -> Any:
    """Fill the braces of a template; its `body` is left marked."""
    try:
        from docxtpl import DocxTemplate
        from jinja2 import TemplateError
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise MissingExtra("a DOCX template needs docxtpl", "report") from None

    try:
        word = DocxTemplate(template)
        fields = {"title": branches["title"], "subtitle": branches["subtitle"],
                  "language": branches["language"], "body": BODY}  # fmt: skip
        word.render(fields, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    except OSError:
        raise
    except TemplateError as error:
        raise BadTemplate(f"{template}: {error}") from None
    except Exception as error:  # the library raises whatever its parsers do
        raise BadTemplate(f"{template}: this is no DOCX file ({error})") from None
    return word.docx


def _move(word: Any, made: list[Any], template: Path) -> None:
    """Put what was written where the template wants it."""
    spots = [p for p in word.paragraphs if BODY in p.text]
    if not spots:
        raise BadTemplate(f"{template}: no paragraph holds {{{{ body }}}}")
    for element in made:
        spots[0]._p.addprevious(element)
    spots[0]._p.getparent().remove(spots[0]._p)


# --- blocks --------------------------------------------------------------------------------------


class _Writer:
    """Adds blocks to the end of a document, and remembers the elements it made."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.made: list[Any] = []
        self._new_page = False

    def write(self, block: Tree) -> None:
        getattr(self, f"_{block['kind']}")(block)

    def _add(self, text: str, style: str = "Normal") -> Any:
        """Add a paragraph; a style that the template lacks gives way to the plain one."""
        known = style if style in self._styles else "Normal"
        paragraph = self.word.add_paragraph(style=known)
        paragraph.add_run(text)  # its line ends become breaks
        if self._new_page:
            paragraph.paragraph_format.page_break_before = True
            self._new_page = False
        self.made.append(paragraph._p)
        return paragraph

    @property
    def _styles(self) -> set[str]:
        return {style.name for style in self.word.styles}

    def _heading(self, block: Tree) -> None:
        self._add(block["text"], f"Heading {block['level'] - 1}")

    def _paragraph(self, block: Tree) -> None:
        from docx.shared import Pt

        run = self._add(block["text"]).runs[0]
        run.bold = block["tone"] == "lead" or None
        if block["tone"] == "small":
            run.font.size = Pt(8.5)

    def _note(self, block: Tree) -> None:
        paragraph = self._add("")
        paragraph.add_run(f"{block['label']}: ").bold = True
        paragraph.add_run(block["text"])

    def _bullets(self, block: Tree) -> None:
        if not block["numbered"]:
            for item in block["items"]:
                self._add(item, "List Bullet")
            return
        for k, item in enumerate(block["items"], 1):  # Word would count on from an earlier list
            self._add(f"{k}. {item}")

    def _break(self, block: Tree) -> None:
        self._new_page = True

    def _table(self, block: Tree) -> None:
        if block["caption"]:
            self._add(block["caption"], "Caption").paragraph_format.keep_with_next = True
        columns = block["columns"]
        table = self.word.add_table(rows=0, cols=len(columns))
        if "Table Grid" in self._styles:
            table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, _widths(columns), strict=True):
            column.width = width
        for n, row in enumerate(([c["title"] for c in columns], *block["rows"])):
            _fill(table.add_row(), row, columns, head=n == 0)
        _describe(table, block["caption"])
        self.made.append(table._tbl)
        self._add("")

    def _picture(self, block: Tree) -> None:
        from docx.shared import Mm

        paragraph = self._add("")
        width = Mm(170 if block["large"] else 150)
        shape = paragraph.add_run().add_picture(BytesIO(svg_png(block["svg"])), width=width)
        shape._inline.docPr.set("descr", block["alt"])
        shape._inline.docPr.set("title", block["alt"][:80])
        self._add(block["caption"], "Caption")


def _widths(columns: list[Tree]) -> list[int]:
    """Share the width of the page among columns, see `detente.briefing.rendering.tree`."""
    from docx.shared import Mm

    each = 1.6 if len(columns) > 7 else 2.0
    needed = [column["characters"] * each + 5 if not column["share"] else 0 for column in columns]
    left = max(ACROSS - sum(needed), ACROSS / 3)
    shares = sum(column["share"] for column in columns) or 1.0
    widths = [n or left * c["share"] / shares for n, c in zip(needed, columns, strict=True)]
    scale = min(1.0, ACROSS / sum(widths))
    return [Mm(width * scale) for width in widths]


def _fill(row: Any, texts: list[str], columns: list[Tree], head: bool) -> None:
    """Write a row; a header row is marked as one, and comes again on each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    size = Pt(7 if len(columns) > 7 else 8.5)
    for k, (cell, text, column) in enumerate(zip(row.cells, texts, columns, strict=True)):
        cell.width = row.table.columns[k].width
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = size
        run.bold = head or k == 0 or None
        paragraph.paragraph_format.space_after = Pt(0)
        if column["numeric"]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _describe(table: Any, caption: str) -> None:
    """Name a table for those who hear it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(tag)
        element.set(qn("w:val"), caption)
        table._tbl.tblPr.append(element)
