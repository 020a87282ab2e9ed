"""`detente serve`, `detente accounts`: the web app, and who may come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.web.settings import Settings

_PORT = 8321


def _file() -> click.Path:
    return click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Open the web app, for this machine or for a team.")
@click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="Where to listen; 0: any free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--ledger", metavar="STORE", default="", help="The ledger: a file or a database.")
@click.option("--as", "author", default="", metavar="NAME", help="Your name in the ledger.")
@click.option("--accounts", type=_file(), help="Ask for a name and a password of this file.")
@click.option(
    "--proxy-header",
    default="",
    metavar="NAME",
    help="Believe this header about who is there; names accounts of --accounts.",
)
@click.option(
    "--proxy-from",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="Whose header to believe; by default this machine's.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST[:PORT]",
    help="A further name by which browsers ask for it.",
)
@click.option("--certificate", type=_file(), help="Speak HTTPS with this certificate.")
@click.option("--key", type=_file(), help="The private key of --certificate.")
@click.option("--behind-https", is_flag=True, help="A proxy speaks HTTPS for it.")
def serve(
    folder: Path,
    port: int,
    host: str,
    ledger: str,
    author: str,
    accounts: Path | None,
    proxy_header: str,
    proxies: tuple[str, ...],
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    behind_https: bool,
) -> None:
    """Open the web app on the cases that come with the program and those in FOLDER.

    Without options only this machine can reach it, and only the browser that opens the address
    printed here. With --accounts it asks who is there, and may listen beyond this machine.
    """
    try:
        from detente.web.serving import listen
        from detente.web.settings import Settings
    except ImportError as error:
        from detente.exchange import MissingExtra

        raise MissingExtra(f"the web app needs {error.name}", "web") from None
    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key go together")
    settings = Settings(
        folder=folder,
        host=host,
        port=port,
        ledger=ledger,
        author=author,
        accounts=accounts,
        proxy_header=proxy_header,
        proxy_from=proxies or ("127.0.0.1", "::1"),
        names=names,
        secure=behind_https or certificate is not None,
    )
    _warn(settings)
    listen(settings, lambda text: click.echo(text, err=True), certificate, key)


def _warn(settings: Settings) -> None:
    if settings.accounts is not None and not settings.accounts.exists():
        raise click.UsageError(
            f"{settings.accounts}: no such file; make the first account with "
            f"`detente accounts {settings.accounts} put NAME --role admin`"
        )


@click.command(short_help="Add, change, list and take away accounts of the web app.")
@click.argument("file", type=_file())
@click.argument("act", type=click.Choice(["list", "put", "remove"]))
@click.argument("name", required=False, default="")
@click.option("--role", help="With put: reader, analyst, confirmer or admin.")
@click.option("--no-password", is_flag=True, help="With put: only a trusted proxy lets them in.")
def accounts(file: Path, act: str, name: str, role: str | None, no_password: bool) -> None:
    """Keep the accounts of `detente serve --accounts FILE`.

    `put` adds NAME or changes it, and asks for a password (from a terminal twice, else it reads
    one line); the file holds only argon2 hashes of them.
    """
    from detente.web.accounts import Accounts

    kept = Accounts(file)
    if act == "list":
        for account in kept.all().values():
            click.echo(f"{account.name}\t{account.role}")
        return
    if not name:
        raise click.UsageError(f"{act}: name the account")
    if act == "remove":
        kept.remove(name)
        return
    old = kept.all().get(name)
    if role is None and old is None:
        raise click.UsageError("put: a new account needs its --role")
    password = None if no_password else _password()
    account = kept.put(name, role or (old.role if old else ""), password)
    click.echo(f"{account.name} is {account.role}", err=True)


def _password() -> str:
    import sys
    from getpass import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    said = getpass("Password: ")
    if getpass("Once more: ") != said:
        raise click.UsageError("the two passwords differ")
    return said
