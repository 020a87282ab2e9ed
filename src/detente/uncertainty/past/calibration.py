"""What is known of measures of each kind: borrowed figures, the case's own history, and both.

The borrowed figures are a compilation of our own, ``data/rates.json``: counts derived from two
published data sets, each with its citation and the reason to discount it. The Peace Accords Matrix
codes provisions of civil-war accords once a year; the data on the termination of sanctions holds
only cases that ended. A kind of measure to which neither speaks has no figure: its prior is
declared, not known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.uncertainty.past.chronicle import Chronicle, spells
from detente.uncertainty.past.rates import YEAR, Beta, Count, Gamma

if TYPE_CHECKING:
    from detente.case import Case

Event = Literal["start", "completion", "reversal", "renewal", "concession"]
"""start: within a year; completion: within five; reversal: taken back, per year while it holds;
renewal: at the end of its term; concession: sanctions end in a concession or settlement."""

SHARES: tuple[Event, ...] = ("start", "completion", "renewal", "concession")

DISCOUNT = 0.2
"""What a borrowed case weighs beside one of our own: declared, not known."""

_COUNTED: Mapping[Event, tuple[str, str]] = {
    "start": ("started", "n"),
    "completion": ("completed", "n"),
    "reversal": ("reversals", "years"),
    "concession": ("conceded", "n"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One event of one kind of measure: prior, data, posterior.

    Attributes
    ----------
    kind
        Kind of instrument, as in the case.
    event
        What is counted.
    borrowed
        Counts from elsewhere; empty where the prior is declared, not known.
    own
        What the case's own history says; None where it says nothing.
    prior, posterior
        Without and with the case's own history.
    """

    kind: str
    event: Event
    borrowed: tuple[Count, ...]
    own: Count | None
    prior: Beta | Gamma
    posterior: Beta | Gamma

    @property
    def declared(self) -> bool:
        """Whether no source stands behind the prior."""
        return not self.borrowed


@dataclass(frozen=True, slots=True)
class Calibration:
    """All figures of a case.

    Attributes
    ----------
    figures
        By kind in the order of the case, then by event; a kind of which nothing at all is known
        has the event "start" alone.
    discount
        What a borrowed case weighs.
    chronicle
        Name of the case's own history; None where it has none.
    until
        The last day that was used of it.
    """

    figures: tuple[Figure, ...]
    discount: float
    chronicle: str | None
    until: date


@cache
def published() -> dict[str, Any]:
    """Give the compilation: ``sources``, ``figures`` and ``kinds``."""
    path = Path(__file__).parent / "data" / "rates.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def kinds(case: Case) -> tuple[str, ...]:
    """Give the kinds of instrument of a case's measures, each once."""
    used = [m.instrument.kind for m in case.form.measures.values() if m.instrument is not None]
    return tuple(dict.fromkeys(used))


def borrowed(kind: str, event: Event) -> tuple[Count, ...]:
    """Counts from elsewhere for a kind and event; empty where there are none."""
    if event not in _COUNTED:
        return ()
    hits, of = _COUNTED[event]
    data = published()
    found = []
    for id_ in data["kinds"].get(kind, ()):
        figure = data["figures"][id_]
        if hits in figure:
            note = figure["exposure"] if event == "reversal" else ""
            found.append(Count(figure[hits], figure[of], id_, note if note == "estimated" else ""))
    return tuple(found)


def own(chronicle: Chronicle, until: date) -> dict[tuple[str, Event], Count]:
    """Count what a case's history says, by kind of instrument.

    Relief taken back, over the years in which it was in force, and renewed or taken back at the
    ends of its terms; and breaches by the other side, over the years since its first release.
    Promises are not in a chronicle, so it says nothing of starting and completing.
    """
    acts = chronicle.until(until).acts
    found: dict[tuple[str, Event], Count] = {}
    past = spells(acts, until)
    for kind in dict.fromkeys(spell.instrument for spell in past):
        of_kind = [spell for spell in past if spell.instrument == kind]
        taken = sum(spell.taken_back for spell in of_kind)
        years = sum(spell.years for spell in of_kind)
        renewed = sum(spell.renewals for spell in of_kind)
        found[kind, "reversal"] = Count(taken, years, chronicle.name)
        if renewed + taken:
            found[kind, "renewal"] = Count(renewed, renewed + taken, chronicle.name)
    releases = [act.day for act in acts if act.kind == "prisoner_release"]
    if releases:
        broken = sum(
            act.kind.startswith("breach") and not act.sender and act.day >= releases[0]
            for act in acts
        )
        years = (until - releases[0]).days / YEAR
        found["pardon", "reversal"] = Count(broken, years, chronicle.name)
    return found


def calibrate(
    case: Case,
    chronicle: Chronicle | None = None,
    *,
    discount: float = DISCOUNT,
    until: date | None = None,
) -> Calibration:
    """Give prior, data and posterior for every kind of measure of a case.

    Parameters
    ----------
    case
        The case.
    chronicle
        Its own history, where there is one.
    discount
        What a borrowed case weighs, from 0 (not used) to 1 (as one of our own).
    until
        The last day of the history to use; the case's `as_of` where None.

    Raises
    ------
    ValueError
        The discount is out of its range.
    """
    if not 0 <= discount <= 1:
        raise ValueError(f"the discount must be from 0 to 1, not {discount:g}")
    day = until or case.form.as_of
    history = own(chronicle, day) if chronicle else {}
    figures: list[Figure] = []
    for kind in kinds(case):
        events: tuple[Event, ...] = (*_COUNTED, "renewal")
        known = [e for e in events if borrowed(kind, e) or (kind, e) in history]
        figures += [_figure(kind, e, history.get((kind, e)), discount) for e in known or events[:1]]
    return Calibration(tuple(figures), discount, chronicle.name if chronicle else None, day)


def _figure(kind: str, event: Event, data: Count | None, discount: float) -> Figure:
    counts = borrowed(kind, event)
    family: type[Beta] | type[Gamma] = Beta if event in SHARES else Gamma
    prior, posterior = family.after(counts, discount), family.after(counts, discount, data)
    return Figure(kind, event, counts, data, prior, posterior)
