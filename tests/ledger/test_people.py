"""Roles: who may record what."""

from __future__ import annotations

import pytest

from detente.ledger.book import open_book
from detente.ledger.events import KINDS, Account, Correction, Delivery, Note, Relief
from detente.ledger.keeping.making import create_store
from detente.ledger.people import MAY, NotAllowed, check_account, may

TEAM = {"ann": "analyst", "con": "confirmer", "rea": "reader", "adm": "admin", "old": "none"}


def test_the_table():
    """Every role has its kinds; nobody but an admin changes accounts, no analyst confirms."""
    assert set(MAY) == {"reader", "analyst", "confirmer", "admin", "none"}
    assert [role for role in MAY if may(role, "account")] == ["admin"]
    assert [role for role in MAY if may(role, "confirmation")] == ["confirmer", "admin"]
    assert all(may("admin", kind) for kind in KINDS)
    assert not any(may(role, kind) for role in ("reader", "none", "nobody") for kind in KINDS)


def note(by):
    """A note by somebody."""
    return Note(by=by, what="x")


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("rea", "'rea' is a reader here"),
        ("old", "'old' is no longer allowed anything here"),
        ("anne", "there is no account 'anne' (did you mean 'ann'?)"),
        ("", "say who records this"),
    ],
)
def test_refused(by, says):
    """A reader, one whose role was taken away, one unknown, and nobody at all record nothing."""
    with pytest.raises(NotAllowed) as raised:
        check_account(TEAM, note(by))
    assert says in str(raised.value)


def test_without_accounts_everybody_may():
    """One person who keeps a ledger alone needs no account."""
    check_account({}, note(""))
    check_account({}, note("whoever"))


def test_a_correction_needs_the_right_to_what_it_corrects():
    """A confirmer may correct, but not a delivery; an analyst may not withdraw a confirmation."""
    bodies = {1: {"kind": "delivery"}, 2: {"kind": "confirmation"}}
    with pytest.raises(NotAllowed, match="'delivery'"):
        check_account(TEAM, Correction(by="con", ref="c#1"), bodies.get)
    with pytest.raises(NotAllowed, match="'confirmation'"):
        check_account(TEAM, Correction(by="ann", ref="c#2"), bodies.get)
    check_account(TEAM, Correction(by="con", ref="c#2"), bodies.get)


def test_there_is_always_an_admin():
    """The first account is an admin, and the last one is not taken away."""
    with pytest.raises(NotAllowed, match="first account"):
        check_account({}, Account(account="ann", role="analyst"))
    with pytest.raises(NotAllowed, match="last admin"):
        check_account(TEAM, Account(by="adm", account="adm", role="reader"))


def test_in_a_book(tmp_path):
    """Accounts stand in the ledger and hold from their event on; each event has its author."""
    with create_store(tmp_path / "a.ledger") as store:
        admin = open_book(store, "minsk", account="adm")
        admin.record(*(Account(account=name, role=role) for name, role in
                       (("adm", "admin"), ("rea", "reader"), ("ann", "analyst"))))  # fmt: skip
        reader = open_book(store, "minsk", account="rea")
        with pytest.raises(NotAllowed):
            reader.record(Note(what="x"))
        analyst = open_book(store, "minsk", account="ann")
        (entry,) = analyst.record(Relief(party="us", what="x", when="2025-09-11"))
        assert entry.author == "ann"
        with pytest.raises(NotAllowed):
            analyst.record(Account(account="rea", role="admin"))
        assert admin.state().accounts["rea"] == "reader"


def test_a_withdrawn_account(tmp_path):
    """Who has the role `none` is told apart from who never had an account, and may do nothing."""
    with create_store(tmp_path / "a.ledger") as store:
        admin = open_book(store, "minsk", account="adm")
        admin.record(Account(account="adm", role="admin"), Account(account="ann", role="analyst"))
        admin.record(Account(account="ann", role="none"))
        with pytest.raises(NotAllowed, match="no longer"):
            open_book(store, "minsk", account="ann").record(
                Delivery(party="by", lot="releases_waves.1", quantity=30)
            )
