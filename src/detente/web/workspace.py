"""The user's own cases: a folder of YAML files, each saved whole or not at all.

::

    FOLDER/NAME.yaml                 a case
    FOLDER/.versions/NAME/N.yaml     what it was before, oldest first
    FOLDER/evidence/NAME/            the evidence on it
"""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.case import CannotWrite, CaseNotFound, TargetExists, bundled_cases
from detente.case.files import write_whole
from detente.case.library import LIBRARY
from detente.case.reader import MAX_BYTES
from detente.exchange.errors import DetenteError
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class Conflict(DetenteError):
    """A case was changed by somebody else since it was read."""


class BadName(DetenteError, ValueError):
    """A case cannot be called so."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A case file as it stands.

    Attributes
    ----------
    name, text
        Its name, and all of it.
    own
        Whether the user may change it; bundled ones are read only.
    """

    name: str
    text: str
    own: bool

    @property
    def version(self) -> str:
        """What tells this text from any other: the start of its SHA-256."""
        return sha256(self.text.encode()).hexdigest()[:20]


class Workspace:
    """Bundled cases, and those in a folder.

    Parameters
    ----------
    folder
        Where the user's own cases lie; made with the first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def own(self) -> tuple[str, ...]:
        """Names of the user's own case files, valid or not."""
        if not self.folder.is_dir():
            return ()
        taken = bundled_cases()
        found = (p.stem for p in self.folder.glob("*.yaml") if p.is_file() and not p.is_symlink())
        return tuple(sorted(n for n in found if _NAME.fullmatch(n) and n not in taken))

    def read(self, name: str) -> Kept:
        """Read a case by name.

        Raises
        ------
        CaseNotFound
            There is none of that name.
        """
        bundled = bundled_cases()
        if name in bundled:
            return Kept(name, (LIBRARY / f"{name}.yaml").read_text("utf-8"), own=False)
        mine = self.own()
        if name not in mine:
            hint = suggest(name, (*bundled, *mine))
            raise CaseNotFound(f"there is no case '{name[:60]}'{hint}")
        with (self.folder / f"{name}.yaml").open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise CaseNotFound(f"{name}.yaml is too large to be a case")
        return Kept(name, raw.decode("utf-8", "replace"), own=True)

    def create(self, name: str, text: str) -> Kept:
        """Keep a new case.

        Raises
        ------
        BadName, TargetExists
            It cannot be called so, or one is called so already.
        """
        self._check(name)
        with self._locked():
            if name in self.own() or self._file(name).exists():
                raise TargetExists(f"there is a case '{name}' already")
            write_whole(self._file(name), text)
        return Kept(name, text, own=True)

    def save(self, name: str, text: str, version: str) -> Kept:
        """Write a case over the one that was there, and keep what it was.

        Parameters
        ----------
        name, text
            Which, and all of it.
        version
            That of the text the change was made to.

        Raises
        ------
        Conflict
            It has another version by now: nothing was written.
        CannotWrite
            It is a bundled case.
        """
        with self._locked():
            before = self._mine(name, version)
            if text != before.text:
                self._keep(before)
                write_whole(self._file(name), text)
        return Kept(name, text, own=True)

    def remove(self, name: str, version: str) -> None:
        """Take a case away; what it was stays among the earlier versions.

        Parameters
        ----------
        name, version
            As in `save`.

        Raises
        ------
        Conflict, CannotWrite
            As in `save`.
        """
        with self._locked():
            before = self._mine(name, version)
            self._keep(before)
            self._file(name).unlink()

    def numbers(self, name: str) -> tuple[int, ...]:
        """Numbers of the earlier versions of a case, oldest first."""
        self._check(name)
        found = (p.stem for p in self._versions(name).glob("*.yaml"))
        return tuple(sorted(int(stem) for stem in found if stem.isdigit()))

    def earlier(self, name: str, number: int) -> Kept:
        """Read an earlier version.

        Raises
        ------
        CaseNotFound
            There is none of that number.
        """
        if name in bundled_cases() or number not in self.numbers(name):
            raise CaseNotFound(f"'{name}' has no earlier version {number}")
        path = self._versions(name) / f"{number}.yaml"
        return Kept(name, path.read_text("utf-8"), own=True)

    def evidence(self, name: str) -> Path:
        """Folder of the evidence on a case, which need not be there yet."""
        self.read(name)
        return self.folder / "evidence" / name

    def _mine(self, name: str, version: str) -> Kept:
        """Read a case that is to be changed, where it is the user's own and of that version."""
        before = self.read(name)
        if not before.own:
            raise CannotWrite(f"'{name}' comes with the program: make a copy to change it")
        if before.version != version:
            raise Conflict(
                f"'{name}' was changed by somebody else in the meantime; nothing was saved"
            )
        return before

    def _keep(self, before: Kept) -> None:
        """Put a text among the earlier versions."""
        number = max(self.numbers(before.name), default=0) + 1
        write_whole(self._versions(before.name) / f"{number}.yaml", before.text)

    def _check(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise BadName("a case's name is small letters, digits, - and _, at most 60 of them")
        if name in bundled_cases():
            raise TargetExists(f"'{name}' comes with the program; choose another name")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.yaml"

    def _versions(self, name: str) -> Path:
        return self.folder / ".versions" / name

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one writer in at a time, of this server and of others on the same folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise CannotWrite(f"{self.folder}: {error.strerror}") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
