"""Read CX2 with ndex2 and KGX with the classes of the Biolink Model."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from figway.export import find
from figway.library import Library
from figway.network import Network, build, merge, pairs
from figways import run
from network.strategies import networks


def written(name: str, network: Network) -> bytes:
    stream = io.BytesIO()
    find(name).writer()(network, stream)
    return stream.getvalue()


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


@given(networks())
@settings(max_examples=40, deadline=None)
def test_ndex2_reads_the_cx2(network: Network) -> None:
    from ndex2.cx2 import RawCX2NetworkFactory

    found = RawCX2NetworkFactory().get_cx2network(json.loads(written("cx2", network)))
    nodes = {n["v"]["figway_id"]: n for n in found.get_nodes().values()}
    names = {n["id"]: name for name, n in nodes.items()}
    assert nodes.keys() == {x.id for x in (*network.nodes, *network.groups)}
    for node in network.nodes:
        assert (nodes[node.id]["v"]["label"], nodes[node.id]["v"]["kind"]) == (node.label, node.kind)
        x = None if node.box is None else (node.box[0] + node.box[2]) / 2
        assert nodes[node.id]["x"] == x
    edges = sorted(
        (e["v"]["figway_id"], names[e["s"]], names[e["t"]], e["v"]["sign"]) for e in found.get_edges().values()
    )
    assert edges == sorted((e.id, e.source, e.target, e.sign) for e in network.edges)
    assert found.get_network_attributes()["pmcId"] == "PMC7719781"


def check_biolink(network: Network) -> None:
    """See that each row is what its Biolink class allows, and that edges end on nodes."""
    from biolink_model.datamodel import pydanticmodel_v2 as biolink

    nodes, edges = lines(written("kgx-nodes", network)), lines(written("kgx-edges", network))
    for row in nodes:
        getattr(biolink, row["category"][0].removeprefix("biolink:")).model_validate(row)
    for row in edges:
        biolink.Association.model_validate(row)
    ids = [row["id"] for row in nodes]
    assert len(set(ids)) == len(ids)
    assert {row[end] for row in edges for end in ("subject", "object")} <= set(ids)
    assert len({row["id"] for row in edges}) == len(edges) == len(list(pairs(network)))


@given(networks())
@settings(max_examples=40, deadline=None)
def test_biolink_takes_the_kgx(network: Network) -> None:
    check_biolink(network)
    check_biolink(merge([network]))


def test_signs_are_in_the_predicates(examples: Path) -> None:
    network = merge(build(r) for r in Library.open(examples))
    check_biolink(network)
    found = {row["predicate"] for row in lines(written("kgx-edges", network))}
    assert {"biolink:increases_amount_or_activity_of", "biolink:decreases_amount_or_activity_of"} <= found


@pytest.mark.parametrize("form", ["kgx-nodes", "kgx-edges"])
def test_many_figures_are_in_one_file(examples: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "all.jsonl"
    done = run("export", examples, "--all", "--format", form, "--out", out, "--json")
    assert json.loads(done.out)["written"] == 6
    rows = lines(out.read_bytes())
    assert len({row["id"] for row in rows}) == len(rows) > 20
