"""The JSON Schema of the case file, by which editors complete and check what is typed.

``python -m detente.case.published`` writes it anew after the form has changed.
"""

import json
from pathlib import Path

from detente.case.schema import CaseForm

PATH = Path(__file__).with_name("case.schema.json")


def schema_text() -> str:
    """Give the schema as it stands in the published file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:detente:case",
        **CaseForm.model_json_schema(by_alias=True),
        "title": "detente case",
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), encoding="utf-8")
