"""See that the view of a record loses nothing and invents nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from figway.library import Library
from figway.records import FigureRecord, GeneRow, Mention, Relation, TermRow
from figway.serve.addresses import curie_link
from figway.serve.view import figure_view

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def _mention(name: str, kind: str = "gene", **more: object) -> Mention:
    return Mention.model_validate(
        {"id": name.lower(), "word": name, "symbol": name, "kind": kind, "polygon": SQUARE, **more}
    )


@pytest.fixture(params=["egfr_cascade", "er_mitochondria", "p53_composite"])
def record(request: pytest.FixtureRequest, examples: Path) -> FigureRecord:
    return Library.open(examples).record(request.param)


def test_every_gene_row_of_the_record_is_in_the_table(record: FigureRecord) -> None:
    view = figure_view(record)
    shown = {(word, gene.symbol, row.organism) for row in view.genes for word in row.words for gene in row.genes}
    assert {(g.word, g.hgnc_symbol or g.symbol, g.organism) for g in record.genes} <= shown
    assert {g.symbol for row in view.genes for g in row.genes} == {g.hgnc_symbol or g.symbol for g in record.genes}


def test_every_recognised_mention_has_its_mark(record: FigureRecord) -> None:
    view = figure_view(record)
    recognised = {m.id: m.kind for m in record.mentions if m.kind != "other" and m.polygon}
    assert {m.id: m.kind for m in view.marks if m.kind != "text"} == recognised
    assert {a.index for a in view.arrows} <= set(range(len(record.relations)))
    assert all(record.relations[a.index].sign == a.sign for a in view.arrows)


def test_the_network_has_the_ends_of_every_arrow(record: FigureRecord) -> None:
    view = figure_view(record)
    nodes = {n.id for n in view.nodes}
    assert all({e.source, e.target} <= nodes for e in view.edges)
    ends = {i for r in record.relations for i in (*r.source_ids, *r.target_ids)}
    assert {m for n in view.nodes for m in n.mentions} <= ends
    assert len(view.edges) >= len({e.relation for e in view.edges})


def test_a_family_is_one_row_with_its_members() -> None:
    record = FigureRecord(
        figid="f",
        mentions=(_mention("AKT", "family"),),
        genes=tuple(
            GeneRow(word="AKT", symbol="AKT", source="s", hgnc_symbol=s, entrez=e, mention="akt")
            for s, e in (("AKT1", "207"), ("AKT2", "208"))
        ),
    )
    (row,) = figure_view(record).genes
    assert (row.kind, row.name, [g.entrez for g in row.genes], row.mentions) == (
        "family",
        "AKT",
        ["207", "208"],
        ("akt",),
    )


def test_a_record_without_places_still_has_tables() -> None:
    record = FigureRecord(
        figid="f",
        genes=(GeneRow(word="p53", symbol="p53", source="s", hgnc_symbol="TP53", entrez="7157"),),
        chemicals=(TermRow(word="calcium", source="MESH", identifier="D002118"),),
    )
    view = figure_view(record)
    assert (view.genes[0].name, view.chemicals[0].identifiers, view.marks) == ("TP53", ("mesh:D002118",), ())


def test_the_same_name_at_two_places_is_one_node_between_them() -> None:
    far = tuple((x + 100, y) for x, y in SQUARE)
    record = FigureRecord(
        figid="f",
        mentions=(_mention("A"), _mention("A", id="a2", polygon=far), _mention("B")),
        relations=(
            Relation(source="A", target="B", source_ids=("a",), target_ids=("b",), sign="+"),
            Relation(source="B", target="A", source_ids=("b",), target_ids=("a2",), sign="-"),
        ),
    )
    view = figure_view(record)
    assert [(n.label, n.x) for n in view.nodes] == [("A", 55.0), ("B", 5.0)]
    assert [(e.source, e.sign) for e in view.edges] == [("gene:A", "+"), ("gene:B", "-")]


def test_addresses_of_identifiers() -> None:
    assert curie_link("hgnc:391") == "https://bioregistry.io/hgnc:391"
    assert curie_link("figway:PolII") == ""
    assert curie_link('x:"><script>') == "https://bioregistry.io/x:%22%3E%3Cscript%3E"
