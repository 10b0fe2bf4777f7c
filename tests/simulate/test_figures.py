"""Make models of networks: one figure, several merged, captions."""

from __future__ import annotations

import json
from pathlib import Path

from figway.library import Library
from figway.network import Edge, Group, Network, Node, build
from figway.records import Member
from figway.simulate import figure_model, influences
from figways import run

AKT = Node(id="m1", label="Akt", symbol="AKT1", kind="gene", identifiers=("hgnc:391",))
FOXO = Node(id="m2", label="FoxO1", symbol="FOXO1", kind="gene", identifiers=("hgnc:3819",))


def figure(number: int, *edges: Edge, nodes: tuple[Node, ...] = (AKT, FOXO), groups: tuple[Group, ...] = ()) -> Network:
    return Network(id=f"f{number}", nodes=nodes, groups=groups, edges=edges)


def edge(sign: str, source: str = "m1", target: str = "m2", score: float = 1.0) -> Edge:
    count = {{"+": "plus", "-": "minus", "?": "unknown"}[sign]: 1}
    return Edge(id=f"r{sign}", source=source, target=target, sign=sign, score=score, **count)  # type: ignore[arg-type]


def test_most_figures_decide_the_sign_and_conflicts_are_told() -> None:
    other = AKT.model_copy(update={"id": "x", "label": "PKB", "symbol": ""})
    found = influences([figure(1, edge("-")), figure(2, edge("-")), figure(3, edge("+", "x"), nodes=(other, FOXO))])
    [support] = found.supports
    assert (support.sign, support.plus, support.minus, support.figures) == ("-", 1, 2, 3)
    assert found.conflicts == (support,)
    model = found.model()
    assert model.labels == {"AKT1": "AKT1", "FOXO1": "FOXO1"}
    assert model.rules == {"FOXO1": "!AKT1"}
    assert not found.model(min_figures=4).labels


def test_as_many_figures_on_either_side_leave_it_open() -> None:
    model = influences([figure(1, edge("-")), figure(2, edge("+"))]).model()
    assert len(model.unknowns) == 1


def test_one_figure_counts_once() -> None:
    again = AKT.model_copy(update={"id": "m3"})
    twice = figure(1, edge("-"), edge("-", "m3").model_copy(update={"id": "r9"}), nodes=(AKT, FOXO, again))
    [support] = influences([twice, figure(2, edge("+"))]).supports
    assert (support.plus, support.minus) == (1, 1)


def test_complexes_act_whole_and_lists_by_member() -> None:
    stat = Node(id="m3", label="STAT1/2", kind="gene", identifiers=("hgnc:11362",), members=(
        Member(symbol="STAT1", identifiers=("hgnc:11362",)), Member(symbol="STAT2", identifiers=("hgnc:11363",))
    ))  # fmt: skip
    nodes, group = (AKT, FOXO, stat), Group(id="c1", kind="complex", members=("m1", "m2"))
    whole = influences([figure(1, edge("+", "c1", "m3"), nodes=nodes, groups=(group,))]).model()
    assert whole.rules == {"STAT1": "(AKT1 & FOXO1)", "STAT2": "(AKT1 & FOXO1)"}
    loose = group.model_copy(update={"kind": "group"})
    each = influences([figure(1, edge("+", "c1", "m3"), nodes=nodes, groups=(loose,))]).model()
    assert each.rules == {"STAT1": "AKT1 | FOXO1", "STAT2": "AKT1 | FOXO1"}


def test_a_name_without_identifier_is_the_thing_of_that_name() -> None:
    bare = Node(id="m3", label="akt1")
    [support] = influences([figure(1, edge("-")), figure(2, edge("-", "m3"), nodes=(bare, FOXO))]).supports
    assert support.minus == 2


def test_scores_hold_for_drawn_arrows() -> None:
    assert not influences([figure(1, edge("-", score=0.4))], min_score=0.5).supports
    said = edge("-", score=0.0).model_copy(update={"origin": "stated"})
    assert influences([figure(1, said)], min_score=0.5).supports


def test_the_command_merges_figures(examples: Path, tmp_path: Path) -> None:
    library = Library.open(examples)
    drawn = [r.figid for r in library if figure_model(r).rules]
    assert len(drawn) > 1
    one, other, both, every = (
        json.loads(run("simulate", examples, *what, "--unsigned", "ignored", "--json").out)
        for what in (drawn[:1], drawn[1:2], drawn[:2], ["--all"])
    )
    assert set(one["rules"]) | set(other["rules"]) <= set(both["rules"]) <= set(every["rules"])
    assert every["conflicts"] == []
    network = build(library.record(drawn[0]), stated=False)
    path = tmp_path / "network.json"
    path.write_text(network.to_json())
    again = json.loads(run("simulate", path, "--unsigned", "ignored", "--json").out)
    assert again["attractors"] == one["attractors"]
    assert run("simulate", examples).code == 2
    assert run("simulate", examples, drawn[0], "--all").code == 2
