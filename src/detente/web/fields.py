"""What an address or a form may say: one table for its form, its reading and its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a study can be told.

    Attributes
    ----------
    name, label
        In the address, and on the page.
    kind
        ``flag`` is given or not, ``party`` is one of the case's parties, ``actor`` a party or an
        audience, ``options`` are optional measures, ``channels`` proposed ones.
    default, least, most
        Value where nothing is given; bounds of numbers.
    choices
        Of a ``choice``: values and what they are called.
    """

    name: str
    label: str
    kind: Literal["number", "whole", "choice", "flag", "party", "actor", "options", "channels"]
    default: Any = None
    least: float = 0
    most: float = 1e9
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, given: list[str], case: Case) -> Any:
        """Read its value from an address.

        Raises
        ------
        ValueError
            It is none that this field can have.
        """
        text = given[-1] if given else ""
        if self.kind == "flag":
            return bool(text)
        if self.kind in ("options", "channels"):
            return tuple(dict.fromkeys(one for one in given if one))
        if not text:
            return self.default
        if self.kind == "choice":
            return self._one_of(text, [value for value, _ in self.choices])
        if self.kind == "party":
            return self._one_of(text, case.form.parties)
        if self.kind == "actor":
            return self._one_of(text, [*case.form.parties, *case.form.audiences])
        return self._number(text)

    def _one_of(self, text: str, known: Any) -> str:
        if text not in known:
            hint = suggest(text, known) or f" (there are: {', '.join(known)})"
            raise ValueError(f"{self.name} cannot be '{text[:60]}'{hint}")
        return text

    def _number(self, text: str) -> float | int:
        try:
            x: float | int = int(text) if self.kind == "whole" else float(text)
        except ValueError:
            raise ValueError(f"{self.name} is a number, not '{text[:60]}'") from None
        if not self.least <= x <= self.most:
            raise ValueError(f"{self.name} is between {self.least:g} and {self.most:g}")
        return x
