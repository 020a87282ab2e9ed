"""The sheet of one analyst for one case: ranges of its own, and answers about pairs of values.

A sheet is read like a case, so what is wrong with it is named with its line and column. A range
it does not give is that of the case.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema

from detente.case import Case, InvalidCase
from detente.case.amounts import Estimate, Form, Id, Positive, Text, When, Word, refuse, say
from detente.case.errors import DESCRIBED
from detente.case.measures import Summed
from detente.case.pinning import ranged
from detente.case.reader import Document, Kind, Route, dotted, parse, read
from detente.case.rules import Fault, everyone
from detente.case.tree import walk
from detente.case.wording import invalid
from detente.elicitation.points import comparable
from detente.words.nearest import suggest

SHEET = Kind(
    "sheet",
    "`detente elicit questions CASE -o FILE` writes one to fill in",
    "`analyst: …`, `case: …`, `ranges: …`",
)

_A_CASE = (
    "this is a case, not a sheet: `detente elicit questions CASE -o FILE` writes one to fill in"
)

UNSURE = "unsure"

Bundle = Mapping[str, float]
"""Values taken together: how many of each, by path."""


def _counted(raw: Any) -> Any:
    """Read a bundle: one path, a list of paths, or how many of each path."""
    if isinstance(raw, str):
        raw = [raw]
    if isinstance(raw, list):
        for item in raw:
            if not isinstance(item, str):
                raise refuse(f"expected the path of a value, got {say(item)}")
        return dict(Counter(raw))
    if not isinstance(raw, dict):
        raise refuse(f"expected a path, or a list of paths, got {say(raw)}")
    return raw


def _held(raw: Any) -> Any:
    if isinstance(raw, bool) or raw == UNSURE:
        return raw
    raise refuse(f"expected true, false or {UNSURE}, got {say(raw)}")


_PATH = {"type": "string", "minLength": 1}

Counted = Annotated[
    Mapping[Word, Positive],
    Field(min_length=1, max_length=50),
    BeforeValidator(_counted),
    WithJsonSchema(
        {
            "anyOf": [
                _PATH,
                {"type": "array", "items": _PATH, "minItems": 1},
                {
                    "type": "object",
                    "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
                    "minProperties": 1,
                },
            ]
        }
    ),
]
Holds = Annotated[bool | Literal["unsure"], BeforeValidator(_held)]


class Pair(Form):
    """An answer: whether to a party (or audience) the one bundle is worth more than the other."""

    party: Id = Field(description="In whose points; all values of the pair must be in them.")
    more: Counted = Field(
        description="What is said to be worth more: a path, a list of paths, or how many of each."
    )
    less: Counted = Field(description="What it is compared with.")
    holds: Holds = Field(description="unsure: neither is said.")
    why: Text | None = None


class SheetForm(Form):
    """What one analyst says about the values of a case."""

    analyst: Word = Field(description="Who says it.")
    case: Id = Field(description="The name of the case.")
    date: When | None = Field(None, description="When it was written.")
    note: Text | None = None
    ranges: Mapping[Word, Estimate] = Field(
        {}, description="By the path of the value; what is left out is as in the case."
    )
    pairs: tuple[Pair, ...] = Field((), max_length=1000, description="Answers about pairs.")


@dataclass(frozen=True, eq=False)
class Sheet:
    """What an analyst says about the numbers of a case, checked against it.

    Attributes
    ----------
    form
        The file, typed and frozen: `form.ranges` by path, `form.pairs`.
    case
        The case it is about.
    document
        The file itself, with the place of everything in it.
    """

    form: SheetForm
    case: Case
    document: Document

    @classmethod
    def load(cls, path: str | Path, case: Case) -> Sheet:
        """Load the sheet at `path`.

        Raises
        ------
        CaseNotFound
            There is no such file.
        InvalidCase
            It is no valid sheet for `case`; all problems found are listed with their places.
        """
        return cls._from(read(path, kind=SHEET), case)

    @classmethod
    def parse(cls, text: str, case: Case, file: str = "sheet.yaml") -> Sheet:
        """Make a sheet of YAML `text`; `file` is what errors call it.

        Raises
        ------
        InvalidCase
            The text is no valid sheet for `case`.
        """
        return cls._from(parse(text, file, SHEET), case)

    @classmethod
    def _from(cls, document: Document, case: Case) -> Sheet:
        if document.data.keys() >= {"parties", "measures"}:
            raise InvalidCase([document.problem((), _A_CASE)])
        try:
            form = SheetForm.model_validate(document.data)
        except ValidationError as error:
            raise invalid(error, document, SheetForm) from None
        if wrong := list(islice(_faults(form, case, document), DESCRIBED)):
            raise InvalidCase(document.problem(f.route, f.message, key=f.key) for f in wrong)
        return cls(form, case, document)

    @classmethod
    def empty(cls, case: Case, analyst: str = "NAME") -> Sheet:
        """Make a sheet that says nothing yet: all its ranges are those of the case."""
        return cls.parse(f"analyst: {json.dumps(analyst)}\ncase: {case.name}\n", case)

    @property
    def analyst(self) -> str:
        """Who wrote it."""
        return self.form.analyst

    @cached_property
    def stated(self) -> Case:
        """The case with the ranges of this sheet in place of its own."""
        return ranged(self.case, self.form.ranges)

    def line(self, pair: int) -> int:
        """Line of the file, from 1, on which the pair of that index stands."""
        return self.document.place(("pairs", pair))[0]


# --- what can be wrong ---------------------------------------------------------------------------


def _faults(form: SheetForm, case: Case, document: Document) -> Iterator[Fault]:
    if form.case != case.name:
        yield Fault(("case",), f"this sheet is for the case '{form.case}', not for '{case.name}'")
        return
    numbers = {dotted(n.route): n.form for n in walk(case.form) if isinstance(n.form, Estimate)}
    for path, told in form.ranges.items():
        yield from _range(path, told, case, numbers)
    owners = comparable(case)
    first: dict[object, int] = {}
    for index, pair in enumerate(form.pairs):
        yield from _pair(pair, ("pairs", index), case, owners, document)
        same = first.setdefault((_key(pair.more), _key(pair.less)), index)
        if same != index:
            line = document.place(("pairs", same))[0]
            yield Fault(("pairs", index), f"the same pair stands on line {line} already")


def _key(bundle: Bundle) -> frozenset[tuple[str, float]]:
    return frozenset(bundle.items())


def _range(
    path: str, told: Estimate, case: Case, numbers: Mapping[str, Estimate]
) -> Iterator[Fault]:
    route: Route = ("ranges", path)
    if path not in numbers:
        yield Fault(route, _nothing_at(path, case, numbers), key=True)
        return
    least, most = numbers[path].least, numbers[path].most
    if told.low < least:
        yield Fault(route, f"{told.low:g} is below {least:g}")
    if told.high > most:
        yield Fault(route, f"{told.high:g} is above {most:g}")
    for index, source in enumerate(told.sources):
        if source not in case.form.sources:
            hint = suggest(source, case.form.sources)
            yield Fault((*route, "sources", index), f"there is no source '{source}'{hint}")


def _pair(
    pair: Pair, route: Route, case: Case, owners: Mapping[str, str], document: Document
) -> Iterator[Fault]:
    who = everyone(case.form)
    if pair.party not in who:
        hint = suggest(pair.party, who)
        yield Fault((*route, "party"), f"there is no party or audience '{pair.party}'{hint}")
        return
    for side in ("more", "less"):
        for path in getattr(pair, side):
            here = _place(document, (*route, side), path)
            if message := _misfit(path, pair.party, case, owners):
                yield Fault(here, message, key=True)
            elif side == "less" and path in pair.more:
                yield Fault(here, f"'{path}' stands on both sides: leave it out", key=True)


def _misfit(path: str, party: str, case: Case, owners: Mapping[str, str]) -> str:
    """Why a path cannot stand in a pair of that party; empty where it can."""
    if path in owners:
        if owners[path] == party:
            return ""
        return (
            f"'{path}' is in points of '{owners[path]}', not of '{party}': points of two are never "
            "compared"
        )
    if any(number.path == path for number in case.numbers):
        return f"'{path}' is a share, a rate or a time, not an amount in points"
    if _summed(path, case):
        return (
            f"'{path}' is summed from objectives: compare what those are worth "
            f"(parties.{party}.objectives.….worth)"
        )
    mine = [known for known, who in owners.items() if who == party]
    return _nothing_at(path, case, mine)


def _nothing_at(path: str, case: Case, known: Mapping[str, Any] | list[str]) -> str:
    block, _, rest = path.partition(".")
    measure = rest.partition(".")[0]
    if block == "measures" and measure not in case.form.measures:
        return f"there is no measure '{measure}'{suggest(measure, case.form.measures)}"
    return f"there is no number at '{path}'{suggest(path, known)}"


def _summed(path: str, case: Case) -> bool:
    return any(isinstance(n.form, Summed) and dotted(n.route) == path for n in walk(case.form))


def _place(document: Document, route: Route, path: str) -> Route:
    """Where a path of a bundle stands: in a list, as a key, or alone."""
    raw = document.at(route)
    if isinstance(raw, list):
        return (*route, next(k for k, item in enumerate(raw) if item.strip() == path))
    return (*route, path) if isinstance(raw, dict) else route
