"""Checkpoints: a case's length and last hash, in a line that fits a footer, signed or not.

    minsk#46:9f2c…(64 hexadecimal digits)
    minsk#46:9f2c…:Qm3x…(86 letters of the signature)

Whoever holds one can tell whether anything of the first 46 events was rewritten since; the
signature (Ed25519, RFC 8032) tells who vouched for it. Keys are PEM files, as openssl writes them.
"""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.exchange.errors import MissingExtra
from detente.ledger.errors import InvalidCheckpoint, StoreExists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

    from detente.ledger.keeping.store import Store

_TEXT = re.compile(r"(\w[\w-]*)#(\d{1,18}):([0-9a-f]{64})(?::([\w-]{86}))?(?![\w-])")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a case had come to: so many events, the last with this hash.

    Attributes
    ----------
    case, length, head
        The case, how many events it had, and the hash of the last.
    signature
        Ed25519 over the line without it, as base64 for addresses; empty where nobody signed.
    """

    case: str
    length: int
    head: str
    signature: str = ""

    @property
    def claim(self) -> str:
        """The line that a signature is over."""
        return f"{self.case}#{self.length}:{self.head}"

    @property
    def text(self) -> str:
        """The line that stands in a footer."""
        return f"{self.claim}:{self.signature}" if self.signature else self.claim

    def signed(self, key: Ed25519PrivateKey) -> Checkpoint:
        """The same, vouched for with a private key."""
        made = base64.urlsafe_b64encode(key.sign(self.claim.encode())).decode().rstrip("=")
        return Checkpoint(self.case, self.length, self.head, made)

    def signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether it is signed, and with the private key that belongs to this one."""
        from cryptography.exceptions import InvalidSignature

        try:  # that nobody signed is no signature either
            key.verify(base64.urlsafe_b64decode(f"{self.signature}=="), self.claim.encode())
        except InvalidSignature:
            return False
        return True


def checkpoint(store: Store, case: str, key: Ed25519PrivateKey | None = None) -> Checkpoint:
    """Say what a case has come to; signed where a key is given.

    Raises
    ------
    BrokenChain
        The chain is broken: there is nothing to vouch for.
    """
    made = Checkpoint(case, *store.follow(case))
    return made.signed(key) if key else made


def read_checkpoints(text: str, place: str = "") -> tuple[Checkpoint, ...]:
    """Find the checkpoints in a text: a line of its own, or the footer of a brief.

    Raises
    ------
    InvalidCheckpoint
        There is none.
    """
    plain = text.replace("\\", "")  # Markdown has them before signs that mean something to it
    found = tuple(
        Checkpoint(case, int(length), head, signature or "")
        for case, length, head, signature in _TEXT.findall(plain)
    )
    if not found:
        raise InvalidCheckpoint(f"{place}there is no checkpoint, such as minsk#46:9f2c…, in it")
    return found


# --- keys ----------------------------------------------------------------------------------------


def make_key(path: Path) -> Path:
    """Make a private key at `path`, for its owner's eyes only, and its public key beside it.

    Returns
    -------
    pathlib.Path
        The file of the public key: `path` with ``.pub``.

    Raises
    ------
    StoreExists
        One of the two files is there already.
    MissingExtra
        The library that signs is not installed.
    """
    with _signing():
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = path.with_name(f"{path.name}.pub")
    for file in (path, public):
        if file.exists():
            raise StoreExists(f"{file}: this file is there already; nothing was changed")
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(secret)
    known = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    public.write_bytes(known)
    return public


def private_key(path: Path) -> Ed25519PrivateKey:
    """Read a private key; `InvalidCheckpoint` where the file holds none that can be used."""
    with _signing():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except TypeError:
        raise InvalidCheckpoint(f"{path}: this key is locked with a password") from None
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidCheckpoint(
            f"{path}: this is no private key; `detente ledger key FILE` makes one"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidCheckpoint(f"{path}: this private key is not of the kind Ed25519")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key; `InvalidCheckpoint` where the file holds none that can be used."""
    with _signing():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidCheckpoint(
            f"{path}: this is no public key; one stands beside each private key, in FILE.pub"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidCheckpoint(f"{path}: this public key is not of the kind Ed25519")
    return key


@contextmanager
def _signing() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise MissingExtra("signing a checkpoint", "sign") from None


def read_against(words: Iterable[str], key_file: Path | None = None) -> tuple[Checkpoint, ...]:
    """Read the checkpoints that a ledger is to be held against.

    Parameters
    ----------
    words
        Checkpoints, or files that hold some.
    key_file
        The public key that must have signed all of them; any, or none, when None.

    Raises
    ------
    InvalidCheckpoint
        A text holds none; or one is not signed, or not with that key.
    """
    found: list[Checkpoint] = []
    for word in words:
        try:
            found.extend(read_checkpoints(word))
        except InvalidCheckpoint:
            path = Path(word)
            if not path.is_file():
                raise InvalidCheckpoint(
                    f"'{word}' is neither a checkpoint, such as minsk#46:9f2c…, nor a file"
                ) from None
            found.extend(read_checkpoints(path.read_text("utf-8", "replace"), f"{path}: "))
    key = public_key(key_file) if key_file else None
    for point in found if key else ():
        if key and not point.signed_by(key):
            how = "is not signed with that key" if point.signature else "is not signed"
            raise InvalidCheckpoint(f"the checkpoint {point.case}#{point.length} {how}")
    return tuple(found)
