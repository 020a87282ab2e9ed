"""Vega-Lite: every chart that detente draws is one that Vega-Lite's own schema takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from detente.briefing.answer import answer
from detente.briefing.blocks import Fold
from detente.briefing.brief import brief_of
from detente.briefing.rendering.vega import Drawn, spec
from detente.case import Case
from detente.words.language import language
from tests.briefing.charts import BY_KIND, NETWORK
from tests.interop.peers import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.briefing.answer import Answer
    from detente.briefing.blocks import Block


def drawn(blocks: Iterable[Block]) -> Iterator[Drawn]:
    """What is drawn among blocks, folded ones included."""
    for block in blocks:
        if isinstance(block, Fold):
            yield from drawn(block.blocks)
        elif isinstance(block, get_args(Drawn)):
            yield block


@pytest.fixture(scope="module")
def planned() -> Answer:
    """The bundled case, planned once."""
    return answer(Case.load("minsk"))


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_charts_are_vega_lite(planned: Answer, tmp_path: Path, lang: str) -> None:
    """Every kind of chart, and all that stand in the full brief of the bundled case."""
    said = language(lang)
    charts = [*BY_KIND.values(), NETWORK, *drawn(brief_of(planned, said).blocks)]
    specs = [spec(chart, said) for chart in charts]
    assert len(specs) > len(BY_KIND) + 3
    path = tmp_path / "specs.json"
    path.write_text(json.dumps(specs), "utf-8")
    found = ask("vega_check", path)
    assert [said for said in found["against"] if said] == []
    major = found["schema"].rpartition("/v")[2].partition(".")[0]
    assert {one["$schema"].rpartition("/v")[2] for one in specs} == {f"{major}.json"}


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """The check can fail: a mark that there is none of."""
    bad = {**spec(BY_KIND["bars"], language("en")), "layer": [{"mark": "doodle"}]}
    path = tmp_path / "specs.json"
    path.write_text(json.dumps([bad]), "utf-8")
    assert ask("vega_check", path)["against"][0]
