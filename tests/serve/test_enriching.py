"""Walk through the enrichment as a browser without scripts does."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

pytest.importorskip("fastapi")
from fastapi.testclient import TestClient

GENES = "EGFR, GRB2, SOS1\nKRAS BRAF MAP2K1\nP27361 nosuchgene"


def test_the_form_leads_to_a_link_and_its_answer(client: TestClient) -> None:
    assert "Your list" in client.get("/enrich").text
    found = client.post("/enrich", data={"query": GENES, "fdr": "1"})
    assert found.status_code == 200
    assert "/enrich?t=" in str(found.url)
    assert 'figures/egfr_cascade.html">' in found.text
    assert "<polygon" in found.text
    assert "nosuchgene" in found.text
    assert "no name or identifier" in found.text


def test_the_answer_can_be_taken_away(client: TestClient) -> None:
    token = str(client.post("/enrich", data={"query": GENES, "fdr": "1"}).url).split("t=")[1]
    lines = client.get(f"/enrich.tsv?t={token}").text.splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    assert table[1][0] == "egfr_cascade"
    answer = client.get(f"/enrich.json?t={token}").json()
    assert answer["answer"]["sets"][0]["id"] == "egfr_cascade"
    assert ET.fromstring(client.get(f"/enrich.svg?t={token}").text).tag.endswith("svg")


def test_the_api_gives_the_same(client: TestClient) -> None:
    shared = client.post("/api/v1/enrich", json={"query": GENES, "fdr": 1}).json()
    assert shared["answer"]["sets"][0]["id"] == "egfr_cascade"
    refused = client.post("/api/v1/enrich", json={"query": "hokum"})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "none of the 1 words" in refused.json()["detail"].lower()


def test_bad_questions_are_told(client: TestClient) -> None:
    assert client.get("/enrich?t=rubbish").status_code == 400
    assert client.get("/enrich.exe?t=eJw").status_code == 422
    shown = client.post("/enrich", data={"query": "<script>alert(1)</script>"})
    assert "<script>alert" not in shown.text
    assert 'role="alert"' in shown.text
    assert client.post("/enrich", data={"query": "A", "first_year": "x"}).status_code == 422
    assert client.post("/enrich", data={"query": "x" * 3_000_000}).status_code == 413


def test_lists_can_be_handed_over(client: TestClient) -> None:
    found = client.post("/enrich", data={"query": GENES, "fdr": "1"})
    assert 'action="https://maayanlab.cloud/Enrichr/enrich"' in found.text
    assert "https://maayanlab.cloud" in found.headers["content-security-policy"].split("form-action")[1].split(";")[0]
    assert "https://string-db.org/cgi/network?identifiers=EGFR%0D" in found.text
