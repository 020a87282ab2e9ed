"""Channels in words: how surely, how fast, who hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.uncertainty.risk_words import rough
from detente.words.language import NBSP
from detente.words.likelihood import band

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from detente.briefing.naming import Names
    from detente.channels import Criterion, Range, Route, SinglePoint, Survey
    from detente.channels.contacts import Discretion


PAIRS = 3
"""As many who are kept together by one actor or line are named."""


class Talk:
    """A survey in the words of one language."""

    def __init__(self, found: Survey, names: Names) -> None:
        self.found = found
        self.names = names
        self.lang = names.lang

    # --- the pieces ------------------------------------------------------------------------------

    def name(self, id_: str) -> str:
        """Name a line: as the case calls it, or by its ends."""
        channel = self.names.case.form.channels.get(id_)
        if channel is not None:
            return channel.name[self.lang.code]
        return " – ".join(self.names(who) for who in self.found.contacts.line(id_).ends)

    def line(self, id_: str) -> str:
        """Name a line, and say whether it is there."""
        if self.found.contacts.line(id_).proposed:
            return self.lang.say("{line} (proposed)", line=self.name(id_))
        return self.name(id_)

    def lines(self, ids: Iterable[str]) -> str:
        """List lines in quotation marks."""
        return self.lang.join([self.lang.quote(self.name(id_)) for id_ in ids])

    def percents(self, of: Range) -> str:
        """Write a reliability with its range: ``80% (65–90%)``."""
        mode, between = self._percent(of.mode), self._between(of)
        return mode if mode == between else f"{mode} ({between})"

    def shares(self, of: Range) -> str:
        """Write the same for a column of percentages: ``80 (65–90)``."""
        return self.percents(of).replace("%", "").replace(NBSP, "")

    def likely(self, of: Range) -> str:
        """Write a reliability in words and numbers: ``likely to very likely, 65–90%``."""
        lang = self.lang
        if of.high <= 0:
            return lang.say("no way at all")
        low, high = (lang.say(band(x).words) for x in (of.low, of.high))
        words = low if low == high else lang.say("{low} to {high}", low=low, high=high)
        return f"{words}, {self._between(of)}"

    def _between(self, of: Range) -> str:
        low, high = self._percent(of.low), self._percent(of.high)
        return high if low == high else f"{self.lang.number(100 * of.low, 0)}–{high}"

    def _percent(self, share: float) -> str:
        """Write a share in whole per cent; what is not sure is not called 100 %."""
        lang = self.lang
        return f">{lang.percent(0.99)}" if 0.99 < share < 1 else lang.percent(share)

    def time(self, of: Range) -> str:
        """Write a delay with its range, in hours where it is below a day."""
        hours = of.mode < 1
        low, mode, high = (rough(24 * x if hours else x, self.lang) for x in of)
        span = mode if low == high else f"{mode} ({low}–{high})"
        say = self.lang.say
        return say("{span}\u00a0h", span=span) if hours else say("{span}\u00a0days", span=span)

    def discretion(self, level: Discretion) -> str:
        """Say how discreet a line is."""
        say = self.lang.say
        words = {"high": say("stays there"), "mid": say("may leak"), "low": say("becomes public")}
        return words[level]

    def route(self, of: Route) -> str:
        """Say what a route is like."""
        lang = self.lang
        heard = lang.join([self.names(who) for who in of.hears])
        return lang.say(
            "{lines}: arrives {likely}; {time}; {discretion}; {heard}.",
            lines=self.lines(of.lines),
            likely=self.likely(of.reliability),
            time=self.time(of.delay),
            discretion=self.discretion(of.discretion),
            heard=lang.say("heard by {who}", who=heard) if heard else lang.say("nobody else hears"),
        )

    # --- the findings ----------------------------------------------------------------------------

    def headline(self) -> str:
        """Say whether the message gets there, and what the new lines change."""
        found, lang = self.found, self.lang
        ends = {"start": self.names(found.start), "end": self.names(found.end)}
        if found.reach.high <= 0:
            now = lang.say("No line leads from {start} to {end}.", **ends)
        else:
            now = lang.say(
                "A message from {start} to {end} sent on all ways at once arrives: {likely}.",
                likely=self.likely(found.reach),
                **ends,
            )
        if not found.added.lines:
            return now
        then = lang.say(
            "With {lines}: {likely}.",
            lines=self.lines(found.added.lines),
            likely=self.likely(found.reach_opened),
        )
        return f"{now} {then}"

    def ways(self) -> tuple[str, ...]:
        """Tell the best route by each criterion; those that are one, once."""
        return self._best(self.found.routes) or (self.lang.say("There is none."),)

    def _best(self, routes: Mapping[Criterion, Route | None]) -> tuple[str, ...]:
        say = self.lang.say
        titles: dict[Criterion, str] = {
            "reliability": say("surest"),
            "delay": say("fastest"),
            "discretion": say("most discreet"),
        }
        merged: dict[Route, list[str]] = {}
        for by, title in titles.items():
            route = routes[by]
            if route is not None:
                merged.setdefault(route, []).append(title)
        return tuple(
            say("{best}: {route}", best=_capital(self.lang.join(best)), route=self.route(route))
            for route, best in merged.items()
        )

    def gains(self) -> tuple[str, ...]:
        """Tell what the new lines change: routes of the message, brokers, single points."""
        found, lang = self.found, self.lang
        changed: dict[Criterion, Route | None] = {
            by: route if route != found.routes[by] else None for by, route in found.opened.items()
        }
        said = [*self._best(changed)]
        bypassed = dict.fromkeys(who for pair in found.added.pairs for who in pair.bypassed)
        if bypassed:
            who = lang.join([self.names(x) for x in bypassed])
            said.append(lang.say("Some messages need no longer go through {who}.", who=who))
        if found.added.removed:
            gone = lang.join([self.point(p) for p in found.added.removed])
            said.append(lang.say("No single point of failure any more: {points}.", points=gone))
        if found.added.points_after:
            left = lang.join([self.point(p) for p in found.added.points_after])
            said.append(lang.say("Still single points of failure: {points}.", points=left))
        elif not found.added.points_before:
            said.append(lang.say("There is no single point of failure, with or without them."))
        return tuple(said)

    def point(self, of: SinglePoint) -> str:
        """Name a single point of failure."""
        return self.names(of.name) if of.kind == "actor" else self.lang.quote(self.name(of.name))

    def points(self, of: Iterable[SinglePoint]) -> tuple[str, ...]:
        """Tell whom each single point of failure keeps together."""
        return tuple(
            self.lang.say(
                "Without {point} these cannot reach each other: {pairs}.",
                point=self.point(one),
                pairs="; ".join(self._cut(one.cut)),
            )
            for one in of
        )

    def _cut(self, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Name those who are cut off: one from all others, or some pairs and how many more."""
        lang = self.lang
        alone = set.intersection(*map(set, pairs))
        if alone and len(pairs) >= PAIRS:
            return tuple(lang.say("{who} – all others", who=self.names(who)) for who in alone)
        said = tuple(f"{self.names(a)} – {self.names(b)}" for a, b in pairs[:PAIRS])
        rest = len(pairs) - PAIRS
        more = (lang.count("{n} more pair", "{n} more pairs", rest),) if rest > 0 else ()
        return (*said, *more)

    def picture(self) -> str:
        """Say what the network shows."""
        found, lang = self.found, self.lang
        there = lang.count("{n} line exists", "{n} lines exist", len(found.contacts.now().lines))
        points = found.added.points_before
        on = lang.join([self.point(point) for point in points])
        hang = (
            lang.say("as things stand some hangs on {points} alone", points=on)
            if points
            else lang.say("no line and nobody is a single point of failure")
        )
        if not found.added.lines:
            return lang.say("{there}; {hang}.", there=there, hang=hang)
        new = lang.count("{n} is proposed", "{n} are proposed", len(found.added.lines))
        return lang.say("{there}, {new}; {hang}.", there=there, new=new, hang=hang)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
