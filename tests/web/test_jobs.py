"""Long work in other processes: done once, watched, stopped, and never a fault of the page."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.exchange.errors import DetenteError
from detente.web import jobs
from detente.web.jobs import Busy, Lost, Runner, Senseless
from detente.web.reporting import report
from tests.web.clients import Visitor


def double(x: int) -> int:
    """Work that is done at once."""
    return 2 * x


def slow(mark: str) -> None:
    """Work that says how far it is, leaves a mark with its process, and does not end."""
    report(0.25)
    Path(mark).write_text(str(os.getpid()))
    time.sleep(600)


def bad(kind: str) -> None:
    """Work that fails in one of the ways there are."""
    if kind == "told":
        raise DetenteError("a clear sentence")
    if kind == "value":
        raise ValueError("no such value")
    if kind == "gone":
        os._exit(1)
    raise ZeroDivisionError


@pytest.fixture
def runner() -> Iterator[Runner]:
    """A runner of its own."""
    runner = Runner()
    yield runner
    runner.close()


def test_done_once(runner: Runner) -> None:
    """What was asked for before is not computed again."""
    first = runner.ask("key", "t", "/", double, 21)
    assert first.wait(30)
    assert (first.state, first.result) == ("done", 42)
    assert runner.ask("key", "t", "/", double, 99) is first
    assert runner.find(first.id) is first
    assert runner.find("nothing") is None


def test_watched_and_stopped(runner: Runner, tmp_path: Path) -> None:
    """A running job says how far it is; stopping it ends its process, and it can begin anew."""
    mark = tmp_path / "mark"
    job = runner.ask("key", "t", "/", slow, str(mark))
    for _ in range(300):
        if mark.exists() and mark.read_text() and job.share is not None:
            break
        time.sleep(0.05)
    assert job.state == "running"
    assert job.share == 0.25
    pid = int(mark.read_text())
    runner.stop(job)
    assert job.state == "stopped"
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    again = runner.ask("key", "t", "/", double, 1)
    assert again is not job
    assert again.wait(30)


@pytest.mark.parametrize(
    ("kind", "error"),
    [("told", DetenteError), ("value", Senseless), ("gone", Lost), ("fault", Lost)],
)
def test_failures_are_told(runner: Runner, kind: str, error: type[DetenteError]) -> None:
    """Whatever happens in the other process, the job ends with a sentence."""
    job = runner.ask(kind, "t", "/", bad, kind)
    assert job.wait(30)
    assert job.state == "failed"
    assert isinstance(job.error, error)


def test_not_too_many_wait(runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of waiting jobs new ones are refused, and the old ones can be stopped."""
    monkeypatch.setattr(jobs, "WAITING", 3)
    kept = []
    with pytest.raises(Busy):
        kept.extend(runner.ask(n, "t", "/", slow, str(tmp_path / str(n))) for n in range(10))
    runner.close()
    assert all(job.over for job in runner._jobs.values())


def test_page_of_a_job(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes long shows how its work stands, can be stopped, and begun again."""
    from detente.web.pages import study

    monkeypatch.setattr(study, "PATIENCE", 0.0)
    address = "/case/minsk/stress?draws=10000000"
    response = visitor.get(address)
    assert response.status_code == 202
    job = response.headers["location"]
    assert f'action="{job}/stop"' in response.text
    assert '<noscript><meta http-equiv="refresh"' in response.text
    record = visitor.get(f"{job}.json").json()
    assert record["state"] in ("waiting", "running")
    assert record["result"] == address
    twin = visitor.get(address.replace("stress?", "stress.json?"))
    assert twin.status_code == 202
    assert twin.headers["location"] == f"{job}.json"
    assert visitor.post(f"{job}/stop").status_code == 303
    assert "Stopped." in visitor.get(job).text
    assert visitor.get(f"{job}.json").json()["state"] == "stopped"
    assert visitor.get("/job/nothing").status_code == 422


def test_failed_job_is_told_on_its_page(visitor: Visitor) -> None:
    """A study that the case cannot answer is refused with the sentence of the library."""
    visitor.post("/new", {"name": "mine"})
    response = visitor.ready("/case/mine/channels?from=nobody")
    assert response.status_code == 422
