"""A second process that draws charts while the first computes what comes after them.

The drawing library starts slowly and holds the interpreter while it works. `Artist` runs it apart:
specifications go in, one JSON text a line, and SVG comes back in the same order.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VEGA_LITE = "6.4"
"""The version of Vega-Lite that charts are drawn with."""

_ARTIST: ContextVar[Artist | None] = ContextVar("artist", default=None)


class Artist:
    """A process that draws; what it was asked for is fetched in any order.

    Parameters
    ----------
    font
        The family in which words will be set.
    """

    def __init__(self, font: str) -> None:
        self.font = font
        self._process = subprocess.Popen(
            [sys.executable, "-m", "detente.briefing.rendering.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._asked: list[str] = []
        self._drawn: dict[str, str | None] = {}
        self._answers: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()  # so that no pipe is ever full

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")  # it ended

    def ask(self, specification: str) -> None:
        """Have a chart drawn."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(specification) + "\n")
            self._process.stdin.flush()
        except OSError:  # it is gone: whoever fetches draws for himself
            return
        self._asked.append(specification)

    def fetch(self, specification: str) -> str | None:
        """Give a chart that was asked for; None where it was not, or could not be drawn."""
        while specification in self._asked:
            line = self._answers.get()
            if not line:
                self._asked.clear()
                break
            self._drawn[self._asked.pop(0)] = json.loads(line)
        return self._drawn.get(specification)

    def close(self) -> None:
        """Let the process go."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet sent to it
                    pipe.close()


@contextmanager
def ahead(font: str) -> Iterator[None]:
    """Draw charts, their words in a font, in a process apart, for as long as this lasts."""
    helper = Artist(font)
    token = _ARTIST.set(helper)
    try:
        yield
    finally:
        _ARTIST.reset(token)
        helper.close()


def artist() -> Artist | None:
    """Give whoever draws ahead, if anybody does."""
    return _ARTIST.get()


def drawn(specification: str) -> str:
    """Draw a chart, or fetch it where it was asked for."""
    helper = artist()
    return (helper.fetch(specification) if helper else None) or draw(specification)


def draw(specification: str) -> str:
    """Draw a chart here and now."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE, allowed_base_urls=[])
    return svg


def main() -> None:
    """Draw what comes in, a line each; null where that cannot be."""
    draw('{"mark": "point", "data": {"values": [{}]}}')  # the first one takes long
    for line in sys.stdin:
        try:
            svg = draw(json.loads(line))
        except ValueError:
            sys.stdout.write("null\n")
        else:
            sys.stdout.write(json.dumps(svg) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
