"""The command ``detente``: the table of commands, and how every run of it ends."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from detente._version import __version__
from detente.cli.exits import Exit, exit_code
from detente.cli.lazy import LazyGroup
from detente.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS = {
    "demo": "detente.cli.demo:demo",
    "cases": "detente.cli.cases:cases",
    "compare": "detente.cli.compare:compare",
    "init": "detente.cli.init:init",
    "check": "detente.cli.check:check",
    "plan": "detente.cli.plan:plan",
    "certify": "detente.cli.certify:certify",
    "package": "detente.cli.package:package",
    "efg": "detente.cli.efg:efg",
    "elicit": "detente.cli.elicit:elicit",
    "stress": "detente.cli.stress:stress",
    "sweep": "detente.cli.sweep:sweep",
    "beliefs": "detente.cli.beliefs:beliefs",
    "calibrate": "detente.cli.calibrate:calibrate",
    "risk": "detente.cli.risk:risk",
    "channels": "detente.cli.channels:channels",
    "evidence": "detente.cli.evidence:evidence",
    "ledger": "detente.cli.ledger:ledger",
    "brief": "detente.cli.brief:brief",
    "serve": "detente.cli.serve:serve",
    "accounts": "detente.cli.serve:accounts",
}


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="detente %(version)s")
def detente() -> None:
    """Design step-for-step agreements that nobody gains by breaking.

    CASE is a path to a case file or the name of a bundled case (see `detente cases`).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended.

    A command returns its exit code, or None when all is well; what it raises becomes one
    sentence on stderr and the exit code of the error's class. With ``DETENTE_DEBUG=1`` in the
    environment the traceback is shown too.

    Parameters
    ----------
    arguments
        The words after ``detente``; the process's own when None.

    Returns
    -------
    int
        One of :class:`detente.cli.exits.Exit`.
    """
    try:
        result = _run(arguments)
    except (Exception, KeyboardInterrupt) as error:  # the last door: nothing passes it untold
        code = exit_code(error)
        if os.environ.get("DETENTE_DEBUG") == "1":
            import traceback

            traceback.print_exception(error)
        _tell(error, code, _language(sys.argv[1:] if arguments is None else arguments))
        return code
    return result if isinstance(result, int) else Exit.DONE


def _run(arguments: Sequence[str] | None) -> object:
    # Not click's own `main`: it would answer a closed pipe with code 1, a fault of ours.
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with detente.make_context("detente", words) as context:
            result: object = detente.invoke(context)
    except click.exceptions.Exit as done:  # --help and --version end this way
        result = done.exit_code
    sys.stdout.flush()  # here, where a closed pipe can still be answered
    return result


def _tell(error: BaseException, code: Exit, lang: str) -> None:
    """Say on stderr what went wrong, in one sentence."""
    if code is Exit.PIPE:
        # The interpreter flushes stdout once more on its way out: let it write to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif code is Exit.INTERRUPTED:
        click.echo(err=True)  # ends the line on which the terminal printed ^C
    elif isinstance(error, click.ClickException) and lang == LANGUAGES[0]:
        error.show()
    elif code is Exit.FAULT:
        click.echo(
            f"detente failed through a fault of its own ({type(error).__name__}: {error}); please "
            "report it with the command you gave (DETENTE_DEBUG=1 shows where it happened).",
            err=True,
        )
    else:
        click.echo("\n".join(_refusal(error, lang)), err=True)


def _refusal(error: BaseException, lang: str) -> Iterator[str]:
    """Tell a refusal in the reader's language, with the usage where that was wrong."""
    if lang == LANGUAGES[0]:
        yield _words(error)
        return
    from detente.briefing.refusals import retold
    from detente.words.language import language

    tongue = language(lang)
    context = getattr(error, "ctx", None)
    if isinstance(error, click.UsageError) and context is not None:
        usage = " ".join(context.command.collect_usage_pieces(context))
        yield tongue.say("Usage: {usage}", usage=f"{context.command_path} {usage}")
        yield tongue.say("Help: {command}", command=f"{context.command_path} --help")
    yield retold(_words(error), tongue)


def _words(error: BaseException) -> str:
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _language(words: Sequence[str]) -> str:
    """Find the language that was asked for, even where the other words make no sense."""
    asked = [b for a, b in pairwise(words) if a == "--lang"]
    asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    return next((code for word in asked if (code := word.lower()) in LANGUAGES), LANGUAGES[0])
