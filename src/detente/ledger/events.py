"""What can stand in the ledger: one frozen class for each kind of event.

An event becomes a `body`, a plain dict that the store keeps as canonical JSON, by
`Event.body()`, and a body becomes an event again by `read`. What is empty is left out of the
body. Every event may have these fields:

==============  ====================================================================================
``by``          account that wrote it; empty where one person keeps the ledger alone
``recorded``    when it was written down: UTC, ISO with seconds; the book fills it in
``when``        when it happened: 2025-08-16, 2025-08 or 2025, as far as that is known
``party``       the party or audience that acts, or that the event is about
``measure``     a measure of the case; free words for what lies outside it
``lot``         a lot of the case; free words for what lies outside it
``what``        a short text
``instrument``  by what act: a licence, a pardon, an order, a programme
``episode``     the stretch of a chronicle that an imported event belongs to
``evidence``    what it rests on: a claim, a file with its hash, or a source (see `Evidence`)
``ref``         the event it refers to, as ``case#number``
``origin``      where an imported event comes from, such as ``steps.csv:12``; it marks history
==============  ====================================================================================

and the kinds add theirs (an asterisk marks what must not be empty):

======================  ===================================================  =======================
kind                    its own fields                                       means
======================  ===================================================  =======================
``commitment``          lot or measure*, trigger, grace, quantity, unit      a lot is promised, by
                                                                             when, with days of
                                                                             grace
``delivery``            party*, quantity, unit, expiry                       claimed: the lot is
                                                                             delivered, whole
``partial``             party*, quantity*, unit, expiry                      claimed: so much of it
``confirmation``        done*, on_time, as_agreed, observable, quantity      a check of a delivery:
                                                                             yes, no or unknown to
                                                                             each question
``dispute``             what*                                                somebody denies it
``breach``              party*, what*                                        a promise was broken
``waiver``              lot, measure or ref*                                 what was promised is no
                                                                             longer asked for
``response``            level*, until                                        note, delay or suspend,
                                                                             in answer to `ref`
``snapback_started``    notice, wind_down                                    days until it has
                                                                             effect
``snapback_completed``  ref, lot or measure*                                 it has effect
``relief``              expiry, quantity, unit, reversible                   relief in force from
                                                                             `when`
``renewal``             expiry*, quantity, unit                              it now runs until then
``expiry``              ref, lot or measure*                                 it ran out, or ended
``incident``            incident*, quantity                                  of a class of the case
``stock``               change*, quantity*, unit, reported_by                people released,
                                                                             detained, expelled,
                                                                             re-arrested, or counted
                                                                             in all; never names
``listing``             listing*, entity*, name                              a sanctions list takes
                                                                             in, drops or changes an
                                                                             entity
``act``                 party*, act*, lot or measure                         an audience consents,
                                                                             protests, or acts
``pause``, ``resume``   what* (of a pause), until                            all waits, and goes on
``exit``                party*, what*                                        a party ends the deal
``note``                what*                                                anything else
``replan``              steps*                                               the ladder from here on
``account``             account*, role*                                      who may do what, from
                                                                             here on
``correction``          ref*, event                                          what `ref` should have
                                                                             said; without `event`
                                                                             it is withdrawn
======================  ===================================================  =======================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from detente.ledger.fields import CHECKS, Evidence, InvalidEvent, Trigger, a, checked, text
from detente.words.nearest import suggest


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every event has; see the table at the top of this module.

    Raises
    ------
    InvalidEvent
        A field holds what it cannot hold, or one that must not be empty is.
    """

    kind: ClassVar[str]
    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()  # of each tuple one must not be empty

    by: str = ""
    recorded: str = ""
    when: str = ""
    party: str = ""
    measure: str = ""
    lot: str = ""
    what: str = ""
    evidence: tuple[Evidence, ...] = ()
    ref: str = ""
    instrument: str = ""
    episode: str = ""
    origin: str = ""

    def __post_init__(self) -> None:
        if type(self) not in _NAMES:
            raise TypeError("Event is the base of the kinds; make one of those")
        for field in fields(self):
            checked(self.kind, field.name, getattr(self, field.name), CHECKS.get(field.name, text))
        for names in self.needs:
            if all(getattr(self, name) in ("", None, ()) for name in names):
                raise InvalidEvent(f"{self.kind}: it needs {' or '.join(names)}")

    @property
    def item(self) -> str:
        """Name of what it is about: its lot, else its measure; empty without either."""
        return self.lot or self.measure

    @property
    def refers(self) -> int:
        """Number of the event that it refers to; 0 without one."""
        return int(self.ref.rpartition("#")[2]) if self.ref else 0

    def body(self) -> dict[str, Any]:
        """Give the event as a plain dict of texts, numbers, lists and dicts, empty fields out."""
        pairs = ((field.name, _plain(getattr(self, field.name))) for field in fields(self))
        return {"kind": self.kind, **{k: x for k, x in pairs if x not in ("", None, [], {})}}


@dataclass(frozen=True, kw_only=True)
class Measured(Event):
    """An event that may say how much, in a unit."""

    quantity: float | None = None
    unit: str = ""


_ABOUT = ("lot", "measure")


@dataclass(frozen=True, kw_only=True)
class Commitment(Measured):
    """A lot, or each lot of a measure, is promised."""

    kind = "commitment"
    needs = (_ABOUT,)
    trigger: Trigger | None = None
    grace: int = 0


@dataclass(frozen=True, kw_only=True)
class Delivery(Measured):
    """Somebody says that a lot was delivered, whole."""

    kind = "delivery"
    needs = (("party",), _ABOUT)
    expiry: str = ""


@dataclass(frozen=True, kw_only=True)
class Partial(Measured):
    """Somebody says that a part of a lot was delivered."""

    kind = "partial"
    needs = (("party",), _ABOUT, ("quantity",))
    expiry: str = ""


@dataclass(frozen=True, kw_only=True)
class Confirmation(Event):
    """A check of a delivery: done, on time, as agreed; and could a breach have been seen.

    `quantity` is how much the check found, where that differs from what was claimed.
    """

    kind = "confirmation"
    needs = (("done",), ("ref", "lot"))
    done: str = ""
    on_time: str = "unknown"
    as_agreed: str = "unknown"
    observable: str = "unknown"
    quantity: float | None = None


@dataclass(frozen=True, kw_only=True)
class Dispute(Event):
    """Somebody denies what was claimed."""

    kind = "dispute"
    needs = (("ref", "lot"), ("what",))


@dataclass(frozen=True, kw_only=True)
class Breach(Measured):
    """A promise was broken."""

    kind = "breach"
    needs = (("party",), ("what",))


@dataclass(frozen=True, kw_only=True)
class Waiver(Event):
    """What was promised is no longer asked for."""

    kind = "waiver"
    needs = (("lot", "measure", "ref"),)


@dataclass(frozen=True, kw_only=True)
class Response(Event):
    """An answer short of snapback: a note, a delay or a suspension, to what `ref` tells."""

    kind = "response"
    needs = (("party",), ("level",))
    level: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class SnapbackStarted(Measured):
    """Taking back begins; it has effect after notice and winding down."""

    kind = "snapback_started"
    needs = (("party",), ("lot", "measure", "ref"))
    notice: int = 0
    wind_down: int = 0


@dataclass(frozen=True, kw_only=True)
class SnapbackCompleted(Measured):
    """What was given has been taken back."""

    kind = "snapback_completed"
    needs = (("ref", "lot", "measure"),)


@dataclass(frozen=True, kw_only=True)
class Relief(Measured):
    """Relief is in force from `when` until `expiry`; without one until it is taken back.

    `reversible` is no where it was given for good: a delisting, restrictions that were lifted.
    """

    kind = "relief"
    needs = (("party",),)
    expiry: str = ""
    reversible: str = ""


@dataclass(frozen=True, kw_only=True)
class Renewal(Measured):
    """Relief in force is prolonged until `expiry`."""

    kind = "renewal"
    needs = (("ref", "lot", "measure"), ("expiry",))
    expiry: str = ""


@dataclass(frozen=True, kw_only=True)
class Expiry(Event):
    """Relief ran out or was ended, with nobody at fault."""

    kind = "expiry"
    needs = (("ref", "lot", "measure"),)


@dataclass(frozen=True, kw_only=True)
class Incident(Event):
    """An incident of a class that the case names."""

    kind = "incident"
    needs = (("incident",),)
    incident: str = ""
    quantity: float | None = None


@dataclass(frozen=True, kw_only=True)
class Stock(Measured):
    """People released, newly detained, expelled or re-arrested; or all that are held, counted.

    Numbers from public sources only, never names. Where `reported_by` is given, it is what a
    monitor says, by its own definition, of all of the time that `when` names, and no event of
    its own.
    """

    kind = "stock"
    needs = (("change",), ("quantity",))
    change: str = ""
    reported_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing(Event):
    """A sanctions list takes in, drops or changes an entity, by the list's own id."""

    kind = "listing"
    needs = (("listing",), ("entity",))
    listing: str = ""
    entity: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class AudienceAct(Measured):
    """An audience consents, protests, or acts on its own."""

    kind = "act"
    needs = (("party",), ("act",))
    act: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Pause(Event):
    """All waits, in good order: nothing falls due until it goes on.

    `until` is how long that was agreed for; then it has to be prolonged, by one more such event,
    or to go on.
    """

    kind = "pause"
    needs = (("what",),)
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Resume(Event):
    """What was paused goes on; what was promised by a date waits as long as the pause took."""

    kind = "resume"


@dataclass(frozen=True, kw_only=True)
class Exit(Event):
    """A party ends the deal."""

    kind = "exit"
    needs = (("party",), ("what",))


@dataclass(frozen=True, kw_only=True)
class Note(Event):
    """Anything else worth keeping."""

    kind = "note"
    needs = (("what",),)


@dataclass(frozen=True, kw_only=True)
class Replan(Event):
    """The ladder from here on, lots delivered before it included."""

    kind = "replan"
    needs = (("steps",),)
    steps: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Account(Event):
    """An account may do from here on what its role may; with the role `none` nothing."""

    kind = "account"
    needs = (("account",), ("role",))
    account: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction(Event):
    """What `ref` should have said; without `event` it is withdrawn. Nothing is overwritten."""

    kind = "correction"
    needs = (("ref",),)
    event: Event | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.event, Correction):
            raise InvalidEvent("correction: correct the first event once more, not the correction")


CHECKS["event"] = a(Event)

KINDS: Mapping[str, type[Event]] = {
    form.kind: form
    for form in (
        Commitment, Delivery, Partial, Confirmation, Dispute, Breach, Waiver, Response,
        SnapbackStarted, SnapbackCompleted, Relief, Renewal, Expiry, Incident, Stock, Listing,
        AudienceAct, Pause, Resume, Exit, Note, Replan, Account, Correction,
    )
}  # fmt: skip
"""The class of each kind."""

_NAMES = {form: frozenset(field.name for field in fields(form)) for form in KINDS.values()}


# --- to and from plain dicts ---------------------------------------------------------------------


def _plain(x: Any) -> Any:
    if isinstance(x, Event):
        return x.body()
    if isinstance(x, Evidence | Trigger):
        return {f.name: v for f in fields(x) if (v := getattr(x, f.name)) not in ("", None)}
    if isinstance(x, tuple):
        return [_plain(y) for y in x]
    if isinstance(x, float) and x.is_integer():
        return int(x)  # 30 and 30.0 are one number, and are to have one hash
    return x


def read(body: Mapping[str, Any]) -> Event:
    """Make an event of its body.

    Raises
    ------
    InvalidEvent
        The kind or a field is unknown, or a field holds what it cannot hold.
    """
    if not isinstance(body, Mapping):
        raise InvalidEvent(f"an event is a mapping, not {body!r}")
    kind = body.get("kind", "")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InvalidEvent(f"there is no kind of event '{kind}'{suggest(kind, KINDS)}")
    form, rest = KINDS[kind], {key: x for key, x in body.items() if key != "kind"}
    for key in rest:
        if key not in _NAMES[form]:
            raise InvalidEvent(f"{kind}: there is no field '{key}'{suggest(key, _NAMES[form])}")
    return form(**{key: _revived(kind, key, x) for key, x in rest.items()})


def _revived(kind: str, key: str, x: Any) -> Any:
    if key == "event" and x is not None:
        return read(x)
    if key == "trigger" and x is not None:
        return _made(kind, key, Trigger, x)
    if key == "evidence" and isinstance(x, Iterable) and not isinstance(x, str):
        return tuple(_made(kind, key, Evidence, e) for e in x)
    if key == "steps" and isinstance(x, list | tuple):
        return tuple(tuple(step) if isinstance(step, list) else step for step in x)
    return x


def _made(kind: str, key: str, form: type, x: Any) -> Any:
    names = [field.name for field in fields(form)]
    if not isinstance(x, Mapping):
        raise InvalidEvent(f"{kind}, {key}: expected a mapping, got {x!r}")
    for name in x:
        if name not in names:
            raise InvalidEvent(f"{kind}, {key}: there is no '{name}'{suggest(name, names)}")
    return form(**x)
