"""Compute what a logic model settles in: its attractors, and what can be reached from where.

Updates are asynchronous: one variable at a time, in any order. The engine is biodivine-aeon, which holds sets of
states as decision diagrams; so the size of a model matters less than how much of it oscillates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from figway.errors import UsageError
from figway.simulate.model import OFF, ON, LogicModel

if TYPE_CHECKING:
    from biodivine_aeon import ColoredVertexSet, VertexSet

MOST_INPUTS = 8
"""Inputs that may be left free: each way to set them is computed, 256 at most."""


@dataclass(frozen=True, slots=True)
class Attractor:
    """Hold one attractor: a steady state, or states between which the model keeps moving.

    `activity` is the share of its states in which each variable is on; `readings` of `of_readings` ways to answer
    the model's open questions lead to it.
    """

    states: int
    activity: Mapping[str, float]
    readings: int = 1
    of_readings: int = 1
    expressions: Mapping[str, float] | None = None

    @property
    def steady(self) -> bool:
        """Tell whether it is a single state."""
        return self.states == 1


@dataclass(frozen=True, slots=True)
class Reach:
    """Say from which share of the start states a goal can be reached, and whether every way ends in it."""

    share: float
    certain: bool


def attractors(
    model: LogicModel, *, start: Mapping[str, bool] | None = None, expressions: tuple[str, ...] = ()
) -> tuple[Attractor, ...]:
    """Give the attractors of a model, for every way to set its free inputs; with `start`, those reachable from there.

    `expressions`, in the engine's form, are measured in each attractor. Raises UsageError where more inputs are
    free than can be tried out one by one.
    """
    return tuple(a for scenario in scenarios(model) for a in _Dynamics(scenario).attractors(start or {}, expressions))


def reach(model: LogicModel, start: Mapping[str, bool], goal: str) -> Reach:
    """Tell whether a goal (an expression in the engine's form) is reached; what `start` leaves open is any value."""
    found = [_Dynamics(scenario).reach(start, goal) for scenario in scenarios(model)]
    return Reach(sum(r.share for r in found) / len(found), all(r.certain for r in found))


def regulation_signs(model: LogicModel) -> dict[tuple[str, str], str]:
    """Give what the rules let each regulator do, by source and target: `+`, `-`, `+-`, `?` where it is left open."""
    network = model.engine().infer_valid_graph()
    found = {}
    for r in network.regulations():
        pair = (network.get_variable_name(r["source"]), network.get_variable_name(r["target"]))
        found[pair] = str(r.get("sign") or ("?" if model.unknowns else "+-"))
    return found


def scenarios(model: LogicModel) -> Iterator[LogicModel]:
    """Yield the model with its free inputs set in every way; raises UsageError where they are too many."""
    free = model.inputs
    if len(free) > MOST_INPUTS:
        names = ", ".join(model.name(v) for v in free[:5])
        raise UsageError(
            f"{len(free)} inputs are free ({names}, ...), which makes 2^{len(free)} cases; at most {MOST_INPUTS} may "
            "be. Set some with --set NAME=1, or all others with --inputs on or --inputs off."
        )
    for values in product((False, True), repeat=len(free)):
        yield model.fixed(dict(zip(free, values, strict=True))) if free else model


class _Dynamics:
    """Hold the transition graph of a model without free inputs."""

    def __init__(self, model: LogicModel) -> None:
        from biodivine_aeon import AsynchronousGraph

        self.model = model
        self.network = model.engine()
        self.graph = AsynchronousGraph(self.network)
        self.context = self.graph.symbolic_context()

    def attractors(self, start: Mapping[str, bool], expressions: tuple[str, ...]) -> Iterator[Attractor]:
        """Yield the attractors; those that are the same states in several readings are one."""
        from biodivine_aeon import Attractors, Percolation, Reachability

        if not self.model.labels:
            return
        begin = None
        if start:
            begin = Reachability.reach_fwd(self.graph, self._begin(start))
        else:
            space = Percolation.percolate_subspace(self.graph, {})
            begin = self.graph.mk_subspace(space)
        readings = int(self.graph.mk_unit_colors().cardinality())
        wanted = {text: self._where(text) for text in expressions}
        each = {v: self._where(v) for v in self.model.labels}
        for found in Attractors.attractors(self.graph, begin):
            for vertices, count in self._same(found):
                size = int(vertices.cardinality())
                activity = {v: int(vertices.intersect(on).cardinality()) / size for v, on in each.items()}
                shares = {t: int(vertices.intersect(s).cardinality()) / size for t, s in wanted.items()}
                yield Attractor(size, activity, count, readings, shares)

    def reach(self, start: Mapping[str, bool], goal: str) -> Reach:
        """Compute reachability by going backward from the goal and forward from the start."""
        from biodivine_aeon import Reachability

        begin = self._begin(start)
        target = self._where(goal).extend_with_colors(self.graph.mk_unit_colors())
        able = begin.intersect(Reachability.reach_bwd(self.graph, target))
        ends = self.attractors(start, (goal,)) if start else self.attractors({}, (goal,))
        certain = all(a.expressions is not None and a.expressions[goal] == 1 for a in ends)
        return Reach(int(able.cardinality()) / int(begin.cardinality()), certain)

    def _begin(self, start: Mapping[str, bool]) -> ColoredVertexSet:
        """Give the start states; what a perturbation or setting holds has that value from the start."""
        held = {v: rule == ON for v, rule in self.model.rules.items() if rule in (ON, OFF)}
        return self.graph.mk_subspace({**start, **held})

    def _where(self, text: str) -> VertexSet:
        from biodivine_aeon import UpdateFunction, VertexSet

        return VertexSet(self.context, self.context.mk_update_function(UpdateFunction(self.network, text)))

    def _same(self, found: ColoredVertexSet) -> Iterator[tuple[VertexSet, int]]:
        """Part what the engine found, one attractor a reading, into sets of readings with the same states."""
        while not found.is_empty():
            colors = found.colors()
            vertices = found.intersect_colors(found.pick_color().colors().pick_singleton()).vertices()
            outside = found.minus_vertices(vertices).colors()
            missing = vertices.extend_with_colors(colors).minus(found).colors()
            same = colors.minus(outside).minus(missing)
            yield vertices, int(same.cardinality())
            found = found.minus_colors(same)
