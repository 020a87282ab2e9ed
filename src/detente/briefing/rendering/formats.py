"""One document in any format: HTML, PDF, DOCX or Markdown, in the user's own template or ours."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Literal

from detente.briefing.errors import BadTemplate
from detente.exchange import MissingExtra

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from detente.briefing.blocks import Document

Format = Literal["html", "pdf", "docx", "md"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx", "md")


def drawing_ahead(format: Format) -> AbstractContextManager[None]:  # noqa: A002
    """Draw the charts of a document to come in a process apart, where its format has pictures.

    What is computed meanwhile need not wait for them; worth it where there are many.
    """
    from detente.briefing.rendering import docx, pdf
    from detente.briefing.rendering.drawing import ahead
    from detente.briefing.rendering.figures import can_draw
    from detente.briefing.rendering.vega_look import FONT

    fonts: dict[Format, str] = {"html": FONT, "pdf": pdf.FONT, "docx": docx.DRAWN}
    return ahead(fonts[format]) if format in fonts and can_draw() else nullcontext()


def render(document: Document, format: Format, template: Path | None = None) -> bytes:  # noqa: A002
    """Write a document in a format.

    Parameters
    ----------
    document
        What to write.
    format
        One of `FORMATS`.
    template
        A file of the user's own, in Typst (PDF), docxtpl (DOCX) or Jinja2. One in Jinja2 is given
        ``title``, ``subtitle``, ``language``, ``style`` (HTML only), ``body`` (written already)
        and ``blocks`` (the same as data, see `detente.briefing.rendering.tree.tree`; in Markdown
        the filter ``md`` escapes a text).

    Returns
    -------
    bytes
        The whole file; texts are UTF-8.

    Raises
    ------
    BadTemplate
        The template cannot be used.
    MissingExtra
        The format, or a template, needs the extra `report`, and it is not installed.
    """
    match format:
        case "pdf":
            from detente.briefing.rendering.pdf import to_pdf

            return to_pdf(document, template)
        case "docx":
            from detente.briefing.rendering.docx import to_docx

            return to_docx(document, template)
        case "html":
            from detente.briefing.rendering.html import body, style, to_html

            if template is None:
                return to_html(document).encode()
            return _filled(template, document, body(document), markup=True, style=style())
        case "md":
            from detente.briefing.rendering.markdown import body, to_markdown

            if template is None:
                return to_markdown(document).encode()
            return _filled(template, document, body(document), markup=False)


def _filled(
    template: Path, document: Document, written: str, *, markup: bool, style: str = ""
) -> bytes:
    """Fill in a Jinja2 template, shut off from everything but the document."""
    try:
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import SandboxedEnvironment
        from markupsafe import Markup
    except ImportError:
        raise MissingExtra("a template needs Jinja2", "report") from None
    from detente.briefing.rendering.markdown import escaped
    from detente.briefing.rendering.tree import tree

    jinja = SandboxedEnvironment(
        autoescape=markup, undefined=StrictUndefined, keep_trailing_newline=True
    )
    data: dict[str, Any] = tree(document, "sans-serif", pictures=False)
    if markup:
        data |= {"body": Markup(written), "style": Markup(style)}
    else:
        jinja.filters["md"] = escaped
        data |= {"body": written, "title": escaped(document.title)}
        data |= {"subtitle": escaped(document.subtitle)}
    try:
        return jinja.from_string(template.read_text("utf-8")).render(data).encode()
    except (TemplateError, UnicodeDecodeError, TypeError) as error:
        line = getattr(error, "lineno", None)
        place = f"{template}:{line}" if line else f"{template}"
        raise BadTemplate(f"{place}: {error}") from None
