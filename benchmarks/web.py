"""The web app, measured: start, the ladder page, many people at once, the brief as PDF.

    python benchmarks/web.py [start] [ladder] [load] [brief] [--seconds N]

Without a word, all. Each figure stands beside a peer measured in the same run: a bare Starlette
page on the same server for time, `detente plan` as a command for what a page saves. The load is
50 readers and 5 writers for a minute; `--seconds` makes it shorter. Results are printed, and
written to `results/web.json` when all parts ran.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("start", "ladder", "load", "brief")
READERS, WRITERS = 50, 5
DETENTE = [sys.executable, "-m", "detente"]
ROOMS = {"connect": 30.0, "read": 60.0, "write": 30.0, "pool": 60.0}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, float]]:
    """Start a server; give its one-time address, and when it was started."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*DETENTE, "serve", str(folder), "--port", "0", "--as", "benchmark"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        while True:
            line = process.stderr.readline()
            if not line:
                sys.exit("the server did not start")
            if line.startswith("http"):
                break
        yield line.strip(), begun
    finally:
        process.terminate()
        process.wait()


def entered(address: str) -> httpx.Client:
    """Come in by the one-time address."""
    base = address.split("/enter")[0]
    client = httpx.Client(base_url=base, timeout=httpx.Timeout(**ROOMS))
    client.get(address).raise_for_status()
    return client


def ready(client: httpx.Client, address: str) -> httpx.Response:
    """Ask until what takes long was computed."""
    while (response := client.get(address)).status_code == 202:
        pass
    response.raise_for_status()
    return response


def csrf_of(page: str) -> str:
    """The word that a form carries."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


# --- start ---------------------------------------------------------------------------------------


def start(_: float) -> dict[str, Any]:
    """From the command to the first page, against an interpreter that only imports the server."""
    times = []
    for _n in range(5):
        with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, begun):
            client = entered(address)
            client.get("/").raise_for_status()
            times.append(time.perf_counter() - begun)
            client.close()
    bare = []
    for _n in range(5):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "import uvicorn, starlette.applications, jinja2"], check=True
        )
        bare.append(time.perf_counter() - begun)
    best, peer = min(times), min(bare)
    print(f"start to first page: best {best:.2f} s, median {statistics.median(times):.2f} s")
    print(f"   importing the server alone: {peer:.2f} s; ratio {best / peer:.1f}")
    return {"best": best, "median": statistics.median(times), "imports": peer}


# --- the ladder page -----------------------------------------------------------------------------


def ladder(_: float) -> dict[str, Any]:
    """The ladder page of minsk, and with a step moved; against an empty file of the same server."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, _begun):
        client = entered(address)
        ready(client, "/case/minsk/ladder")
        moved = client.get("/case/minsk/ladder?move=3:2").headers["location"]
        icon = re.search(r'href="(/static/icon[^"]+)"', client.get("/").text)
        assert icon
        found = {
            "page": _timed(client, "/case/minsk/ladder"),
            "moved": _timed(client, moved),
            "twin": _timed(client, "/case/minsk/ladder.json"),
            "file": _timed(client, icon[1]),
        }
        client.close()
    begun = time.perf_counter()
    subprocess.run([*DETENTE, "plan", "minsk", "--json"], check=True, stdout=subprocess.DEVNULL)
    found["command"] = time.perf_counter() - begun
    for name, seconds in found.items():
        print(f"ladder, {name}: {1000 * seconds:.1f} ms")
    file, command = found["page"] / found["file"], found["command"] / found["page"]
    print(f"   page against a static file: {file:.1f} times; command against page: {command:.0f}")
    return found


def _timed(client: httpx.Client, address: str, times: int = 60) -> float:
    """Give the median of so many answers, on a connection that is open."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(address).raise_for_status()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


# --- many at once --------------------------------------------------------------------------------


def load(seconds: float) -> dict[str, Any]:
    """Many readers and some writers at once: no error, and no event lost."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, _begun):
        client = entered(address)
        word = csrf_of(client.get("/").text)
        client.post("/case/minsk/ledger/begin", data={"csrf": word})
        pages = ["/", "/case/minsk", "/case/minsk/ladder", "/case/minsk/ladder.json",
                 "/case/minsk/what-if", "/case/minsk/ledger", "/case/minsk/ledger/due",
                 "/case/minsk/edit", "/case/minsk/evidence"]  # fmt: skip
        for page in pages:
            ready(client, page)
        base, cookies = str(client.base_url), dict(client.cookies)
        found = asyncio.run(_crowd(base, cookies, word, pages, seconds))
        record = client.get("/case/minsk/ledger/log.json").json()
        verified = client.get("/case/minsk/ledger/verify.json").json()
        client.close()
    kept = {event["body"]["what"] for event in record["events"]}
    lost = found["written"] - kept
    reads, writes = found["reads"], len(found["written"])
    middle, slow = (1000 * found[name] for name in ("median", "slow"))
    print(
        f"{READERS} readers and {WRITERS} writers for {seconds:g} s: {reads} pages "
        f"({reads / seconds:.0f}/s, median {middle:.0f} ms, 95th {slow:.0f} ms), "
        f"{writes} events ({writes / seconds:.0f}/s)"
    )
    print(f"   errors: {len(found['errors'])} {found['errors'][:3]}; "
          f"events lost: {len(lost)}, twice: {len(record['events']) - len(kept)}; "
          f"chain whole: {verified['fault'] is None}")  # fmt: skip
    return {
        "seconds": seconds, "reads": reads, "writes": writes, "errors": len(found["errors"]),
        "lost": len(lost), "median": found["median"], "p95": found["slow"],
        "whole": verified["fault"] is None,
    }  # fmt: skip


async def _crowd(
    base: str, cookies: dict[str, str], word: str, pages: list[str], seconds: float
) -> dict[str, Any]:
    end = time.perf_counter() + seconds
    times: list[float] = []
    errors: list[str] = []
    written: set[str] = set()
    limits = httpx.Limits(max_connections=READERS + WRITERS)
    room = httpx.Timeout(**ROOMS)

    async def reader(client: httpx.AsyncClient, n: int) -> None:
        k = n
        while time.perf_counter() < end:
            begun = time.perf_counter()
            try:
                response = await client.get(pages[k % len(pages)])
                if response.status_code not in (200, 202):
                    errors.append(f"{response.status_code} {response.text[-300:]}")
            except httpx.HTTPError as error:
                errors.append(f"{pages[k % len(pages)]}: {error!r}")
            times.append(time.perf_counter() - begun)
            k += 1

    async def writer(client: httpx.AsyncClient, n: int) -> None:
        k = 0
        while time.perf_counter() < end:
            what = f"note {n}.{k}"
            fields = {"csrf": word, "kind": "note", "what": what, "by": f"writer{n}"}
            try:
                response = await client.post("/case/minsk/ledger/record", data=fields)
                if response.status_code == 303:
                    written.add(what)
                else:
                    errors.append(f"write: {response.status_code}")
            except httpx.HTTPError as error:
                errors.append(f"write: {error!r}")
            k += 1
            await asyncio.sleep(0.05)

    async with httpx.AsyncClient(
        base_url=base, cookies=cookies, limits=limits, timeout=room
    ) as client:
        readers = [reader(client, n) for n in range(READERS)]
        writers = [writer(client, n) for n in range(WRITERS)]
        await asyncio.gather(*readers, *writers)
    ranked = sorted(times)
    return {
        "reads": len(times), "errors": errors, "written": written,
        "median": statistics.median(times), "slow": ranked[int(0.95 * len(ranked))],
    }  # fmt: skip


# --- the brief -----------------------------------------------------------------------------------


def brief(_: float) -> dict[str, Any]:
    """The full brief of minsk as PDF, by the command and on a server that has not seen it yet."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        target = str(Path(folder) / "brief.pdf")
        subprocess.run([*DETENTE, "brief", "minsk", "--lang", "ru", "-o", target], check=True,
                       stderr=subprocess.DEVNULL)  # fmt: skip
        command = time.perf_counter() - begun
        with served(Path(folder)) as (address, _begun):
            client = entered(address)
            begun = time.perf_counter()
            size = len(ready(client, "/case/minsk/brief.pdf?lang=ru").content)
            first = time.perf_counter() - begun
            again = _timed(client, "/case/minsk/brief.pdf?lang=ru", times=5)
            client.close()
    print(f"full PDF of minsk: command {command:.2f} s; server, the first time {first:.2f} s, "
          f"again {1000 * again:.0f} ms ({size / 1000:.0f} kB)")  # fmt: skip
    return {"command": command, "first": first, "again": again, "bytes": size}


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    for name in given.parts:
        if name not in PARTS:
            sys.exit(f"there is no part '{name}'; there are: {', '.join(PARTS)}")
    found = {}
    for name in given.parts or PARTS:
        print(f"\n== {name}")
        found[name] = globals()[name](given.seconds)
    if set(found) == set(PARTS):
        target = Path(__file__).parent / "results" / "web.json"
        target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
