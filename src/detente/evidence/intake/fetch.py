"""Addresses to documents, politely: robots.txt, a pause, limits, and no private addresses."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from detente.evidence.errors import NotFetched
from detente.evidence.intake import limits
from detente.evidence.intake.files import documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.evidence.document import Document

AGENT = "detente-evidence"
TIMEOUT = 15.0
PAUSE = 2.0
MAX_SECONDS = 60.0
MAX_HOPS = 4
_MAX_ROBOTS = 500_000


class _Pinned:
    """A connection to the very address that was checked, under the host's own name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        if secure:
            context = ssl.create_default_context()
            self.link: HTTPConnection = HTTPSConnection(
                host, port, timeout=TIMEOUT, context=context
            )
        else:
            self.link = HTTPConnection(host, port, timeout=TIMEOUT)
        # http.client's own hook; a second look-up could give another, private, address.
        self.link._create_connection = lambda _, timeout, source: socket.create_connection(  # type: ignore[attr-defined]
            (address, port), timeout, source
        )


class Fetcher:
    """Fetches addresses one at a time.

    Parameters
    ----------
    pause
        Seconds between two requests to one host.
    resolve
        Gives the addresses of a host; for tests.
    """

    def __init__(
        self, pause: float = PAUSE, resolve: Callable[[str, int], list[str]] | None = None
    ) -> None:
        self._pause = pause
        self._resolve = resolve or _addresses
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, url: str) -> tuple[list[Document], bytes]:
        """Fetch one address; give its documents, and the bytes that came.

        Raises
        ------
        NotFetched
            It is no web address, private, forbidden by robots.txt, too large or too slow.
        InvalidDocument
            What came is no document.
        """
        deadline = time.monotonic() + MAX_SECONDS
        for _ in range(MAX_HOPS):
            self._permitted(url, deadline)
            status, target, body = self._get(url, limits.MAX_BYTES, deadline)
            if status in {301, 302, 303, 307, 308} and target:
                url = urljoin(url, target)
                continue
            if status != 200:
                raise NotFetched(f"{url}: the server answered {status}")
            return documents(body, url, publisher=urlsplit(url).hostname or ""), body
        raise NotFetched(f"{url}: led on more than {MAX_HOPS} times")

    def _permitted(self, url: str, deadline: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise NotFetched(f"{url}: not a plain http or https address")
        site = f"{parts.scheme}://{parts.netloc}"
        rules = self._robots.get(site)
        if rules is None:
            rules = RobotFileParser()
            status, _, body = self._get(f"{site}/robots.txt", _MAX_ROBOTS, deadline)
            text = body.decode("utf-8", "replace") if status == 200 else ""
            # RFC 9309: without a file all is allowed; where the server fails, nothing is.
            rules.parse(["User-agent: *", "Disallow: /"] if status >= 500 else text.splitlines())
            self._robots[site] = rules
        if not rules.can_fetch(AGENT, url):
            raise NotFetched(f"{url}: its robots.txt asks not to be fetched")

    def _get(self, url: str, most: int, deadline: float) -> tuple[int, str, bytes]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        try:
            port = parts.port or (443 if secure else 80)
        except ValueError:
            raise NotFetched(f"{url}: not a port") from None
        address = self._public(host, port, url)
        wait = self._last.get(host, 0.0) + self._pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        pinned = _Pinned(host, port, address, secure=secure)
        try:
            pinned.link.request(
                "GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"}
            )
            response = pinned.link.getresponse()
            return (
                response.status,
                response.getheader("Location") or "",
                _body(response, most, deadline, url),
            )
        except (OSError, HTTPException, ValueError) as bad:
            raise NotFetched(f"{url}: not reached ({bad})") from bad
        finally:
            self._last[host] = time.monotonic()
            pinned.link.close()

    def _public(self, host: str, port: int, url: str) -> str:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as bad:
            raise NotFetched(f"{url}: no such host ({bad})") from bad
        for address in found:
            if not is_public(address):
                raise NotFetched(f"{url}: leads to the private address {address}, not fetched")
        if not found:
            raise NotFetched(f"{url}: no such host")
        return found[0]


def is_public(address: str) -> bool:
    """Say whether an address belongs to the open network, in its IPv4 clothes too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


def _body(response: HTTPResponse, most: int, deadline: float, url: str) -> bytes:
    held = bytearray()
    while piece := response.read(65_536):
        held += piece
        if len(held) > most:
            raise NotFetched(f"{url}: more than {most:,} bytes")
        if time.monotonic() > deadline:
            raise NotFetched(f"{url}: took more than {MAX_SECONDS:.0f} s")
    return bytes(held)
