"""Checkpoints: a line that fits a footer, and who vouched for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from shutil import which

import pytest

from detente.exchange.errors import MissingExtra
from detente.ledger.errors import BrokenChain, InvalidCheckpoint, StoreExists
from detente.ledger.keeping.chain import genesis
from detente.ledger.keeping.checkpoint import (
    Checkpoint,
    checkpoint,
    make_key,
    private_key,
    public_key,
    read_against,
    read_checkpoints,
)
from detente.ledger.keeping.making import create_store
from tests.ledger.bodies import fill, unguarded

HEAD = "9f2c" * 16


def test_it_says_how_many_events_and_the_last_hash(store):
    """In one line of less than 80 signs; an empty case has its own beginning."""
    fill(store, 3)
    made = checkpoint(store, "minsk")
    assert made == Checkpoint("minsk", 3, store.head("minsk").hash)
    assert made.text == f"minsk#3:{made.head}"
    assert len(made.text) < 80
    assert checkpoint(store, "jpoa") == Checkpoint("jpoa", 0, genesis("jpoa"))


def test_it_cannot_be_changed():
    """Nor can what a signature is over."""
    with pytest.raises(FrozenInstanceError):
        Checkpoint("minsk", 46, HEAD).length = 47


def test_a_broken_chain_is_not_vouched_for(store):
    """No checkpoint is made of what verification would refuse."""
    fill(store, 3)
    with unguarded(store) as cursor:
        cursor.execute("UPDATE event SET body = '{}' WHERE number = 1")
    with pytest.raises(BrokenChain, match="event 1 was changed"):
        checkpoint(store, "minsk")


def test_it_is_found_in_a_footer():
    """Alone, in a sentence, several of them, in marks of a page."""
    one, two = Checkpoint("minsk", 46, HEAD), Checkpoint("jpoa-2", 7, HEAD, "aA-_" * 21 + "xy")
    text = f"<p>Page 3. Ledger {one.text}, <code>{two.text}</code>.</p>"
    assert read_checkpoints(text) == (one, two)
    assert read_checkpoints(f"{two.text}\n") == (two,)
    marked = two.text.replace("#", r"\#").replace("_", r"\_")
    assert read_checkpoints(f"*Ledger* {marked}") == (two,)  # as Markdown writes it


@pytest.mark.parametrize("text", ["", "minsk#46", f"minsk:{HEAD}", f"minsk#46:{HEAD[1:]}", "9f2c"])
def test_what_is_none_is_said_to_be_none(text):
    """A text without one, or with half of one."""
    with pytest.raises(InvalidCheckpoint, match="no checkpoint"):
        read_checkpoints(text)


class TestSigning:
    """Ed25519, with keys as openssl writes them."""

    @pytest.fixture(autouse=True)
    def keys(self, tmp_path):
        """Make a pair of keys."""
        pytest.importorskip("cryptography", reason="needs the extra `sign`")
        self.private = tmp_path / "anna.pem"
        self.public = make_key(self.private)

    def test_a_signature_holds_for_this_line_and_key(self, tmp_path):
        """Another number, another hash or another key, and it does not."""
        made = Checkpoint("minsk", 46, HEAD).signed(private_key(self.private))
        key = public_key(self.public)
        assert made.signed_by(key)
        assert read_checkpoints(made.text) == (made,)
        assert not Checkpoint("minsk", 47, HEAD, made.signature).signed_by(key)
        assert not Checkpoint("minsk", 46, HEAD[::-1], made.signature).signed_by(key)
        assert not Checkpoint("minsk", 46, HEAD).signed_by(key)
        assert not made.signed_by(public_key(make_key(tmp_path / "boris.pem")))

    def test_a_store_signs_its_checkpoint(self, tmp_path):
        """The same line, with the signature behind it."""
        with create_store(tmp_path / "deal.ledger") as store:
            fill(store, 2)
            made = checkpoint(store, "minsk", private_key(self.private))
            assert made.text == f"{checkpoint(store, 'minsk').text}:{made.signature}"
            assert made.signed_by(public_key(self.public))

    def test_those_to_hold_against_must_be_signed_where_a_key_is_named(self, tmp_path):
        """From the command line or a file; unsigned, and signed by another, are refused."""
        plain = Checkpoint("minsk", 46, HEAD)
        signed = plain.signed(private_key(self.private))
        file = tmp_path / "footer.txt"
        file.write_text(f"Checkpoint: {signed.text}")
        assert read_against([plain.text, str(file)]) == (plain, signed)
        assert read_against([str(file)], self.public) == (signed,)
        with pytest.raises(InvalidCheckpoint, match=r"minsk#46 is not signed$"):
            read_against([plain.text], self.public)
        other = make_key(tmp_path / "boris.pem")
        with pytest.raises(InvalidCheckpoint, match="minsk#46 is not signed with that key"):
            read_against([signed.text], other)
        with pytest.raises(InvalidCheckpoint, match="neither a checkpoint"):
            read_against(["nothing"])
        file.write_text("Nothing.")
        with pytest.raises(InvalidCheckpoint, match=r"footer.txt: there is no checkpoint"):
            read_against([str(file)])

    def test_a_key_is_for_its_owner_and_is_not_overwritten(self):
        """Nobody else may read it, and making it again changes nothing."""
        assert self.private.stat().st_mode & 0o777 == 0o600
        before = self.private.read_bytes()
        with pytest.raises(StoreExists, match="is there already"):
            make_key(self.private)
        assert self.private.read_bytes() == before

    def test_a_key_that_appears_in_between_is_not_overwritten(self, monkeypatch):
        """Somebody else may make one after we looked: the file itself is asked too."""
        before = self.private.read_bytes()
        monkeypatch.setattr(Path, "exists", lambda path: False)
        with pytest.raises(FileExistsError):
            make_key(self.private)
        assert self.private.read_bytes() == before

    def test_what_signs_may_be_missing(self, monkeypatch):
        """It is said what to install."""
        monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
        for needs in (private_key, public_key, make_key):
            with pytest.raises(MissingExtra, match=r"detente\[sign\]"):
                needs(self.private)

    def test_what_is_no_key_is_said_to_be_none(self, tmp_path):
        """A text, the other half of the pair, a key of another kind, a locked one."""
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

        text = tmp_path / "text"
        text.write_text("no key")
        for read, other in ((private_key, self.public), (public_key, self.private)):
            for file in (text, other):
                with pytest.raises(InvalidCheckpoint, match="this is no"):
                    read(file)
        key = generate_private_key(SECP256R1())
        plain, locked = form.NoEncryption(), form.BestAvailableEncryption(b"x")
        text.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, plain))
        with pytest.raises(InvalidCheckpoint, match="not of the kind Ed25519"):
            private_key(text)
        text.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked))
        with pytest.raises(InvalidCheckpoint, match="locked with a password"):
            private_key(text)
        known = form.PublicFormat.SubjectPublicKeyInfo
        text.write_bytes(key.public_key().public_bytes(form.Encoding.PEM, known))
        with pytest.raises(InvalidCheckpoint, match="not of the kind Ed25519"):
            public_key(text)

    @pytest.mark.skipif(which("openssl") is None, reason="needs openssl")
    def test_openssl_reads_our_keys_and_we_read_its(self, tmp_path):
        """The files are those of everybody else."""
        words = ["openssl", "pkey", "-in", str(self.private), "-pubout"]
        assert subprocess.run(words, capture_output=True, check=True).stdout == (
            self.public.read_bytes()
        )
        theirs = tmp_path / "theirs.pem"
        words = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(theirs)]
        subprocess.run(words, capture_output=True, check=True)
        assert Checkpoint("minsk", 46, HEAD).signed(private_key(theirs)).signature
