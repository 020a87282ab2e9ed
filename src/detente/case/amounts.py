"""The small pieces every part of a case is made of: names, dates, and numbers with their range."""

import re
from collections.abc import Mapping
from datetime import date
from math import exp, log, sqrt
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


class Form(BaseModel):
    """A mapping of known keys; frozen, and nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def refuse(message: str) -> PydanticCustomError:
    """Make a validation error whose text is ours and is shown as it is."""
    return PydanticCustomError("case", "{text}", {"text": message})


def say(value: object) -> str:
    """Write a value as it may have stood in the file, shortly."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).replace("\n", "\\n")  # a message is one line
    text = text if len(text) <= 40 else text[:39] + "…"
    return text if isinstance(value, int | float) else f"'{text}'"


# --- names -------------------------------------------------------------------------------------

Word = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, Strict(), StringConstraints(pattern=r"^\w[\w-]*$", max_length=60)]
Flag = Annotated[bool, Strict()]


def either(core: CoreSchema, handler: GetJsonSchemaHandler, short: Any) -> JsonSchemaValue:
    """Let the published schema of a form also take the `short` way of writing it."""
    reference = handler(core)
    _widen(handler.resolve_ref_schema(reference), short)
    return reference


def _widen(form: JsonSchemaValue, short: Any) -> None:
    whole = dict(form)
    form.clear()
    form["anyOf"] = [short, whole]


class Text(Form):
    """Words for people, in English and Russian; a plain text serves both."""

    en: Word
    ru: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: Any) -> Any:
        if raw is None or isinstance(raw, bool | int | float | list):
            raise refuse(f"expected a text (put it in quotes), got {say(raw)}")
        return {"en": raw} if isinstance(raw, str) else raw

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return either(core, handler, {"type": "string", "minLength": 1})

    def __getitem__(self, lang: str) -> str:
        """The text in `lang`; English where there is no other."""
        return (self.ru or self.en) if lang == "ru" else self.en


# --- dates -------------------------------------------------------------------------------------


def _day(raw: Any) -> date:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        raise refuse(f"expected a date such as 2025-08-16, got {say(raw)}")
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise refuse(f"{raw} is no date: {error}") from None


def _when(raw: Any) -> str:
    """A date that may be known to the month or the year only."""
    text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise refuse(f"expected a date such as 2025-08-16, 2025-08 or 2025, got {say(raw)}")
    _day(text + "-01-01"[len(text) - 4 :])
    return text


_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_WHEN = {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DATE)]
When = Annotated[str, BeforeValidator(_when), WithJsonSchema(_WHEN)]


def earliest(when: str) -> date:
    """First day that a possibly partial date can mean."""
    return date.fromisoformat(when + "-01-01"[len(when) - 4 :])


# --- numbers -----------------------------------------------------------------------------------


def _real(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        hint = ""
        if isinstance(raw, str) and re.fullmatch(r"[-+]?\d+,\d+", raw):
            hint = f": write {raw.replace(',', '.')}"
        elif isinstance(raw, str) and re.fullmatch(r"[-+]?\d*\.?\d+", raw):
            hint = ": write it without quotes"
        elif isinstance(raw, str) and re.fullmatch(r"\d{1,3} ?%", raw):
            hint = f": write {int(raw.rstrip(' %')) / 100:g}"
        raise refuse(f"expected a number, got {say(raw)}{hint}")
    return float(raw)


def _bounded(least: float, most: float) -> AfterValidator:
    def check(x: float) -> float:
        if x < least:
            raise refuse(f"{x:g} is below {least:g}")
        if x > most:
            raise refuse(f"{x:g} is above {most:g}")
        return x

    return AfterValidator(check)


Real = Annotated[float, BeforeValidator(_real, json_schema_input_type=float)]
Fraction = Annotated[
    Real, _bounded(0.0, 1.0), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Positive = Annotated[
    Real, _bounded(1e-9, 1e12), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]

Years = Annotated[
    Real, _bounded(0.01, 100.0), WithJsonSchema({"type": "number", "minimum": 0.01, "maximum": 100})
]


RANGE_KEYS = ("low", "mode", "high", "value")
"""Any of them makes a mapping a range, and not a list of receivers or of parts."""


class Basis(Form):
    """Why something is as it is said to be, and who says so.

    What stands on a mapping also holds for the numbers inside it that name no basis of their own.
    """

    why: Text | None = Field(None, description="The reason, in a sentence.")
    sources: tuple[Id, ...] = Field((), description="Ids from the top-level list of sources.")


Spread = Literal["pert", "triangular", "uniform", "normal", "lognormal", "fixed"]

Z95 = 1.6448536269514722
"""The 95 % point of the standard normal distribution."""

WIDEST = exp(2 * Z95**2)
"""Of a lognormal whose mode is at its 5 % point, the 95 % point divided by the 5 % point."""


def _middle(low: float, high: float, dist: object) -> float:
    """Where the mode is, if that is not said: in the middle, but for a lognormal."""
    if dist == "lognormal" and 0 < low < high:
        deviation = log(high / low) / (2 * Z95)
        return sqrt(low * high) * exp(-(deviation**2))
    return (low + high) / 2


class Estimate(Basis):
    """A number, or a range with its most likely value.

    `low` and `high` are the least and the most its author would defend, not percentiles; of a
    normal or lognormal spread, which have no ends, they are the 5 % and 95 % points, and the mode
    follows from them. `fixed` keeps the mode in every draw. A plain number, or
    `{value: 3, why: …}`, is a range of one point. Without `mode` the middle is taken, and every
    value in between is as likely as another.
    """

    least: ClassVar[float] = -1e12
    most: ClassVar[float] = 1e12

    low: Real
    mode: Real
    high: Real
    dist: Spread = Field(
        "pert",
        description="How likelihood is spread over the range. normal, lognormal: low and high are "
        "the 5 % and 95 % points; fixed: draws keep the mode.",
    )

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, raw: Any) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return {"low": raw, "mode": raw, "high": raw}
        if not isinstance(raw, dict):
            _real(raw)
        if "value" in raw:
            if not raw.keys().isdisjoint(("low", "mode", "high")):
                raise refuse("give either value, or low, mode and high; not both")
            rest = {key: x for key, x in raw.items() if key != "value"}
            value = _real(raw["value"])
            return {"low": value, "mode": value, "high": value, **rest}
        if "mode" not in raw and "low" in raw and "high" in raw:
            mode = _middle(_real(raw["low"]), _real(raw["high"]), raw.get("dist"))
            return {"mode": mode, "dist": "uniform", **raw}
        return raw

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise refuse(f"low {self.low:g} is above high {self.high:g}")
        if self.dist in ("normal", "lognormal"):
            self._shaped()
        if not self.low <= self.mode <= self.high:
            raise refuse(f"mode {self.mode:g} is not between {self.low:g} and {self.high:g}")
        if self.low < self.least:
            raise refuse(f"{self.low:g} is below {self.least:g}")
        if self.high > self.most:
            raise refuse(f"{self.high:g} is above {self.most:g}")
        return self

    def _shaped(self) -> None:
        """Refuse a mode, or a range, that a spread without ends cannot have."""
        if self.dist == "lognormal" and self.low <= 0:
            raise refuse(f"a lognormal is above 0 throughout, but its 5 % point is {self.low:g}")
        if self.dist == "lognormal" and self.high > self.low * WIDEST:
            limit = f"its 95 % point is at most {WIDEST:.0f} times its 5 % point"
            raise refuse(f"{self.low:g} to {self.high:g} is too wide for a lognormal: {limit}")
        mode = _middle(self.low, self.high, self.dist)
        if abs(mode - self.mode) > 0.01 * (self.high - self.low):
            points = f"5 % and 95 % points {self.low:g} and {self.high:g}"
            message = f"a {self.dist} with {points} has its mode at {mode:.4g}, not {self.mode:g}"
            raise refuse(f"{message}: leave mode out, or choose another spread (pert)")

    @property
    def uncertain(self) -> bool:
        """Whether it can take more than one value."""
        return self.low < self.high

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        reference = handler(core)
        inner = handler.resolve_ref_schema(reference)
        bounds: dict[str, Any] = {"type": "number"}
        if cls.least > Estimate.least:
            bounds["minimum"] = cls.least
        if cls.most < Estimate.most:
            bounds["maximum"] = cls.most
        for key in RANGE_KEYS:
            inner["properties"][key] = bounds
        required = [key for key in inner.pop("required", ()) if key not in ("low", "mode", "high")]
        ranges = [["value", *required], ["low", "high", *required]]
        inner["anyOf"] = [{"required": keys} for keys in ranges]
        if not required:
            _widen(inner, bounds)
        return reference


class Points(Estimate):
    """An amount in somebody's points; may be negative."""


class Amount(Estimate):
    """An amount in somebody's points, at least 0."""

    least: ClassVar[float] = 0.0


class Share(Estimate):
    """A share or probability, from 0 to 1."""

    least: ClassVar[float] = 0.0
    most: ClassVar[float] = 1.0


class Days(Estimate):
    """A time in days, at least 0."""

    least: ClassVar[float] = 0.0
    most: ClassVar[float] = 36525.0


# --- one of two forms ----------------------------------------------------------------------------


def _range_or_each(raw: Any) -> str:
    each = isinstance(raw, dict) and raw.keys().isdisjoint(RANGE_KEYS)
    return "each" if each else "one"


def _name_or_here(raw: Any) -> str:
    return "name" if isinstance(raw, str) else "here"


def named(form: type[Form]) -> Any:
    """Either the name of shared terms, or the terms themselves."""
    return Annotated[
        Annotated[Id, Tag("name")] | Annotated[form, Tag("here")], Discriminator(_name_or_here)
    ]


ShareOrEach = Annotated[
    Annotated[Share, Tag("one")] | Annotated[Mapping[Id, Share], Tag("each")],
    Discriminator(_range_or_each),
]
"""One share for all receivers, or one for each."""

RESERVED = frozenset((*RANGE_KEYS, "from"))
"""No party or audience may be called so, lest a range be read as a list of receivers."""
