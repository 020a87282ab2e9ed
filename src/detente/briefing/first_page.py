"""The first page: what a minister asks of a plan, each question with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Table
from detente.briefing.safer import suggestions
from detente.briefing.sentences import losers_first, point
from detente.words.likelihood import probability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.answer import Answer
    from detente.briefing.naming import Names
    from detente.briefing.parts import Parts

NEXT = 5
"""Steps that the page names."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Asks a planned case.

    Attributes
    ----------
    found, parts
        The planned case, and what else was computed for the brief.
    names
        What things are called.
    side
        The party the brief is written for; None for all of them alike.
    """

    found: Answer
    parts: Parts
    names: Names
    side: str | None = None

    def questions(self) -> Table:
        """Answer what comes next, by whom, at what risk, what breaks it, when, how sure we are."""
        say = self.names.lang.say
        answers = (
            (say("The next step"), self._next()),
            (say("Who moves"), self._who()),
            (say("What we risk") if self.side else say("What each side risks"), self._risk()),
            (say("What breaks it"), self._breaks()),
            (say("By when"), self._when()),
            (say("How sure we are"), self._sure()),
            (say("The smallest guarantee that makes it safe"), self._safe()),
        )
        columns = (Column(say("Question")), Column(say("Answer")))
        rows = tuple((question, "\n".join(told)) for question, told in answers)
        return Table(say("The decision at a glance"), columns, rows)

    def next_steps(self) -> Table:
        """List the steps that come next: who gives what, by when."""
        lang, days = self.names.lang, self.parts.days
        columns = [Column(lang.say("Step")), Column(lang.say("What is given"))]
        if days:
            columns.append(Column(lang.say("By when")))
        rows = []
        for k in self._ahead()[:NEXT]:
            given = (f"{self.names(self._giver(lot))}: {self.names(lot)}" for lot in self._step(k))
            day = [lang.day(days[k - 1])] if days else []
            rows.append((str(k), "\n".join(given), *day))
        return Table(lang.say("The steps that come next"), tuple(columns), tuple(rows))

    # --- the ladder ------------------------------------------------------------------------------

    def _step(self, k: int) -> tuple[str, ...]:
        return self.found.ladder.certificate.steps[k - 1]

    def _ahead(self) -> list[int]:
        """Numbers of the steps that are not done, from 1."""
        steps = self.found.ladder.certificate.steps
        return [k for k, lots in enumerate(steps, 1) if not set(lots) <= self.parts.delivered]

    def _giver(self, lot: str) -> str:
        return next(one.giver for one in self.found.deal.lots if one.name == lot)

    # --- the answers -----------------------------------------------------------------------------

    def _next(self) -> Iterator[str]:
        lang, ahead = self.names.lang, self._ahead()
        if not ahead:
            yield lang.say("None: every step is delivered.")
            return
        lots = [lot for lot in self._step(ahead[0]) if lot not in self.parts.delivered]
        size = len(self.found.ladder.certificate.steps)
        lots_named = self.names.quoted(lots)
        yield lang.say("Step {n} of {all}: {lots}.", n=ahead[0], all=size, lots=lots_named)

    def _who(self) -> Iterator[str]:
        lang = self.names.lang
        for k in self._ahead()[:2]:
            who = dict.fromkeys(self._giver(lot) for lot in self._step(k))
            yield lang.say("Step {n}: {who}.", n=k, who=lang.join([self.names(w) for w in who]))

    def _risk(self) -> Iterator[str]:
        lang, ahead, deal = self.names.lang, self._ahead(), self.found.deal
        for who in [self.side] if self.side else deal.parties:
            rows = [row for row in self.found.ladder.certificate.rows if row.party == who]
            worst = max(rows, key=lambda row: row.exposure)
            if worst.exposure <= deal.tolerance(who):
                yield lang.say("{party}: nothing; it is never behind.", party=self.names(who))
                continue
            now = next((r.exposure for r in rows if ahead and r.prefix == ahead[0]), 0.0)
            cap = deal.caps.get(who)
            yield lang.say(
                "{party}: {now} after the next step; at most {most} of its own points, "
                "{where}{cap}.",
                party=self.names(who),
                now=lang.number(now),
                most=lang.number(worst.exposure),
                where=point(worst.prefix, lang),
                cap=lang.say(" (cap: {cap})", cap=lang.amount(cap)) if cap is not None else "",
            )

    def _breaks(self) -> Iterator[str]:
        lang, row = self.names.lang, self.found.ladder.certificate.binding
        fields = {"party": self.names(row.party), "where": point(row.prefix, lang)}
        if row.margin < 0:
            gain = lang.number(-row.margin)
            yield lang.say("{party} gains {gain} by walking away {where}.", gain=gain, **fields)
        else:
            yield lang.say(
                "{party} comes nearest to walking away {where}: its margin is {margin}.",
                margin=lang.number(row.margin),
                **fields,
            )
        yield from self.parts.breaks

    def _when(self) -> Iterator[str]:
        lang, ahead, days = self.names.lang, self._ahead(), self.parts.days
        if not days:
            yield lang.say("The case states no times.")
            return
        if ahead:
            yield lang.say("Step {n}: {date}.", n=ahead[0], date=lang.date(days[ahead[0] - 1]))
        yield lang.say("The last step, if nothing is delayed: {date}.", date=lang.date(days[-1]))
        if late := self.parts.late:
            yield lang.count("{n} deadline cannot be kept.", "{n} deadlines cannot be kept.", late)

    def _sure(self) -> Iterator[str]:
        lang = self.names.lang
        if self.names.case.form.illustrative:
            yield lang.say(
                "The amounts are illustrative judgements: read the method, not the figures."
            )
        if self.parts.hold is not None:
            yield lang.say(
                "That it holds if we are wrong about the amounts within their ranges: {chance}.",
                chance=probability(self.parts.hold, lang),
            )
        if self.parts.claimed:
            yield self.parts.claimed
        if self.found.ladder.optimal:
            yield lang.say("It is proven that no order does better.")
        else:
            yield lang.say("It is not proven that no order does better.")

    def _safe(self) -> Iterator[str]:
        lang, deal, names = self.names.lang, self.found.deal, self.names
        needed = self.found.ladder.guarantee
        for who in losers_first(deal):
            if needed[who] <= deal.tolerance(who):
                yield lang.say("{party}: none.", party=names(who))
            else:
                yield lang.say(
                    "{party}: {amount}; its stated stake is {stake}.",
                    party=names(who),
                    amount=lang.number(needed[who]),
                    stake=lang.number(deal.stake(who)),
                )
        if not self.found.ladder.self_enforcing:
            yield from suggestions(deal, self.found.repairs, names)[:1]
