"""Sessions, accounts and patience by themselves, on a clock of the test's own."""

import json
from pathlib import Path

import pytest

from detente.web import sessions
from detente.web.accounts import Accounts, InvalidAccount, Throttle, hash_of
from detente.web.roles import RIGHTS, may
from detente.web.sessions import IDLE, UNNAMED, OneTime, Sessions


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


def test_sessions_end() -> None:
    """A session ends when nobody used it for long; one without a log-in much sooner."""
    clock = Clock()
    kept = Sessions(clock)
    named, session = kept.open("ann", "analyst")
    unnamed, _ = kept.open()
    clock.now += UNNAMED + 1
    assert kept.find(unnamed) is None
    assert kept.find(named) is session
    clock.now += IDLE - 1
    assert kept.find(named) is session  # its use began the time anew
    clock.now += IDLE + 1
    assert kept.find(named) is None
    assert kept.find(None) is None


def test_sessions_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are opened, so many are kept, the last used ones."""
    monkeypatch.setattr(sessions, "MOST", 3)
    kept = Sessions(Clock())
    names = [kept.open("a", "reader")[0] for _ in range(3)]
    assert kept.find(names[0]) is not None
    kept.open("a", "reader")
    assert kept.find(names[1]) is None
    assert kept.find(names[0]) is not None


def test_words_and_names_cannot_be_guessed() -> None:
    """Names and words have 256 bits of chance and differ from each other."""
    name, session = Sessions().open()
    assert len(name) >= 43
    assert len(session.csrf) >= 43
    assert name != session.csrf


def test_one_time_word() -> None:
    """A word is good once, a new one ends the last, and none is made too soon after it."""
    clock = Clock()
    word = OneTime(clock)
    assert not word.spend("")
    first = word.fresh()
    assert word.fresh(pause=5) is None
    clock.now += 6
    second = word.fresh(pause=5)
    assert first
    assert second
    assert not word.spend(first)
    assert word.spend(second)
    assert not word.spend(second)
    assert not word.spend("\u1234")


def test_throttle() -> None:
    """Five misses are heard, the sixth waits; a key of its own counts for itself."""
    clock = Clock()
    throttle = Throttle(free=5, window=300, clock=clock)
    for _ in range(5):
        assert throttle.wait("ann", "here") == 0
        throttle.missed("ann", "here")
        clock.now += 10
    assert throttle.wait("ann") == pytest.approx(250)  # the first of the five was 50 s ago
    assert throttle.wait("bob", "here") == pytest.approx(250)
    assert throttle.wait("bob") == 0
    clock.now += 251
    assert throttle.wait("ann", "here") == 0


def test_accounts_file(tmp_path: Path) -> None:
    """Accounts are added, changed and taken away; a password is checked against its hash."""
    accounts = Accounts(tmp_path / "a.json")
    assert accounts.all() == {}
    accounts.put("ann", "analyst", "correct horse")
    accounts.put("ann", "admin")  # the password stays
    assert accounts.check("ann", "correct horse") == accounts.all()["ann"]
    assert accounts.all()["ann"].role == "admin"
    assert accounts.check("ann", "wrong horse") is None
    assert accounts.check("bob", "correct horse") is None
    accounts.put("eva", "reader")  # only a proxy lets in
    assert accounts.check("eva", "") is None
    accounts.remove("ann")
    assert list(accounts.all()) == ["eva"]
    with pytest.raises(InvalidAccount, match="eva"):
        accounts.remove("eve")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"accounts": [1]}', '{"accounts": [{"name": "a", "role": "king"}]}']
)
def test_bad_accounts_file(tmp_path: Path, text: str) -> None:
    """A file that is none of accounts lets nobody in, and says which file it is."""
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InvalidAccount, match=r"a\.json"):
        Accounts(path).all()


@pytest.mark.parametrize("name", ["", "a b", "a\n", "<b>", "x" * 65, "../x", "-x"])
def test_names_of_accounts(tmp_path: Path, name: str) -> None:
    """A name is one that stands safely in a file, a ledger and a header."""
    with pytest.raises(InvalidAccount):
        Accounts(tmp_path / "a.json").put(name, "reader")
    assert not (tmp_path / "a.json").exists()


def test_passwords() -> None:
    """A password has a least and a greatest length; two hashes of one differ."""
    for bad in ("", "short", "x" * 201):
        with pytest.raises(InvalidAccount):
            hash_of(bad)
    assert hash_of("long enough") != hash_of("long enough")


def test_roles() -> None:
    """Rights grow from reader to admin, and nobody without a role has any."""
    assert RIGHTS["reader"] < RIGHTS["analyst"] < RIGHTS["admin"]
    assert may("analyst", "write")
    assert not may("confirmer", "write")
    assert not may(None, "read")


def test_roles_are_those_of_the_ledger() -> None:
    """Whoever writes here may record there, and whoever keeps accounts here may there."""
    from detente.ledger import people

    assert set(RIGHTS) | {"none"} == set(people.MAY)
    for role in RIGHTS:
        assert may(role, "write") == people.may(role, "delivery")
        assert may(role, "administer") == people.may(role, "account")


def test_hashes_alone_are_kept(tmp_path: Path) -> None:
    """The file has no field that a password could stand in."""
    accounts = Accounts(tmp_path / "a.json")
    accounts.put("ann", "analyst", "correct horse")
    row = json.loads((tmp_path / "a.json").read_text())["accounts"][0]
    assert set(row) == {"name", "role", "hash"}
