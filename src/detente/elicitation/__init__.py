"""What analysts say about the values of a case, and whether they can all mean it.

`uncertainty` is about values that are not known; this floor is about the people who state them:
one sheet for each, questions that follow from its numbers, and answers that cannot all hold.

Names are fetched on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.elicitation.sheet import Pair, Sheet

_HOME = {
    "Pair": "sheet",
    "Sheet": "sheet",
}

__all__ = [
    "Pair",
    "Sheet",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
