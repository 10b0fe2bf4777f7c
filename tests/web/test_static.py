"""Walk through the static site: plain files, no server of ours."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect, sync_playwright

from figway.library import Library
from figways import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def folder(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    done = run("site", examples, out, "--base-url", "https://example.org/figures")
    assert done.code == 0, done.err
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_every_figure_has_its_page_and_files(folder: Path, examples: Path) -> None:
    for record in Library.open(examples):
        assert (folder / "figures" / f"{record.figid}.html").is_file()
        assert (folder / "figures" / record.figid / "record.json").read_text() == record.to_json()
        for gene in record.genes:
            assert not gene.entrez or (folder / "genes" / "ncbigene" / f"{gene.entrez}.html").is_file()


def test_every_link_leads_to_a_file(folder: Path) -> None:
    import re

    for page in folder.rglob("*.html"):
        for target in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8")):
            if not target.startswith(("http", "data:", "/")):
                assert (page.parent / target).resolve().exists(), f"{page.relative_to(folder)}: {target}"


def test_sitemap_and_feed_are_whole(folder: Path, examples: Path) -> None:
    urls = [e.text for e in ElementTree.parse(folder / "sitemap.xml").iter() if e.tag.endswith("loc")]
    figures = Library.open(examples).figids()
    assert {f"https://example.org/figures/figures/{f}.html" for f in figures} <= set(urls)
    assert len([e for e in ElementTree.parse(folder / "feed.xml").iter() if e.tag.endswith("entry")]) == len(figures)


def test_a_folder_of_other_things_is_not_touched(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("site", examples, tmp_path)
    assert done.code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_walk(address: str) -> None:
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=address)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/index.html")
        page.locator("#home-q").fill("EGFR")
        page.keyboard.press("Enter")
        expect(page.locator("#count")).to_contain_text("figure")
        expect(page.locator(".hit-row").first).to_be_visible()
        every = page.locator(".hit-row").count()
        page.locator("#facets input[name=gene]").first.check()
        expect(page.locator("#facets input:checked")).to_have_count(1)
        assert 1 <= page.locator(".hit-row").count() <= every
        page.locator(".hit-row h3 a").first.click()
        expect(page.locator("#stage[data-ready]")).to_be_attached()
        page.locator("#layer-arrows").uncheck()
        expect(page.locator(".arrow").first).to_be_hidden()
        page.get_by_role("tab", name="Network").click()
        expect(page.locator("#netbox[data-ready]")).to_be_visible()
        page.get_by_role("tab", name="Genes").click()
        page.locator("#genes a[href*=ncbigene]").first.click()
        expect(page.locator(".card").first).to_be_visible()
        page.go_back()
        page.go_back()
        expect(page.locator("#facets input:checked")).to_have_count(1)
        assert said == []
        browser.close()
