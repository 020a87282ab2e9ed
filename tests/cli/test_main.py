"""How a run of the command line ends: exit codes and the one sentence on stderr."""

import os
import subprocess
import sys

import click
import pytest

from detente.cli import main as module
from detente.cli.exits import Exit, exit_code
from detente.cli.main import main
from detente.exchange import DetenteError, InvalidExchange, InvalidLadder, MissingExtra, NoLadder


class MissingCase(DetenteError, FileNotFoundError):
    """A user's error that is also a file that is not there."""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Make the next command raise the given error."""

    def arrange(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(module.detente, "invoke", fail)

    return arrange


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidExchange("x"), Exit.INVALID),
        (InvalidLadder("x"), Exit.INVALID),
        (NoLadder("x", None, proven=True), Exit.NO_LADDER),  # type: ignore[arg-type]
        (FileNotFoundError(2, "No such file or directory", "x.yaml"), Exit.USAGE),
        (FileExistsError(17, "File exists", "x.yaml"), Exit.USAGE),
        (MissingCase("x"), Exit.USAGE),  # both: the missing file is what the caller can mend
        (MissingExtra("this needs it", "calendar"), Exit.USAGE),
        (click.UsageError("x"), Exit.USAGE),
        (click.FileError("x"), Exit.USAGE),  # click itself would say 1
        (ZeroDivisionError("x"), Exit.FAULT),
        (ValueError("x"), Exit.FAULT),  # not ours to blame on the user
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (BrokenPipeError(32, "Broken pipe"), Exit.PIPE),  # an OSError, but nobody's mistake
    ],
)
def test_exit_code_of_each_error(error: BaseException, code: Exit) -> None:
    """Each class of error has the exit code the design gives it."""
    assert exit_code(error) is code


def test_user_error_is_one_line(failing, capsys: pytest.CaptureFixture[str]) -> None:
    """What the user can mend is told in its own sentence and nothing else."""
    failing(InvalidExchange("lot L1: cost is below zero"))
    assert main(["plan"]) == Exit.INVALID
    assert capsys.readouterr() == ("", "lot L1: cost is below zero\n")


def test_missing_file_names_the_file(failing, capsys: pytest.CaptureFixture[str]) -> None:
    """An error of the file system names the file first, without an error number."""
    failing(FileNotFoundError(2, "No such file or directory", "x.yaml"))
    assert main(["plan"]) == Exit.USAGE
    assert capsys.readouterr().err == "x.yaml: No such file or directory\n"


def test_fault_asks_for_a_report(failing, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault of ours gives one sentence asking to report it, and no traceback."""
    failing(ZeroDivisionError("division by zero"))
    assert main(["plan"]) == Exit.FAULT
    message = capsys.readouterr().err
    assert "please report it" in message
    assert "ZeroDivisionError: division by zero" in message
    assert message.count("\n") == 1


def test_debug_shows_the_traceback(
    failing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """DETENTE_DEBUG=1 adds the traceback, and the sentence stays."""
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    failing(ZeroDivisionError("division by zero"))
    assert main(["plan"]) == Exit.FAULT
    message = capsys.readouterr().err
    assert "Traceback (most recent call last)" in message
    assert "please report it" in message


def test_interrupt_is_quiet(failing, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with code 130 and no words."""
    failing(KeyboardInterrupt())
    assert main(["plan"]) == Exit.INTERRUPTED
    assert capsys.readouterr() == ("", "\n")


def test_closed_pipe_is_quiet() -> None:
    """Where the reader of stdout has gone away, nothing is said, not even at the very end."""
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "detente", "--version"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (Exit.PIPE, b"")


def test_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt command is a usage error that names the one meant."""
    assert main(["plna"]) == Exit.USAGE
    assert "there is no command 'plna' (did you mean 'plan'?)" in capsys.readouterr().err


def test_returned_code_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command returns is the exit code; nothing returned means done."""
    monkeypatch.setattr(module.detente, "invoke", lambda _: Exit.NO_LADDER)
    assert main(["plan"]) == Exit.NO_LADDER
    monkeypatch.setattr(module.detente, "invoke", lambda _: None)
    assert main(["plan"]) == Exit.DONE
