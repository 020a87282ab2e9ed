"""From a case to its contacts: who of its parties and audiences talks to whom, and asks whom."""

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
        What it says under `channels`.
    more
        Further lines, such as one thought of just now.

    Raises
    ------
    ValueError
        The case names no channels, and there are no others: then nothing can be told.
    InvalidContacts
        One of `more` has an end that is no party or audience, or a name that is taken.
    """
    more = tuple(more)
    if not case.form.channels and not more:
        raise ValueError(
            f"{case.name} names no channels: say under 'channels' who talks to whom, how surely "
            "and how fast, as the case minsk does, or try one with --add"
        )
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


def ends(case: Case, sender: str | None = None, hearer: str | None = None) -> tuple[str, str]:
    """Say who asks and who is to hear; where that is open, two who deal with each other.

    The sender is the first party, the hearer the party whose measures, taken with the sender's
    own, concern the two of them most often; of several, the first.
    """
    parties = list(case.form.parties)

    def dealings(one: str, other: str) -> int:
        two = {one, other}
        return sum(two == {m.giver, who} for m in case.form.measures.values() for who in m.value)

    def partner(who: str) -> str:
        return max((p for p in parties if p != who), key=lambda p: dealings(who, p))

    start = sender or (partner(hearer) if hearer else parties[0])
    return start, hearer or partner(start)


def _range(number: Estimate) -> Range:
    return Range(number.low, number.mode, number.high)
