"""Several analysts in sentences: where they part, what decides, what each of them weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.paths import called
from detente.briefing.sentences import verdict
from detente.elicitation.classical import CUTOFF, LEAST

if TYPE_CHECKING:
    from detente.briefing.naming import Names
    from detente.elicitation.advice import Advice, Deciding
    from detente.elicitation.classical import Weights
    from detente.elicitation.panel import Panel
    from detente.elicitation.pooling import Pooled
    from detente.words.language import Language

PARTINGS = 8
"""Values whose ranges do not meet which are told one by one."""

VALUES = 3
"""Values that decide which are named."""


def lead(advice: Advice, names: Names) -> str:
    """Say with whose numbers the pool's ladder holds, and whether with the pool's own."""
    said = _holding(advice, names.lang)
    if advice.pool.ladder.self_enforcing:
        return said
    own = names.lang.say("At the likeliest values of the pool itself it does not hold.")
    return f"{said} {own}"


def _holding(advice: Advice, lang: Language) -> str:
    holding, failing = (lang.join(list(who)) for who in (advice.holding, advice.failing))
    if not failing:
        return lang.say("The ladder planned for the pool holds with the numbers of all of them.")
    if not holding:
        return lang.say("The ladder planned for the pool holds with nobody's numbers.")
    return lang.say(
        "The ladder planned for the pool holds with the numbers of {holding}, and not with those "
        "of {failing}.",
        holding=holding,
        failing=failing,
    )


# --- weights -------------------------------------------------------------------------------------


def weighing(of: Weights, lang: Language) -> str:
    """Say why they weigh what they weigh."""
    if of.equal == "asked":
        return lang.say("all weigh the same.")
    if of.equal is None:
        return _by_performance(of, lang)
    same = lang.say("all weigh the same, not by performance")
    if of.equal == "unrecorded":
        without = [who for who, merit in of.merits.items() if not merit.answered]
        why = lang.say("the record has no resolved amounts of {who}", who=lang.join(without))
        if of.known:  # a name may be written in another way there
            why += lang.say(" (it has some of {known})", known=lang.join(list(of.known)))
    elif of.equal == "few":
        why = lang.count(
            "all of them answered only {n} question whose amount is known, and fewer than {least} "
            "say too little",
            "all of them answered only {n} questions whose amounts are known, and fewer than "
            "{least} say too little",
            of.common,
            least=LEAST,
        )
    else:
        why = lang.say(
            "on {n} common questions nobody's calibration reaches {cutoff}",
            n=of.common,
            cutoff=lang.number(CUTOFF, 2),
        )
    return f"{same}: {why}."


def _by_performance(of: Weights, lang: Language) -> str:
    said = lang.count(
        "by performance on the {n} question that all of them answered (Cooke's classical model: "
        "calibration times information, 0 where calibration is below {cutoff}).",
        "by performance on the {n} questions that all of them answered (Cooke's classical model: "
        "calibration times information, 0 where calibration is below {cutoff}).",
        of.common,
        cutoff=lang.number(CUTOFF, 2),
    )
    out = [who for who, weight in of.by.items() if weight == 0]
    if out:
        said += " " + lang.say("Below it, and without any weight: {who}.", who=lang.join(out))
    return said


# --- where they part -----------------------------------------------------------------------------


def partings(panel: Panel, names: Names) -> tuple[str, ...]:
    """Say of each value whose ranges do not meet that this is the finding; the farthest first."""
    lang = names.lang
    apart = sorted((of for of in panel.values if of.apart), key=lambda of: -of.discord)
    told = [_parting(of, panel, names) for of in apart[:PARTINGS]]
    if (more := len(apart) - len(told)) > 0:
        told.append(
            lang.count(
                "Of {n} more value the ranges do not meet.",
                "Of {n} more values the ranges do not meet.",
                more,
            )
        )
    return tuple(told)


def _parting(of: Pooled, panel: Panel, names: Names) -> str:
    lang = names.lang
    who = sorted({one for pair in of.apart for one in pair}, key=lambda one: of.own[one].low)
    ranges = [lang.say("{range} of {who}", range=_ends(of, one, lang), who=one) for one in who]
    fields = {"what": called(of.path, names), "ranges": lang.join(ranges)}
    if len(who) == 2:
        said = lang.say(
            "{what}: {ranges} do not meet: talk about the reasons, not the middle.", **fields
        )
    else:
        said = lang.say(
            "{what}: {ranges} do not all meet: talk about the reasons, not the middle.", **fields
        )
    reasons = [
        f"{sheet.analyst}: {lang.quote(why[lang.code])}"
        for sheet in panel.sheets
        if sheet.analyst in who and (why := sheet.form.ranges[of.path].why)
    ]
    return f"{said} {'; '.join(reasons)}" if reasons else said


def _ends(of: Pooled, who: str, lang: Language) -> str:
    n = of.own[who]
    ends = (n.low, n.high) if n.low < n.high else (n.mode,)
    return "–".join(lang.amount(x, 2) for x in ends)


# --- the advice ----------------------------------------------------------------------------------


def refusals(advice: Advice, names: Names) -> tuple[str, ...]:
    """Say why the pool's ladder does not hold, with whose numbers."""
    return tuple(
        names.lang.say(
            "With the numbers of {who}: {verdict}",
            who=who,
            verdict=verdict(advice.views[who].deal, advice.views[who].pooled, names),
        )
        for who in advice.failing
    )


def deciding(advice: Advice, names: Names) -> tuple[str, ...]:
    """Name the value that decides between two analysts."""
    return tuple(_deciding(one, names) for one in advice.deciding)


def _deciding(one: Deciding, names: Names) -> str:
    lang = names.lang
    told = []
    for path in one.paths[:VALUES]:
        first, second = one.at[path]
        told.append(
            lang.say(
                "{what} ({first} says {holds}, {second} says {fails})",
                what=lang.quote(called(path, names)),
                first=one.holds,
                second=one.fails,
                holds=lang.amount(first, 2),
                fails=lang.amount(second, 2),
            )
        )
    fields = {"holds": one.holds, "fails": one.fails, "values": lang.join(told)}
    if one.how == "together":
        return lang.say(
            "With the numbers of {holds} it holds, with those of {fails} it does not, and no "
            "single value decides that; this one shifts it furthest: {values}.",
            **fields,
        )
    if len(one.paths) == 1:
        said = lang.say(
            "With the numbers of {holds} it holds, with those of {fails} it does not. The value "
            "that decides is {values}.",
            **fields,
        )
    elif one.how == "mends":
        said = lang.say(
            "With the numbers of {holds} it holds, with those of {fails} it does not. What {holds} "
            "says of one of these alone would make it hold with all other numbers of {fails}: "
            "{values}.",
            **fields,
        )
    else:
        said = lang.say(
            "With the numbers of {holds} it holds, with those of {fails} it does not. What {fails} "
            "says of one of these alone is enough to break it: {values}.",
            **fields,
        )
    if (more := len(one.paths) - len(told)) > 0:
        said += " " + lang.count("{n} more does too.", "{n} more do too.", more)
    return said


def orders(advice: Advice, names: Names) -> tuple[str, ...]:
    """Say whether the best order differs, and whether that matters."""
    lang = names.lang
    other = [who for who, of in advice.views.items() if of.other_order]
    if not other:
        return (lang.say("The best order is the same with everybody's numbers."),)
    dearer = [who for who in other if advice.views[who].dearer]
    if not dearer:
        return (
            lang.say(
                "The best order differs with the numbers of {who}, but the pool's order asks of "
                "nobody a larger guarantee there.",
                who=lang.join(other),
            ),
        )
    return (
        lang.say(
            "The best order differs with the numbers of {who}; with those of {dearer} the pool's "
            "order asks somebody for a larger guarantee than the best one would.",
            who=lang.join(other),
            dearer=lang.join(dearer),
        ),
    )


def caveats(lang: Language) -> tuple[str, ...]:
    """Say what a pool is and what it is not."""
    return (
        lang.say(
            "They read the same newspapers: analysts who agree are not so many independent "
            "witnesses, and the pool does not count them as such. It is no narrower for more of "
            "them."
        ),
        lang.say(
            "The pool (a mixture) keeps what each holds possible; where they disagree it is wide, "
            "and has a hump for each. Averaged points give one narrower range: right where they "
            "share a view and differ by error, wrong where they believe in different reasons."
        ),
        lang.say(
            "A case holds one range for a value: the pool's first column, which -o writes. Plan "
            "with it, but stress the analysts apart, as the table does: detente stress of the "
            "written case gives another figure, since it draws value by value, and one's cost "
            "meets another's stake."
        ),
        lang.say(
            "Whoever gave no range for a value is left out of its pool; in the plan with that "
            "analyst's numbers the case's own range stands."
        ),
    )
