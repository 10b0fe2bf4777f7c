"""Check the reference system: every claim holds, and fails without any of the edges that it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from figway.simulate.mam import mam_claims, mam_knockouts, mam_model, mam_network
from figways import run

CLAIMS = mam_claims(mam_model())
EDGES = [(c.name, edge) for c in CLAIMS for edge in c.edges]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_claims_hold_under_curated_rules(claim: object) -> None:
    assert claim.holds  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "edge"), EDGES)
def test_a_claim_fails_without_its_edge(name: str, edge: tuple[str, str]) -> None:
    without = {c.name: c.holds for c in mam_claims(mam_model().cut(*edge))}
    assert not without[name]


def test_knockouts_give_insulin_resistance_where_the_title_says() -> None:
    found = {k.node: k.resistant for k in mam_knockouts(mam_model())}
    lost = ("GRP75", "IP3R", "VDAC", "TRPC", "PI3K", "AKT")
    assert found == {"": False, "MCU": False, "RyR": False, **dict.fromkeys(lost, True)}
    (claim,) = (c for c in CLAIMS if c.name == "insulin resistance")
    assert {"".join(c.hold): bool(c.expect) for c in claim.checks} == found


def test_every_edge_says_where_it_comes_from() -> None:
    network = mam_network()
    for edge in network["edges"]:
        assert edge.get("stated") in network["sentences"] or edge.get("added")
    assert {(a, e["to"]) for e in network["edges"] for a in e["from"]} >= {edge for _, edge in EDGES}


def test_the_command() -> None:
    assert "mam" in run("examples").out
    done = run("examples", "mam", "--json")
    assert done.code == 0
    found = json.loads(done.out)
    assert all(c["holds"] for c in found["curated"])
    assert [c["name"] for c in found["default"] if c["holds"]] == ["complex", "ATP", "TRPC"]
    assert run("examples", "nothing").code == 2


def test_the_page_shows_what_the_command_prints() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mam.md").read_text("utf-8")
    shown = page.partition("<!-- claims -->\n\n```text\n")[2].partition("\n```")[0]
    assert shown == run("examples", "mam").out.strip()


def test_the_page_shows_the_plot_that_the_command_draws(tmp_path: Path) -> None:
    out = tmp_path / "mam.svg"
    assert run("examples", "mam", "--out", out).code == 0
    texts = {e.text for e in etree.parse(out).iter("{http://www.w3.org/2000/svg}text")}
    assert {"GRP75", "GLUT4_fusion", "gluconeogenesis", "nothing held"} <= texts
    shown = etree.parse(Path(__file__).parents[2] / "docs" / "images" / "mam_logic.svg")
    assert texts == {e.text for e in shown.iter("{http://www.w3.org/2000/svg}text")}
