"""What detente stands on, and under which licences: the tables of ``docs/licences.md``.

They are written by ``make licences`` from what is installed, which should be every extra.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/licences.md"

USED = ("", "calendar", "cluster", "evidence", "postgres", "report", "sign", "web")
MADE = ("docs", "test", "dev", "nightly")
"""Extras that a user asks for, the core first; and those that only our own work needs."""

NAMES = {  # classifiers and free words that packages use in place of an SPDX expression
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The MIT License (MIT)": "MIT",
}
READ = {  # what these say of themselves is not enough: read in their licence files
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "yattag": "LGPL-2.1-or-later",
}


def tree(extras: Iterable[str]) -> dict[str, set[str]]:
    """Give every installed distribution that some extras of detente need, with those extras.

    What is not installed, here or for this Python and system, is left out.
    """
    found: dict[str, set[str]] = {}
    for extra in extras:
        seen: set[tuple[str, str]] = set()
        left = [("detente", extra)]
        while left:
            name, asked = left.pop()
            if (name, asked) in seen:
                continue
            seen.add((name, asked))
            try:
                needs = metadata.requires(name) or ()
            except metadata.PackageNotFoundError:
                continue
            if name != "detente":
                found.setdefault(name, set()).add(extra)
            for need in map(Requirement, needs):
                # The core is told once, as what comes with every extra.
                if need.marker is None and name == "detente" and asked:
                    continue
                if need.marker is None or need.marker.evaluate({"extra": asked}):
                    below = canonicalize_name(need.name)
                    left += [(below, one) for one in ("", *need.extras)]
    return found


def licence(said: metadata.PackageMetadata) -> str:
    """Give the licence of a distribution as an SPDX expression, from its metadata."""
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    for words in (said.get("License-Expression"), said.get("License"), *classifiers):
        try:
            return canonicalize_license_expression(NAMES.get(words, words or ""))
        except InvalidLicenseExpression:
            continue
    return READ[said["Name"]]


def refused(expression: str) -> bool:
    """Say whether nothing in a choice of licences lets detente be given on under its own."""
    return all(re.search(r"(?<!L)GPL(?!.* WITH )", one) for one in expression.split(" OR "))


def rows(found: dict[str, set[str]]) -> Iterator[str]:
    """Write a line of the table for each distribution."""
    for name in sorted(found):
        extras = "core" if "" in found[name] else ", ".join(sorted(found[name]))
        said = metadata.metadata(name)
        yield f"| {said['Name']} | {said['Version']} | {licence(said)} | {extras} |"


def renew(text: str) -> str:
    """Write the tables of the page anew: what a user installs, then what only our work needs."""
    used = tree(USED)
    made = {name: extras for name, extras in tree(MADE).items() if name not in used}
    tables = iter(["\n".join(rows(used)), "\n".join(rows(made))])
    return re.sub(r"(?<=\|---\|---\|---\|---\|\n)(\|.*\n)*", lambda _: next(tables) + "\n", text)


if __name__ == "__main__":
    PAGE.write_text(renew(PAGE.read_text("utf-8")), "utf-8")
