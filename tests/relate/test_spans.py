"""Span gaps that no walker crosses, on maps made by hand."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.relate.test_strokes import follow, maps_of, mark

from figway.geometry import Point
from figway.relate.heads import Mark
from figway.relate.spans import curve, guides, spans
from figway.relate.walk import walk

LINE: list[list[Point]] = [[(10.0, 60.0), (110.0, 60.0)]]
HEAD, TAIL = mark("pointed", (110, 60), (10, 60)), mark("tail", (10, 60), (110, 60))
TORN = [((60.0, 60.0), 16)]


def test_a_line_too_torn_to_be_walked_is_spanned() -> None:
    maps = maps_of(LINE, [HEAD], [TAIL], TORN)
    walked = walk(maps)
    assert [t.tail for t in walked[0]] == [-1]
    ((span,),) = spans(maps, walked)
    assert span.tail == 0
    assert span.path[0] == TAIL.at
    assert 0.5 < span.support < 0.8
    assert follow(maps)[0][0].tail == 0


def test_what_was_walked_is_not_spanned_too() -> None:
    maps = maps_of(LINE, [HEAD], [TAIL])
    assert spans(maps, walk(maps)) == [[]]


def test_nothing_is_spanned_where_no_line_shows() -> None:
    maps = maps_of([], [HEAD], [TAIL])
    assert spans(maps, walk(maps)) == [[]]


def test_a_tail_that_looks_another_way_is_not_spanned() -> None:
    for way in ((0.0, -1.0), (1.0, 0.0)):
        maps = maps_of(LINE, [HEAD], [Mark("tail", TAIL.at, way, 0.9)], TORN)
        assert spans(maps, walk(maps)) == [[]]


@given(turned=st.floats(-0.7, 0.7), bent=st.floats(0.05, 0.33))
def test_curves_leave_tails_and_reach_heads_in_their_directions(turned: float, bent: float) -> None:
    tail = Mark("tail", (0.0, 0.0), (-math.cos(turned), -math.sin(turned)), 1.0)
    guided = guides(maps_of([], [HEAD], [tail]), np.array([[0, 0]]), bent)
    path = curve(guided, np.linspace(0, 1, 201))
    assert np.allclose(path[[0, -1]], [tail.at, HEAD.at], atol=1e-3)
    leaving, coming = path[1] - path[0], path[-1] - path[-2]
    assert np.dot(leaving, tail.way) < -0.95 * np.hypot(*leaving)
    assert np.dot(coming, HEAD.way) > 0.95 * np.hypot(*coming)


def test_a_span_that_is_not_bent_is_straight_and_even() -> None:
    (guided,) = guides(maps_of([], [HEAD], [TAIL]), np.array([[0, 0]]), 0.0)
    along = np.linspace(0, 1, 6)
    assert np.allclose(curve(guided, along), np.array(TAIL.at) + along[:, None] * np.subtract(HEAD.at, TAIL.at))
