"""The same case with some of its numbers known: what-if variants."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from detente.case.amounts import Estimate, Form
from detente.case.case import Case
from detente.case.errors import DESCRIBED, InvalidCase, UnknownName
from detente.case.reader import Route, dotted
from detente.case.rules import faults
from detente.case.tree import walk
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
    found = {dotted(node.route): node for node in walk(case.form)}
    form = case.form
    for path, value in numbers.items():
        node = found.get(path)
        if node is None or not isinstance(node.form, Estimate):
            known = [number.path for number in case.numbers]
            raise UnknownName(f"{case.name} has no number at '{path}'{suggest(path, known)}")
        if not node.form.least <= value <= node.form.most:  # refuses what is no number, too
            message = f"{value:g} is not from {node.form.least:g} to {node.form.most:g}"
            raise InvalidCase([case.document.problem(node.route, message)])
        update = {"low": value, "mode": value, "high": value, "dist": "pert"}
        form = _put(form, node.route, node.form.model_copy(update=update))
    rest = form.model_copy(update={"correlated": {}})  # what is known no longer moves with others
    if wrong := list(islice(faults(rest), DESCRIBED)):
        raise InvalidCase(case.document.problem(f.route, f.message, key=f.key) for f in wrong)
    return Case(form, case.document)


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
