"""Fetching from a server of our own: robots.txt, redirects, limits."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("trafilatura", reason="needs the extra `evidence`")
from detente.evidence.errors import NotFetched
from detente.evidence.intake import fetch

PAGES = {
    "/robots.txt": (200, b"User-agent: *\nDisallow: /closed", ""),
    "/open.txt": (200, "Госдепартамент подтвердил визит.".encode(), ""),
    "/closed.txt": (200, b"secret words of nobody", ""),
    "/moved": (302, b"", "/open.txt"),
    "/round": (302, b"", "/round"),
    "/inside": (302, b"", "http://private.example/x"),
    "/gone": (404, b"", ""),
    "/big": (200, b"a" * 200_000, ""),
}


class Server(BaseHTTPRequestHandler):
    """Answers from the table."""

    def do_GET(self) -> None:
        """Answer one request."""
        status, body, target = PAGES[self.path]
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site(monkeypatch):
    """Give a fetcher and the address of the server, which counts as public."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    known = {"news.example": "127.0.0.1", "private.example": "10.0.0.1"}
    fetcher = fetch.Fetcher(pause=0, resolve=lambda host, port: [known[host]])
    yield fetcher, f"http://news.example:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/open.txt", "/moved"])
def test_open_pages(site, path):
    """A page is fetched, through a redirect too, with its host as publisher and its bytes kept."""
    fetcher, base = site
    (found,), data = fetcher.fetch(base + path)
    assert (found.text, found.publisher) == ("Госдепартамент подтвердил визит.", "news.example")
    assert data.decode() == found.text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/closed.txt", "robots.txt"),
        ("/round", "led on more than"),
        ("/inside", "private address 10.0.0.1"),  # a public page that leads inside
        ("/gone", "answered 404"),
        ("/big", "more than 100,000 bytes"),
    ],
)
def test_refused(site, monkeypatch, path, says):
    """What may not or cannot be fetched is refused with the reason."""
    monkeypatch.setattr(fetch.limits, "MAX_BYTES", 100_000)
    fetcher, base = site
    with pytest.raises(NotFetched, match=says):
        fetcher.fetch(base + path)
