"""What can be done: measures, their lots, and the terms on which they stand."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.functional_validators import BeforeValidator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from detente.case.amounts import (
    Basis,
    Day,
    Days,
    Flag,
    Form,
    Fraction,
    Id,
    Points,
    Positive,
    Share,
    ShareOrEach,
    Text,
    When,
    Word,
    either,
    named,
    refuse,
)


class Value(Points):
    """What one lot is worth to a receiver, and which of its objectives that serves."""

    serves: Mapping[Id, Fraction] = Field(
        {}, description="Shares of this value by objective of the receiver, at most 1 in all."
    )


class Summed(Basis):
    """A value that is summed from the receiver's objectives."""

    from_: Mapping[Id, Share] = Field(
        alias="from", description="Share of each objective's worth that one lot brings."
    )


def _summed_or_said(raw: Any) -> str:
    return "summed" if isinstance(raw, dict) and "from" in raw else "said"


ValueOrSum = Annotated[
    Annotated[Value, Tag("said")] | Annotated[Summed, Tag("summed")],
    Discriminator(_summed_or_said),
]


class Revocability(Basis):
    """What taking a measure back does."""

    name: Text | None = None
    lost: ShareOrEach | None = Field(
        None, description="Share of its value a receiver loses; one for all, or one for each."
    )
    recovered: Share | None = Field(None, description="Share of its cost the giver gets back.")
    takes: Days | None = Field(None, description="Days until taking it back has effect.")


class Verification(Basis):
    """How a delivery is checked."""

    name: Text | None = None
    by: Text | None = Field(None, description="Who checks.")
    detection: Share | None = Field(None, description="Probability that a breach is seen.")
    false_alarm: Share | None = Field(None, description="Probability that one is seen wrongly.")
    lag: Days | None = Field(None, description="Days until the check has its answer.")


InstrumentKind = Literal[
    "licence",
    "waiver",
    "suspension",
    "delisting",
    "law",
    "order",
    "pardon",
    "declaration",
    "agreement",
    "notification",
    "restraint",
    "visit",
    "appointment",
    "payment",
    "transfer",
    "removal",
    "other",
]


class Instrument(Form):
    """The act by which a measure is carried out."""

    kind: InstrumentKind
    name: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: Any) -> Any:
        return {"kind": raw} if isinstance(raw, str) else raw

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return either(core, handler, {"enum": list(get_args(InstrumentKind))})


ConsentStatus = Literal["given", "needed", "refused", "unknown"]


class Consent(Basis):
    """Somebody else who must agree."""

    status: ConsentStatus = "needed"
    about: Text | None = None
    date: When | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: Any) -> Any:
        return {"status": raw} if isinstance(raw, str) else raw

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return either(core, handler, {"enum": list(get_args(ConsentStatus))})


class Uptake(Share):
    """Share of the face value that arrives at the parties, and how late."""

    delay: Days | None = Field(None, description="Days until it has arrived.")
    lag: Days | None = Field(None, description="Days until it is known how much arrived.")


class Term(Basis):
    """How long a measure runs."""

    lasts: Days | None = None
    expires: Day | None = None
    renewed: Text | None = Field(None, description="How, and by whom, it is renewed.")


class Lot(Basis):
    """One lot of a measure; what it leaves out is as in the measure."""

    name: Text | None = None
    quantity: Positive | None = None
    cost: Points | None = None
    value: Mapping[Id, ValueOrSum] = {}
    lead: Days | None = None
    not_before: Day | None = Field(None, description="First day of delivery.")
    deadline: Day | None = Field(None, description="Last day of delivery.")
    after: tuple[Word, ...] = Field((), max_length=200)
    together: tuple[Word, ...] = Field((), max_length=200)


class Alternative(Basis):
    """Other terms on which a measure can be had; what it leaves out is as in the measure."""

    name: Text | None = None
    cost: Points | None = None
    value: Mapping[Id, ValueOrSum] = {}
    uptake: Uptake | None = None
    revocability: named(Revocability) | None = None  # type: ignore[valid-type]
    term: Term | None = None


def _count_or_named(raw: Any) -> str:
    return "named" if isinstance(raw, dict) else "count"


def _count(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise refuse("expected a whole number of equal lots, or the lots by name")
    if not 1 <= raw <= 500:
        raise refuse(f"{raw} lots: a measure has 1 to 500")
    return raw


LotsForm = Annotated[
    Annotated[
        int,
        BeforeValidator(_count),
        WithJsonSchema({"type": "integer", "minimum": 1}),
        Tag("count"),
    ]
    | Annotated[Mapping[Id, Lot], Tag("named")],
    Discriminator(_count_or_named),
]


class Measure(Basis):
    """Something a party can do for the others. Cost and value are those of one lot."""

    name: Text
    what: Text | None = Field(None, description="What it is, in a sentence or two.")
    giver: Id = Field(description="The party that carries it out.")
    kind: Literal["act", "standing", "restraint", "periodic"] = Field(
        "act",
        description="act: done once; standing: holds until withdrawn; restraint: not doing "
        "something for a time; periodic: counted in periods. An elapsed period is neither "
        "recovered nor lost.",
    )
    track: Id | None = None
    tags: tuple[Id, ...] = ()
    instrument: Instrument | None = None
    authority: Text | None = Field(None, description="Who can order it.")
    consents: Mapping[Id, Consent] = Field({}, description="Who else must agree.")
    publicity: Literal["public", "private", "deniable"] = "public"

    quantity: Positive | None = Field(None, description="Of all lots together.")
    unit: Text | None = None
    lots: LotsForm = Field(1, description="Number of equal lots, or the lots by id.")
    cost: Points | None = Field(None, description="Of one lot, to the giver, in its points.")
    value: Mapping[Id, ValueOrSum] = Field(
        {}, description="Of one lot, to each other party and audience, in that one's points."
    )
    uptake: Uptake | None = Field(
        None, description="Share of the value to parties that arrives, and how late."
    )

    alternatives: Mapping[Id, Alternative] = Field(
        {},
        max_length=20,
        description="Other terms, by name: a package holds the measure on these or its own.",
    )

    revocability: named(Revocability) | None = Field(  # type: ignore[valid-type]
        None, description="Here, or by the name of shared terms. Without it nothing is undone."
    )
    verification: named(Verification) | None = None  # type: ignore[valid-type]
    notice: Days | None = Field(None, description="Days of notice before it may be withdrawn.")
    wind_down: Days | None = Field(None, description="Days granted for winding down afterwards.")
    reimpose: Days | None = Field(None, description="Days it takes to put back what was lifted.")
    term: Term | None = None

    lead: Days | None = Field(None, description="Days from decision to delivery.")
    not_before: Day | None = Field(None, description="First day of delivery.")
    deadline: Day | None = Field(None, description="Last day of delivery.")
    after: tuple[Word, ...] = Field(
        (), max_length=200, description="Measures or lots that must come before."
    )
    together: tuple[Word, ...] = Field(
        (), max_length=200, description="Measures or lots of the same step."
    )
    requires: tuple[Id, ...] = Field(
        (), max_length=200, description="Measures a package with this must hold."
    )
    excludes: tuple[Id, ...] = Field(
        (), max_length=200, description="Measures a package with this cannot hold."
    )
    option: Flag = Field(False, description="True: in the plan only when asked for.")
    unconditional: Flag = Field(False, description="True: given outside the ladder.")


PEOPLE = frozenset(("people", "persons", "prisoners", "detainees", "hostages", "captives"))


def frees_people(measure: Measure) -> bool:
    """Whether a measure is about people's freedom, so that delaying it delays somebody's."""
    by_pardon = measure.instrument is not None and measure.instrument.kind == "pardon"
    return by_pardon or (measure.unit is not None and measure.unit["en"].lower() in PEOPLE)
