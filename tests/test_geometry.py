"""Check the geometry against its laws, and against numpy where it counts pixels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.geometry import Box, box_of, distance, gap, iou, length, overlap, polygon_of, rounded, union

sides = st.integers(0, 40)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, y0 = draw(sides), draw(sides)
    return Box(x0, y0, x0 + draw(sides), y0 + draw(sides))


points = st.tuples(st.integers(-50, 100), st.integers(-50, 100))


def pixels(box: Box) -> np.ndarray:
    grid = np.zeros((100, 100), dtype=bool)
    grid[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] = True
    return grid


@given(boxes(), boxes())
def test_overlap_counts_shared_pixels(a: Box, b: Box) -> None:
    assert overlap(a, b) == (pixels(a) & pixels(b)).sum() == overlap(b, a)
    assert a.area == pixels(a).sum()


@given(boxes(), boxes())
def test_iou_is_the_share_of_pixels(a: Box, b: Box) -> None:
    either = (pixels(a) | pixels(b)).sum()
    assert iou(a, b) == pytest.approx((pixels(a) & pixels(b)).sum() / either if either else 0)
    assert 0 <= iou(a, b) <= 1
    assert iou(a, a) == (1 if a.area else 0)


@given(boxes(), boxes())
def test_gap_is_zero_just_where_boxes_meet(a: Box, b: Box) -> None:
    meet = a.x0 <= b.x1 and b.x0 <= a.x1 and a.y0 <= b.y1 and b.y0 <= a.y1
    assert (gap(a, b) == 0) == meet
    assert gap(a, b) == gap(b, a)
    assert gap(a, b) == pytest.approx(min(distance(p, b) for p in nearest_points(a, b)))


def nearest_points(a: Box, b: Box) -> list[tuple[float, float]]:
    """Give points of `a` among which one is nearest to `b`: each coordinate of b's corners clipped into a."""
    xs = [min(max(x, a.x0), a.x1) for x in (b.x0, b.x1)]
    ys = [min(max(y, a.y0), a.y1) for y in (b.y0, b.y1)]
    return [(x, y) for x in xs for y in ys]


@given(points, boxes())
def test_distance_is_zero_just_inside(point: tuple[int, int], box: Box) -> None:
    assert (distance(point, box) == 0) == box.contains(point)
    grid = [(x, y) for x in range(int(box.x0), int(box.x1) + 1) for y in range(int(box.y0), int(box.y1) + 1)]
    assert distance(point, box) == pytest.approx(min(math.dist(point, p) for p in grid))


@given(boxes())
def test_a_box_and_its_corners(box: Box) -> None:
    corners = polygon_of(box)
    assert box_of(corners) == box
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True))
    assert turned == 2 * box.area, "clockwise from the top left, in pixels whose y grows downwards"
    assert box.contains(box.center)


@given(st.lists(boxes(), min_size=1, max_size=5))
def test_union_is_the_smallest_that_holds_all(many: list[Box]) -> None:
    whole = union(many)
    assert all(whole.contains(p) for b in many for p in polygon_of(b))
    assert {whole.x0, whole.x1} <= {x for b in many for x in (b.x0, b.x1)}
    assert {whole.y0, whole.y1} <= {y for b in many for y in (b.y0, b.y1)}


def test_nothing_has_no_box() -> None:
    for nothing in (lambda: box_of([]), lambda: union([])):
        with pytest.raises(ValueError, match="not enough values"):
            nothing()


@given(boxes(), st.integers(0, 20))
def test_growing_and_shrinking(box: Box, margin: int) -> None:
    grown = box.grow(margin)
    assert grown.grow(-margin) == box
    assert (grown.width, grown.height) == (box.width + 2 * margin, box.height + 2 * margin)


def test_a_box_turned_inside_out_has_no_area() -> None:
    assert Box(0, 0, 10, 10).grow(-6).area == 0


@given(st.lists(points, max_size=6), points)
def test_length_adds_up(line: list[tuple[int, int]], point: tuple[int, int]) -> None:
    steps = np.diff(np.array(line, dtype=float).reshape(-1, 2), axis=0)
    assert length(line) == pytest.approx(np.hypot(steps[:, 0], steps[:, 1]).sum())
    assert length(line) == pytest.approx(length(line[::-1]))


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), max_size=5))
def test_rounding_is_stable(line: list[tuple[float, float]]) -> None:
    once = rounded(np.array(line).reshape(-1, 2))  # type: ignore[arg-type]  # numpy floats become Python's
    assert rounded(once) == once
    assert all(type(x) is float for point in once for x in point)
    assert all(math.dist(a, b) <= 0.08 for a, b in zip(line, once, strict=True))
