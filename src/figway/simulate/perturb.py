"""Knock nodes out and over-activate them, one by one and in pairs, and see which phenotypes flip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from figway.simulate.dynamics import attractors
from figway.simulate.model import LogicModel

State = Literal["on", "off", "mixed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say how a phenotype stands over all attractors: the lowest, highest and mean share of states with it."""

    low: float
    high: float
    mean: float

    @property
    def state(self) -> State:
        """Say it in a word: on in all states, off in all, or mixed (it depends, or oscillates)."""
        return "on" if self.low == 1 else "off" if self.high == 0 else "mixed"


@dataclass(frozen=True, slots=True)
class Effect:
    """Hold what a perturbation (nodes held on or off) does to the phenotypes, and which of them flip by it."""

    changes: Mapping[str, bool]
    outcomes: Mapping[str, Outcome]
    flips: tuple[str, ...]


def measure(
    model: LogicModel, phenotypes: Mapping[str, str], start: Mapping[str, bool] | None = None
) -> dict[str, Outcome]:
    """Measure phenotypes, expressions in the engine's form by name, over the attractors of a model.

    The mean weighs attractors by the number of readings of the model that have them.
    """
    found = attractors(model, start=start, expressions=tuple(phenotypes.values()))
    weight = sum(a.readings for a in found)
    out = {}
    for name, text in phenotypes.items():
        shares = [((a.expressions or {})[text], a.readings) for a in found]
        values = [share for share, _ in shares]
        out[name] = Outcome(min(values), max(values), sum(s * n for s, n in shares) / weight)
    return out


def scan(
    model: LogicModel,
    phenotypes: Mapping[str, str],
    *,
    nodes: Sequence[str] = (),
    pairs: bool = False,
    start: Mapping[str, bool] | None = None,
) -> Iterator[Effect]:
    """Yield the effect of every knock-out and over-activation, of `nodes` or of all that are not held anyway."""
    before = measure(model, phenotypes, start)
    chosen = tuple(nodes) or tuple(v for v in model.labels if model.rules.get(v) not in ("true", "false"))
    single = [{v: on} for v in chosen for on in (False, True)]
    double = [
        {a: x, b: y} for a, b in combinations(chosen, 2) for x, y in product((False, True), repeat=2)
    ] if pairs else []  # fmt: skip
    for changes in (*single, *double):
        after = measure(model.fixed(changes), phenotypes, start)
        yield Effect(changes, after, tuple(p for p in phenotypes if after[p].state != before[p].state))
