"""The reference, written from code and schema: what can be asked, and what is answered.

`pages` gives Markdown by path; `build.py` makes it part of the site. Nothing here is kept in files,
so that it cannot differ from the program.
"""

from __future__ import annotations

import ast
import enum
import inspect
import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

import detente
from detente.case.published import schema_text
from detente.cli import exits, main
from detente.elicitation.sheet import SheetForm

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(detente.__file__).parent
LIBRARY = ("detente.ledger",)
"""Packages whose own public names are told besides those of `detente` itself."""


def pages() -> dict[str, str]:
    """Give every page of the reference, by the path it would have as a file."""
    written = {
        "commands": commands(),
        "case-file": case_file(),
        "sheet": sheet_file(),
        "python": python(),
        "documents": documents(),
        "exit-codes": exit_codes(),
    }
    return {f"docs/reference/{name}.md": "\n".join(text) + "\n" for name, text in written.items()}


# Commands


def commands() -> Iterator[str]:
    """Tell each command as its own `--help` does."""
    yield "# Commands\n"
    yield "What `detente COMMAND --help` prints, for every command. `--lang ru` makes most of"
    yield "them speak Russian, `--json` prints one of the [JSON documents](documents.md); how a run"
    yield "ended stands in its [exit code](exit-codes.md).\n"
    yield from _command(main.detente, click.Context(main.detente, info_name="detente", **_WIDE))


_WIDE = {"terminal_width": 80, "max_content_width": 80}


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                inner = click.Context(below, context, info_name=name, **_WIDE)
                yield from _command(below, inner)


# The case file


def case_file() -> Iterator[str]:
    """Tell the JSON Schema of a case, block by block."""
    schema = json.loads((SOURCE / "case/case.schema.json").read_text("utf-8"))
    yield "# The case file\n"
    yield f"{schema['description']} A case is written in YAML; `detente init FILE` writes one to"
    yield "start from, whose first line lets an editor check it against the schema from which this"
    yield "page is made. Fields in bold must be there. “By name” means a mapping whose keys are"
    yield "yours.\n"
    yield from _block("A case", schema, described=False)
    for name, block in schema["$defs"].items():
        yield from _block(name, block)


def sheet_file() -> Iterator[str]:
    """Tell the form of an analyst's sheet in the same way."""
    schema = json.loads(schema_text(SheetForm, "sheet"))
    yield "# The sheet\n"
    yield f"{schema['description']} A sheet is written in YAML;"
    yield "`detente elicit questions CASE -o FILE` writes one to fill in, and"
    yield "[a guide](../how-to/elicit-values.md) tells how. The path of a value is its place in the"
    yield "[case](case-file.md), such as `measures.releases.value.us`.\n"
    yield from _block("A sheet", schema, described=False)
    for name, block in schema["$defs"].items():
        yield from _block(name, block)


def _block(name: str, block: dict, described: bool = True) -> Iterator[str]:
    yield f"## {name}\n"
    if described and "description" in block:
        yield _cell(block["description"]) + "\n"
    if "properties" not in block:
        yield f"Written as {_type(block)}.\n"
        return
    yield "| field | written as | meaning |\n|---|---|---|"
    for field, said in block["properties"].items():
        strong = "**" if field in block.get("required", ()) else ""
        meaning = _cell(said.get("description", ""))
        if said.get("default") not in (None, {}, [], ""):
            meaning += f" Default: `{json.dumps(said['default'])}`."
        yield f"| {strong}`{field}`{strong} | {_cell(_type(said))} | {meaning} |"
    yield ""


def _type(said: dict) -> str:
    """Say in a few words what may stand in a place."""
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in said and "properties" not in said:
        kinds = [_type(one) for one in said["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in said or "const" in said:
        return ", ".join(f"`{one}`" for one in said.get("enum", [said.get("const")]))
    if said.get("type") == "array":
        return f"list of {_type(said.get('items', {}))}"
    if said.get("type") == "object":
        inner = next(iter(said.get("patternProperties", {}).values()), None)
        if inner is None and isinstance(said.get("additionalProperties"), dict):
            inner = said["additionalProperties"]
        if inner is not None:
            return f"by name: {_type(inner)}"
        if "properties" in said:
            return (
                "{" + ", ".join(f"`{k}`: {_type(v)}" for k, v in said["properties"].items()) + "}"
            )
        return "mapping"
    if said.get("pattern") == r"^\d{4}-\d{2}-\d{2}$":
        return "date"
    kinds = said.get("type", "anything")
    words = [_PLAIN.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return " or ".join(words) + _limits(said)


_PLAIN = {"string": "text", "boolean": "true or false", "integer": "whole number"}


def _limits(said: dict) -> str:
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    told = [f"{sign} {said[key]:g}" for key, sign in signs.items() if key in said]
    return f" {', '.join(told)}" if told else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


# Python


def python() -> Iterator[str]:
    """Tell every public name by its signature and docstring."""
    yield "# Python\n"
    yield "`import detente as dt` gives the names below; they are fetched when first used. The"
    yield "ledger has names of its own, told at the end.\n"
    for floor, names in detente._FLOORS.items():
        yield f"## {floor}\n"
        for name in names:
            yield from _name("dt", name, getattr(detente, name))
    for module in LIBRARY:
        package = import_module(module)
        yield f"## {module}\n\n{_prose(inspect.getdoc(package) or '')}\n"
        for name in getattr(package, "__all__", ()):
            yield from _name(module, name, getattr(package, name))


def _name(module: str, name: str, thing: object) -> Iterator[str]:
    yield f"### {module}.{name}\n"
    if not callable(thing):
        yield f"`{thing!r}`\n" if len(repr(thing)) < 100 else ""
        return
    is_error = isinstance(thing, type) and issubclass(thing, BaseException)
    if not is_error and (signature := _signature(name, thing)):
        yield f"```python\n{signature}\n```\n"
    yield _prose(inspect.getdoc(thing) or "") + "\n"
    if isinstance(thing, type) and not is_error and not issubclass(thing, enum.Enum):
        for member, value in vars(thing).items():
            if not member.startswith("_"):
                yield from _member(name, member, value)


def _member(owner: str, name: str, value: object) -> Iterator[str]:
    if isinstance(value, property):
        head, text = f"{owner}.{name}", inspect.getdoc(value)
    else:
        function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if not inspect.isfunction(function):
            return
        head, text = _signature(f"{owner}.{name}", function), inspect.getdoc(function)
    if text:
        yield f"```python\n{head}\n```\n\n{_prose(text)}\n"


class _Plain(str):
    """Words that show themselves without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(name: str, thing: object) -> str:
    """Write a call with its types, on several lines where one is too short."""
    try:
        found = inspect.signature(thing)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    shown = [
        p.replace(annotation=_short(p.annotation))
        for p in found.parameters.values()
        if p.name not in ("self", "cls")
    ]
    whole = str(found.replace(parameters=shown, return_annotation=_short(found.return_annotation)))
    if len(name + whole) < 90 or not shown:
        return name + whole
    back = whole[whole.rindex(")") + 1 :] if " -> " in whole.rpartition(")")[2] else ""
    marked = []
    for number, p in enumerate(shown):
        if p.kind is p.KEYWORD_ONLY and (not number or shown[number - 1].kind < p.VAR_POSITIONAL):
            marked.append("*")
        marked.append(str(p))
    return f"{name}(\n    " + ",\n    ".join(marked) + f",\n){back}"


def _short(annotation: object) -> object:
    """Leave the names of modules out of a type."""
    if annotation is inspect.Parameter.empty:
        return annotation
    said = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return _Plain(re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", said.strip("'")))


_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_LISTED = ("Parameters", "Returns", "Raises", "Attributes", "Yields")


def _prose(text: str) -> str:
    """Turn a docstring in NumPy style into Markdown."""
    text = re.sub(r":\w+:`~?(?:\w+\.)*(\w+)`", r"`\1`", text).replace("::\n", ":\n")
    first, *rest = _SECTION.split(text)
    parts = [first.strip()]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        listed = "\n".join(_items(body)) if title in _LISTED else body.strip()
        parts.append(f"**{title}**\n\n{listed}")
    return "\n\n".join(parts)


def _items(body: str) -> Iterator[str]:
    """Give the entries of a section, one point each."""
    for entry in re.split(r"\n(?=\S)", body.strip()):
        head, *more = entry.split("\n")
        names, _, said = head.partition(" : ")
        tail = " ".join(line.strip() for line in more if line.strip())
        meaning = " ".join(text for text in (said, tail) if text)
        yield f"- `{names}`{': ' if meaning else ''}{meaning}"


# JSON documents


def documents() -> Iterator[str]:
    """Tell each JSON document by its `schema` and the fields at its top."""
    yield "# JSON documents\n"
    yield "What `--json` prints, and what the web app answers where `.json` stands behind a path."
    yield "Each is named after the command that prints it: `detente ledger due` prints"
    yield "`detente.ledger.due/1`. A word more tells what an option or another kind of file asks"
    yield "for: `detente plan --dates` prints `detente.plan.dates/1`. What only a page of"
    yield "`detente serve` answers is named `detente.web.…` after the page."
    yield "The number behind the slash rises when a field changes its meaning or goes; new fields"
    yield "do not raise it. Fields carry the names of the Python attributes they hold; “…” marks"
    yield "documents to which further fields are joined.\n"
    yield "| `schema` | what it is | fields at the top |\n|---|---|---|"
    for name, (what, fields) in sorted(_documents().items()):
        yield f"| `{name}` | {_cell(what)} | {', '.join(fields)} |"


def _documents() -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for file in sorted(SOURCE.rglob("*.py"), key=lambda file: (len(file.parts), file)):
        module = ast.parse(file.read_text("utf-8"))
        dotted = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for name, fields in _written(function, dotted):
                    found.setdefault(name, (_said(function, module), fields))
    return found


def _said(function: ast.FunctionDef | ast.AsyncFunctionDef, module: ast.Module) -> str:
    """Say what a function writes; what says nothing by itself is told by its module."""
    own, around = ((ast.get_docstring(one) or "").split("\n")[0] for one in (function, module))
    told = around if not own or "for machines" in own else own
    return told.replace("``", "`")


def _written(function: ast.AST, module: str) -> Iterator[tuple[str, list[str]]]:
    """Give the schemas that a function names, each with the fields that it writes."""
    nodes = list(ast.walk(function))
    joined = [_fields(node) for node in nodes if isinstance(node, ast.Dict) and None in node.keys]
    for node in nodes:
        if isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            place = keys.index("schema") if "schema" in keys else None
            schema = None if place is None else _value(node.values[place], module)
            fields = _fields(node)
        elif isinstance(node, ast.Call) and node.args and joined:  # a head made elsewhere
            schema, fields = _value(node.args[0], module), joined[0]
        else:
            continue
        if re.fullmatch(r"detente\.[\w.-]+/\d+", str(schema)):
            yield str(schema), fields


def _value(node: ast.expr, module: str) -> object:
    if isinstance(node, ast.Name) and node.id == "SCHEMA":
        return getattr(import_module(module), node.id)
    return node.value if isinstance(node, ast.Constant) else None


def _fields(node: ast.Dict) -> list[str]:
    named = [key.value for key in node.keys if isinstance(key, ast.Constant)]
    return [f"`{key}`" for key in named if key != "schema"] + ["…"] * (None in node.keys)


# Exit codes


def exit_codes() -> Iterator[str]:
    """Tell the exit codes with the words that stand beside them in the code."""
    said = dict(
        re.findall(r"^    (\w+) = \d+  # (.+)$", inspect.getsource(exits.Exit), re.MULTILINE)
    )
    yield "# Exit codes\n"
    yield "Every command ends with one of these. With `DETENTE_DEBUG=1` in the environment the"
    yield "traceback of an error is shown too.\n"
    yield "| code | name | when |\n|---|---|---|"
    for code in exits.Exit:
        yield f"| {code.value} | {code.name} | {said[code.name]} |"
