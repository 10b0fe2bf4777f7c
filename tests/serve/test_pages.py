"""Ask for every kind of page, and for what must be refused."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from figway.gpml import read as read_gpml
from figway.library import Library
from figway.network import build
from figway.records import FigureRecord
from figway.serve.app import create_app
from figway.serve.site import Settings

FIGURE = "/figures/egfr_cascade.html"


@pytest.mark.parametrize(
    "path",
    ["/", "/search", "/search?q=EGFR", "/browse?organism=Homo+sapiens", "/stats", "/about", "/api/docs", FIGURE,
     "/genes/ncbigene/1956.html", "/figures/egfr_cascade/image", "/thumbs/egfr_cascade.webp", "/favicon.ico"],
)  # fmt: skip
def test_pages_answer(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_page_of_a_figure_says_what_the_record_says(client: TestClient, examples: Path) -> None:
    record = Library.open(examples).record("egfr_cascade")
    text = client.get(FIGURE).text
    assert all(f">{g.hgnc_symbol}<" in text for g in record.genes if g.hgnc_symbol)
    assert all(f'data-m="{m.id}"' in text for m in record.mentions if m.kind != "other" and m.polygon)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data)["@type"] == "Dataset"


def test_no_page_has_an_inline_script_or_style(client: TestClient) -> None:
    for path in ("/", "/search?q=EGFR", "/stats", "/about", "/api/docs", FIGURE):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", text), path
        assert not re.search(r"\sstyle=|\son\w+=|<style", text), path


def test_search_finds_by_word_gene_and_arrow(client: TestClient, examples: Path) -> None:
    records = list(Library.open(examples))
    for query, fits in (
        ("gene:EGFR", lambda r: any(g.hgnc_symbol == "EGFR" for g in r.genes)),
        ("gene:1956", lambda r: any(g.entrez == "1956" for g in r.genes)),
        ("has:chemicals", lambda r: bool(r.chemicals)),
        ("-has:chemicals", lambda r: not r.chemicals),
    ):
        total = client.get("/api/v1/figures", params={"q": query, "size": 100}).json()
        assert {f["figid"] for f in total["figures"]} == {r.figid for r in records if fits(r)}, query
    edge = next(r for record in records for r in record.relations if r.sign == "+")
    asked = f'"{edge.source}" -> "{edge.target}"'
    found = client.get("/api/v1/figures", params={"q": asked}).json()
    assert found["total"] >= 1


def test_facets_narrow_and_count(client: TestClient) -> None:
    every = client.get("/api/v1/figures").json()
    value, count = next(iter(every["facets"]["organism"].items()))
    assert client.get("/api/v1/figures", params={"organism": value}).json()["total"] == count


def test_alias_and_bare_figid_lead_to_the_page(client: TestClient, examples: Path) -> None:
    assert client.get("/figures/egfr_cascade", follow_redirects=False).headers["location"] == FIGURE
    record = next((r for r in Library.open(examples) if r.figid_alias), None)
    if record:
        answer = client.get(f"/figures/{record.figid_alias}.html", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"/figures/{record.figid}.html")


@pytest.mark.parametrize(
    "name", ["genes.tsv", "relations.tsv", "record.json", "page.md", "overlay.svg", "pathway.gpml"]
)
def test_files_of_a_figure(client: TestClient, name: str) -> None:
    answer = client.get(f"/figures/egfr_cascade/{name}")
    assert answer.status_code == 200
    again = client.get(f"/figures/egfr_cascade/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_record_is_given_as_it_is(client: TestClient, examples: Path) -> None:
    assert FigureRecord.from_json(client.get("/api/v1/figures/egfr_cascade").content) == Library.open(examples).record(
        "egfr_cascade"
    )
    lines = client.get("/api/v1/records.ndjson").text.splitlines()
    assert [json.loads(line)["figid"] for line in lines] == Library.open(examples).figids()


def test_the_biothings_shape(client: TestClient) -> None:
    found = client.get("/api/biothings/figure/egfr_cascade").json()
    assert found["_id"] == "egfr_cascade"
    assert "1956" in found["associatedWith"]["mentions"]["genes"]["ncbigene"]


def test_gene_sets_are_exported(client: TestClient, examples: Path) -> None:
    rows = [line.split("\t") for line in client.get("/api/v1/export.gmt").text.splitlines()]
    record = Library.open(examples).record("egfr_cascade")
    assert set(next(r for r in rows if r[0] == "egfr_cascade")[2:]) == {g.entrez for g in record.genes if g.entrez}


@pytest.mark.parametrize(
    "path",
    [
        "/figures/..%2f..%2fetc%2fpasswd.html",
        "/figures/../../etc/passwd",
        "/figures/%2e%2e/image",
        "/static/..%2f..%2fapp.py",
        "/thumbs/..%2fegfr.webp",
        "/figures/nope.html",
        "/figures/egfr_cascade/nope",
        "/papers/x.html",
        "/genes/ncbigene/x.html",
        "/nope",
    ],
)
def test_what_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text or path.startswith("/static")


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE figures; --", '"', "((((", "gene:", ":", "-", "OR OR", "year:x..y", "\x00", "a" * 1900]
)
def test_odd_queries_are_answered(client: TestClient, query: str) -> None:
    assert client.get("/search", params={"q": query}).status_code == 200
    assert client.get("/api/v1/figures", params={"q": query}).status_code == 200


@pytest.mark.parametrize("params", [{"page": "0"}, {"size": "9999"}, {"sort": "x"}, {"q": "x" * 9000}, {"page": "1e9"}])
def test_parameters_out_of_bounds_get_a_problem(client: TestClient, params: dict[str, str]) -> None:
    answer = client.get("/api/v1/figures", params=params)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


def test_script_in_a_caption_is_text(examples: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(examples, library)
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    record = Library.open(library).record("egfr_cascade")
    changed = record.evolve(
        figure=record.figure.model_copy(update={"caption": evil, "figtitle": evil}),
        mentions=tuple(m.model_copy(update={"symbol": evil}) for m in record.mentions),
    )
    (library / "records" / "egfr_cascade.json").write_text(changed.to_json())
    (library / "summary.tsv").unlink()
    with TestClient(create_app(Settings(library))) as client:
        for path in (FIGURE, "/", "/search?q=alert", "/search?q=%3Cscript%3Ealert(1)"):
            text = client.get(path).text
            assert "<script>alert" not in text
            assert "<img src=x" not in text


def test_a_damaged_record_or_picture_spoils_nothing_else(examples: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(examples, library)
    (library / "records" / "tlr4_membrane.json").write_text("{")
    (library / "images" / "egfr_cascade.png").write_bytes(b"no picture")
    with TestClient(create_app(Settings(library))) as client:
        assert client.get("/search").status_code == 200
        assert client.get("/figures/tlr4_membrane.html").status_code == 404
        assert client.get("/thumbs/egfr_cascade.webp").status_code == 404
        assert client.get(FIGURE).status_code == 200


def test_pictures_that_may_not_be_copied_are_linked(examples: Path) -> None:
    record = Library.open(examples).record("egfr_cascade")
    free = "cc" in (record.figure.image.licence or record.article.licence).lower()
    with TestClient(create_app(Settings(examples, images="free"))) as client:
        assert client.get("/figures/egfr_cascade/image").status_code == (200 if free else 404)


def test_large_bodies_foreign_forms_and_foreign_hosts_are_refused(examples: Path) -> None:
    with TestClient(create_app(Settings(examples, hosts=("testserver",), upload_limit=1000))) as client:
        large = client.post("/api/v1/read", files={"file": ("a.png", b"x" * 500_000, "image/png")})
        assert (large.status_code, large.headers["content-type"]) == (413, "application/problem+json")
        assert client.post("/read", headers={"content-length": "50000000"}, content=b"x").status_code == 413
        assert client.post("/read", headers={"origin": "https://evil.example"}).status_code == 403
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
        assert client.get("/search?q=" + "a" * 20_000).status_code == 414


def test_a_dropped_figure_is_read_and_not_kept(client: TestClient, examples: Path) -> None:
    before = sorted(p.name for p in examples.rglob("*") if "thumbs" not in p.parts)
    picture = examples / "images" / "egfr_cascade.png"
    answer = client.post(
        "/read", files={"file": ("mine.png", picture.read_bytes(), "image/png")}, data={"caption": "EGFR signalling"}
    )
    assert answer.status_code == 200
    assert "EGFR" in answer.text
    assert "Nothing of it was kept" in answer.text
    record = FigureRecord.from_json(
        client.post("/api/v1/read", files={"file": ("mine.png", picture.read_bytes())}).content
    )
    assert any(g.hgnc_symbol == "EGFR" for g in record.genes)
    assert sorted(p.name for p in examples.rglob("*") if "thumbs" not in p.parts) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", b"no picture"), ("a.exe", b"MZ"), ("", b"x"), ("../../a.png", b"\x89PNG"), ("a.png", b"")],
)
def test_what_is_no_picture_is_refused_with_a_reason(client: TestClient, name: str, data: bytes) -> None:
    answer = client.post("/api/v1/read", files={"file": (name, data, "image/png")})
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) > 10


def test_a_figure_is_copied_as_gpml(client: TestClient, examples: Path) -> None:
    page = client.get("/figures/egfr_cascade.html").text
    address = page.partition('data-copy-from="')[2].partition('"')[0]
    pathway = read_gpml(client.get(address).content).network
    expected = build(Library.open(examples).record("egfr_cascade"))
    assert sorted(n.label for n in pathway.nodes) == sorted(n.label for n in expected.nodes)
    assert len(pathway.edges) == len(expected.edges)


def test_texts_are_compressed_for_other_machines_alone(examples: Path) -> None:
    app = create_app(Settings(examples))
    with TestClient(app, client=("203.0.113.7", 50000)) as far, TestClient(app, client=("127.0.0.1", 50000)) as near:
        packed, plain = far.get(FIGURE), near.get(FIGURE)
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert 3 * int(packed.headers["content-length"]) < len(packed.content)
        assert "content-encoding" not in plain.headers
        assert packed.text == plain.text
        assert "content-encoding" not in far.get("/thumbs/egfr_cascade.webp").headers
