"""Check what plots show: every name, state and perturbation, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from figway.simulate import LogicModel, attractors, default_model, measure, read_rules, scan
from figway.simulate.layout import layered, positions
from figway.simulate.plots import draw
from figways import run
from simulate.test_simulate import graphs

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> Iterator[str]:
    return (e.text for e in etree.fromstring(svg.encode()).iter(f"{SVG}text"))


def test_everything_is_drawn_and_always_the_same() -> None:
    model = read_rules('"Ca2+ (ER)" = AKT & !PTEN\nAKT = 1\nPTEN = !"Ca2+ (ER)"\nosc = !osc\nAKT2 = AKT')
    watched = {"pheno": model.read("AKT2")}
    drawn = [
        draw(
            model,
            attractors(model),
            held={"AKT": True},
            before=measure(model, watched),
            effects=tuple(scan(model, watched, pairs=True)),
        )
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    shown = list(texts(drawn[0]))
    assert shown.count("Ca2+ (ER)") == 3  # in the network, the table, the heat map
    assert {"pheno", "nothing held", "0.50", "PTEN off, osc on"} <= set(shown)
    assert len(list(texts(draw(model, attractors(model))))) < len(shown)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_layers_go_down_along_edges_but_for_feedback(graph: tuple[dict[str, str], list]) -> None:
    labels, drawn = graph
    model = default_model(labels, drawn, unsigned="activates")
    place = layered(model)
    assert place.keys() == labels.keys()
    assert len(set(place.values())) == len(labels)
    assert all(0 < x < 1 and 0 < y < 1 for x, y in place.values())
    chain = read_rules("\n".join(f"x{i + 1} = x{i}" for i in range(12)))
    rows = [layered(chain)[f"x{i}"][1] for i in range(13)]
    assert rows == sorted(rows)
    assert len(set(rows)) == 13


def test_the_figures_places_are_kept() -> None:
    model = LogicModel({"a": "A", "b": "B"}, {"b": "a"}, places={"a": (10, 300), "b": (110, 100)})
    assert positions(model) == {"a": (0, 1), "b": (1, 0)}
    assert positions(LogicModel(model.labels, model.rules, places={"a": (1, 1)})) == layered(model)


def test_the_command_draws_the_figure(examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "plot.svg"
    done = run(
        "simulate", examples, "egfr_cascade", "--off", "MEK", "--phenotype", "translation", "--scan", "--plot", out
    )
    assert done.code == 0
    shown = list(texts(out.read_text("utf-8")))
    assert {"MEK", "translation", "nothing held"} <= set(shown)
    assert run("simulate", examples, "egfr_cascade", "--plot", tmp_path / "plot.png").code == 2


def test_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="without variables"):
        draw(LogicModel({}), ())
