"""Check SBGN-ML against its schema and the rules of activity flow, and read it with libsbgnpy."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import libsbgnpy
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from figway.export import find
from figway.export.plain import clean
from figway.export.sbgn import ENTITIES, INFLUENCES
from figway.library import Library
from figway.network import Edge, Group, Network, Node, build, merge
from network.strategies import networks

SIGNS = {name: sign for sign, name in INFLUENCES.items()}


def written(network: Network) -> bytes:
    stream = io.BytesIO()
    find("sbgn").writer()(network, stream)
    return stream.getvalue()


def check(network: Network, path: Path) -> libsbgnpy.Map:
    """See that the map is valid and holds each node at its place and each influence."""
    path.write_bytes(written(network))
    assert libsbgnpy.validate_xsd(path) == []
    assert libsbgnpy.validate_schematron(path) == []
    found: libsbgnpy.Map = libsbgnpy.read_sbgn_from_file(path).map[0]
    assert libsbgnpy.check_map(found) == []
    ends = {n.id for e in network.edges for end in (e.source, e.target) for n in network.members(end)}
    shown = [n for n in network.nodes if n.kind != "place" or n.id in ends]
    glyphs = [g for g in found.glyph if g.class_value.value in ("biological activity", "phenotype")]
    for node, glyph in zip(shown, glyphs, strict=True):
        assert glyph.label.text == clean(node.label)
        if node.box:
            left, top, right, bottom = (pytest.approx(x, abs=0.02) for x in node.box)
            box = glyph.bbox
            assert (box.x, box.y, box.x + box.w, box.y + box.h) == (left, top, right, bottom)
        entities = [u.entity.name.value for u in glyph.glyph]
        phenotype = glyph.class_value.value == "phenotype"
        assert entities == ([ENTITIES[node.kind]] if node.kind in ENTITIES and not phenotype else [])
    influences(network, found, dict(zip((g.id for g in glyphs), shown, strict=True)))
    return found


def influences(network: Network, found: libsbgnpy.Map, nodes: dict[str, Node]) -> None:
    """See that each edge is there once for each pair of ends, a complex that acts being one end."""
    parts: dict[str, set[str]] = {}
    for arc in found.arc:
        if arc.class_value.value == "logic arc":
            parts.setdefault(arc.target.removesuffix(".in"), set()).add(nodes[arc.source].id)
    read = Counter(
        (
            frozenset(parts[a.source.removesuffix(".out")] if a.source.endswith(".out") else {nodes[a.source].id}),
            nodes[a.target].id, SIGNS[a.class_value.value],
        )
        for a in found.arc if a.class_value.value != "logic arc"
    )  # fmt: skip
    wanted: Counter[tuple[frozenset[str], str, str]] = Counter()
    for edge in network.edges:
        source = network.by_id[edge.source]
        members = [n.id for n in network.members(edge.source)]
        whole = isinstance(source, Group) and source.kind == "complex"
        for some in [frozenset(members)] if whole else [frozenset((m,)) for m in members]:
            wanted.update((some, target.id, edge.sign) for target in network.members(edge.target))
    assert read == wanted


@given(network=networks())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_maps_are_valid_and_hold_each_node_and_influence(network: Network, tmp_path: Path) -> None:
    check(network, tmp_path / "map.sbgn")
    check(merge([network]), tmp_path / "merged.sbgn")


def test_maps_of_the_examples_are_valid(examples: Path, tmp_path: Path) -> None:
    for record in Library.open(examples):
        found = check(build(record), tmp_path / "map.sbgn")
        assert any(g.class_value.value == "compartment" for g in found.glyph) == any(
            m.kind == "place" or m.compartment for m in record.mentions
        )


def test_several_complexes_act(tmp_path: Path) -> None:
    nodes = tuple(Node(id=i, label=i, kind="gene", box=(10.0, 10.0, 50.0, 20.0)) for i in "abcde")
    groups = tuple(Group(id=f"{x}{y}", kind="complex", members=(x, y)) for x, y in ("ab", "cd"))
    edges = tuple(Edge(id=f"r{g.id}", source=g.id, target="e", sign="+") for g in groups)
    check(Network(id="f", nodes=nodes, groups=groups, edges=edges), tmp_path / "map.sbgn")


def test_a_complex_acts_through_an_and_and_identifiers_are_kept() -> None:
    nodes = (
        Node(id="a", label="A", kind="gene", identifiers=("hgnc:391", "uniprot:P31749"), compartment="Cytosol"),
        Node(id="b", label="B", kind="chemical"),
        Node(id="p", label="growth", kind="process"),
        Node(id="l", label="cytosol", kind="place", identifiers=("go:0005829",)),
    )
    edges = (Edge(id="r1", source="c", target="p", sign="-"),)
    network = Network(id="f", nodes=nodes, groups=(Group(id="c", kind="complex", members=("a", "b")),), edges=edges)
    root = etree.fromstring(written(network))
    classes = [(g.get("class"), g.get("compartmentRef")) for g in root.iter("{*}glyph")]
    assert ("and", None) in classes
    assert ("phenotype", "c2") in classes
    assert [c for c, _ in classes].count("compartment") == 2
    resources = [r.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource") for r in root.iter("{*}li")]
    assert resources[1:] == [f"https://identifiers.org/{i}" for i in nodes[0].identifiers]
