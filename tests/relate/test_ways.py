"""Weigh ways on maps made by hand."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.relate.test_strokes import SIZE, maps_of, mark

from figway.geometry import Point
from figway.relate.heads import Mark
from figway.relate.strokes import follow
from figway.relate.walk import Trace, walk
from figway.relate.ways import FEATURES, WEIGHTS, beyond, measure, text_ahead, weights


def trace(path: list[Point], tail: int = -1) -> Trace:
    """Give a way whose end (path[0]) is left in the direction in which it was reached."""
    d = math.dist(path[0], path[1])
    way = ((path[0][0] - path[1][0]) / d, (path[0][1] - path[1][1]) / d)
    return Trace(0, tail, tuple(path), way, 1.0, 1.0, way)


def even(a: Point, b: Point, n: int = 20) -> list[Point]:
    return [(a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n) for i in range(n + 1)]


def column(rows: np.ndarray, name: str) -> list[float]:
    return [float(v) for v in rows[:, FEATURES.index(name)]]


def test_a_line_that_goes_on_beyond_an_end_is_seen_straight_and_around_a_corner() -> None:
    field = maps_of([[(20, 20), (20, 90), (100, 90)]], [], []).field
    ends = [trace(even((60, 90), (100, 90))), trace(even((20, 90), (100, 90))), trace(even((20, 20), (20, 90)))]
    ahead, aside = beyond(field, ends)
    assert [v > 0.5 for v in ahead] == [True, False, False]
    assert [v > 0.5 for v in aside] == [False, True, False]


@pytest.mark.parametrize(("gap", "near"), [(2, 0.7), (8, 0.3), (30, 0.0)])
def test_text_ahead_counts_the_more_the_nearer_it_is(gap: int, near: float) -> None:
    maps = maps_of([[(60, 60), (100, 60)]], [], [])
    text = np.zeros((SIZE, SIZE), np.float32)
    text[50:70, max(0, 60 - gap - 20) : 60 - gap] = 1
    (found,) = text_ahead(replace(maps, text=text).field, [trace(even((60, 60), (100, 60)))])
    assert found == pytest.approx(near, abs=0.2)


def test_a_doubtful_tail_in_the_middle_of_a_line_is_passed() -> None:
    head, end = mark("pointed", (110, 60), (10, 60)), mark("tail", (10, 60), (110, 60))
    doubtful = replace(mark("tail", (60, 60), (110, 60)), score=0.3)
    (ways,) = follow(maps_of([[(10, 60), (110, 60)]], [head], [end, doubtful]))
    assert ways[0].tail == 0


def test_a_clean_corner_is_no_end() -> None:
    head, end = mark("pointed", (20, 100), (20, 20)), replace(mark("tail", (60, 20), (20, 20)), score=0.5)
    (ways,) = follow(maps_of([[(60, 20), (20, 20), (20, 100)]], [head], [end]))
    assert ways[0].tail == 0


def test_colour_tells_one_line_from_another() -> None:
    heads = [mark("pointed", (100, 60), (10, 60))]
    tails = [mark("tail", (10, 60), (100, 60)), mark("tail", (20, 20), (60, 60))]
    maps = maps_of([[(10, 60), (100, 60)], [(20, 20), (60, 60)]], heads, tails)
    picture = np.ones((SIZE, SIZE, 3), np.float32)
    cv2.line(picture, (60, 60), (100, 60), (0.8, 0.0, 0.0), 3)
    cv2.line(picture, (20, 20), (60, 60), (0.8, 0.0, 0.0), 3)
    cv2.line(picture, (10, 60), (56, 60), (0.0, 0.2, 0.9), 3)
    maps = replace(maps, picture=picture)
    every = [t for ways in walk(maps) for t in ways if t.tail >= 0]
    strange = dict(
        zip([t.tail for t in every], column(measure(maps.field, every, tails, maps.picture), "colour"), strict=True)
    )
    assert strange[0] > 0.5 > 0.2 > strange[1]


def test_a_drawn_line_stands_out_from_both_sides_and_a_border_of_two_colours_does_not() -> None:
    maps = maps_of([], [], [])
    picture = np.ones((SIZE, SIZE, 3), np.float32)
    picture[29:32] = 0.2
    picture[90:] = 0.2
    ways = [trace(even((10, y), (100, y))) for y in (30.0, 90.0, 60.0)]
    rows = measure(maps.field, ways, (), picture)
    line, border, ground = column(rows, "contrast")
    assert line > 0.4
    assert max(border, ground) < 0.1
    assert column(rows, "pale")[0] == pytest.approx(0.3)


def test_the_shipped_weights_name_every_feature() -> None:
    assert set(json.loads(WEIGHTS.read_text())["weights"]) == set(FEATURES)
    assert len(weights()) == len(FEATURES)


def test_measures_are_finite_for_the_shortest_ways() -> None:
    maps = maps_of([[(10, 60), (100, 60)]], [], [])
    short = [trace([(50, 60), (52, 60), (54, 60)]), trace([(50, 60), (52, 60)])]
    assert np.isfinite(measure(maps.field, short, [Mark("tail", (50, 60), (-1, 0), 0.9)], None)).all()
