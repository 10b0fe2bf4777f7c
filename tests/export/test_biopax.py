"""Read BioPAX with pybiopax, which refuses properties that a class does not have."""

from __future__ import annotations

import io
from pathlib import Path

import pybiopax
from hypothesis import given, settings
from pybiopax import biopax as bp

from figway.export import find
from figway.library import Library
from figway.network import Edge, Group, Network, Node, build, identity, merge
from network.strategies import networks


def read(network: Network) -> pybiopax.biopax.BioPaxModel:
    stream = io.BytesIO()
    find("biopax").writer()(network, stream)
    return pybiopax.model_from_owl_str(stream.getvalue().decode())


def count(network: Network, edge: Edge) -> int:
    """Count the pairs of things, or whole complexes, that an edge joins."""
    ends = []
    for end in (edge.source, edge.target):
        found = network.by_id[end]
        whole = isinstance(found, Group) and found.kind == "complex"
        ends.append({end} if whole else {identity(n) for n in network.members(end)})
    return len(ends[0]) * len(ends[1])


def check(network: Network) -> None:
    """See that each thing and each edge is there, and that no link leads nowhere."""
    model = read(network)
    found = list(model.objects.values())
    (whole,) = [x for x in model.get_objects_by_type(bp.Pathway) if x.uid == "Pathway1"]
    names = {x.display_name for x in found if isinstance(x, bp.Entity)}
    assert {n.name for n in {identity(n): n for n in reversed(network.nodes)}.values()} <= names
    wanted = {s: sum(count(network, e) for e in network.edges if e.sign == s) for s in "+-?"}
    components = list(whole.pathway_component or ())
    signs = [x.control_type for x in components if isinstance(x, bp.Control)]
    assert (signs.count("ACTIVATION"), signs.count("INHIBITION")) == (wanted["+"], wanted["-"])
    assert len(components) - len(signs) == wanted["?"]
    for x in components:
        if isinstance(x, bp.Control):
            assert isinstance(x.controller[0], bp.PhysicalEntity | bp.Pathway)
            assert isinstance(x.controlled, bp.Interaction | bp.Pathway)
        else:
            assert all(isinstance(p, bp.Entity) for p in x.participant)


@given(networks())
@settings(max_examples=40)
def test_pybiopax_reads_each_thing_and_edge(network: Network) -> None:
    check(network)
    check(merge([network]))


def test_pybiopax_reads_the_examples(examples: Path) -> None:
    for record in Library.open(examples):
        check(build(record))


def test_what_edges_do_is_said_in_classes() -> None:
    nodes = (
        Node(id="a", label="A", kind="gene", symbol="AKT1", identifiers=("hgnc:391", "uniprot:P31749")),
        Node(id="b", label="B", kind="gene", identifiers=("hgnc:3819",)),
        Node(id="p", label="apoptosis", kind="process", identifiers=("go:0006915",)),
    )
    edges = (
        Edge(id="r1", source="a", target="b", sign="+", kind="phosphorylation"),
        Edge(id="r2", source="a", target="b", sign="-", kind="expression"),
        Edge(id="r3", source="b", target="p", sign="-", kind="inhibition"),
        Edge(id="r4", source="a", target="b", sign="?", kind="binding"),
    )
    model = read(Network(id="f", nodes=nodes, edges=edges))
    (reaction,) = model.get_objects_by_type(bp.BiochemicalReaction)
    assert reaction.left[0].entity_reference == reaction.right[0].entity_reference
    assert reaction.right[0].feature[0].modification_type.term == ["phosphorylated"]
    (made,) = model.get_objects_by_type(bp.TemplateReactionRegulation)
    assert (made.control_type, made.controlled.product[0].display_name) == ("INHIBITION", "B")
    stopped = [c for c in model.get_objects_by_type(bp.Control) if isinstance(c.controlled, bp.Pathway)]
    assert [(c.control_type, c.controlled.display_name) for c in stopped] == [("INHIBITION", "apoptosis")]
    assert len(list(model.get_objects_by_type(bp.MolecularInteraction))) == 1
    about = next(x for x in model.get_objects_by_type(bp.ProteinReference) if x.display_name == "AKT1")
    assert {(x.db, x.id) for x in about.xref} == {("hgnc", "391"), ("uniprot", "P31749")}
