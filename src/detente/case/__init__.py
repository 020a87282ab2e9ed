"""What the analyst writes: the case file, its reader with places, and what it compiles to.

Begin with `case`, the whole as others see it, and `library`, the bundled ones. The file: `reader`
(YAML with places), `schema` with its pieces in `amounts`, `parties`, `measures`, `blocks` and
`correlation`, `rules` (whether names fit together), `wording` (what is wrong, in words). What it
compiles to: `lots`, `resolve` (numbers at a point), `timing`, `checks`, `menu`. What is said about
it: `findings` with their `messages`, `features`. Other versions of it: `pinning`, `rewriting`.
`table` and `files` read and write for the floors above.

Names are fetched on first use: the error classes need neither pydantic nor a YAML parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.case.case import Assumption, Case
    from detente.case.errors import (
        CannotWrite,
        CaseNotFound,
        InvalidCase,
        Problem,
        TargetExists,
        UnknownName,
    )
    from detente.case.library import bundled_cases
    from detente.case.messages import Finding
    from detente.case.pinning import pinned
    from detente.case.starter import write_starter

_HOME = {
    "Assumption": "case",
    "CannotWrite": "errors",
    "Case": "case",
    "CaseNotFound": "errors",
    "Finding": "messages",
    "InvalidCase": "errors",
    "Problem": "errors",
    "TargetExists": "errors",
    "UnknownName": "errors",
    "bundled_cases": "library",
    "pinned": "pinning",
    "write_starter": "starter",
}

__all__ = [
    "Assumption",
    "CannotWrite",
    "Case",
    "CaseNotFound",
    "Finding",
    "InvalidCase",
    "Problem",
    "TargetExists",
    "UnknownName",
    "bundled_cases",
    "pinned",
    "write_starter",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
