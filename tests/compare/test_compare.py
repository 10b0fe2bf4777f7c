"""Compare figures with pathways."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from figway.compare import Content, Keys, compare, nearest
from figway.export.gpml import write
from figway.gpml import read
from figway.library import Library
from figway.network import Edge, Network, Node, build
from figways import run
from gpml.pathways import OLD


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


def gene(name: str, *identifiers: str) -> Node:
    return Node(id=name, label=name, kind="gene", identifiers=identifiers)


@pytest.mark.parametrize(
    ("curie", "expected"),
    [
        ("ncbigene:207", "hgnc:391"),
        ("ensembl:ENSG00000142208", "hgnc:391"),
        ("uniprot:P31749", "hgnc:391"),
        ("hgnc.symbol:AKT1", "hgnc:391"),
        ("mgi:87986", "hgnc:391"),
        ("hgnc:391", "hgnc:391"),
        ("wikidata:Q1", "wikidata:Q1"),
    ],
)
def test_keys_meet(keys: Keys, curie: str, expected: str) -> None:
    assert keys.of(gene("x", curie)) == (expected,)


def test_a_figure_and_a_pathway(keys: Keys) -> None:
    figure = Network(
        id="f",
        nodes=(gene("AKT", "hgnc:391"), gene("FOXO1", "hgnc:3819"), gene("TP53", "hgnc:11998"), gene("?")),
        edges=(
            Edge(id="r1", source="AKT", target="FOXO1", sign="+"),
            Edge(id="r2", source="AKT", target="TP53", sign="-"),
        ),
    )
    found = compare(Content.of(figure, keys), Content.of(read(OLD.encode()).network, keys))
    assert set(found.shared_nodes) == {"hgnc:391", "hgnc:3819"}
    assert set(found.only_figure) == {"hgnc:11998"}
    assert len(found.only_pathway) == 2  # VDAC1 and Ca2+; GRP75 and the node without a name have no identifier
    assert found.jaccard == 0.4
    assert (found.unidentified_figure, found.unidentified_pathway) == (1, 2)
    [edge] = found.shared_edges
    assert (edge.figure, edge.pathway, edge.agreement) == ("+", "-", "opposite")
    assert found.edges_only_figure == (("hgnc:391", "hgnc:11998", "-"),)


def test_each_example_figure_is_nearest_to_its_own_pathway(examples: Path, tmp_path: Path, keys: Keys) -> None:
    library = Library.open(examples)
    contents = []
    for figid in library.figids():
        stream = io.BytesIO()
        write(build(library.record(figid)), stream)
        (tmp_path / f"{figid}.gpml").write_bytes(stream.getvalue())
        contents.append(Content.of(read(stream.getvalue()).network, keys))
    figid = next(c.id for c in contents if c.things and c.edges)
    first = nearest(Content.of(build(library.record(figid)), keys), contents)[0]
    assert (first.jaccard, first.only_figure, first.edges_only_figure) == (1.0, {}, ())
    (tmp_path / "broken.gpml").write_text("<Pathway")
    done = run("compare", examples, figid, tmp_path, "--json")
    assert done.code == 1
    assert "broken.gpml" in done.err
    assert json.loads(done.out)["nearest"][0]["jaccard"] == 1.0
    one = run("compare", examples, figid, tmp_path / f"{figid}.gpml")
    assert one.code == 0
    assert "Jaccard 1.000" in one.out
    assert run("compare", examples, "nothing", tmp_path).code == 2
    assert run("compare", examples, figid, "nothing").code == 2
    assert run("compare", examples, figid, tmp_path / "broken.gpml").code == 2
