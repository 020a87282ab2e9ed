"""One headless Chromium for all tests of a run, servers on real sockets, and nothing outside.

Playwright's loop stays in its thread as long as it is open, so the browser is closed with this
folder's last test: later ones may need a loop of their own.
"""

import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from detente.web.app import create_app
from detente.web.settings import Settings
from tests.web.clients import accounts_in

CHROMIUM = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",  # coloured edges of letters would double the size of pictures
]
SIZE = {"width": 1200, "height": 900}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Served:
    """A server on a socket of its own, in a thread.

    Parameters
    ----------
    folder
        Its cases; a team's accounts stand beside them.
    team
        Whether it asks who is there.
    """

    def __init__(self, folder: Path, *, team: bool) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        accounts = accounts_in(folder) if team else None
        settings = Settings(folder=folder / "cases", port=self.port, accounts=accounts)
        self.app = create_app(settings)
        self.base = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(self.app, log_level="warning", ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],))
        self.thread.start()

    def close(self) -> None:
        """End it."""
        self.server.should_exit = True
        self.thread.join(timeout=5)
        self.server.force_exit = True  # a connection that a browser left open keeps nobody waiting
        self.thread.join()
        self.socket.close()

    def word(self) -> str:
        """A one-time address."""
        return f"{self.base}/enter?token={self.app.state.house.one_time.fresh()}"


@pytest.fixture(scope="package")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for one person."""
    served = Served(tmp_path_factory.mktemp("single"), team=False)
    yield served
    served.close()


@pytest.fixture(scope="package")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for a team, with an account for each role."""
    served = Served(tmp_path_factory.mktemp("team"), team=True)
    yield served
    served.close()


Open = Callable[..., Page]


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Open]:
    """Open a window; what asks for another host, or is refused by the policy, fails the test."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    complaints: list[str] = []

    def open_(served: Served, *, scripts: bool = True, lang: str = "en") -> Page:
        context = chromium.new_context(
            viewport=SIZE, java_script_enabled=scripts, locale=lang, accept_downloads=True
        )
        contexts.append(context)
        home = urlsplit(served.base).netloc

        def seen(request: Request) -> None:
            if urlsplit(request.url).netloc != home and not request.url.startswith("data:"):
                foreign.append(request.url)

        context.on("request", seen)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(20_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert foreign == []
    # The browser itself reports answers such as 422, which pages give on purpose.
    assert [text for text in complaints if not re.match("Failed to load resource", text)] == []


@pytest.fixture
def entered(browse: Open, single: Served) -> Open:
    """Open a window of somebody who is in."""

    def open_(**more: object) -> Page:
        page = browse(single, **more)
        page.goto(single.word())
        page.wait_for_url(f"{single.base}/")  # the page of the address goes on by itself
        return page

    return open_


def settled(page: Page) -> Page:
    """Wait until what a page shows was computed; without scripts the page turns by itself."""
    page.locator("header h1").first.wait_for()
    page.locator('form[action^="/job/"]').wait_for(state="detached", timeout=60_000)
    return page
