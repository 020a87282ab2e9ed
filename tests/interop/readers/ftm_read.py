"""FollowTheMoney reads entities, one a line: `ftm_read.py FILE`.

It prints, per entity, what its library has against it and what it makes of it: the statements it
is taken apart into, and the edges to others.
"""

import json
import sys
from pathlib import Path

from followthemoney import model
from followthemoney.exc import InvalidData

PUBLISHED = "detente"


def against(row):
    """All that the library objects to in an entity."""
    schema = model.get(row["schema"])
    if schema is None or schema.abstract:
        return [f"no schema {row['schema']}"]
    said = [f"lacks {name}" for name in schema.required if not row["properties"].get(name)]
    try:
        schema.validate(row)
    except InvalidData as bad:
        said.append(f"invalid: {bad}")
    for name, values in row["properties"].items():
        prop = schema.get(name)
        if prop is None or prop.stub:
            said.append(f"{schema.name} has no property {name}")
            continue
        for value in values:
            cleaned = prop.type.clean(value)
            if cleaned != value:
                said.append(f"{name}: {value!r} is written {cleaned!r}")
    return said


def ranged(row, rows):
    """References that lead nowhere, or to an entity of the wrong kind."""
    schema = model.get(row["schema"])
    for name, values in row["properties"].items():
        prop = schema.get(name)
        for value in values if prop is not None and prop.type.name == "entity" else []:
            target = rows.get(value)
            if target is None:
                yield f"{name}: {value} is not there"
            elif not model.get(target["schema"]).is_a(prop.range):
                yield f"{name}: {value} is no {prop.range.name}"


lines = [json.loads(x) for x in Path(sys.argv[1]).read_text("utf-8").splitlines()]
rows = {row["id"]: row for row in lines}
found = []
for row in lines:
    proxy = model.get_proxy(row)
    said = [*against(row), *ranged(row, rows)]
    found.append(
        {
            "id": proxy.id,
            "schema": proxy.schema.name,
            "caption": proxy.caption,
            "names": proxy.names,
            "countries": proxy.countries,
            "against": said,
            "same": proxy.to_dict()["properties"].keys() == row["properties"].keys(),
            "statements": sorted([prop.name, value] for prop, value in proxy.itervalues()),
            "edges": [[prop.name, value] for prop, value in proxy.itervalues()
                      if prop.type.name == "entity"],
            "dates": [proxy.first("startDate", quiet=True), proxy.first("endDate", quiet=True)],
        }
    )  # fmt: skip
print(json.dumps({"entities": found, "ids": len(rows) == len(lines)}))
