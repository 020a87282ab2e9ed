"""Sequences of events for the tests of the fold: anything a store may hold, in any order.

An event is drawn as a few small numbers, which is fast, and shrinks to the first of everything.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from detente.ledger.events import KINDS as FORMS

Body = dict[str, Any]

PARTIES = ("us", "by")
LOTS = ("a", "b", "c")
AUTHORS = ("", "anna", "boris")
ANSWERS = ("yes", "yes", "no", "unknown")
WHEN = ("", "2025", "2025-02", *(f"2025-{m:02}-{d:02}" for m in (1, 2, 3) for d in (5, 15, 25)))
QUANTITIES = (None, 5, 10, 30)

KINDS: tuple[Body, ...] = (
    *({"kind": "delivery"}, {"kind": "confirmation"}) * 5,  # most of what follows hangs on these
    {"kind": "commitment", "trigger": {"date": "2025-02-10"}, "grace": 3},
    {"kind": "partial", "quantity": 5},
    {"kind": "dispute", "what": "No."},
    {"kind": "correction"},
    {"kind": "breach", "what": "Broken."},
    {"kind": "waiver"},
    {"kind": "delivery", "expiry": "2025-12-31"},
    {"kind": "snapback_started", "notice": 5},
    {"kind": "snapback_completed"},
    {"kind": "relief", "expiry": "2025-06-30"},
    {"kind": "renewal", "expiry": "2025-09-30"},
    {"kind": "expiry"},
    {"kind": "response", "level": "note"},
    {"kind": "incident", "incident": "clash"},
    {"kind": "stock", "change": "released"},
    {"kind": "stock", "change": "counted"},
    {"kind": "act", "act": "protest"},
    {"kind": "pause", "what": "Talks."},
    {"kind": "resume"},
    {"kind": "exit", "what": "Over."},
    {"kind": "note", "what": "Note."},
    {"kind": "replan", "steps": [["a"], ["b", "c"]]},
    {"kind": "account", "account": "anna", "role": "admin"},
)

_DRAWN = st.tuples(
    st.integers(0, len(KINDS) - 1),
    st.integers(0, len(PARTIES) * len(LOTS) * len(AUTHORS) - 1),
    st.integers(0, len(WHEN) - 1),
    st.integers(0, len(QUANTITIES) - 1),
    st.integers(0, len(ANSWERS) ** 2 - 1),
    st.integers(0, 9),  # what it refers to: so many back; 0 and beyond the first: nothing
    st.integers(0, 5),  # days since the one before was recorded
)


def _event(drawn: tuple[int, ...], number: int) -> Body:
    kind, who, when, quantity, answers, back, _ = drawn
    body: Body = {
        **KINDS[kind],
        "party": PARTIES[who % 2],
        "lot": LOTS[who // 2 % 3],
        "by": AUTHORS[who // 6],
        "when": WHEN[when],
    }
    if body["kind"] in ("delivery", "confirmation", "incident", "stock", "relief"):
        body.setdefault("quantity", QUANTITIES[quantity])
    if body["kind"] == "stock":
        body["quantity"] = body["quantity"] or 1
    if body["kind"] == "confirmation":
        body |= {"done": ANSWERS[answers % 4], "observable": ANSWERS[answers // 4]}
    if 0 < back < number:
        body["ref"] = f"minsk#{number - back}"
    return {key: x for key, x in body.items() if x not in ("", None)}


def _numbered(many: list[tuple[int, ...]]) -> list[Body]:
    found: list[Body] = []
    day = 0
    for number, drawn in enumerate(many, 1):
        body = _event(drawn, number)
        if body["kind"] == "correction":  # of what came before, to another of its kind, or to none
            ref = body.get("ref", "")
            if not ref:
                body = {"kind": "note", "what": "Note."}
            else:
                old = found[int(ref.split("#")[1]) - 1]
                body = {"kind": "correction", "ref": ref, "by": body.get("by", "")}
                if drawn[3] and old["kind"] != "correction":
                    other = {**_event((0, *drawn[1:]), number), "ref": old.get("ref", "")}
                    own = {field.name for field in fields(FORMS[old["kind"]])}
                    body["event"] = {**old, **{k: x for k, x in other.items() if k in own and x}}
                    body["event"].pop("recorded", None)
        if body["kind"] == "confirmation" and "ref" in body:
            old = found[int(body["ref"].split("#")[1]) - 1]
            body["lot"] = old.get("lot", body["lot"])
            if drawn[3] != 1:  # mostly the other side checks
                body["party"] = "us" if old.get("party") == "by" else "by"
        day += drawn[6]
        found.append({**body, "recorded": f"2025-{4 + day // 28:02}-{1 + day % 28:02}T12:00:00Z"})
    return found


def sequences(size: int = 20) -> st.SearchStrategy[list[Body]]:
    """Up to `size` events, recorded on days that never go back."""
    return st.lists(_DRAWN, min_size=1, max_size=size).map(_numbered)
