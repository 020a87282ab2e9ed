"""Who says it, in an English sentence: rules, on a footing comparable to the Russian ones."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from detente.evidence import lexicon
from detente.evidence.attribution import Attribution, Clause, apart, ends_there, outside_quotes
from detente.evidence.lexicon import Act
from detente.evidence.tokens import trimmed
from detente.evidence.voices import voices_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.evidence.tokens import Token
    from detente.evidence.voices import Surroundings, Voice

_CUT = re.compile(r";|,\s+(?:while|whereas|although|though|but)\s|,\s+and\s+(?=[A-Z])")


def clauses(text: str, start: int, end: int, words: Sequence[Token]) -> list[Clause]:
    """Cut a sentence at semicolons, contrasts, and ", and" before a new subject."""
    del words  # Russian needs its grammar for this; English has its marks
    shut = outside_quotes(text, start, end)
    cuts = {
        m.start(): "and" in m.group()
        for m in _CUT.finditer(text, start, end)
        if not any(a < m.start() < b for a, b in shut)
    }
    edges = [start, *sorted(cuts), end]
    return [Clause(a, b, cuts.get(a, False)) for a, b in itertools.pairwise(edges) if b > a]


@cache
def _verb() -> re.Pattern[str]:
    words = sorted(lexicon.verbs("en"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


@cache
def _silence() -> re.Pattern[str]:
    words = sorted(lexicon.withheld("en"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


# What may stand between a speaker and the verb.
_BETWEEN = (
    r"(?:\s+(?:also|has|have|had|later|earlier|on\s+[A-Z]\w+day|publicly|repeatedly|again|"
    r"reportedly))*"
)
_BREAK = re.compile(r"[;:]|,\s|\s[—–-]\s|[“”\"]")
_OF_COMMENT = re.compile(r"\s+(?:to\s+(?:comment|confirm|answer|discuss|say|elaborate)|comment)")


def attributions(start: int, end: int, around: Surroundings) -> list[Attribution]:
    """Find who says what is in a sentence, and how."""
    found = [*_silent(start, end, around), *_framed(start, end, around)]
    found += _spoken(start, end, around)
    return apart(found)


def _framed(start: int, end: int, around: Surroundings) -> Iterator[Attribution]:
    """Find the openers: "according to X, …"."""
    for mark in lexicon.frames("en").finditer(around.text, start, end):
        stop = _BREAK.search(around.text, mark.end(), end)
        place = _tight(around.text, mark.end(), stop.start() if stop else end)
        speakers = voices_in(*place, around)
        if speakers:
            yield Attribution(
                start=mark.start(),
                end=place[1],
                act=Act.SAYS,
                speakers=speakers,
                speaker=place,
                passing=ends_there(around.text, place[1], end) and mark.start() > start,
                carries=True,
            )


def _spoken(start: int, end: int, around: Surroundings) -> Iterator[Attribution]:
    """Find the verbs: "X said that …", "…, X said", "…, said X"."""
    text = around.text
    shut = outside_quotes(text, start, end)
    for verb in _verb().finditer(text, start, end):
        if any(a < verb.start() < b for a, b in shut):
            continue
        act = _act(verb, text, end)
        if act is None:
            continue
        place = _before(text, start, verb.start())
        speakers = voices_in(*place, around) if place else ()
        passing = _trails(text, place[0] if place else 0, start, verb.end(), end)
        if not speakers:
            place = _after(text, verb.end(), end)
            speakers = (
                voices_in(*place, around) if place and _after_a_mark(text, verb.start()) else ()
            )
            passing = True
        if not place or not speakers:
            continue
        origin, until = _citing(verb.end(), end, around)
        if not origin and place[1] < verb.start():  # "X, citing Y, reported"
            origin, _ = _citing(place[1], verb.start(), around)
        yield Attribution(
            start=min(place[0], verb.start()),
            end=max(place[1], until),
            act=act,
            speakers=speakers,
            speaker=place,
            origin=origin,
            passing=passing,
            carries=not passing,
        )


def _citing(at: int, end: int, around: Surroundings) -> tuple[tuple[Voice, ...], int]:
    """Find whom a speaker cites: "citing the Treasury"."""
    mark = lexicon.frames("en", "citing").search(around.text, at, min(end, at + 60))
    if mark is None:
        return (), at
    stop = _BREAK.search(around.text, mark.end(), end)
    place = _tight(around.text, mark.end(), stop.start() if stop else end)
    return voices_in(*place, around), place[1]


def _after_a_mark(text: str, verb: int) -> bool:
    """Say whether a verb follows a comma or a closing quotation mark: "…,” said X"."""
    return text[:verb].rstrip()[-1:] in {",", "”", '"', "’"}


def _trails(text: str, speaker: int, start: int, after: int, end: int) -> bool:
    """Say whether "X said" stands after what was said: "…, X said."."""
    return (
        speaker > start
        and text[:speaker].rstrip()[-1:] in {",", "”", '"'}
        and (
            ends_there(text, after, end)
            or text[after : after + 1] in {",", "."}
            or bool(
                re.match(
                    r"\s+(?:on|in|at|to|late|early|this|last|after|during|citing)\b",
                    text[after:end],
                )
            )
        )
    )


def _act(verb: re.Match[str], text: str, end: int) -> Act | None:
    act = lexicon.verbs("en")[verb.group()]
    before = text[max(0, verb.start() - 12) : verb.start()].lower()
    if act is Act.DECLINES:
        return act if _OF_COMMENT.match(text, verb.end(), end) else None
    if re.search(r"\b(?:not|never|n't|to|being|be|was|were)\s+$", before):
        return None
    return act


def _before(text: str, start: int, verb: int) -> tuple[int, int] | None:
    """Take the phrase that ends at the verb, back to the last break."""
    stretch = text[start:verb]
    cut = re.sub(rf"{_BETWEEN}\s*$", "", stretch)
    marks = [m.end() for m in _BREAK.finditer(cut)]
    # "X, the president of Y, said": step over the apposition.
    begin = marks[-1] if marks else 0
    if cut.rstrip().endswith(","):
        inner = cut.rstrip()[:-1]
        earlier = [m.end() for m in _BREAK.finditer(inner)]
        cut = inner[: earlier[-1] - 2] if earlier else inner
        earlier = [m.end() for m in _BREAK.finditer(cut)]
        begin = earlier[-1] if earlier else 0
    place = _tight(text, start + begin, start + len(cut))
    said = text[place[0] : place[1]]
    that = list(re.finditer(r"\b(?:that|which|who|because|after|when|as|and then)\s+", said))
    if that:
        place = _tight(text, place[0] + that[-1].end(), place[1])
    return place if place[1] > place[0] and place[1] - place[0] < 120 else None


def _after(text: str, verb: int, end: int) -> tuple[int, int] | None:
    stop = re.compile(r"[;,.](?:\s|$)|\s(?:in|on|at|after|during|as|that|citing)\s").search(
        text, verb, end
    )
    place = _tight(text, verb, stop.start() if stop else end)
    return place if 0 < place[1] - place[0] < 120 else None


def _silent(start: int, end: int, around: Surroundings) -> Iterator[Attribution]:
    """Find silence: "the White House has not commented", "no announcement from Minsk"."""
    text = around.text
    for mark in _silence().finditer(text, start, end):
        nouns = [n for n in lexicon.due("en") if n in text[start:end].lower()]
        speechless = (
            "comment" in mark.group().lower()
            or "respond" in mark.group().lower()
            or ("silent" in mark.group().lower() or "yet to" in mark.group().lower())
        )
        if not nouns and not speechless and "confirm" not in mark.group().lower():
            continue
        source = re.compile(r"\b(?:from|by|in)\s+((?:the\s+)?[A-Z][^,;.]*)").search(
            text, start, end
        )
        before = _before(text, start, _without_auxiliary(text, start, mark.start()))
        place = None
        for candidate in (source.span(1) if source else None, before):
            if candidate and voices_in(*candidate, around):
                place = candidate
                break
        speakers = voices_in(*place, around) if place else ()
        if not speakers and not nouns:
            continue
        begin = min(mark.start(), place[0]) if place else mark.start()
        yield Attribution(
            start=begin,
            end=max(mark.end(), place[1] if place else 0),
            act=Act.ABSENT,
            speakers=speakers,
            speaker=place if place else (begin, begin),
        )


def _without_auxiliary(text: str, start: int, end: int) -> int:
    """Step back over the "did" and "has" of a silence."""
    return start + len(
        re.sub(r"\s+(?:did|does|do|has|have|had|is|was|were)\s*$", "", text[start:end])
    )


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    return trimmed(text, start, end, ',;:—–“”".')
