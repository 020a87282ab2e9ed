"""The whole case file. Whether its names fit together is checked in `rules`."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from detente.case.amounts import Basis, Day, Flag, Form, Id, Positive, Text, When
from detente.case.blocks import Belief, Channel, Horizon, Incident
from detente.case.correlation import Correlated
from detente.case.measures import Measure, Revocability, Verification
from detente.case.parties import Audience, Party, Source


class Done(Basis):
    """A step delivered before `as_of`: sunk, so it is in no ladder."""

    date: When
    by: Id = Field(description="The party or audience that did it.")
    what: Text
    quantity: Positive | None = None
    unit: Text | None = None
    status: Literal["confirmed", "claimed", "disputed"] = "confirmed"


Result = Literal["held", "undone", "broke", "paused", "unfinished"]


class Outcome(Basis):
    """How a past case went on: known only later than `as_of`, and reckoned with in no figure."""

    result: Result = Field(
        description="held: carried through, and nothing of it taken back by the date; undone: "
        "carried through, then left or taken back; broke: left or taken back on the way; paused; "
        "unfinished: still under way on the date."
    )
    date: When = Field(description="When that was settled or, of an unfinished one, last seen.")
    what: Text = Field(description="What happened, in a sentence or two.")


class CaseForm(Form):
    """A case: who can give what to whom, at what cost and value, and what is known about it."""

    name: Id
    title: Text
    summary: Text | None = None
    as_of: Day = Field(description="The day from which the case is seen; nothing later is used.")
    illustrative: Flag = Field(
        False, description="True: the amounts are judgements that show the method, not findings."
    )
    note: Text | None = None
    outcome: Outcome | None = Field(None, description="How it ended, where that is known.")
    sequential: Flag = Field(
        False, description="True: lots of one step may also come one giver after another."
    )

    sources: Mapping[Id, Source] = {}
    parties: Mapping[Id, Party]
    audiences: Mapping[Id, Audience] = {}
    tracks: Mapping[Id, Text] = Field({}, description="Names of the tracks measures belong to.")
    revocability: Mapping[Id, Revocability] = Field({}, description="Shared terms, by name.")
    verification: Mapping[Id, Verification] = Field({}, description="Shared terms, by name.")
    measures: Mapping[Id, Measure]
    correlated: Mapping[Id, Correlated] = Field({}, description="Numbers that move together.")
    already: tuple[Done, ...] = ()
    horizon: Horizon | None = Field(None, description="For incidents; without it, one year.")
    incidents: Mapping[Id, Incident] = {}
    channels: Mapping[Id, Channel] = {}
    beliefs: Mapping[Id, Belief] = {}
