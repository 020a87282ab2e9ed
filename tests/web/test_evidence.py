"""Evidence on the page: documents read in place, decisions beside proposals."""

from urllib.parse import unquote

import pytest

from detente.web.gathering import segments
from tests.web.clients import Visitor

EVIDENCE = "/case/minsk/evidence"
TEXT = (
    "Президент Беларуси принял приглашение, сообщает БелТА. "
    "Госдепартамент США подтвердил разговор 15 августа 2025 года."
)


def _add(visitor: Visitor) -> str:
    fields = {"text": TEXT, "title": "Новость", "publisher": "БелТА", "published": "2025-08-16"}
    assert visitor.post(f"{EVIDENCE}/add", fields).status_code == 303
    return str(visitor.ready(f"{EVIDENCE}.json").json()["documents"][0]["id"])


def test_document_is_read_in_place(visitor: Visitor) -> None:
    """A document's statements are marked where they stand; all of its text is on the page."""
    id_ = _add(visitor)
    record = visitor.ready(f"{EVIDENCE}/{id_}.json").json()
    assert record["document"]["text"] == TEXT
    spans = [(s["start"], s["end"]) for s in record["statements"]]
    assert all(TEXT[start:end] == s["text"] for (start, end), s in
               zip(spans, record["statements"], strict=True))  # fmt: skip
    page = visitor.get(f"{EVIDENCE}/{id_}").text
    assert page.count("<mark ") == len(spans) > 0
    assert "БелТА" in page
    assert "Новость" in visitor.ready(EVIDENCE).text


def test_same_document_once(visitor: Visitor) -> None:
    """The same document sent twice is one; what cannot be read is said, and the rest is kept."""
    _add(visitor)
    files = [("files", ("x.bin", b"\x00\x01\x02" * 100)), ("files", ("y.txt", TEXT.encode()))]
    sent = visitor.post(f"{EVIDENCE}/add", files=files)
    assert "left%20out" in sent.headers["location"]
    assert len(visitor.ready(f"{EVIDENCE}.json").json()["documents"]) == 1


def test_what_is_left_out_is_told_in_the_readers_language(visitor: Visitor) -> None:
    """Why a file was not taken is Russian for whoever reads Russian."""
    files = [("files", ("x.txt", b" ")), ("files", ("y.txt", TEXT.encode()))]
    sent = visitor.post(f"{EVIDENCE}/add?lang=ru", files=files)
    assert "x.txt: файл пуст" in unquote(sent.headers["location"])


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "  "}, {"text": "x", "published": "soon"}, {"text": "x", "title": "y" * 300}],
)
def test_nothing_to_keep(visitor: Visitor, fields: dict[str, str]) -> None:
    """An empty form, or a date that is none, is refused."""
    assert visitor.post(f"{EVIDENCE}/add", fields).status_code == 422


def test_decisions(visitor: Visitor) -> None:
    """A decision is kept beside the proposal, by name, with its reason, in both languages."""
    record = visitor.ready(f"{EVIDENCE}.json").json()
    claim = record["claims"][0]
    fields = {
        "kind": "status",
        "target": claim["id"],
        "verdict": "change",
        "value": "denied",
        "by": "Ann",
        "reason": "the ministry said so",
    }
    assert visitor.post(f"{EVIDENCE}/decide", fields).status_code == 303
    again = visitor.ready(f"{EVIDENCE}.json").json()
    changed = next(c for c in again["claims"] if c["id"] == claim["id"])
    assert changed["status"] == "denied"
    assert changed["proposed"]["status"] == claim["status"]
    assert "the ministry said so" in visitor.ready(f"{EVIDENCE}?lang=ru").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": "nothing"}, "no claim"),
        ({"verdict": "perhaps"}, "perhaps"),
        ({"value": "true"}, "status cannot be"),
        ({"reason": ""}, "reason"),
        ({"kind": "colour"}, "colour"),
        ({"kind": "reliability", "target": "nobody at all"}, "nobody at all"),
    ],
)
def test_bad_decisions(visitor: Visitor, change: dict[str, str], said: str) -> None:
    """A decision on nothing, of no kind or without a reason is refused, and not kept."""
    claim = visitor.ready(f"{EVIDENCE}.json").json()["claims"][0]["id"]
    fields = {"kind": "status", "target": claim, "verdict": "change", "value": "denied",
              "by": "Ann", "reason": "x", **change}  # fmt: skip
    response = visitor.post(f"{EVIDENCE}/decide", fields)
    assert response.status_code == 422
    assert said in response.text
    folder = visitor.app.state.house.workspace.evidence("minsk")
    assert not (folder / "decisions.jsonl").exists()


def test_segments() -> None:
    """A text is cut into pieces that add up to it, each statement with its number."""
    text = "0123456789"
    cut = segments(text, [(2, 5), (4, 7), (5, 6), (9, 10)])
    assert "".join(piece.text for piece in cut) == text
    assert [(piece.text, piece.number) for piece in cut if piece.number] == [
        ("234", 1), ("56", 2), ("9", 4),
    ]  # fmt: skip
