"""Exit codes: what each means, and which one an error gets."""

from __future__ import annotations

from enum import IntEnum

import click


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0  # ``check`` with warnings too
    FAULT = 1  # ours: something we did not foresee
    USAGE = 2  # wrong usage, a file not found, a target that exists, an extra not installed
    INVALID = 3  # the case, document or ladder is invalid, or claims other figures
    NO_LADDER = 4  # a finding: nothing self-enforcing exists as things stand
    OVERDUE = 5  # something is overdue or breached (for cron)
    INTEGRITY = 6  # the ledger's integrity check failed
    INTERRUPTED = 130  # Ctrl-C, as shells count it
    PIPE = 141  # the reader went away, as shells count it


def exit_code(error: BaseException) -> Exit:
    """Give the exit code of an error, by its class."""
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return Exit.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return Exit.PIPE
    # Before DetenteError: a case file that is not there may be both.
    if isinstance(error, click.ClickException | OSError):
        return Exit.USAGE

    from detente.exchange import DetenteError, MissingExtra, NoLadder  # late: it brings NumPy
    from detente.ledger.errors import BrokenChain

    if isinstance(error, MissingExtra):
        return Exit.USAGE
    if isinstance(error, NoLadder):
        return Exit.NO_LADDER
    if isinstance(error, BrokenChain):
        return Exit.INTEGRITY
    if isinstance(error, DetenteError):
        return Exit.INVALID
    return Exit.FAULT
