"""How forecasts from a case's record would have done, and how little that proves."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Heading, Paragraph, Table
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.briefing.sections import Blocks
    from detente.uncertainty import Backtest, Range
    from detente.uncertainty.past.backtesting import Class, Score
    from detente.words.language import Language

CLASSES: Mapping[Class, str] = {
    "release": N_("people are released"),
    "relief": N_("relief is given, renewed or made final"),
    "snapback": N_("relief is taken back"),
    "breach": N_("a breach or escalation"),
}


def backtest_blocks(tested: Backtest, lang: Language) -> Blocks:
    """Tell how forecasts from the record would have done, with how little that rests on."""
    came = sum(one.came for one in tested.forecasts)
    return (
        Heading(lang.say("Backtest")),
        Paragraph(
            lang.say(
                "{n} forecasts, but only {periods} periods of {months} months after {date}, in "
                "which {came} things came: few points, which prove little.",
                n=len(tested.forecasts),
                periods=tested.periods,
                months=tested.months,
                date=lang.date(tested.day),
                came=came,
            )
        ),
        _scores(tested, lang),
        Paragraph(_judgement(tested.brier.gain, lang)),
        _forecasts(tested, lang),
        Paragraph(
            lang.say(
                "Each period is forecast from what was known when it began: how often such an act "
                "came in earlier periods like it (after a period with releases or relief, or "
                "without). Base rate: how often it came in all earlier periods. Smaller scores are "
                "better."
            ),
            "small",
        ),
    )


def _scores(tested: Backtest, lang: Language) -> Table:
    def row(name: str, score: Score) -> tuple[str, ...]:
        gain = score.gain
        unknown = isinf(gain.high)
        width = lang.say("not known from one period") if unknown else (
            f"{lang.number(gain.low, 2)} … {lang.number(gain.high, 2)}"
        )  # fmt: skip
        return (
            name,
            lang.number(score.forecast, 2),
            lang.number(score.base, 2),
            lang.number(gain.mode, 2),
            width,
        )

    columns = (
        Column(lang.say("Score")),
        Column(lang.say("Forecast"), numeric=True),
        Column(lang.say("Base rate"), numeric=True),
        Column(lang.say("Gain"), numeric=True),
        Column(lang.say("Its range"), numeric=True),
    )
    rows = (
        row(lang.say("Brier score"), tested.brier),
        row(lang.say("Logarithmic score, bits"), tested.log),
    )
    return Table(lang.say("Scores over {n} periods", n=tested.periods), columns, rows)


def _judgement(gain: Range, lang: Language) -> str:
    if gain.low > 0:
        return lang.say(
            "Better than the base rate by the Brier score, also at the low end of the range; but "
            "one record, seen before the method was chosen, is no proof."
        )
    if gain.high < 0:
        return lang.say("Worse than the base rate: do not forecast this record by this method.")
    return lang.say("No better than the base rate, as far as so few periods can tell.")


def _forecasts(tested: Backtest, lang: Language) -> Table:
    """A row for each period: what was forecast of each class, marked where it came."""
    size = len(CLASSES)
    rows = []
    for k in range(0, len(tested.forecasts), size):
        of_period = tested.forecasts[k : k + size]
        cells = [
            f"{lang.percent(round(one.forecast * 20) / 20)} {'●' if one.came else '·'}"
            for one in of_period
        ]
        rows.append((of_period[0].start.isoformat(), *cells))
    columns = (
        Column(lang.say("Period from")),
        *(Column(lang.say(CLASSES[one.what]), numeric=True) for one in tested.forecasts[:size]),
    )
    return Table(lang.say("Forecasts; ● where it came"), columns, tuple(rows))
