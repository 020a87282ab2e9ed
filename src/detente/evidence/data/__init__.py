"""Tables the evidence part stands on: acts, events, actors, sources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:
    """Read one of the YAML tables that ship with the package.

    Parameters
    ----------
    name
        Its name without the ending, for example ``"acts"``.
    """
    import yaml  # late: only reading a document pays for it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # A child of the safe loader that keeps NO and dates as the strings they are.
    plain = type("Plain", (loader,), {"yaml_implicit_resolvers": _resolvers(loader)})
    return yaml.load((files(__name__) / f"{name}.yaml").read_bytes(), Loader=plain)


def _resolvers(loader: Any) -> dict[str, Any]:
    keep = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:null", "tag:yaml.org,2002:float"}
    found = {
        first: [(tag, pattern) for tag, pattern in pairs if tag in keep]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    # Booleans only as `true` and `false`: Norway is not a falsehood.
    import re

    truth = ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))
    for first in "tf":
        found[first] = [*found.get(first, []), truth]
    return found
