"""The published JSON Schema; what others make of it stands in tests/interop."""

import json

from detente.case.published import schema_text
from detente.case.starter import SCHEMA


def test_the_published_schema_is_up_to_date() -> None:
    """The file is what the form gives; `python -m detente.case.published` writes it anew."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_keys_are_explained() -> None:
    """Most keys of a measure carry a sentence that an editor can show."""
    keys = json.loads(SCHEMA.read_text("utf-8"))["$defs"]["Measure"]["properties"]
    explained = [key for key, schema in keys.items() if "description" in schema]
    assert len(explained) > len(keys) / 2
