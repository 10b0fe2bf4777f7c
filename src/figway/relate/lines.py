"""Tell how a traced line is drawn: solid, dashed or dotted, from the picture along its path."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point

SOLID_SHARE, FEWEST_GAPS = 0.82, 3
LONGEST_DOT = 4.5
LEAST_CONTRAST = 24.0
ACROSS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Where a line is looked for beside its path, which may run a pixel or two off it."""


def even_points(path: Sequence[Point], step: float = 1.0) -> NDArray[np.float64]:
    """Place points along a path, `step` pixels apart."""
    points = np.array(path, np.float64)
    apart = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(apart)])
    at = np.arange(0.0, along[-1], step)
    return np.stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])], 1)


def profile(image: NDArray[np.uint8], points: NDArray[np.float64], reach: int = 6) -> NDArray[np.float64]:
    """Give the strongest contrast of each point, or its neighbours across the line, to the ground beside it."""
    high, wide = image.shape[:2]
    way = np.gradient(points, axis=0)
    norm = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    across = np.stack([-way[:, 1], way[:, 0]], 1) / norm[:, None]

    def colours(offset: float) -> NDArray[np.float64]:
        xy = np.rint(points + across * offset).astype(np.int64)
        return image[np.clip(xy[:, 1], 0, high - 1), np.clip(xy[:, 0], 0, wide - 1)].astype(np.float64)

    ground = np.median(np.stack([colours(-reach), colours(reach)]).reshape(-1, 3), axis=0)
    contrast: NDArray[np.float64] = np.max([np.abs(colours(o) - ground).max(1) for o in ACROSS], axis=0)
    return contrast


def line_of(image: NDArray[np.uint8], path: Sequence[Point], head: float = 8.0) -> str:
    """Name the manner of a line, its head left out; empty where it is too short or too faint to tell."""
    points = even_points(path)
    points = points[2 : max(2, len(points) - math.ceil(head))]
    if len(points) < 16:
        return ""
    contrast = profile(image, points)
    full = float(np.percentile(contrast, 90))
    if full < LEAST_CONTRAST:
        return ""
    on = contrast > 0.5 * full
    runs = np.flatnonzero(np.diff(on.astype(np.int8)) == 1)
    if on.mean() >= SOLID_SHARE or len(runs) < FEWEST_GAPS:
        return "solid"
    return "dotted" if on.sum() / (len(runs) + 1) <= LONGEST_DOT else "dashed"
