"""The evidence on a case: the claims that come with it, and the documents in its folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from detente.case import Case
from detente.evidence.collection import Collection
from detente.evidence.decisions import decisions_of, read_decisions
from detente.evidence.document import digest
from detente.evidence.errors import InvalidDocument
from detente.web.studies import Outcome
from detente.words.language import LANGUAGES, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from detente.briefing.blocks import Document as Page
    from detente.evidence.claims import Claim
    from detente.evidence.decisions import Decided, Decision
    from detente.evidence.document import Document
    from detente.evidence.pipeline import Gathered
    from detente.words.language import Language


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a page of evidence is built on.

    Attributes
    ----------
    gathered
        Claims and reports, for decisions that are still to be made; in English.
    decided
        Each claim beside what analysts decided of it.
    sentences
        What each claim says, by language and the claim's id.
    """

    gathered: Gathered
    decided: tuple[Decided, ...]
    sentences: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a document's text; `number` is that of the statement it belongs to, from 1."""

    text: str
    number: int | None = None


def stamp(folder: Path) -> str:
    """Give what changes when the evidence in a folder does."""
    found = []
    for name in ("documents.jsonl", "decisions.jsonl"):
        path = folder / name
        found.append(digest(path.read_bytes()) if path.exists() else "")
    return "".join(found)


def weigh(file: str, text: str, folder: Path) -> Outcome:
    """Gather and judge all evidence on a case; runs in a process of its own.

    Parameters
    ----------
    file, text
        The case.
    folder
        Its evidence, which need not be there.
    """
    from detente.briefing.evidence import naming
    from detente.briefing.evidence.page import evidence_page
    from detente.evidence.claim_records import claims_record
    from detente.evidence.decisions import decided

    case = Case.parse(text, file)
    decisions = read_decisions(decisions_of(folder)) if folder.is_dir() else []
    own = _gathered(folder)
    kept_ = _all(case, own, decisions, language("en"))
    ids = {_same(claim): claim.id for claim in kept_.claims}
    documents: dict[str, Page] = {}
    sentences: dict[str, dict[str, str]] = {}
    for code in LANGUAGES:
        lang = language(code)
        gathered = _all(case, own, decisions, lang)
        # A claim's id is made of its words, so that it is another one in another language.
        here = {ids[_same(claim)]: claim for claim in gathered.claims if _same(claim) in ids}
        words = [replace(d, target=here[d.target].id) if d.target in here else d for d in decisions]
        documents[code] = evidence_page(gathered, words, case.title[code], lang)
        said = {claim.id: naming.sentence(claim, lang) for claim in kept_.claims}
        sentences[code] = said | {id_: naming.sentence(c, lang) for id_, c in here.items()}
    record = dict(claims_record(kept_, decisions))
    record["documents"] = [_listed(document) for document in kept(folder)]
    settled = tuple(decided(kept_.judgements, decisions))
    return Outcome(record, documents, Weighed(kept_, settled, sentences))


def _same(claim: Claim) -> frozenset[str]:
    """Tell a claim by what it stands on."""
    return frozenset(report.id for report in claim.reports)


def _gathered(folder: Path) -> Gathered | None:
    from detente.evidence.pipeline import gather

    return gather(folder) if (folder / "documents.jsonl").exists() else None


def _all(
    case: Case, own: Gathered | None, decisions: Sequence[Decision], lang: Language
) -> Gathered:
    """Judge what comes with the case and what its folder holds as one body of evidence."""
    from detente.briefing.evidence.page import bundled_evidence
    from detente.evidence.pipeline import judged

    bundled = bundled_evidence(case, lang)
    reports = [*(bundled.reports if bundled else ()), *(own.reports if own else ())]
    return judged(
        reports,
        decisions,
        copies=own.copies if own else (),
        failed=own.failed if own else (),
    )


def read_one(folder: Path, id_: str) -> Outcome:
    """Read one document of a folder: its statements, and what they let one say."""
    from detente.briefing.evidence.reading import findings_document
    from detente.evidence.reading_records import statements_record
    from detente.evidence.statements import read

    document = one(folder, id_)
    reading = read(document)
    documents = {code: findings_document([reading], language(code)) for code in LANGUAGES}
    spans = [(s.start, s.end) for s in reading.statements if not s.heading]
    record = statements_record([reading])
    return Outcome(record, documents, segments(document.text, spans))


def segments(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Cut a text where statements begin and end; where two overlap, the earlier keeps its place."""
    cut: list[Segment] = []
    place = 0
    for number, (start, end) in enumerate(spans, 1):
        begin = max(start, place)
        if begin >= end:
            continue
        if begin > place:
            cut.append(Segment(text[place:begin]))
        cut.append(Segment(text[begin:end], number))
        place = end
    if place < len(text):
        cut.append(Segment(text[place:]))
    return tuple(cut)


# --- the folder ----------------------------------------------------------------------------------


def kept(folder: Path) -> list[Document]:
    """List the documents of a folder."""
    return list(Collection(folder))


def one(folder: Path, id_: str) -> Document:
    """Give one document of a folder.

    Raises
    ------
    InvalidDocument
        The folder has none of that id.
    """
    for document in Collection(folder):
        if document.id == id_:
            return document
    raise InvalidDocument("there is no such document in this evidence")


def keep(
    folder: Path, files: Iterable[tuple[str, bytes]], *, publisher: str, published: str
) -> tuple[int, list[str]]:
    """Keep files that were sent; give how many documents are new, and what was left out.

    Parameters
    ----------
    folder
        Where they are kept.
    files
        The name of each, which is only shown, and its bytes.
    publisher, published
        What the user knows of them.
    """
    from detente.evidence.intake.files import documents
    from detente.evidence.intake.isolate import Worker

    collection = Collection(folder)
    had = datetime.now(UTC).isoformat(timespec="seconds")
    new, failed = 0, []
    with Worker() as worker:
        for name, data in files:
            try:
                found = documents(
                    data, name, publisher=publisher, published=published, worker=worker
                )
            except InvalidDocument as error:
                failed.append(str(error))
                continue
            alone = len(found) == 1
            for document in found:
                raw = data if alone else document.text.encode("utf-8", "surrogatepass")
                new += collection.add(document, raw, had)
    return new, failed


def _listed(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "where": document.where,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
    }
