"""`detente serve` and `detente accounts`: what they refuse, and a server that answers."""

import http.client
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.main import main


def _run(*arguments: str) -> int:
    return int(main(arguments))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--host", "0.0.0.0"], 3, "needs accounts"),
        (["--host", "0.0.0.0", "--accounts", "{accounts}"], 3, "in the clear"),
        (["--proxy-header", "X-User"], 3, "--accounts"),
        (["--accounts", "nothing.json"], 2, "detente accounts nothing.json put"),
        (["--certificate", "c.pem"], 2, "go together"),
        (["--port", "99999"], 2, "99999"),
        (
            ["--host", "203.0.113.9", "--accounts", "{accounts}", "--behind-https"],
            2,
            "cannot listen",
        ),
    ],
)
def test_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    """A server that would be unsafe, or cannot listen, is refused with the way out of it."""
    accounts = tmp_path / "accounts.json"
    accounts.write_text('{"accounts": []}')
    words = [word.format(accounts=accounts) for word in arguments]
    assert _run("serve", str(tmp_path), *words) == code
    assert said in capsys.readouterr().err


def test_a_server_answers(tmp_path: Path) -> None:
    """The printed address opens the app, and Ctrl-C ends it without a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", str(tmp_path), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        lines = [process.stderr.readline() for _ in range(3)]
        match = re.search(r"http://127\.0\.0\.1:(\d+)(/enter\?token=\S+)", "".join(lines))
        assert match
        connection = http.client.HTTPConnection("127.0.0.1", int(match[1]), timeout=20)
        connection.request("GET", match[2])
        response = connection.getresponse()
        assert response.status == 200
        assert response.getheader("server") is None
        response.read()
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[1]
    assert "Traceback" not in rest
    assert process.returncode in (0, 130)


def test_accounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accounts are made with a password from the standard input, listed, changed and taken away."""
    import io

    file = str(tmp_path / "a.json")
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    assert _run("accounts", file, "put", "ann", "--role", "admin") == 0
    assert _run("accounts", file, "put", "eva", "--role", "reader", "--no-password") == 0
    assert _run("accounts", file, "put", "eva", "--role", "analyst", "--no-password") == 0
    capsys.readouterr()
    assert _run("accounts", file, "list") == 0
    assert capsys.readouterr().out == "ann\tadmin\neva\tanalyst\n"
    assert _run("accounts", file, "remove", "eva") == 0
    for bad in (["put"], ["put", "new"], ["put", "x", "--role", "king", "--no-password"],
                ["remove", "nobody"]):  # fmt: skip
        assert _run("accounts", file, *bad) in (2, 3)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert _run("accounts", file, "put", "bob", "--role", "reader") == 3


def test_accounts_without_the_extra(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where argon2 is not installed the extra is named, and no file is made."""
    import io

    monkeypatch.setitem(sys.modules, "argon2", None)
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    file = tmp_path / "a.json"
    assert _run("accounts", str(file), "put", "ann", "--role", "admin") == 2
    assert "detente[web]" in capsys.readouterr().err
    assert not file.exists()
