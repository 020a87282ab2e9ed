"""A case as the rest of the program sees it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from detente.case import resolve
from detente.case.amounts import Estimate, Text
from detente.case.checks import checks
from detente.case.errors import DESCRIBED, InvalidCase, UnknownName
from detente.case.findings import findings
from detente.case.library import bundled_path
from detente.case.lots import Part, groups_among, links, parts
from detente.case.menu import menu
from detente.case.messages import Finding
from detente.case.reader import Document, Route, dotted, parse, read
from detente.case.rules import faults
from detente.case.schema import CaseForm
from detente.case.timing import timed
from detente.case.tree import walk
from detente.case.wording import invalid
from detente.exchange.calendar import Calendar
from detente.exchange.errors import InvalidExchange
from detente.exchange.menu import Menu
from detente.exchange.model import Deposit, Exchange
from detente.exchange.timing import TimedExchange
from detente.exchange.verification import Check
from detente.words.language import NBSP
from detente.words.nearest import suggest

Point = Literal["low", "mode", "high"] | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number of the case, with its range and what it rests on.

    Parameters
    ----------
    path : where it stands, such as ``measures.releases.value.us``.
    low, mode, high : least, most likely and largest value.
    dist : how likelihood is spread over the range; see `detente.case.amounts.Estimate`.
    why, sources : reason and ids of sources, its own or of the block around it.
    line : line of the file, from 1.
    """

    path: str
    low: float
    mode: float
    high: float
    dist: str
    why: Text | None
    sources: tuple[str, ...]
    line: int


@dataclass(frozen=True, eq=False)
class Case:
    """What an analyst wrote, checked.

    Parameters
    ----------
    form : the blocks of the file, typed and frozen.
    document : the file itself, with the place of everything in it.
    """

    form: CaseForm
    document: Document

    @classmethod
    def load(cls, name_or_path: str | Path) -> "Case":
        """Load a bundled case by its name, or a file by its path.

        Raises
        ------
        CaseNotFound
            There is no such file or bundled case.
        InvalidCase
            The file is not a valid case; all problems found are listed with their places.
        """
        bundled = bundled_path(name_or_path)
        return cls._from(read(bundled, bundled.name) if bundled else read(name_or_path))

    @classmethod
    def parse(cls, text: str, file: str = "case.yaml") -> "Case":
        """Make a case of YAML `text`; `file` is what errors call it.

        Raises
        ------
        InvalidCase
            The text is not a valid case.
        """
        return cls._from(parse(text, file))

    @classmethod
    def _from(cls, document: Document) -> "Case":
        try:
            form = CaseForm.model_validate(document.data)
        except ValidationError as error:
            raise invalid(error, document) from None
        if wrong := list(islice(faults(form), DESCRIBED)):
            raise InvalidCase(document.problem(f.route, f.message, key=f.key) for f in wrong)
        return cls(form, document)

    def __repr__(self) -> str:
        return f"<Case '{self.name}' of {self.document.file}: {len(self.lots)} lots>"

    # --- what it is called -----------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Short name of the case."""
        return self.form.name

    @property
    def title(self) -> Text:
        """Title; ``case.title["ru"]`` is the Russian one."""
        return self.form.title

    @cached_property
    def lots(self) -> Mapping[str, Part]:
        """All lots by name, options and unconditional ones included, in the order of the file."""
        return parts(self.form)

    def text(self, id_: str) -> Text:
        """Name of a party, audience, measure or lot, in English and Russian.

        Raises
        ------
        UnknownName
            The case has nothing of that id.
        """
        form = self.form
        for block in (form.parties, form.audiences, form.measures):
            if id_ in block:
                return block[id_].name
        if id_ in self.lots:
            return _lot_text(self.lots[id_])
        known = [*form.parties, *form.audiences, *form.measures, *self.lots]
        raise UnknownName(f"{form.name} has nothing called '{id_}'{suggest(id_, known)}")

    # --- what it says ----------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> tuple[Assumption, ...]:
        """Every number that has a range or could have one, in the order of the file."""
        return tuple(
            Assumption(
                dotted(node.route),
                node.form.low,
                node.form.mode,
                node.form.high,
                node.form.dist,
                node.why,
                node.sources,
                self.document.place(node.route)[0],
            )
            for node in walk(self.form)
            if isinstance(node.form, Estimate)
        )

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every uncertain number: those whose `low` is below their `high`."""
        return tuple(number for number in self.numbers if number.low < number.high)

    def findings(self) -> tuple[Finding, ...]:
        """What `detente check` has to say: warnings and notices, in the order of the file."""
        return findings(self)

    # --- what it amounts to ----------------------------------------------------------------------

    def planned(self, options: Iterable[str] = ()) -> tuple[str, ...]:
        """Names of the lots a ladder orders: all but unconditional ones and options not asked for.

        Raises
        ------
        UnknownName
            `options` names something that is no option of this case.
        InvalidCase
            An option crosses a red line of the party that would give it.
        """
        wanted = set(options)
        optional = [id_ for id_, m in self.form.measures.items() if m.option]
        for id_ in sorted(wanted - set(optional)):
            hint = suggest(id_, optional) or f" (its options: {', '.join(optional) or 'none'})"
            raise UnknownName(f"{self.name} has no option '{id_}'{hint}")
        for id_ in sorted(wanted):
            measure = self.form.measures[id_]
            for line in self.form.parties[measure.giver].red_lines:
                if line.forbids in measure.tags and not line.up_front:
                    message = f"'{line.forbids}' crosses a red line of {measure.giver}"
                    raise InvalidCase([self.document.problem(("measures", id_, "tags"), message)])
        return tuple(
            name for name, lot in self.lots.items() if lot.core or lot.measure_id in wanted
        )

    def amounts(
        self, at: Point = "mode", options: Iterable[str] = ()
    ) -> tuple[resolve.Amounts, ...]:
        """Cost, value and terms of each planned lot at a point of the ranges.

        Parameters
        ----------
        at
            An end of every range, or numbers by path (see `Assumption.path`) over the modes.
            Arrays of draws in place of numbers give arrays.
        options
            Ids of optional measures to take in.

        Raises
        ------
        UnknownName
            A path or an option is not in this case.
        """
        pick = self._pick(at)
        chosen = self.planned(options)
        return tuple(resolve.amounts(self.form, self.lots[name], pick) for name in chosen)

    def exchange(self, at: Point = "mode", options: Iterable[str] = ()) -> Exchange:
        """Compile to the exchange that `detente.plan` orders; parameters as in `amounts`.

        A cost below zero counts as 0: such a lot is no concession.

        Raises
        ------
        InvalidCase
            The numbers make no exchange; the place is named.
        UnknownName
            A path or an option is not in this case.
        """
        pick = self._pick(at)
        amounts = self.amounts(at, options)
        names = {lot.name for lot in amounts}
        after = dict.fromkeys(
            (link.first, link.then)
            for link in links(self.form, self.lots)
            if link.first in names and link.then in names
        )
        try:
            return Exchange(
                parties=tuple(self.form.parties),
                lots=[lot.lot() for lot in amounts],
                stakes=resolve.stakes(self.form, pick),
                caps=resolve.caps(self.form, pick),
                after=tuple(after),
                together=groups_among(self.lots, names),
                sequential=self.form.sequential,
                audiences=tuple(self.form.audiences),
                deposits=[Deposit(*deposit) for deposit in resolve.deposits(self.form, pick)],
            )
        except InvalidExchange as error:
            raise self._invalid(error) from error

    def timed_exchange(
        self, at: Point = "mode", options: Iterable[str] = (), *, overlap: bool = True
    ) -> TimedExchange:
        """Compile to the exchange that `detente.plan_timed` orders: with its clocks.

        What the clocks are is told in `detente.case.timing`. Other parameters as in `amounts`.

        Parameters
        ----------
        overlap
            False: no lead times of a party's steps in a row overlap.

        Raises
        ------
        InvalidCase
            The numbers make no exchange; the place is named.
        UnknownName
            A path or an option is not in this case.
        """
        deal = self.exchange(at, options)
        return timed(self.form, self.lots, deal, self._pick(at), overlap=overlap)

    def checks(self, at: Point = "mode") -> dict[str, Check]:
        """How each lot is checked of which the case says how likely a breach is seen.

        `at` as in `amounts`. Lots that stand outside the ladder are among them.

        Raises
        ------
        UnknownName
            A path is not in this case.
        """
        return checks(self.form, self.lots, self._pick(at))

    def calendar(self) -> Calendar:
        """When the parties can act, in days from `as_of`."""
        of = {id_: party.calendar for id_, party in self.form.parties.items()}
        start = self.form.as_of
        return Calendar(
            closed={
                id_: [((span.first - start).days, (span.last - start).days) for span in own.closed]
                for id_, own in of.items()
                if own.closed
            },
            capacity={id_: own.capacity for id_, own in of.items() if own.capacity is not None},
        )

    def menu(self, at: Point = "mode") -> Menu:
        """Compile to the menu that `detente.package` chooses from.

        Every measure is a choice, options too, save those given unconditionally; see
        `detente.case.menu`.

        Raises
        ------
        InvalidCase
            The numbers or rules make no menu; the place is named.
        UnknownName
            A path is not in this case.
        """
        pick = self._pick(at)
        try:
            return menu(self.form, dict(self.lots), pick)
        except InvalidExchange as error:
            raise self._invalid(error) from error

    def motives(self, lot: str, at: Point = "mode") -> dict[str, dict[str, float]]:
        """Objectives that a lot serves: by party, the part of its value that goes to each.

        Raises
        ------
        UnknownName
            The case has no such lot, or `at` names a path it does not have.
        """
        if lot not in self.lots:
            raise UnknownName(f"{self.name} has no lot '{lot}'{suggest(lot, self.lots)}")
        part, pick = self.lots[lot], self._pick(at)
        found: dict[str, dict[str, float]] = {}
        for who in part.value:
            if who in self.form.parties:
                arrives = resolve.uptake(self.form, part, who, pick)
                served = resolve.by_objective(self.form, part, who, pick)
                found[who] = {objective: arrives * x for objective, x in served.items()}
        return {who: served for who, served in found.items() if served}

    def _invalid(self, error: InvalidExchange) -> InvalidCase:
        """Say what an exchange refuses at the place of the first lot or party that it names."""
        route: Route = ("measures",)
        for name in re.findall("'([^']+)'", str(error)):
            if name in self.lots:
                route = ("measures", self.lots[name].measure_id)
                break
            if name in self.form.parties:
                route = ("parties", name)
                break
        return InvalidCase([self.document.problem(route, str(error))])

    def _pick(self, at: Point) -> resolve.Pick:
        if isinstance(at, str):
            if at not in ("low", "mode", "high"):
                raise UnknownName(f"at must be low, mode or high, or numbers by path, not '{at}'")
            return resolve.at_end(at)
        known = {number.path for number in self.numbers}
        for path in at:
            if path not in known:
                raise UnknownName(f"{self.name} has no number at '{path}'{suggest(path, known)}")
        return resolve.at_point(at)


def _lot_text(part: Part) -> Text:
    if part.own is not None and part.own.name is not None:
        return part.own.name
    name = part.measure.name
    if part.count == 1:
        return name
    en = NBSP.join((str(part.index), "of", str(part.count)))
    ru = NBSP.join((str(part.index), "из", str(part.count)))
    return Text(en=f"{name['en']}, {en}", ru=f"{name['ru']}, {ru}")
