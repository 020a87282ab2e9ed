"""A worker process with limits, in which large libraries take foreign files apart.

A page or PDF made to exhaust a machine then costs that process its life, not ours. The worker
serves one file after another, since its start costs a second.
"""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, BinaryIO

from detente.evidence.errors import InvalidDocument, TooLarge
from detente.evidence.intake import limits
from detente.evidence.intake.parts import Part

if TYPE_CHECKING:
    from types import TracebackType

_SIZE = struct.Struct(">I")


class Worker:
    """The process; starts with the first file and again after one that killed it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def read(self, kind: str, data: bytes, name: str) -> list[Part]:
        """Read one file of a kind in the worker.

        Raises
        ------
        InvalidDocument
            The reader says so, or it took longer, or more memory, than any sound file does.
        """
        process = self._started()
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the worker has no pipes")
        head = json.dumps({"kind": kind, "name": name}).encode()
        deadline = time.monotonic() + 2 * limits.SECONDS
        try:
            for piece in (head, data):
                stdin.write(_SIZE.pack(len(piece)) + piece)
            stdin.flush()
            answer = json.loads(_receive(stdout, deadline))
        except (OSError, EOFError, TimeoutError, ValueError):
            self.close()
            raise InvalidDocument(
                f"{name}: reading it took more than {limits.SECONDS} s or "
                f"{limits.MEMORY // 2**20} MB; no sound {kind.upper()} does, so it is left out"
            ) from None
        if "error" in answer:
            fault = TooLarge if answer["large"] else InvalidDocument
            raise fault(answer["error"])
        return [Part(**{**part, "notes": tuple(part["notes"])}) for part in answer["parts"]]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "detente.evidence.intake.isolate"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process


def _receive(stdout: IO[bytes], deadline: float) -> bytes:
    def exactly(count: int) -> bytes:
        held = bytearray()
        while len(held) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stdout], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(stdout.fileno(), min(count - len(held), 1 << 20))
            if not piece:
                raise EOFError
            held += piece
        return bytes(held)

    return exactly(_SIZE.unpack(exactly(_SIZE.size))[0])


def _take(stream: BinaryIO) -> bytes | None:
    size = stream.read(_SIZE.size)
    return stream.read(_SIZE.unpack(size)[0]) if len(size) == _SIZE.size else None


def serve() -> None:
    """Read files until the pipe closes; the process's limits bind each of them."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not reach the pipe
    while (head := _take(stdin)) is not None and (data := _take(stdin)) is not None:
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        limit = int(used) + limits.SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        answer = json.dumps(_answer(json.loads(head), data)).encode()
        stdout.write(_SIZE.pack(len(answer)) + answer)
        stdout.flush()
        del data, answer


def _answer(head: dict[str, str], data: bytes) -> dict[str, object]:
    from detente.evidence.intake.readers import READERS

    try:
        parts = READERS[head["kind"]](data, head["name"])
    except InvalidDocument as error:
        return {"error": str(error), "large": isinstance(error, TooLarge)}
    except MemoryError:
        return {
            "error": f"{head['name']}: reading it takes more memory than any sound file does",
            "large": True,
        }
    except Exception as error:  # a foreign library on a foreign file: anything may come
        return {"error": f"{head['name']}: cannot be read ({type(error).__name__})", "large": False}
    return {"parts": [asdict(part) for part in parts]}


if __name__ == "__main__":
    serve()
