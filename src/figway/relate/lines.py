"""Tell how a traced line is drawn, from the picture along its path: solid, dashed or dotted, red or green."""

from __future__ import annotations

import math
from collections.abc import Sequence
from colorsys import rgb_to_hsv
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point

SOLID_SHARE, FEWEST_GAPS = 0.82, 3
LONGEST_DOT = 4.5
LEAST_CONTRAST = 24.0
ACROSS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Where a line is looked for beside its path, which may run a pixel or two off it."""
HUES = (("red", -20, 20), ("green", 80, 170))
"""Names of hues, from and to, in degrees."""
LEAST_SATURATION, LEAST_VALUE = 0.4, 0.3


class Line(NamedTuple):
    """Hold how a line is drawn: solid, dashed or dotted, and red or green; empty where that cannot be told."""

    manner: str
    colour: str


UNDRAWN = Line("", "")
"""What is not drawn."""


def even_points(path: Sequence[Point], step: float = 1.0) -> NDArray[np.float64]:
    """Place points along a path, `step` pixels apart."""
    points = np.array(path, np.float64)
    apart = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(apart)])
    at = np.arange(0.0, along[-1], step)
    return np.stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])], 1)


def across(image: NDArray[np.uint8], points: NDArray[np.float64], offset: float) -> NDArray[np.float64]:
    """Read the colours `offset` pixels beside each point of a path (points x 3)."""
    high, wide = image.shape[:2]
    way = np.gradient(points, axis=0)
    norm = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    aside = np.stack([-way[:, 1], way[:, 0]], 1) / norm[:, None]
    xy = np.rint(points + aside * offset).astype(np.int64)
    return image[np.clip(xy[:, 1], 0, high - 1), np.clip(xy[:, 0], 0, wide - 1)].astype(np.float64)


def profile(
    image: NDArray[np.uint8], points: NDArray[np.float64], reach: int = 6
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the strongest contrast of each point, or its neighbours across the line, to the ground, and its ink."""
    ground = np.median(np.concatenate([across(image, points, side) for side in (-reach, reach)]), axis=0)
    seen = np.stack([across(image, points, offset) for offset in ACROSS])
    contrast = np.abs(seen - ground).max(2)
    return contrast.max(0), seen[contrast.argmax(0), np.arange(len(points))]


def line_of(image: NDArray[np.uint8], path: Sequence[Point], head: float = 8.0) -> Line:
    """Name the manner and the colour of a line, its head left out; empty where it is too short or too faint to tell."""
    points = even_points(path)
    points = points[2 : max(2, len(points) - math.ceil(head))]
    if len(points) < 4:
        return Line("", "")
    contrast, ink = profile(image, points)
    full = float(np.percentile(contrast, 90))
    if full < LEAST_CONTRAST:
        return Line("", "")
    on = contrast > 0.5 * full
    colour = colour_of(np.median(ink[on], axis=0))
    if len(points) < 16:
        return Line("", colour)
    runs = np.flatnonzero(np.diff(on.astype(np.int8)) == 1)
    if on.mean() >= SOLID_SHARE or len(runs) < FEWEST_GAPS:
        return Line("solid", colour)
    return Line("dotted" if on.sum() / (len(runs) + 1) <= LONGEST_DOT else "dashed", colour)


def colour_of(ink: NDArray[np.float64]) -> str:
    """Name an ink (red, green and blue, 0 to 255) where it is clearly red or green; else empty."""
    hue, saturation, value = rgb_to_hsv(*(ink / 255))
    if saturation < LEAST_SATURATION or value < LEAST_VALUE:
        return ""
    return next((name for name, low, high in HUES if low <= (hue * 360 + 180) % 360 - 180 < high), "")
