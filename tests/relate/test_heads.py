"""Check how peaks become marks: one mark a place, and a bar only where it leads clearly."""

from __future__ import annotations

import numpy as np
import pytest

from figway.relate.heads import Mark, peaks, thinned, working_scale


def mark(kind: str, score: float, at: tuple[float, float] = (10, 10), way: tuple[float, float] = (1, 0)) -> Mark:
    return Mark(kind, at, way, score)


@pytest.mark.parametrize(("bar", "kind"), [(0.5, "pointed"), (0.9, "bar")])
def test_a_bar_must_be_clearly_surer_than_an_arrowhead(bar: float, kind: str) -> None:
    (kept,) = thinned([mark("pointed", 0.45), mark("bar", bar, (11, 10))], 4.0)
    assert kept.kind == kind


def test_a_lone_bar_stays_however_unsure() -> None:
    assert thinned([mark("bar", 0.2)], 4.0) == (mark("bar", 0.2),)


def test_marks_apart_or_the_other_way_round_stay_and_the_best_come_first() -> None:
    marks = [mark("bar", 0.9), mark("pointed", 0.7, way=(-1, 0)), mark("pointed", 0.95, (40, 10))]
    assert [m.score for m in thinned(marks, 4.0)] == [0.95, 0.9, 0.7]


def test_a_peak_is_placed_between_pixels_and_points_along_its_field() -> None:
    heat, way = np.zeros((20, 20), np.float32), np.zeros((2, 20, 20), np.float32)
    heat[10, 7], heat[10, 8] = 0.8, 0.7
    way[:, 10, 7] = (0, 2)
    (found,) = peaks(heat, way, "pointed", 0.3)
    assert 7.2 < found.at[0] < 7.6
    assert found.at[1] == 10
    assert found.way == (0, 1)


@pytest.mark.parametrize("height", [4.0, 13.0, 40.0])
def test_small_text_enlarges_and_large_text_shrinks(height: float) -> None:
    scale = working_scale((500, 700), [height])
    assert (scale > 1) == (height < 9)
    assert (scale < 1) == (height > 19)
