"""The starter case: written whole or not at all, and ready to use."""

from pathlib import Path

import pytest

import detente as dt
from detente.case import Case, TargetExists, write_starter
from detente.case.errors import CannotWrite
from detente.case.starter import SCHEMA


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A starter case, freshly written."""
    return write_starter(tmp_path / "mine.yaml")


def test_the_starter_is_sound(path: Path) -> None:
    """It is a valid case with no warning."""
    findings = Case.load(path).findings()
    assert [str(finding) for finding in findings if finding.level == "warning"] == []


def test_the_starter_plans_as_it_is(path: Path) -> None:
    """It has a ladder that nobody gains by breaking, and each party gives in it."""
    case = Case.load(path)
    ladder = dt.plan(case.exchange())
    assert ladder.self_enforcing
    assert {case.lots[name].measure.giver for name in ladder.order} == set(case.form.parties)


def test_the_starter_is_bilingual(path: Path) -> None:
    """Every name in it has Russian words."""
    case = Case.load(path)
    for id_ in (*case.form.parties, *case.form.audiences, *case.form.measures):
        assert case.text(id_).ru


def test_the_starter_points_editors_to_the_schema(path: Path) -> None:
    """The first line leads from the file to the schema of this installation."""
    first = path.read_text(encoding="utf-8").split("\n")[0]
    address = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / address).resolve() == SCHEMA.resolve()


def test_nothing_is_written_over(path: Path) -> None:
    """A file that stands there stays as it is."""
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(TargetExists, match="exists"):
        write_starter(path)
    assert path.read_text(encoding="utf-8") == "precious"
    assert [entry.name for entry in path.parent.iterdir()] == ["mine.yaml"]


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    """A link that leads nowhere is something that stands there."""
    (tmp_path / "link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(TargetExists):
        write_starter(tmp_path / "link.yaml")
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("where", ["nowhere/case.yaml", "a\0b.yaml"])
def test_a_place_that_cannot_be_written_to_is_told(where: str, tmp_path: Path) -> None:
    """A folder that is not there is one clear error."""
    with pytest.raises(CannotWrite):
        write_starter(tmp_path / where)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    """When the disk fills up there is no half of a file."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_starter(tmp_path / "mine.yaml")
    assert list(tmp_path.iterdir()) == []
