"""A panel of analysts on one case: their sheets side by side, and the pool of all they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case import Case
from detente.case.amounts import Estimate, Text
from detente.case.pinning import ranged
from detente.case.reader import Route, dotted
from detente.case.rewriting import rewritten
from detente.case.tree import walk
from detente.elicitation.classical import Weights
from detente.elicitation.pooling import Pooled, pooled
from detente.elicitation.sheet import Sheet
from detente.exchange.errors import DetenteError
from detente.uncertainty.values.formula import Number
from detente.words.language import LANGUAGES, NBSP, language

if TYPE_CHECKING:
    from detente.words.language import Language

FEWEST = 2
"""Analysts of a panel."""


class NoPanel(DetenteError, ValueError):
    """Sheets that cannot be pooled."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Sheets of several analysts on one case, and what each of them weighs.

    Attributes
    ----------
    case
        The case.
    sheets
        One of each analyst.
    weights
        By analyst.
    """

    case: Case
    sheets: tuple[Sheet, ...]
    weights: Weights

    @property
    def analysts(self) -> tuple[str, ...]:
        """Who they are."""
        return tuple(sheet.analyst for sheet in self.sheets)

    @cached_property
    def values(self) -> tuple[Pooled, ...]:
        """Every number that some analyst gave a range for, pooled; in the order of the case."""
        said = {sheet.analyst: sheet.form.ranges for sheet in self.sheets}
        stated = {sheet.analyst: _numbers(sheet) for sheet in self.sheets}
        return tuple(
            pooled({who: stated[who][path] for who in self.analysts if path in said[who]},
                   self.weights.by)
            for path in (number.path for number in self.case.numbers)
            if any(path in ranges for ranges in said.values())
        )  # fmt: skip

    @cached_property
    def pool(self) -> Case:
        """The case with the pool's ranges, where there are any, in place of its own."""
        return ranged(self.case, {of.path: self._estimate(of) for of in self.values})

    def _estimate(self, of: Pooled) -> Estimate:
        n = of.written
        ranges = [s.form.ranges[of.path] for s in self.sheets if of.path in s.form.ranges]
        sources = tuple(dict.fromkeys(source for one in ranges for source in one.sources))
        why = Text(**{code: reasons(of, self.sheets, language(code)) for code in LANGUAGES})
        said = {"low": n.low, "mode": n.mode, "high": n.high, "dist": n.dist}
        said |= {"why": why, "sources": sources}
        return Estimate.model_validate(said)


def pooled_text(panel: Panel, text: str) -> str:
    """Give the file of the panel's case with the pool's ranges in place of its own.

    A case, not a sheet: what comes of it is a case like any other, for every command.

    Parameters
    ----------
    panel
        The panel.
    text
        The file of its case.

    Raises
    ------
    RuntimeError
        What was written is not what was meant: a fault of ours.
    """
    paths = {of.path for of in panel.values}
    numbers: dict[Route, Estimate] = {
        node.route: node.form
        for node in walk(panel.pool.form)
        if isinstance(node.form, Estimate) and dotted(node.route) in paths
    }
    made = rewritten(text, numbers)
    if _ranges(Case.parse(made, panel.case.document.file)) != _ranges(panel.pool):
        raise RuntimeError("the pooled case was not written as it was meant")
    return made


def _ranges(case: Case) -> list[tuple[object, ...]]:
    return [(n.path, n.low, n.mode, n.high, n.dist, n.why) for n in case.numbers]


def convene(case: Case, files: Sequence[str | Path]) -> tuple[Sheet, ...]:
    """Read the sheets of a panel.

    Raises
    ------
    NoPanel
        They are fewer than two, an analyst has two of them, or one of them gives no range.
    CaseNotFound, InvalidCase
        As `Sheet.load`.
    """
    if len(files) < FEWEST:
        raise NoPanel(
            "pooling needs the sheets of at least two analysts (one alone: `detente elicit check`)"
        )
    sheets = tuple(Sheet.load(file, case) for file in files)
    first: dict[str, str] = {}
    for sheet in sheets:
        file, who = sheet.document.file, sheet.analyst
        if who.casefold() in first:
            raise NoPanel(f"{file}: '{who}' has a sheet already, {first[who.casefold()]}")
        first[who.casefold()] = file
        if not sheet.form.ranges:
            raise NoPanel(f"{file}: '{who}' gives no ranges, so there is nothing to pool")
    return sheets


def reasons(of: Pooled, sheets: Sequence[Sheet], lang: Language) -> str:
    """Say whose ranges a pooled one comes from, with weights and their reasons."""
    why = {s.analyst: s.form.ranges[of.path].why for s in sheets if of.path in s.form.ranges}
    parts = [
        _share(who, of, lang) + (f" – {said[lang.code].rstrip('.')}" if (said := why[who]) else "")
        for who in of.own
    ]
    return lang.say("Pooled: {parts}.", parts="; ".join(parts))


def _share(who: str, of: Pooled, lang: Language) -> str:
    return lang.say(
        "{who} {range} (weight {weight})",
        who=who,
        range=written(of.own[who], lang).replace(NBSP, " "),
        weight=lang.percent(of.weights[who]),
    )


def written(n: Number, lang: Language) -> str:
    """Write a range: least, likeliest and most; one number where it has but one."""
    ends = (n.low, n.mode, n.high) if n.low < n.high else (n.mode,)
    return f"{NBSP}/{NBSP}".join(lang.amount(x, 2) for x in ends)


def _numbers(sheet: Sheet) -> dict[str, Number]:
    """The numbers of the case as a sheet has them, by path."""
    found = {}
    for node in walk(sheet.stated.form):
        if isinstance(node.form, Estimate):
            path = dotted(node.route)
            found[path] = Number.of(path, node.form)
    return found
