"""Part the ground of a picture by outlines, fills and membranes; the lines of arrows are no bounds.

All is done on a shrunken picture in which text is `FINE` pixels high. Gaps in outlines (dashes, pores) are closed by
thickening edges. Arrows are not taken away, which would open the outlines that they cross: what lies on either side
of an arrow's line is joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, Point
from figway.relate.colours import steps_of
from figway.relate.lines import even_points

FINE = 14.0
"""Height of text, in pixels, at which parts are sought."""
EDGE = 9
"""Least step of brightness or colour between neighbours that parts the ground."""
LEAST_GROUND = 3.0
"""Least part that tells anything, in squares of text height."""
BESIDE = 4
"""How far beside an arrow its ground is sought, in pixels of the small picture."""
FAR, CLEARLY = 0.7, 0.6
"""How far from a label its ground is sought, in heights of text, and what share of it one part must have."""
CLOSE = 3
"""How far from a label the ground is that it stands on, in pixels of the small picture."""

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Edges = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold the parts of a picture (0 at edges) and the area of each in squares of text height."""

    parts: Numbers
    areas: NDArray[np.float64]
    scale: float

    def part_around(self, box: Box) -> int:
        """Give the part that takes up most of what large parts have of a box's surroundings; 0 where none does."""
        met = {n: c for n, c in self._around(box, round(FAR * FINE)).items() if self.areas[n] >= LEAST_GROUND}
        best = max(met, key=lambda n: (met[n], -n), default=0)
        return best if best and met[best] >= CLEARLY * sum(met.values()) else 0

    def part_under(self, box: Box) -> int:
        """Give the part of any size on which most of a box and its margin lies; 0 where there is none."""
        met = self._around(box, CLOSE)
        return max(met, key=lambda n: (met[n], -n), default=0)

    def mask(self, part: int) -> Mask:
        """Mark the pixels of a part."""
        return np.asarray(self.parts == part)

    def _around(self, box: Box, far: int) -> dict[int, int]:
        x0, y0, x1, y1 = (round(v * self.scale) for v in box)
        counts = np.bincount(self.parts[max(0, y0 - far) : y1 + far + 1, max(0, x0 - far) : x1 + far + 1].ravel())
        return {n: int(counts[n]) for n in np.flatnonzero(counts).tolist() if n}


def scale_for(unit: float) -> float:
    """Give the pixels of the small picture per pixel of a figure whose text is `unit` pixels high."""
    return min(1.0, FINE / max(unit, 1.0))


def edges_of(image: NDArray[np.uint8], scale: float) -> Edges:
    """Mark with 1 where neighbouring pixels of the shrunken picture differ."""
    import cv2

    size = max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale))
    small = cv2.medianBlur(cv2.resize(image, size, interpolation=cv2.INTER_AREA), 3)
    return np.asarray(steps_of(np.asarray(small, np.uint8), 2) > EDGE, np.uint8)


@dataclass(frozen=True, slots=True)
class Courses:
    """Hold the lines of a figure's arrows, laid end to end: points, the arrow of each, and the way across it."""

    points: NDArray[np.float64]
    arrow: NDArray[np.int64]
    across: NDArray[np.float64]

    @classmethod
    def of(cls, arrows: Sequence[Sequence[Point]], unit: float) -> Courses:
        """Place points along arrows; `arrows` are paths in pixels of a figure whose text is `unit` pixels high."""
        scale = scale_for(unit)
        paths = [even_points([(x * scale, y * scale) for x, y in path]) for path in arrows]
        paths = [path for path in paths if len(path) >= 3]
        ways = [np.empty((0, 2)), *(np.gradient(path, axis=0) for path in paths)]
        way, points = np.concatenate(ways), np.concatenate([np.empty((0, 2)), *paths])
        across = np.stack([-way[:, 1], way[:, 0]], 1) / np.maximum(np.hypot(*way.T), 1e-9)[:, None]
        return cls(points, np.repeat(np.arange(len(paths)), [len(path) for path in paths]), across)

    def beside(self, parts: Numbers, side: int, gap: int) -> Numbers:
        """Give the part met first to one side of each point, 0 for none."""
        high, wide = parts.shape
        met = np.zeros(len(self.points), np.int32)
        for off in range(gap + 2, gap + 2 + BESIDE):
            xy = np.rint(self.points + side * off * self.across).astype(np.int64)
            there = parts[np.clip(xy[:, 1], 0, high - 1), np.clip(xy[:, 0], 0, wide - 1)]
            met = np.where(met > 0, met, there)
        return met


def ground_of(edges: Edges, gap: int, arrows: Courses | None, unit: float) -> Ground:
    """Part a picture with its edges thickened by `gap` pixels."""
    import cv2

    kernel = np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)
    count, found = cv2.connectedComponents(1 - cv2.dilate(edges, kernel), connectivity=4)
    bare = np.asarray(found, np.int32)
    parts = bare if arrows is None else _joined(bare, count, arrows, gap)
    scale = scale_for(unit)
    areas = np.bincount(parts.ravel(), minlength=count) / (unit * scale) ** 2
    return Ground(parts, areas, scale)


def _joined(parts: Numbers, count: int, arrows: Courses, gap: int) -> Numbers:
    """Join parts that lie on either side of an arrow's line for some way."""
    root = list(range(count))

    def find(n: int) -> int:
        while root[n] != n:
            n = root[n]
        return n

    left, right = (arrows.beside(parts, side, gap) for side in (-1, 1))
    apart = (left > 0) & (right > 0) & (left != right)
    met = Counter(zip(arrows.arrow[apart].tolist(), left[apart].tolist(), right[apart].tolist(), strict=True))
    for (_, a, b), n in sorted(met.items()):
        if n >= FINE / 2:
            root[find(a)] = find(b)
    return np.array([find(n) for n in range(count)], np.int32)[parts] if met else parts
