"""The file of a sheet: what an analyst fills in, each pair below the sentence that it means."""

from __future__ import annotations

import json
from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.elicitation.words import question
from detente.case.rewriting import braces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.briefing.naming import Names
    from detente.case.amounts import Estimate
    from detente.elicitation.asking import Question
    from detente.elicitation.sheet import Bundle, Pair, Sheet

WIDTH = 96
"""Of a comment."""


def sheet_text(
    sheet: Sheet,
    names: Names,
    asked: Sequence[Question] = (),
    ranges: Mapping[str, Estimate] | None = None,
) -> str:
    """Write a sheet: its ranges and pairs, and new pairs to answer.

    Parameters
    ----------
    sheet
        What stands; comments of its file are lost.
    names
        The words and language of the comments.
    asked
        Questions to add, each `unsure` until it is answered.
    ranges
        Ranges that go before those of the sheet.
    """
    form, say = sheet.form, names.lang.say
    told = {**form.ranges, **(ranges or {})}
    lines = [
        *_comment(say("What one analyst says about the values of a case. Fill it in alone."), ""),
        f"analyst: {_quoted(form.analyst)}",
        f"case: {form.case}",
        *([f"date: {form.date}"] if form.date else []),
        *([f"note: {_quoted(form.note[names.lang.code])}"] if form.note else []),
        "",
        *_ranges(told, asked, names),
        "",
        *_comment(
            say(
                "Each pair says that to the party `more` is worth more than `less`; amounts are "
                "those of one lot, and what is received counts as if all of it arrived. Answer "
                "with holds: true, false or unsure. A path may be followed by how many, as in "
                "{example}.",
                example="{measures.x.cost: 2}",
            ),
            "",
        ),
        "pairs:" if form.pairs or asked else "pairs: []",
    ]
    pairs: list[Pair | Question] = [*form.pairs, *asked]
    for number, pair in enumerate(pairs, 1):
        lines += _pair(pair, number, names)
    return "\n".join(lines) + "\n"


def _ranges(told: Mapping[str, Estimate], asked: Sequence[Question], names: Names) -> Iterator[str]:
    if told:
        yield "ranges:"
        for path, of in told.items():
            yield f"  {path}: {braces(of, len(path) + 5)}"
        return
    path = next((p for q in asked for p in q.more), "measures.x.cost")
    said = names.lang.say(
        "Ranges of your own, by the path of the value; what is left out is as in the case:"
    )
    yield from _comment(said, "")
    yield "# ranges:"
    yield f"#   {path}: {{low: 1, mode: 2, high: 4, why: …}}"


def _pair(pair: Pair | Question, number: int, names: Names) -> Iterator[str]:
    yield from _comment(f"{number}. {question(pair.party, pair.more, pair.less, names)}", "  ")
    yield f"  - party: {pair.party}"
    yield f"    more: {_bundle(pair.more)}"
    yield f"    less: {_bundle(pair.less)}"
    holds = getattr(pair, "holds", "unsure")
    yield f"    holds: {str(holds).lower()}"
    if why := getattr(pair, "why", None):
        yield f"    why: {_quoted(why[names.lang.code])}"


def _bundle(of: Bundle) -> str:
    if all(count == 1 for count in of.values()):
        return f"[{', '.join(of)}]"
    return "{" + ", ".join(f"{path}: {count:g}" for path, count in of.items()) + "}"


def _comment(text: str, indent: str) -> list[str]:
    """Words of a case stay behind the sign: no line break of theirs ends the comment."""
    lead = f"{indent}# "
    return wrap(" ".join(text.split()), WIDTH, initial_indent=lead, subsequent_indent=lead)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
