"""Check networks against the records they are made of, by properties and by hand-made cases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from figway.library import Library
from figway.network import Edge, Network, Node, build, fold_names, identity, merge, pairs, select
from figway.records import FigureRecord, Member, Mention, Relation, Stated
from network.strategies import networks, records


def record(figid: str, *arrows: tuple[str, str, str]) -> FigureRecord:
    """Make a record of arrows between genes, each gene with an identifier made of its name."""
    words = list(dict.fromkeys(w for a, _, b in arrows for w in (a, b)))
    ids = {w: f"m{n}" for n, w in enumerate(words, 1)}
    return FigureRecord(
        figid=figid,
        mentions=tuple(
            Mention(id=ids[w], word=w, kind="gene", symbol=w, identifiers=(f"hgnc:{w}",), score=0.9) for w in words
        ),
        relations=tuple(
            Relation(source=a, target=b, source_ids=(ids[a],), target_ids=(ids[b],), sign=s, score=0.8)  # type: ignore[arg-type]
            for a, s, b in arrows
        ),
    )


@given(records())
def test_nothing_of_a_record_is_lost(made: FigureRecord) -> None:
    network = build(made)
    assert [n.id for n in network.nodes][: len(made.mentions)] == [m.id for m in made.mentions]
    assert len(network.edges) == len(made.relations) + len(made.stated)
    for edge, relation in zip(network.edges, made.relations, strict=False):
        assert {n.id for n in network.members(edge.source)} == set(relation.source_ids)
        assert {n.id for n in network.members(edge.target)} == set(relation.target_ids)
    complexes = Counter(m.complex for m in made.mentions if m.complex)
    assert {g.id: len(g.members) for g in network.groups if g.kind == "complex"} == complexes
    assert Network.from_json(network.to_json()) == network


def test_support_is_counted_and_conflicts_are_shown() -> None:
    made = [record(f"f{n}", ("AKT1", "-", "FOXO1")) for n in range(3)]
    made += [record("f3", ("AKT1", "+", "FOXO1"), ("AKT1", "?", "MTOR"))]
    network = merge(map(build, made))
    edge = next(e for e in network.edges if e.target == "hgnc:FOXO1")
    assert (edge.figures, edge.plus, edge.minus, edge.sign, edge.conflict) == (4, 1, 3, "-", True)
    assert {s.figid for s in edge.evidence} == {"f0", "f1", "f2", "f3"}
    assert [n.figures for n in network.nodes] == [4, 4, 1]
    assert len(select(network, min_figures=2).edges) == 1
    assert {n.id for n in select(network, signed=True, connected=True).nodes} == {"hgnc:AKT1", "hgnc:FOXO1"}


@given(st.lists(st.sampled_from([(a, s, b) for a in "AB" for s in "+-?" for b in "BC"]), max_size=6), st.integers(0, 6))
def test_merging_in_parts_counts_the_same(arrows: list[tuple[str, str, str]], cut: int) -> None:
    made = [build(record(f"f{n}", a)) for n, a in enumerate(arrows)]
    whole = merge(made)
    parts = merge([merge(made[:cut]), merge(made[cut:])])

    def counts(n: Network) -> dict[tuple[str, str], tuple[int, int, int, int, str]]:
        return {(e.source, e.target): (e.figures, e.plus, e.minus, e.unknown, e.sign) for e in n.edges}

    assert counts(parts) == counts(whole)
    assert {n.id: n.figures for n in parts.nodes} == {n.id: n.figures for n in whole.nodes}
    expected = Counter((f"hgnc:{a}", f"hgnc:{b}") for a, _, b in arrows if a != b)
    assert {pair: c[0] for pair, c in counts(whole).items()} == expected


def test_the_same_thing_twice_in_a_figure_counts_once() -> None:
    twice = FigureRecord(
        figid="f",
        mentions=(
            Mention(id="m1", word="AKT", kind="gene", identifiers=("ncbigene:207", "hgnc:391")),
            Mention(id="m2", word="p-Akt1", kind="gene", identifiers=("hgnc:391",), state=("phosphorylated",)),
        ),
        relations=(Relation(source="AKT", target="p-Akt1", source_ids=("m1",), target_ids=("m2",), sign="+"),),
    )
    merged = merge([build(twice)])
    assert [(n.id, n.figures, n.state) for n in merged.nodes] == [("hgnc:391", 1, ())]
    assert not merged.edges


def test_lists_and_families_become_members() -> None:
    members = tuple(Member(symbol=s, identifiers=(f"hgnc:{s}",)) for s in ("STAT1", "STAT2"))
    made = FigureRecord(
        figid="f",
        mentions=(
            Mention(id="m1", word="STAT1/2", kind="gene", members=members),
            Mention(id="m2", word="STATs", kind="family", identifiers=("fplx:STAT",), members=members),
        ),
    )
    assert {n.id for n in merge([build(made)]).nodes} == {"hgnc:STAT1", "hgnc:STAT2", "fplx:STAT"}
    assert {n.id for n in merge([build(made)], families="members").nodes} == {"hgnc:STAT1", "hgnc:STAT2"}


def test_what_the_caption_states_keeps_its_sentence() -> None:
    made = record("f", ("MEK", "+", "ERK")).evolve(
        stated=(Stated(source="mek", target="DUSP6", sign="-", sentence="MEK inhibits DUSP6."),)
    )
    network = build(made)
    edge = network.edges[-1]
    assert (edge.source, edge.origin, edge.sign) == ("m1", "stated", "-")
    assert network.by_id[edge.target].label == "DUSP6"
    assert edge.evidence[0].sentence == "MEK inhibits DUSP6."
    assert not any(e.origin == "stated" for e in build(made, stated=False).edges)


def test_identity_prefers_the_best_vocabulary_and_falls_back_on_the_name() -> None:
    assert identity(Node(id="m1", label="x", identifiers=("ensembl:E1", "ncbigene:207"))) == "ncbigene:207"
    assert identity(Node(id="m1", label="TNF-α release")) == identity(Node(id="m2", label="TNF alpha Release"))
    assert identity(Node(id="m1", label="???")) == "text:???"


@given(networks())
def test_pairs_spread_groups_over_their_members(network: Network) -> None:
    found = list(pairs(network))
    nodes = {n.id for n in network.nodes}
    assert all({e.source, e.target} <= nodes for e in found)
    wanted = sum(len(network.members(e.source)) * len(network.members(e.target)) for e in network.edges)
    assert len(found) == len({e.id for e in found}) == wanted


@given(networks())
def test_names_are_plain_and_all_differ(network: Network) -> None:
    names = list(fold_names(network).values())
    assert len({n.lower() for n in names}) == len(network.nodes)
    assert all(n.isascii() and n.isidentifier() for n in names)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"nodes": [{"id": "a", "label": "A"}] * 2}, "'a' stands for two things"),
        ({"edges": [{"id": "e", "source": "a", "target": "b"}]}, "edge 'e' names nodes that are not there: a, b"),
        ({"groups": [{"id": "g", "members": ["a"]}]}, "group 'g' names nodes that are not there: a"),
    ],
)
def test_a_network_that_is_not_whole_is_refused(parts: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Network.from_json(json.dumps(parts))


def test_edge_ids_of_a_merged_network_differ() -> None:
    made = [build(record("f1", ("A", "+", "B"), ("A", "-", "B"))), build(record("f2", ("A", "+", "B")))]
    edges: tuple[Edge, ...] = merge(made).edges
    assert [(e.id, e.figures, e.plus, e.minus) for e in edges] == [("hgnc:A->hgnc:B", 2, 2, 1)]


def test_example_figures_give_networks(examples: Path) -> None:
    networks_ = [build(r) for r in Library.open(examples)]
    assert len(networks_) == 6
    cascade = next(n for n in networks_ if n.id == "egfr_cascade")
    assert {"EGFR", "AKT"} <= {n.name for n in cascade.nodes}
    assert len(cascade.edges) > 5
    assert all(n.box for n in cascade.nodes)
