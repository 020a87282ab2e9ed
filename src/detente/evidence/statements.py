"""Who says what, how, and where exactly the document says so."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from detente.evidence import english, lexicon, russian
from detente.evidence.attribution import Attribution, Clause
from detente.evidence.content import Content, content
from detente.evidence.dates import DateMention, dates
from detente.evidence.english_names import english_names
from detente.evidence.gazetteer import shipped
from detente.evidence.lexicon import Act
from detente.evidence.models import russian_names
from detente.evidence.registry import Registry
from detente.evidence.sentences import Sentence, sentences
from detente.evidence.tokens import tokens, trimmed
from detente.evidence.voices import PARTIES, Surroundings, Voice, side_of, voice_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.evidence.document import Document
    from detente.evidence.gazetteer import Mention
    from detente.evidence.models import Name

S = TypeVar("S", bound="_Span")


class _Span(Protocol):
    @property
    def start(self) -> int: ...


# Both languages do the same two things; what is not Russian is read by the English rules.
_CYRILLIC = frozenset({"ru", "be", "uk", "bg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a document says someone said.

    Attributes
    ----------
    start, end, text
        The clause, exactly as it stands in the document's text.
    sentence
        Place of the sentence it stands in.
    act
        How it is said.
    voices
        Who says it; one voice of kind ``document`` where the document speaks for itself.
    via
        Who passes it on, outermost first.
    analysis
        True for an argument of the document's own, which is never counted as a fact.
    point, heading
        The numbered point it belongs to (0: none); whether it is that point's heading.
    content, dates
        What is said, and the dates named in it.
    """

    start: int
    end: int
    text: str
    sentence: tuple[int, int]
    act: Act
    voices: tuple[Voice, ...]
    via: tuple[Voice, ...] = ()
    analysis: bool = False
    point: int = 0
    heading: bool = False
    content: Content = field(default_factory=Content)
    dates: tuple[DateMention, ...] = ()

    @property
    def own(self) -> bool:
        """Say whether the document speaks for itself here."""
        return all(v.kind == "document" for v in self.voices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document read: its statements, and what they were read with."""

    document: Document
    statements: tuple[Statement, ...]
    dates: tuple[DateMention, ...]
    parties: tuple[Voice, ...]


def read(
    document: Document,
    *,
    registry: Registry | None = None,
    parties: Mapping[str, str] | None = None,
) -> Reading:
    """Take a document's statements.

    Parameters
    ----------
    document
        The document.
    registry
        The sources; the shipped ones by default.
    parties
        Country code to party, for the deal at hand; the bundled deal's by default.

    Returns
    -------
    Reading
        Statements in the order of the text; every span is the document's own characters.
    """
    text = document.text
    around = _around(document, registry or Registry(), PARTIES if parties is None else parties)
    language = around.language
    lines = sentences(text)
    around = replace(around, sides=_sides(lines, around))
    found_dates = dates(text, document.published, language)
    own = _own_voice(document, around.registry)
    statements = [
        s
        for line in lines
        for s in _statements(
            line, _within(line, around), own, _near(found_dates, line.start, line.end)
        )
    ]
    return Reading(
        document=document,
        statements=tuple(statements),
        dates=tuple(found_dates),
        parties=around.sides,
    )


def speaker(statement: Statement, document: Document) -> str:
    """Name who speaks, as the document does; its publisher, or "the document", for its own word."""
    if statement.own:
        return document.publisher or "the document"
    return ", ".join(v.text for v in statement.voices)


def surroundings(reading: Reading) -> Surroundings:
    """Give what a document's stretches are read with, for statements that come from elsewhere."""
    return replace(_around(reading.document, Registry(), PARTIES), sides=reading.parties)


@lru_cache(maxsize=4)  # one document is asked about many times in a row
def _found(text: str, language: str) -> tuple[tuple[Name, ...], tuple[Mention, ...]]:
    names = russian_names(text) if language == "ru" else english_names(text)
    return tuple(names), tuple(shipped().find(text))


def _around(document: Document, registry: Registry, parties: Mapping[str, str]) -> Surroundings:
    language = "ru" if document.language in _CYRILLIC else "en"
    names, mentions = _found(document.text, language)
    return Surroundings(
        text=document.text,
        language=language,
        names=names,
        mentions=mentions,
        registry=registry,
        parties=parties,
    )


def _within(line: Sentence, around: Surroundings) -> Surroundings:
    """Keep only the names of one sentence, so that time grows with the text and not its square."""
    return replace(
        around,
        names=_near(around.names, line.start, line.end),
        mentions=_near(around.mentions, line.start, line.end),
    )


def _near(spans: Sequence[S], start: int, end: int) -> list[S]:
    """Give the spans that begin in a stretch; they are sorted by their beginnings."""
    first = bisect_left(spans, start, key=lambda s: s.start)
    return list(spans[first : bisect_left(spans, end, key=lambda s: s.start)])


def _own_voice(document: Document, registry: Registry) -> Voice:
    source = registry.get(document.publisher) if document.publisher else None
    if source is None:
        return Voice(start=0, end=0, text=document.publisher, kind="document")
    return replace(voice_of(source, 0, 0, document.publisher), kind="document")


def _sides(lines: Sequence[Sentence], around: Surroundings) -> tuple[Voice, ...]:
    """Name the sides: who takes part in the first event that has two.

    Persons go before the states they act for; a sentence that names only one side tells nothing.
    """
    table = lexicon.triggers(around.language)
    for line in lines:
        inside = _near(around.mentions, line.start, line.end)
        if len({side_of(m.actor, around.parties) for m in inside} - {""}) < 2:
            continue
        words = tokens(around.text, line.start, line.end, around.language)
        if not any(table.get(t.lemma) in lexicon.bilateral() for t in words):
            continue
        for kinds in ({"person"}, {"state"}):
            chosen: dict[str, Voice] = {}
            for m in inside:
                side = side_of(m.actor, around.parties)
                if m.actor.kind in kinds and side:
                    chosen.setdefault(
                        side,
                        Voice(
                            start=m.start,
                            end=m.end,
                            text=m.text,
                            actor=m.actor.id,
                            kind=m.actor.kind,
                            country=m.actor.country,
                            party=side,
                            state=True,
                        ),
                    )
            if len(chosen) >= 2:
                return tuple(chosen.values())
    return ()


def _statements(
    line: Sentence, around: Surroundings, own: Voice, found_dates: Sequence[DateMention]
) -> Iterator[Statement]:
    language = russian if around.language == "ru" else english
    said = [] if line.heading else language.attributions(line.start, line.end, around)
    words = tokens(around.text, line.start, line.end, around.language) if said else []
    cut = language.clauses(around.text, line.start, line.end, words) if said else []
    carried: Attribution | None = None
    for clause in cut or [Clause(line.start, line.end)]:
        mine = [a for a in said if clause.start <= a.start < clause.end]
        if not mine and clause.joined and carried is not None:
            mine = [carried]
        yield _statement(line, clause, mine, around, own, found_dates)
        carried = next((a for a in mine if a.carries), None)


def _statement(
    line: Sentence,
    clause: Clause,
    said: Sequence[Attribution],
    around: Surroundings,
    own: Voice,
    found_dates: Sequence[DateMention],
) -> Statement:
    start, end = trimmed(around.text, clause.start, clause.end, ",;:—–-")
    for word in (
        "тогда как ",
        "в то время как ",
        "а ",
        "но ",
        "и ",
        "while ",
        "whereas ",
        "but ",
        "and ",
    ):
        if around.text[start:end].lower().startswith(word):
            start += len(word)
            break
    act, voices, via = _nested(said, own)
    dated = [d for d in found_dates if start <= d.start < end]
    begin = start
    framed = next((a for a in said if a.start == start), None)
    unheard = {Act.ABSENT, Act.DECLINES}  # there the frame is all there is
    if framed is not None and framed.act not in unheard and framed.end < end:
        begin = framed.end if around.language != "ru" or framed.carries else start
    return Statement(
        start=start,
        end=end,
        text=around.text[start:end],
        sentence=(line.start, line.end),
        act=act,
        voices=voices,
        via=via,
        analysis=line.analysis and not said,
        point=line.point,
        heading=line.heading,
        content=content(begin, end, around, [(d.start, d.end) for d in dated]),
        dates=tuple(dated),
    )


def _nested(
    said: Sequence[Attribution], own: Voice
) -> tuple[Act, tuple[Voice, ...], tuple[Voice, ...]]:
    """Order a clause's attributions from the outside in; the innermost is who says it."""
    if not said:
        return Act.SAYS, (own,), ()
    ordered = sorted(said, key=lambda a: (not a.passing, a.start))
    inner = ordered[-1]
    outer = [v for a in ordered[:-1] for v in a.speakers]
    if inner.origin:
        return inner.act, inner.origin, (*outer, *inner.speakers)
    return inner.act, inner.speakers, tuple(v for v in outer if v not in inner.speakers)
