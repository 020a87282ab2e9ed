"""What the parties to a GENIUS domain may settle on: document and record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.package import SHOWN, point_name, points_meaning
from detente.planning.packages.points import NEEDS_ONE_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block
    from detente.briefing.record import Record
    from detente.planning.genius.analysis import Analysis, Settled
    from detente.words.language import Language


def domain_document(found: Analysis, lang: Language) -> Document:
    """Tell the frontier of a domain, its bargaining points, and what is below reservation."""
    blocks: tuple[Block, ...] = (
        Paragraph(_lead(found, lang), "lead"),
        Bullets(tuple(_reservations(found, lang))),
        Paragraph(_proof(found, lang), "small"),
        Heading(lang.say("What theories of bargaining recommend")),
        *_points(found, lang),
        Heading(lang.say("The frontier")),
        _frontier(found, lang),
    )
    return Document(found.domain.name, "GENIUS", lang.code, blocks)


def _lead(found: Analysis, lang: Language) -> str:
    issues = lang.count("{n} issue", "{n} issues", len(found.domain.issues))
    outcomes = lang.count("{n} outcome", "{n} outcomes", found.domain.size)
    count = lang.count("{n} outcome", "{n} outcomes", len(found.frontier))
    below = sum(bool(settled.below) for settled in found.frontier)
    return lang.say(
        "{issues}, {outcomes}. On the Pareto frontier: {count}, of which below a reservation "
        "value: {below}.",
        issues=issues,
        outcomes=outcomes,
        count=count,
        below=lang.number(below, 0),
    )


def _reservations(found: Analysis, lang: Language) -> Iterator[str]:
    for profile in found.profiles:
        reservation = lang.number(profile.reservation, 3)
        if found.below is None:
            yield lang.say(
                "{profile} would rather have no agreement below {reservation}.",
                profile=profile.name,
                reservation=reservation,
            )
        else:
            yield lang.count(
                "{profile} would rather have no agreement below {reservation}: {n} outcome.",
                "{profile} would rather have no agreement below {reservation}: {n} outcomes.",
                found.below[profile.name],
                profile=profile.name,
                reservation=reservation,
            )
    if found.below is not None:
        yield lang.count(
            "{n} outcome is below the reservation value of somebody.",
            "{n} outcomes are below the reservation value of somebody.",
            found.below[""],
        )
    if any(profile.discount != 1 for profile in found.profiles):
        yield lang.say("Outcomes are valued at the start: discounts over time are not applied.")


def _proof(found: Analysis, lang: Language) -> str:
    if found.below is not None:
        return lang.say("Every outcome was valued.")
    if found.gap == 0:
        return lang.say("There are too many outcomes to list; bounds prove that none is missing.")
    return lang.say(
        "Time ran out. Each outcome not looked at is better than some outcome found, for any "
        "profile, by at most {gap} of the distance between its least and its largest utility.",
        gap=lang.percent(found.gap),
    )


def _points(found: Analysis, lang: Language) -> Iterator[Block]:
    marked = {point: one for point, one in found.points.items() if one is not None}
    if not marked:
        yield Paragraph(
            lang.say("Nothing: every outcome on the frontier is below a reservation value.")
        )
        return
    columns = (Column(""), *(Column(p.name, numeric=True) for p in found.profiles))
    rows = tuple(
        (point_name(point, lang), *(lang.number(u, 3) for u in one.utilities))
        for point, one in marked.items()
    )
    yield Table(lang.say("Utilities"), columns, rows)
    outcomes: dict[tuple[str | float, ...], list[str]] = {}
    for point, one in marked.items():
        outcomes.setdefault(one.values, []).append(point_name(point, lang))
    names = [issue.name for issue in found.domain.issues]
    yield Bullets(
        tuple(
            f"{', '.join(points)}: "
            + "; ".join(f"{name} = {_value(v)}" for name, v in zip(names, values, strict=True))
            for values, points in outcomes.items()
        )
    )
    yield Paragraph(points_meaning(lang), "small")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _frontier(found: Analysis, lang: Language) -> Table:
    count = len(found.frontier)
    every = max(1, -(-count // SHOWN))
    marks = {k: _remark(one, found, lang) for k, one in enumerate(found.frontier)}
    marked = set(map(id, found.points.values()))
    shown = [
        k
        for k, one in enumerate(found.frontier)
        if id(one) in marked or k % every == 0 or k == count - 1
    ]
    columns = (
        *(Column(p.name, numeric=True) for p in found.profiles),
        Column(lang.say("Remark")),
    )
    rows = tuple(
        (*(lang.number(u, 3) for u in found.frontier[k].utilities), marks[k]) for k in shown
    )
    caption = lang.say("Outcomes than which none is better for every profile")
    if len(shown) < count:
        caption = lang.say(
            "{shown} of the {count} outcomes than which none is better for every profile; `--json` "
            "has all",
            shown=len(shown),
            count=count,
        )
    return Table(caption, columns, rows)


def _remark(one: Settled, found: Analysis, lang: Language) -> str:
    said = [point_name(point, lang) for point, marked in found.points.items() if marked is one]
    if one.below:
        said.append(lang.say("below reservation: {names}", names=lang.join(one.below)))
    return ", ".join(said)


def domain_record(found: Analysis) -> Record:
    """Write an analysis for machines."""
    return {
        "schema": "detente.package.domain/1",
        "domain": found.domain.name,
        "size": found.domain.size,
        "issues": [
            {"name": i.name, "kind": i.kind, "values": list(i.values)} for i in found.domain.issues
        ],
        "profiles": [
            {
                "name": p.name,
                "reservation": p.reservation,
                "discount": p.discount,
                "below": None if found.below is None else found.below[p.name],
            }
            for p in found.profiles
        ],
        "below_any": None if found.below is None else found.below[""],
        "optimal": found.gap == 0,
        "gap": found.gap,
        "frontier": [_settled(one, found) for one in found.frontier],
        "points": {
            point: one and {**_settled(one, found), "compares_units": point in NEEDS_ONE_UNIT}
            for point, one in found.points.items()
        },
    }


def _settled(one: Settled, found: Analysis) -> Record:
    profiles = [profile.name for profile in found.profiles]
    issues = [issue.name for issue in found.domain.issues]
    return {
        "outcome": dict(zip(issues, one.values, strict=True)),
        "utilities": dict(zip(profiles, one.utilities, strict=True)),
        "below": list(one.below),
    }
