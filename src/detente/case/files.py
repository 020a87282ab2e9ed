"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from detente.case.errors import CannotWrite


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, over the one that was there; make its folder.

    Parameters
    ----------
    path
        The file.
    content
        Text, which is written as UTF-8, or bytes.

    Raises
    ------
    CannotWrite
        The folder cannot be made or written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (FileExistsError, NotADirectoryError):
        raise CannotWrite(f"{path}: {path.parent} is a file, not a folder") from None
    except OSError as error:
        reason = "this is a folder" if path.is_dir() else error.strerror
        raise CannotWrite(f"{path}: {reason}") from None
