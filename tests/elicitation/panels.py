"""A small case with sheets of several analysts, for tests of panels."""

from pathlib import Path

from detente.case import Case
from detente.elicitation.classical import equal_weights
from detente.elicitation.panel import Panel
from detente.elicitation.sheet import Sheet
from tests.uncertainty.stress_cases import SWAP

TEXT = SWAP.format(
    stake="{low: 1, mode: 3, high: 9}", cost="{low: 8, mode: 10, high: 12}", recovered=".5"
)
"""By revoking after the swap A gets back half of its cost: it holds where the stake is as much."""

STAKE, COST = "parties.a.stake.reputation", "measures.licence.cost"

ANNA = f"""\
analyst: anna
case: swap
ranges:
  {STAKE}: {{low: 6, mode: 7, high: 8, why: Its word was given in public}}
"""
BORIS = f"""\
analyst: boris
case: swap
ranges:
  {STAKE}: {{low: 1, mode: 2, high: 3, why: {{en: Nobody remembers, ru: Никто не помнит}}}}
  {COST}: {{low: 8, mode: 9.5, high: 11}}
"""
VERA = f"""\
analyst: vera
case: swap
ranges:
  {STAKE}: {{low: 5, mode: 6, high: 7}}
"""


def case() -> Case:
    """The case."""
    return Case.parse(TEXT)


def panel(*sheets: str) -> Panel:
    """A panel whose analysts weigh the same."""
    of = case()
    read = tuple(Sheet.parse(text, of) for text in sheets)
    return Panel(of, read, equal_weights([sheet.analyst for sheet in read]))


def files(folder: Path, *sheets: str) -> list[str]:
    """Write the case and the sheets into a folder; give the names of the sheets' files."""
    (folder / "swap.yaml").write_text(TEXT, encoding="utf-8")
    names = []
    for k, text in enumerate(sheets):
        names.append(f"sheet{k}.yaml")
        (folder / names[-1]).write_text(text, encoding="utf-8")
    return names
