"""What packages can be proposed: the document of `detente package` for a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing import sections
from detente.briefing.blocks import Bullets, Column, Heading, Paragraph, Table
from detente.briefing.charts import frontier_chart
from detente.briefing.ladder_view import ladder_view, signed
from detente.briefing.naming import Names
from detente.briefing.sentences import guarantees, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block, Document
    from detente.briefing.proposal import Proposal
    from detente.planning import Package
    from detente.planning.packages.points import Point
    from detente.words.language import Language

SHOWN = 12
"""About so many packages of a long frontier are shown, besides the marked ones."""


def point_name(point: Point, lang: Language) -> str:
    """Name a bargaining point."""
    names: dict[Point, str] = {
        "nash": lang.say("Nash"),
        "kalai_smorodinsky": lang.say("Kalai–Smorodinsky"),
        "egalitarian": lang.say("egalitarian"),
        "utilitarian": lang.say("utilitarian"),
    }
    return names[point]


def points_meaning(lang: Language) -> str:
    """Say what the four points are, and which of them compare the units of the parties."""
    return lang.say(
        "Nash: the largest product of gains. Kalai–Smorodinsky: the largest share, for whoever "
        "has the smallest, of the most it could gain. Egalitarian: the largest smallest gain. "
        "Utilitarian: the largest sum of gains. The first two are the same in whatever units "
        "gains are counted; the last two set the units of different parties side by side."
    )


def package_document(proposal: Proposal, lang: Language, point: Point | None = None) -> Document:
    """Tell which packages can be proposed, and what is in those that theory recommends.

    Parameters
    ----------
    proposal
        What was found.
    lang
        The language to write in.
    point
        Whose ladder to show step by step; None: only what it asks for.
    """
    names = Names(proposal.case, lang)
    blocks: list[Block] = [Paragraph(_lead(proposal, lang), "lead")]
    blocks += sections.illustrative(names)
    blocks.append(Paragraph(_choices(proposal, names)))
    blocks.append(Paragraph(_proof(proposal, lang), "small"))
    if proposal.packages.frontier:
        blocks += _marked(proposal, names)
        blocks += _frontier(proposal, names)
    if not any(proposal.packages.points.values()):
        blocks += _lacking(proposal.lacking, names)
    shown = proposal.packages.points[point] if point else None
    if point and shown is not None:
        blocks += _shown(shown, point_name(point, lang), names)
    blocks += (Heading(lang.say("Units")), *sections.units(names))
    return sections.framed(names, tuple(blocks))


def _lead(proposal: Proposal, lang: Language) -> str:
    found = proposal.packages
    if not found.frontier:
        return lang.say(
            "No package that can be put together from this menu has a ladder that nobody gains by "
            "breaking, with the stakes stated."
        )
    signed = sum(one.worth_signing for one in found.frontier)
    if signed == 0:
        worth = lang.say("Each leaves somebody worse off than no deal.")
    elif signed == len(found.frontier):
        worth = lang.say("None leaves anybody worse off than no deal.")
    else:
        worth = lang.count(
            "{n} of them leaves nobody worse off than no deal.",
            "{n} of them leave nobody worse off than no deal.",
            signed,
        )
    return lang.say(
        "On the Pareto frontier of gains: {count}. Each has a ladder that nobody gains by "
        "breaking, and no other package that has one is better for every party. {worth}",
        count=lang.count("{n} package", "{n} packages", len(found.frontier)),
        worth=worth,
    )


def _choices(proposal: Proposal, names: Names) -> str:
    """What is a choice here, and what is not."""
    lang, menu = names.lang, proposal.packages.menu
    open_ = [m.name for m in menu.measures if m.name not in menu.barred]
    said = [
        lang.count(
            "{n} measure is a choice: left out, or taken in as many of its lots as wanted.",
            "{n} measures are choices: each left out, or taken in as many of its lots as wanted.",
            len(open_),
        )
    ]
    options = [id_ for id_ in open_ if proposal.case.form.measures[id_].option]
    if options:
        said.append(lang.say("Options are among them: {names}.", names=names.quoted(options)))
    if menu.must:
        said.append(lang.say("In every package: {names}.", names=names.quoted(menu.must)))
    if menu.barred:
        barred = names.quoted(menu.barred)
        said.append(lang.say("Kept out by red lines: {names}.", names=barred))
    free = [id_ for id_, m in proposal.case.form.measures.items() if m.unconditional]
    if free:
        said.append(
            lang.say("Given in any case, in no package: {names}.", names=names.quoted(free))
        )
    for who, most in menu.budgets.items():
        said.append(
            lang.say(
                "What {party} gives may cost it {most} in all.",
                party=names(who),
                most=lang.amount(most),
            )
        )
    return " ".join(said)


def _proof(proposal: Proposal, lang: Language) -> str:
    found = proposal.packages
    size = lang.number(found.size, 0)
    if found.optimal:
        return lang.say(
            "Of the {size} packages before any rule, all were looked at or ruled out by bounds: it "
            "is proven that none is missing.",
            size=size,
        )
    if not found.frontier:
        return lang.say(
            "Not all of the {size} packages could be settled in time: there may be others.",
            size=size,
        )
    return lang.say(
        "Not all of the {size} packages could be settled in time. Each of the others is better "
        "than some package found, for any party, by at most {gap} of the distance between its "
        "least and its largest gain.",
        size=size,
        gap=lang.percent(found.gap),
    )


def _marked(proposal: Proposal, names: Names) -> Iterator[Block]:
    """The four points: what they bring, what they ask for, and what is in them."""
    lang, found = names.lang, proposal.packages
    marked = {point: one for point, one in found.points.items() if one is not None}
    yield Heading(lang.say("What theories of bargaining recommend"))
    if not marked:
        yield Paragraph(
            lang.say(
                "Nothing: every package on the frontier leaves somebody worse off than no deal."
            )
        )
        return
    parties = found.menu.parties
    columns = (
        Column(""),
        *(Column(names(who), numeric=True) for who in parties),
        Column(lang.say("Lots"), numeric=True),
    )
    rows = tuple(
        (
            point_name(point, lang),
            *(_gain(one, who, one.ladder.guarantee[who], lang) for who in parties),
            lang.number(len(one.deal.lots), 0),
        )
        for point, one in marked.items()
    )
    yield Table(_in_brackets(lang), columns, rows)
    yield Paragraph(points_meaning(lang), "small")
    for who in parties:
        yield _contents(who, marked, proposal, names)
    if found.menu.audiences:
        columns = (
            Column(lang.say("Audience")),
            *(Column(point_name(point, lang), numeric=True) for point in marked),
        )
        felt = tuple(
            (names(who), *(signed(one.gains[who], names) for one in marked.values()))
            for who in found.menu.audiences
        )
        yield Table(lang.say("Who else gains and loses; each in its own points"), columns, felt)


def _contents(who: str, marked: dict[Point, Package], proposal: Proposal, names: Names) -> Table:
    """How many lots of each of its measures a party gives in each package."""
    lang, menu = names.lang, proposal.packages.menu
    rows = []
    for measure in menu.measures:
        if measure.giver != who or measure.name in menu.barred:
            continue
        cells = []
        for one in marked.values():
            way = next((w for w in one.taken if w.measure == measure.name), None)
            if way is None:
                cells.append("–")
                continue
            of = len(measure.terms[way.terms])
            count = str(way.lots) if of == 1 else lang.say("{k} of {n}", k=way.lots, n=of)
            cells.append(
                count + (f" ({_terms(way.measure, way.terms, names)})" if way.terms else "")
            )
        rows.append((names(measure.name), *cells))
    columns = (
        Column(lang.say("Measure")),
        *(Column(point_name(point, lang), numeric=True) for point in marked),
    )
    caption = lang.say("What {party} gives, in lots", party=names(who))
    return Table(caption, columns, tuple(rows))


def _terms(measure: str, terms: str, names: Names) -> str:
    named = names.case.form.measures[measure].alternatives[terms].name
    return named[names.lang.code] if named else terms


def _frontier(proposal: Proposal, names: Names) -> Iterator[Block]:
    """The frontier, thinned where it is long."""
    lang, found = names.lang, proposal.packages
    parties = found.menu.parties
    count = len(found.frontier)
    every = max(1, -(-count // SHOWN))
    marks = {k: _marks(one, proposal, names) for k, one in enumerate(found.frontier)}
    shown = [k for k in marks if marks[k] or k % every == 0 or k == count - 1]
    columns = (
        *(Column(names(who), numeric=True) for who in parties),
        Column(lang.say("Lots"), numeric=True),
        Column(lang.say("Remark")),
    )
    rows = tuple(
        (
            *(_gain(one, who, one.certificate.guarantee[who], lang) for who in parties),
            lang.number(len(one.deal.lots), 0),
            marks[k],
        )
        for k in shown
        for one in [found.frontier[k]]
    )
    yield Heading(lang.say("The frontier"))
    if len(shown) < count:
        yield Paragraph(
            lang.say(
                "Shown are {shown} of {count} packages; `--json` has all.",
                shown=len(shown),
                count=count,
            )
        )
    yield Table(_in_brackets(lang), columns, rows)
    chart = frontier_chart(proposal, {p: point_name(p, lang) for p in found.points}, names)
    if chart:
        yield chart


def _in_brackets(lang: Language) -> str:
    return lang.say("What each party gains (in brackets: what it must have to lose)")


def _gain(one: Package, who: str, guarantee: float, lang: Language) -> str:
    """A gain, and in brackets the guarantee where one is needed."""
    gained = lang.number(one.gains[who])
    return f"{gained} ({lang.number(guarantee)})" if guarantee > one.deal.tolerance(who) else gained


def _marks(one: Package, proposal: Proposal, names: Names) -> str:
    lang = names.lang
    said = [point_name(p, lang) for p, marked in proposal.packages.points.items() if marked is one]
    losing = [names(who) for who in one.deal.parties if one.gains[who] < -one.deal.tolerance(who)]
    if losing:
        said.append(lang.say("not worth signing for {party}", party=lang.join(losing)))
    return ", ".join(said)


def _lacking(one: Package | None, names: Names) -> Iterator[Block]:
    """What nothing can be recommended for want of: stakes, or anything to gain at all."""
    lang = names.lang
    yield Heading(lang.say("What is missing"))
    if one is None:
        yield Paragraph(
            lang.say(
                "Even were nobody tempted to walk away, no package that keeps to the rules and "
                "caps would leave everybody at least as well off as no deal."
            )
        )
        return
    yield Paragraph(
        lang.say(
            "Were nobody tempted to walk away, the Nash package would be this: {names}. This is "
            "what its ladder asks for:",
            names=names.quoted(way.measure for way in one.taken),
        )
    )
    yield Bullets(guarantees(one.deal, one.ladder.certificate, names))


def _shown(one: Package, name: str, names: Names) -> Iterator[Block]:
    """One package with its ladder."""
    lang, certificate = names.lang, one.ladder.certificate
    yield Heading(lang.say("The ladder of the package: {name}", name=name))
    yield Paragraph(verdict(one.deal, certificate, names))
    yield Bullets(guarantees(one.deal, certificate, names))
    yield ladder_view(one.deal, certificate, names)
    yield sections.guarantee_table(one.deal, certificate, names)
    yield from sections.audiences(one.deal, certificate, names)
    yield from sections.consents(one.deal, names)
    yield from sections.motives(certificate, names)
