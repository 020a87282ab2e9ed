"""The JSON Schema of the case file, by which editors complete and check what is typed.

``python -m detente.case.published`` writes it anew after the form has changed.
"""

import json
from typing import Any

from detente.case.amounts import Form
from detente.case.schema import CaseForm
from detente.case.starter import SCHEMA


def schema_text(form: type[Form] = CaseForm, name: str = "case") -> str:
    """Give the schema of a form; that of a case is the published file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:detente:{name}",
        **_tidy(form.model_json_schema(by_alias=True)),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _tidy(node: Any) -> Any:
    """Drop titles and defaults that say nothing; let alternatives overlap.

    A range for all receivers looks like a list of receivers to a schema, so "one of" is "any of".
    """
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    nothing = [key for key in ("title", "default") if not isinstance(node.get(key), dict)]
    kept = {key: _tidy(value) for key, value in node.items() if key not in nothing}
    return {"anyOf" if key == "oneOf" else key: value for key, value in kept.items()}


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
