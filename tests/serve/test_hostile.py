"""Send what nobody should to a library that is served from a store, in SQLite and in PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from figway.enrich import SetsGatherer
from figway.lexicon import Lexicon
from figway.library import Library
from figway.serve.app import create_app
from figway.serve.site import Settings
from figway.serve.stored import StoreFinder
from figway.store import build_store

SQL = (
    "'; DROP TABLE figure; --", "' OR 1=1 --", 'x" OR "1"="1', "1); DELETE FROM figure; --",
    "\\'; DROP SCHEMA figway; --",
    "%' UNION SELECT value FROM meta --", "%s", "%(x)s", "?", "$1", "a:*&b|!c", "'':*", "\x00", "𝔸",
)  # fmt: skip
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
PASTE = 50_000_000


@pytest.fixture(scope="module")
def evil(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library in which a figure's texts and names are script, and one picture is broken."""
    library = tmp_path_factory.mktemp("evil") / "library"
    shutil.copytree(examples, library)
    record = Library.open(library).record("egfr_cascade")
    changed = record.evolve(
        figure=record.figure.model_copy(update={"caption": f"Zebra {EVIL}", "figtitle": EVIL, "number": EVIL}),
        article=record.article.model_copy(update={"title": EVIL, "journal": EVIL, "authors": (EVIL,)}),
        organisms=(EVIL,),
        mentions=tuple(m.model_copy(update={"symbol": EVIL}) for m in record.mentions),
        chemicals=tuple(c.model_copy(update={"word": EVIL, "identifier": ""}) for c in record.chemicals),
    )
    (library / "records" / "egfr_cascade.json").write_text(changed.to_json())
    (library / Library(library).record("tlr4_membrane").figure.image.path).write_bytes(b"no picture")
    shutil.rmtree(library / "thumbs", ignore_errors=True)
    (library / "summary.tsv").unlink()
    return library


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest, evil: Path) -> Iterator[TestClient]:
    to = request.getfixturevalue("new_database")() if request.param == "postgresql" else ""
    build_store(Library(evil), to=to, sets=SetsGatherer(Lexicon.load()))
    if to:
        (evil / "store.sqlite").unlink()
        (evil / "figway.toml").write_text(f'[library]\nstore = "{to}"\n')
    app = create_app(Settings(evil))
    assert isinstance(app.state.site.finder, StoreFinder)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize("text", SQL)
def test_sql_is_text_wherever_it_stands(client: TestClient, text: str) -> None:
    before = client.get("/api/v1/stats").json()
    for query in (text, f'gene:"{text}"', f'title:"{text}"', f"pmcid:{text}", f'"{text}" -> ?', f"{text}*"):
        assert client.get("/api/v1/figures", params={"q": query}).status_code in (200, 400), query
    for facet in ("gene", "organism", "year", "journal", "has", "kind"):
        assert client.get("/api/v1/figures", params={facet: text}).status_code == 200, facet
    assert client.get("/api/v1/suggest", params={"q": text}).status_code == 200
    for path in ("/figures/{}.html", "/figures/{}", "/papers/{}.html", "/diseases/mesh/{}.html"):
        assert client.get(path.format(quote(text, safe=""))).status_code in (404, 422), path
    assert client.post("/api/v1/enrich", json={"query": text}).status_code == 422
    assert client.get("/api/v1/stats").json() == before


def test_script_is_shown_as_text(client: TestClient) -> None:
    pages = ("/", "/search?q=zebra", "/browse", "/stats", "/figures/egfr_cascade.html", "/enrich?genes=GRB2,SOS1")
    for path in (*pages, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/figures/%3Cscript%3Ealert(1)"):
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
    assert "&lt;script&gt;alert" in client.get("/search?q=zebra").text


@pytest.mark.parametrize("path", ["/enrich", "/api/v1/enrich", "/read", "/figures/egfr_cascade/corrections"])
@pytest.mark.parametrize("told", [True, False])
def test_a_paste_of_50_megabytes_is_refused_before_it_is_held(client: TestClient, path: str, told: bool) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        while sent < PASTE:
            sent += 1_000_000
            yield b"A" * 1_000_000

    kind = "application/json" if "api" in path else "application/x-www-form-urlencoded"
    headers = {"content-type": kind, **({"content-length": str(PASTE)} if told else {})}
    answer = client.post(path, content=b"A" if told else pieces(), headers=headers)
    assert answer.status_code in ((413,) if told else (413, 400, 403, 422))


@pytest.mark.parametrize(
    "path",
    [
        "/figures/..%2f..%2fetc%2fpasswd", "/figures/..%2fstore.sqlite.html", "/figures/../figway.toml",
        "/thumbs/..%2f..%2fx.webp", "/static/..%2f..%2f..%2fpyproject.toml", "/static/%2e%2e/app.py",
        "/figures/egfr_cascade/..%2f..%2ffigway.toml",
    ],
)  # fmt: skip
def test_paths_lead_nowhere_else(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "postgresql://" not in answer.text
    assert "[library]" not in answer.text


def test_a_broken_picture_spoils_its_own_place_alone(client: TestClient) -> None:
    assert client.get("/thumbs/tlr4_membrane.webp").status_code == 404
    assert client.get("/figures/tlr4_membrane.html").status_code == 200
    assert client.get("/thumbs/egfr_cascade.webp").status_code == 200
