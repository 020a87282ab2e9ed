"""JSON that others wrote."""

from __future__ import annotations

import json
from typing import Any

from detente.evidence.intake.encoding import sound


def read_json(text: str) -> Any:
    r"""Read JSON, with U+FFFD where an escape such as ``\ud800`` makes half a character.

    Raises
    ------
    ValueError
        It is no JSON, or nested deeper than what others publish.
    """
    try:
        found = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            found = json.loads(sound(json.dumps(found, ensure_ascii=False)))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return found
