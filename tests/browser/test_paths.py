"""What a new user does, in a real browser, with scripts and without."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Served, settled

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@BOTH
def test_from_the_start_to_a_pdf_in_russian(entered: Open, scripts: bool) -> None:
    """Start page, case, ladder, brief, the other language, and a PDF whose text is Russian."""
    from pypdf import PdfReader

    page = entered(scripts=scripts)
    page.get_by_role("link", name="Washington and Minsk: small steps, August 2025").click()
    page.get_by_role("link", name="Ladder", exact=True).click()
    settled(page)
    expect(page.locator(".lead").first).to_contain_text("Self-enforcing")
    page.get_by_role("link", name="Brief", exact=True).click()
    settled(page)
    page.get_by_role("link", name="Русский").click()
    settled(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "minsk-full-ru.pdf"
    text = PdfReader(download.value.path()).pages[0].extract_text()
    assert "Вашингтон и Минск" in text


def _lots(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator("table.steps td:nth-child(2)").all()]


@BOTH
def test_a_step_is_moved(entered: Open, single: Served, scripts: bool) -> None:
    """A step put before another changes the order, the figures, and the address to be shared."""
    page = entered(scripts=scripts)
    page.goto(f"{single.base}/case/minsk/ladder")
    settled(page)
    before = _lots(page)
    margins = page.locator("table.steps tr[data-step='2'] td.n").all_inner_texts()
    if scripts:
        page.locator("tr[data-step='3']").drag_to(page.locator("tr[data-step='2']"))
    else:
        page.locator("tr[data-step='3'] button").first.click()
    expect(page.get_by_text("Your order")).to_be_visible()
    after = _lots(page)
    assert after == [*before[:2], before[3], before[2], *before[4:]]
    assert page.locator("table.steps tr[data-step='2'] td.n").all_inner_texts() != margins
    assert "order" in parse_qs(urlsplit(page.url).query)
    shared = page.context.new_page()
    shared.goto(page.url)
    assert _lots(shared) == after
    page.get_by_role("link", name="Back to the planned one").click()
    settled(page)
    assert _lots(page) == before


def test_a_step_is_moved_by_keyboard(entered: Open, single: Served) -> None:
    """A button moves a step by key, and keeps the focus on the step that moved."""
    page = entered()
    page.goto(f"{single.base}/case/minsk/ladder")
    settled(page)
    button = page.locator("tr[data-step='4'] button").first
    button.focus()
    id_ = button.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator(f"tr[data-step='3'] #{id_}".replace(".", "\\."))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"tr[data-step='2'] #{id_}".replace(".", "\\."))).to_be_focused()


@BOTH
def test_a_bad_edit_shows_its_line(entered: Open, single: Served, scripts: bool) -> None:
    """What is wrong in the editor is told with its line: while one writes, or when one saves."""
    page = entered(scripts=scripts)
    name = "edited" if scripts else "edited-plain"
    page.locator("#name").fill(name)
    page.get_by_role("button", name="Begin").click()
    area = page.locator("#text")
    text = area.input_value()
    line = 1 + text[: text.index("{low: 2, mode: 3, high: 5}")].count("\n")
    area.fill(text.replace("{low: 2, mode: 3, high: 5}", "{low: 28, mode: 3, high: 5}"))
    if not scripts:
        page.get_by_role("button", name="Save").click()
    told = page.locator("#problems li").first
    expect(told).to_contain_text(f"line {line}")
    expect(told).to_contain_text("low 28 is above high 5")
    if scripts:
        told.get_by_role("link").click()
        place = page.evaluate("document.getElementById('text').selectionStart")
        assert area.input_value()[:place].count("\n") == line - 1
        assert page.locator(".gutter .here").inner_text().strip() == str(line)
    area = page.locator("#text")
    area.fill(area.input_value().replace("{low: 28", "{low: 1"))
    if scripts:
        expect(page.locator("#problems")).to_contain_text("A valid case.")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{single.base}/case/{name}")
    expect(page.get_by_role("link", name=re.compile("version 1"))).to_be_visible()


@BOTH
def test_numbers_by_form(entered: Open, single: Served, scripts: bool) -> None:
    """A number changed in the form is in the file, beside its comments."""
    page = entered(scripts=scripts)
    name = "numbers" if scripts else "numbers-plain"
    page.locator("#name").fill(name)
    page.locator("#source").select_option("minsk")
    page.get_by_role("button", name="Begin").click()
    page.goto(f"{single.base}/case/{name}/numbers")
    page.locator("#part").select_option("parties.by")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(page.locator("caption")).to_contain_text("Belarus")
    field = page.get_by_label(re.compile("stake: reputation: Most likely"))
    field.fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".right")).to_contain_text("1 number saved")
    page.goto(f"{single.base}/case/{name}/edit")
    text = page.locator("#text").input_value()
    assert "{low: 3, mode: 7, high: 10}" in text
    assert text.startswith("# yaml-language-server")


@BOTH
def test_what_if(entered: Open, single: Served, scripts: bool) -> None:
    """A slider moved to where the ladder no longer holds says so, at an address to be shared."""
    page = entered(scripts=scripts)
    page.goto(f"{single.base}/case/minsk/what-if")
    settled(page)
    slider = page.get_by_label("stake: reputation").first
    slider.focus()
    page.keyboard.press("Home")
    if not scripts:
        page.get_by_role("button", name="Compute").click()
    expect(page.locator("#live")).to_contain_text("1 assumption moved")
    expect(page.locator("#live .lead")).not_to_contain_text("Self-enforcing:")
    assert page.url.endswith("?parties.us.stake.reputation=8")


@BOTH
def test_two_people_record_and_confirm(browse: Open, team: Served, scripts: bool) -> None:
    """An analyst records a delivery, a confirmer confirms it; the log has both by name."""
    lot = "releases_prominent.1" if scripts else "releases_prominent.2"
    ledger = f"{team.base}/case/minsk/ledger"
    analyst, confirmer = (_logged_in(browse, team, role, scripts) for role in
                          ("analyst", "confirmer"))  # fmt: skip
    analyst.goto(ledger)
    if analyst.get_by_role("button", name="Begin a ledger").count():
        analyst.get_by_role("button", name="Begin a ledger").click()
    analyst.locator("#item").select_option(lot)
    analyst.locator("#r-when").fill("2025-09-11")
    analyst.locator("#r-source").fill("BelTA, 11 September 2025")
    analyst.get_by_role("button", name="Record").click()
    said = analyst.locator(".right")
    expect(said).to_contain_text("Recorded as minsk#")
    number = re.search(r"minsk#(\d+)", said.inner_text())
    assert number
    confirmer.goto(ledger)
    claim = confirmer.locator(f"section[aria-labelledby='claim-{number[1]}']")
    claim.locator("summary", has_text="Confirm").click()
    claim.get_by_label("Who checked").select_option("us")
    claim.get_by_label("Could a breach have been seen?").select_option("yes")
    claim.get_by_role("button", name="Confirm").click()
    expect(confirmer.locator(".right")).to_contain_text("Recorded as minsk#")
    confirmer.get_by_role("link", name="All events").click()
    rows = confirmer.locator("tbody tr")
    expect(rows.nth(-2)).to_contain_text("analyst")
    expect(rows.nth(-1)).to_contain_text("confirmer")
    confirmer.get_by_role("link", name="Is it whole?").click()
    expect(confirmer.locator(".lead")).to_contain_text("The chain is whole")


def _logged_in(browse: Open, team: Served, role: str, scripts: bool) -> Page:
    page = browse(team, scripts=scripts)
    page.goto(f"{team.base}/case/minsk/ledger")
    page.get_by_label("Name").fill(role)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{team.base}/case/minsk/ledger")
    return page


def test_a_past_day_by_slider(browse: Open, team: Served) -> None:
    """The slider of days chooses a past day, and the page becomes that day's."""
    page = _logged_in(browse, team, "analyst", True)
    if page.get_by_role("button", name="Begin a ledger").count():
        page.get_by_role("button", name="Begin a ledger").click()
    page.locator("#what").fill("the first thing")
    page.locator("#kind").select_option("note")
    page.get_by_role("button", name="Record").click()
    page.locator("input.asof").focus()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile(r"as_of=\d{4}-\d{2}-\d{2}"))
    expect(page.locator("#live #record")).to_have_count(0)


@BOTH
def test_long_work_can_be_stopped(entered: Open, single: Served, scripts: bool) -> None:
    """A page that takes long shows that it works, and a button stops it."""
    page = entered(scripts=scripts)
    draws = 9_000_000 + scripts
    page.goto(f"{single.base}/case/minsk/stress?draws={draws}&robust=1")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".lead")).to_have_text("Stopped.")
    expect(page.get_by_role("link", name="Begin again")).to_be_visible()


def test_by_keyboard_alone(entered: Open) -> None:
    """The first stop of the keyboard leads past the navigation, and every stop can be seen."""
    page = entered()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


def test_on_paper(entered: Open, single: Served) -> None:
    """Printed, a page has its content and none of its navigation, buttons and forms."""
    page = entered()
    page.goto(f"{single.base}/case/minsk/ladder")
    settled(page)
    page.emulate_media(media="print")
    for gone in (".site", ".tabs", ".moves >> nth=0", ".twin"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".lead").first).to_be_visible()
    expect(page.locator("table.steps")).to_be_visible()
