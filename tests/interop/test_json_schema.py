"""JSON Schema: check-jsonschema, which pipelines run, judges cases and answers as detente does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case
from detente.case.starter import SCHEMA
from detente.cli.exits import Exit
from tests.case.texts import WHOLE, changed
from tests.interop.peers import detente

pytest.importorskip("check_jsonschema", reason="judges the schemata (extra `test`)")

ANSWERS = Path(__file__).with_name("answers.schema.json")
BUNDLED = sorted((SCHEMA.parents[1] / "library").glob("*.yaml"))


def judge(*words: object) -> dict[str, Any]:
    """Run check-jsonschema; give what it reports."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "-o", "json", "-v", *map(str, words)],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert (found["status"] == "ok") == (done.returncode == 0)
    return found


def accepted(schema: Path, *files: Path) -> set[str]:
    """Which files it finds no fault with."""
    found = judge("--schemafile", schema, *files)
    bad = {one["filename"] for one in [*found.get("errors", []), *found.get("parse_errors", [])]}
    return {str(file) for file in files} - bad


@pytest.mark.parametrize("schema", [SCHEMA, ANSWERS], ids=["case", "answers"])
def test_schemata_are_schemata(schema: Path) -> None:
    """Each is valid against the metaschema that it names."""
    assert judge("--check-metaschema", schema)["status"] == "ok"


def test_every_case_that_detente_reads_is_accepted(capsys, tmp_path: Path) -> None:
    """The bundled cases, what `detente init` writes, and a case that uses every way of writing."""
    started, whole = tmp_path / "talks.yaml", tmp_path / "whole.yaml"
    detente(capsys, "init", started)
    whole.write_text(WHOLE, "utf-8")
    files = [*BUNDLED, started, whole]
    assert len(BUNDLED) == len(json.loads(detente(capsys, "cases", "--json"))["cases"])
    for file in files:
        Case.load(file)
    assert accepted(SCHEMA, *files) == {str(file) for file in files}


SPOILED = {
    "no name": ("name: whole\n", ""),
    "an unknown key": ("    track: sea\n", "    trak: sea\n"),
    "an unknown word": ("kind: standing", "kind: standin"),
    "a text for a number": ("    lead: 7\n", "    lead: seven\n"),
    "a share above 1": ("recovered: .6", "recovered: 6"),
    "half a range": ("low: 8, mode: 10, high: 12", "low: 8, mode: 10"),
    "no lots": ("lots: 3", "lots: 0"),
    "no date": ("as_of: 2025-08-16", "as_of: yesterday"),
}


def test_what_is_spoiled_is_refused_by_both(capsys, tmp_path: Path) -> None:
    """Each of these files is refused by detente with exit code 3, and by check-jsonschema."""
    files = []
    for what, change in SPOILED.items():
        file = tmp_path / f"{what}.yaml"
        file.write_text(changed(change), "utf-8")
        detente(capsys, "check", file, code=Exit.INVALID)
        files.append(file)
    assert accepted(SCHEMA, *files) == set()


def test_answers_have_the_shapes_that_are_fixed(capsys, tmp_path: Path) -> None:
    """What a command prints with `--json` is one document of the shape that its `schema` names."""
    (tmp_path / "a.txt").write_text("Госдепартамент подтвердил визит. Минск отрицает.", "utf-8")
    store, ladder = tmp_path / "libya.db", tmp_path / "plan.json"
    detente(capsys, "ledger", "init", store, "--demo", "--case", "libya")
    ladder.write_text(detente(capsys, "plan", "minsk", "--json"), "utf-8")
    asked = {
        "cases": ["cases"],
        "certify": ["certify", "minsk", ladder],
        "package": ["package", "sudan2020"],
        "stress": ["stress", "sudan2020", "--draws", 1000],
        "beliefs": ["beliefs", "minsk"],
        "risk": ["risk", "minsk", "--draws", 1000],
        "channels": ["channels", "minsk"],
        "statements": ["evidence", "statements", tmp_path / "a.txt"],
        "due": ["ledger", "due", store, "--as-of", "2004-06-01"],
    }
    files = [ladder]
    for name, words in asked.items():
        file = tmp_path / f"{name}.json"
        file.write_text(detente(capsys, *words, "--json", code=None), "utf-8")
        files.append(file)
    assert accepted(ANSWERS, *files) == {str(file) for file in files}


def test_an_answer_of_another_shape_is_refused(tmp_path: Path) -> None:
    """The check can fail: a field missing, a share above 1, a schema that there is none of."""
    bad = [
        {"schema": "detente.cases/1", "cases": [{"name": "x"}]},
        {"schema": "detente.stress/1", "hold_probability": 1.5, "draws": 10, "seed": 0},
        {"schema": "detente.nothing/1"},
    ]
    files = [tmp_path / f"{k}.json" for k in range(len(bad))]
    for file, answer in zip(files, bad, strict=True):
        file.write_text(json.dumps(answer), "utf-8")
    assert accepted(ANSWERS, *files) == set()
