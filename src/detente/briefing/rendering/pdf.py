"""The PDF renderer: Typst in one call, accessible (PDF/UA-1), with fonts that it brings along."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.briefing.errors import BadTemplate
from detente.briefing.rendering.tree import tree
from detente.exchange import MissingExtra

if TYPE_CHECKING:
    from pathlib import Path

    from detente.briefing.blocks import Document

FONT = "Libertinus Serif"
"""Comes inside the wheel of Typst, and has Latin, Greek and Cyrillic."""


def to_pdf(document: Document, template: Path | None = None) -> bytes:
    """Write `document` as a PDF.

    Nothing of the document is ever read as markup: Typst gets it as data.

    Parameters
    ----------
    document
        What to write.
    template
        A Typst file of the user's own, which reads ``sys.inputs.document`` (JSON, see
        `detente.briefing.rendering.tree.tree`); files beside it may be used.

    Raises
    ------
    BadTemplate
        The template does not compile; the text says where.
    MissingExtra
        The extra `report` is not installed.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtra("a PDF needs Typst", "report") from None

    inputs = {"document": json.dumps(tree(document, FONT), ensure_ascii=False)}
    if template is not None:
        try:
            made: bytes = typst.compile(template, format="pdf", sys_inputs=inputs)
        except (typst.TypstError, RuntimeError) as error:
            raise BadTemplate(f"{template}: {error}") from None
        return made
    source = files("detente.briefing.rendering").joinpath("brief.typ").read_bytes()
    # Letters that the fonts brought along lack are looked for on this machine; where it has
    # none either, they are drawn as boxes, which the accessible form does not allow.
    for own_fonts, accessible in ((True, True), (False, True), (False, False)):
        try:
            pdf: bytes = typst.compile(
                source,
                format="pdf",
                sys_inputs=inputs,
                ignore_system_fonts=own_fonts,
                pdf_standards="ua-1" if accessible else [],
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
        else:
            return pdf
    raise RuntimeError("a PDF that asks for nothing was refused")
