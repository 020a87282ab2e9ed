"""Analysts' decisions: appended, by name, with a reason, never mixed with proposals."""

from __future__ import annotations

import json

import pytest

from detente.evidence.claims import group
from detente.evidence.decisions import (
    Decision,
    agreement,
    decided,
    read_decisions,
    record,
    regrouped,
)
from detente.evidence.errors import InvalidDecision
from detente.evidence.pipeline import judged
from detente.evidence.proposals import proposed_decision
from tests.evidence.samples import report


def word(target: str, value: str, by: str, **more: str) -> Decision:
    """Give a decision that changes a status."""
    kept = {"kind": "status", "verdict": "change", "reason": "seen", "at": "2025-06-22"}
    return Decision(target=target, value=value, by=by, **{**kept, **more})


def test_both_are_kept(tmp_path):
    """The proposal stays what it was beside a decision, in the file and in the answer."""
    gathered = judged([report("AFP")])
    (claim,) = gathered.claims
    path = tmp_path / "decisions.jsonl"
    made = proposed_decision(gathered, kind="status", target=claim.id, verdict="change",
                             value="confirmed", by="Anna", reason="saw the list")  # fmt: skip
    record(path, made)
    (seen,) = decided(gathered.judgements, read_decisions(path))
    assert (seen.judgement.status, seen.status, seen.human) == ("one-sided", "confirmed", True)
    assert json.loads(path.read_text())["proposed"] == "one-sided"


def test_only_appended(tmp_path):
    """A later decision leaves every byte of the earlier ones as it was."""
    path = tmp_path / "d.jsonl"
    record(path, word("c", "confirmed", "Anna"))
    before = path.read_bytes()
    record(path, word("c", "denied", "Anna"))
    assert path.read_bytes().startswith(before)
    assert len(read_decisions(path)) == 2


def test_last_word_and_dispute():
    """Each analyst's last word counts, and two who differ are shown to."""
    (j,) = judged([report("AFP")]).judgements
    words = [word(j.claim.id, "denied", "Anna"), word(j.claim.id, "confirmed", "Boris"),
             word(j.claim.id, "contested", "Anna")]  # fmt: skip
    (seen,) = decided([j], words)
    assert ([d.result for d in seen.decisions], seen.disputed) == (["confirmed", "contested"], True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"by": " "}, "by"),
        ({"reason": ""}, "reason"),
        ({"value": "confirmd"}, "did you mean 'confirmed'"),
        ({"verdict": "maybe"}, "accept, change or reject"),
        ({"kind": "colour"}, "nothing is called"),
        ({"value": ""}, "new value"),
        ({"kind": "grouping", "value": "elsewhere"}, "subject | attribute | value"),
    ],
)
def test_what_is_no_decision(change, says):
    """A decision without its name, reason or a value that exists is refused."""
    whole = {"target": "c", "value": "confirmed", "by": "Anna", **change}
    with pytest.raises(InvalidDecision, match=says.replace("|", r"\|")):
        word(**whole)


def test_unknown_target():
    """To decide on a claim that is not there is refused."""
    with pytest.raises(InvalidDecision, match="no claim 'x'"):
        proposed_decision(judged([report("AFP")]), kind="status", target="x", verdict="accept",
                          value="", by="A", reason="r")  # fmt: skip


def test_regrouping():
    """A report goes where the analyst puts it; a rejected one stands alone."""
    one, two = report("AFP"), report("AP")
    moved = word(two.id, "release | n_released | 15", "Anna", kind="grouping")
    alone = word(two.id, "", "Anna", kind="grouping", verdict="reject")
    assert [len(c.reports) for c in group(regrouped([one, two], []))] == [2]
    assert [c.value for c in group(regrouped([one, two], [moved]))] == ["14", "15"]
    assert len(group(regrouped([one, two], [alone]))) == 2


def test_kappa():
    """Cohen's kappa of a known table: .4 of 50 items agreed on by 35 (his example's form)."""
    grid = {("confirmed", "confirmed"): 20, ("confirmed", "denied"): 5,
            ("denied", "confirmed"): 10, ("denied", "denied"): 15}  # fmt: skip
    words = []
    for (a, b), n in grid.items():
        for i in range(n):
            words += [word(f"{a}{b}{i}", a, "Anna"), word(f"{a}{b}{i}", b, "Boris")]
    found = agreement(words, "Anna", "Boris")
    assert (found.items, found.kappa, len(found.differ)) == (50, pytest.approx(0.4), 15)


def test_kappa_is_not_always_defined():
    """Where both say one thing of everything, chance explains all and there is no kappa."""
    words = [word("c", "confirmed", "Anna"), word("c", "confirmed", "Boris")]
    assert agreement(words, "Anna", "Boris").kappa is None
    with pytest.raises(InvalidDecision, match="did you mean 'Anna'"):
        agreement(words, "Ana", "Boris")
