"""The bundled cases, and how a case is called: by a bundled name, or by a path."""

import os
from pathlib import Path

from detente.case.errors import CaseNotFound
from detente.case.reader import near_file
from detente.words.nearest import suggest

LIBRARY = Path(__file__).parent.parent / "library"
"""Where the bundled cases lie."""


def bundled_cases() -> tuple[str, ...]:
    """Names of the cases that come with the package."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def case_text(name_or_path: str | Path) -> str:
    """Give the file of a case as it is written; what it is called as for `Case.load`.

    Raises
    ------
    CaseNotFound
        There is no such file or bundled case.
    """
    path = bundled_path(name_or_path) or Path(name_or_path)
    return path.read_bytes().decode("utf-8-sig")


def bundled_path(name_or_path: str | Path) -> Path | None:
    """Where the bundled case of that name lies; None where a file was meant.

    Raises
    ------
    CaseNotFound
        A bundled case was meant, and there is none of that name; the nearest is named.
    """
    text, path, bundled = str(name_or_path), Path(name_or_path), bundled_cases()
    if not text:
        raise CaseNotFound("a case is named by a path or a bundled name, not by an empty text")
    if text in bundled:
        return LIBRARY / f"{text}.yaml"
    if os.path.exists(path):  # noqa: PTH110 - unlike the method of Path it never raises
        return None
    if path.stem in bundled:
        message = f"{text}: no such file (the bundled case is called '{path.stem}')"
        raise CaseNotFound(message)
    if set(text) & set("/\\."):
        return None
    hint = suggest(text, bundled) or near_file(path)
    hint = hint or " (`detente cases` lists the bundled ones)"
    raise CaseNotFound(f"there is no bundled case or file '{text}'{hint}")
