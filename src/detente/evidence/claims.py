"""Claims: what is said about the world, by how many voices that are really different ones."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.evidence.errors import InvalidTable
from detente.evidence.lexicon import Act
from detente.evidence.registry import PASSING_ON

if TYPE_CHECKING:
    from detente.evidence.origins import Origin

FAR = 100
"""Publishers through which an origin is followed back at most: no news goes through so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One publisher's word on one claim.

    Attributes
    ----------
    id
        Names it in the table or document it comes from.
    subject, attribute, value
        What is asked about what, and the answer: "2025-06-21 release", "n_released", "14".
    publisher, kind
        Who publishes, and what kind of source that is.
    origins
        Whose word it is; the publisher's own where it names none.
    date
        ISO date of publication, or empty.
    act
        Says, confirms, denies, or: a word that was due did not come.
    where
        Address, or document and place.
    quote
        The words it stands on, where there are any.
    """

    id: str
    subject: str
    attribute: str
    value: str
    publisher: str
    kind: str
    origins: tuple[Origin, ...]
    date: str = ""
    act: Act = Act.SAYS
    where: str = ""
    quote: str = ""

    @property
    def passing_on(self) -> bool:
        """Say whether its publisher only passes on what others wrote."""
        return self.kind in PASSING_ON


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A proposition and all reports of it.

    Attributes
    ----------
    subject, attribute, value
        As in :class:`Report`; the first two are the question, the third is one answer to it.
    reports
        In the order of publication.
    """

    subject: str
    attribute: str
    value: str
    reports: tuple[Report, ...]

    @cached_property
    def id(self) -> str:
        """Name the claim by what it says, the same in every run."""
        said = "\x1f".join((self.subject, self.attribute, normal(self.value)))
        return sha256(said.encode()).hexdigest()[:12]

    @property
    def question(self) -> tuple[str, str]:
        """Give what it answers."""
        return self.subject, self.attribute

    @cached_property
    def asserting(self) -> tuple[Report, ...]:
        """Give the reports that say so."""
        return tuple(r for r in self.reports if r.act not in {Act.DENIES, Act.ABSENT, Act.DECLINES})

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """Give the origins of those who say so, by key."""
        return {o.key: o for r in self.asserting for o in r.origins}

    @cached_property
    def latest(self) -> Mapping[str, str]:
        """Give, for each publisher that says so, the date on which it last did."""
        found: dict[str, str] = {}
        for r in self.asserting:
            found[r.publisher] = max(r.date, found.get(r.publisher, ""))
        return found

    @cached_property
    def carriers(self) -> Mapping[str, int]:
        """Count, by origin, the publishers that have it from there and do not only pass on."""
        pairs = {
            (o.key, r.publisher) for r in self.asserting if not r.passing_on for o in r.origins
        }
        return Counter(key for key, _ in pairs)

    @property
    def denying(self) -> tuple[Report, ...]:
        """Give the reports that deny it."""
        return tuple(r for r in self.reports if r.act is Act.DENIES)

    @property
    def sentence(self) -> str:
        """Write the claim in one line."""
        return f"{self.subject}: {self.attribute} = {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who really stands behind a claim.

    Attributes
    ----------
    independent
        Keys of voices that are no party to the deal and no party's mouthpiece.
    sides
        Parties that say so themselves.
    weak
        Voices that weigh nothing alone: rewriters and reprints without a better witness, origins
        that are only guessed at, state media of third countries.
    """

    independent: frozenset[str]
    sides: frozenset[str]
    weak: frozenset[str]

    @property
    def strength(self) -> int:
        """Count the voices that weigh: independent ones, and one for each side."""
        return len(self.independent) + len(self.sides)


def group(reports: Iterable[Report]) -> list[Claim]:
    """Group reports that say the same of the same, in order of first mention."""
    found: dict[tuple[str, str, str], list[Report]] = {}
    for report in reports:
        key = (report.subject, report.attribute, normal(report.value))
        found.setdefault(key, []).append(report)
    return [
        Claim(
            subject=same[0].subject,
            attribute=same[0].attribute,
            value=same[0].value,
            reports=tuple(sorted(same, key=lambda r: r.date)),
        )
        for same in found.values()
    ]


def normal(value: str) -> str:
    """Write an answer the one way: blanks, case and thousands marks do not make a difference."""
    plain = " ".join(value.replace("\u00a0", " ").casefold().split())
    bare = plain.replace(",", "").replace(" ", "")
    if bare.replace(".", "", 1).isdecimal():
        return f"{float(bare):g}" if len(bare) < 16 else bare
    return plain


def support(claim: Claim, carriers: Mapping[str, int] | None = None) -> Support:
    """Count who stands behind a claim, each voice once however often it is repeated.

    A report that only passes on counts for its origin if some better carrier bears out that the
    origin said so; otherwise it is weak.

    Parameters
    ----------
    claim
        The claim.
    carriers
        By origin, the most carriers that another answer to the question has for it: an origin that
        is quoted for two answers was misheard by somebody, and speaks for that of more carriers.
    """
    elsewhere = carriers or {}
    firsthand = {o.key for r in claim.asserting if not r.passing_on for o in r.origins}
    independent: set[str] = set()
    sides: set[str] = set()
    weak: set[str] = set()
    for report in claim.asserting:
        for origin in report.origins:
            if report.passing_on and origin.key not in firsthand:
                weak.add(report.publisher)
            elif origin.doubtful or (
                elsewhere.get(origin.key, 0) > claim.carriers.get(origin.key, 0)
            ):
                weak.add(origin.key)
            elif origin.party:
                sides.add(origin.party)
            elif origin.kind == "state media":
                weak.add(origin.key)
            else:
                independent.add(origin.key)
    weak -= independent
    return Support(independent=frozenset(independent), sides=frozenset(sides), weak=frozenset(weak))


def followed_back(reports: Sequence[Report]) -> list[Report]:
    """Follow origins back: who cites a publisher that itself cites another has it from the other.

    Within one question. Publishers that cite one another in a circle, so that nobody is left who
    has it from elsewhere, are one voice: that of the first of them by name.

    Raises
    ------
    InvalidTable
        One is led back through more than :data:`FAR` publishers; names the report.
    """
    told: dict[tuple[str, str, str], list[Report]] = {}
    for report in reports:
        key = (report.subject, report.attribute, report.publisher.casefold())
        told.setdefault(key, []).append(report)

    circles = _circles(reports, told)

    def back(report: Report) -> Report:
        def named(publisher: str) -> tuple[Origin, ...]:
            others = told.get((report.subject, report.attribute, publisher), ())
            return next((r.origins for r in others if r.id != report.id), ())

        try:
            found = _back(report.origins, named)
        except InvalidTable as bad:
            raise InvalidTable(f"report '{report.id}': {bad}") from bad
        asked = (report.subject, report.attribute)
        ends = (circles.get((*asked, o.name.casefold()), o) for o in found)
        return replace(report, origins=tuple(dict.fromkeys(ends)))

    return [back(report) for report in reports]


def _circles(
    reports: Sequence[Report], told: Mapping[tuple[str, str, str], Sequence[Report]]
) -> dict[tuple[str, str, str], Origin]:
    """By question and name, the one voice of the circle of publishers that it belongs to."""
    cited = {
        (r.subject, r.attribute, r.publisher.casefold(), o.name.casefold()): o
        for r in reports
        for o in r.origins
        if (r.subject, r.attribute, o.name.casefold()) in told
        and o.name.casefold() != r.publisher.casefold()
    }
    if not cited:
        return {}
    import networkx as nx

    graph = nx.DiGraph(((*asked, who), (*asked, whom)) for *asked, who, whom in cited)
    voice = {(*asked, whom): origin for (*asked, _, whom), origin in cited.items()}
    return {
        name: voice[min(circle)]
        for circle in nx.strongly_connected_components(graph)
        if len(circle) > 1
        for name in circle
    }


def _back(
    origins: tuple[Origin, ...], named: Callable[[str], tuple[Origin, ...]]
) -> tuple[Origin, ...]:
    found: dict[str, Origin] = {}
    waiting = deque(origins)
    seen: set[str] = set()
    followed = 0
    while waiting:
        origin = waiting.popleft()
        name = origin.name.casefold()
        further = named(name)
        if name in seen or not further or origin.key in {o.key for o in further}:
            found.setdefault(origin.key, origin)
        else:
            followed += 1
            if followed > FAR:
                raise InvalidTable(
                    f"its origin is followed back through more than {FAR} publishers, each citing "
                    "the next; name the first one"
                )
            waiting.extend(further)
        seen.add(name)
    return tuple(found.values()) or origins
