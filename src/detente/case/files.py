"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from detente.case.errors import CannotWrite
from detente.exchange.errors import DetenteError


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all, over the one that was there; make its folder.

    Parameters
    ----------
    path
        The file.
    content
        Text, which is written as UTF-8; bytes; or pieces, which are not all held at once.

    Raises
    ------
    CannotWrite
        The folder cannot be made or written to.
    """
    whole = content.encode("utf-8") if isinstance(content, str) else content
    pieces = (whole,) if isinstance(whole, bytes) else whole
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(pieces)
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except DetenteError:  # from whoever gives the pieces
        raise
    except (FileExistsError, NotADirectoryError):
        raise CannotWrite(f"{path}: {path.parent} is a file, not a folder") from None
    except OSError as error:
        reason = "this is a folder" if path.is_dir() else error.strerror
        raise CannotWrite(f"{path}: {reason}") from None
