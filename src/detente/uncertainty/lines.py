"""From a case to its contacts: who of its parties and audiences talks to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.channels import Contacts, Line, Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case import Case
    from detente.case.amounts import Estimate


def contacts(case: Case, more: Iterable[Line] = ()) -> Contacts:
    """Compile the channels of a case.

    Parameters
    ----------
    case
        With `channels`, or without: then nobody can be reached.
    more
        Further lines, such as one thought of just now.

    Raises
    ------
    InvalidContacts
        One of `more` has an end that is no party or audience, or a name that is taken.
    """
    lines = tuple(
        Line(
            id_,
            channel.between,
            _range(channel.reliability),
            _range(channel.delay),
            channel.discretion,
            tuple(dict.fromkeys(channel.hears)),
            channel.proposed,
        )
        for id_, channel in case.form.channels.items()
    )
    return Contacts((*case.form.parties, *case.form.audiences), (*lines, *more))


def _range(number: Estimate) -> Range:
    return Range(number.low, number.mode, number.high)
