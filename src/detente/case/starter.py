"""The starter case that `detente init` writes."""

import contextlib
import os
import tempfile
from pathlib import Path

from detente.case.errors import CannotWrite, TargetExists

TEMPLATE = Path(__file__).with_name("starter.yaml")
SCHEMA = Path(__file__).with_name("case.schema.json")


def write_starter(path: str | Path) -> Path:
    """Write a commented starter case to `path`, whole or not at all, and give its path.

    Its first line points editors to the JSON Schema of this installation.

    Raises
    ------
    TargetExists
        Something stands at `path` already; it is left as it is.
    CannotWrite
        The folder does not exist or may not be written to.
    """
    target = Path(path)
    text = TEMPLATE.read_text(encoding="utf-8")
    text = text.replace("$schema=case.schema.json", f"$schema={_from(target.parent)}", 1)
    try:
        _write_new(target, text)
    except FileExistsError:
        raise TargetExists(f"{path} exists; nothing was written over it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise CannotWrite(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    return target


def _from(folder: Path) -> str:
    """Address of the schema as seen from `folder`."""
    try:
        return Path(os.path.relpath(SCHEMA, folder)).as_posix()
    except ValueError:  # on another drive, where no relative way leads
        return SCHEMA.as_uri()


def _write_new(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", text=True)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o666 & ~_umask())
        os.link(name, target)  # unlike a rename, this never replaces what is there
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
