"""What can be wrong with an exchange or a ladder, one class for each way."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from detente.words.plain import plain

if TYPE_CHECKING:
    from detente.exchange.certificate import Row


class DetenteError(Exception):
    """Base of everything a user's input can cause; its text is one clear sentence.

    What it quotes may be anything that a file holds: `str` gives it fit to be shown.
    """

    def __str__(self) -> str:
        return plain(super().__str__())


class InvalidExchange(DetenteError, ValueError):
    """The exchange itself makes no sense."""


class DuplicateName(InvalidExchange):
    """Two parties, or two lots, carry one name; or one name is both party and audience."""


class UnknownParty(InvalidExchange):
    """A giver, receiver, stake, cap or deposit names nobody in the exchange."""


class UnknownLot(InvalidExchange):
    """A precedence or a group names a lot that is not there."""


class NotFinite(InvalidExchange):
    """A number is NaN, infinite, or no number at all."""


class NegativeAmount(InvalidExchange):
    """A cost, stake, cap or deposit is below zero."""


class ShareOutOfRange(InvalidExchange):
    """A recovered or lost share lies outside [0, 1]."""


class PrecedenceCycle(InvalidExchange):
    """The precedences, after contracting the groups, go round in a circle."""


class InvalidGroup(InvalidExchange):
    """A group is too small, overlaps another, or has a precedence inside it."""


class InvalidMenu(InvalidExchange):
    """What a package may contain is stated in a way that makes no sense."""


class InvalidLadder(DetenteError, ValueError):
    """A ladder does not fit its exchange: a lot missing or repeated, an order broken."""


class TooLarge(DetenteError, ValueError):
    """More was asked than this way of answering can hold; the text names its limit."""


class MissingExtra(DetenteError):
    """What was asked needs a library that comes with an extra; the text says how to install it.

    It names the Python that runs: another one's pip would look for the program elsewhere.
    """

    def __init__(self, what: str, extra: str) -> None:
        python = shlex.quote(sys.executable or "python3")
        command = f"{python} -m pip install 'detente[{extra}]'"
        super().__init__(f"{what}: install the extra '{extra}' ({command})")


class NoLadder(DetenteError):
    """No ladder meets the demands.

    Attributes
    ----------
    row
        The binding row of the certificate of the best ladder found: where, and for whom,
        the demand fails by most.
    proven
        True when no ladder can meet the demands; False when time ran out first.
    """

    def __init__(self, message: str, row: Row, *, proven: bool) -> None:
        super().__init__(message)
        self.row = row
        self.proven = proven

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (str(self), self.row, self.proven)


def _rebuild(message: str, row: Row, proven: bool) -> NoLadder:
    return NoLadder(message, row, proven=proven)
