"""Read pathways of both versions, and those that figway writes."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from figway.errors import PathwayError
from figway.export.gpml import write
from figway.gpml import Pathway, read, read_file
from figway.gpml.terms import curie
from figway.library import Library
from figway.network import Network, build
from gpml.pathways import NEW, OLD
from network.strategies import networks

BOTH = pytest.mark.parametrize("text", [OLD, NEW], ids=["2013a", "2021"])


def again(network: Network) -> Pathway:
    stream = io.BytesIO()
    write(network, stream)
    return read(stream.getvalue())


def alike(network: Network) -> tuple[object, ...]:
    """Give what a pathway must keep, whatever its ids: nodes by their turn, places after the others."""
    nodes = [n for n in network.nodes if n.kind != "place"] + [n for n in network.nodes if n.kind == "place"]
    turn = {n.id: i for i, n in enumerate(nodes)}
    turn |= {g.id: -i for i, g in enumerate(network.groups, 1)}
    return (
        [(" ".join(n.label.split()), n.kind, n.identifiers) for n in nodes],
        [(g.kind, frozenset(turn[m] for m in g.members)) for g in network.groups],
        Counter((turn[e.source], turn[e.target], e.sign) for e in network.edges),
    )


@BOTH
def test_nodes_have_identifiers_kinds_and_places(text: str) -> None:
    network = read(text.encode()).network
    assert [(n.id, n.label, n.kind, n.identifiers) for n in network.nodes] == [
        ("a1", "AKT1", "gene", ("ncbigene:207",)),
        ("f1", "FOXO1", "gene", ("ensembl:ENSG00000150907",)),
        ("v1", "VDAC1", "gene", ("hgnc.symbol:VDAC1",)),
        ("h9", "GRP75", "gene", ()),
        ("ca", "Ca2+", "chemical", ("chebi:29108",)),
        ("node_1", "no id", "chemical", ()),
    ]
    assert network.nodes[0].box == (30, 10, 70, 30)
    assert (network.id, network.title, network.description) == ("WP1", "Small", "A small one.")
    assert (network.organisms, network.width, network.height) == (("Homo sapiens",), 300, 200)


@BOTH
def test_groups_hold_the_nodes_of_groups_inside_them(text: str) -> None:
    groups = {g.id: (g.kind, g.label, set(g.members)) for g in read(text.encode()).network.groups}
    assert groups == {"g1": ("complex", "bridge", {"v1", "h9"}), "g2": ("group", "", {"v1"})}


@BOTH
def test_edges_run_through_anchors_and_states(text: str) -> None:
    pathway = read(text.encode())
    edges = {e.id: (e.source, e.target, e.sign, e.kind, e.line) for e in pathway.network.edges}
    assert edges == {
        "i1": ("a1", "f1", "-", "inhibition", "solid"),
        "i2": ("g1", "f1", "+", "catalysis", "dashed"),  # acts on what the held line leads to
        "i3": ("g1", "ca", "-", "inhibition", "solid"),
        "i3.back": ("ca", "g1", "?", "association", "solid"),
    }
    holds = {e.id: e.hold.edge for e in pathway.network.edges if e.hold}
    assert holds == {"i2": "i1"}
    assert pathway.loose == 1


@BOTH
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t[: len(t) // 2], "no whole XML"),
        (lambda t: t.replace("GPML/", "GPML/19"), "not a Pathway of GPML"),
        (lambda t: t.replace("<Pathway", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Pathway'), "DOCTYPE"),
        (lambda t: "", "no whole XML"),
    ],
)
def test_broken_files_are_told(text: str, change: object, said: str) -> None:
    with pytest.raises(PathwayError, match=f"^mine.gpml: .*{said}"):
        read(change(text).encode(), "mine.gpml")  # type: ignore[operator]


def test_anchors_that_hold_each_other_end() -> None:
    ring = NEW.replace('elementRef="a1"', 'elementRef="b"').replace('elementRef="s1"', 'elementRef="anchor1"')
    pathway = read(ring.encode())
    assert {e.id for e in pathway.network.edges} == {"i3", "i3.back"}
    assert pathway.loose == 3


@pytest.mark.parametrize(
    ("source", "identifier", "expected"),
    [
        ("Entrez Gene", "207", "ncbigene:207"),
        ("HGNC Accession number", "HGNC:391", "hgnc:391"),
        ("HGNC", "AKT1", "hgnc.symbol:AKT1"),
        ("Uniprot-TrEMBL", "P31749", "uniprot:P31749"),
        ("KEGG Compound", "C00002 ", "kegg.compound:C00002"),
        ("Some New Base", "x 1", "some_new_base:x_1"),
        ("", "207", ""),
        ("ChEBI", "", ""),
    ],
)
def test_curies(source: str, identifier: str, expected: str) -> None:
    assert curie(source, identifier) == expected


@given(networks())
@settings(max_examples=60)
def test_what_figway_writes_reads_alike(network: Network) -> None:
    assert alike(again(network).network) == alike(network)


def test_example_figures_read_alike(examples: Path) -> None:
    library = Library.open(examples)
    for figid in library.figids():
        network = build(library.record(figid))
        back = again(network)
        assert alike(back.network) == alike(network)
        assert (back.network.id, back.version, back.loose) == (figid, "2021", 0)


def test_a_curators_change_wins() -> None:
    text = again_text(read(OLD.encode()).network)
    network = read(text.replace('identifier="207"', 'identifier="208"').encode()).network
    assert network.nodes[0].identifiers == ("ncbigene:208",)
    turned = read(text.replace('arrowHead="Inhibition"', 'arrowHead="Stimulation"').encode()).network
    assert [e.sign for e in turned.edges] == ["+", "+", "+", "?"]


def again_text(network: Network) -> str:
    stream = io.BytesIO()
    write(network, stream)
    return stream.getvalue().decode()


@pytest.mark.shared
def test_wikipathways_are_read_and_kept_as_2021(shared: Path) -> None:
    paths = sorted((shared / "gpml").glob("*.gpml"))
    if not paths:
        pytest.skip("FIGWAY_SHARED has no gpml/")
    for number, path in enumerate(paths):
        pathway = read_file(path)
        text = path.read_text(encoding="utf-8")
        labels = sum(1 for n in pathway.network.nodes if n.kind == "other")
        assert text.count("<DataNode ") <= len(pathway.network.nodes) <= text.count("<DataNode ") + labels
        assert pathway.loose <= text.count("<Interaction")
        if number % 10 == 0:
            assert alike(again(pathway.network).network) == alike(pathway.network), path.name
