"""What a server is told at its start, and what it refuses to be told."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.exchange.errors import DetenteError

if TYPE_CHECKING:
    from pathlib import Path

PORT = 8321

CASE_BYTES = 2_500_000
"""The most a form may send: a case of the largest size, and its fields."""
UPLOAD_BYTES = 25_000_000
"""The most an upload of evidence may send."""
UPLOAD_FILES = 20


class Unsafe(DetenteError, ValueError):
    """A server would be open to more people than its settings let in."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is run.

    Parameters
    ----------
    folder
        Where the user's own cases lie, and what belongs to them.
    host, port
        Where it listens.
    ledger
        File or database address of the ledger; by default a file in `folder`.
    author
        What the one user of a server without accounts is called in the ledger.
    accounts
        File of accounts; a server that has one asks for a name and a password.
    proxy_header
        Header in which a trusted proxy names the account, such as ``X-Forwarded-User``.
    proxy_from
        Addresses from which that header is believed.
    names
        Further host names under which the server may be asked, with a port where it is not
        the standard one.
    secure
        Whether browsers reach it by HTTPS: its cookies then travel no other way.

    Raises
    ------
    Unsafe
        It would listen beyond this machine without asking who is there, or in the clear.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = PORT
    ledger: str = ""
    author: str = ""
    accounts: Path | None = None
    proxy_header: str = ""
    proxy_from: tuple[str, ...] = ("127.0.0.1", "::1")
    names: tuple[str, ...] = ()
    secure: bool = False

    def __post_init__(self) -> None:
        if self.proxy_header and self.accounts is None:
            raise Unsafe("a proxy names accounts, so --proxy-header needs --accounts FILE as well")
        if self.loopback:
            return
        if self.accounts is None:
            raise Unsafe(
                f"{self.host} can be reached from other machines: that needs accounts "
                "(--accounts FILE), or leave --host out to serve this machine only"
            )
        if not self.secure:
            raise Unsafe(
                f"{self.host} can be reached from other machines, and passwords would travel in "
                "the clear: give --certificate and --key, or --behind-https where a proxy "
                "speaks HTTPS for it"
            )

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def team(self) -> bool:
        """Whether it asks who is there."""
        return self.accounts is not None

    @property
    def hosts(self) -> frozenset[str]:
        """The values of the Host header it answers to."""
        here = ("127.0.0.1", "localhost", "[::1]") if self.loopback else (bracketed(self.host),)
        return frozenset((*(f"{name}:{self.port}" for name in here), *self.names))

    @property
    def cookie(self) -> str:
        """Name of its cookie: browsers share cookies between the ports of one host."""
        return f"__Host-detente-{self.port}" if self.secure else f"detente-{self.port}"

    @property
    def store(self) -> str:
        """Where the ledger is."""
        return self.ledger or str(self.folder / "ledger.db")

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        return f"{'https' if self.secure else 'http'}://{bracketed(self.host)}:{self.port}"


def bracketed(host: str) -> str:
    """Write a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host
