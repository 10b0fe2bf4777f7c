"""Reduce runs of numbers, and compare with each run taken alone."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.relate.runs import Runs, within

RUNS = st.lists(st.lists(st.integers(-8, 8).map(lambda n: n / 8), max_size=9), min_size=1, max_size=6)


def laid(runs: list[list[float]]) -> tuple[Runs, np.ndarray]:
    return Runs.of_sizes([len(r) for r in runs]), np.array([v for r in runs for v in r], np.float32)


@given(RUNS, st.sampled_from([0.0, 0.25, 0.8, 1.0]))
def test_runs_are_reduced_as_each_alone(runs: list[list[float]], share: float) -> None:
    of, values = laid(runs)
    assert of.total(values) == pytest.approx([sum(r) for r in runs])
    assert of.mean(values) == pytest.approx([np.mean(r) if r else 0.0 for r in runs])
    assert of.highest(values) == pytest.approx([max(r, default=0.0) for r in runs])
    assert of.quantile(values, share) == pytest.approx([np.quantile(r, share) if r else 0.0 for r in runs], abs=1e-6)


@given(RUNS)
def test_neighbours_are_summed_within_a_run_only(runs: list[list[float]]) -> None:
    of, values = laid(runs)
    windows, sums = of.windows(values, 3)
    for n, run in enumerate(runs):
        alone = [sum(run[i : i + 3]) for i in range(len(run) - 2)] if len(run) >= 3 else [sum(run)] if run else []
        assert sums[windows.of == n] == pytest.approx(alone, abs=1e-6)


@given(RUNS)
def test_the_longest_stretch_does_not_cross_from_run_to_run(runs: list[list[float]]) -> None:
    of, values = laid(runs)
    alone = [max((len(list(g)) for on, g in groupby(v > 0 for v in r) if on), default=0) for r in runs]
    assert of.longest(values > 0).tolist() == alone


@given(RUNS)
def test_what_is_kept_stays_in_its_run(runs: list[list[float]]) -> None:
    of, values = laid(runs)
    kept = of.where(values > 0)
    assert kept.total(values[values > 0]) == pytest.approx([sum(v for v in r if v > 0) for r in runs])
    assert kept.sizes.tolist() == [sum(v > 0 for v in r) for r in runs]


@given(st.integers(0, 40), st.integers(0, 8), st.floats(0.5, 4), st.integers(0, 99))
def test_pairs_within_reach_are_all_found(points: int, places: int, reach: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = ((rng.random((n, 2)) * 24 - 2).astype(np.float32) for n in (points, places))
    apart = ((a[:, None] - b[None]) ** 2).sum(2)
    found = sorted(zip(*(n.tolist() for n in within(a, b, reach)), strict=True))
    assert found == [tuple(pair) for pair in np.argwhere(apart < reach**2).tolist()]
