"""Reduce runs of numbers, and compare with each run taken alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.relate.runs import Runs

RUNS = st.lists(st.lists(st.integers(-8, 8).map(lambda n: n / 8), max_size=9), min_size=1, max_size=6)


@given(RUNS)
def test_runs_are_reduced_as_each_alone(runs: list[list[float]]) -> None:
    of, values = Runs.of_sizes([len(r) for r in runs]), np.array([v for r in runs for v in r], np.float32)
    assert of.total(values) == pytest.approx([sum(r) for r in runs])
    assert of.mean(values) == pytest.approx([np.mean(r) if r else 0.0 for r in runs])
    assert of.place.tolist() == [i for r in runs for i in range(len(r))]
    assert of.left.tolist() == [len(r) - 1 - i for r in runs for i in range(len(r))]
