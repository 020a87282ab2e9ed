"""Mutants: the small changes to a module, what each is known by, and those known to be equal."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

Key = tuple[str, str, str]
"""The function, its line and what that becomes: a mutant, wherever its line may have moved."""


@dataclass(frozen=True)
class Mutant:
    """One small change.

    Attributes
    ----------
    function
        The innermost function or class that it is in; empty for the module itself.
    line, becomes
        The changed lines as they are and as they become, with single blanks and no indents.
    operator
        What made it.
    number
        The number of the first changed line.
    text
        The whole changed module.
    """

    function: str
    line: str
    becomes: str
    operator: str
    number: int
    text: str

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.function, self.line, self.becomes


def mutants(source: str) -> Iterator[Mutant]:
    """Give each different change to a module's text that leaves it a program, once."""
    from cosmic_ray.mutating import mutate_code

    seen = {meaning(source)}
    for name, operator in operators():
        occurrence = 0
        while (text := mutate_code(source, operator, occurrence)) is not None:
            occurrence += 1
            try:
                means = meaning(text)
            except SyntaxError:
                continue
            if means not in seen:
                seen.add(means)
                number, line, becomes = changed(source, text)
                yield Mutant(enclosing(source, number), line, becomes, name, number, text)


def operators() -> Iterator[tuple[str, object]]:
    """Give cosmic-ray's operators that make sense here, and ours, each with its name."""
    from cosmic_ray.plugins import get_operator, operator_names

    from tests.mutation.operators import OWN

    for name in sorted(operator_names()):
        operator = get_operator(name)
        if not operator.arguments() and telling(name):
            yield name.removeprefix("core/"), operator()
    for operator in OWN:
        yield operator.__name__, operator()


def telling(name: str) -> bool:
    """Whether an operator's mutants say more than those of its neighbours.

    Of the eleven replacements of `+` two are enough; and whether two equal values are one object
    is Python's business.
    """
    kind, _, pair = name.removeprefix("core/").partition("_")
    if kind == "ReplaceBinaryOperator":
        return pair in {"Add_Sub", "Add_Mul", "Sub_Add", "Sub_Mul", "Mul_Add", "Mul_Div", "Div_Mul",
                        "FloorDiv_Div", "Mod_Mul", "Pow_Mul", "BitOr_BitAnd", "BitOr_BitXor",
                        "BitAnd_BitOr", "BitXor_BitOr"}  # fmt: skip
    if kind == "ReplaceComparisonOperator":
        return "Is" not in pair or pair in {"Is_IsNot", "IsNot_Is"}
    return True


UNTESTED = {"slots", "strict"}
"""Arguments that change no result: they save memory, or guard against slips of our own."""


def meaning(text: str) -> str:
    """What a program does: annotations and imports for checkers are never evaluated."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.arguments):  # a mark between them is no product
            node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            node.defaults = [*node.defaults, *(x for x in node.kw_defaults if x)]
            node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if word.arg not in UNTESTED]
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.test, node.body = ast.Constant(False), []
    return ast.dump(tree)


def changed(old: str, new: str) -> tuple[int, str, str]:
    """Give the number of the first line that differs, and what the lines were and became."""
    was, now = old.splitlines(), new.splitlines()
    spots = [s for s in SequenceMatcher(None, was, now, False).get_opcodes() if s[0] != "equal"]
    first, last = spots[0], spots[-1]
    lines = was[first[1] : last[2]], now[first[3] : last[4]]
    line, becomes = ("\n".join(" ".join(part.split()) for part in lot) for lot in lines)
    return first[1] + 1, line, becomes


def enclosing(source: str, number: int) -> str:
    """Name the innermost function or class that a line is in."""
    found = ""
    for node in ast.walk(ast.parse(source)):
        kinds = (ast.FunctionDef, ast.ClassDef)
        if isinstance(node, kinds) and node.lineno <= number <= (node.end_lineno or 0):
            found = node.name  # outer ones come first
    return found


def known(path: Path) -> dict[str, dict[Key, str]]:
    """Read the list of equivalent mutants: by module, the reason for each."""
    listed: dict[str, dict[Key, str]] = {}
    for entry in tomllib.loads(path.read_text("utf-8"))["equivalent"]:
        for becomes in entry["becomes"]:
            key = entry["function"], entry["line"], becomes
            listed.setdefault(entry["module"], {})[key] = entry["reason"]
    return listed
