"""All steps in a row: origins across documents, one process or several."""

from __future__ import annotations

import pytest

pytest.importorskip("slovnet", reason="needs the extra `evidence`")
pytest.importorskip("datasketch", reason="needs the extra `evidence`")
from detente.evidence import pipeline
from detente.evidence.collection import Collection
from detente.evidence.decisions import Decision
from detente.evidence.doubts import pivotal, would_change
from detente.evidence.harvest import dateline
from detente.evidence.intake.keep import keep
from detente.evidence.matrix import Cell, matrix, timeline
from detente.evidence.statements import read
from tests.evidence.samples import document, report

TOLD = {
    "viasna.txt": "21 июня 2025 года освобождены 14 заключённых, сообщает «Вясна».\n",
    "wire.txt": "According to AFP, 14 prisoners were released on June 21, 2025.\n",
    "party.txt": "Лукашенко заявил, что 22 июня 2025 года освобождены 14 заключённых.\n",
}


@pytest.fixture
def folder(tmp_path):
    """Give a folder of three documents in two languages."""
    for name, text in TOLD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_documents_meet_in_one_claim(folder):
    """Russian and English documents, a day apart, are about one thing; three voices confirm it."""
    (j,) = pipeline.gather(folder).judgements
    assert (j.claim.attribute, j.claim.value, j.status) == ("people", "14", "confirmed")
    assert (j.support.independent, j.support.sides) == ({"viasna", "afp"}, {"belarus"})


def test_several_processes_change_nothing(folder, monkeypatch):
    """What comes out does not depend on how many processes read."""
    alone = pipeline.gather(folder, processes=1)
    monkeypatch.setattr(pipeline, "FEW", 1)
    assert pipeline.gather(folder, processes=2).judgements == alone.judgements


def test_a_collection_keeps_what_came(folder, tmp_path):
    """Originals are kept to the byte, texts to the letter, and each document once."""
    kept = tmp_path / "kept"
    outcome = keep(kept, [str(folder / "wire.txt"), str(folder / "wire.txt"), "/no/such/file"])
    assert (outcome.new, outcome.known, len(outcome.failed)) == (1, 1, 1)
    (one,) = Collection(kept)
    assert one.text == TOLD["wire.txt"]
    assert (kept / "originals" / one.id).read_bytes() == TOLD["wire.txt"].encode()


def test_an_analysts_grade_counts():
    """A source graded down makes what it says less likely."""
    said = [report("AFP")]
    before = pipeline.judged(said).judgements[0].probability
    graded = Decision(kind="reliability", target="afp", verdict="change", value="E",
                      by="Anna", reason="withdrawn twice", at="2025-07-01")  # fmt: skip
    after = pipeline.judged(said, [graded]).judgements[0].probability
    assert (round(before, 2), round(after, 2)) == (0.85, 0.4)


def test_what_would_change_it():
    """A status names the voices it hangs on, and the word that would move it."""
    both = [report("AFP"), report("V", kind="monitor")]
    (j,) = pipeline.judged(both).judgements
    assert pivotal(j) == [("afp", "one-sided"), ("v", "one-sided")]
    (alone,) = pipeline.judged([report("a", party="us")]).judgements
    told = [str(p) for p in would_change(alone, {"US": "us", "BY": "belarus"})]
    assert "the same word from belarus would make it corroborated" in told


def test_matrix_and_timeline():
    """The matrix tells who said, passed on, said otherwise, and was silent; the timeline when."""
    said = [
        report("AFP", date="2025-06-22"),
        report("copy", origin="AFP", kind="reprint", date="2025-06-23"),
        report("V", "15", kind="monitor"),
        report("W", "2", attribute="foreigners"),
    ]
    judged = pipeline.judged(said).judgements
    table = matrix(judged)
    row = dict(zip(table.publishers, table.cells[0], strict=True))
    assert row == {
        "AFP": Cell.SAYS,
        "copy": Cell.PASSES_ON,
        "V": Cell.OTHERWISE,
        "W": Cell.SILENT,
    }
    assert [m.report.publisher for m in timeline(judged)] == ["V", "W", "AFP", "copy"]


def test_links_are_kept():
    """A claim can be said to support an assumption; the decision keeps what it supports."""
    linked = Decision(
        kind="link", target="c", verdict="change", value="minsk:release.1", by="Anna",
        reason="the list names them", at="2025-06-22",
    )  # fmt: skip
    assert linked.result == "minsk:release.1"


@pytest.mark.parametrize(
    ("text", "language", "publisher", "day"),
    [
        ("21 июня 2025 года, БелТА. Лукашенко помиловал людей.", "ru", "BelTA", "2025-06-21"),
        ("VILNIUS, June 21, 2025 (Reuters) - Belarus freed men.", "en", "Reuters", "2025-06-21"),
        ("Лукашенко помиловал людей.", "ru", "", ""),
    ],
)
def test_datelines(text, language, publisher, day):
    """A dateline names who publishes and when, where nothing else does."""
    assert dateline(read(document(text, language))) == (publisher, day)


def test_a_document_of_nobody_weighs_nothing(tmp_path):
    """What a document without publisher says in its own voice is no independent voice."""
    (tmp_path / "a.txt").write_text("Освобождены 14 заключённых.\n", encoding="utf-8")
    (j,) = pipeline.gather(tmp_path).judgements
    assert (j.status, j.support.independent) == ("one-sided", frozenset())


def test_a_reprint_adds_nothing(tmp_path):
    """A reprint under another dateline joins the original's claims and is no second voice."""
    told = (
        "Президент Беларуси Александр Лукашенко помиловал 14 осуждённых, сообщила "
        "пресс-секретарь главы государства Наталья Эйсмонт. По её словам, решение принято по "
        "просьбе президента США исключительно из гуманитарных соображений. Среди них граждане "
        "Японии, Польши, Латвии, Эстонии, Швеции и США, которые уже пересекли границу Литвы.\n"
    )
    (tmp_path / "a.txt").write_text(f"21 июня 2025 года, БелТА. {told}", encoding="utf-8")
    before = pipeline.gather(tmp_path)
    (tmp_path / "b.txt").write_text(f"МИНСК, 21 июня. {told}", encoding="utf-8")
    after = pipeline.gather(tmp_path)
    assert [c.kind for c in after.copies] == ["reprint"]
    assert [(j.claim.id, j.status) for j in after.judgements] == [
        (j.claim.id, j.status) for j in before.judgements
    ]
