"""One text for each value: canonical JSON, over which hashes are taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from detente.ledger.errors import InvalidEntry

if TYPE_CHECKING:
    from collections.abc import Mapping


LONGEST = 1_000_000
"""Bytes that one event may have: documents are kept elsewhere, and named by their hash."""


_ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode


def canonical(value: Mapping[str, Any]) -> str:
    """Write a mapping as canonical JSON.

    Keys in the order of their code points, no blanks, no escapes but those that JSON asks for,
    floats as the shortest decimal that reads back as the same number. It differs from RFC 8785
    in the order of keys beyond the Basic Multilingual Plane and in how it writes floats.

    Raises
    ------
    InvalidEntry
        It is too long, or would not read back as it is: a key that is no text, NaN, a tuple, a
        date, half of a surrogate pair.
    """
    text = dump(value)
    if not isinstance(value, dict) or json.loads(text) != value:
        raise InvalidEntry(
            "an event must read back from JSON as it is: a dict of texts, numbers, lists and dicts"
        )
    return text


def dump(read: Any) -> str:
    """Write what was read from JSON as canonical JSON; raises as `canonical` does."""
    try:
        text = _ENCODE(read)
        size = len(text.encode("utf-8"))
    except RecursionError:
        raise InvalidEntry("an event is nested too deep to be kept") from None
    except UnicodeEncodeError:
        raise InvalidEntry("an event holds half of a surrogate pair, which is no text") from None
    except (TypeError, ValueError) as error:
        raise InvalidEntry(f"an event holds what JSON cannot: {error}") from None
    if size > LONGEST:
        raise InvalidEntry(
            f"an event of {size:,} bytes is too long; at most {LONGEST:,} are kept: "
            "name a document by its hash"
        )
    return text
