"""The page about other programs names the versions that are asked."""

import re
from pathlib import Path

from tests.interop.peers import ROOT

PAGE = ROOT / "docs/explanation/interoperability.md"
PINS = (ROOT / "constraints.txt", *Path(__file__).parent.glob("*.txt"))


def plain(name: str) -> str:
    """A project's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_versions_on_the_page_are_the_pinned_ones() -> None:
    """Each peer of the table stands among the pins, in that version."""
    pins = {
        (plain(name), version)
        for file in PINS
        for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", file.read_text("utf-8"), re.M)
    }
    rows = re.findall(r"^\| .* \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M)
    named = {
        ({"openspiel": "open-spiel"}.get(plain(name), plain(name)), version)
        for row in rows
        for name, version in re.findall(r"([\w-]+) (\d+\.\d+(?:\.\d+)?)", row)
    }
    assert len(named) >= 10
    assert named <= pins
