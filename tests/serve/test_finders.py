"""Ask the same of a library in memory and of its store: both finders must answer alike."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from figway.enrich import SetsGatherer
from figway.lexicon import Lexicon
from figway.library import Library
from figway.serve.app import create_app
from figway.serve.finder import Finder
from figway.serve.memory import MemoryFinder
from figway.serve.site import Settings, Site
from figway.serve.stored import StoreFinder
from figway.store import build_store, changed_since
from figways import command, run


@pytest.fixture(scope="module")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("finders") / "library"
    shutil.copytree(examples, library)
    build_store(Library(library), sets=SetsGatherer(Lexicon.load()))
    return library


@pytest.fixture(scope="module")
def address(built: Path, new_database: Callable[[], str]) -> str:
    """Give the address of a store of the examples in PostgreSQL."""
    made = new_database()
    build_store(Library(built), to=made, sets=SetsGatherer(Lexicon.load()))
    return made


@pytest.fixture(scope="module", params=["memory", "store", "store alone", "postgresql"])
def finder(request: pytest.FixtureRequest, examples: Path, built: Path) -> Finder:
    places = {"memory": examples, "store": built, "store alone": built / "store.sqlite"}
    place = places.get(request.param) or request.getfixturevalue("address")
    found = Site(Settings(place)).finder
    assert isinstance(found, MemoryFinder if request.param == "memory" else StoreFinder)
    return found


def figids(finder: Finder, query: str, **chosen: tuple[str, ...]) -> set[str]:
    found = finder.search(query, chosen, sort="relevance", page=1, size=100)
    assert found.total == len(found.hits)
    return {hit.card.figid for hit in found.hits}


def test_genes_and_what_a_figure_has(finder: Finder, examples: Path) -> None:
    records = list(Library.open(examples))
    for symbol in ("EGFR", "AKT1", "TP53"):
        fits = {r.figid for r in records if any(g.hgnc_symbol == symbol for g in r.genes)}
        assert figids(finder, f"gene:{symbol}") == fits
        assert figids(finder, "", gene=(symbol,)) == fits
    assert figids(finder, "has:chemicals") == {r.figid for r in records if r.chemicals}
    assert figids(finder, "") == {r.figid for r in records}


def test_facets_count_and_narrow(finder: Finder) -> None:
    found = finder.search("", {}, sort="title", page=1, size=100)
    for name, counts in found.facets.items():
        for count in counts[:3]:
            assert len(figids(finder, "", **{name: (count.value,)})) == count.count, (name, count)
    first = found.facets["gene"][0].value
    narrowed = finder.search("", {"gene": (first,)}, sort="title", page=1, size=100)
    assert narrowed.facets["gene"][0].value == first
    assert narrowed.facets["gene"][0].chosen


def test_a_slip_is_noticed(finder: Finder) -> None:
    assert finder.search("signalling EGFRR", {}, sort="relevance", page=1, size=9).meant.lower().endswith(" egfr")
    assert finder.search("EGFR", {}, sort="relevance", page=1, size=9).meant == ""
    assert finder.search("qqqqqqqqqq", {}, sort="relevance", page=1, size=9).meant == ""


def test_similar_figures_share_names_and_the_nearest_comes_first(finder: Finder, examples: Path) -> None:
    records = {r.figid: r for r in Library.open(examples)}
    for figid in records:
        alike = finder.similar(figid, 10)
        assert figid not in {a.hit.figid for a in alike}
        assert [a.score for a in alike] == sorted((a.score for a in alike), reverse=True)
        assert all(0 < a.score <= 1.0001 and a.shared for a in alike)
    symbols = {i: {g.hgnc_symbol for g in r.genes if g.hgnc_symbol} for i, r in records.items()}
    both = [(i, j) for i in records for j in records if i != j and symbols[i] & symbols[j]]
    assert both
    assert all(j in {a.hit.figid for a in finder.similar(i, 10)} for i, j in both)
    assert finder.similar("nope", 5) == ()


def test_names_numbers_and_completion(finder: Finder, examples: Path) -> None:
    records = list(Library.open(examples))
    egfr = finder.named("gene", "1956")
    assert egfr is not None
    assert egfr[0] == "EGFR"
    assert "egfr_cascade" in figids(finder, egfr[1])
    assert finder.named("gene", "x") is None
    assert ("EGFR", "gene") in {(c.name, c.kind) for c in finder.complete("apoptosis eg", 8)}
    known = finder.overview()
    assert known.figures == len(records)
    assert known.relations >= sum(len(r.relations) for r in records)
    assert {c.figid for c in known.newest} <= {r.figid for r in records}
    ids = {g.entrez for r in records if r.figid == "egfr_cascade" for g in r.genes if g.entrez}
    assert set(finder.entrez("egfr_cascade")) == ids
    assert finder.alias("nope") == ""


def test_the_pages_work_on_a_store(built: Path) -> None:
    with TestClient(create_app(Settings(built))) as client:
        for path in ("/", "/search?q=EGFR", "/browse", "/stats", "/figures/egfr_cascade.html", "/api/v1/stats"):
            assert client.get(path).status_code == 200, path
        assert "Figures that name much the same" in client.get("/figures/egfr_cascade.html").text
        assert "Did you mean" in client.get("/search?q=EGFRR").text
        assert client.get("/search?q=colour:red").status_code == 200
        sets = client.get("/api/v1/export.gmt").text
        assert sets == run("search", built, "", "--format", "gmt").out


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_store_alone_is_served_without_pictures(built: Path, kind: str, request: pytest.FixtureRequest) -> None:
    place = built / "store.sqlite" if kind == "sqlite" else request.getfixturevalue("address")
    with TestClient(create_app(Settings(place))) as client, TestClient(create_app(Settings(built))) as whole:
        for path in ("/", "/search?q=EGFR", "/browse", "/stats", "/enrich", "/papers/PMC1.html", "/api/v1/stats"):
            assert client.get(path).status_code == whole.get(path).status_code, path
        shown = client.get("/figures/egfr_cascade.html")
        assert shown.status_code == 200
        assert "does not hold the picture" in shown.text
        assert client.get("/figures/egfr_cascade/image").status_code == 404
        lines = client.get("/api/v1/records.ndjson").text.splitlines()
        assert [json.loads(line)["figid"] for line in lines] == Library(built).figids()
        for path in ("/figures/egfr_cascade/genes.tsv", "/api/v1/figures?q=gene:EGFR", "/api/v1/export.gmt"):
            assert client.get(path).text == whole.get(path).text, path
        question = {"query": "EGFR GRB2 SOS1", "fdr": 1}
        assert client.post("/api/v1/enrich", json=question).json() == whole.post("/api/v1/enrich", json=question).json()


def test_a_browser_that_has_a_page_is_told_so(built: Path) -> None:
    with TestClient(create_app(Settings(built))) as client:
        first = client.get("/search?q=EGFR")
        again = client.get("/search?q=EGFR", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.text) == (304, "")
        other = client.get("/search?q=AKT1", headers={"If-None-Match": first.headers["etag"]})
        assert other.status_code == 200


def test_a_query_that_is_far_too_long_is_told(built: Path) -> None:
    with TestClient(create_app(Settings(built)), raise_server_exceptions=False) as client:
        many = " ".join(["a"] * 400)
        for path in ("/search", "/api/v1/figures"):
            answer = client.get(path, params={"q": many})
            assert answer.status_code == 400
            assert "at most 300 terms" in answer.text
        genes = " OR ".join(f"gene:GENE{n:04}" for n in range(199)) + " OR gene:EGFR"
        assert "egfr_cascade" in client.get("/search", params={"q": genes}).text


def test_a_database_that_is_gone_is_answered_with_503(built: Path, new_database: Callable[[], str]) -> None:
    import psycopg

    place = new_database()
    build_store(Library(built), to=place)
    with TestClient(create_app(Settings(place)), raise_server_exceptions=False) as client:
        assert client.get("/search?q=EGFR").status_code == 200
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("DROP SCHEMA figway CASCADE")
        found = client.get("/search?q=KRAS")
        assert found.status_code == 503
        assert place not in found.text


def test_several_workers_answer(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(command("serve", built, "--port", port, "--workers", 2), stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(httpx2.HTTPError):
                assert "EGFR" in httpx2.get(f"http://localhost:{port}/search?q=EGFR", timeout=60).text
                break
            time.sleep(0.2)
        else:
            pytest.fail("no worker answered within a minute")
    finally:
        server.terminate()
        assert server.wait(30) in (0, -signal.SIGTERM)


def test_what_cannot_be_corrected_is_refused(built: Path) -> None:
    done = run("serve", built / "store.sqlite", "--curate", "Ada")
    assert done.code == 2
    assert "Correcting needs" in done.err


def test_a_store_is_used_only_while_it_is_current(built: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(built, library)
    opened = Library(library)
    site = Site(Settings(library))
    assert (changed_since(opened), type(site.finder)) == ("", StoreFinder)
    (library / "records" / "tlr4_membrane.json").rename(library / "away.json")
    assert changed_since(opened) == "records"
    assert isinstance(Site(Settings(library)).finder, MemoryFinder)
    build_store(opened)
    assert isinstance(site.finder, StoreFinder)
    assert site.finder.overview().figures == len(opened.figids())
    (library / "store.sqlite").write_bytes(b"no store")
    assert isinstance(site.finder, MemoryFinder)


def test_corrections_are_found_at_once(built: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(built, library)
    with TestClient(create_app(Settings(library, curator="Ada"))) as client:
        client.post("/figures/egfr_cascade/corrections", data={"act": "title", "text": "Zebra stripes"})
        assert "egfr_cascade" in client.get("/search?q=zebra").text


@pytest.mark.parametrize(("form", "read"), [("tsv", str.splitlines), ("json", json.loads)])
def test_all_results_are_written(built: Path, form: str, read: Callable[[str], list[object]]) -> None:
    rows = read(run("search", built, "", "--format", form, "--size", "1").out)
    assert len(rows) - (form == "tsv") == len(Library(built).figids())


def test_enrichment_is_of_the_store_and_follows_corrections(built: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(built, library)
    (library / ".enrich.npz").unlink(missing_ok=True)  # other tests may have asked the records
    row = next(g for g in Library(library).record("egfr_cascade").genes if g.mention and g.hgnc_symbol == "EGFR")

    def overlap(client: TestClient) -> list[str]:
        question = {"query": "EGFR GRB2 SOS1", "fdr": 1}
        found = client.post("/api/v1/enrich", json=question).json()["answer"]["sets"]
        return next(list(s["overlap"]) for s in found if s["id"] == "egfr_cascade")

    with TestClient(create_app(Settings(library, curator="Ada"))) as client:
        assert "EGFR" in overlap(client)
        assert not (library / ".enrich.npz").exists()
        client.post("/figures/egfr_cascade/corrections", data={"act": "reject", "mention": row.mention})
        assert "EGFR" not in overlap(client)
