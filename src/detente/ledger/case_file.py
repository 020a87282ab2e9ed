"""Where the case of a ledger is described: bundled, or in a file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente.ledger.errors import UnknownLedgerCase

if TYPE_CHECKING:
    from detente.case import Case

FILES = 500
"""So many files of a folder are looked into, and no more."""

BYTES = 4 * 1024 * 1024
"""A larger file is no case."""


def case_of(store: str, name: str) -> Case | None:
    """Find the case of a name.

    Parameters
    ----------
    store
        The name of the store: its path, or the address of a database.
    name
        The name of the case.

    Returns
    -------
    The bundled case of that name; else that of the file in this folder, or in the store's, whose
    ``name`` it is, whatever the file is called; None where there is none.

    Raises
    ------
    UnknownLedgerCase
        Several files have it, and none of them is called so.
    InvalidCase
        The file is no valid case.
    """
    from detente.case import Case, CaseNotFound

    for place in (name, f"{name}.yaml", f"{name}.yml"):
        try:
            found = Case.load(place)
        except CaseNotFound:
            continue
        if found.name == name or not Path(place).suffix:
            return found
    files = list(_named(store, name))
    if len(files) > 1:
        raise UnknownLedgerCase(
            f"the case {name} stands in {files[0]} and in {files[1]}: say which by --case"
        )
    return Case.load(files[0]) if files else None


def _named(store: str, name: str) -> Iterator[Path]:
    """Give the files of the two folders that say to be of that case."""
    says = re.compile(rf"^name:[ \t]*([\"']?){re.escape(name)}\1[ \t]*(?:#.*)?$", re.MULTILINE)
    folders = [Path()] if "://" in store else [Path(), Path(store).parent]
    for folder in {folder.resolve(): folder for folder in folders}.values():
        found = sorted(p for p in folder.glob("*.y*ml") if p.suffix in (".yaml", ".yml"))
        for file in found[:FILES]:
            if file.is_file() and file.stat().st_size <= BYTES and says.search(_text(file)):
                yield file


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
