"""The robust ladder beside the nominal one, in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Heading, Paragraph, Table
from detente.briefing.uncertainty.stress_words import percent

if TYPE_CHECKING:
    from detente.briefing.naming import Names
    from detente.briefing.sections import Blocks
    from detente.uncertainty import Study


LITTLE = 0.01
"""An order that holds in so little more of the draws is not shown: it is no reason to change."""


def robust_section(found: Study, names: Names, level: int) -> Blocks:
    """Say whether another order holds more often, and show both; nothing where none was sought."""
    robust, lang = found.robust, names.lang
    if robust is None:
        return ()
    heading = Heading(lang.say("The order that holds most often"), level)
    if not robust.changed:
        return (heading, Paragraph(_none(found, names)))
    gained = lang.say(
        "Another order of the same steps holds in {robust} instead of {nominal} of {draws} fresh "
        "draws; no order can hold in more than {ceiling}.",
        robust=percent(robust.hold_probability, names),
        nominal=percent(robust.nominal, names),
        draws=lang.number(robust.draws, 0),
        ceiling=percent(robust.ceiling, names),
    )
    if robust.hold_probability < robust.nominal + LITTLE:
        little = lang.say(
            "Another order of the same steps holds a little more often, by less than one draw in "
            "a hundred: hardly a reason to change. No order can hold in more than {ceiling}.",
            ceiling=percent(robust.ceiling, names),
        )
        return (heading, Paragraph(little))
    return (heading, Paragraph(gained), _beside(found, names))


def _none(found: Study, names: Names) -> str:
    lang, robust = names.lang, found.robust
    assert robust is not None
    if robust.nominal == robust.ceiling:
        return lang.say(
            "None can hold more often than this ladder: wherever it fails in the fresh draws, it "
            "fails at completion or before the first step, and every order would."
        )
    return lang.say(
        "No order was found that holds more often in fresh draws; at most {ceiling} could, and "
        "this ladder does in {nominal}.",
        ceiling=percent(robust.ceiling, names),
        nominal=percent(robust.nominal, names),
    )


def _beside(found: Study, names: Names) -> Table:
    lang, robust = names.lang, found.robust
    assert robust is not None
    nominal = {step: k for k, step in enumerate(found.stress.steps, 1)}
    rows = tuple(
        (str(k), "; ".join(names(lot) for lot in step), str(nominal[step]))
        for k, step in enumerate(robust.steps, 1)
    )
    columns = (
        Column(lang.say("Step"), numeric=True),
        Column(lang.say("What is given")),
        Column(lang.say("Step until now"), numeric=True),
    )
    return Table(lang.say("The ladder that holds most often"), columns, rows)
