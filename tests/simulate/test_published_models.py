"""Compare with published logic models, pyboolnet's repository: the engine's own reading, and pyboolnet's attractors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from biodivine_aeon import AsynchronousGraph, Attractors, BooleanNetwork

from figway.simulate import LogicModel, attractors, read_bnet

_FOUND = find_spec("pyboolnet")  # its data are read, nothing of it is run
FOLDER = Path((_FOUND.submodule_search_locations or [""])[0] if _FOUND else "") / "repository"
pytestmark = pytest.mark.skipif(not _FOUND, reason="no pyboolnet: pip install 'figway[dev]'")
MOST_FREE = 3
"""Inputs that are left free; where there are more, all are off, then all on."""
Shares = tuple[int, tuple[float, ...]]


def settings_of(model: LogicModel) -> list[dict[str, bool]]:
    if len(model.inputs) <= MOST_FREE:
        return [{}]
    return [dict.fromkeys(model.inputs, on) for on in (False, True)]


def own(model: LogicModel) -> list[Shares]:
    return sorted((a.states, tuple(round(a.activity[v], 9) for v in model.labels)) for a in attractors(model))


def engines(text: str, inputs: dict[str, bool], names: list[str]) -> list[Shares]:
    """Give the attractors of the engine's own reading, with inputs set in the text."""
    lines = [line for line in text.splitlines() if line.split(",")[0].strip() not in inputs]
    network = BooleanNetwork.from_bnet("\n".join([*lines, *(f"{v}, {int(on)}" for v, on in inputs.items())]))
    graph = AsynchronousGraph(network)
    found = []
    for attractor in Attractors.attractors(graph):
        states = attractor.vertices()
        size = int(states.cardinality())
        on = [int(states.intersect(graph.mk_subspace({v: True}).vertices()).cardinality()) for v in names]
        found.append((size, tuple(round(n / size, 9) for n in on)))
    return sorted(found)


def cases() -> Iterator[tuple[Path, bool | None]]:
    for path in sorted(FOLDER.rglob("*.bnet")):
        free = len(read_bnet(path.read_text("utf-8"), path.name).inputs)
        for on in (None,) if free <= MOST_FREE else (False, True):
            yield path, on


@pytest.mark.parametrize(("path", "on"), list(cases()), ids=lambda x: getattr(x, "stem", str(x)))
def test_attractors_are_those_of_the_engine_s_own_reading(path: Path, on: bool | None) -> None:
    text = path.read_text("utf-8")
    model = read_bnet(text, path.name)
    inputs = {} if on is None else dict.fromkeys(model.inputs, on)
    found = own(model.fixed(inputs))
    assert found == engines(text, inputs, list(model.labels))
    assert found


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*_attrs_async.json")), ids=lambda p: p.stem)
def test_attractors_are_those_that_pyboolnet_published(path: Path) -> None:
    """Its model checker is another engine: steady states, and the values that are fixed while it cycles."""
    published = json.loads(path.read_text("utf-8"))["attractors"]
    model = read_bnet(path.with_name(path.name.replace("_attrs_async.json", ".bnet")).read_text("utf-8"))
    for inputs in settings_of(model):
        wanted = sorted(
            (not a["is_steady"], sorted((v, bool(on)) for v, on in a["min_trap_space"]["dict"].items()))
            for a in published
            if all(a["state"]["dict"][v] == on for v, on in inputs.items())
        )
        found = sorted(
            (a.states > 1, sorted((v, share == 1) for v, share in a.activity.items() if share in (0, 1)))
            for a in attractors(model.fixed(inputs))
        )
        assert found == wanted


def test_the_repository_is_there() -> None:
    assert len(list(FOLDER.rglob("*.bnet"))) >= 30
    assert len(list(FOLDER.rglob("*_attrs_async.json"))) >= 3
