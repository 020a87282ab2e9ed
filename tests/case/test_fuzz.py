"""Whatever is done to a case file, it is a case or it is refused with a place."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from detente.case import Case, InvalidCase
from detente.case.starter import TEMPLATE
from tests.case.texts import WHOLE

TEXTS = (WHOLE, TEMPLATE.read_text(encoding="utf-8"))
SNIPPETS = (
    "{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "\t", "#", "'", '"', "&a ", "*a", "|", ">",
    "!!", "%", "---\n", "...\n", "<<: ", "null", "true", ".nan", ".inf", "-1", "1e400", "0", "99",
    "2025-02-30", "low", "value", "from", "Я", "\x00", "\ufeff", "\u2028", "\x85", ", ", "? ",
)  # fmt: skip


@st.composite
def spoilt_lines(draw: st.DrawFn) -> bytes:
    """A case with lines dropped, repeated, swapped, moved in or out."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        k = draw(st.integers(0, len(lines) - 1))
        way = draw(st.sampled_from(["drop", "repeat", "swap", "in", "out"]))
        if way == "drop" and len(lines) > 1:
            del lines[k]
        elif way == "repeat":
            lines.insert(draw(st.integers(0, len(lines))), lines[k])
        elif way == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[k], lines[other] = lines[other], lines[k]
        elif way == "in":
            lines[k] = "  " + lines[k]
        elif way == "out":
            lines[k] = lines[k].removeprefix("  ")
    return "\n".join(lines).encode()


@st.composite
def spoilt_bytes(draw: st.DrawFn) -> bytes:
    """A case with bytes replaced, cut out or put in."""
    raw = bytearray(draw(st.sampled_from(TEXTS)).encode())
    for _ in range(draw(st.integers(1, 6))):
        k = draw(st.integers(0, max(0, len(raw) - 1)))
        length = draw(st.integers(0, 30))
        new = draw(st.sampled_from(SNIPPETS).map(str.encode) | st.binary(max_size=3))
        raw[k : k + length] = new
    return bytes(raw)


def load(path: Path) -> Case | InvalidCase:
    """The case at `path`, or the error that refuses it."""
    try:
        return Case.load(path)
    except InvalidCase as error:
        return error


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=spoilt_lines() | spoilt_bytes() | st.binary(max_size=200))
def test_nothing_but_an_invalid_case_comes_of_a_spoilt_file(raw: bytes, tmp_path: Path) -> None:
    """A spoilt file loads and compiles, or is refused with places inside it; never else."""
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    found = load(path)
    if isinstance(found, Case):
        assert found.exchange().lots
        assert all(finding.sentence() for finding in found.findings())
        return
    lines = raw.decode("utf-8", "replace").replace("\r", "\n").split("\n")
    assert found.problems
    for problem in found.problems:
        assert 1 <= problem.line <= len(lines)
        assert problem.column >= 1
        assert "\n" not in problem.message


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_no_text_upsets_the_reader(text: str) -> None:
    """Any text whatever is refused, or is a mapping that is refused as a case."""
    with pytest.raises(InvalidCase):
        Case.parse(text)
