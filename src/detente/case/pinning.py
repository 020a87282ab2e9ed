"""The same case with other numbers: what-if variants, and somebody else's ranges."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from detente.case.amounts import Estimate, Form
from detente.case.case import Case
from detente.case.errors import DESCRIBED, InvalidCase, UnknownName
from detente.case.reader import Route, dotted
from detente.case.rules import faults
from detente.case.tree import Node, walk
from detente.words.nearest import suggest


def pinned(case: Case, numbers: Mapping[str, float]) -> Case:
    """Give the case with numbers that have one value, and no range.

    Parameters
    ----------
    case
        Stays as it is.
    numbers
        Values by path (see `detente.case.Assumption`).

    Raises
    ------
    UnknownName
        The case has no number at a path.
    InvalidCase
        A value is not one that such a number can have; the place in the file is named.
    """
    points = {path: {"low": x, "mode": x, "high": x, "dist": "pert"} for path, x in numbers.items()}
    return _replaced(case, points)


def ranged(case: Case, ranges: Mapping[str, Estimate]) -> Case:
    """Give the case with other ranges for some of its numbers, and their reasons where given.

    Parameters
    ----------
    case
        Stays as it is.
    ranges
        Ranges by path (see `detente.case.Assumption`).

    Raises
    ------
    UnknownName
        The case has no number at a path.
    InvalidCase
        A range is not one that such a number can have; the place in the file of the case is named.
    """
    said = {
        path: {key: getattr(x, key) for key in ("low", "mode", "high", "dist")}
        | {key: getattr(x, key) for key in ("why", "sources") if getattr(x, key)}
        for path, x in ranges.items()
    }
    return _replaced(case, said)


def _replaced(case: Case, said: Mapping[str, Mapping[str, Any]]) -> Case:
    """Give the case with something else said at the paths of some of its numbers."""
    found = {dotted(node.route): node for node in walk(case.form)}
    form = case.form
    for path, update in said.items():
        node = _number(case, path, found)
        for end in (update["low"], update["high"]):
            if not node.form.least <= end <= node.form.most:  # refuses what is no number, too
                message = f"{end:g} is not from {node.form.least:g} to {node.form.most:g}"
                raise InvalidCase([case.document.problem(node.route, message)])
        new = node.form.model_copy(update=dict(update))
        form = _put(form, node.route, new)
    rest = form.model_copy(update={"correlated": {}})  # what is known no longer moves with others
    if wrong := list(islice(faults(rest), DESCRIBED)):
        raise InvalidCase(case.document.problem(f.route, f.message, key=f.key) for f in wrong)
    return Case(form, case.document)


def _number(case: Case, path: str, found: Mapping[str, Node]) -> Any:
    node = found.get(path)
    if node is None or not isinstance(node.form, Estimate):
        known = [number.path for number in case.numbers]
        raise UnknownName(f"{case.name} has no number at '{path}'{suggest(path, known)}")
    return node


def _put(of: Any, route: Route, new: Form) -> Any:
    """Give `of` with something new at a route, all else being the same."""
    if not route:
        return new
    step, *rest = route
    if isinstance(of, Form):
        fields = type(of).model_fields.items()
        name = next(name for name, field in fields if step in (name, field.alias))
        return of.model_copy(update={name: _put(getattr(of, name), tuple(rest), new)})
    if isinstance(of, Mapping):
        return {**of, step: _put(of[step], tuple(rest), new)}
    return tuple(_put(x, tuple(rest), new) if k == step else x for k, x in enumerate(of))
