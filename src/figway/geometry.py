"""Describe places on a figure, in pixels of the original image with the origin at the top left.

Pure functions on plain tuples; nothing here knows of images or records.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Polyline = tuple[Point, ...]


class Box(NamedTuple):
    """Hold an axis-parallel rectangle: left, top, right, bottom, in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Give the horizontal extent in pixels, never negative."""
        return max(0.0, self.x1 - self.x0)

    @property
    def height(self) -> float:
        """Give the vertical extent in pixels, never negative."""
        return max(0.0, self.y1 - self.y0)

    @property
    def area(self) -> float:
        """Give the area in square pixels."""
        return self.width * self.height

    @property
    def center(self) -> Point:
        """Give the middle point."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def grow(self, margin: float) -> Box:
        """Move each side outward by `margin` pixels (inward where negative)."""
        return Box(self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)

    def contains(self, point: Point) -> bool:
        """Tell whether a point lies inside or on the border."""
        return self.x0 <= point[0] <= self.x1 and self.y0 <= point[1] <= self.y1


def box_of(points: Iterable[Point]) -> Box:
    """Enclose points in the smallest box; raise ValueError when there are none."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def polygon_of(box: Box) -> Polygon:
    """Give the corners of a box, clockwise from the top left."""
    return ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))


def union(boxes: Iterable[Box]) -> Box:
    """Enclose boxes in the smallest box; raise ValueError when there are none."""
    return box_of([corner for b in boxes for corner in ((b.x0, b.y0), (b.x1, b.y1))])


def overlap(a: Box, b: Box) -> float:
    """Give the area in square pixels that two boxes share."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    return width * height if width > 0 and height > 0 else 0.0


def iou(a: Box, b: Box) -> float:
    """Give intersection over union, 0 to 1."""
    shared = overlap(a, b)
    return shared / (a.area + b.area - shared) if shared else 0.0


def gap(a: Box, b: Box) -> float:
    """Give the shortest distance in pixels between two boxes; 0 where they touch or overlap."""
    dx = max(a.x0 - b.x1, b.x0 - a.x1, 0.0)
    dy = max(a.y0 - b.y1, b.y0 - a.y1, 0.0)
    return math.hypot(dx, dy)


def distance(point: Point, box: Box) -> float:
    """Give the shortest distance in pixels from a point to a box; 0 inside."""
    dx = max(box.x0 - point[0], point[0] - box.x1, 0.0)
    dy = max(box.y0 - point[1], point[1] - box.y1, 0.0)
    return math.hypot(dx, dy)


def length(line: Sequence[Point]) -> float:
    """Give the length of a polyline in pixels."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def rounded(points: Iterable[Point], digits: int = 1) -> Polygon:
    """Round coordinates, so that records are equal on every run."""
    return tuple((round(float(x), digits), round(float(y), digits)) for x, y in points)
