"""What each target does with a file: the same calls that a command makes."""

from __future__ import annotations

import traceback
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from detente.evidence.claims import Report
    from detente.evidence.intake.parts import Part


def case(path: Path) -> None:
    """Load, look over, and compile to everything a case compiles to."""
    from detente.case import Case, InvalidCase

    try:
        found = Case.load(path)
    except InvalidCase as refusal:
        _places(refusal, path)
        raise
    assert all(finding.sentence() for finding in found.findings())
    assert repr(found.assumptions)
    found.calendar()
    for at in ("mode", "low", "high"):
        assert found.exchange(at).lots
        found.checks(at)
    found.timed_exchange()
    found.menu()


def _places(refusal: Any, path: Path) -> None:
    """Each problem lies in the file, and is told in a line."""
    lines = path.read_bytes().decode("utf-8", "replace").replace("\r", "\n").split("\n")
    assert refusal.problems
    for problem in refusal.problems:
        assert 1 <= problem.line <= len(lines), str(problem)
        assert problem.column >= 1, str(problem)
        assert "\n" not in str(problem)


class Here:
    """Reads in this process what is else read in one of its own, which can be watched less.

    There any exception of a foreign library is told as a refusal; so it is here, but one that our
    own code raises goes on.
    """

    def read(self, kind: str, data: bytes, name: str) -> list[Part]:
        """Read one file."""
        from detente.evidence.errors import InvalidDocument
        from detente.evidence.intake.readers import READERS

        try:
            return READERS[kind](data, name)
        except InvalidDocument:
            raise
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            if "/src/detente/" in last.filename:
                raise
            raise InvalidDocument(f"{name}: cannot be read ({type(error).__name__})") from error


def document(path: Path) -> None:
    """Read a document, and write it as a collection would keep it."""
    from detente.evidence.dates import dates
    from detente.evidence.intake import limits
    from detente.evidence.intake.files import read_file

    for found in read_file(path, worker=Here()):  # type: ignore[arg-type]
        assert len(found.text) <= limits.MAX_TEXT
        assert repr(found).encode()
        found.text.encode()
        for one in dates(found.text, found.published, found.language):
            assert found.text[one.start : one.end] == one.text


def statements(path: Path) -> None:
    """Read a text down to claims with their status."""
    from detente.evidence.harvest import reports, told
    from detente.evidence.intake.files import read_file
    from detente.evidence.pipeline import judged
    from detente.evidence.statements import read

    found = [read(one, registry=_registry()) for one in read_file(path, published="2025-08-20")]
    for reading in found:
        for one in reading.statements:
            assert reading.document.text[one.start : one.end] == one.text
    judged(reports([t for reading in found for t in told(reading)], _registry(), {}))


@cache
def _registry() -> Any:
    from detente.evidence.registry import Registry

    return Registry()


def claims(path: Path) -> None:
    """Read a table of claims, judge them, write them and read them again."""
    from detente.evidence.tables import read_table, write_table

    listed = read_table(path, _registry())
    _judge(listed)
    written = write_table(listed)
    path.write_bytes(written.encode("utf-8", "surrogatepass"))


def _judge(listed: list[Report]) -> None:
    from detente.evidence.pipeline import judged

    for judgement in judged(listed).judgements:
        assert 0 <= judgement.probability <= 1


def reviews(path: Path) -> None:
    """Read others' fact checks and judge them with ours."""
    from detente.evidence.formats.interchange import imported

    _judge(imported(path, "claimreview"))


def entities(path: Path) -> None:
    """Read listings of FollowTheMoney as claims."""
    from detente.evidence.formats.interchange import imported

    _judge(imported(path, "ftm"))


def sources(path: Path) -> None:
    """Read the user's own sources into the registry."""
    from detente.evidence.registry import read_own

    _registry().with_own(read_own(path), str(path))


def decisions(path: Path) -> None:
    """Read what analysts decided."""
    from detente.evidence.decisions import grades, last_words, links, read_decisions

    found = read_decisions(path)
    grades(found)
    links(found)
    last_words(found, "status", "x")


@cache
def _minsk() -> tuple[Any, Any]:
    from detente.case import Case
    from detente.ledger.past.vocabulary import vocabulary

    case = Case.load("minsk")
    return case, vocabulary("minsk", case)


def chronicle(path: Path) -> None:
    """Read a chronicle into events of a ledger."""
    from detente.ledger.past.chronicle import read_into

    words = _minsk()[1]
    day = date(2026, 11, 22)
    read_into(words.rows(path), words, file=path.name, case="minsk", today=day)


def acts(path: Path) -> None:
    """Read a chronicle as what past acts say of rates."""
    from detente.uncertainty.past.chronicle import read_chronicle

    read_chronicle(path).until(date(2025, 8, 1))


def listed(path: Path) -> None:
    """Read a sanctions list of any form, after telling its form as an import does."""
    from detente.ledger.importing import what_is
    from detente.ledger.lists.reading import read_list

    what_is(path)
    read_list(path)


def ledger(path: Path) -> None:
    """Take exported events into an empty store, and give them out again."""
    from detente.ledger.keeping.lines import lines, take_lines
    from detente.ledger.keeping.making import create_store

    target = path.with_name("store.ledger")
    for old in path.parent.glob("store.ledger*"):
        old.unlink()
    with create_store(target) as store, path.open("rb") as source:
        take_lines(store, source, str(path))
        assert "".join(lines(store))


def book(path: Path) -> None:
    """Take exported events in and look at the deal they are about; not at a plan for the rest."""
    from detente.ledger.book import Book
    from detente.ledger.keeping.lines import take_lines
    from detente.ledger.keeping.making import create_store
    from detente.ledger.present.snapshot import look

    target = path.with_name("store.ledger")
    for old in path.parent.glob("store.ledger*"):
        old.unlink()
    with create_store(target) as store, path.open("rb") as source:
        take_lines(store, source, str(path))
        snap = look(Book(store, "minsk", _minsk()[0]), now=datetime(2026, 1, 1, tzinfo=UTC))
        for name in ("lots", "deadlines", "gaps", "in_force", "windows", "positions"):
            assert repr(getattr(snap, name))


def redacted(path: Path) -> None:
    """Follow the chain of a redacted export."""
    from detente.ledger.redaction import check_redacted

    with path.open("rb") as source:
        check_redacted(source, str(path))


@cache
def _starter() -> tuple[Any, Any]:
    from detente.case import Case
    from detente.case.starter import TEMPLATE

    found = Case.load(TEMPLATE)
    return found, found.exchange()


def ladder(path: Path) -> None:
    """Certify a ladder from a file."""
    from detente.briefing.claims import certify_claims

    certify_claims(*_starter(), path.read_bytes(), str(path))


def observed(path: Path) -> None:
    """Read observations of a case."""
    from detente.uncertainty.parties.observation_file import read_observations

    read_observations(path, _minsk()[0])


def forecasts(path: Path) -> None:
    """Read a record of forecasts."""
    from detente.elicitation import read_record
    from detente.elicitation.forecasts import counted

    found = read_record(path)
    assert [counted(found.of(analyst)) for analyst in found.analysts]


def sheet(path: Path) -> None:
    """Load an analyst's sheet of a case."""
    from detente.case import InvalidCase
    from detente.elicitation.sheet import Sheet

    try:
        assert Sheet.load(path, _minsk()[0]).stated
    except InvalidCase as refusal:
        _places(refusal, path)
        raise


def domain(path: Path) -> None:
    """Read a GENIUS domain, write it and read it again."""
    from detente.planning.genius.files import read_domain, write_domain

    found = read_domain(path)
    again = path.with_name("again.xml")
    again.unlink(missing_ok=True)
    write_domain(found, again)
    assert read_domain(again).size == found.size


def profile(path: Path) -> None:
    """Read a GENIUS profile of a domain, and what it makes of each value."""
    from detente.planning.genius.files import read_domain, read_profile
    from tests.planning.genius.test_files import DOMAIN

    of = path.with_name("of.xml")
    of.write_text(DOMAIN, encoding="utf-8")
    of_domain = read_domain(of)
    read_profile(path, of_domain).worth(of_domain)
