"""Test the detector's geometry: tiles, boxes from maps, corners."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.read.detect import MARGIN, TILE, TextBox, boxes_of, coarser, drawn_part, finer, grown, spans, upright


@given(st.integers(1, 20_000))
def test_tiles_decide_every_pixel_once_and_see_around_it(size: int) -> None:
    tiles = spans(size)
    assert [t[2] for t in tiles] == [0, *(t[3] for t in tiles[:-1])]
    assert tiles[-1][3] == size
    for start, end, first, last in tiles:
        assert end - start <= TILE + MARGIN
        assert start == max(0, first - MARGIN) or start == 0
        assert end == min(size, last + MARGIN) or end == size


@given(st.floats(-44, 44), st.floats(30, 200), st.floats(8, 25))
def test_corners_come_clockwise_from_the_top_left_of_the_text(angle: float, width: float, height: float) -> None:
    corners = cv2.boxPoints(((300, 300), (width, height), angle))
    for start in range(4):
        found = upright(np.roll(np.asarray(corners, np.float32), start, axis=0))
        along = found[1] - found[0]
        assert np.linalg.norm(along) == pytest.approx(width, rel=1e-2)
        assert math.degrees(math.atan2(along[1], along[0])) == pytest.approx(angle, abs=0.5)


def test_a_core_grows_by_its_height_so_that_it_is_half_of_the_line() -> None:
    prob = np.zeros((100, 300), np.uint8)
    prob[40:60, 50:250] = 255
    (box,) = boxes_of(prob, 150, 50)  # the map is twice the picture
    assert box.width * 2 == pytest.approx(220, abs=3)
    assert box.height * 2 == pytest.approx(40, abs=3)
    assert box.score > 0.9


def test_weak_and_tiny_cores_are_left_out() -> None:
    prob = np.zeros((100, 300), np.uint8)
    prob[40:60, 50:250] = 45
    prob[80:81, 10:12] = 255
    assert boxes_of(prob, 300, 100) == []


def test_labels_that_touch_in_steps_are_parted_where_the_map_is_weaker_between_them() -> None:
    prob = np.zeros((100, 300), np.uint8)
    for n in range(3):
        prob[20 + 15 * n : 40 + 15 * n, 20 + 80 * n : 100 + 80 * n] = 240
        prob[20 + 15 * n : 40 + 15 * n, 92 + 80 * n : 108 + 80 * n] = 130  # where one runs into the next
    boxes = sorted(boxes_of(prob, 300, 100), key=lambda b: float(b.corners[0, 0]))
    assert [round(float(b.corners[:, 1].mean()) / 15) for b in boxes] == [2, 3, 4]
    assert all(b.width < 110 and b.height < 45 for b in boxes)
    prob[prob == 130] = 240
    assert len(boxes_of(prob, 300, 100)) == 1  # nothing tells where


def test_a_long_slanted_line_stays_whole() -> None:
    prob = np.zeros((300, 300), np.uint8)
    corners = cv2.boxPoints(((150, 150), (200, 14), 30))
    cv2.fillPoly(prob, [np.round(corners).astype(np.int32)], 250)
    prob[:, 148:152] //= 2
    (box,) = boxes_of(prob, 300, 300)
    assert box.width == pytest.approx(214, abs=6)


def test_only_large_text_is_looked_at_again_reduced() -> None:
    assert coarser([], 1.5) == 0
    assert coarser([8.0] * 4, 1.5) == 0
    assert coarser([200.0] * 4, 1.5) == pytest.approx(0.15)
    assert coarser([8.0] * 4 + [200.0] * 4, 1.5) > 0


def test_small_text_is_looked_at_again_enlarged() -> None:
    assert finer([], 1e5) == 0
    assert finer([20.0] * 4, 1e5) == 0
    assert finer([4.0] * 9 + [20.0] * 4, 1e5) == 0  # specks are no text
    assert finer([11.0] * 5 + [20.0] * 4, 1e5) == 3
    assert finer([11.0] * 5, 8e6) == pytest.approx(1)


def test_growing_moves_each_side_by_a_share_of_the_short_side() -> None:
    box = TextBox(np.array([[10, 10], [60, 10], [60, 20], [10, 20]], np.float32), 1.0)
    wanted = np.array([[5, 5], [65, 5], [65, 25], [5, 25]])
    assert grown(box, 0.5).corners == pytest.approx(wanted, abs=1e-3)


def test_only_what_is_drawn_in_a_tile_is_looked_at() -> None:
    tile = np.full((500, 600, 3), 230, np.uint8)
    assert drawn_part(tile) == (0, 0, 0, 0)
    tile[200:220, 300:380] = 0
    top, bottom, left, right = drawn_part(tile)
    assert 100 < top < 190
    assert 230 < bottom < 320
    assert 200 < left < 290
    assert 390 < right < 480
