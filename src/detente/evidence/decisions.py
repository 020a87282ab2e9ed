"""What the analyst decides: accepted, changed or rejected, by name and with a reason.

Machine proposals are recomputed and never written here; decisions are only ever appended, each
with the proposal it answers. So both are kept and neither can pass for the other.
"""

from __future__ import annotations

from dataclasses import MISSING, asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from detente.evidence.collection import append, lines
from detente.evidence.errors import InvalidDecision
from detente.evidence.grading import CREDIBILITY, RELIABILITY
from detente.evidence.status import STATUSES, Judgement
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from detente.evidence.claims import Report

VERDICTS = ("accept", "change", "reject")
# What can be decided on, and what a changed value may be (None: any text).
KINDS: dict[str, tuple[str, ...] | None] = {
    "status": STATUSES,
    "credibility": tuple(str(n) for n in CREDIBILITY),
    "reliability": tuple(RELIABILITY),
    "grouping": None,  # target: a report; value: "subject | attribute | value" it belongs to
    "link": None,  # value: the assumption or delivery that the claim supports or confirms
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision.

    Attributes
    ----------
    kind, target
        What is decided on: the status of a claim, the grouping of a report, …, and its id.
    verdict, value
        Accept, change or reject; what it is changed to.
    proposed
        What the machine proposed when it was decided.
    by, reason, at
        Who, why, and when (ISO date and time).
    """

    kind: str
    target: str
    verdict: str
    by: str
    reason: str
    at: str
    value: str = ""
    proposed: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidDecision(f"nothing is called '{self.kind}'{suggest(self.kind, KINDS)}")
        if self.verdict not in VERDICTS:
            raise InvalidDecision(
                f"a decision is to accept, change or reject, not '{self.verdict}'"
                f"{suggest(self.verdict, VERDICTS)}"
            )
        for name, what in (("by", self.by), ("reason", self.reason), ("target", self.target)):
            if not what.strip():
                raise InvalidDecision(f"a decision needs its '{name}'")
        allowed = KINDS[self.kind]
        if self.verdict == "change":
            if not self.value.strip():
                raise InvalidDecision("to change is to give the new value")
            if allowed is not None and self.value not in allowed:
                raise InvalidDecision(
                    f"{self.kind} cannot be '{self.value}'{suggest(self.value, allowed)}; "
                    f"it is one of: {', '.join(allowed)}"
                )
        if self.kind == "link" and self.verdict != "reject" and not self.value.strip():
            raise InvalidDecision("a link needs the place in the case that the claim supports")
        if self.kind == "grouping" and self.verdict == "change" and self.value.count("|") != 2:
            raise InvalidDecision("write where the report belongs as: subject | attribute | value")

    @property
    def result(self) -> str:
        """Give what holds after it: the new value, the proposal, or nothing where rejected."""
        accepted = self.value if self.kind == "link" else self.proposed  # nobody proposes links
        return {"change": self.value, "accept": accepted, "reject": ""}[self.verdict]


def record(path: Path, decision: Decision) -> None:
    """Append a decision to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    append(path, asdict(decision))


def read_decisions(path: Path) -> list[Decision]:
    """Read the decisions, oldest first.

    Raises
    ------
    InvalidDecision
        A line is no decision; names the line.
    """
    found = []
    for number, row in enumerate(lines(path), 1):
        try:
            found.append(_decision(row))
        except InvalidDecision as bad:
            raise InvalidDecision(f"{path}: decision {number}: {bad}") from bad
    return found


def _decision(row: Mapping[str, object]) -> Decision:
    known = {field.name: field.default is MISSING for field in fields(Decision)}
    for key in row:
        if key not in known:
            raise InvalidDecision(f"there is no field '{key}'{suggest(key, known)}")
    missing = [name for name, needed in known.items() if needed and name not in row]
    if missing:
        raise InvalidDecision(f"missing {', '.join(missing)}")
    return Decision(**{key: str(value) for key, value in row.items()})


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement beside what analysts decided of it.

    Attributes
    ----------
    judgement
        The machine's proposal.
    decisions
        The last decision of each analyst on its status, oldest first.
    """

    judgement: Judgement
    decisions: tuple[Decision, ...] = ()

    @property
    def status(self) -> str:
        """Give the status that holds: the last analyst's, else the proposal."""
        last = self.decisions[-1] if self.decisions else None
        return (last.result or "rejected") if last else self.judgement.status

    @property
    def human(self) -> bool:
        """Say whether a person has decided."""
        return bool(self.decisions)

    @property
    def disputed(self) -> bool:
        """Say whether analysts differ."""
        return len({d.result for d in self.decisions}) > 1


def decided(judgements: Iterable[Judgement], decisions: Sequence[Decision]) -> list[Decided]:
    """Put each judgement beside the decisions on its status."""
    last = _last_words(decisions, "status")
    return [Decided(j, tuple(last.get(j.claim.id, {}).values())) for j in judgements]


def last_words(decisions: Sequence[Decision], kind: str, target: str) -> list[Decision]:
    """Give each analyst's last decision on one thing, in the order they were made."""
    return list(_last_words(decisions, kind).get(target, {}).values())


def _last_words(decisions: Iterable[Decision], kind: str) -> dict[str, dict[str, Decision]]:
    """Give the same for all things of a kind: by target, then by analyst."""
    last: dict[str, dict[str, Decision]] = {}
    for d in decisions:
        if d.kind == kind:
            words = last.setdefault(d.target, {})
            words.pop(d.by, None)
            words[d.by] = d
    return last


def links(decisions: Iterable[Decision]) -> list[Decision]:
    """Give the links that stand: what an analyst later rejects is gone.

    A rejection names the place it is about; without one it takes back all links of that claim.
    """
    standing: dict[tuple[str, str, str], Decision] = {}
    for d in decisions:
        if d.kind != "link":
            continue
        if d.verdict != "reject":
            standing[d.by, d.target, d.value] = d
        for key in list(standing) if d.verdict == "reject" else ():
            if key[:2] == (d.by, d.target) and d.value in {"", key[2]}:
                del standing[key]
    return list(standing.values())


def regrouped(reports: Iterable[Report], decisions: Sequence[Decision]) -> list[Report]:
    """Put reports where analysts said they belong; a rejected one stands alone."""
    last = _last_words(decisions, "grouping")
    found = []
    for report in reports:
        word = next(reversed(last.get(report.id, {}).values()), None)
        if word is not None and word.verdict == "change":
            subject, attribute, value = (part.strip() for part in word.value.split("|"))
            found.append(replace(report, subject=subject, attribute=attribute, value=value))
        elif word is not None and word.verdict == "reject":
            found.append(replace(report, subject=f"{report.subject} ({report.id})"))
        else:
            found.append(report)
    return found


def grades(decisions: Sequence[Decision]) -> dict[str, str]:
    """Give the reliability that analysts last gave to sources, by id."""
    return {
        d.target: d.result for d in decisions if d.kind == "reliability" and d.result in RELIABILITY
    }


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two analysts agree.

    Attributes
    ----------
    items
        Things both decided on.
    observed, expected
        Share on which they agree, and the share chance alone would give.
    differ
        (target, one's word, the other's).
    """

    items: int
    observed: float
    expected: float
    differ: tuple[tuple[str, str, str], ...]

    @property
    def kappa(self) -> float | None:
        """Give Cohen's kappa (1960); None where it is not defined.

        It is not where nothing was decided by both, nor where both gave one and the same answer
        to everything, so that chance explains all.
        """
        if not self.items or self.expected >= 1.0:
            return None
        return (self.observed - self.expected) / (1.0 - self.expected)


def agreement(
    decisions: Sequence[Decision], one: str, other: str, kind: str = "status"
) -> Agreement:
    """Compare two analysts' last words on everything both decided.

    Raises
    ------
    InvalidDecision
        One of them has decided nothing.
    """
    names = {d.by for d in decisions}
    for name in (one, other):
        if name not in names:
            raise InvalidDecision(f"'{name}' has decided nothing{suggest(name, names)}")
    said: dict[str, dict[str, str]] = {one: {}, other: {}}
    for d in decisions:
        if d.kind == kind and d.by in said:
            said[d.by][d.target] = d.result or "rejected"
    both = sorted(said[one].keys() & said[other].keys())
    pairs = [(said[one][t], said[other][t]) for t in both]
    count = len(pairs) or 1
    words = {w for pair in pairs for w in pair}
    return Agreement(
        items=len(pairs),
        observed=sum(a == b for a, b in pairs) / count,
        expected=sum(
            (sum(a == w for a, _ in pairs) / count) * (sum(b == w for _, b in pairs) / count)
            for w in words
        ),
        differ=tuple((t, a, b) for t, (a, b) in zip(both, pairs, strict=True) if a != b),
    )


def decisions_of(evidence: Path) -> Path:
    """Give the file of decisions on a body of evidence: in the folder, or next to the file."""
    if evidence.is_dir():
        return evidence / "decisions.jsonl"
    return evidence.with_name(f"{evidence.name}.decisions.jsonl")
