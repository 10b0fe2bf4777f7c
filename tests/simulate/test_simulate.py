"""Compare the engine's attractors with a search of all states, and formats with the engine's own readers."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from biodivine_aeon import AsynchronousGraph, Attractors, BooleanExpression, BooleanNetwork, FixedPoints
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from figway.errors import FigwayError
from figway.simulate import (
    Influence,
    LogicModel,
    apply_rules,
    attractors,
    default_model,
    load_model,
    measure,
    reach,
    read_bnet,
    read_rules,
    save_model,
    scan,
    write_bnet,
    write_rules,
)
from figways import run

# Faure et al. 2006, the mammalian cell cycle, as BoolNet writes it: a published model with a known answer
# (one steady state without CycD, one cyclic attractor with it).
CELL_CYCLE = """targets, factors
CycD, CycD
Rb, (!CycA & !CycB & !CycD & !CycE) | (p27 & !CycB & !CycD)
E2F, (!Rb & !CycA & !CycB) | (p27 & !Rb & !CycB)
CycE, E2F & !Rb
CycA, (E2F & !Rb & !Cdc20 & !(Cdh1 & UbcH10)) | (CycA & !Rb & !Cdc20 & !(Cdh1 & UbcH10))
p27, (!CycD & !CycE & !CycA & !CycB) | (p27 & !(CycE & CycA) & !CycB & !CycD)
Cdc20, CycB
Cdh1, (!CycA & !CycB) | Cdc20 | (p27 & !CycB)
UbcH10, !Cdh1 | (Cdh1 & UbcH10 & (Cdc20 | CycA | CycB))
CycB, !Cdc20 & !Cdh1
"""


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> tuple[dict[str, str], list[Influence]]:
    """Draw a signed graph of up to twelve nodes, with complexes."""
    n = draw(st.integers(2, most))
    names = [f"v{i}" for i in range(n)]
    one = st.builds(
        lambda sources, target, sign: Influence(tuple(sources), target, sign),
        st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True),
        st.sampled_from(names),
        st.sampled_from("+-"),
    )
    return {v: v for v in names}, draw(st.lists(one, min_size=1, max_size=2 * n))


def brute(influences: list[Influence], names: list[str], fixed: dict[str, bool]) -> set[frozenset[int]]:
    """Search all states for the terminal strong components; the rule is computed from the graph itself."""
    n = len(names)
    codes = np.arange(2**n)
    value = {v: (codes >> i) & 1 == 1 for i, v in enumerate(names)}
    rows, columns = [], []
    for i, v in enumerate(names):
        acts = [(x.sign, np.all([value[s] for s in x.sources], axis=0)) for x in influences if x.target == v]
        plus = [a for sign, a in acts if sign == "+"]
        minus = [a for sign, a in acts if sign == "-"]
        after = np.any(plus, axis=0) if plus else np.ones(2**n, bool)
        if minus:
            after = after & ~np.any(minus, axis=0)
        if not acts:
            after = np.full(2**n, fixed[v])
        moved = codes[after != value[v]]
        rows.append(moved)
        columns.append(moved ^ (1 << i))
    r, c = np.concatenate(rows), np.concatenate(columns)
    count, part = connected_components(
        csr_matrix((np.ones(len(r)), (r, c)), shape=(2**n, 2**n)), directed=True, connection="strong"
    )
    leaves = set(part[r[part[r] != part[c]]])
    return {frozenset(codes[part == k].tolist()) for k in range(count) if k not in leaves}


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_attractors_are_those_of_all_states(graph: tuple[dict[str, str], list[Influence]]) -> None:
    labels, drawn = graph
    seen = {}
    for x in drawn:  # one influence for the same sources and target
        seen.setdefault((tuple(sorted(x.sources)), x.target), x)
    influences = list(seen.values())
    model = default_model(labels, influences)
    fixed = {v: i % 2 == 0 for i, v in enumerate(model.inputs)}
    found = attractors(model.fixed(fixed))
    expected = brute(influences, list(labels), fixed)
    assert sorted(a.states for a in found) == sorted(map(len, expected))
    names = list(labels)
    shares = sorted(
        tuple(np.round([np.mean([(s >> i) & 1 for s in e]) for i in range(len(names))], 9)) for e in expected
    )
    assert sorted(tuple(np.round([a.activity[v] for v in names], 9)) for a in found) == shares


def test_a_published_model_settles_as_published() -> None:
    model = read_bnet(CELL_CYCLE)
    quiet = attractors(model.fixed({"CycD": False}))
    assert [a.states for a in quiet] == [1]
    assert {v for v, on in quiet[0].activity.items() if on} == {"Rb", "p27", "Cdh1"}
    cycling = attractors(model.fixed({"CycD": True}))
    assert len(cycling) == 1
    assert cycling[0].states > 1


def check_as_engine(text: str) -> None:
    """Check that what figway reads of a .bnet file has the attractors of the engine's own reading."""
    own = BooleanNetwork.from_bnet(text)  # which keeps inputs as variables that never change
    expected = sorted(int(x.vertices().cardinality()) for x in Attractors.attractors(AsynchronousGraph(own)))
    assert sorted(a.states for a in attractors(read_bnet(text))) == expected


def test_bnet_is_read_as_the_engine_does() -> None:
    check_as_engine(CELL_CYCLE)
    check_as_engine(write_bnet(read_bnet(CELL_CYCLE)))


@pytest.mark.parametrize("suffix", [".bnet", ".rules", ".sbml", ".aeon"])
def test_formats_keep_the_model(tmp_path: Path, suffix: str) -> None:
    model = read_bnet(CELL_CYCLE)
    save_model(model, tmp_path / f"m{suffix}")
    again = load_model(tmp_path / f"m{suffix}")
    assert again.inputs == model.inputs == ("CycD",)
    for v in model.rules:
        names = model.regulators(v)
        assert set(again.regulators(v)) == set(names)
        for values in product((False, True), repeat=len(names)):
            given_ = dict(zip(names, values, strict=True))
            assert BooleanExpression(again.rules[v])(given_) == BooleanExpression(model.rules[v])(given_)


def test_a_sixty_node_network_with_known_answer() -> None:
    labels = {f"x{i}": f"x{i}" for i in range(60)}
    chain = [Influence((f"x{i}",), f"x{(i + 1) % 60}", "-" if i == 59 else "+") for i in range(60)]
    ring = default_model(labels, chain)
    found = attractors(ring)  # a negative ring never rests
    assert [a.states > 1 for a in found] == [True]
    assert FixedPoints.symbolic_vertices(AsynchronousGraph(ring.engine())).is_empty()


def test_unsigned_edges_are_read_both_ways() -> None:
    model = default_model({"A": "A", "B": "B"}, [Influence(("A",), "B", "?")])
    found = attractors(model.fixed({"A": True}))
    assert {(a.activity["B"], a.readings, a.of_readings) for a in found} == {(1.0, 1, 2), (0.0, 1, 2)}
    assert measure(model.fixed({"A": True}), {"b": "B"})["b"].state == "mixed"
    with pytest.raises(FigwayError, match="A activates B"):
        write_rules(model)


def test_complexes_need_all_parts_and_inhibitors_veto() -> None:
    labels = dict.fromkeys("ABCD", "")
    model = default_model({k: k for k in labels}, [Influence(("A", "B"), "D"), Influence(("C",), "D", "-")])
    for a, b, c in product((False, True), repeat=3):
        found = attractors(model.fixed({"A": a, "B": b, "C": c}))
        assert [x.activity["D"] for x in found] == [float(a and b and not c)]


def test_perturbations_and_reachability() -> None:
    model = read_rules("A = I\nB = A & !C\nC = 0\nI = 1\n")
    flips = {tuple(e.changes.items()) for e in scan(model, {"b": "B"}) if e.flips}
    assert flips == {(("A", False),), (("B", False),)}
    assert reach(model, {"B": False}, "B").certain
    assert not reach(model.fixed({"A": False}), {"B": False}, "B").share
    assert not attractors(model.cut("A", "B"))[0].activity["B"]


def test_rules_replace_and_names_are_forgiving() -> None:
    model = LogicModel({"Ca": "Ca2+ (ER)", "X": "X"}, {"X": "Ca"})
    other = apply_rules(model, 'x = not "ca2+ (er)"  # why\n')
    assert other.rules == {"X": "!Ca"}
    assert read_rules(write_rules(other)).rules == {"X": "!Ca2_ER"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A = B &", "line 1.*ends where a name"),
        ("A = (B", "1 bracket left open"),
        ("A B", "no rule"),
        ("A = B\nA = 1", "line 2.*has a rule already"),
        ("A = B C", "'C' stands where"),
    ],
)
def test_bad_rules_say_where(text: str, message: str) -> None:
    with pytest.raises(FigwayError, match=message):
        read_rules(text)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    path.write_text(CELL_CYCLE)
    done = run("simulate", path, "--set", "CycD=0", "--phenotype", "Rb & !CycB", "--scan", "--json")
    assert done.code == 0
    found = json.loads(done.out)
    assert found["phenotypes"]["Rb & !CycB"]["state"] == "on"
    assert any(e["flips"] for e in found["scan"])
    text = run("simulate", path, "--off", "CycD", "--reach", "CycB", "--out", tmp_path / "m.sbml")
    assert "steady state" in text.out
    assert (tmp_path / "m.sbml").exists()
