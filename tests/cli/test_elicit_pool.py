"""`detente elicit pool`: what it prints and writes, what is refused, and the exit codes."""

import json
from pathlib import Path

import pytest

from detente.case import Case
from detente.cli.exits import Exit
from detente.cli.main import main
from tests.elicitation.panels import ANNA, BORIS, STAKE, VERA, files

DRAWS = ("--draws", "2000")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a case and three sheets, and a record of two of the analysts."""
    files(tmp_path, ANNA, BORIS, VERA)
    rows = ["analyst,made,question,low,median,high,outcome,resolved"]
    for k in range(12):
        rows.append(f"anna,2025-01-01,N{k}?,1,5,9,{4 if k % 2 else 6},2025-06-01")
        rows.append(f"vera,2025-01-01,N{k}?,0,5,10,{4 if k % 2 else 6},2025-06-01")
    rows += [f"boris,2025-01-01,N{k}?,1,2,3,{4 if k % 2 else 6},2025-06-01" for k in range(3)]
    (tmp_path / "f.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente elicit pool` on the case; give its exit code, stdout and stderr."""
    code = main(["elicit", "pool", "swap.yaml", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """Ranges that do not meet, the pool, who holds and what decides; the pool needs 4.75 of 4.5."""
    code, out, _ = run(capsys, "sheet0.yaml", "sheet1.yaml", *DRAWS)
    flat = " ".join(out.split())
    assert code == Exit.NO_LADDER
    assert "holds with the numbers of anna, and not with those of boris" in flat
    assert "1–3 of boris and 6–8 of anna do not meet: talk about the reasons, not the middle. " \
        "anna: “Its word was given in public”; boris: “Nobody remembers”" in flat  # fmt: skip
    assert "The value that decides is “A: stake: reputation” (anna says 7, boris says 2)" in flat
    assert "no range: anna" in flat
    assert "They read the same newspapers" in flat
    assert "holds in 50% of the draws" in flat
    assert max(map(len, out.splitlines())) <= 80


def test_in_russian(capsys: pytest.CaptureFixture[str]) -> None:
    """Reasons in Russian where they are; no English sentence is left."""
    code, out, _ = run(capsys, "sheet0.yaml", "sheet1.yaml", "--lang", "ru", *DRAWS)
    flat = " ".join(out.split())
    assert code == Exit.NO_LADDER
    assert "1–3 (boris) и 6–8 (anna) не пересекаются" in flat
    assert "«Никто не помнит»" in flat
    assert not any(word in out for word in ("the ", "pool", "range", "holds"))
    assert max(map(len, out.splitlines())) <= 80


def test_all_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """With ranges that meet and hold the exit code is 0, and nothing is said to part them."""
    code, out, _ = run(capsys, "sheet0.yaml", "sheet2.yaml", *DRAWS)
    assert code == Exit.DONE
    assert "holds with the numbers of all of them" in " ".join(out.split())
    assert "do not meet" not in out


def test_a_long_table_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """On a screen the numbers that differ most come first, and how many are left is said."""
    numbers = [n for n in Case.load("minsk").numbers if 0 <= n.low < n.high and n.dist == "pert"]
    for who, factor in (("anna", 1.0), ("boris", 0.9)):
        ranges = "".join(
            f"  {n.path}: {{low: {n.low * factor}, mode: {n.mode * factor}, high: {n.high}}}\n"
            for n in numbers[:20]
        )
        Path(f"{who}.yaml").write_text(f"analyst: {who}\ncase: minsk\nranges:\n{ranges}")
    words = ["elicit", "pool", "minsk", "anna.yaml", "boris.yaml", "--draws", "100"]
    main(words)
    short = capsys.readouterr().out
    main([*words, "--all"])
    whole = capsys.readouterr().out
    assert "10 more values, on which they differ less: --all shows them." in short
    assert short.count("averaged") - whole.count("averaged") == -10
    assert "more values" not in whole


def test_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """The pool's hold probability is the weighted mean of theirs."""
    code, out, _ = run(capsys, "sheet0.yaml", "sheet1.yaml", "sheet2.yaml", "--json", *DRAWS)
    found = json.loads(out)
    assert (code, found["schema"]) == (Exit.NO_LADDER, "detente.elicit.pool/1") or code == Exit.DONE
    held = [view["hold_probability"] for view in found["views"].values()]
    assert found["pool"]["hold_probability"] == pytest.approx(sum(held) / 3)
    stake = found["values"][0]
    assert stake["path"] == STAKE
    assert stake["apart"] == [["boris", "anna"], ["boris", "vera"]]
    assert set(stake["ranges"]) == {"anna", "boris", "vera"}


def test_weights_by_performance(capsys: pytest.CaptureFixture[str]) -> None:
    """Two with a record weigh by it; with a third who has too little all weigh the same, aloud."""
    words = ("--weights", "performance", "--record", "f.csv", *DRAWS)
    _, out, _ = run(capsys, "sheet0.yaml", "sheet2.yaml", *words)
    flat = " ".join(out.split())
    assert "by performance on the 12 questions" in flat
    assert "What the record of each says" in flat
    _, out, _ = run(capsys, "sheet0.yaml", "sheet1.yaml", "sheet2.yaml", *words)
    flat = " ".join(out.split())
    assert "all weigh the same, not by performance: all of them answered only 3 questions" in flat


def test_a_pooled_case_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """It plans as the table says, and is not written over without --force."""
    words = ("sheet0.yaml", "sheet1.yaml", "-o", "pooled.yaml", *DRAWS)
    code, _, err = run(capsys, *words)
    assert "The pooled case is in pooled.yaml." in err
    number = next(n for n in Case.load("pooled.yaml").numbers if n.path == STAKE)
    assert (number.low, number.mode, number.high) == pytest.approx((1, 4.5, 8))
    assert main(["plan", "pooled.yaml"]) == code == Exit.NO_LADDER
    capsys.readouterr()
    code, out, err = run(capsys, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert "pooled.yaml exists; nothing was written over it (--force would)" in err
    assert run(capsys, *words, "--force")[0] == Exit.NO_LADDER


def test_as_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    """The same in HTML, with every value."""
    code, out, _ = run(capsys, "sheet0.yaml", "sheet2.yaml", "--html", "p.html", *DRAWS)
    assert (code, out) == (Exit.DONE, "")
    assert "Ranges apart, and pooled" in Path("p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("sheet0.yaml",), Exit.INVALID, "at least two analysts (one alone: `detente elicit "
         "check`)"),
        ((), Exit.INVALID, "at least two analysts"),
        (("sheet0.yaml", "sheet0.yaml"), Exit.INVALID, "'anna' has a sheet already, sheet0.yaml"),
        (("sheet0.yaml", "none.yaml"), Exit.USAGE, "none.yaml: no such file"),
        (("sheet0.yaml", "sheet1.yaml", "--weights", "performance"), Exit.USAGE, "go together"),
        (("sheet0.yaml", "sheet1.yaml", "--record", "f.csv"), Exit.USAGE, "go together"),
        (("sheet0.yaml", "sheet1.yaml", "--draws", "0"), Exit.USAGE, "draws must be at least 1"),
        (("sheet0.yaml", "--lang", "ru"), Exit.INVALID, "нужны листы хотя бы двух аналитиков"),
    ],
)  # fmt: skip
def test_refusals(
    words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on stderr and nothing on stdout."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
