"""``python -m tests.briefing.golden``: write the golden files anew; look at the difference then."""

from pathlib import Path

from detente.briefing.rendering.formats import render
from tests.briefing.charts import ALL
from tests.briefing.golden import CASES, made

if __name__ == "__main__":
    folder = Path(__file__).parent
    for case, lang in CASES:
        folder.joinpath(f"{case}.{lang}.md").write_text(made(case, lang), "utf-8")
    folder.joinpath("blocks.en.md").write_bytes(render(ALL, "md"))
