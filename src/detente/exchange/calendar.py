"""When parties can act: the days on which they deliver nothing, and how much they prepare at once.

What dates a ladder has within a calendar is found in `detente.planning.calendar`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from detente.exchange.errors import InvalidExchange


@dataclass(frozen=True, slots=True)
class Calendar:
    """When each party can act.

    Parameters
    ----------
    closed
        Per party spans (first, last) of days on which it delivers nothing.
    capacity
        Per party the most lots whose lead times may run at once; default any number.

    Raises
    ------
    InvalidExchange
        A span ends before it begins, or a capacity is no whole number above 0.
    """

    closed: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    capacity: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who, spans in self.closed.items():
            for first, last in spans:
                if first > last:
                    raise InvalidExchange(f"closed days of '{who}': {first} to {last} is no span")
        for who, most in self.capacity.items():
            if type(most) is not int or most < 1:
                raise InvalidExchange(
                    f"capacity of '{who}' must be a whole number of lots above 0, not {most!r}"
                )
        set_ = object.__setattr__
        spans_of = {who: tuple((int(a), int(b)) for a, b in x) for who, x in self.closed.items()}
        set_(self, "closed", MappingProxyType(spans_of))
        set_(self, "capacity", MappingProxyType(dict(self.capacity)))

    @property
    def limits(self) -> bool:
        """Whether it keeps anybody from acting at any time."""
        return any(self.closed.values()) or bool(self.capacity)
