"""ClaimReview, read as linked data: `claimreview_read.py FILE [FRAMED]`.

PyLD expands the JSON-LD, rdflib holds the graph, pySHACL checks it against the shapes beside this
file, and the classes that pydantic2-schemaorg makes of schema.org say which type has which
property. It prints what they have against it, and the reviews as they stand in the graph; with
FRAMED it writes them there as PyLD lays them out.
"""

import importlib
import json
import re
import sys
from pathlib import Path

import pyshacl
from pyld import jsonld
from rdflib import RDF, Graph, Namespace

SCHEMA = Namespace("https://schema.org/")
CONTEXT = {
    "@vocab": str(SCHEMA),
    "url": {"@type": "@id"},
    "datePublished": {"@type": "Date"},
}
"""What schema.org's own context says of the terms that occur; nothing is fetched."""
PLAIN = {"Text", "URL", "AnyUrl", "Number", "StrictInt", "StrictFloat", "Date", "DateTime", "date"}


def loader(url, options):
    """Give that context, and nothing from outside."""
    if url.rstrip("/") != "https://schema.org":
        raise ValueError(f"would fetch {url}")
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def type_of(name):
    """The class of a type of schema.org."""
    return getattr(importlib.import_module(f"pydantic2_schemaorg.{name}"), name)


def range_of(kind, name):
    """The types that a property of a type takes, from the class or those it inherits from."""
    for held in type_of(kind).__mro__:
        if name in getattr(held, "__annotations__", {}):
            return set(re.findall(r"\w+", held.__annotations__[name]))
    return None


def against(node):
    """What the vocabulary has against a node and those in it."""
    kind = node["@type"]
    for name, held in node.items():
        if name.startswith("@"):
            continue
        wanted = range_of(kind, name)
        if wanted is None:
            yield f"{kind} has no {name}"
            continue
        for value in held if isinstance(held, list) else [held]:
            if isinstance(value, dict):
                if wanted.isdisjoint(c.__name__ for c in type_of(value["@type"]).__mro__):
                    yield f"{name} of {kind} is no {value['@type']}"
                yield from against(value)
            elif wanted.isdisjoint(PLAIN):
                yield f"{name} of {kind} is no plain value"
        if held in ([], {}, ""):
            yield f"{name} of {kind} is empty"


def review(graph, node):
    """A review as it stands in the graph."""
    rating, item = graph.value(node, SCHEMA.reviewRating), graph.value(node, SCHEMA.itemReviewed)
    works = graph.objects(item, SCHEMA.appearance)
    return {
        "id": str(graph.value(node, SCHEMA.identifier)),
        "url": str(graph.value(node, SCHEMA.url)),
        "claim": str(graph.value(node, SCHEMA.claimReviewed)),
        "author": str(graph.value(graph.value(node, SCHEMA.author), SCHEMA.name)),
        "said": str(graph.value(rating, SCHEMA.alternateName)),
        "value": int(graph.value(rating, SCHEMA.ratingValue)),
        "where": sorted(str(graph.value(work, SCHEMA.url)) for work in works),
    }


jsonld.set_document_loader(loader)
told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
graph = Graph().parse(data=jsonld.to_rdf(told, {"format": "application/n-quads"}), format="nquads")
shapes = Graph().parse(Path(__file__).with_name("claimreview.shapes.ttl"))
fits, _, report = pyshacl.validate(graph, shacl_graph=shapes)
if len(sys.argv) > 2:
    frame = {"@context": "https://schema.org", "@type": "ClaimReview"}
    framed = jsonld.frame(told, frame)
    Path(sys.argv[2]).write_text(json.dumps(framed, ensure_ascii=False), "utf-8")
print(
    json.dumps(
        {
            "shapes": [] if fits else report.splitlines(),
            "vocabulary": [said for node in told["@graph"] for said in against(node)],
            "reviews": [review(graph, n) for n in graph.subjects(RDF.type, SCHEMA.ClaimReview)],
        }
    )
)
