"""Walk through a served library as a person does, in headless Chromium."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from figway.library import Library
from figway.serve.app import create_app
from figway.serve.site import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LIT = re.compile(r"\blit\b")
SERIOUS = ("serious", "critical")
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def address(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the examples on a free port, to one who may correct them."""
    library = shutil.copytree(examples, tmp_path_factory.mktemp("walk") / "library")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(library, hosts=("127.0.0.1",), curator="Ann"))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Give a page that fails its test when anything was said on its console."""
    found = browser.new_page(base_url=address, viewport={"width": 1360, "height": 900})
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.set_default_timeout(60_000)
    yield found
    found.close()
    assert said == []


def test_from_search_to_a_figure_and_back(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    page.get_by_label("Search figures by words").fill("EGF")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("figure")
    every = page.locator(".hit-row").count()
    assert every >= 1
    page.goto("/browse")
    box = page.locator("input[name=gene]").first
    value = box.get_attribute("value")
    box.check()
    page.wait_for_url("**gene=**")
    expect(page.locator(f'input[name=gene][value="{value}"]')).to_be_checked()
    assert page.locator(".hit-row").count() <= 6
    page.locator(".hit-row h3 a").first.click()
    expect(page.locator("#stage[data-ready]")).to_be_attached()
    page.go_back()
    expect(page.locator(f'input[name=gene][value="{value}"]')).to_be_checked()


def test_hover_lights_box_and_row(page: Page) -> None:
    page.goto("/figures/egfr_cascade.html")
    expect(page.locator("#stage[data-ready]")).to_be_attached()
    row = page.locator("#genes tbody tr").first
    row.hover()
    marks = (row.get_attribute("data-m") or "").split()
    for mark in marks:
        expect(page.locator(f'.mark[data-m="{mark}"]')).to_have_class(LIT)
    page.locator("#layer-arrows").hover()
    page.locator(f'.mark[data-m="{marks[0]}"]').hover()
    expect(row).to_have_class(LIT)


def test_layers_switch_boxes_and_arrows(page: Page) -> None:
    page.goto("/figures/egfr_cascade.html")
    expect(page.locator("#stage[data-ready]")).to_be_attached()
    arrow = page.locator(".arrow").first
    expect(arrow).to_be_visible()
    page.locator("#layer-arrows").uncheck()
    expect(arrow).to_be_hidden()
    page.locator("#layer-arrows").check()
    expect(arrow).to_be_visible()
    page.locator("#layer-gene").uncheck()
    expect(page.locator("svg .mark.k-gene").first).to_be_hidden()


def test_reasons_relations_and_network(page: Page, examples: Path) -> None:
    record = Library.open(examples).record("egfr_cascade")
    page.goto("/figures/egfr_cascade.html")
    page.locator("#genes a[data-why]").first.click()
    expect(page.locator(".reason:visible")).to_have_count(1)
    expect(page.locator(".reason:visible .weights li").first).to_be_visible()
    page.get_by_role("tab", name="Relations").click()
    expect(page.locator("#relations tbody tr")).to_have_count(len(record.relations) + len(record.stated))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#netbox[data-ready]")).to_be_visible()
    assert page.locator("#netbox canvas").count() > 0
    page.get_by_role("button", name="Spread out").click()


def test_download_and_zoom_by_keyboard(page: Page, examples: Path) -> None:
    page.goto("/figures/egfr_cascade.html")
    expect(page.locator("#stage[data-ready]")).to_be_attached()
    before = page.locator("#stage svg .marks").bounding_box()
    page.get_by_role("button", name="Zoom in").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    after = page.locator("#stage svg .marks").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 1.2
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.locator(".sheet a", has_text="Whole record").click()
    assert download.value.path().read_text() == Library.open(examples).record("egfr_cascade").to_json()


def test_a_figure_dropped_into_the_page_is_read(page: Page, examples: Path) -> None:
    page.goto("/")
    page.set_input_files("input[type=file]", examples / "images" / "p53_composite.png")
    expect(page.locator(".note")).to_contain_text("Nothing of it was kept", timeout=60_000)
    expect(page.locator("#genes tbody tr").first).to_be_visible()
    expect(page.locator("#stage[data-ready]")).to_be_attached()


def _curating(page: Page) -> None:
    """Wait until picture and keys are there."""
    expect(page.locator("#stage[data-ready]")).to_be_attached()
    expect(page.locator("#curate[data-ready]")).to_be_attached()


def test_correcting_with_keys_and_undoing(page: Page) -> None:
    page.goto("/curate")
    page.locator('.queue h2 a[href*="egfr_cascade"]').click()
    _curating(page)
    row = page.locator("#genes tbody tr", has_text="EGFR").first
    rows = page.locator("#genes tbody tr").count()
    row.locator("[data-pick]").click()
    expect(page.locator("#subject")).to_contain_text("EGFR")
    page.keyboard.press("x")
    page.wait_for_url("**after=**")
    expect(page.locator("#genes tbody tr")).to_have_count(rows - 1)
    expect(page.locator(".crumb")).to_contain_text("1 correction by people")
    _curating(page)
    page.keyboard.press("u")
    expect(page.locator("#genes tbody tr")).to_have_count(rows)
    expect(page.locator(".crumb")).not_to_contain_text("correction")


def test_a_missed_label_is_drawn_named_and_taken_back(page: Page) -> None:
    page.goto("/figures/egfr_cascade.html")
    _curating(page)
    marks = page.locator("#stage .mark").count()
    page.keyboard.press("b")
    area = page.locator(".drawpad").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 40, area["y"] + 40)
    page.mouse.down()
    page.mouse.move(area["x"] + 130, area["y"] + 70)
    page.mouse.up()
    expect(page.locator("#newname")).to_be_focused()
    page.keyboard.type("BRCA2")
    page.keyboard.press("Enter")
    page.wait_for_url("**after=mc**")
    expect(page.locator("#genes tbody tr", has_text="BRCA2")).to_have_count(1)
    expect(page.locator("#stage .mark")).to_have_count(marks + 1)
    page.goto("/search?q=gene:BRCA2")
    expect(page.locator(".hit-row")).to_have_count(1)
    page.locator(".hit-row h3 a").click()
    _curating(page)
    page.keyboard.press("u")
    expect(page.locator("#stage .mark")).to_have_count(marks)


def test_a_missed_label_is_drawn_by_keys_alone(page: Page) -> None:
    page.goto("/figures/egfr_cascade.html")
    _curating(page)
    page.keyboard.press("b")
    expect(page.locator(".drawpad")).to_be_focused()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#newname")).to_be_focused()
    expect(page.locator("input[name=box]")).not_to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(".drawpad")).to_have_count(0)


def test_a_missed_arrow_is_added_between_two_labels(page: Page) -> None:
    page.goto("/figures/egfr_cascade.html")
    _curating(page)
    arrows = page.locator("#relations tbody tr[data-r]").count()
    page.keyboard.press("c")
    rows = page.locator("#genes tbody tr [data-pick]")
    rows.nth(0).click()
    expect(page.locator("#subject")).to_contain_text("points at")
    rows.nth(3).click()
    page.keyboard.press("2")
    expect(page.locator("#relations tbody tr[data-r]")).to_have_count(arrows + 1)
    _curating(page)
    page.keyboard.press("u")
    expect(page.locator("#relations tbody tr[data-r]")).to_have_count(arrows)


def test_from_a_gene_to_what_is_drawn_of_it(page: Page) -> None:
    page.goto("/browse")
    page.get_by_role("navigation", name="Browse by").get_by_role("link", name="Genes").click()
    page.locator(".index a", has_text="KRAS").first.click()
    expect(page.locator("h1")).to_have_text("KRAS")
    number = page.locator(".hit-row").count()
    assert number >= 1
    drawn = page.locator(".pairs li").first
    page.goto("/search" + (drawn.locator("a.num").get_attribute("href") or "").partition("/search")[2])
    expect(page.locator(".hit-row").first).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text("KRAS")


def test_a_chosen_theme_stays(page: Page) -> None:
    page.goto("/")
    page.locator("#theme").click()
    theme = page.locator("html").get_attribute("data-theme")
    page.goto("/stats")
    assert page.locator("html").get_attribute("data-theme") == theme


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=EGFR", "/figures/egfr_cascade.html", "/stats", "/about", "/api/docs", "/curate", "/nope",
     "/simulate/egfr_cascade.html?off=MEK"],
)  # fmt: skip
def test_axe_finds_nothing_serious(browser: Browser, address: str, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_timeout(300)
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in SERIOUS] == []


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=EGFR", "/figures/egfr_cascade.html", "/stats", "/about", "/api/docs", "/curate",
     "/simulate/egfr_cascade.html?off=MEK"],
)  # fmt: skip
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 740})
    page.goto(address + path)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.close()


def test_pages_say_the_same_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/figures/egfr_cascade.html")
    assert page.locator("#genes tbody tr").count() > 3
    expect(page.locator(".mark.k-gene").first).to_be_visible()
    page.locator("#layer-gene").uncheck()
    expect(page.locator("svg .mark.k-gene").first).to_be_hidden()
    expect(page.locator("#relations tbody tr").first).to_be_visible()
    context.close()


def test_a_node_is_clicked_off_and_what_changes_is_shown(page: Page) -> None:
    pytest.importorskip("biodivine_aeon")
    page.goto("/figures/egfr_cascade.html")
    page.get_by_role("link", name="Simulate").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing is held")
    page.get_by_role("link", name=re.compile("^TSC: ")).click()
    expect(page.get_by_role("status")).to_contain_text("Held: TSC off")
    expect(page.locator(".sim.held polygon").first).to_be_visible()
    page.get_by_role("link", name="Let TSC go").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing is held")
