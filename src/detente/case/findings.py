"""What `detente check` says about a valid case: what is doubtful, and what to keep in mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from detente.case.case import Case


@dataclass(frozen=True, slots=True)
class Finding:
    code: str

def findings(case: "Case") -> tuple[Finding, ...]:
    return ()
