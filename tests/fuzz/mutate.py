"""Ways to spoil a file that keep enough of its structure to get past the front door.

Each mutator is a function of bytes and a random generator, so that hypothesis, the fuzzer and a
replay all spoil files in the same way.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

import yaml

Mutator = Callable[[bytes, Random], bytes]

SNIPPETS = (
    "{", "}", "[", "]", ":", ": ", "- ", "\n", "\r", "\n  ", "\t", "#", "'", '"', '"' * 3, "&a ",
    "*a", "|", ">", "!!", "%", "---\n", "...\n", "<<: ", "null", "true", ".nan", ".inf", "-1",
    "1e400", "0", "99", "2025-02-30", "0001-01-01", "9999-12-31", "low", "value", "from", "Я",
    "\x00", "\x1b[2J", "\ufeff", "\u2028", "\x85", "\u202e", "\U0001f54a", "e\u0301", ", ", ";",
    "? ", "<", ">", "</p>", "<!--", "]]>", "&amp;", "&#0;", "&#xD800;", "\\ud800", "\\", "٣", "²",
    "\n\n", "=?utf-8?b?", "--", "вчера", "31 февраля 2025 года", "сказал, что ", " said that ",
)  # fmt: skip
"""What means something to one format or another."""

SCALARS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 50, 1e-300, -1e308, 1e308, 10**15, 10**30, 0.1, "", " ", "x",
    "NO", "yes", "1", ".5", "1e3", "٣", "²", "Ⅷ", "n/a", "2025", "2025-02-30", "2025-08-15",
    "0001-01-01", "9999-12-31", "2025-13", "2025-08-16/2025-08-15", "10000-01-01", "🕊" * 3,
    "e\u0301\u202e", "a.b", "a:b", "a\nb", "A" * 300, "'", "'x'", "[", "{}", "low", "mode", "a",
    "b", "us", "by", [], {}, [[]], [None], {"": None}, {"low": 1}, {"en": "x"}, {"low": 2,
    "mode": 1, "high": 0}, {"value": 1e308}, {"low": -1e308, "mode": 0, "high": 1e308},
)  # fmt: skip
"""What stands where something else was expected."""


def pieces(raw: bytes, random: Random) -> bytes:
    """Replace, cut out or put in bytes."""
    held = bytearray(raw)
    for _ in range(random.randint(1, 6)):
        k = random.randint(0, len(held))
        new = random.choice(SNIPPETS).encode() if random.random() < 0.7 else random.randbytes(2)
        held[k : k + random.choice((0, 0, 1, 3, 30))] = new
    return bytes(held)


def lines(raw: bytes, random: Random) -> bytes:
    """Drop, repeat, swap lines, or move them in or out."""
    held = raw.split(b"\n")
    for _ in range(random.randint(1, 4)):
        k, other = random.randrange(len(held)), random.randrange(len(held))
        way = random.choice(("drop", "repeat", "swap", "in", "out", "many"))
        if way == "drop" and len(held) > 1:
            del held[k]
        elif way == "repeat":
            held.insert(other, held[k])
        elif way == "swap":
            held[k], held[other] = held[other], held[k]
        elif way == "in":
            held[k] = b"  " + held[k]
        elif way == "out":
            held[k] = held[k].removeprefix(b"  ")
        elif way == "many":
            held[k:k] = held[k : k + 8] * random.choice((2, 2, 20))
    return b"\n".join(held)


def tree(data: Any, random: Random) -> Any:
    """Change a mapping or list somewhere: take from it, add to it, swap, move and nest."""
    for _ in range(random.choice((1, 1, 2, 3))):
        spots = list(_spots(data))
        if not spots:
            return _scalar(random)
        held, key = random.choice(spots)
        other, there = random.choice(spots)
        way = random.choice(("drop", "scalar", "scalar", "swap", "copy", "rename", "nest", "many"))
        if way == "drop":
            del held[key]
        elif way == "scalar":
            held[key] = _scalar(random)
        elif way == "swap" and not _within(held[key], other) and not _within(other[there], held):
            held[key], other[there] = other[there], held[key]
        elif way == "copy" and not _within(other[there], held):
            held[key] = other[there]
        elif way == "rename" and isinstance(held, dict):
            name = there if isinstance(there, str) else random.choice(SNIPPETS)
            held[random.choice((name, f"{key}s", f"{key}.1", ""))] = held.pop(key)
        elif way == "nest":
            for _ in range(random.choice((1, 1, 2, 9, 60))):
                held[key] = random.choice(([held[key]], {"value": held[key]}))
        elif way == "many" and isinstance(held, list):
            held[:] = held * random.choice((2, 3, 30))
        elif way == "many":
            copies = random.choice((2, 30))
            held.update({f"{key}{k}": held[key] for k in range(copies)})
    return data


def _scalar(random: Random) -> Any:
    """Take a copy: what is put in is changed later, and put into itself it would make a ring."""
    return deepcopy(random.choice(SCALARS))


def _spots(data: Any) -> Any:
    waiting = [data]
    while waiting:
        held = waiting.pop()
        inside = held.items() if isinstance(held, dict) else enumerate(held)
        for key, value in list(inside):
            yield held, key
            if isinstance(value, dict | list) and value:
                waiting.append(value)


def _within(data: Any, wanted: Any) -> bool:
    """Say whether a mapping or list is, or holds, another: moving it there would make a ring."""
    waiting = [data]
    while waiting:
        held = waiting.pop()
        if held is wanted:
            return True
        if isinstance(held, dict | list):
            waiting.extend(held.values() if isinstance(held, dict) else held)
    return False


def as_yaml(raw: bytes, random: Random) -> bytes:
    """Spoil what a YAML file says, rather than how it is written."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    try:
        data = _numbered(yaml.load(raw, Loader=loader))
        if not isinstance(data, dict | list):
            return pieces(raw, random)
        data = json.loads(json.dumps(tree(data, random)))  # so that no part is the alias of another
        text = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return pieces(raw, random)
    return _capped(text.encode("utf-8", "surrogatepass"))


_WORDS = {"true": True, "false": False, "null": None, "": None}


def _numbered(data: Any) -> Any:
    """Turn texts that stand for numbers and truth into them; else they would be quoted."""
    if isinstance(data, dict):
        return {key: _numbered(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_numbered(value) for value in data]
    if data in _WORDS:
        return _WORDS[data]
    for form in (int, float):
        with suppress(ValueError):
            return form(data)
    return data


def as_json(raw: bytes, random: Random) -> bytes:
    """Spoil what a JSON document says."""
    try:
        data = json.loads(raw)
        if not isinstance(data, dict | list):
            return pieces(raw, random)
        return _capped(json.dumps(tree(data, random), ensure_ascii=random.random() < 0.5).encode())
    except (ValueError, RecursionError, UnicodeError):
        return pieces(raw, random)


def as_json_lines(raw: bytes, random: Random) -> bytes:
    """Spoil what a line of a file of JSON lines says."""
    held = raw.split(b"\n")
    k = random.randrange(len(held))
    held[k] = as_json(held[k], random)
    return b"\n".join(held)


def as_sealed(raw: bytes, random: Random) -> bytes:
    """Spoil events of a ledger and seal them anew, so that what they say is looked at."""
    from detente.ledger.keeping.canonical import canonical, dump
    from detente.ledger.keeping.chain import genesis, seal

    out, previous = [], genesis("minsk")
    try:
        bodies = [json.loads(line)["body"] for line in raw.splitlines()]
        for _ in range(random.choice((1, 1, 2, 4))):
            k = random.randrange(len(bodies))
            recorded = bodies[k]["recorded"]
            bodies[k] = {**tree(json.loads(json.dumps(bodies[k])), random), "recorded": recorded}
        for number, body in enumerate(bodies):
            (row,) = seal([dump(body)], number, previous)
            previous = row.hash
            out.append(canonical({"case": "minsk", **row._asdict(), "body": body}).encode())
    except (ValueError, TypeError, KeyError, RecursionError):
        return pieces(raw, random)
    return b"".join(line + b"\n" for line in out)


def as_table(raw: bytes, random: Random) -> bytes:
    """Spoil the cells of a CSV table."""
    text = raw.decode("utf-8", "replace")
    separator = ";" if text.count(";") > text.count(",") else ","
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return pieces(raw, random)
    rows = [row for row in rows if row]
    if not rows:
        return pieces(raw, random)
    for _ in range(random.randint(1, 4)):
        row, other = random.choice(rows), random.choice(rows)
        k, j = random.randrange(len(row)), random.randrange(len(other))
        way = random.choice(("cell", "cell", "swap", "copy", "drop", "add", "long"))
        if way == "cell":
            row[k] = str(random.choice((*SCALARS, *SNIPPETS)))
        elif way == "swap":
            row[k], other[j] = other[j], row[k]
        elif way == "copy":
            row[k] = other[j]
        elif way == "drop" and len(row) > 1:
            del row[k]
        elif way == "add":
            row.insert(k, other[j])
        elif way == "long":
            row[k] = ((row[k] or "x") * random.choice((10, 1_000)))[:50_000]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return _capped(out.getvalue().encode("utf-8", "surrogatepass"))


def as_docx(raw: bytes, random: Random) -> bytes:
    """Spoil a part of a packed document, or the package itself."""
    if random.random() < 0.2:
        return pieces(raw, random)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = {part.filename: package.read(part) for part in package.infolist()[:20]}
    except Exception:  # zipfile lets through whatever its decompressors raise
        return pieces(raw, random)
    if parts:
        name = random.choice(list(parts))
        parts[name] = random.choice((pieces, markup))(parts[name], random)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", random.choice((0, zipfile.ZIP_DEFLATED))) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return held.getvalue()


def markup(raw: bytes, random: Random) -> bytes:
    """Drop, repeat, swap or nest what stands between angle brackets."""
    held = [
        piece for piece in raw.replace(b"<", b"\0<").replace(b">", b">\0").split(b"\0") if piece
    ]
    for _ in range(random.randint(1, 4)):
        if not held:
            return raw
        k, other = random.randrange(len(held)), random.randrange(len(held))
        way = random.choice(("drop", "repeat", "swap", "many", "text"))
        if way == "drop":
            del held[k]
        elif way == "repeat":
            held.insert(other, held[k])
        elif way == "swap":
            held[k], held[other] = held[other], held[k]
        elif way == "many":
            held[k:k] = [held[k]] * random.choice((2, 60, 600))
        elif way == "text":
            held[k] = pieces(held[k], random)
    return _capped(b"".join(held))


def _capped(raw: bytes) -> bytes:
    return raw[:200_000]


def any_of(*ways: Mutator) -> Mutator:
    """Give a mutator that takes one of these, and bytes or lines now and then."""

    def mutate(raw: bytes, random: Random) -> bytes:
        return random.choice((*ways, *ways, pieces, lines))(raw, random)

    return mutate
