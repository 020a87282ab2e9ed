"""Build the documentation as a static site: ``make docs``, offline, into ``out/docs``.

Every Markdown file of the documentation becomes a page, `reference.py` adds what code and schema
say of themselves. A link that leads nowhere, to a page, a heading or a file, stops the build.

    python docs/build.py [FOLDER]
"""

from __future__ import annotations

import posixpath
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
STYLES = (ROOT / "src/detente/briefing/rendering/style.css", DOCS / "site.css")

PARTS = (
    ("Begin", ("docs/index.md", "docs/tutorial.md")),
    ("How to", ("docs/how-to/*.md",)),
    (
        "Explanation",
        (
            "docs/explanation/theory.md",
            "docs/explanation/limits.md",
            "docs/explanation/ethics.md",
            "docs/explanation/*.md",
        ),
    ),
    ("Reference", ("docs/reference/*.md", "docs/glossary.md", "docs/figures.md")),
    ("The project", ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
)
"""What stands in the list of contents, in this order; within a pattern by title."""


class BrokenLinks(Exception):
    """Links that lead nowhere, one a line."""


@dataclass
class Page:
    """A page: where its text is from, and what has been read of it."""

    source: str  # from the root of the repository, with slashes
    tokens: list[Token]
    title: str = ""
    ids: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Where the page stands in the site."""
        return _address(self.source).removesuffix(".md") + ".html"


def _address(source: str) -> str:
    return source.removeprefix("docs/")


def sources(root: Path = ROOT) -> dict[str, str]:
    """Give the text of every page that somebody wrote, by its path."""
    patterns = [pattern for _, some in PARTS for pattern in some]
    files = {file for pattern in patterns for file in root.glob(pattern)}
    files |= set((root / "docs").rglob("*.md"))
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in files}


def build(target: Path, texts: Mapping[str, str], root: Path = ROOT) -> int:
    """Write the site of these pages into the folder `target`, and say how many pages it has.

    Raises
    ------
    BrokenLinks
        At least one link leads nowhere; nothing is written.
    """
    pages = {source: read(source, text) for source, text in sorted(texts.items())}
    copied: set[str] = set()
    if wrong := [fault for page in pages.values() for fault in _link(page, pages, copied, root)]:
        raise BrokenLinks("\n".join(wrong))
    shutil.rmtree(target, ignore_errors=True)
    render, parts = _renderer(), list(_contents(pages.values()))
    template = Environment(
        loader=FileSystemLoader(DOCS), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("page.html")
    for page in pages.values():
        file = target / page.address
        file.parent.mkdir(parents=True, exist_ok=True)
        html = template.render(
            page=page, parts=parts, body=render(page.tokens), to=lambda a, p=page: _way(p, a)
        )
        file.write_text(html, "utf-8")
    for source in copied:
        (target / _address(source)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / source, target / _address(source))
    (target / "style.css").write_text("".join(css.read_text("utf-8") for css in STYLES), "utf-8")
    return len(pages)


def read(source: str, text: str) -> Page:
    """Take a page apart: its title, and an id for each heading, as GitHub would give it."""
    page = Page(source, _markdown().parse(text))
    for before, token in zip([None, *page.tokens], page.tokens, strict=False):
        if before is None or token.type != "inline":
            continue
        if _russian(token.content):
            before.attrSet("lang", "ru")
        if before.type == "heading_open":
            words = "".join(
                part.content
                for part in token.children or ()
                if part.type in ("text", "code_inline")
            )
            page.title = page.title or words
            id_ = slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            number = 0
            while id_ in page.ids:
                number += 1
                id_ = f"{slug}-{number}"
            page.ids.add(id_)
            before.attrSet("id", id_)
    page.title = page.title or source
    return page


def _russian(text: str) -> bool:
    letters = re.findall(r"[^\W\d_]", text)
    return 2 * sum("а" <= letter.lower() <= "ё" for letter in letters) > len(letters)


def _link(page: Page, pages: Mapping[str, Page], copied: set[str], root: Path) -> Iterator[str]:
    """Turn links among sources into links among pages, and tell which lead nowhere."""
    for token in (part for block in page.tokens for part in block.children or ()):
        name = {"link_open": "href", "image": "src"}.get(token.type)
        if name is None:
            continue
        link = str(token.attrGet(name))
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            if name == "src" or parts.scheme not in ("http", "https", "mailto"):
                yield f"{page.source}: {link} would be fetched from outside"
            continue
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(page.source), unquote(parts.path))
        )
        source = path if parts.path else page.source
        if there := pages.get(source):
            if parts.fragment and unquote(parts.fragment) not in there.ids:
                yield f"{page.source}: {link}: {source} has no such heading"
            address = there.address
        elif not source.startswith("..") and (root / source).is_file():
            copied.add(source)
            address = _address(source)
        else:
            yield f"{page.source}: {link}: there is no such page or file"
            continue
        token.attrSet(name, _way(page, address) + (parts.fragment and f"#{parts.fragment}"))


def _way(page: Page, address: str) -> str:
    """Give the way from a page to an address of the site."""
    return posixpath.relpath(address, posixpath.dirname(page.address) or ".")


def _contents(pages: Iterable[Page]) -> Iterator[tuple[str, list[Page]]]:
    left = {page.source: page for page in pages}
    for part, patterns in PARTS:
        found = []
        for pattern in patterns:
            named = [
                s for s in left if Path(s).match(pattern) and s.count("/") == pattern.count("/")
            ]
            found += sorted((left.pop(s) for s in named), key=lambda page: page.title.lower())
        yield part, found
    if left:
        yield "More", list(left.values())


def _markdown() -> MarkdownIt:
    """Give the Markdown of these pages: tables, and no HTML of their own."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _renderer() -> Callable[[list[Token]], str]:
    """Give what renders tokens; wide tables scroll by themselves."""
    markdown = _markdown()
    rules = markdown.renderer.rules
    rules["table_open"] = lambda *_: '<div class="wide" tabindex="0">\n<table>\n'
    rules["table_close"] = lambda *_: "</table>\n</div>\n"
    return lambda tokens: markdown.renderer.render(tokens, markdown.options, {})


def main(words: list[str]) -> int:
    """Build everything; what is wrong goes to stderr, and the exit code is then 1."""
    import reference  # beside this file

    target = Path(words[0]) if words else ROOT / "out/docs"
    try:
        number = build(target, {**sources(), **reference.pages()})
    except BrokenLinks as wrong:
        sys.stderr.write(f"The documentation has links that lead nowhere:\n{wrong}\n")
        return 1
    sys.stderr.write(f"{number} pages; begin with {target / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
