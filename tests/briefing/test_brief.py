"""The brief's profiles: the first page, the whole, and what the other side may see."""

import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from detente.briefing.answer import answer
from detente.briefing.blocks import Heading, PageBreak, Paragraph, Table
from detente.briefing.brief import PROFILES, brief_document, brief_of
from detente.briefing.first_page import FirstPage
from detente.briefing.naming import Names
from detente.briefing.parts import SECTIONS, Parts, gather, recorded as look_up
from detente.briefing.rendering.formats import FORMATS, render
from detente.case import Case
from detente.exchange import UnknownParty
from detente.ledger.book import Book
from detente.ledger.keeping.making import create_store
from detente.words.language import language
from tests.ledger.present.test_due import recorded
from tests.ledger.present.test_replanning import BELIEVING, given

EN, RU = language("en"), language("ru")
PARDON = "    instrument: pardon\n"


def answers(planned, case: str, parts: Parts | None = None, side: str | None = None) -> dict:
    """The first page's questions and answers."""
    found = planned(case)
    page = FirstPage(found, parts or Parts(), Names(found.case, EN), side)
    return dict(page.questions().rows)


def test_the_first_page_answers_seven_questions(planned) -> None:
    """Next step, who, risk, what breaks it, when, how sure, for what: in this order."""
    parts = Parts(days=tuple(date(2025, 9, k) for k in range(1, 25)), late=1, hold=0.83,
                  breaks=("The border closes.",))  # fmt: skip
    told = answers(planned, "minsk", parts)
    certificate = planned("minsk").ladder.certificate
    assert list(told) == [
        "The next step", "Who moves", "What each side risks", "What breaks it", "By when",
        "How sure we are", "The smallest guarantee that makes it safe",
    ]  # fmt: skip
    assert told["The next step"].startswith("Step 1 of 24: “Humanitarian release")
    assert told["Who moves"] == "Step 1: Belarus.\nStep 2: United States."
    assert "United States: nothing; it is never behind." in told["What each side risks"]
    worst = EN.number(certificate.exposure["by"])
    assert (
        f"at most {worst} of its own points, after step 24 (cap: 30)"
        in told["What each side risks"]
    )
    assert "United States comes nearest to walking away after step 24" in told["What breaks it"]
    assert told["What breaks it"].endswith("The border closes.")
    assert told["By when"].replace("\N{NO-BREAK SPACE}", " ") == (
        "Step 1: 1 September 2025.\nThe last step, if nothing is delayed: 24 September 2025.\n"
        "1 deadline cannot be kept."
    )
    assert "83% (very likely)" in told["How sure we are"]  # the words of ICD 203
    assert (
        "United States: 12.5; its stated stake is 14.0."
        in told["The smallest guarantee that makes it safe"]
    )


def test_delivered_steps_are_behind(planned) -> None:
    """What is delivered is not the next step; a step half done names what is left of it."""
    steps = planned("minsk").ladder.certificate.steps
    told = answers(planned, "minsk", Parts(delivered=frozenset((*steps[0], *steps[1]))))
    assert told["The next step"].startswith("Step 3 of 24")
    everything = frozenset(lot for step in steps for lot in step)
    told = answers(planned, "minsk", Parts(delivered=everything))
    assert told["The next step"] == "None: every step is delivered."


def test_one_side_sees_its_own_risk(planned) -> None:
    """Written for a party, it tells what that party risks."""
    told = answers(planned, "minsk", side="by")
    assert "United States" not in told["What we risk"]
    assert told["What we risk"].startswith("Belarus: 2.0 after the next step")


def test_without_times_it_says_so(planned) -> None:
    """A case without times is not given a date."""
    assert answers(planned, "two")["By when"] == "The case states no times."
    document = brief_of(planned("two"), EN)
    assert "Dates" not in [b.text for b in document.blocks if isinstance(b, Heading)]


def test_a_ladder_that_fails_names_the_smallest_change(planned) -> None:
    """Who gains by leaving, and the first change that would make it hold."""
    told = answers(planned, "failing")
    assert "gains" in told["What breaks it"]
    assert len(told["The smallest guarantee that makes it safe"].splitlines()) == 3


def test_first_page_first(planned) -> None:
    """In the full brief the first page ends before anything else begins."""
    blocks = brief_of(planned("minsk"), EN).blocks
    at = next(k for k, b in enumerate(blocks) if isinstance(b, PageBreak))
    assert [b.caption for b in blocks[:at] if isinstance(b, Table)] == [
        "The decision at a glance", "The steps that come next",
    ]  # fmt: skip
    assert blocks[at + 1] == Heading("The ladder")


def test_sections_in_their_order(planned) -> None:
    """What others computed stands where the outline has it, between assumptions and certificate."""
    names = SECTIONS[1:]  # days come before
    parts = Parts(sections={name: (Heading(name),) for name in names})
    heads = [b.text for b in brief_document(planned("two"), EN, parts).blocks
             if isinstance(b, Heading)]  # fmt: skip
    start = heads.index("What it rests on")
    assert heads[start + 1 : start + 1 + len(names)] == list(names)
    assert heads[start + 1 + len(names)] == "Certificate"


def test_what_a_ledger_has_seen_moves_the_beliefs_of_a_brief(tmp_path) -> None:
    """A release that was confirmed is an observation, and is told once."""
    case = Case.parse(BELIEVING)
    book = Book(create_store(tmp_path / "x.ledger"), "deal", case)
    recorded(book, *given("release.1", "a"))
    found = answer(case)
    known = look_up(str(tmp_path / "x.ledger"), case)
    blocks = brief_document(found, EN, gather(found, Names(case, EN), ledger=known)).blocks
    text = " ".join(b.text for b in blocks if isinstance(b, Paragraph))
    assert "After 1 observation, that each means to carry the ladder through" in text
    assert sum(b == Heading("Are they serious?") for b in blocks) == 1


def test_calibration_has_its_section(planned) -> None:
    """Where measures name their instruments; a case without them has none."""
    title = Heading("What is known of each kind of measure")
    assert title in brief_of(planned("minsk"), EN).blocks
    assert title not in brief_of(answer(Case.parse(BELIEVING.replace(PARDON, ""))), EN).blocks


def test_the_foot_tells_what_it_was_made_from(planned) -> None:
    """Version, case and the mark of its content; another content has another mark."""

    def foot(found: Any) -> str:
        last = brief_document(found, EN, Parts(checkpoint="Ledger: 7 events.")).blocks[-1]
        assert isinstance(last, Paragraph)
        return last.text

    found = planned("two")
    said = foot(found)
    assert "from the case two; SHA-256 of its content: " in said
    assert said.endswith("Ledger: 7 events.")
    changed = Case.parse(yaml.safe_dump({**found.case.document.data, "note": "x"}), "two.yaml")
    assert foot(replace(found, case=changed)) != said


@pytest.mark.parametrize("profile", PROFILES)
def test_an_unknown_side_is_refused(planned, profile) -> None:
    """A party that is not there is named, with the nearest that is."""
    with pytest.raises(UnknownParty, match="did you mean 'us'"):
        brief_of(planned("minsk"), EN, profile, side="uss")


# --- what the other side sees --------------------------------------------------------------------


def planted(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every free text of a case that is not the name of a party, measure or lot, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from planted(value, (*path, str(key)))
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield from planted(value, (*path, str(k)))
    elif isinstance(data, str) and " " in data:
        party = path[0] == "parties" and path[2] == "name"
        if not (party or (path[0] == "measures" and "name" in path)):
            yield path, data


def again(change: Callable[[Any], None]) -> Case:
    """The case minsk, its content changed."""
    data = deepcopy(Case.load("minsk").document.data)
    change(data)
    return Case.parse(yaml.safe_dump(data, allow_unicode=True), "minsk.yaml")


def with_secrets() -> tuple[Case, dict[tuple[str, ...], str]]:
    """The case minsk with a secret in place of each of its texts."""
    secrets = {}

    def plant(data: Any) -> None:
        for k, (path, _) in enumerate(list(planted(data))):
            inner = data
            for key in path[:-1]:
                inner = inner[int(key)] if isinstance(inner, list) else inner[key]
            secrets[path] = inner[path[-1]] = f"SECRET{k:04} told"

    return again(plant), secrets


def words(data: bytes, format_: str) -> str:
    """All that a reader of the file could find in it, the file's own properties included."""
    if format_ == "pdf":
        reader = PdfReader(io.BytesIO(data))
        text = " ".join(page.extract_text() for page in reader.pages)
        more = reader.trailer["/Root"]["/Metadata"].get_data().decode()
        return f"{text} {reader.metadata} {more}"
    if format_ == "docx":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    return data.decode()


@pytest.fixture(scope="module")
def secret_case() -> tuple[Any, dict[tuple[str, ...], str]]:
    """A planned case full of secrets."""
    case, secrets = with_secrets()
    return answer(case), secrets


def test_the_full_brief_tells_the_secrets(secret_case) -> None:
    """The whole brief shows most of what was planted, so that the test below can fail."""
    found, secrets = secret_case
    text = render(brief_of(found, EN), "md").decode()
    seen = [path for path, secret in secrets.items() if secret in text]
    assert {path[0] for path in seen} >= {"title", "parties", "measures", "sources", "already"}


@pytest.mark.parametrize("lang", [EN, RU], ids=["en", "ru"])
@pytest.mark.parametrize("format_", FORMATS)
def test_the_other_side_sees_no_secret(secret_case, format_, lang) -> None:
    """Nothing that the case says of us or of them is in the proposal: not in any format."""
    found, _ = secret_case
    document = brief_of(found, lang, "counterpart", side="us")
    text = words(render(document, format_), format_)
    assert "SECRET" not in text
    assert found.case.text("us")[lang.code] in text  # it says something


def test_the_other_side_sees_no_amount(planned) -> None:
    """No cost, value, stake, cap, probability or figure of the certificate is in the proposal."""
    found = planned("minsk")
    document = brief_of(found, EN, "counterpart")
    cells = [
        cell for b in document.blocks if isinstance(b, Table) for row in b.rows for cell in row
    ]
    said = "\n".join(cells + [b.text for b in document.blocks if isinstance(b, Paragraph)])
    for lot in found.ladder.order:
        said = said.replace(found.case.text(lot)["en"], "")
    numbers = {word for word in re.split("[ \n]", said) if re.search(r"\d", word)}
    days = {word for word in numbers if "\N{NO-BREAK SPACE}" in word}
    assert len(days) > 12
    assert numbers - days == {str(k) for k in range(1, 25)}


def test_the_other_side_does_not_see_the_case_changed(planned) -> None:
    """The proposal is the same whatever the values: another stake or cap changes no byte."""
    found = planned("minsk")

    def change(data: Any) -> None:
        data["parties"]["us"]["cap"]["value"] = 14
        data["parties"]["us"]["stake"]["reputation"] = {"low": 9, "mode": 15, "high": 21}
        data["illustrative"] = False
        data["title"] = "Other"

    other = replace(found, case=again(change))
    for format_ in FORMATS:
        first, second = (
            words(render(brief_of(f, EN, "counterpart"), format_), format_) for f in (found, other)
        )
        assert first == second


@pytest.mark.parametrize("case", ["two", "failing", "three", "capped"])
def test_the_proposal_has_every_lot_once(planned, case: str) -> None:
    """Whatever the case, the steps of the ladder stand there, each lot in its giver's column."""
    found = planned(case)
    (table,) = [b for b in brief_of(found, EN, "counterpart").blocks if isinstance(b, Table)]
    assert len(table.rows) == len(found.ladder.certificate.steps)
    given = sum(len(cell.splitlines()) for row in table.rows for cell in row[1:])
    assert given == len(found.ladder.order)
