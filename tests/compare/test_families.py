"""Match families with their members."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.compare import Content, Families, compare, nearest
from figway.lexicon import Lexicon
from figway.library import Library
from figways import run

LEXICON = Lexicon.load()
KIN = Families(LEXICON)
AKT, AKT1, AKT2, FOXO1, FOXO = "fplx:AKT", "hgnc:391", "hgnc:392", "hgnc:3819", "fplx:FOXO"
POOL = (AKT, AKT1, AKT2, "hgnc:393", FOXO1, FOXO, "fplx:MAPK", "fplx:ERK", "hgnc:6871", "hgnc:6840", "mesh:D002118")
CONTENTS = st.builds(
    lambda things, pairs: Content(
        "x", "", {t: t for t in things}, {p: frozenset({s}) for p, s in pairs.items() if set(p) <= set(things)}, 0
    ),
    st.sets(st.sampled_from(POOL), max_size=7),
    st.dictionaries(st.tuples(st.sampled_from(POOL), st.sampled_from(POOL)), st.sampled_from("+-?"), max_size=9),
)


def content(things: tuple[str, ...], edges: dict[tuple[str, str], str] | None = None) -> Content:
    return Content(
        "-".join(things), "", {t: t for t in things}, {p: frozenset({s}) for p, s in (edges or {}).items()}, 0
    )


def test_a_family_meets_its_members_in_either_direction() -> None:
    figure, pathway = content((AKT, FOXO1), {(AKT, FOXO1): "-"}), content((AKT1, AKT2, FOXO1), {(AKT2, FOXO1): "-"})
    found = compare(figure, pathway, KIN)
    assert {(m.figure, m.pathway, m.family, m.kind) for m in found.family_matches} == {
        (AKT, AKT1, AKT, "family"),
        (AKT, AKT2, AKT, "family"),
    }
    assert (found.jaccard, found.jaccard_families) == (0.25, 1.0)
    [edge] = found.shared_edges
    assert (edge.match, edge.source, edge.pathway_source, edge.agreement) == ("family", AKT, AKT2, "same")
    assert not found.only_figure
    assert not found.only_pathway
    turned = compare(pathway, figure, KIN)
    assert {(m.pathway, m.figure) for m in found.family_matches} == {
        (m.figure, m.pathway) for m in turned.family_matches
    }


def test_without_families_they_differ() -> None:
    found = compare(content((AKT,)), content((AKT1,)))
    assert (found.jaccard, found.jaccard_families, found.family_matches) == (0, None, ())
    assert set(found.only_figure) == {AKT}


def test_what_both_have_stays_one_thing() -> None:
    found = compare(content((AKT, AKT1)), content((AKT1, FOXO)), KIN)
    assert [(m.figure, m.pathway) for m in found.family_matches] == [(AKT, AKT1)]
    assert (found.jaccard, found.jaccard_families) == (0.3333, 0.5)


@given(CONTENTS, CONTENTS)
def test_families_only_add(a: Content, b: Content) -> None:
    with_kin, without = compare(a, b, KIN), compare(a, b)
    assert with_kin.shared_nodes == without.shared_nodes
    assert without.jaccard <= (with_kin.jaccard_families or 0) <= 1
    assert with_kin.jaccard_families == compare(b, a, KIN).jaccard_families
    assert [e for e in with_kin.shared_edges if e.match == "identifier"] == list(without.shared_edges)
    told = {(e.source, e.target) for e in with_kin.shared_edges} | {e[:2] for e in with_kin.edges_only_figure}
    assert told == set(a.edges)
    matched = {m.figure for m in with_kin.family_matches}
    assert set(a.things) == set(with_kin.shared_nodes) | matched | set(with_kin.only_figure)


@pytest.mark.parametrize("family", ["fplx:AKT", "fplx:MAPK", "fplx:PI3K", "fplx:AMPK", "fplx:NFkappaB", "fplx:RAS"])
def test_every_member_is_below_its_family(family: str) -> None:
    entity = LEXICON.entity(family)
    assert entity is not None
    assert all(family in KIN.above(member) for member in entity.members)


def test_classes_match_nothing() -> None:
    largest = LEXICON.entity("fplx:OR")
    assert largest is not None
    assert not any("fplx:OR" in KIN.above(member) for member in largest.members)


def test_figures_are_ranked_beside_pathways(examples: Path, tmp_path: Path) -> None:
    library = Library.open(examples)
    figids = library.figids()
    done = run("compare", examples, figids[0], "--json")
    assert done.code == 0
    found = json.loads(done.out)["nearest"]
    assert all(c["kind"] == "figure" and c["pathway"] != figids[0] for c in found)
    two = run("compare", examples, figids[0], figids[1])
    assert two.code == 0
    assert f"{figids[0]} and {figids[1]}" in two.out
    assert "with families" in two.out
    assert "with families" not in run("compare", examples, figids[0], figids[1], "--no-families").out


def test_nearest_passes_over_the_figure_itself() -> None:
    figure = Content("f", "", {AKT: "AKT"}, {}, 0, "figure")
    pathway = Content("f", "", {AKT1: "AKT1"}, {}, 0)
    assert [c.kind for c in nearest(figure, [figure, pathway], families=KIN)] == ["pathway"]
    assert nearest(figure, [figure, pathway]) == []
