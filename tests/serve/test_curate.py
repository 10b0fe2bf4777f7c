"""Correct a figure over HTTP: seen at once, undone, and never written into a result."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from figway.library import Library
from figway.records import FigureRecord
from figway.serve.app import create_app
from figway.serve.site import Settings, Site
from figway.serve.stored import StoreFinder
from figway.store import build_store
from figway.store.rows import doubt

ACT = "/figures/egfr_cascade/corrections"


@pytest.fixture
def library(examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples, tmp_path / "library"))


@pytest.fixture
def curator(library: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(library, curator="Ann"))) as found:
        yield found


def test_an_act_is_seen_at_once_and_undone(curator: TestClient, library: Path) -> None:
    before = {p: p.read_bytes() for p in (library / "records").iterdir()}
    egfr = next(m for m in Library.open(library).record("egfr_cascade").mentions if m.symbol == "EGFR")
    done = curator.post(
        ACT, data={"act": "rename", "mention": egfr.id, "name": "TP53", "why": "trial"}, follow_redirects=False
    )
    assert done.status_code == 303
    genes = curator.get("/api/v1/figures/egfr_cascade").json()["genes"]
    assert {(g["hgnc_symbol"], g["entrez"]) for g in genes if g["mention"] == egfr.id} == {("TP53", "7157")}
    assert curator.get("/api/v1/figures", params={"q": "gene:TP53 egfr_cascade"}).json()["total"] == 1
    assert "renamed by Ann: trial" in curator.get("/figures/egfr_cascade.html").text
    assert len(list((library / "corrections").rglob("*.json"))) == 1
    assert curator.post(ACT, data={"act": "undo"}, follow_redirects=False).status_code == 303
    assert not list((library / "corrections").rglob("*.json"))
    assert {p: p.read_bytes() for p in (library / "records").iterdir()} == before


def test_the_queue_begins_with_the_least_certain(curator: TestClient, library: Path) -> None:
    text = curator.get("/curate").text
    order = re.findall(r"<h2><a href=\"/figures/(\w+)\.html#curate", text)
    least = {r.figid: doubt(r) for r in Library.open(library)}
    assert [least[figid] for figid in order] == sorted(least.values(), reverse=True)
    assert curator.get("/curate", params={"q": "gene:EGFR"}).text.count("#curate") < 6


@pytest.fixture(params=["memory", "store"])
def served(request: pytest.FixtureRequest, library: Path) -> Iterator[TestClient]:
    """Give a curator's client of a library without and with a store."""
    if request.param == "store":
        build_store(Library.open(library))
    with TestClient(create_app(Settings(library, curator="Ann")), follow_redirects=False) as found:
        yield found


def test_what_one_worker_takes_another_shows(served: TestClient, library: Path) -> None:
    with TestClient(create_app(Settings(library, curator="Bob"))) as other:
        first = other.get("/search?q=zebra")
        served.post(ACT, data={"act": "title", "text": "Zebra stripes"})
        again = other.get("/search?q=zebra", headers={"If-None-Match": first.headers.get("etag", "")})
        assert "Zebra stripes" in again.text
        assert "Zebra stripes" in other.get("/figures/egfr_cascade.html").text
        assert found(other, "zebra") == ["egfr_cascade"]
        served.post(ACT, data={"act": "undo"})
        assert found(other, "zebra") == []


def test_titles_are_ordered_and_figures_alike_as_they_are_now(library: Path) -> None:
    with TestClient(create_app(Settings(library, curator="Ann"))) as client:
        build_store(Library.open(library))
        alike = site_of(client).finder.similar("tlr4_membrane", 9)
        record = Library.open(library).record("tlr4_membrane")
        gene = next(
            m for m in record.mentions if m.kind == "gene" and m.symbol not in {n for a in alike for n in a.shared}
        )
        for figid, title in (("egfr_cascade", "aardvark"), ("tlr4_membrane", "Zoo"), ("p53_composite", "Aachen")):
            client.post(f"/figures/{figid}/corrections", data={"act": "title", "text": title})
        client.post(ACT, data={"act": "add", "box": "10,12,80,30", "name": gene.symbol})
        finder = site_of(client).finder
        assert isinstance(finder, StoreFinder)
        titles = found(client, "", sort="title")
        both = {a.hit.figid: a.shared for a in finder.similar("tlr4_membrane", 9)}
        back = {a.hit.figid: a.shared for a in finder.similar("egfr_cascade", 9)}
        build_store(Library.open(library))
        assert titles == found(client, "", sort="title")
        assert (titles[:2], titles[-1]) == (["p53_composite", "egfr_cascade"], "tlr4_membrane")
        assert gene.symbol in both["egfr_cascade"]
        assert both == {a.hit.figid: a.shared for a in site_of(client).finder.similar("tlr4_membrane", 9)}
        assert back["tlr4_membrane"] == both["egfr_cascade"]


def site_of(client: TestClient) -> Site:
    return client.app.state.site  # type: ignore[attr-defined,no-any-return]


def record_of(client: TestClient) -> FigureRecord:
    return FigureRecord.from_json(client.get("/api/v1/figures/egfr_cascade").content)


def found(client: TestClient, q: str, **more: str) -> list[str]:
    figures = client.get("/api/v1/figures", params={"q": q, **more}).json()["figures"]
    return [figure["figid"] for figure in figures]


def test_a_label_that_was_missed_is_drawn_and_found_at_once(served: TestClient) -> None:
    assert found(served, "gene:BRCA2") == []
    done = served.post(ACT, data={"act": "add", "box": "10,12,80,30", "name": "BRCA2", "why": "it stands there"})
    assert done.status_code == 303
    record = record_of(served)
    added = record.mentions[-1]
    assert (added.symbol, added.kind, added.polygon[0], added.polygon[2]) == ("BRCA2", "gene", (10, 12), (80, 30))
    assert [g.entrez for g in record.genes if g.mention == added.id] == ["675"]
    assert found(served, "gene:BRCA2") == ["egfr_cascade"]
    assert found(served, "", gene="BRCA2") == ["egfr_cascade"]
    assert served.get("/genes/ncbigene/675.html").status_code == 200
    facets = served.get("/api/v1/figures", params={"q": "gene:BRCA2"}).json()["facets"]
    assert facets["organism"] == {"Homo sapiens": 1}
    assert served.post(ACT, data={"act": "undo"}).status_code == 303
    assert found(served, "gene:BRCA2") == []
    assert not [m for m in record_of(served).mentions if m.id == added.id]


def test_an_arrow_that_was_missed_is_added_changed_and_taken_away(served: TestClient) -> None:
    record = record_of(served)
    tied = {frozenset((a, b)) for r in record.relations for a in r.source_ids for b in r.target_ids}
    genes = [m for m in record.mentions if m.kind == "gene"]
    a, b = next((a, b) for a, b in combinations(genes, 2) if frozenset((a.id, b.id)) not in tied and a.word != b.word)
    number = len(record.relations)
    served.post(ACT, data={"act": "add-relation", "source": a.id, "target": b.id, "text": "-"})
    added = record_of(served).relations[-1]
    assert (added.source_ids, added.target_ids, added.sign) == ((a.id,), (b.id,), "-")
    assert "egfr_cascade" in found(served, f"{a.symbol} -| {b.symbol}")
    served.post(ACT, data={"act": "change-relation", "relation": str(number), "text": "+"})
    served.post(ACT, data={"act": "change-relation", "relation": str(number), "text": "swap"})
    changed = record_of(served).relations[number]
    assert (changed.source_ids, changed.target_ids, changed.sign) == ((b.id,), (a.id,), "+")
    served.post(ACT, data={"act": "reject-relation", "relation": str(number)})
    assert len(record_of(served).relations) == number
    for _ in range(4):
        served.post(ACT, data={"act": "undo"})
    assert record_of(served) == record


def test_a_printed_line_is_named(served: TestClient) -> None:
    record = record_of(served)
    named = {i for m in record.mentions if m.kind != "other" for i in m.text_ids}
    line = next(t for t in record.text if t.id not in named)
    served.post(ACT, data={"act": "rename", "mention": line.id, "name": "a thing of my own", "kind": "process"})
    kinds = {(m.symbol, m.kind, m.word) for m in record_of(served).mentions}
    assert ("a thing of my own", "process", line.text) in kinds


def test_title_organisms_and_kind_are_searched_at_once(served: TestClient) -> None:
    served.post(ACT, data={"act": "title", "text": "Quokka signalling"})
    served.post(ACT, data={"act": "organisms", "text": "Setonix brachyurus, Mus musculus"})
    served.post(ACT, data={"act": "kind", "text": "other"})
    assert found(served, "quokka") == ["egfr_cascade"]
    assert found(served, "", organism="Setonix brachyurus") == ["egfr_cascade"]
    assert found(served, "", kind="other") == ["egfr_cascade"]
    assert "egfr_cascade" in found(served, "EGFR")
    assert len(found(served, "")) == 6


@pytest.mark.parametrize(
    "data",
    [
        {"act": "drop"},
        {"act": "accept", "mention": "m999"},
        {"act": "rename", "mention": "m1", "name": "no such thing as this"},
        {"act": "reject-relation", "relation": "9999"},
        {"act": "title", "text": " "},
        {"act": "kind", "text": "x"},
        {"act": "undo"},
        {"act": "add", "name": "TP53"},
        {"act": "add", "name": "TP53", "box": "1,2,3"},
        {"act": "add", "name": "TP53", "box": "nan,1,2,3"},
        {"act": "add", "name": "TP53", "box": "-50,-50,-1,-1"},
        {"act": "add", "name": "no such thing as this", "box": "1,1,60,60"},
        {"act": "add-relation", "source": "m1", "target": "m1", "text": "+"},
        {"act": "add-relation", "source": "m1", "target": "m2", "text": "x"},
        {"act": "add-relation", "source": "m1", "text": "+"},
        {"act": "change-relation", "relation": "0", "text": "up"},
    ],
)
def test_acts_that_mean_nothing_are_refused(curator: TestClient, library: Path, data: dict[str, str]) -> None:
    assert curator.post(ACT, data=data).status_code == 400
    assert not (library / "corrections").exists() or not list((library / "corrections").rglob("*.json"))


def test_nobody_corrects_where_nobody_was_named(client: TestClient) -> None:
    assert client.post(ACT, data={"act": "accept", "mention": "m1"}).status_code == 403
    assert client.get("/curate").status_code == 403
    assert 'id="curate"' not in client.get("/figures/egfr_cascade.html").text
