"""The documentation as a site: built whole, every link leads somewhere, nothing from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from detente.cli.exits import Exit
from detente.cli.main import COMMANDS
from docs import build, reference

ROOT = Path(__file__).parents[2]


class Seen(HTMLParser):
    """What a page links to, loads and can be linked at."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.titles = 0
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag points at."""
        given = {name: value or "" for name, value in attrs}
        self.titles += tag == "h1"
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [given[name] for name in ("src", "href") if name in given and tag != "a"]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Give the texts of all pages, written and generated."""
    return {**build.sources(), **reference.pages()}


@pytest.fixture(scope="module")
def site(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Seen]:
    """Build the site once, and read it back."""
    target = tmp_path_factory.mktemp("site")
    assert build.build(target, pages) == len(pages)
    return {file: Seen(file) for file in target.rglob("*.html")}


def test_every_link_leads_somewhere(site: dict[Path, Seen]) -> None:
    """Each link of each page within the site leads to a file that is there, and to its heading."""
    followed = 0
    for file, seen in site.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            there = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert there.is_file(), (file.name, link)
            if parts.fragment:
                assert unquote(parts.fragment) in site[there].ids, (file.name, link)
            followed += 1
    assert followed > len(site) ** 2  # each lists them all


def test_nothing_comes_from_outside(site: dict[Path, Seen]) -> None:
    """No page loads anything from elsewhere, and all that it loads is there."""
    for file, seen in site.items():
        for link in seen.loads:
            assert not urlsplit(link).scheme
            assert not urlsplit(link).netloc
            assert (file.parent / unquote(link)).is_file(), (file.name, link)


def test_pages_are_well_formed(site: dict[Path, Seen]) -> None:
    """Each page has one title, and no two headings with one id."""
    for file, seen in site.items():
        assert seen.titles == 1, file.name
        assert len(seen.ids) == len(set(seen.ids)), file.name


@pytest.mark.parametrize(
    "link",
    [
        "nowhere.md",
        "index.md#no-such-heading",
        "#no-such-heading",
        "../../outside.txt",  # leaves the repository
    ],
)
def test_a_broken_link_stops_the_build(tmp_path: Path, link: str) -> None:
    """A link that leads nowhere is named with its page, and nothing is written."""
    texts = {"docs/index.md": "# Here\n", "docs/page.md": f"# There\n\n[see]({link})\n"}
    with pytest.raises(build.BrokenLinks) as broken:
        build.build(tmp_path / "site", texts)
    assert "docs/page.md" in str(broken.value)
    assert link in str(broken.value)
    assert not (tmp_path / "site").exists()


def test_an_image_from_outside_stops_the_build(tmp_path: Path) -> None:
    """A picture that would be fetched from elsewhere is refused."""
    texts = {"docs/index.md": "# Here\n\n![a map](https://example.org/map.png)\n"}
    with pytest.raises(build.BrokenLinks, match="from outside"):
        build.build(tmp_path / "site", texts)


def test_text_of_a_page_is_no_markup(tmp_path: Path) -> None:
    """What looks like a tag in a text is shown, not obeyed."""
    build.build(tmp_path, {"docs/index.md": "# Here\n\n<script>alert(1)</script>\n"})
    assert "<script" not in (tmp_path / "index.html").read_text("utf-8")


def test_the_reference_is_complete(pages: dict[str, str]) -> None:
    """Every command, exit code, public name and top field of a case has its place."""
    import json

    import detente

    commands = pages["docs/reference/commands.md"]
    assert all(f"## detente {name}\n" in commands for name in COMMANDS)
    codes = pages["docs/reference/exit-codes.md"]
    assert all(f"| {code.value} | {code.name} |" in codes for code in Exit)
    python = pages["docs/reference/python.md"]
    named = set(detente.__all__) - {"__version__"}
    assert not [name for name in named if f"### dt.{name}\n" not in python]
    schema = json.loads((ROOT / "src/detente/case/case.schema.json").read_text("utf-8"))
    case = pages["docs/reference/case-file.md"]
    assert all(f"`{field}`" in case for field in schema["properties"])
    assert all(f"## {name}\n" in case for name in schema["$defs"])
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    documents = set(re.findall(r'"(detente\.[\w.-]+/\d+)"', sources))
    told = set(re.findall(r"^\| `(\S+)` \|", pages["docs/reference/documents.md"], re.MULTILINE))
    assert told - {"schema"} == documents


def test_pages_name_no_machine(pages: dict[str, str]) -> None:
    """No page tells where on somebody's machine it was made."""
    for source, text in pages.items():
        assert str(ROOT) not in text, source
        assert str(Path.home()) + "/" not in text or Path.home() == Path("/"), source


def test_every_benchmark_has_its_place_among_the_figures(pages: dict[str, str]) -> None:
    """Each benchmark, and each result that is kept, is named on the page of figures."""
    figures = pages["docs/figures.md"]
    scripts = [f for f in (ROOT / "benchmarks").glob("*.py") if "__main__" in f.read_text("utf-8")]
    assert scripts
    kept = (ROOT / "benchmarks/results").iterdir()
    named = [f"benchmarks/{file.name}" for file in scripts]
    named += [f"benchmarks/results/{file.name}" for file in kept]
    assert not [name for name in named if name not in figures]
