"""Ask for pages of things, for what PubMed Central finds, and for pictures that stand in several articles."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from figway.library import Library
from figway.serve import archive
from figway.serve.addresses import slug, unslug
from figway.serve.app import create_app
from figway.serve.site import Settings
from figway.store import build_store
from figway.store.copies import groups_of
from services import Paper, Services, serve

FIGIDS = ("PMC9000000__a", "PMC9000007__b", "PMC9000014__c")


@pytest.fixture(params=["memory", "store"])
def client(request: pytest.FixtureRequest, examples: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Serve the examples, and three copies of one in three articles, two of which show the same picture."""
    path = Path(shutil.copytree(examples, tmp_path / "library"))
    library = Library.open(path)
    record = library.record("egfr_cascade")
    for figid in FIGIDS:
        pmcid = figid.split("__")[0]
        article = record.article.model_copy(update={"pmcid": pmcid, "authors": ("Ada Lovelace",)})
        (path / "records" / f"{figid}.json").write_text(record.evolve(figid=figid, article=article).to_json())
    (path / "summary.tsv").unlink()
    library.write_duplicates([(FIGIDS[0], FIGIDS[1], 3)])
    if request.param == "store":
        build_store(Library.open(path))
    with TestClient(create_app(Settings(path))) as found:
        yield found


def listed(client: TestClient, **asked: object) -> list[str]:
    figures = client.get("/api/v1/figures", params={"size": 50, **asked}).json()["figures"]
    return [figure["figid"] for figure in figures]


def test_names_come_back_from_addresses() -> None:
    for name in ("Homo sapiens", "N/A virus", "β-catenin", "PLoS ONE (2nd)", "100% x"):
        assert unslug(slug(name)) == name
        assert "/" not in slug(name)


def test_a_gene_has_one_page_by_name_and_number(client: TestClient) -> None:
    by_name, by_number = (client.get(f"/genes/{key}.html").text for key in ("KRAS", "ncbigene/3845"))
    pattern = r"<ul class=\"pairs\">.*?</ul>"
    assert re.findall(pattern, by_name, re.DOTALL) == re.findall(pattern, by_number, re.DOTALL) != []
    assert "bioregistry.io/ncbigene:3845" in by_name
    assert client.get("/genes/NOSUCHGENE.html").status_code == 404


def test_what_is_drawn_is_what_the_records_draw(client: TestClient, examples: Path) -> None:
    """Each arrow of the page is an arrow of a record, from or to the gene or a family that has it as member."""
    records = [r for r in Library.open(examples) if any(g.hgnc_symbol == "KRAS" for g in r.genes)]
    ends = {
        (r.sign, (m.symbol or m.word).replace("_", " "))
        for record in records
        for r in record.relations
        for m in record.mentions
        if m.id in (*r.source_ids, *r.target_ids)
    }
    page = client.get("/genes/KRAS.html").text
    shown = re.findall(r"class=\"sign s-(\w+)\".*?</span><span class=\"sr\">.*?</span>\s*<\w+[^>]*>([^<]+)<", page)
    assert shown
    assert {({"plus": "+", "minus": "-", "none": "?"}[s], name) for s, name in shown} <= ends


def test_every_number_leads_to_figures_that_draw_it(client: TestClient) -> None:
    page = html.unescape(client.get("/genes/KRAS.html").text)
    links = re.findall(r"class=\"num small\" href=\"([^\"]+)\"", page)
    assert links
    assert all("hit-row" in client.get(link).text for link in links)


@pytest.mark.parametrize("path", ["organisms/Homo_sapiens", "journals/figway_examples", "authors/Ada_Lovelace"])
def test_organisms_journals_and_authors_have_pages(client: TestClient, path: str) -> None:
    assert client.get(f"/{path}.html").status_code == 200
    assert client.get(f"/{path}x.html").status_code == 404


@pytest.mark.parametrize("kinds", ["genes", "chemicals", "diseases", "organisms", "journals"])
def test_every_thing_that_is_listed_has_a_page(client: TestClient, kinds: str) -> None:
    links = re.findall(rf'href="(/{kinds}/[^"]+)"', client.get(f"/{kinds}").text)
    assert links or kinds == "diseases"
    assert {client.get(link).status_code for link in links[:12]} <= {200}


def test_a_picture_of_two_articles_is_found_once(client: TestClient) -> None:
    found = listed(client, q="EGFR")
    assert len({*FIGIDS[:2]} & set(found)) == 1
    assert FIGIDS[2] in found
    shown = next(f for f in found if f in FIGIDS[:2])
    other = FIGIDS[1] if shown == FIGIDS[0] else FIGIDS[0]
    assert f'The same picture also in <a href="/figures/{other}.html">' in client.get("/search?q=EGFR").text
    page = client.get(f"/figures/{shown}.html").text
    assert re.search(rf'Same picture as <a href="/figures/{other}.html">', page)


def test_copies_of_copies_are_one_group() -> None:
    assert groups_of([("a", "b", 1), ("b", "c", 2), ("x", "y", 0)]) == {
        "a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b"), "x": ("y",), "y": ("x",),
    }  # fmt: skip


def test_a_query_of_pubmed_central_narrows_the_library(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime

    papers = [Paper(pmcid, datetime.date(2026, 1, 5)) for pmcid in ("PMC9000014", "PMC9999999")]
    with serve(Services(papers)) as service:
        for name, value in service.environment().items():
            monkeypatch.setenv(name, value)
        archive._ask.cache_clear()
        assert listed(client, pmc="insulin") == [FIGIDS[2]]
        page = client.get("/search", params={"pmc": "insulin"}).text
        assert "PubMed Central finds 2 articles" in page
        assert client.get("/search", params={"pmc": "x[Nonsense]"}).status_code == 200


def test_pubmed_central_out_of_reach_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWAY_ENTREZ_URL", "http://127.0.0.1:9")
    archive._ask.cache_clear()
    answer = client.get("/api/v1/figures", params={"pmc": "insulin"})
    assert answer.status_code == 502
    assert "PubMed Central could not be asked" in answer.json()["detail"]
    page = client.get("/search", params={"q": "EGFR", "pmc": "insulin"})
    assert page.status_code == 200
    assert "not narrowed by it" in page.text
    assert quote("EGFR") in page.text
