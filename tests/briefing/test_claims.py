"""Ladders from files: only their steps are trusted."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from detente.briefing.claims import certify_claims
from detente.briefing.record import plan_record
from detente.exchange import InvalidLadder


@pytest.fixture
def check(planned) -> Callable[[object], Any]:
    """Certify a document, or raw bytes, against the case `two`."""
    found = planned("two")

    def run(document: object) -> Any:
        text = document if isinstance(document, bytes) else json.dumps(document).encode()
        return certify_claims(found.case, found.deal, text, "x.json")

    return run


@pytest.fixture
def document(planned) -> dict[str, Any]:
    """What ``plan --json`` prints for the case `two`, to be tampered with."""
    return json.loads(json.dumps(plan_record(planned("two"))))


def test_what_plan_printed_passes(planned, check, document: dict[str, Any]) -> None:
    """A plan's own output has the certificate it claims."""
    assert check(document) == planned("two").ladder.certificate


def test_steps_alone_are_enough(planned, check, document: dict[str, Any]) -> None:
    """Figures that are not claimed are not asked for."""
    assert check({"steps": document["steps"]}) == planned("two").ladder.certificate


def test_byte_order_mark_is_no_fault(planned, check, document: dict[str, Any]) -> None:
    """A file saved with a mark at its start is read all the same."""
    assert check(b"\xef\xbb\xbf" + json.dumps(document).encode())


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda d: d["guarantee"].update(north=0.5), "guarantee.north is 0.5, and should be"),
        (lambda d: d["exposure"].update(south=0.0), "exposure.south"),
        (lambda d: d["exposure"].update(town=7), "exposure.town is 7"),
        (lambda d: d["at_completion"].update(north=0), "at_completion.north"),
        (lambda d: d["on_the_way"].update(south=9), "on_the_way.south"),
        (lambda d: d.update(self_enforcing=False), "self_enforcing is false, and should be true"),
        (lambda d: d.update(self_enforcing=1), "self_enforcing is 1, and should be true"),
        (lambda d: d.update(value=-99), "value is -99"),
        (lambda d: d.update(objective="exposure", value=-99), "value is -99"),
        (lambda d: d.update(bound="low"), 'bound is "low", and should be a number'),
        (lambda d: d.update(bound=99.0), "bound is 99.0, above the value reached"),
        (lambda d: d.update(bound=-99.0, optimal=True), "optimal is true, yet bound -99.0"),
        (lambda d: d["worth_signing"].update(north=False), "worth_signing.north"),
        (lambda d: d.update(order=d["order"][::-1]), "order[0]"),
        (lambda d: d.update(case="other"), 'case is "other", and should be "two"'),
        (lambda d: d.update(guarantee=None), "guarantee is null"),
        (lambda d: d["certificate"]["rows"][3].update(keeps=1e6), "certificate.rows[3].keeps"),
        (lambda d: d["certificate"]["rows"].pop(), "certificate.rows is"),
        (lambda d: d["certificate"]["binding"].update(margin=99), "certificate.binding.margin"),
        (
            lambda d: d["certificate"]["audience_rows"][0].update(margin=0),
            "audience_rows[0].margin",
        ),
    ],
)
def test_every_tampered_figure_is_named(
    check, document: dict[str, Any], tamper: Callable[[dict[str, Any]], object], named: str
) -> None:
    """A figure other than the certificate's is refused by its place and both values."""
    tamper(document)
    with pytest.raises(InvalidLadder) as refused:
        check(document)
    assert str(refused.value).startswith("x.json: the figures are not those of its steps: ")
    assert named in str(refused.value)


def test_many_differences_are_counted(check, document: dict[str, Any]) -> None:
    """The first five are named, the rest counted."""
    for row in document["certificate"]["rows"]:
        row["keeps"] += 1
    with pytest.raises(InvalidLadder, match="and 3 more"):
        check(document)


def test_rounded_figures_pass(check, document: dict[str, Any]) -> None:
    """A figure that was rounded in the seventh place is the same figure."""
    document["guarantee"] = {who: round(x, 7) for who, x in document["guarantee"].items()}
    assert check(document)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([["freed.1"], ["freed.2"]], "these lots are missing: licence"),
        ([["freed.1"], ["licence"], ["freed.1"], ["freed.2"]], "lot 'freed.1' is delivered twice"),
        ([["freed.1"], ["licnece"], ["freed.2"]], "did you mean 'licence'?"),
        ([["freed.1", "licence"], ["freed.2"]], "step 1 joins lots that no group binds"),
    ],
)
def test_steps_that_do_not_fit(check, steps: list[list[str]], said: str) -> None:
    """Steps that are no ladder of the case are refused with the file's name."""
    with pytest.raises(InvalidLadder) as refused:
        check({"steps": steps})
    assert str(refused.value).startswith("x.json: ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"steps": "freed.1"}',
        b'{"steps": [[]]}',
        b'{"steps": [[1]]}',
        b'{"steps": ["freed.1"]}',
        b"\xff\xfe",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"steps": ' + b"9" * 5_000 + b"}",
        b"{'steps': []}",
    ],
)
def test_what_is_no_ladder_is_told_in_one_sentence(check, text: bytes) -> None:
    """Whatever the file holds, the answer is one sentence with its name."""
    with pytest.raises(InvalidLadder) as refused:
        check(text)
    assert str(refused.value).startswith("x.json:")
    assert "\n" not in str(refused.value)


def test_place_of_broken_json(check) -> None:
    """Broken JSON is located by line and column."""
    with pytest.raises(InvalidLadder, match=r"x\.json:2:11: this is no JSON document"):
        check(b'{\n  "steps" [}')


def test_not_a_number_is_no_figure(check, document: dict[str, Any]) -> None:
    """NaN is never the same as a figure."""
    document["guarantee"]["north"] = float("nan")
    with pytest.raises(InvalidLadder, match=r"guarantee\.north is NaN"):
        check(document)
