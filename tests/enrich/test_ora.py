"""Compare the hypergeometric test with exact fractions, scipy and GSEApy."""

from __future__ import annotations

from fractions import Fraction
from math import comb, inf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from figway.enrich.ora import adjust, odds_ratio, over_representation, tails


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int]:
    background = draw(st.integers(1, 25_000))
    size = draw(st.integers(0, min(background, 3000)))
    return background, size, draw(st.integers(0, background))


@settings(deadline=None, max_examples=150)
@given(tables())
def test_tails_equal_scipy(table: tuple[int, int, int]) -> None:
    background, size, drawn = table
    ours = tails(background, size, drawn)
    theirs = stats.hypergeom.sf(np.arange(len(ours)) - 1, background, size, drawn)
    assert len(ours) == min(size, drawn) + 1
    assert np.abs(ours - theirs).max() < 1e-12


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 2000), st.data())
def test_tails_equal_exact_fractions_down_to_the_smallest(background: int, data: st.DataObject) -> None:
    size, drawn = data.draw(st.integers(0, min(background, 80))), data.draw(st.integers(0, background))
    ways = [comb(size, k) * comb(background - size, drawn - k) for k in range(min(size, drawn) + 1)]
    for k, p in enumerate(tails(background, size, drawn)):
        exact = float(Fraction(sum(ways[k:]), comb(background, drawn)))
        if exact > 1e-290:
            assert p == pytest.approx(exact, rel=1e-12)


def test_the_smallest_p_values_are_not_lost() -> None:
    assert tails(20_000, 60, 60)[60] == pytest.approx(float(Fraction(1, comb(20_000, 60))), rel=1e-12)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusting_equals_scipy(values: list[float]) -> None:
    p = np.array(values)
    assert adjust(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)


def test_adjusting_counts_all_tests() -> None:
    p = np.array([0.001, 0.02, 0.5])
    counts = np.array([2, 3, 1])
    long = np.concatenate((np.repeat(p, counts), np.ones(4)))
    expected = stats.false_discovery_control(long)[[0, 2, 5]]
    assert adjust(p, counts, 10) == pytest.approx(expected, abs=1e-15)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 300))
def test_the_odds_ratio_is_one(a: int, b: int, c: int, d: int) -> None:
    ours = odds_ratio(a, a + b, a + c, a + b + c + d)
    theirs = stats.fisher_exact([[a, b], [c, d]]).statistic
    assert ours == theirs or isnan(theirs) or (a * d == 0 and isnan(ours))
    if a and d and not b:
        assert ours == inf


def test_sets_are_tested_as_gseapy_tests_them() -> None:
    calc = pytest.importorskip("gseapy.stats").calc_pvalues
    rng = np.random.default_rng(3)
    genes = [f"g{n}" for n in range(800)]
    gmt = {f"s{n}": set(rng.choice(genes, rng.integers(3, 60), replace=False)) for n in range(300)}
    query, background = set(rng.choice(genes, 90, replace=False)), set(rng.choice(genes, 600, replace=False))
    names, p, *_ = calc(query, gmt, background)
    drawn = query & background
    size = np.array([len(gmt[n] & background) for n in gmt])
    overlap = np.array([len(gmt[n] & drawn) for n in gmt])
    ours = dict(zip(gmt, over_representation(overlap, size, len(drawn), len(background)).p, strict=True))
    assert [ours[n] for n in names] == pytest.approx(list(p), rel=1e-12)
    assert all(p == 1 for n, p in ours.items() if n not in names)
