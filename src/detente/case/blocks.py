"""Blocks that later parts of the program read: incidents, channels, beliefs."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from detente.case.amounts import (
    Amount,
    Basis,
    Days,
    Id,
    Positive,
    Share,
    Text,
)


class Rate(Basis):
    """How often incidents come: a Gamma prior, as if `events` had been seen in `years`."""

    events: Positive
    years: Positive
    declared: bool = Field(True, description="True: judged, not counted.")


class Incident(Basis):
    """A class of incidents the parties want fewer of."""

    name: Text
    rate: Rate
    severity: Mapping[Id, Amount] = Field(
        {}, description="What one incident costs each party or audience, in its points."
    )
    effects: Mapping[Id, Share] = Field(
        {}, description="Share of the rate that a measure takes away while it holds."
    )


class Channel(Basis):
    """A way by which a message gets from one to another."""

    name: Text
    between: tuple[Id, Id]
    reliability: Share
    delay: Days
    discretion: Literal["low", "mid", "high"] = "mid"
    hears: tuple[Id, ...] = Field((), description="Who else learns of it.")


class Belief(Basis):
    """What is believed about a party before anything has been tested."""

    serious: Share = Field(description="Probability that it means to carry the ladder through.")
