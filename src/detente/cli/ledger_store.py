"""`detente ledger init | log | verify | checkpoint | key | export`: the store itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.common import (
    json_option,
    lang_option,
    print_document,
    print_record,
    working,
    write_whole,
)
from detente.cli.exits import Exit
from detente.cli.ledger_common import (
    as_of_option,
    case_option,
    chosen_day,
    known_option,
    store_argument,
)

file_option = click.option(
    "-o", "out", type=click.Path(path_type=Path), help="Write a file, not stdout."
)


@click.command()
@store_argument
@click.option("--demo", is_flag=True, help="Fill it with the record that comes with a case.")
@click.option(
    "--case", metavar="NAME", help="With --demo: which bundled case; minsk (2008 to 2026) without."
)
@lang_option
def init(target: str, demo: bool, case: str | None, lang: str) -> None:
    """Make a ledger, or bring an older one to the present shape.

    A file is made where there is none; a PostgreSQL database must be there.
    """
    from detente.ledger.importing import DEMO, import_demo
    from detente.ledger.keeping.making import create_store
    from detente.ledger.past.vocabulary import recorded_cases
    from detente.words.language import language
    from detente.words.nearest import suggest

    if case and not demo:
        raise click.UsageError("--case NAME goes with --demo")
    name, known = case or DEMO, recorded_cases()
    if name not in known:
        hint = suggest(name, known) or f"; there is one with {', '.join(known)}"
        raise click.UsageError(f"no record comes with a case '{name}'{hint}")
    say = language(lang).say
    with create_store(target) as store:
        click.echo(say("The ledger {name} is ready.", name=store.name))
        if demo:
            events = import_demo(store, name)
            click.echo(
                say(
                    "It holds {n} events of the case {case}; "
                    "`detente ledger history {target}` tells them.",
                    n=events,
                    case=name,
                    target=target,
                )
            )


@click.command()
@store_argument
@case_option
@as_of_option
@known_option
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N events.")
@lang_option
@json_option
def log(
    target: str,
    case: str | None,
    as_of: str | None,
    known: bool,
    last: int | None,
    lang: str,
    as_json: bool,
) -> None:
    """List the events in the order in which they were recorded.

    On a past day: those that can have happened by then, or with --known that had been recorded.
    """
    from detente.briefing.ledger.log import log_document, log_record
    from detente.ledger.keeping.log import read_log
    from detente.ledger.keeping.store import open_store
    from detente.words.language import language

    day = chosen_day(as_of, known)
    with open_store(target) as store:
        found = read_log(store, store.only_case(case), day, last)
    if as_json:
        print_record(log_record(found))
    else:
        print_document(log_document(found, language(lang)))


@click.command()
@store_argument
@case_option
@click.option(
    "--against",
    metavar="CHECKPOINT",
    multiple=True,
    help="A checkpoint, or a file with checkpoints in it; may be repeated.",
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The public key that the checkpoints must be signed with.",
)
@lang_option
@json_option
def verify(
    target: str,
    case: str | None,
    against: tuple[str, ...],
    key_file: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Prove that no event was changed, removed, put in or moved.

    The first bad event is named, and the exit code is 6. Whoever can write to the database
    could seal it all anew: a checkpoint (`detente ledger checkpoint`, the footer of every
    brief) that was kept elsewhere shows that too.
    """
    from detente.briefing.ledger.verify import verify_document, verify_record
    from detente.ledger.keeping.checkpoint import read_against
    from detente.ledger.keeping.store import open_store
    from detente.ledger.keeping.verification import verify as follow_all
    from detente.words.language import language

    if key_file and not against:
        raise click.UsageError("--key goes with --against CHECKPOINT")
    points = read_against(against, key_file)
    with open_store(target) as store, working(f"Following the chains of {store.name}"):
        cases = [store.only_case(case)] if case else None
        found = follow_all(store, cases, points)
        name = store.name
    if as_json:
        print_record(verify_record(found, name))
    else:
        print_document(verify_document(found, name, key_file is not None, language(lang)))
    return Exit.INTEGRITY if found.fault else Exit.DONE


@click.command()
@store_argument
@case_option
@click.option(
    "--sign", type=click.Path(path_type=Path), metavar="FILE", help="Sign it with a private key."
)
@json_option
def checkpoint(target: str, case: str | None, sign: Path | None, as_json: bool) -> None:
    """Print the length and last hash of each case: keep them where nobody can change them."""
    from detente.ledger.keeping.checkpoint import checkpoint as make, private_key
    from detente.ledger.keeping.store import open_store

    signer = private_key(sign) if sign else None
    with open_store(target) as store:
        cases = [store.only_case(case)] if case else store.cases()
        made = [make(store, name, signer) for name in cases]
    if as_json:
        rows = [
            {"case": p.case, "length": p.length, "head": p.head, "signature": p.signature,
             "text": p.text} for p in made
        ]  # fmt: skip
        print_record({"schema": "detente.ledger.checkpoint/1", "checkpoints": rows})
        return
    for point in made:
        click.echo(point.text)


@click.command("key")
@click.argument("file", type=click.Path(path_type=Path))
@lang_option
def key_(file: Path, lang: str) -> None:
    """Make a private key in FILE to sign checkpoints with, and its public key in FILE.pub."""
    from detente.ledger.keeping.checkpoint import make_key
    from detente.words.language import language

    public = make_key(file)
    click.echo(
        language(lang).say(
            "The private key is in {file}: show it to nobody. Give {public} to those who check.",
            file=file,
            public=public,
        )
    )


@click.command()
@store_argument
@case_option
@click.option(
    "--for",
    "viewer",
    metavar="NAME",
    help="Only what this party or audience may see, or 'public'; the rest as hashes.",
)
@click.option("--as-of", metavar="DATE", help="Only what had been recorded by a past day.")
@file_option
def export(
    target: str, case: str | None, viewer: str | None, as_of: str | None, out: Path | None
) -> None:
    """Write the events as JSON lines, byte for byte the same from the same ledger.

    With --for, who receives the file sees that nothing is missing from it (`detente ledger
    redacted FILE`), but not what is withheld.
    """
    from detente.ledger.keeping.lines import lines
    from detente.ledger.keeping.store import open_store
    from detente.ledger.redaction import redacted_for

    if viewer and as_of:
        raise click.UsageError("--as-of does not go with --for")
    day = chosen_day(as_of, bool(as_of))
    with open_store(target) as store:
        chosen = store.only_case(case) if case else None
        made = (
            redacted_for(store, case, viewer)
            if viewer
            else lines(store, chosen, day.day if day else None)
        )
        found = (line.encode() for line in made)
        if out:
            write_whole(out, found)
        else:
            sys.stdout.buffer.writelines(found)  # bytes, whatever the terminal's encoding
