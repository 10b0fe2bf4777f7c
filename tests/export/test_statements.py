"""Read JSON-LD as RDF with rdflib and check its shape with SHACL; check INDRA statements by the rules of its schema."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, RDFS

from figway.export import find
from figway.export.jsonld import thing_iri
from figway.library import Library
from figway.network import Edge, FigureRef, Group, Network, Node, Sighting, build, merge, pairs
from figways import run
from network.strategies import networks

BIOLINK = Namespace("https://w3id.org/biolink/vocab/")
OA = Namespace("http://www.w3.org/ns/oa#")
SHAPES = Path(__file__).parents[2] / "docs" / "schema" / "network.shacl.ttl"
AGENT_KEYS = {"name", "db_refs", "mods", "bound_conditions"}


def written(name: str, network: Network) -> bytes:
    stream = io.BytesIO()
    find(name).writer()(network, stream)
    return stream.getvalue()


def graph(network: Network) -> Graph:
    return Graph().parse(data=written("jsonld", network), format="json-ld")


@given(networks())
@settings(max_examples=30)
def test_rdflib_reads_things_places_and_relations(network: Network) -> None:
    found = graph(network)
    labels = {(str(s), str(o)) for s, o in found.subject_objects(RDFS.label)}
    assert {(thing_iri(n), n.name) for n in network.nodes} <= labels
    bodies = sorted(str(o) for o in found.objects(None, OA.hasBody))
    assert bodies == sorted(thing_iri(n) for n in network.nodes)
    assert len(list(found.objects(None, OA.hasSelector))) == sum(n.box is not None for n in network.nodes)
    by_id = {n.id: thing_iri(n) for n in network.nodes}
    ends = [
        (str(found.value(a, RDF.subject)), str(found.value(a, RDF.object)))
        for a in found.subjects(RDF.type, BIOLINK.Association)
    ]
    assert sorted(ends) == sorted((by_id[e.source], by_id[e.target]) for e in pairs(network))


def test_the_shape_holds_and_is_not_empty(examples: Path) -> None:
    from pyshacl import validate

    networks = [build(r) for r in Library.open(examples)]
    for network in (*networks, merge(networks)):
        conforms, _, text = validate(graph(network), shacl_graph=str(SHAPES))
        assert conforms, text
    damaged = graph(networks[0])
    damaged.remove((next(damaged.subjects(RDF.type, BIOLINK.Association)), RDF.object, None))
    assert not validate(damaged, shacl_graph=str(SHAPES))[0]


@pytest.mark.parametrize("form", ["jsonld", "indra"])
def test_many_figures_are_in_one_file(examples: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "all.json"
    done = run("export", examples, "--all", "--format", form, "--out", out, "--json")
    assert json.loads(done.out)["written"] == 6
    whole = json.loads(out.read_bytes())
    ids = [row.get("id") or row["@id"] for row in (whole["@graph"] if form == "jsonld" else whole)]
    assert len(ids) > 10
    if form == "jsonld":
        asked = "SELECT ?f WHERE { ?f a schema:ImageObject }"
        assert len(list(Graph().parse(out, format="json-ld").query(asked))) == 6
    else:
        assert len(set(ids)) == len(ids)


def check_agent(found: dict[str, Any]) -> None:
    assert set(found) <= AGENT_KEYS
    assert isinstance(found["name"], str)
    assert all(isinstance(v, str) for v in found["db_refs"].values())
    for bound in found.get("bound_conditions", ()):
        assert bound["is_bound"] is True
        check_agent(bound["agent"])


@given(networks())
@settings(max_examples=60)
def test_statements_keep_the_rules_of_indra(network: Network) -> None:
    rows = json.loads(written("indra", network))
    for row in rows:
        uuid.UUID(row["id"])
        ends = {"Complex": ("members",)}.get(row["type"], ("subj", "obj") if "subj" in row else ("enz", "sub"))
        agents = row["members"] if ends == ("members",) else [row[end] for end in ends]
        assert len(agents) == 2
        for found in agents:
            check_agent(found)
        assert all(e["source_api"] == "figway" and e["pmid"] == "33329331" for e in row["evidence"])
    assert len({row["id"] for row in rows}) == len(rows)
    regulated = {row["evidence"][0]["source_id"].rpartition("/")[2] for row in rows}
    assert regulated >= {e.id for e in network.edges if e.sign != "?"}


def statements(edge: dict[str, Any], *nodes: Node, groups: tuple[Group, ...] = ()) -> list[dict[str, Any]]:
    """Give the statements of one edge from m1, or the group g1, to m9."""
    ref = FigureRef(figid="f", pmid="1")
    ends = {"source": "g1" if groups else "m1", "target": "m9", "evidence": (Sighting(figid="f", item="r1"),)}
    target = Node(id="m9", label="MDM2", identifiers=("hgnc:6973", "uniprot:Q00987"))
    whole = Network(
        id="f", figures=(ref,), nodes=(*nodes, target), groups=groups, edges=(Edge(id="r1", **ends, **edge),)
    )
    found: list[dict[str, Any]] = json.loads(written("indra", whole))
    return found


@pytest.mark.parametrize(
    ("sign", "kind", "type_"),
    [
        ("+", "activation", "Activation"),
        ("-", "inhibition", "Inhibition"),
        ("+", "phosphorylation", "Phosphorylation"),
        ("-", "phosphorylation", "Inhibition"),
        ("?", "dephosphorylation", "Dephosphorylation"),
        ("+", "expression", "IncreaseAmount"),
        ("-", "transcription", "DecreaseAmount"),
        ("+", "degradation", "DecreaseAmount"),
        ("-", "degradation", "IncreaseAmount"),
        ("?", "binding", "Complex"),
        ("?", "association", None),
    ],
)
def test_each_kind_of_edge_has_its_statement(sign: str, kind: str, type_: str | None) -> None:
    found = statements({"sign": sign, "kind": kind}, Node(id="m1", label="TP53", identifiers=("chebi:1",)))
    assert [row["type"] for row in found] == ([type_] if type_ else [])
    if found and "obj" in found[0]:
        assert found[0]["obj"]["db_refs"] == {"TEXT": "MDM2", "HGNC": "6973", "UP": "Q00987"}
        assert found[0]["subj"]["db_refs"]["CHEBI"] == "CHEBI:1"


def test_complexes_act_bound_and_groups_each_for_itself() -> None:
    nodes = (Node(id="m1", label="A", state=("phosphorylated",)), Node(id="m2", label="B"))
    members = ("m1", "m2")
    (bound,) = statements({"sign": "+"}, *nodes, groups=(Group(id="g1", kind="complex", members=members),))
    assert [c["agent"]["name"] for c in bound["subj"]["bound_conditions"]] == ["B"]
    assert bound["subj"]["mods"] == [{"mod_type": "phosphorylation", "is_modified": True}]
    spread = statements({"sign": "+"}, *nodes, groups=(Group(id="g1", members=members),))
    assert [row["subj"]["name"] for row in spread] == ["A", "B"]
