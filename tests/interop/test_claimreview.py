"""ClaimReview: linked-data tools and the vocabulary of schema.org accept what detente writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.interop.peers import ask, detente

PAGE = "https://desk.example/checks"
TABLE = """event,attribute,value,publisher,upstream_origin,pub_date,act,url
2025-06-21 release,people,14,AFP,,2025-06-21,confirms,https://example.org/a
2025-06-21 release,people,14,Viasna,,2025-06-22,confirms,https://example.org/b
2025-06-21 release,people,15,knews.media,,2025-06,,
"«Белавиа», лицензия",outcome,снята,BelTA,,,,https://example.org/c?x=1&y=2
2025-09-11 visit,word of us,given,AFP,White House,2025-09-12,absent,https://example.org/d
"""


@pytest.fixture
def written(capsys, tmp_path: Path) -> tuple[Path, list[dict[str, Any]]]:
    """The reviews of a table of claims, and the claims as detente tells them."""
    table, out = tmp_path / "claims.csv", tmp_path / "reviews.json"
    table.write_text(TABLE, "utf-8")
    claims = json.loads(detente(capsys, "evidence", "claims", table, "--json"))["claims"]
    words = ("evidence", "export", table, "--format", "claimreview")
    detente(capsys, *words, "--author", "Desk «К»", "--url", PAGE, "-o", out)
    return out, claims


def test_reviews_fit_the_vocabulary_and_the_shapes(written) -> None:
    """Every property belongs to its type and is of the right kind; what must be there is."""
    found = ask("claimreview_read", written[0])
    assert found["vocabulary"] == []
    assert found["shapes"] == []


def test_the_graph_says_what_the_claims_say(written) -> None:
    """Each claim is a review in the graph: its words, its status, its sources, its own address."""
    out, claims = written
    found = {one["id"]: one for one in ask("claimreview_read", out)["reviews"]}
    assert set(found) == {claim["id"] for claim in claims}
    assert len({claim["status"] for claim in claims}) > 2
    for claim in claims:
        one = found[claim["id"]]
        assert one["claim"] == f"{claim['subject']}: {claim['attribute']} = {claim['value']}"
        assert (one["said"], one["author"]) == (claim["status"], "Desk «К»")
        assert one["url"] == f"{PAGE}#{claim['id']}"
        assert 1 <= one["value"] <= 5
    where = {claim["value"]: found[claim["id"]]["where"] for claim in claims}
    assert where["14"] == ["https://example.org/a", "https://example.org/b"]
    assert where["снята"] == ["https://example.org/c?x=1&y=2"]
    assert where["given"] == []  # a word that did not come stands nowhere


def test_reviews_laid_out_by_another_program_are_read(capsys, written, tmp_path: Path) -> None:
    """PyLD's own layout of the same graph is read back as one report on each claim."""
    out, claims = written
    ask("claimreview_read", out, tmp_path / "framed.json")
    table = tmp_path / "back.csv"
    words = ("evidence", "import", tmp_path / "framed.json", "--format", "claimreview")
    detente(capsys, *words, "-o", table)
    with table.open(encoding="utf-8", newline="") as lines:
        rows = {row["claim_id"]: row for row in csv.DictReader(lines)}
    assert set(rows) == {claim["id"] for claim in claims}
    for claim in claims:
        row = rows[claim["id"]]
        assert (row["event"], row["attribute"], row["value"]) == (
            claim["subject"], claim["attribute"], claim["value"],
        )  # fmt: skip
        assert row["publisher"] == "Desk «К»"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"url": "https://desk', '"uri": "https://desk'), "ClaimReview has no uri"),
        (('"@type": "Rating"', '"@type": "Claim"'), "reviewRating of ClaimReview is no Claim"),
        (('"ratingValue": 5', '"ratingValue": 6'), "LessThanOrEquals"),
        (('"alternateName": "', '"name": "'), "alternateName"),
        ((f'"url": "{PAGE}', '"url": "urn:x'), "sh:pattern"),
    ],
)
def test_what_is_wrong_is_found(written, tmp_path: Path, change: tuple[str, str], says) -> None:
    """The checks can fail: a strange property, a wrong type, a rating off its scale, no address."""
    text = written[0].read_text("utf-8")
    assert change[0] in text
    bad = tmp_path / "bad.json"
    bad.write_text(text.replace(*change), "utf-8")
    found = ask("claimreview_read", bad)
    assert says in "\n".join(found["shapes"] + found["vocabulary"])
