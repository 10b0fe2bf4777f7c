"""Follow drawn lines on maps made by hand."""

from __future__ import annotations

import itertools
import math

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from figway.geometry import Point
from figway.relate import strokes
from figway.relate.heads import Maps, Mark
from figway.relate.walk import Trace
from figway.relate.ways import WayWeigher

SIZE = 120
WEIGH = WayWeigher()


def maps_of(lines: list[list[Point]], heads: list[Mark], tails: list[Mark], gaps: list[tuple[Point, int]] = ()) -> Maps:  # type: ignore[assignment]
    line, cos2, sin2 = (np.zeros((SIZE, SIZE), np.float32) for _ in range(3))
    for path in lines:
        for a, b in itertools.pairwise(path):
            angle = 2 * math.atan2(b[1] - a[1], b[0] - a[0])
            ends = (round(a[0]), round(a[1])), (round(b[0]), round(b[1]))
            cv2.line(cos2, *ends, math.cos(angle), 2)
            cv2.line(sin2, *ends, math.sin(angle), 2)
            cv2.line(line, *ends, 1.0, 2)
    for at, radius in gaps:
        cv2.circle(line, (round(at[0]), round(at[1])), radius, 0.0, -1)
    return Maps(tuple(heads), tuple(tails), line, np.stack([cos2, sin2]), np.zeros_like(line), 0.5)


def follow(maps: Maps) -> list[list[Trace]]:
    return strokes.follow(maps, WEIGH)


def mark(kind: str, at: Point, towards: Point) -> Mark:
    d = math.dist(at, towards)
    return Mark(kind, at, ((at[0] - towards[0]) / d, (at[1] - towards[1]) / d), 0.9)


def test_a_straight_line_leads_from_head_to_tail() -> None:
    head, tail = mark("pointed", (100, 60), (10, 60)), mark("tail", (10, 60), (100, 60))
    (ways,) = follow(maps_of([[(10, 60), (100, 60)]], [head], [tail]))
    assert ways[0].tail == 0
    assert math.dist(ways[0].path[0], (10, 60)) < 1
    assert ways[0].support > 0.8


def test_a_dash_is_bridged() -> None:
    head, tail = mark("pointed", (100, 60), (10, 60)), mark("tail", (10, 60), (100, 60))
    (ways,) = follow(maps_of([[(10, 60), (100, 60)]], [head], [tail], [((50, 60), 2)]))
    assert ways[0].tail == 0


def test_the_line_goes_straight_on_at_a_crossing() -> None:
    heads = [mark("pointed", (100, 60), (10, 60)), mark("bar", (60, 100), (60, 10))]
    tails = [mark("tail", (60, 10), (60, 100)), mark("tail", (10, 60), (100, 60))]
    ways = follow(maps_of([[(10, 60), (100, 60)], [(60, 10), (60, 100)]], heads, tails))
    assert [w[0].tail for w in ways] == [1, 0]


def test_a_corner_is_turned() -> None:
    path = [(20.0, 20.0), (20.0, 90.0), (100.0, 90.0)]
    head, tail = mark("pointed", (100, 90), (20, 90)), mark("tail", (20, 20), (20, 90))
    (ways,) = follow(maps_of([path], [head], [tail]))
    assert ways[0].tail == 0


def test_a_line_without_tail_ends_where_it_was_last_seen() -> None:
    (ways,) = follow(maps_of([[(40, 60), (100, 60)]], [mark("pointed", (100, 60), (40, 60))], []))
    assert ways[0].tail == -1
    assert math.dist(ways[0].path[0], (40, 60)) < 5


def test_two_heads_of_one_line_find_each_other() -> None:
    heads = [mark("pointed", (100, 60), (10, 60)), mark("pointed", (10, 60), (100, 60))]
    ways = follow(maps_of([[(10, 60), (100, 60)]], heads, []))
    assert [math.dist(w[0].path[0], end) < 4 for w, end in zip(ways, [(10, 60), (100, 60)], strict=True)] == [
        True,
        True,
    ]


def test_no_heads_give_no_ways() -> None:
    assert follow(maps_of([[(10, 60), (100, 60)]], [], [])) == []


@settings(max_examples=25, deadline=None)
@given(angle=st.floats(0, 2 * math.pi), long=st.floats(15, 50))
def test_lines_of_any_direction_are_followed(angle: float, long: float) -> None:
    a = (60 - long * math.cos(angle), 60 - long * math.sin(angle))
    b = (60 + long * math.cos(angle), 60 + long * math.sin(angle))
    (ways,) = follow(maps_of([[a, b]], [mark("pointed", b, a)], [mark("tail", a, b)]))
    assert ways[0].tail == 0
