"""GENIUS XML: the domains and profiles that the field of automated negotiation shares.

A domain lists issues and their values; a profile says what each value is worth to one party
and below which utility it would rather have no agreement (see `domain`). Real issues are cut
into a number of equally spaced values, both ends among them. Profiles whose utility is not a
weighted sum (hyper-rectangles, constraints) are refused. Time discounts are read and written,
and play no part: outcomes are valued at the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from detente.planning.genius.domain import (
    Domain,
    Evaluated,
    Evaluation,
    Issue,
    Kind,
    Line,
    Profile,
    Triangle,
)
from detente.planning.genius.xml import Element, read, tag
from detente.words.nearest import suggest

MOST_VALUES = 10_000
REAL_VALUES = 11
NOT_A_SUM = ("ufun", "utility", "utility_function", "constraint", "constraints", "rules")


def read_domain(path: str | Path, real_values: int = REAL_VALUES) -> Domain:
    """Read a domain (or the domain that a profile speaks of).

    Parameters
    ----------
    path
        Of the XML file.
    real_values
        Into how many values a real issue is cut; at least 2.

    Raises
    ------
    InvalidDomain
        The file is not a domain; the text names the place.
    OSError
        It cannot be read.
    """
    root = read(path)
    space = next(root.all("utility_space"), None) if root.tag == "negotiation_template" else root
    if space is None or space.tag != "utility_space":
        raise root.error("is no GENIUS domain: expected <negotiation_template> or <utility_space>")
    issues = tuple(_issue(element, real_values) for element in _inside(space, "issue"))
    if not issues:
        raise space.error("holds no <issue>")
    for k, issue in enumerate(issues):
        if issue.name in (other.name for other in issues[:k]):
            raise space.error(f"has two issues '{issue.name}'")
    return Domain(Path(path).stem, issues)


def read_profile(path: str | Path, domain: Domain) -> Profile:
    """Read what outcomes of `domain` are worth to a party.

    Issues are matched by name, or else by their index. The numbers of an integer issue may be
    listed with an evaluation each, as NegMAS writes them, in place of a line.

    Raises
    ------
    InvalidDomain
        The file is not such a profile, or its utility is not a weighted sum over the issues.
    OSError
        It cannot be read.
    """
    root = read(path)
    if root.tag != "utility_space":
        raise root.error("is no GENIUS profile: expected <utility_space>")
    _check_additive(root)
    elements = list(_inside(root, "issue"))
    by_name: dict[str, Element] = {}
    for element in elements:
        if by_name.setdefault(element.get("name"), element) is not element:
            raise element.error(f"is the second issue '{element.get('name')}' of the profile")
    by_index = {element.get("index"): element for element in elements}
    weights = {weight.get("index"): weight.number("value") for weight in _inside(root, "weight")}
    names = [issue.name for issue in domain.issues]
    found_weights, evaluations = [], []
    for k, issue in enumerate(domain.issues, 1):
        here = by_name.get(issue.name)
        if here is None:
            here = by_index.get(str(k))
            if here is None or here.get("name") in names:
                hint = suggest(issue.name, by_name)
                raise root.error(f"says nothing of issue '{issue.name}' of the domain{hint}")
        if here.get("index") not in weights:
            raise here.error(f"issue '{issue.name}' has no <weight> with its index")
        found_weights.append(weights[here.get("index")])
        evaluations.append(_evaluation(here, issue))
    reservation = next((e.number("value") for e in root.all("reservation")), 0.0)
    discount = next((e.number("value") for e in root.all("discount_factor")), 1.0)
    name = Path(path).stem
    return Profile(name, tuple(found_weights), tuple(evaluations), reservation, discount)


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """Elements of a kind in a utility space, also those in its objectives."""
    for child in element.children:
        if child.tag == wanted:
            yield child
        elif child.tag == "objective":
            yield from _inside(child, wanted)


def _kind(element: Element) -> Kind:
    names = ("type", "etype", "vtype")
    said = next((element.attributes[a] for a in names if a in element.attributes), "discrete")
    for kind in ("discrete", "integer", "real"):
        if said == kind:
            return kind
    raise element.error(f"type must be discrete, integer or real, not '{said[:40]}'")


def _range(element: Element) -> tuple[float, float]:
    where = next(element.all("range"), element)
    low, high = where.number("lowerbound"), where.number("upperbound")
    if low > high:
        raise where.error(f"lowerbound {low:g} is above upperbound {high:g}")
    return low, high


def _issue(element: Element, real_values: int) -> Issue:
    name, kind = element.get("name"), _kind(element)
    values: Sequence[str] | Sequence[float]
    if kind == "discrete":
        values = list(dict.fromkeys(item.get("value") for item in element.all("item")))
        if not values:
            raise element.error(f"issue '{name}' has no <item>")
    else:
        low, high = _range(element)
        if kind == "integer":
            if low % 1 or high % 1:
                raise element.error("an integer issue has whole numbers as bounds")
            count = int(high - low) + 1
            values = range(int(low), int(low) + min(count, MOST_VALUES + 1))
        else:
            count = real_values if high > low else 1
            values = [float(x) for x in np.linspace(low, high, count)]
    if len(values) > MOST_VALUES:
        raise element.error(f"issue '{name}' has more than {MOST_VALUES} values")
    return Issue(name, kind, tuple(values))  # type: ignore[arg-type]  # one kind in each branch


def _check_additive(root: Element) -> None:
    said = root.attributes.get("type", "any")
    odd = next((part.tag for name in NOT_A_SUM for part in _inside(root, name)), None)
    if said in ("nonlinear", "constraint") or odd:
        what = f"<{odd}>" if odd else f"type '{said}'"
        raise root.error(
            f"has a utility that is not a weighted sum over the issues ({what}): values worth "
            "more together are not supported"
        )


def _evaluated(element: Element, issue: Issue) -> Evaluated:
    found = {
        item.get("value"): item.number("evaluation")
        for item in element.all("item")
        if item.attributes.get("evaluation", "null") != "null"
    }
    for value in map(str, issue.values):
        if value not in found:
            hint = suggest(value, found)
            raise element.error(f"has no evaluation of '{value}' of issue '{issue.name}'{hint}")
    return Evaluated(MappingProxyType(found))


def _evaluation(element: Element, issue: Issue) -> Evaluation:
    evaluator = next(element.all("evaluator"), None)
    listed = issue.kind == "integer" and evaluator is None and any(element.all("item"))
    if issue.kind == "discrete" or listed:
        return _evaluated(element, issue)
    if evaluator is None:
        raise element.error(f"has no <evaluator> of issue '{issue.name}'")
    form = evaluator.attributes.get("ftype", "linear")
    if form == "linear":
        slope, offset = (
            evaluator.number(own if own in evaluator.attributes else other)
            for own, other in (("slope", "parameter1"), ("offset", "parameter0"))
        )
        return Line(slope, offset)
    if form == "constant":
        return Line(0.0, evaluator.number("parameter0"))
    if form == "triangular":
        low, high, top = (evaluator.number(f"parameter{k}") for k in range(3))
        if not low <= top <= high:
            raise evaluator.error(f"its top {top:g} is not between {low:g} and {high:g}")
        return Triangle(low, high, top)
    raise evaluator.error(f"ftype must be linear, triangular or constant, not '{form[:40]}'")


# --- writing -------------------------------------------------------------------------------------


def write_domain(domain: Domain, path: str | Path) -> None:
    """Write a domain as a GENIUS template; the file is written whole or not at all."""
    issues = [(issue, _values(issue)) for issue in domain.issues]
    space = _space(
        domain, (_issue_tag(k, issue, said) for k, (issue, said) in enumerate(issues, 1))
    )
    _write(path, tag("negotiation_template", space))


def write_profile(profile: Profile, domain: Domain, path: str | Path) -> None:
    """Write what outcomes of `domain` are worth; the file is written whole or not at all."""
    weights = (tag("weight", index=k, value=w) for k, w in enumerate(profile.weights, 1))
    issues = (
        _issue_tag(k, issue, _bounds(issue) + evaluation.write(issue))
        for k, (issue, evaluation) in enumerate(
            zip(domain.issues, profile.evaluations, strict=True), 1
        )
    )
    rest = tag("discount_factor", value=profile.discount)
    rest += tag("reservation", value=profile.reservation)
    _write(path, _space(domain, (*weights, *issues), rest))


def _space(domain: Domain, inside: Iterator[str] | Sequence[str], rest: str = "") -> str:
    objective = tag(
        "objective", "\n" + "\n".join(inside) + "\n",
        index=0, name=domain.name, description="", type="objective", etype="objective",
    )  # fmt: skip
    return tag("utility_space", f"\n{objective}\n{rest}\n", number_of_issues=len(domain.issues))


def _issue_tag(index: int, issue: Issue, inside: str) -> str:
    kind: dict[str, str] = {"type": issue.kind, "etype": issue.kind, "vtype": issue.kind}
    if issue.kind == "integer":
        kind |= {"lowerbound": str(issue.values[0]), "upperbound": str(issue.values[-1])}
    return tag("issue", inside, index=index, name=issue.name, **kind)


def _values(issue: Issue) -> str:
    if issue.kind == "discrete":
        return "".join(tag("item", index=k, value=v) for k, v in enumerate(issue.values, 1))
    return _bounds(issue)


def _bounds(issue: Issue) -> str:
    """The range of a real issue; that of an integer one stands in its attributes."""
    if issue.kind != "real":
        return ""
    return tag("range", lowerbound=issue.values[0], upperbound=issue.values[-1])


def _write(path: str | Path, text: str) -> None:
    path = Path(path)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
