"""How the delivery of each lot is checked, from what the case says of its verification."""

from collections.abc import Mapping

from detente.case import resolve
from detente.case.lots import Part
from detente.case.measures import Verification
from detente.case.reader import Route
from detente.case.schema import CaseForm
from detente.exchange.verification import Check


def verification(form: CaseForm, part: Part) -> tuple[Verification | None, Route]:
    """How a lot is checked, None where nobody says, and where that stands."""
    terms: Verification | str | None = part.measure.verification
    if isinstance(terms, str):
        return form.verification[terms], ("verification", terms)
    return terms, ("measures", part.measure_id, "verification")


def checks(form: CaseForm, lots: Mapping[str, Part], pick: resolve.Pick) -> dict[str, Check]:
    """Give the check of each lot of which the case says how likely it sees a breach."""
    found = {}
    for name, part in lots.items():
        terms, here = verification(form, part)
        if terms is not None and terms.detection is not None:
            rest = {
                key: float(pick((*here, key), said))
                for key in ("false_alarm", "lag")
                if (said := getattr(terms, key)) is not None
            }
            found[name] = Check(float(pick((*here, "detection"), terms.detection)), **rest)
    return found
