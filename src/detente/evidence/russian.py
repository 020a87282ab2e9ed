"""Who says it, in a Russian sentence."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from detente.evidence import lexicon
from detente.evidence.attribution import Attribution, Clause, apart, ends_there, outside_quotes
from detente.evidence.lexicon import Act
from detente.evidence.models import subjects
from detente.evidence.russian_phrases import STOPS, named, phrase_after, phrase_around
from detente.evidence.tokens import tokens
from detente.evidence.voices import voices_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.evidence.tokens import Token
    from detente.evidence.voices import Surroundings, Voice

_CONTRAST = re.compile(r",\s+(?:тогда как|в то время как|между тем как|хотя|однако)\s", re.I)
_ADDITION = re.compile(r",\s+(а|но|и)\s", re.I)
# Verbs that are acts of speech only with "что", a quotation, or in inversion: otherwise one
# hands over prisoners, gives an answer, points the way.
_NEEDS_CONTENT = frozenset({
    "передать", "передавать", "указать", "указывать", "требовать", "потребовать", "предлагать",
    "предложить", "допустить", "оценить", "добавить", "добавлять",
})  # fmt: skip
_SOURCE_NOUNS = frozenset({
    "информация", "сообщение", "данные", "сведение", "сведения", "новость", "утверждение",
    "слух", "версия",
})  # fmt: skip
_COMES_FROM = frozenset(
    {"исходить", "поступать", "поступить", "прийти", "приходить", "идти", "появиться"}
)


def clauses(text: str, start: int, end: int, words: Sequence[Token]) -> list[Clause]:
    """Cut a sentence at semicolons, contrasts, and additions with a subject of their own."""
    shut = outside_quotes(text, start, end)

    def open_at(place: int) -> bool:
        return not any(a < place < b for a, b in shut)

    cuts: dict[int, bool] = {}
    for mark in re.finditer(";", text[start:end]):
        cuts[start + mark.start()] = False
    for mark in _CONTRAST.finditer(text, start, end):
        cuts[mark.start()] = False
    for mark in _ADDITION.finditer(text, start, end):
        rest = [t for t in words if t.start >= mark.end()]
        before = [t for t in words if t.end <= mark.start()]
        if any(t.finite for t in before) and _own_subject(rest):
            cuts[mark.start()] = mark.group(1).lower() != "но"
    places = sorted(p for p in cuts if open_at(p))
    edges = [start, *places, end]
    return [Clause(a, b, cuts.get(a, False)) for a, b in itertools.pairwise(edges) if b > a]


def _own_subject(words: Sequence[Token]) -> bool:
    """Say whether a nominative stands near the front and a finite verb after it."""
    for place, token in enumerate(words[:6]):
        if token.finite:
            return False
        if token.pos in {"NOUN", "NPRO"} and token.case == "nomn":
            return any(t.finite for t in words[place + 1 : place + 8])
    return False


def attributions(start: int, end: int, around: Surroundings) -> list[Attribution]:
    """Find who says what is in a sentence, and how."""
    words = tokens(around.text, start, end, "ru")
    found = [*_framed(start, end, words, around), *_spoken(words, around)]
    found += [*_sourced(words, around), *_withheld(words, around)]
    return apart(found)


def _framed(
    start: int, end: int, words: Sequence[Token], around: Surroundings
) -> Iterator[Attribution]:
    """«По версии сторон, …», «по данным МИД, …»."""
    for mark in lexicon.frames("ru").finditer(around.text, start, end):
        place = phrase_after(mark.end(), words, around)
        speakers = voices_in(*place, around) if place else ()
        if place and speakers:
            yield Attribution(
                start=mark.start(),
                end=place[1],
                act=Act.SAYS,
                speakers=speakers,
                speaker=place,
                passing=ends_there(around.text, place[1], end) and mark.start() > start,
                carries=True,
            )


def _spoken(words: Sequence[Token], around: Surroundings) -> Iterator[Attribution]:
    """«МИД заявил, что …», «…, сообщает БелТА», «в Госдепартаменте отказались …»."""
    acts = lexicon.verbs("ru")
    heard = [i for i, t in enumerate(words) if t.finite and t.lemma in acts]
    if not heard:
        return
    heads = subjects([t.text for t in words])
    for at in heard:
        verb = words[at]
        act = _act(acts[verb.lemma], at, words)
        if act is None:
            continue
        inverted = _inverted(at, words)
        if verb.lemma in _NEEDS_CONTENT and not (inverted or _has_content(at, words)):
            continue
        place = _subject(at, words, heads, around, inverted=inverted)
        speakers = voices_in(*place, around) if place else ()
        if not place or not speakers:
            continue
        origin, until = _citing(at, words, around)
        stretch = (min(verb.start, place[0]), max(verb.end, place[1], until))
        yield Attribution(
            start=stretch[0],
            end=stretch[1],
            act=act,
            speakers=speakers,
            speaker=place,
            origin=origin,
            passing=inverted,
            carries=_has_content(at, words),
        )


def _act(act: Act, at: int, words: Sequence[Token]) -> Act | None:
    before = {t.lemma for t in words[max(0, at - 2) : at]}
    after = {t.lemma for t in words[at + 1 : at + 5]}
    if act is Act.DECLINES:
        of_comment = after & {
            "комментарий",
            "комментировать",
            "прокомментировать",
            "подтвердить",
            "подтверждать",
            "ответить",
            "отвечать",
            "обсуждать",
            "пояснение",
        }
        return act if of_comment else None
    if "не" in before:
        # Not confirming or not denying is a word that did not come; "did not say" says nothing.
        return Act.ABSENT if act in {Act.CONFIRMS, Act.DENIES} else None
    return act


def _inverted(at: int, words: Sequence[Token]) -> bool:
    """Say whether the verb stands before its subject as in «…, сообщает X» or «как пишет X»."""
    before = [t for t in words[:at] if t.pos != "ADVB"]
    if not before:
        return False
    return (
        before[-1].text in {",", "—", "–", "-"}
        or before[-1].lemma == "как"
        or (before[-1].text.lower() == "этом")
    )


def _has_content(at: int, words: Sequence[Token]) -> bool:
    rest = words[at + 1 : at + 12]
    return any(t.text in {":", "«", "“", '"'} for t in rest) or any(
        a.text == "," and b.lemma in {"что", "чтобы", "будто"}
        for a, b in zip(words[at:], words[at + 1 :], strict=False)
    )


def _subject(
    at: int, words: Sequence[Token], heads: dict[int, int], around: Surroundings, *, inverted: bool
) -> tuple[int, int] | None:
    """Find the phrase that names who does the verb."""
    if at and words[at - 1].lemma in {"это", "что", "который"} and not inverted:
        return None  # "…, and this underlines": nobody speaks
    for subject, verb in heads.items():
        between = words[min(subject, at) + 1 : max(subject, at)]
        joined = any(t.lemma == "и" for t in between[-4:])
        if verb == at and len(between) < 25 and (joined or not any(t.finite for t in between)):
            phrase = phrase_around(subject, words, around)
            if voices_in(*phrase, around):
                return phrase
    if inverted:
        return phrase_after(words[at].end, words, around)
    return _in_body(at, words) or _nearest(at, words, around)


def _in_body(at: int, words: Sequence[Token]) -> tuple[int, int] | None:
    """«В Госдепартаменте заявили»: a plural verb without subject, and the body it is said in."""
    if not words[at].text.endswith(("ли", "лись", "ют", "ят", "ут", "ат")):
        return None
    for i in range(at - 1, max(-1, at - 8), -1):
        if words[i].text in {";", ":"}:
            return None
        if words[i].lemma == "в" and i + 1 < len(words):
            last = max(i + 2, next((k for k in range(i + 1, at) if words[k].text == ","), at))
            return words[i + 1].start, words[last - 1].end
    return None


def _nearest(at: int, words: Sequence[Token], around: Surroundings) -> tuple[int, int] | None:
    """Take the nearest name before the verb with only modifiers between."""
    for i in range(at - 1, max(-1, at - 6), -1):
        if words[i].text in STOPS - {"»", "-"}:
            return None
        if named(words[i], around) or (
            words[i].case == "nomn" and words[i].lemma in lexicon.speakers("ru")
        ):
            if i > 0 and words[i - 1].pos == "PREP":
                return None
            return phrase_around(i, words, around)
    return None


def _citing(at: int, words: Sequence[Token], around: Surroundings) -> tuple[tuple[Voice, ...], int]:
    """Find whom a speaker cites: «со ссылкой на МИД»."""
    begin = words[at].end
    limit = words[min(at + 14, len(words) - 1)].end
    mark = lexicon.frames("ru", "citing").search(around.text, begin, limit)
    if mark is None:
        return (), 0
    place = phrase_after(mark.end(), words, around)
    return (voices_in(*place, around), place[1]) if place else ((), 0)


def _sourced(words: Sequence[Token], around: Surroundings) -> Iterator[Attribution]:
    """«Информация о … исходит из …»."""
    for at, token in enumerate(words):
        if token.lemma not in _COMES_FROM:
            continue
        noun = next(
            (i for i in range(at - 1, max(-1, at - 12), -1) if words[i].lemma in _SOURCE_NOUNS),
            None,
        )
        source = next(
            (i for i in range(at + 1, min(at + 4, len(words))) if words[i].lemma in {"из", "от"}),
            None,
        )
        if noun is None or source is None:
            continue
        place = phrase_after(words[source].end, words, around)
        speakers = voices_in(*place, around) if place else ()
        if place and speakers:
            yield Attribution(
                start=words[noun].start,
                end=place[1],
                act=Act.SAYS,
                speakers=speakers,
                speaker=place,
            )


def _withheld(words: Sequence[Token], around: Surroundings) -> Iterator[Attribution]:
    """«Официальный анонс из Вашингтона пока не публиковался»; «МИД не прокомментировал»."""
    for at, token in enumerate(words):
        held = token.lemma in lexicon.withheld("ru") and any(
            t.lemma == "не" for t in words[max(0, at - 2) : at]
        )
        none = token.lemma in {"нет", "отсутствовать"}
        if not (held or none):
            continue
        near = range(max(0, at - 9), min(len(words), at + 6))
        noun = next((i for i in near if words[i].lemma in lexicon.due("ru")), None)
        silent = token.lemma in {
            "ответить",
            "отвечать",
            "комментировать",
            "прокомментировать",
            "подтвердить",
            "объявить",
            "публиковать",
        }
        if noun is None and not silent:
            continue
        place = _silent_one(at, noun, words, around)
        if place is None and (noun is None or not _official(noun, at, words)):
            continue
        speakers = voices_in(*place, around) if place else ()
        begin = words[noun].start if noun is not None and noun < at else words[max(0, at - 1)].start
        yield Attribution(
            start=min(begin, place[0]) if place and place[1] <= token.end else begin,
            end=token.end,
            act=Act.ABSENT,
            speakers=speakers,
            speaker=place if place and speakers else (begin, begin),
        )


def _silent_one(
    at: int, noun: int | None, words: Sequence[Token], around: Surroundings
) -> tuple[int, int] | None:
    """Find whose word was due: «из Вашингтона», «от МИД», or the subject of the verb."""
    begin = min(at, noun) if noun is not None else max(0, at - 8)
    for i in range(max(0, begin - 4), min(len(words) - 1, max(at, noun or 0) + 6)):
        if words[i].lemma in {"из", "от", "в", "сторона"} and words[i].text != ";":
            place = phrase_after(words[i].end, words, around)
            if place and voices_in(*place, around):
                return place
    return _nearest(at, words, around)


def _official(noun: int, at: int, words: Sequence[Token]) -> bool:
    """Say whether an official word was due, or one is still awaited."""
    near = words[max(0, min(noun, at) - 4) : max(noun, at) + 3]
    return any(
        t.lemma in {"официальный", "пока", "ещё", "публичный"} or t.text == "сих" for t in near
    )
