"""Files of every kind read; hostile ones answered with a sentence, in bounded time and memory."""

from __future__ import annotations

import os

import pytest

from detente.evidence.errors import InvalidDocument, NotFetched, TooLarge, UnknownFormat
from detente.evidence.intake import limits
from detente.evidence.intake.encoding import decode
from detente.evidence.intake.fetch import Fetcher, is_public
from detente.evidence.intake.files import documents, read_file, read_folder
from detente.evidence.intake.isolate import Worker
from tests.evidence.samples import docx

pytest.importorskip("trafilatura", reason="needs the extra `evidence`")

SAID = "Лукашенко сказал, что освободит 14 человек. Госдепартамент это подтвердил."


@pytest.fixture(scope="module")
def worker():
    """Give one process for all files of the module."""
    with Worker() as process:
        yield process


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866", "iso8859-5"]
)
def test_encodings(encoding):
    """Russian text in each of its encodings is read rightly, and the encoding named."""
    text, name = decode(SAID.encode(encoding))
    assert (text, name) == (SAID, encoding)


def test_western_and_damaged_text():
    """Western text is not taken for Russian, and damage is said, not hidden."""
    assert decode("L’été à Genève".encode("cp1252"))[0] == "L’été à Genève"
    text, name = decode((SAID * 3).encode()[:50] + b"\xff" + (SAID * 3).encode()[50:])
    assert ("\ufffd" in text, name) == (True, "utf-8 (damaged)")


def test_plain_text_is_kept_to_the_letter(tmp_path):
    """A text file's characters are the document's, blank lines and all."""
    path = tmp_path / "a.txt"
    path.write_text(f"\n\n{SAID}\n\t\n", encoding="utf-8")
    (found,) = read_file(path)
    assert (found.text, found.language) == (f"\n\n{SAID}\n\t\n", "ru")


def test_kinds(worker):
    """HTML, DOCX, a feed and mail give their text, and what they say of themselves."""
    page = (
        "<html><head><title>Весть</title><meta property='article:published_time' "
        f"content='2025-06-21'></head><body><article><p>{SAID * 6}</p></article></body></html>"
    )
    (html,) = documents(page.encode("cp1251"), "a.html", worker=worker)
    assert SAID in html.text
    assert (html.published, html.encoding) == ("2025-06-21", "cp1251")
    (word,) = documents(docx(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>"), "a.docx")
    assert word.text == SAID
    feed = (
        "<?xml version='1.0'?><rss><channel><title>БелТА</title><item><title>Раз</title>"
        f"<description>&lt;p&gt;{SAID}&lt;/p&gt;</description>"
        "<pubDate>Sat, 21 Jun 2025 10:00:00 +0300</pubDate></item>"
        "<item><title>Два слова</title></item></channel></rss>"
    )
    one, two = documents(feed.encode(), "a.xml", worker=worker)
    assert (one.text, one.published, one.publisher) == (f"Раз\n{SAID}", "2025-06-21", "БелТА")
    assert two.id != one.id
    mail = (
        b"From: news@belta.by\nSubject: x\nDate: Sat, 21 Jun 2025 10:00:00 +0300\n"
        b"Content-Type: text/plain; charset=koi8-r\n\n" + SAID.encode("koi8-r")
    )
    (letter,) = documents(mail, "a.eml", worker=worker)
    assert (letter.text, letter.publisher, letter.encoding) == (SAID, "belta.by", "koi8-r")


@pytest.mark.parametrize(
    ("data", "name", "error", "says"),
    [
        # nothing in it
        (b" \n", "a.txt", InvalidDocument, "empty"),
        # what the name promises, the bytes are not
        (b"hello there", "a.pdf", UnknownFormat, "the content does not"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.txt", UnknownFormat, "PNG"),
        (bytes(9999), "a.txt", UnknownFormat, "binary"),
        (b"PK\x03\x04 something", "a.zip", UnknownFormat, "unpack"),
        # a part that unpacks to a thousand times its size
        (docx("A" * 40_000_000), "a.docx", TooLarge, "times its size"),
        # entities that would grow
        (docx('<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>', wrap=False), "a.docx",
         InvalidDocument, "entities"),
        (docx("<w:p>" * 600 + "</w:p>" * 600), "a.docx", InvalidDocument, "nested"),
        (docx("<w:p>"), "a.docx", InvalidDocument, "damaged"),
        (docx("x")[:60], "a.docx", InvalidDocument, "not a sound DOCX"),
        (b"%PDF-1.7\n" + os.urandom(200_000), "a.pdf", InvalidDocument, "not a sound PDF"),
        # encoded words, which are put together again and again
        (b"From: " + b"=?utf-8?q?a?= " * 10_000 + b"\n\nx", "a.eml", InvalidDocument, "head"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa">]><rss>&a;</rss>', "a.xml",
         InvalidDocument, "entities"),
    ],
)  # fmt: skip
def test_hostile_files(worker, data, name, error, says):
    """What cannot be read is refused with its name and the reason."""
    with pytest.raises(error, match=says) as caught:
        documents(data, name, worker=worker)
    assert name in str(caught.value)


def test_too_large_is_not_even_opened(tmp_path):
    """A 200 MB file is refused by its size."""
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(TooLarge, match="at most"):
        read_file(path)


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body>" + b"<div>" * 200_000 + SAID.encode() + b"</div>" * 200_000,
        b"<html><body>" + b"<b><i>" * 50_000 + SAID.encode(),
        b"<html>" + b"<" * 500_000 + SAID.encode(),
    ],
)
def test_monstrous_pages_lose_nothing(worker, page):
    """A page nested beyond reason, or flooded with marks, still gives its words."""
    (found,) = documents(page, "a.html", worker=worker)
    assert SAID in found.text


def test_a_reader_that_dies_costs_one_file(worker, monkeypatch):
    """A file that kills the worker is refused; the next one is read."""
    process = worker._started()
    process.kill()
    process.wait()
    page = f"<html><body><p>{SAID}</p></body></html>".encode()
    assert SAID in documents(page, "a.html", worker=worker)[0].text
    monkeypatch.setattr(limits, "SECONDS", 0.0)
    with pytest.raises(InvalidDocument, match="left out"):
        documents(page, "a.html", worker=Worker())


def test_a_folder_is_read_whole(tmp_path):
    """Files that cannot be read are told, the others read, the same document once."""
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "in/b.txt"):
        (tmp_path / name).write_text(SAID, encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"no")
    (tmp_path / "loop").symlink_to(tmp_path)
    failed = []
    found = list(read_folder(tmp_path, failed=lambda path, _: failed.append(path.name)))
    assert ([d.text for d in found], failed) == ([SAID], ["c.pdf"])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0",
     "::ffff:127.0.0.1", "2002:7f00:1::", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses(address):
    """An address that is not on the open network is not fetched, whatever it is called."""
    assert not is_public(address)
    with pytest.raises(NotFetched, match="private"):
        Fetcher(pause=0, resolve=lambda host, port: [address]).fetch("http://news.example/x")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/y", "http://a:b@host/", "http://"])
def test_only_plain_web_addresses(url):
    """Other schemes and addresses with passwords are refused."""
    with pytest.raises(NotFetched, match="plain"):
        Fetcher(pause=0, resolve=lambda host, port: ["8.8.8.8"]).fetch(url)
