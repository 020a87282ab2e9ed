"""What can be wrong with a case file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from detente.exchange.errors import DetenteError

SHOWN = 20
"""How many problems one message lists before it only counts the rest."""

DESCRIBED = 50
"""How many problems are put into words at all: a near miss takes time to find."""


class CaseNotFound(DetenteError, FileNotFoundError):
    """No such case file or bundled case."""


class TargetExists(DetenteError, FileExistsError):
    """A file stands where a new one was to be written."""


class CannotWrite(DetenteError, OSError):
    """A file cannot be written where it was to be."""


class UnknownName(DetenteError, ValueError):
    """A path, an option or an id that the case does not have."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place of a file.

    Parameters
    ----------
    file : the file as the user named it.
    line, column : counted from 1.
    path : dotted path inside the case, empty for the file as a whole.
    message : one plain sentence, without the place.
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place} {self.path}: {self.message}" if self.path else f"{place} {self.message}"


class InvalidCase(DetenteError, ValueError):
    """The file is not a valid case.

    Attributes
    ----------
    problems
        What is wrong, in the order of the file.
    more
        How many more were found and are not described.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.more = more
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        left = len(self.problems[SHOWN:]) + more
        if left:
            lines.append(f"… and {left} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type["InvalidCase"], tuple[tuple[Problem, ...], int]]:
        return InvalidCase, (self.problems, self.more)
