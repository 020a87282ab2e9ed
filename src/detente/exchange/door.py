"""What is checked at the door of every part of an exchange: names, lists, numbers.

Each function gives back what it was given, as the frozen data keeps it, or refuses it with the
place (`what`, `place`) in the text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from detente.exchange.errors import (
    DuplicateName,
    InvalidExchange,
    NegativeAmount,
    NotFinite,
    ShareOutOfRange,
)

T = TypeVar("T")


def checked_name(name: object, what: str) -> str:
    """A text that is not empty.

    Raises
    ------
    InvalidExchange
    """
    if not isinstance(name, str) or not name.strip():
        raise InvalidExchange(f"the name of a {what} must be a text that is not empty")
    return name


def checked_names(names: Sequence[str], what: str) -> tuple[str, ...]:
    """A list of names, each of them once.

    Raises
    ------
    InvalidExchange, DuplicateName
    """
    if isinstance(names, str):
        raise InvalidExchange(f"a list of names is needed for each {what}, not one text")
    checked = tuple(checked_name(n, what) for n in names)
    check_unique(checked, what)
    return checked


def check_unique(names: Sequence[str], what: str) -> None:
    """Refuse a name that stands twice.

    Raises
    ------
    DuplicateName
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DuplicateName(f"there are two entries for {what} '{name}'")
        seen.add(name)


def checked_list(things: Iterable[T], what: str) -> tuple[T, ...]:
    """Anything that can be gone through, but no text and no mapping.

    Raises
    ------
    InvalidExchange
    """
    if isinstance(things, str | Mapping) or not isinstance(things, Iterable):
        given = repr(things) if isinstance(things, str) else f"a {type(things).__name__}"
        raise InvalidExchange(f"{what}, not {given}")
    return tuple(things)


def number(x: object, place: str) -> float:
    """A finite number; NumPy's count, true and false do not.

    Raises
    ------
    NotFinite
    """
    if isinstance(x, bool):
        raise NotFinite(f"{place} must be a number, not {x}")
    if not isinstance(x, (int, float)):
        try:  # NumPy scalars and other numbers
            x = float(x.__float__())  # type: ignore[attr-defined]
        except (AttributeError, TypeError):
            raise NotFinite(f"{place} must be a number, not {x!r}") from None
        except OverflowError:
            x = math.inf
    try:
        found = float(x)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise NotFinite(f"{place} must be a finite number, not {found}")
    return found


def amount(x: object, place: str) -> float:
    """A finite number, at least 0.

    Raises
    ------
    NotFinite, NegativeAmount
    """
    found = number(x, place)
    if found < 0:
        raise NegativeAmount(f"{place} must not be below zero, but is {found:g}")
    return found


def share(x: object, place: str) -> float:
    """A number from 0 to 1.

    Raises
    ------
    NotFinite, ShareOutOfRange
    """
    found = number(x, place)
    if not 0 <= found <= 1:
        raise ShareOutOfRange(f"{place} must lie between 0 and 1, but is {found:g}")
    return found


def numbers(of: Mapping[str, float], place: str) -> Mapping[str, float]:
    """Finite numbers by the name of whom they are for.

    Raises
    ------
    InvalidExchange, NotFinite
    """
    if not isinstance(of, Mapping):
        raise InvalidExchange(f"{place} must say for whom, such as {{'B': 5.0}}")
    return MappingProxyType({who: number(x, f"{place} to {who}") for who, x in of.items()})
