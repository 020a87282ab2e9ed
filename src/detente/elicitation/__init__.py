"""What analysts say about the values of a case, and whether they can all mean it.

`uncertainty` is about values that are not known; this floor is about the people who state them:
one sheet for each, questions that follow from its numbers, and answers that cannot all hold; what
several of them say together, and how their past forecasts came out.

Names are fetched on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.elicitation.advice import advise
    from detente.elicitation.asking import Question, questions
    from detente.elicitation.checking import Consistency, examine
    from detente.elicitation.classical import equal_weights, performance_weights
    from detente.elicitation.panel import Panel, convene, pooled_text
    from detente.elicitation.reading import read_record
    from detente.elicitation.scoring import scores
    from detente.elicitation.sheet import Pair, Sheet

_HOME = {
    "Consistency": "checking",
    "Pair": "sheet",
    "Panel": "panel",
    "Question": "asking",
    "Sheet": "sheet",
    "advise": "advice",
    "convene": "panel",
    "equal_weights": "classical",
    "examine": "checking",
    "performance_weights": "classical",
    "pooled_text": "panel",
    "questions": "asking",
    "read_record": "reading",
    "scores": "scoring",
}

__all__ = [
    "Consistency",
    "Pair",
    "Panel",
    "Question",
    "Sheet",
    "advise",
    "convene",
    "equal_weights",
    "examine",
    "performance_weights",
    "pooled_text",
    "questions",
    "read_record",
    "scores",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
