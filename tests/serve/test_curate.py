"""Correct a figure over HTTP: seen at once, undone, and never written into a result."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from figway.library import Library
from figway.serve.app import create_app
from figway.serve.site import Settings

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


def test_the_queue_begins_with_the_least_certain(curator: TestClient) -> None:
    text = curator.get("/curate").text
    assert text.count("#curate") == 6


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
    ],
)
def test_acts_that_mean_nothing_are_refused(curator: TestClient, library: Path, data: dict[str, str]) -> None:
    assert curator.post(ACT, data=data).status_code == 400
    assert not (library / "corrections").exists() or not list((library / "corrections").rglob("*.json"))


def test_nobody_corrects_where_nobody_was_named(client: TestClient) -> None:
    assert client.post(ACT, data={"act": "accept", "mention": "m1"}).status_code == 403
    assert client.get("/curate").status_code == 403
    assert 'id="curate"' not in client.get("/figures/egfr_cascade.html").text
