"""The parts of the mutation run: which changes are made, and how one is known again."""

from __future__ import annotations

import pytest

from tests.mutation.changes import changed, enclosing, known, meaning
from tests.mutation.run import HERE, ROOT, SOURCES, TARGETS, Found, told

SOURCE = '''
"""A module."""


class Shelf:
    """A shelf."""

    def holds(self, books: list[str | None], most: int) -> bool:
        """Whether they fit."""
        if not books:
            return True
        return len(books) <= most and None not in books
'''


@pytest.fixture
def made():
    """Give the mutants of the module above."""
    pytest.importorskip("cosmic_ray", reason="needs the extra `nightly`")
    from tests.mutation.changes import mutants

    return list(mutants(SOURCE))


def test_every_mutant_is_another_program(made):
    """No two mean the same, none means what the module does, and annotations stay."""
    meanings = {meaning(mutant.text) for mutant in made}
    assert len(meanings) == len(made)
    assert meaning(SOURCE) not in meanings
    assert all("list[str | None], most: int) -> bool" in mutant.text for mutant in made)


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("if not books:", "if books:"),
        ("return True", "return False"),
        ("return True", "pass"),  # ours: a statement dropped
        ("return len(books) <= most and None not in books",
         "return len(books) < most and None not in books"),
        ("return len(books) <= most and None not in books",
         "return len(books) <= most or None not in books"),
        ("return len(books) <= most and None not in books",
         "return len(books) <= most and None in books"),
    ],
)  # fmt: skip
def test_what_is_changed(made, line, becomes):
    """Conditions turned round, limits moved, values swapped, statements dropped."""
    found = {mutant.key for mutant in made}
    assert ("holds", line, becomes) in found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = a in b\n", {"x = a not in b", "pass"}),
        ("x = a not in b\n", {"x = a in b", "pass"}),
        ("x = min(a)\n", {"x = max(a)", "pass"}),
        ("x = all(a)\n", {"x = any(a)", "pass"}),
        ('"""Words."""\nimport os\n', set()),
    ],
)
def test_our_own_operators(code, expected):
    """What cosmic-ray does not change; words and imports stay."""
    pytest.importorskip("cosmic_ray", reason="needs the extra `nightly`")
    from tests.mutation.changes import mutants

    assert {mutant.becomes for mutant in mutants(code)} == expected


def test_changed_lines_are_given_without_their_indent():
    """One line or several, and the number of the first."""
    assert changed("a\n  b\nc\n", "a\n  d\nc\n") == (2, "b", "d")
    assert changed("a\n  b\n c\n", "a\n") == (2, "b\nc", "")
    assert changed("a = [\n 1\n]\n", "pass\n") == (1, "a = [\n1\n]", "pass")


def test_the_place_is_the_innermost_name():
    """A line of a method is in that; one outside is in none."""
    assert enclosing(SOURCE, 11) == "holds"
    assert enclosing(SOURCE, 6) == "Shelf"
    assert enclosing(SOURCE, 2) == ""


def test_annotations_mean_nothing():
    """They are for readers and checkers, and how arguments are passed; a value is more."""
    assert meaning("def f(x: int | None) -> int: ...") == meaning("def f(x) -> str: ...")
    assert meaning("if TYPE_CHECKING:\n import a") == meaning("if not TYPE_CHECKING:\n import b")
    assert meaning("def f(*, x=1): ...") == meaning("def f(x=1, /): ...")
    assert meaning("def f(x=1): ...") != meaning("def f(x=2): ...")
    assert meaning("x = 1") != meaning("x = 2")


def test_each_entry_is_of_a_module_that_is_tried_and_has_a_reason():
    """And its line stands there, in the function that it names."""
    for module, entries in known(HERE / "equivalents.toml").items():
        assert module in TARGETS
        source = (ROOT / SOURCES / f"{module}.py").read_text("utf-8")
        stripped = [" ".join(line.split()) for line in source.splitlines()]
        for (function, line, becomes), reason in entries.items():
            assert len(reason) > 20
            assert line != becomes
            numbers = [k for k, text in enumerate(stripped, 1) if text == line.splitlines()[0]]
            assert function in {enclosing(source, number) for number in numbers}


def test_survivors_are_told_as_diffs():
    """With their place; an entry that fits nothing is told too."""
    pytest.importorskip("cosmic_ray", reason="needs the extra `nightly`")
    from tests.mutation.changes import mutants

    survivor = next(mutants("x = 1\n"))
    lines = told("a/b", Found(5, 3, [survivor], [("f", "y", "z")]), 1.4).splitlines()
    assert lines[0] == "a/b: 5 mutants, 3 killed, 1 equivalent, 1 survived; 1 s"
    assert lines[1:4] == ["@@ a/b.py:1  NumberReplacer", "-x = 1", "+x = 2"]
    assert lines[-2:] == ["-y", "+z"]
