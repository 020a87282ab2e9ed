"""Who is there: parties, audiences, what they want, what holds them, what they will not do."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from detente.case.amounts import (
    Amount,
    Basis,
    Day,
    Flag,
    Form,
    Id,
    Positive,
    Text,
    When,
    Word,
    refuse,
)


class Source(Form):
    """Something that can be cited by its id."""

    title: Text
    publisher: Text | None = None
    date: When | None = None
    url: Word | None = Field(None, description="The address, kept and shown as text only.")
    kind: Literal["document", "data", "record", "judgement"] = Field(
        "document",
        description="document: published text; data: a compilation; record: what is publicly "
        "known; judgement: the author's own.",
    )
    note: Text | None = None


class Anchor(Form):
    """What a party's points mean: `points` are as much as `equals`."""

    points: Positive = 10.0
    equals: Text


class Objective(Basis):
    """Something a party wants."""

    name: Text
    worth: Amount | None = Field(
        None, description="What reaching it wholly is worth, in the party's points."
    )


class RedLine(Basis):
    """What a party will not do, or not first."""

    text: Text | None = Field(None, description="The line in words.")
    forbids: Id | None = Field(
        None, description="No measure of this party that bears this tag is in the plan."
    )
    up_front: Flag = Field(
        False,
        description="True: a measure with the tag may be given, but only after everything "
        "the other parties give (save what a red line of theirs holds back in the same way).",
    )


class Deposit(Amount):
    """A stake that stands until completion and is then given back."""

    holder: Id | None = Field(
        None, description="The other party that holds it and keeps it on breakdown."
    )


class Escrow(Amount):
    """A deposit held by a third party: it tempts nobody, but somebody must decide the breach."""

    held_by: Text | None = None
    decides: Text | None = Field(None, description="Who decides that there was a breach.")
    forfeited_to: Text | None = Field(None, description="Where the money goes then.")


class Stake(Basis):
    """What a party loses by walking away, beyond the measures themselves."""

    reputation: Amount | None = Field(None, description="Standing and future relations.")
    expiry: Amount | None = Field(
        None, description="What lapses by itself when it is not renewed, throughout."
    )
    deposit: Deposit | None = None
    escrow: Escrow | None = None


class Closed(Basis):
    """Days on which a party delivers nothing: a recess, elections, a summit."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first > self.last:
            raise refuse(f"first {self.first} is after last {self.last}")
        return self


class Calendar(Form):
    """When a party can act."""

    closed: tuple[Closed, ...] = Field((), max_length=200)
    capacity: Annotated[int, Strict()] | None = Field(
        None, ge=1, le=1000, description="The most lots it can prepare at the same time."
    )


class Audience(Basis):
    """Somebody who values what happens but gives nothing in this ladder."""

    name: Text
    anchor: Anchor | None = None
    cap: Amount | None = Field(None, description="The largest exposure it may ever have.")
    note: Text | None = None


class Party(Audience):
    """Somebody who gives and receives."""

    stake: Stake = Field(default_factory=Stake)
    calendar: Calendar = Field(default_factory=Calendar)
    objectives: Mapping[Id, Objective] = {}
    red_lines: tuple[RedLine, ...] = Field((), max_length=100)
    budget: Amount | None = Field(
        None, description="The most that everything it gives in a package may cost it."
    )
    must_have: tuple[Id, ...] = Field(
        (), max_length=200, description="Measures that a package must hold for this party."
    )
