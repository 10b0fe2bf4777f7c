"""Place the variables of a model: where the figure has them, else in layers from what acts to what is acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figway.simulate.model import LogicModel

Point = tuple[float, float]
SWEEPS = 6


def positions(model: LogicModel) -> dict[str, Point]:
    """Give each variable a place from 0 to 1, y downward; layered where the figure does not place all of them."""
    if model.labels and all(v in model.places for v in model.labels):
        return _spread({v: model.places[v] for v in model.labels})
    return layered(model)


def layered(model: LogicModel) -> dict[str, Point]:
    """Lay variables out in layers: inputs on top, each below what acts on it; feedbacks point upward."""
    above = _without_feedback(model)
    depth: dict[str, int] = {}
    for variable in _order(above):
        depth[variable] = 1 + max((depth[s] for s in above[variable]), default=-1)
    layers: list[list[str]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for variable in model.labels:
        layers[depth[variable]].append(variable)
    below: dict[str, list[str]] = {v: [] for v in model.labels}
    for target, sources in above.items():
        for source in sources:
            below[source].append(target)
    for sweep in range(SWEEPS):
        _sort(layers, above if sweep % 2 == 0 else below)
    place = {}
    for row, layer in enumerate(layers):
        for column, variable in enumerate(layer):
            place[variable] = ((column + 0.5) / len(layer), (row + 0.5) / len(layers))
    return place


def _spread(places: Mapping[str, Point]) -> dict[str, Point]:
    x0, x1 = (f(x for x, _ in places.values()) for f in (min, max))
    y0, y1 = (f(y for _, y in places.values()) for f in (min, max))
    return {v: ((x - x0) / ((x1 - x0) or 1), (y - y0) / ((y1 - y0) or 1)) for v, (x, y) in places.items()}


def _without_feedback(model: LogicModel) -> dict[str, list[str]]:
    """Give the regulators of each variable, without those edges that close a circle."""
    regulators = {v: [s for s in model.regulators(v) if s != v] for v in model.labels}
    state: dict[str, int] = {}
    kept: dict[str, list[str]] = {v: [] for v in model.labels}
    for start in model.labels:
        stack = [(start, iter(regulators[start]))]
        if state.setdefault(start, 1) == 2:
            continue
        while stack:
            variable, rest = stack[-1]
            source = next(rest, None)
            if source is None:
                state[variable] = 2
                stack.pop()
            elif state.get(source) != 1:
                kept[variable].append(source)
                if source not in state:
                    state[source] = 1
                    stack.append((source, iter(regulators[source])))
    return kept


def _order(above: Mapping[str, Sequence[str]]) -> list[str]:
    """Order variables so that each comes after those above it."""
    done: dict[str, None] = {}
    for start in above:
        stack = [start]
        while stack:
            waiting = [s for s in above[stack[-1]] if s not in done]
            if waiting:
                stack.append(waiting[0])
            else:
                done[stack.pop()] = None
    return list(done)


def _sort(layers: list[list[str]], near: Mapping[str, Sequence[str]]) -> None:
    """Sort each layer by the mean place of its neighbours."""
    place = {v: (i + 0.5) / len(layer) for layer in layers for i, v in enumerate(layer)}
    for layer in layers:
        mean = {v: sum(place[n] for n in near[v]) / len(near[v]) if near[v] else place[v] for v in layer}
        layer.sort(key=lambda v: (mean[v], v))
