"""People held: what monitors count, what the ledger recorded, and the gap between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Heading, Paragraph, Table
from detente.briefing.ledger.phrases import people, ranged
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.briefing.blocks import Block
    from detente.ledger.past.stock import Account, Between, Compared, Residual
    from detente.ledger.past.summary import Past
    from detente.words.language import Language

CHANGES = {
    "released": N_("released"),
    "detained": N_("newly detained or recognised"),
    "expelled": N_("expelled"),
    "rearrested": N_("re-arrested"),
}
"""How the changes of a stock are called."""


def stock_blocks(past: Past, lang: Language) -> Iterable[Block]:
    """Tell the account of people held."""
    account = past.stock
    if not (account.totals or account.counts or account.compared):
        return
    yield Heading(lang.say("People held: the stock, not the headline"))
    totals = [
        lang.say("{change}: {n}", change=lang.say(CHANGES[change]), n=lang.amount(n))
        for change, n in account.totals.items()
    ]
    if totals:
        yield Paragraph(lang.say("In the ledger, in all: {list}.", list=lang.join(totals)))
    if account.between:
        for who in dict.fromkeys(one.opening.reported_by for one in account.between):
            yield _table(who, account, lang)
        yield Paragraph(
            lang.say(
                "Others in: by how many more came in than left otherwise, if the counts and the "
                "releases are right; not everybody released may have been among those counted."
            ),
            "small",
        )
    told = _lone_counts(account, lang)
    told += [_compared(one, lang) for one in account.compared]
    told += [_residual(one, lang) for one in account.residuals]
    if told:
        yield Bullets(tuple(told))
    if past.beside:
        yield Paragraph(
            lang.say(
                "The monitors' figures come with the case {case} and are not in this ledger.",
                case=past.case,
            ),
            "small",
        )
    yield Paragraph(_verdict(account, lang), "lead")


def _table(who: str, account: Account, lang: Language) -> Table:
    columns = (
        Column(lang.say("From")),
        Column(lang.say("To")),
        Column(lang.say("Held"), numeric=True),
        Column(lang.say("Change"), numeric=True),
        Column(lang.say("Released"), numeric=True),
        Column(lang.say("Others in"), numeric=True),
    )
    rows = tuple(_row(one, lang) for one in account.between if one.opening.reported_by == who)
    return Table(lang.say("Counted by {who}: from each count to the next", who=who), columns, rows)


def _row(one: Between, lang: Language) -> tuple[str, ...]:
    sign = "+" if one.change > 0 else ""
    return (
        one.opening.when,
        one.closing.when,
        f"{lang.amount(one.opening.held)} → {lang.amount(one.closing.held)}",
        f"{sign}{lang.amount(one.change)}",
        ranged(one.released, lang),
        ranged(one.others_in, lang),
    )


def _lone_counts(account: Account, lang: Language) -> list[str]:
    """Tell the counts that have no other of the same monitor to be set beside."""
    linked = {one.reported_by for b in account.between for one in (b.opening, b.closing)}
    return [
        lang.say(
            "{who} counts {n} held on {when}, by its own definition.",
            who=one.reported_by,
            n=lang.amount(one.held),
            when=one.when,
        )
        for one in account.counts
        if one.reported_by not in linked
    ]


def _compared(one: Compared, lang: Language) -> str:
    said = {
        "who": one.reported_by,
        "when": one.when,
        "change": lang.say(CHANGES[one.change]),
        "reported": lang.amount(one.reported),
    }
    if one.recorded is None:
        return lang.say(
            "{who} reports for {when}, {change}: {reported}; the ledger has no such event.", **said
        )
    return lang.say(
        "{who} reports for {when}, {change}: {reported}; the ledger has {recorded}: a gap of "
        "{gap}.",
        recorded=ranged(one.recorded, lang),
        gap=lang.amount(one.gap),
        **said,
    )


def _residual(one: Residual, lang: Language) -> str:
    sum_ = lang.say(
        "The figures of {who} among themselves: {opening} held on {start}, less {before} released "
        "before {when}, plus {detained}, less {released}, against {closing} held on {end}.",
        who=one.reported_by,
        opening=lang.amount(one.opening.held),
        start=one.opening.when,
        before=ranged(one.before, lang),
        when=one.when,
        detained=lang.amount(one.detained),
        released=lang.amount(one.released),
        closing=lang.amount(one.closing.held),
        end=one.closing.when,
    )
    low, high = one.unexplained
    if low == high == 0:
        fits = lang.say("They add up.")
        return f"{sum_} {fits}"
    if low >= 0:
        rest = lang.say(
            "So {n} left in another way, or are no longer counted.",
            n=ranged(one.unexplained, lang),
        )
    else:
        rest = lang.say("The difference is {n}.", n=ranged(one.unexplained, lang))
    return f"{sum_} {rest}"


def _verdict(account: Account, lang: Language) -> str:
    if account.rebuildable:
        return lang.say("The net stock follows from the events of this ledger.")
    missing = max((one.gap for one in account.compared if one.change == "released"), default=0)
    reasons = []
    if not account.counts:
        reasons.append(lang.say("there is no count to start from"))
    if "detained" not in account.totals:
        reasons.append(lang.say("it has no event of anybody newly detained"))
    if missing > 0:
        reasons.append(
            lang.say(
                "{people} fewer are released in it than reported", people=people(missing, lang)
            )
        )
    return lang.say(
        "The net stock cannot be rebuilt from this ledger alone: {reasons}.",
        reasons=lang.join(reasons),
    )
