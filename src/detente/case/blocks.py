"""Blocks that later parts of the program read: incidents, channels, beliefs."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from detente.case.amounts import (
    RANGE_KEYS,
    Amount,
    Basis,
    Days,
    Flag,
    Fraction,
    Id,
    Positive,
    Share,
    Text,
    Years,
    refuse,
)


class Rate(Basis):
    """How often incidents come: a Gamma prior, as if `events` had been seen in `years`."""

    events: Positive
    years: Positive
    declared: bool = Field(True, description="True: judged, not counted.")


class Effect(Basis):
    """What a measure or channel does to a class of incidents while it holds."""

    rate: Share | None = Field(None, description="Share of the incidents that do not happen.")
    severity: Share | None = Field(None, description="Share of each one's cost that is spared.")
    narrows: Share | None = Field(
        None,
        description="Share of the rate's standard deviation taken away, its mean kept: good and "
        "bad years draw together.",
    )
    holds: Days | None = Field(
        None, description="How long the effect lasts; without it, as long as the measure."
    )


def _share_or_parts(raw: Any) -> str:
    parts = isinstance(raw, dict) and raw.keys().isdisjoint(RANGE_KEYS)
    return "parts" if parts else "share"


EffectForm = Annotated[
    Annotated[Share, Tag("share")] | Annotated[Effect, Tag("parts")],
    Discriminator(_share_or_parts),
]
"""What is done to a class of incidents; a share alone is that of the rate."""


class Incident(Basis):
    """A class of incidents the parties want fewer of."""

    name: Text
    rate: Rate
    severity: Mapping[Id, Amount] = Field(
        {}, description="What one incident costs each party or audience, in its points."
    )
    effects: Mapping[Id, EffectForm] = Field(
        {}, description="What a measure or a proposed channel changes; a share is one of the rate."
    )


class Horizon(Basis):
    """How far ahead incidents are looked at, and what later ones weigh."""

    years: Years
    discount: Fraction = Field(0.0, description="How much less a year later weighs, as a rate.")


class Channel(Basis):
    """A way by which a message gets from one to another."""

    name: Text
    between: tuple[Id, Id]
    reliability: Share
    delay: Days
    discretion: Literal["low", "mid", "high"] = Field(
        "mid", description="high: stays with those on it; mid: may leak; low: becomes public."
    )
    hears: tuple[Id, ...] = Field((), description="Who else learns of it.")
    proposed: Flag = Field(False, description="True: it does not exist yet.")
    opened_by: Id | None = Field(None, description="The measure that opens a proposed channel.")
    cost: Mapping[Id, Amount] = Field(
        {}, description="What setting it up costs each, besides the measure that opens it."
    )
    upkeep: Mapping[Id, Amount] = Field({}, description="What a year of it costs each.")


class PartyType(Basis):
    """A kind of party that this one may be."""

    name: Text | None = None
    share: Share | None = Field(
        None, description="Probability that it is of this type; one type may leave it out."
    )
    stake: Amount | None = Field(
        None,
        description="What it truly loses by walking away; of the first type as stated under "
        "parties, of the others nothing, where it is left out.",
    )
    delivers: Share | None = Field(
        None,
        description="How often it delivers what is due, if by habit and not by reckoning; of the "
        "first type always, of the others never, where it is left out.",
    )


class Belief(Basis):
    """What is believed about a party before anything has been tested: in one of three ways."""

    serious: Share | None = Field(
        None, description="Probability that it means to carry the ladder through."
    )
    types: Mapping[Id, PartyType] = Field(
        {}, max_length=10, description="What it may be; the first type is the one that means it."
    )
    stake: Amount | None = Field(
        None, description="What it truly loses by walking away, without types."
    )
    audiences: Mapping[Id, Share] = Field(
        {}, description="Who believes otherwise: its probability of the first type."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = {"serious": self.serious, "types": self.types or None, "stake": self.stake}
        said = [way for way, value in ways.items() if value is not None]
        if len(said) != 1:
            given = " and ".join(said) or "none of them"
            raise refuse(f"say what is believed by serious, types or stake; here is {given}")
        if self.stake is not None and self.audiences:
            raise refuse("audiences can believe otherwise of types only, not of a stake")
        if self.types:
            self._shares()
        return self

    def _shares(self) -> None:
        if len(self.types) < 2:
            raise refuse("name at least two types")
        said = [type_.share.mode for type_ in self.types.values() if type_.share is not None]
        open_, total = len(self.types) - len(said), sum(said)
        if open_ > 1:
            raise refuse("only one type may leave its share out: it has the rest")
        if total > 1 + 1e-6 or (not open_ and total < 1 - 1e-6):
            raise refuse(f"the shares of the types add up to {total:g}, not to 1")
