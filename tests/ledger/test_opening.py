"""Opening and making ledgers: what is in the way is told in one sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from detente import ledger
from detente.exchange import MissingExtra
from detente.ledger.errors import NotALedger, StoreExists, StoreNotFound, StoreUnavailable
from detente.ledger.keeping import making, store as store_module
from detente.ledger.keeping.checkpoint import make_key
from detente.ledger.keeping.databases import explain
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.store import open_store
from detente.ledger.keeping.tables import EVENT, REVISION, VERSION_TABLE
from tests.ledger.bodies import fill, note

MIGRATIONS = Path(str(files("detente.ledger.keeping").joinpath("migrations")))
SECRET = "s3cret"

SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"
def upgrade():
    op.add_column("event", sa.Column("channel", sa.Text))
"""


def test_the_table_is_the_one_that_the_migrations_make(store):
    """No difference between what is queried and what is there, in either database."""
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, EVENT.metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == REVISION


def test_a_ledger_is_made_once(store, target):
    """Making it again changes nothing and says so."""
    fill(store, 2)
    with pytest.raises(StoreExists, match="there is a ledger already"):
        create_store(target)
    assert store.follow("minsk")[0] == 2


def test_an_older_ledger_is_told_to_be_brought_forward(target, tmp_path, monkeypatch):
    """It is not opened before `init` has run the migrations; then nothing of it is lost."""
    with create_store(target) as old:
        fill(old, 3)
        before = list(old.entries("minsk"))
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / "0002_channel.py").write_text(SECOND)
    monkeypatch.setattr(making, "SCRIPTS", str(scripts))
    for module in (making, store_module):
        monkeypatch.setattr(module, "REVISION", "0002")
    with pytest.raises(NotALedger, match=r"older shape \(0001; .* 0002\).*ledger init"):
        open_store(target)
    with create_store(target) as new:
        assert list(new.entries("minsk")) == before
        assert new.append("minsk", note(4)).number == 4
        with new.reading() as connection:
            assert connection.exec_driver_sql("SELECT channel FROM event").all() == [(None,)] * 4


@pytest.mark.parametrize("open_", [open_store, create_store])
def test_a_newer_ledger_is_left_alone(store, target, open_):
    """Neither opened nor brought back: the user is told to use a newer program."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NotALedger, match=r"newer shape.*use a newer detente"):
        open_(target)


# --- files ---------------------------------------------------------------------------------------


def test_there_is_no_such_file(tmp_path):
    """Opening makes no file; the sentence says how to make one."""
    path = tmp_path / "none.ledger"
    with pytest.raises(StoreNotFound, match=f"no ledger here; `detente ledger init {path}`"):
        open_store(path)
    assert not path.exists()


def test_a_folder_is_no_ledger(tmp_path):
    """Neither to open nor to make."""
    for open_ in (open_store, create_store):
        with pytest.raises(StoreNotFound, match="a folder"):
            open_(tmp_path)
    with pytest.raises(StoreNotFound, match="no file that a ledger can be kept in"):
        create_store("/dev/null")
    with pytest.raises(StoreNotFound, match=f"there is no folder {tmp_path}/none"):
        create_store(tmp_path / "none" / "deal.ledger")


@pytest.mark.parametrize("open_", [open_store, create_store])
def test_other_files_are_no_ledgers_and_stay_as_they_are(tmp_path, open_):
    """A text, and another program's database; not even their journal is touched."""
    text = tmp_path / "notes.txt"
    text.write_text("Dear diary, " * 200)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE event (x)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(NotALedger, match=r"no ledger|another program's table 'event'"):
            open_(path)
        assert path.read_bytes() == before


def test_an_empty_file_can_become_a_ledger(tmp_path):
    """As one is left by a making that was interrupted, or by `mktemp`."""
    path = tmp_path / "deal.ledger"
    path.touch()
    with pytest.raises(NotALedger):
        open_store(path)
    with create_store(path) as store:
        assert store.cases() == ()


@pytest.mark.parametrize("name", ["with blanks.db", "как есть.db", "a?b#c%20.db"])
def test_any_file_name_will_do(tmp_path, name):
    """Signs that mean something in an address mean nothing in a path."""
    with create_store(tmp_path / name) as store:
        fill(store, 1)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with open_store(
        f"sqlite:///{tmp_path}/{name}" if "?" not in name else tmp_path / name
    ) as again:
        assert again.follow("minsk")[0] == 1


def test_somebody_else_writes_and_does_not_finish(tmp_path):
    """Who waits in vain is told so, and has recorded nothing; readers do not wait."""
    path = tmp_path / "deal.ledger"
    with create_store(path) as store:
        fill(store, 2)
        with open_store(path, wait=0.05) as other, store.writing():
            with pytest.raises(StoreUnavailable, match=r"another program is writing.*nothing was"):
                other.append("minsk", note(3))
            assert other.follow("minsk")[0] == 2
        assert store.append("minsk", note(3)).number == 3


@contextmanager
def nobody():
    """Act as an account without rights, where we are root and would be stopped by nothing."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_ledger_can_be_verified_but_not_written():
    """In a folder that one may not write to, either: what is at rest can be checked anywhere."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "deal.ledger"
        with create_store(path) as store:
            fill(store, 2)
        path.chmod(0o444)
        folder.chmod(0o555)
        with nobody(), open_store(path) as store:
            assert store.follow("minsk")[0] == 2
            with pytest.raises(StoreUnavailable, match="read-only"):
                store.append("minsk", note(3))
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("mysql://anna:s3cret@host/db", "'mysql' is no kind of store"),
        ("postgresql://anna:s3cret@host:port/db", "makes no sense"),
        ("sqlite://", "name it"),
        ("sqlite:///:memory:", "name it"),
    ],
)
def test_an_address_that_makes_no_sense(target, says):
    """Told before anything is connected to, and without the password."""
    with pytest.raises(StoreNotFound, match=says) as caught:
        open_store(target)
    assert SECRET not in str(caught.value)


def test_an_extra_that_is_not_installed(monkeypatch, tmp_path):
    """PostgreSQL and signing need libraries of their own: which extra has them is told."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"detente\[postgres\]"):
        open_store("postgresql://anna@host/db")
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(MissingExtra, match=r"detente\[sign\]"):
        make_key(tmp_path / "key")
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_there():
    """Nobody listens, or no such host: why is told, the password is not."""
    pytest.importorskip("psycopg")
    for place in ("127.0.0.1:1", "no-such-host.invalid"):
        with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
            open_store(f"postgresql://anna:{SECRET}@{place}/db?password={SECRET}")
        assert SECRET not in str(caught.value)
    with pytest.raises(StoreUnavailable, match=r"on socket .* failed: No such file or directory$"):
        open_store("postgresql://anna@/db?host=/none")


def test_accounts_and_databases_that_are_not_there(server):
    """No such account, no such database, no ledger in it."""
    address = server.database()
    with pytest.raises(NotALedger, match="holds no ledger"):
        open_store(address)
    with pytest.raises(StoreUnavailable, match="no such account"):
        open_store(address.replace("postgres:@", f"stranger:{SECRET}@"))
    with pytest.raises(StoreNotFound, match="no such database: make it first"):
        create_store(server.address("none"))


def test_a_wrong_password(server):
    """It is not accepted, and not printed."""
    address = server.database()
    server.guard("anna", "right")
    for password, says in ((SECRET, "not accepted"), ("", "asks for a password")):
        with pytest.raises(StoreUnavailable, match=says) as caught:
            open_store(address.replace("postgres:@", f"anna:{password}@"))
        assert SECRET not in str(caught.value)


def test_another_table_of_that_name(server):
    """A database with another program's table `event` is left alone."""
    address = server.database()
    server.run_in(address, "CREATE TABLE event (x int)")
    with pytest.raises(NotALedger, match="'event'"):
        create_store(address)


def test_a_writer_on_the_server_that_does_not_finish(server):
    """Cases do not wait for one another; within a case, who waits in vain is told."""
    address = server.database()
    with create_store(address) as store, open_store(address, wait=0.05) as other:
        with store.writing() as writing:
            writing.lock("minsk")
            with pytest.raises(StoreUnavailable, match="another program is writing"):
                other.append("minsk", note(1))
            assert other.append("jpoa", note(1)).number == 1
        assert other.append("minsk", note(1)).number == 1


def test_a_database_that_is_read_only(server):
    """What the server refuses for that reason is told as such."""
    address = server.database()
    create_store(address).close()
    server.run(f"ALTER DATABASE {server.name(address)} SET default_transaction_read_only = on")
    with open_store(address) as store, pytest.raises(StoreUnavailable, match="read-only"):
        store.append("minsk", note(1))


class Failure(Exception):
    """A driver's error with a code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the server said something about {SECRET[:1]}")
        self.sqlstate = code


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("53100", "disk is full"),
        ("53300", "no more connections"),
        ("40P01", "waiting for each other"),
        ("42501", "may not do that"),
        ("57P01", "connection to the server was lost"),
        ("XX000", "the database refuses"),
    ],
)
def test_failures_that_are_hard_to_bring_about(code, says):
    """By the codes that PostgreSQL's manual lists (appendix A)."""
    assert says in str(explain(Failure(code), "deal", True))


def test_a_file_that_can_have_no_log_beside_it_is_refused():
    """What a database in memory cannot do, some network disks cannot do either."""
    says = "cannot keep a ledger safely"
    here = create_engine("sqlite://")
    with here.connect() as memory, pytest.raises(StoreUnavailable, match=says):
        making._log_ahead(memory, "deal.ledger")


def test_names_of_the_floor_come_when_asked_for():
    """One that is there is its module's own; one that is not fails as an attribute does."""
    assert ledger.create_store is create_store
    with pytest.raises(AttributeError, match="Boook"):
        ledger.Boook  # noqa: B018
