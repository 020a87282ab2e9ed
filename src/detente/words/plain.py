"""Texts that quote what strangers wrote, made fit to be shown."""

import re

MOST = 800
"""Characters of a line that are shown: ten rows of a terminal."""

MOST_LINES = 24
"""Lines that are shown: what is quoted may have ends of lines in it."""

# Control characters but the end of a line, what turns the writing round, and halves of characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str, most: int = MOST) -> str:
    """Write out what moves a cursor or turns the writing; leave out the middle of what is long.

    Parameters
    ----------
    text
        Any text. Its line ends stay, `MOST_LINES` of them at most.
    most
        Characters that a line may have; the place at its beginning and the hint at its end stay.

    Returns
    -------
    str
        ``plain(plain(x)) == plain(x)``.
    """
    shown = _UNPRINTABLE.sub(_written_out, text)
    lines = [_shortened(line, most) for line in shown.split("\n")]
    if len(lines) > MOST_LINES:
        lines[2 * MOST_LINES // 3 : 1 - MOST_LINES // 3] = ["…"]
    return "\n".join(lines)


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _shortened(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    end = most // 3
    return f"{line[: most - end - 3]} … {line[-end:]}"
