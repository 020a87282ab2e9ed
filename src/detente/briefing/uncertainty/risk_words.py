"""Risk and insurance in sentences: the range of what is not known first, then the verdict."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from detente.briefing.naming import Names
    from detente.uncertainty import Risk
    from detente.uncertainty.incidents.covering import Cover
    from detente.uncertainty.incidents.insurance import RemedyRow
    from detente.words.language import Language

Three = tuple[float, float, float]


def rough(x: float, lang: Language) -> str:
    """Write an amount with two figures: a judgement has no third."""
    if x == 0:
        return "0"
    digits = 1 - floor(log10(abs(x)))
    return lang.amount(round(x, digits), max(0, digits))


def span(of: Three, lang: Language) -> str:
    """Write a mean and its range: ``7.3 (2.5–14)``."""
    low, mean, high = (rough(x, lang) for x in of)
    return mean if low == high else f"{mean} ({low}–{high})"


def one_in(of: Cover, lang: Language) -> str:
    """Say which part of the incidents in reach must be prevented for the premium to be earned."""
    share = of.break_even
    if share is None:
        return "–"
    if share <= 0:
        return lang.say("any")
    if share > 1:
        return lang.say("not even all")
    if share > 0.5:
        return lang.say("{share} of them", share=lang.percent(share))
    return lang.say("1 in {n}", n=lang.number(floor(1 / share + 1e-9), 0))


def whose_losses(found: Risk) -> tuple[str, ...]:
    """Those to whom an incident costs something."""
    return tuple(who for who, side in found.sides.items() if side.without.mean > 0)


def called(row: RemedyRow, names: Names) -> str:
    """Name a remedy."""
    if row.kind == "channel":
        return names.case.form.channels[row.name].name[names.lang.code]
    return names(row.name)


def verdicts(found: Risk, names: Names) -> tuple[str, ...]:
    """Say for each side whether it is cheap insurance: first how far the answer may be off."""
    said = []
    for who in whose_losses(found):
        side = found.sides[who]
        sentences = [_verdict(side.cover, who, names)]
        if side.pays is not None and side.cover.avoided[2] > 0:
            sentences += [_likely(side.pays, names.lang), *_whole_price(found, who, names)]
        said.append(" ".join(sentences))
    return tuple(said)


def channel_verdicts(found: Risk, row: RemedyRow, names: Names) -> tuple[str, ...]:
    """Say the same of one channel by itself, for those whom it touches."""
    touched = (who for who in whose_losses(found) if row.alone[who].verdict != "idle")
    return tuple(_verdict(row.alone[who], who, names) for who in touched)


def _likely(pays: float, lang: Language) -> str:
    return lang.say(
        "That it earns its premium within the horizon: {likely}.", likely=estimate(pays, lang)
    )


def _whole_price(found: Risk, who: str, names: Names) -> tuple[str, ...]:
    """Say what the premium of the whole plan is the price of."""
    if not found.whole:
        return ()
    if who in found.parties:
        return (
            names.lang.say(
                "Its premium is the price of the whole plan, which brings more than fewer "
                "incidents."
            ),
        )
    return (names.lang.say("Its premium is what measures of the plan cost it."),)


def _verdict(of: Cover, who: str, names: Names) -> str:
    lang = names.lang
    low, high = (rough(x, lang) for x in (of.avoided[0], of.avoided[2]))
    if of.verdict == "idle":
        return lang.say("{party}: nothing of this touches its losses.", party=names(who))
    if of.verdict == "free":
        return lang.say(
            "{party}: {low} to {high} points of expected loss taken off, at no cost to it.",
            party=names(who),
            low=low,
            high=high,
        )
    if of.ratio is None or of.avoided[2] <= 0:
        return lang.say(
            "{party}: it costs {premium} and takes nothing off its losses.",
            party=names(who),
            premium=rough(of.premium[1], lang),
        )
    least, most = (rough(x, lang) for x in (of.ratio[0], of.ratio[2]))
    ratio = lang.say(
        "{party}: each point paid takes {least} to {most} points of expected loss off (expected: "
        "{mean}).",
        party=names(who),
        least=least,
        most=most,
        mean=rough(of.ratio[1], lang),
    )
    return f"{ratio} {_word(of, lang)} {_needed(of, lang)}"


def _word(of: Cover, lang: Language) -> str:
    if of.verdict == "cheap":
        return lang.say("Cheap insurance, wherever in their ranges the effects lie.")
    if of.verdict == "dear":
        return lang.say(
            "As insurance alone it does not pay, even if the effects are at their best."
        )
    assert of.ratio is not None
    if of.ratio[1] >= 1:
        return lang.say("Worth its price as expected, but not if the effects are at their weakest.")
    return lang.say("Not worth its price as expected, only if the effects are near their best.")


def _needed(of: Cover, lang: Language) -> str:
    share = of.break_even
    if share is None or share > 1:
        return lang.say("Not even preventing every incident in its reach would earn the premium.")
    if share > 0.5:
        return lang.say(
            "Worth it if it prevents {share} of the incidents in its reach.",
            share=lang.percent(share),
        )
    return lang.say(
        "Worth it if it prevents one incident in {n} of those in its reach.",
        n=lang.number(floor(1 / share + 1e-9), 0),
    )


def costs_to_others(found: Risk, names: Names) -> tuple[str, ...]:
    """Name what the measures cost those who are said to lose nothing by incidents."""
    lang = names.lang
    return tuple(
        lang.say(
            "{party} is said to lose nothing by these incidents, and the measures cost it "
            "{premium}.",
            party=names(who),
            premium=rough(side.cover.premium[1], lang),
        )
        for who, side in found.sides.items()
        if side.without.mean <= 0 and side.cover.premium[1] > 0
    )


def ratio_alt(found: Risk, names: Names) -> str:
    """Say in a sentence what the picture of the ratios shows."""
    lang = names.lang
    groups: dict[str, list[str]] = {"cheap": [], "depends": [], "dear": []}
    for who in whose_losses(found):
        of = found.sides[who].cover
        if of.ratio is not None and of.avoided[2] > 0:
            groups[of.verdict].append(names(who))
    say, join = lang.say, lang.join
    said = []
    if groups["cheap"]:
        said.append(say("pays throughout its range for {parties}", parties=join(groups["cheap"])))
    if groups["depends"]:
        said.append(say("depends on the effects for {parties}", parties=join(groups["depends"])))
    if groups["dear"]:
        said.append(say("does not pay as insurance for {parties}", parties=join(groups["dear"])))
    return lang.say("The premium {said}.", said="; ".join(said))


def duration(years: float, lang: Language) -> str:
    """Write a time: in months where it is below a year."""
    if years < 1:
        return lang.count("{n} month", "{n} months", 12 * years)
    return lang.count("{n} year", "{n} years", years)


def terms(found: Risk, names: Names) -> str:
    """Say over which time, with which discount, and from how many draws."""
    lang = names.lang
    discount = (
        lang.say("a year later weighs {share} less", share=lang.percent(found.discount))
        if found.discount > 0
        else lang.say("not discounted")
    )
    return lang.say(
        "Over {years}; {discount}. Each side in its own points; {draws} draws, seed {seed}.",
        years=duration(found.horizon, lang),
        discount=discount,
        draws=lang.number(found.draws, 0),
        seed=found.seed,
    )


def basis(names: Names) -> tuple[str, ...]:
    """Say what is assumed."""
    say = names.lang.say
    return (
        say(
            "A range of loss taken off, or of the ratio, is that of the effects alone: rates, "
            "severities and, in the ratio, the premium are at their means."
        ),
        say(
            "Rates are those as things stand, with the channels that exist; each is a Gamma "
            "distribution, as if so many events had been seen in so many years."
        ),
        say(
            "A measure begins after its lead time, whatever the order of the ladder, and its "
            "effect ends with it unless it is renewed (--renewed)."
        ),
        say(
            "Effects, severities and rates are independent of each other; the rate stays what it "
            "is except for the effects, so an escalation that feeds on itself is not here."
        ),
        say(
            "A narrower rate has the same mean: it changes bad years, not the expectation. What "
            "only informs, without steadying anything, changes neither."
        ),
        say(
            "What a measure is worth to a party may already hold the calm it brings: do not add "
            "loss taken off to its gain."
        ),
    )
