"""The licence notes: they name what is installed, as pinned, and no package is under the GPL."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from release import licences

ROWS = {
    canonicalize_name(name): (version, licence, extras)
    for name, version, licence, extras in re.findall(
        r"^\| ([\w.-]+) \| (\S+) \| (.+) \| (.+) \|$",
        licences.PAGE.read_text("utf-8"),
        re.MULTILINE,
    )
    if name != "package"
}


def is_installed(name: str) -> bool:
    """Say whether a distribution is here."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_the_page_names_what_is_installed() -> None:
    """Each package that an extra brings here stands on the page, and no other that is here."""
    needed = set(licences.tree((*licences.USED, *licences.MADE)))
    assert len(needed) > 100
    assert needed <= set(ROWS)
    assert not [name for name in set(ROWS) - needed if is_installed(name)]


def test_the_page_tells_the_licences_as_the_packages_do() -> None:
    """What is installed in the version on the page has the licence on the page."""
    same = [name for name in ROWS if is_installed(name) and metadata.version(name) == ROWS[name][0]]
    assert len(same) > 100
    assert {n: licences.licence(metadata.metadata(n)) for n in same} == {
        n: ROWS[n][1] for n in same
    }


def test_the_page_has_the_pinned_versions() -> None:
    """The versions on the page are those of the constraints, which pin every package on it."""
    pinned = {}
    for line in (licences.ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if pin := line.partition("#")[0].strip():
            one = Requirement(pin)
            pinned.setdefault(canonicalize_name(one.name), set()).add(str(one.specifier)[2:])
    assert {name: row[0] for name, row in ROWS.items() if row[0] not in pinned[name]} == {}


def test_no_package_is_under_the_gpl_alone() -> None:
    """Neither what a user installs nor what our work needs stands under the GPL or AGPL alone."""
    assert {name: row[1] for name, row in ROWS.items() if licences.refused(row[1])} == {}


def test_lesser_licences_are_called_out() -> None:
    """Each package under the LGPL alone is named in the prose, with what that asks."""
    prose = licences.PAGE.read_text("utf-8").partition("## What a user installs")[0]
    lesser = {n for n, row in ROWS.items() if "LGPL" in row[1] and " OR " not in row[1]}
    assert lesser == {"docxtpl", "psycopg", "psycopg-binary", "yattag"}
    assert [name for name in lesser if f"`{name}`" not in prose] == []


@pytest.mark.parametrize(
    ("expression", "refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("MIT AND GPL-2.0-only", True),
        ("LGPL-3.0-only", False),
        ("MPL-1.1 OR GPL-2.0-only", False),  # a choice: the first is taken
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),  # a run-time library
    ],
)
def test_what_is_refused(expression: str, refused: bool) -> None:
    """GPL and AGPL are refused unless another licence is offered, or an exception frees us."""
    assert licences.refused(expression) is refused


def test_tables_are_written_in_place() -> None:
    """To write the tables anew changes their lines alone."""
    head = "| package | version | licence | comes with |\n|---|---|---|---|\n"
    text = f"Before\n\n{head}| old | 1 | MIT | core |\n\nBetween\n\n{head}\nAfter\n"
    renewed = licences.renew(text)
    assert re.sub(r"^\| \S+ \| \d\S* .*\n", "", renewed, flags=re.MULTILINE) == text.replace(
        "| old | 1 | MIT | core |\n", ""
    )
    assert "| numpy | " in renewed.partition("Between")[0]
    assert "| pytest | " in renewed.partition("Between")[2]
