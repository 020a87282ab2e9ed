"""Every page in a real browser: nothing that axe finds, and a picture for the docs.

Pictures are drawn anew, in `docs/screenshots`, where ``DETENTE_SCREENSHOTS`` is set.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open, Served, settled
from tests.browser.pictures import smaller

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST = 150_000
TALLEST = 1500

ARTICLE = (
    "Президент Беларуси принял приглашение, сообщает государственное агентство БелТА. "
    "В Вашингтоне о приглашении пока не объявили. Госдепартамент США подтвердил, что разговор "
    "состоялся 15 августа 2025 года. Независимые издания сообщают, что тон беседы был хорошим."
)

# The name of its picture, and where it is.
PAGES = {
    "start": "/",
    "case": "/case/minsk",
    "edit": "/case/desk/edit",
    "numbers": "/case/desk/numbers?part=parties.us",
    "ladder": "/case/minsk/ladder",
    "ladder-moved": "/case/minsk/ladder?move=3:2",
    "what-if": "/case/minsk/what-if?parties.us.stake.reputation=10",
    "other-side": "/case/minsk/other-side?party=by",
    "package": "/case/minsk/package",
    "lots": "/case/minsk/lots",
    "dates": "/case/minsk/dates",
    "stress": "/case/minsk/stress?draws=20000",
    "beliefs": "/case/minsk/beliefs",
    "risk": "/case/minsk/risk?draws=20000",
    "channels": "/case/minsk/channels",
    "evidence": "/case/minsk/evidence",
    "document": "",  # its address has its hash
    "brief": "/case/minsk/brief?profile=minister",
    "ledger": "/case/minsk/ledger",
    "ledger-due": "/case/minsk/ledger/due",
    "ledger-respond": "/case/minsk/ledger/respond",
    "ledger-stop": "/case/minsk/ledger/stop",
    "ledger-log": "/case/minsk/ledger/log",
    "ledger-verify": "/case/minsk/ledger/verify",
    "compare": "/compare?one=desk@1&other=desk",
    "accounts": "/accounts",
    "error": "/case/nothing",
    "login": "/login",
}


@pytest.fixture(scope="module")
def desk(team: Served) -> Served:
    """The team's server, with a case of its own, evidence, and a few events."""
    with ThreadPoolExecutor(1) as pool:  # this thread has Playwright's loop
        pool.submit(_furnish, team).result()
    return team


def _furnish(team: Served) -> None:
    from tests.web.clients import Visitor

    admin = Visitor(team.app, base=team.base).become("admin")
    confirmer = Visitor(team.app, base=team.base).become("confirmer")
    admin.post("/new", {"name": "desk", "source": "minsk"})
    kept = team.app.state.house.workspace.read("desk")
    text = kept.text.replace("{low: 8, mode: 14, high: 20}", "{low: 6, mode: 12, high: 18}")
    admin.post("/case/desk/edit", {"text": text, "version": kept.version})
    article = {"text": ARTICLE, "title": "Приглашение", "publisher": "БелТА"}
    admin.post("/case/minsk/evidence/add", {**article, "published": "2025-08-16"})
    admin.post("/case/minsk/ledger/begin")
    for fields in (
        {"kind": "commitment", "item": "releases_prominent.1", "due": "2025-09-30"},
        {"kind": "delivery", "item": "releases_foreign_press.1", "when": "2025-09-11",
         "source": "https://www.state.gov/"},
        {"kind": "delivery", "item": "releases_foreign_press.2", "when": "2025-09-14"},
    ):  # fmt: skip
        admin.post("/case/minsk/ledger/record", fields)
    numbers = {
        event["body"].get("lot"): event["number"]
        for event in admin.get("/case/minsk/ledger/log.json").json()["events"]
    }
    done = {"kind": "confirmation", "party": "us", "done": "yes", "observable": "yes"}
    done["item"] = f"minsk#{numbers['releases_foreign_press.1']}"
    confirmer.post("/case/minsk/ledger/record", done)


@pytest.mark.parametrize("name", PAGES)
def test_page(browse: Open, desk: Served, name: str) -> None:
    """A page passes axe in both languages, and stands in the docs as it looks."""
    for lang in ("en", "ru"):
        page = browse(desk, lang=lang)
        if name != "login":
            _come_in(page, desk)
        page.goto(desk.base + (PAGES[name] or _document(page, desk)))
        settled(page)
        assert _found(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1200
        _picture(page, name if lang == "en" else f"{name}.ru")


def test_pages_in_passing(browse: Open, desk: Served) -> None:
    """A running job, a bad edit and a case without a ledger pass axe too."""
    page = browse(desk)
    _come_in(page, desk)
    page.goto(f"{desk.base}/case/minsk/stress?draws=9500000&robust=1")
    page.get_by_role("progressbar").wait_for()
    assert _found(page) == []
    _picture(page, "job")
    page.get_by_role("button", name="Stop").click()
    page.goto(f"{desk.base}/case/desk/edit")
    # Not by keys: Chromium takes seconds to type a thousand lines.
    page.locator("#text").evaluate(
        """area => { area.value = area.value.replace("low: 6, mode: 12", "low: 26, mode: 12");
                     area.dispatchEvent(new Event("input", { bubbles: true })); }"""
    )
    page.locator("#problems li").first.wait_for()
    assert _found(page) == []
    _picture(page, "edit-bad")
    page.goto(f"{desk.base}/case/minsk/ladder?order=envoy_visit")
    settled(page)
    assert _found(page) == []


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_screens(browse: Open, desk: Served, width: int) -> None:
    """On a telephone nothing but wide tables has to be scrolled sideways."""
    page = browse(desk)
    _come_in(page, desk)
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("start", "case", "ladder", "what-if", "ledger", "edit"):
        page.goto(desk.base + PAGES[name])
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def _found(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: the rule, and where."""
    response = Axe().run(page).response
    return [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in response["violations"]]


def _come_in(page: Page, desk: Served) -> None:
    session, _ = desk.app.state.house.sessions.open("admin", "admin")
    cookie = desk.app.state.house.settings.cookie
    page.context.add_cookies([{"name": cookie, "value": session, "url": desk.base}])


def _document(page: Page, desk: Served) -> str:
    page.goto(f"{desk.base}/case/minsk/evidence")
    settled(page)
    link = page.locator("main ul a").first.get_attribute("href")
    assert link
    return link


def _picture(page: Page, name: str) -> None:
    """Draw a page into the docs, where that is asked for; the top of it, where it is long."""
    folder = os.environ.get("DETENTE_SCREENSHOTS")
    if not folder:
        return
    target = PICTURES if folder == "docs" else Path(folder)
    if target == PICTURES and name.endswith(".ru") and name not in _RUSSIAN:
        return
    target.mkdir(parents=True, exist_ok=True)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": 1200, "height": height}
    data = smaller(page.screenshot(clip=clip, full_page=True, scale="css"))
    (target / f"{name}.png").write_bytes(data)
    assert len(data) <= LARGEST, f"{name}.png has {len(data)} bytes"


_RUSSIAN = ("start.ru", "ladder.ru", "brief.ru", "ledger.ru")
