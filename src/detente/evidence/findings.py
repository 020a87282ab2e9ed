"""What one document lets one say of each matter: agreed, one-sided, awaited, corroborated.

And what it does not: the points it argues itself, which are never counted as facts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence import lexicon
from detente.evidence.lexicon import Act
from detente.evidence.phrases import Phrase, phrase
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.evidence.statements import Reading, Statement
    from detente.evidence.voices import Voice

KINDS = ("agreed", "corroborated", "one-sided", "contested", "denied", "awaited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the document lets one say.

    Attributes
    ----------
    kind
        ``agreed`` (both sides say it), ``one-sided`` (only one side, whoever repeats it),
        ``awaited`` (a word that was due has not come), ``corroborated`` (somebody independent of
        both sides confirms it), ``denied``, ``contested`` (the sides contradict each other).
    matter
        The event it is about; its id.
    statements
        What it stands on, the telling one first.
    sides
        The parties that speak.
    reason
        The rule that gave it, in a sentence.
    """

    kind: str
    matter: str
    statements: tuple[Statement, ...]
    sides: tuple[str, ...]
    reason: Phrase

    @property
    def status(self) -> str:
        """Give the status it supports for the claim: agreement of opponents corroborates."""
        return "corroborated" if self.kind == "agreed" else self.kind


def findings(reading: Reading) -> tuple[Finding, ...]:
    """Weigh a document's attributed statements, matter by matter.

    Arguments of the document's own and what it says in its own voice give no finding. Where a
    document first lets both sides speak of several things and then says that one of them is known
    from one side only, the narrower word counts.
    """
    told = [s for s in reading.statements if not s.analysis and not s.own and not s.heading]
    silent = [s for s in told if s.act in {Act.ABSENT, Act.DECLINES}]
    silences = [_awaited(s) for s in silent]
    matters: dict[str, list[Statement]] = {}
    for statement in told:
        if statement not in silent:
            matters.setdefault(matter_of(statement), []).append(statement)
    found = [f for matter, of in matters.items() for f in _weigh(matter, of)]
    return tuple(sorted([*found, *silences], key=lambda f: f.statements[0].start))


def matter_of(statement: Statement) -> str:
    """Name what a statement is about: its first event, or its own place where no table knows it."""
    named = [e for e in statement.content.events if e != "announcement"]
    return named[0] if named else f"at {statement.start}"


def _awaited(statement: Statement) -> Finding:
    whose = ", ".join(v.text for v in statement.voices)
    kind = "awaited"
    reason = phrase(N_("a word was due and has not come"))
    if whose:
        reason = phrase(N_("a word was due and has not come (named: {who})"), who=whose)
    if statement.act is Act.DECLINES:
        reason = phrase(N_("{who} declines to speak, so nothing is known from there"), who=whose)
    return Finding(
        kind=kind,
        matter=matter_of(statement),
        statements=(statement,),
        sides=_sides(statement.voices),
        reason=reason,
    )


def _weigh(matter: str, of: Sequence[Statement]) -> Iterator[Finding]:
    both = [s for s in of if len(_sides(s.voices)) > 1 and s.act is not Act.DENIES]
    single = [s for s in of if s not in both]
    outside = [s for s in single if _independent(s) and s.act is not Act.DENIES]
    denied = [s for s in single if s.act is Act.DENIES]
    one = [s for s in single if s not in outside and s not in denied]
    narrowed = [s for s in one if both and s.start > both[0].start and _names_carriers(s)]
    if denied:
        yield _denial(matter, denied, [*both, *one, *outside])
        return
    sides = sorted({side for s in one for side in _sides(s.voices)})
    if len(sides) > 1 and _counts_differ(one):
        yield Finding(
            kind="contested",
            matter=matter,
            statements=tuple(one),
            sides=tuple(sides),
            reason=phrase(N_("the sides give different numbers")),
        )
    elif both and not narrowed:
        yield Finding(
            kind="agreed",
            matter=matter,
            statements=(*both, *one),
            sides=_all_sides(both),
            reason=phrase(
                N_("both sides say so; their interests differ, so each bears the other out")
            ),
        )
    elif len(sides) > 1:
        yield Finding(
            kind="agreed",
            matter=matter,
            statements=tuple(one),
            sides=tuple(sides),
            reason=phrase(N_("each side says so in its own name")),
        )
    elif one:
        yield Finding(
            kind="one-sided",
            matter=matter,
            statements=(*narrowed, *[s for s in one if s not in narrowed], *both),
            sides=tuple(sides),
            reason=_one_sided(sides, bool(both)),
        )
    if outside:
        confirming = [s for s in outside if s.act is Act.CONFIRMS]
        yield Finding(
            kind="corroborated",
            matter=matter,
            statements=(*confirming, *[s for s in outside if s not in confirming]),
            sides=(),
            reason=phrase(N_("somebody independent of both sides confirms it"))
            if confirming
            else phrase(N_("somebody independent of both sides says so")),
        )


def _counts_differ(said: Sequence[Statement]) -> bool:
    """Say whether two sides count the same thing differently."""
    counts: dict[str, dict[str, set[float]]] = {}
    for s in said:
        for quantity in s.content.quantities:
            for side in _sides(s.voices):
                counts.setdefault(quantity.unit, {}).setdefault(side, set()).add(quantity.value)
    return any(
        not one & other
        for by_side in counts.values()
        for one, other in itertools.combinations(by_side.values(), 2)
    )


def _denial(matter: str, denied: list[Statement], said: list[Statement]) -> Finding:
    kind = "contested" if said else "denied"
    reason = phrase(
        N_("some say so and others deny it") if said else N_("it is known only from its denial")
    )
    return Finding(
        kind=kind,
        matter=matter,
        statements=(*denied, *said),
        sides=_all_sides([*denied, *said]),
        reason=reason,
    )


def _one_sided(sides: Sequence[str], narrowed: bool) -> Phrase:
    if not sides:
        return phrase(N_("it is known from voices whose independence nobody vouches for"))
    if not narrowed:
        return phrase(N_("only {party} and those who repeat it say so"), party=sides[0])
    return phrase(
        N_(
            "only {party} and those who repeat it say so; the document first gives it as said by "
            "both, then names where it comes from"
        ),
        party=sides[0],
    )


def _names_carriers(statement: Statement) -> bool:
    """Say whether the statement tells through whom something is known."""
    return any(v.kind.endswith("media") or v.kind == "wire" for v in statement.voices)


def _independent(statement: Statement) -> bool:
    return any(v.independent for v in statement.voices) and not _sides(statement.voices)


def _sides(voices: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(sorted({v.party for v in voices if v.party}))


def _all_sides(of: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(sorted({side for s in of for side in _sides(s.voices)}))


def matter_name(matter: str) -> str:
    """Give a matter's English name for screens; empty where no table knows it."""
    return lexicon.event_names().get(matter, "")


def arguments(reading: Reading) -> list[list[Statement]]:
    """Group the numbered points of the document's own arguments, heading first."""
    points: dict[int, list[Statement]] = {}
    for statement in reading.statements:
        if statement.point and statement.analysis:
            points.setdefault(statement.point, []).append(statement)
    return list(points.values())


def skipped(reading: Reading) -> list[int]:
    """Give the numbers that the document's numbered list leaves out."""
    numbers = {point[0].point for point in arguments(reading)}
    return sorted(set(range(1, max(numbers, default=0))) - numbers)
