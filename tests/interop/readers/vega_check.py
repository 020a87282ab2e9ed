"""Vega-Lite's own JSON Schema, as Altair carries it: `vega_check.py SPECS.json`, a list of them."""

import json
import sys
from pathlib import Path

import altair
import jsonschema
from altair.vegalite import SCHEMA_URL

schema = json.loads(
    next(Path(altair.__file__).parent.rglob("vega-lite-schema.json")).read_text("utf-8")
)
validator = jsonschema.Draft7Validator(schema)
specs = json.loads(Path(sys.argv[1]).read_text("utf-8"))
print(
    json.dumps(
        {
            "schema": SCHEMA_URL,
            "against": [
                [best.message[:300] for best in [jsonschema.exceptions.best_match(found)]]
                if (found := list(validator.iter_errors(spec)))
                else []
                for spec in specs
            ],
        }
    )
)
