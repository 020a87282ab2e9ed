"""Good files of each kind, most of them those that other tests read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.starter import TEMPLATE
from tests.case.texts import WHOLE
from tests.evidence.samples import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = Path(__file__).parents[2] / "src" / "detente" / "library"
SAID = (
    "МИНСК, 21 июня 2025 года. Лукашенко сказал, что освободит 14 человек. Вчера Госдепартамент "
    "это подтвердил: «Мы благодарны», — заявил Келлог.\n\nБелТА сообщает со ссылкой на Reuters, "
    "что 12 заключённых вышли на свободу в среду.\n\n"
    "MINSK, 22 June 2025 (Reuters) - The State Department said on Monday that 14 prisoners were "
    'freed. "We thank them," Kellogg told reporters. BelTA denied it; 2 of 14 had left in May.\n'
)


def cases() -> Iterator[bytes]:
    """Give cases that use every block, and the bundled ones."""
    yield WHOLE.encode()
    yield TEMPLATE.read_bytes()
    yield from (path.read_bytes() for path in sorted(LIBRARY.glob("*.yaml")))


def texts() -> Iterator[bytes]:
    """Give news in two languages and several encodings."""
    yield SAID.encode()
    yield SAID.encode("cp1251")
    yield SAID.encode("utf-16")
    yield from (line.encode() for line in SAID.splitlines() if line)


def pages() -> Iterator[bytes]:
    """Give a page with what a page says of itself, and a bare one."""
    body = "".join(f"<p>{line}</p>" for line in SAID.splitlines())
    yield (
        "<!DOCTYPE html><html lang='ru'><head><meta charset='utf-8'><title>Весть</title>"
        "<meta property='article:published_time' content='2025-06-21'>"
        "<meta property='og:site_name' content='БелТА'><link rel='canonical' "
        "href='https://belta.by/1'><script type='application/ld+json'>"
        '{"@type":"NewsArticle","datePublished":"2025-06-21"}</script></head>'
        f"<body><nav>x</nav><article><h1>Весть</h1>{body}<table><tr><td>1</td></tr></table>"
        "<ul><li>2</li></ul></article></body></html>"
    ).encode()
    yield f"<html><body>{body}</body></html>".encode("cp1251")


def feeds() -> Iterator[bytes]:
    """Give RSS and Atom."""
    yield (
        "<?xml version='1.0'?><rss><channel><title>БелТА</title><item><title>Раз</title>"
        f"<link>https://belta.by/1</link><description>&lt;p&gt;{SAID[:90]}&lt;/p&gt;</description>"
        "<pubDate>Sat, 21 Jun 2025 10:00:00 +0300</pubDate></item>"
        "<item><title>Два слова</title></item></channel></rss>"
    ).encode()
    yield (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>State</title><entry><title>One</title><link href='https://state.gov/1'/>"
        f"<updated>2025-06-21T10:00:00Z</updated><content type='html'><![CDATA[{SAID[-150:]}]]>"
        "</content></entry></feed>"
    ).encode()


def mails() -> Iterator[bytes]:
    """Give a plain letter, and one in parts with an attachment."""
    yield (
        b"From: news@belta.by\nSubject: =?utf-8?b?0JLQtdGB0YLRjA==?=\n"
        b"Date: Sat, 21 Jun 2025 10:00:00 +0300\n"
        b"Content-Type: text/plain; charset=koi8-r\n\n" + SAID.encode("koi8-r", "replace")
    )
    yield (
        'From: "News" <news@belta.by>\nSubject: x\nMIME-Version: 1.0\n'
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; '
        f"charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<html><body><p>{SAID[:150]}</p></body>"
        "</html>\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; "
        'filename="a.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n--b--\n'
    ).encode()


def word() -> Iterator[bytes]:
    """Give a DOCX with and without properties."""
    import zipfile

    body = "".join(
        f"<w:p><w:r><w:t>{line}</w:t><w:tab/><w:br/></w:r></w:p>" for line in SAID.splitlines()
    )
    yield docx(body)
    held = io.BytesIO(docx(body))
    with zipfile.ZipFile(held, "a") as package:
        package.writestr(
            "docProps/core.xml",
            '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:t="http://purl.org/dc/terms/"><dc:title>Весть</dc:title>'
            "<t:modified>2025-06-21T10:00:00Z</t:modified></c:coreProperties>",
        )
    yield held.getvalue()


def pdfs() -> Iterator[bytes]:
    """Give a page written by hand, uncompressed, so that spoiling it means something."""
    stream = "BT /F1 12 Tf 72 720 Td (Fourteen were freed.) Tj 0 -14 Td [(On) -250 (21)] TJ ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Title (News) /CreationDate (D:20250621100000+03'00') >>",
    )
    held, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(held))
        held += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    yield (
        f"{held}xref\n0 7\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(held)}\n%%EOF\n"
    ).encode()


def claims() -> Iterator[bytes]:
    """Give a short table of claims that uses every column."""
    head = "claim_id,event,attribute,value,publisher,publisher_type,upstream_origin,pub_date,act"
    rows = (
        "c1,release,n_released,14,Reuters,wire,State Department; BelTA,2025-06-21,says",
        "c2,release,n_released,13,BelTA,by_state_media,,2025-06-22,confirms",
        "c3,release,happened,yes,Viasna,ngo,Viasna?,2025-06,says",
        "c4,release,n_released,12,Meduza,mirror,Reuters,2025,denies",
    )
    cited = (f'{row},https://x.org/1,"«да», ""no"""' for row in rows)
    yield "\n".join((f"{head},url,quote", *cited)).encode()
    yield b"\n".join((LIBRARY / "minsk.claims.csv").read_bytes().split(b"\n")[:30])


def reviews() -> Iterator[bytes]:
    """Give two fact checks."""
    review = {
        "@type": "ClaimReview",
        "identifier": "r1",
        "claimReviewed": "release: n_released = 14",
        "author": {"@type": "Organization", "name": "Checkers"},
        "datePublished": "2025-06-23",
        "reviewBody": "True.",
        "reviewRating": {"ratingValue": 4, "worstRating": 1, "bestRating": 5},
        "url": "https://x.org/1",
    }
    other = {**review, "identifier": "r2", "claimReviewed": "It rained", "author": [{"name": "B"}]}
    yield json.dumps({"@context": "https://schema.org", "@graph": [review, other]}).encode()
    yield json.dumps({"itemListElement": [{"item": review}]}).encode()


def entities() -> Iterator[bytes]:
    """Give listings as FollowTheMoney writes them."""
    from detente.evidence.formats.ftm import export_listings
    from tests.evidence.test_formats import LISTED

    yield export_listings([LISTED]).encode()
    yield from (line for line in lists() if line.startswith(b"{"))


def sources() -> Iterator[bytes]:
    """Give a user's own sources."""
    yield (
        "sources:\n- {id: mine, name: My paper, kind: independent media, domains: [mine.by],\n"
        "   aliases: [Моя газета], owner: state, state: false, basis: Known, country: BY}\n"
        "- id: other\n  name: Другая\n  kind: wire\n"
    ).encode()


def decisions() -> Iterator[bytes]:
    """Give two decisions of analysts."""
    rows = (
        {"kind": "status", "target": "x", "verdict": "accept", "by": "anna", "reason": "Seen.",
         "at": "2025-08-20T10:00:00Z", "proposed": "confirmed"},
        {"kind": "reliability", "target": "Reuters", "verdict": "change", "by": "борис",
         "value": "B", "reason": "Late.", "at": "2025-08-21T10:00:00Z"},
    )  # fmt: skip
    yield "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def chronicles() -> Iterator[bytes]:
    """Give the beginning of each bundled chronicle."""
    for path in sorted(LIBRARY.glob("*.steps.csv")):
        yield b"\n".join(path.read_bytes().split(b"\n")[:15])
    yield b"\n".join((LIBRARY / "belarus.stock.csv").read_bytes().split(b"\n")[:8])


def lists() -> Iterator[bytes]:
    """Give a list of each form."""
    from tests.ledger.lists.test_reading import EU, FTM, OFAC, SIMPLE

    for rows in (OFAC, EU, [json.dumps(row, ensure_ascii=False) for row in FTM], SIMPLE):
        yield "".join(f"{row}\r\n" for row in rows).encode()


def ledgers() -> Iterator[bytes]:
    """Give a ledger of two cases, as it is exported."""
    from tempfile import TemporaryDirectory

    from detente.ledger.keeping.lines import lines
    from detente.ledger.keeping.making import create_store
    from tests.ledger.bodies import fill

    with TemporaryDirectory() as folder, create_store(Path(folder) / "a.ledger") as store:
        fill(store, 3, "minsk")
        fill(store, 2, "jpoa")
        store.append("minsk", {"kind": "note", "what": "«ёлка»\n"}, author="борис")
        yield "".join(lines(store)).encode()


def books() -> Iterator[bytes]:
    """Give a ledger with an event of each kind, about lots of the bundled case."""
    from tempfile import TemporaryDirectory

    from detente.ledger.keeping.lines import lines
    from detente.ledger.keeping.making import create_store
    from tests.ledger.sequences import KINDS

    by, us = {"party": "by", "lot": "releases_waves.1"}, {"party": "us", "lot": "belavia_licence"}
    bodies = [{**(by, us)[k % 2], "when": "2025-09-11", **body} for k, body in enumerate(KINDS[8:])]
    for body in bodies:
        if body["kind"] in ("confirmation", "correction"):
            body["ref"] = "minsk#1"
        if body["kind"] == "confirmation":
            body["done"] = "yes"
        if body["kind"] == "stock":
            body["quantity"] = 3
    with TemporaryDirectory() as folder, create_store(Path(folder) / "a.ledger") as store:
        for k in range(0, len(bodies), 6):
            store.append_many("minsk", bodies[k : k + 6])
            yield "".join(lines(store)).encode()


def redacted() -> Iterator[bytes]:
    """Give what an audience is shown of a ledger."""
    from tempfile import TemporaryDirectory

    from detente.ledger.keeping.making import create_store
    from detente.ledger.redaction import kinds_for, redacted as shown
    from tests.ledger.bodies import fill

    with TemporaryDirectory() as folder, create_store(Path(folder) / "a.ledger") as store:
        fill(store, 3, "minsk")
        store.append("minsk", {"kind": "delivery", "lot": "x", "party": "by"}, author="anna")
        yield "".join(shown(store, "minsk", "eu", kinds_for("eu", ["us", "by"], ["eu"]))).encode()


def ladders() -> Iterator[bytes]:
    """Give the ladder of the starter case, with its figures and without."""
    from detente.briefing.record import certificate_record
    from detente.case import Case
    from detente.planning import plan

    case = Case.load(TEMPLATE)
    ladder = plan(case.exchange())
    record = certificate_record(case, ladder.certificate)
    yield json.dumps({**record, "steps": [list(step) for step in ladder.steps]}).encode()
    yield json.dumps({"steps": [list(step) for step in ladder.steps]}).encode()


_SEEN = (
    {"lot": "releases_waves.1", "outcome": "confirmed", "when": "2025-09-11", "observable": "yes"},
    {"party": "us", "lot": "belavia_licence", "outcome": "breached", "when": "2025-09-20"},
)


def observed() -> Iterator[bytes]:
    """Give a table of observations."""
    rows = (",".join(row.get(k, "") for k in ("lot", "outcome", "when", "party")) for row in _SEEN)
    yield "\n".join(("lot,outcome,when,party", *rows)).encode()


def observations() -> Iterator[bytes]:
    """Give observations as JSON."""
    yield json.dumps(_SEEN).encode()
    yield json.dumps({"observations": _SEEN}).encode()


def forecasts() -> Iterator[bytes]:
    """Give a record of forecasts of both kinds."""
    yield (
        b"analyst,made,question,probability,low,median,high,outcome,resolved,source\n"
        b"anna,2025-08-16,Freed by May?,0.7,,,,yes,2026-05-01,BelTA\n"
        b"boris,2025-08-17,Freed by June?,0.3,,,,,,\n"
        b"anna,2025-08-16,How many?,,10,14,20.5,12,2025-09-01,Reuters\n"
    )


def sheets() -> Iterator[bytes]:
    """Give an analyst's sheet."""
    yield (
        b"analyst: Anna\ncase: minsk\ndate: 2025-08-20\nranges:\n"
        b"  measures.releases_waves.cost: {low: 2, mode: 3, high: 6, why: Judged}\n"
        b"pairs:\n  - {party: by, more: measures.releases_waves.cost,\n"
        b"     less: [parties.by.stake.reputation], holds: unsure, why: Hm}\n"
    )
    yield b"analyst: Anna\ncase: minsk\n"


def domains() -> Iterator[bytes]:
    """Give a GENIUS domain."""
    from tests.planning.genius.test_files import DOMAIN

    yield DOMAIN.encode()


def profiles() -> Iterator[bytes]:
    """Give a profile of that domain."""
    from tests.planning.genius.test_files import PROFILE

    yield PROFILE.encode()
