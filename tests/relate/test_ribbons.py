"""Cut ribbons from maps made by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.relate.test_strokes import SIZE, maps_of, mark

from figway.geometry import Point
from figway.relate.heads import Maps
from figway.relate.ribbons import AFTER, ASIDE, BEFORE, CHANNELS, LONGEST, layers, ribbons
from figway.relate.walk import STEP, Trace

MIDDLE = list(ASIDE).index(0)


def way(path: list[Point], head: int = 0, tail: int = -1) -> Trace:
    """Give a way from `path[0]` towards a head, left in the direction in which it was reached."""
    d = math.dist(path[0], path[1])
    going = ((path[0][0] - path[1][0]) / d, (path[0][1] - path[1][1]) / d)
    return Trace(head, tail, tuple(path), going, 1.0, 1.0, going)


def line_at(degrees: float, far: float = 40.0) -> tuple[Maps, Trace]:
    """Draw an arrow through the middle that points so many degrees from the right, with its tail marked."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    end, tip = (60 - far * c, 60 - far * s), (60 + far * c, 60 + far * s)
    path = [(60 + f * c, 60 + f * s) for f in np.arange(-far, far, STEP)]
    maps = maps_of([[end, tip]], [mark("pointed", tip, end)], [mark("tail", end, tip)])
    return maps, way(path, tail=0)


def channel(ribbon: np.ndarray, name: str) -> np.ndarray:
    return ribbon[:, :, CHANNELS.index(name)]


def test_a_ribbon_goes_from_beyond_the_end_to_beyond_the_head() -> None:
    maps, trace = line_at(0)
    (ribbon,) = ribbons(layers(maps), [trace], maps.heads)
    assert ribbon.shape == (BEFORE + 41 + AFTER, len(ASIDE), len(CHANNELS))
    shown = channel(ribbon, "line")[:, MIDDLE] > 0.5
    assert not shown[: BEFORE - 1].any()
    assert shown[BEFORE + 1 : -AFTER - 1].all()
    assert not shown[-AFTER + 1 :].any()
    assert channel(ribbon, "line")[:, [0, -1]].max() < 0.1


@pytest.mark.parametrize("degrees", [0, 30, 90, 135, 200, 290])
def test_directions_are_told_as_seen_from_the_way(degrees: float) -> None:
    maps, trace = line_at(degrees)
    (ribbon,) = ribbons(layers(maps), [trace], maps.heads)
    inner = ribbon[BEFORE + 3 : -AFTER - 3]
    assert channel(inner, "line along")[:, MIDDLE].min() > 0.8
    assert np.abs(channel(inner, "line across")[:, MIDDLE]).max() < 0.2
    at = channel(ribbon, "tail")[:, MIDDLE].argmax()
    assert abs(int(at) - BEFORE) <= 1
    assert channel(ribbon, "tail along")[at, MIDDLE] == pytest.approx(-0.9, abs=0.1)
    at = channel(ribbon, "head")[:, MIDDLE].argmax()
    assert abs(int(at) - (len(ribbon) - 1 - AFTER)) <= 1
    assert channel(ribbon, "head along")[at, MIDDLE] == pytest.approx(0.9, abs=0.1)


def test_what_lies_to_the_right_of_a_way_stands_on_one_side_of_its_ribbon() -> None:
    maps, trace = line_at(0)
    picture = np.ones((SIZE, SIZE, 3), np.float32)
    picture[62:] = (1.0, 0.0, 0.0)
    (ribbon,) = ribbons(layers(replace(maps, picture=picture)), [trace], maps.heads)
    blue = channel(ribbon, "blue").mean(0)
    assert blue[: MIDDLE + 1].min() > 0.9
    assert blue[-2:].max() < 0.1


def test_long_ways_take_longer_steps_and_none_is_too_short() -> None:
    maps, _ = line_at(0)
    turns = [(60 + 50 * math.cos(a), 60 + 50 * math.sin(a)) for a in np.arange(0, 8 * math.pi, 0.03)]
    long, short = ribbons(layers(maps), [way(turns), way([(99.5, 60.0), (100.0, 60.0)])], maps.heads)
    assert len(long) == BEFORE + LONGEST + AFTER
    assert len(short) == BEFORE + 3 + AFTER
    assert np.isfinite(long).all()
    assert np.isfinite(short).all()


def test_no_ways_give_no_ribbons() -> None:
    assert ribbons(layers(line_at(0)[0]), [], ()) == []
