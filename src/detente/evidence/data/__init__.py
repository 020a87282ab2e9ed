"""Tables the evidence part stands on: acts, events, actors, sources."""

from __future__ import annotations

import re
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

    content = (files(__name__) / f"{name}.yaml").read_bytes()
    return yaml.load(content, Loader=plain_loader("null", "int", "float"))


def plain_loader(*kinds: str) -> Any:
    """Give a YAML loader to which ``NO`` and dates are the texts they are.

    Parameters
    ----------
    kinds
        What else than texts and truth it knows: ``null``, ``int``, ``float``.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return type("Plain", (loader,), {"yaml_implicit_resolvers": _resolvers(loader, kinds)})


def _resolvers(loader: Any, kinds: tuple[str, ...]) -> dict[str, Any]:
    keep = {f"tag:yaml.org,2002:{kind}" for kind in kinds}
    found = {
        first: [(tag, pattern) for tag, pattern in pairs if tag in keep]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    # Booleans only as `true` and `false`: Norway is not a falsehood.
    truth = ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))
    for first in "tf":
        found[first] = [*found.get(first, []), truth]
    return found
