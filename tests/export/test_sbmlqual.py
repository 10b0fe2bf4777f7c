"""Check SBML-qual with libsbml, and read it as a logic model with the engine that figway simulates with."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import libsbml
from biodivine_aeon import BooleanNetwork
from hypothesis import given, settings

from figway.export import find
from figway.library import Library
from figway.network import Edge, Group, Network, Node, build, fold_names, identity, merge
from network.strategies import networks


def written(network: Network) -> str:
    stream = io.BytesIO()
    find("sbml").writer()(network, stream)
    return stream.getvalue().decode()


def species_of(network: Network) -> tuple[dict[str, str], list[Node]]:
    """Give the species of each node, and the first node of each thing."""
    first: dict[str, Node] = {}
    for node in network.nodes:
        first.setdefault(identity(node), node)
    names = fold_names(Network(nodes=tuple(first.values())))
    return {n.id: names[first[identity(n)].id] for n in network.nodes}, list(first.values())


def check(network: Network) -> libsbml.SBMLDocument:
    """See that libsbml finds nothing amiss, and every node at its place."""
    document = libsbml.readSBMLFromString(written(network))
    document.checkConsistency()
    told = [document.getError(n) for n in range(document.getNumErrors())]
    serious = [e.getMessage() for e in told if e.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    assert not serious
    model = document.getModel()
    qual, layouts = model.getPlugin("qual"), model.getPlugin("layout")
    names, things = species_of(network)
    species = [qual.getQualitativeSpecies(n) for n in range(qual.getNumQualitativeSpecies())]
    assert {s.getId(): s.getName() for s in species} == {names[n.id]: n.name for n in things}
    assert {s.getId(): s.getCVTerm(0).getNumResources() for s in species if s.getNumCVTerms()} == {
        names[n.id]: len(n.identifiers) for n in things if n.identifiers
    }
    placed = []
    if layouts.getNumLayouts():
        layout = layouts.getLayout(0)
        for n in range(layout.getNumAdditionalGraphicalObjects()):
            glyph = layout.getAdditionalGraphicalObject(n)
            at = glyph.getBoundingBox().getPosition()
            placed.append((glyph.getReferenceId(), round(at.getXOffset(), 2), round(at.getYOffset(), 2)))
    assert placed == [(names[n.id], round(n.box[0], 2), round(n.box[1], 2)) for n in network.nodes if n.box]
    return document  # the model is gone when its document is


@given(networks())
@settings(max_examples=60)
def test_libsbml_finds_nothing_amiss(network: Network) -> None:
    check(network)
    check(merge([network]))


def test_each_input_has_the_sign_of_its_edges(examples: Path) -> None:
    signs = {"+": libsbml.INPUT_SIGN_POSITIVE, "-": libsbml.INPUT_SIGN_NEGATIVE, "?": libsbml.INPUT_SIGN_UNKNOWN}
    seen = 0
    for record in Library.open(examples):
        network = build(record)
        document, names = check(network), species_of(network)[0]
        qual = document.getModel().getPlugin("qual")
        found = {}
        for n in range(qual.getNumTransitions()):
            transition = qual.getTransition(n)
            target = transition.getOutput(0).getQualitativeSpecies()
            for i in range(transition.getNumInputs()):
                entry = transition.getInput(i)
                found[entry.getQualitativeSpecies(), target] = entry.getSign()
        wanted: dict[tuple[str, str], set[str]] = {}
        for e in network.edges:
            for source, target in itertools.product(network.members(e.source), network.members(e.target)):
                if names[source.id] != names[target.id]:
                    wanted.setdefault((names[source.id], names[target.id]), set()).add(e.sign)
        assert found.keys() == wanted.keys()
        for pair, values in wanted.items():
            if len(values) == 1:
                assert found[pair] == signs[next(iter(values))]
                seen += 1
    assert seen > 10


def test_the_engine_reads_the_rules() -> None:
    nodes = tuple(Node(id=i, label=i) for i in ("a", "b", "c", "d", "x", "y", "z"))
    groups = (Group(id="g", kind="complex", members=("b", "c")),)
    edges = (
        Edge(id="r1", source="a", target="x", sign="+"),
        Edge(id="r2", source="g", target="x", sign="+"),
        Edge(id="r3", source="d", target="x", sign="-"),
        Edge(id="r4", source="d", target="y", sign="-"),
        Edge(id="r5", source="a", target="z", sign="?"),
    )
    model = BooleanNetwork.from_sbml(written(Network(nodes=nodes, groups=groups, edges=edges)))
    rules = {model.get_variable_name(v): model.get_update_function(v) for v in model.variables()}
    for values in itertools.product((False, True), repeat=4):
        state = dict(zip("abcd", values, strict=True))
        a, b, c, d = values
        for name, wanted in {"x": (a or (b and c)) and not d, "y": not d, "z": a}.items():
            text = str(rules[name])
            for old, new in (("!", " not "), ("&", " and "), ("|", " or ")):
                text = text.replace(old, new)
            assert eval(text, {"__builtins__": {}}, state) is wanted
    assert all(rules[name] is None for name in "abcd")
