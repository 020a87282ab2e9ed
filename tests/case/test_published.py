"""The published JSON Schema, and what editors make of it."""

import json

import jsonschema
import pytest

from detente.case.published import PATH, schema_text
from detente.case.reader import parse, read
from detente.case.starter import TEMPLATE
from tests.case.texts import WHOLE, changed


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator of the published schema."""
    schema = json.loads(PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_published_schema_is_up_to_date() -> None:
    """The file is what the form gives; `python -m detente.case.published` writes it anew."""
    assert PATH.read_text(encoding="utf-8") == schema_text()


def test_what_the_program_reads_the_schema_accepts(validator) -> None:
    """Every way of writing that the program takes is no mistake to an editor."""
    assert list(validator.iter_errors(parse(WHOLE, "f").data)) == []
    assert list(validator.iter_errors(read(TEMPLATE).data)) == []


@pytest.mark.parametrize(
    "change",
    [
        ("name: whole\n", ""),
        ("    track: sea\n", "    trak: sea\n"),
        ("kind: standing", "kind: standin"),
        ("instrument: transfer", "instrument: transver"),
        ("    lead: 7\n", "    lead: seven\n"),
        ("recovered: .6", "recovered: 6"),
        ("low: 8, mode: 10, high: 12", "low: 8, mode: 10"),
        ("lots: 3", "lots: 0"),
        ("as_of: 2025-08-16", "as_of: yesterday"),
    ],
)
def test_what_the_program_refuses_the_schema_marks(validator, change: tuple[str, str]) -> None:
    """An editor shows these mistakes while they are typed."""
    assert list(validator.iter_errors(parse(changed(change), "f").data))


def test_keys_are_explained(validator) -> None:
    """Most keys of a measure carry a sentence that an editor can show."""
    keys = validator.schema["$defs"]["Measure"]["properties"]
    explained = [key for key, schema in keys.items() if "description" in schema]
    assert len(explained) > len(keys) / 2
