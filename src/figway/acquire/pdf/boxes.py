"""Reckon with boxes on a page: left, top, right and bottom in points."""

from __future__ import annotations

from collections.abc import Sequence

from figway.acquire.pdf.pages import Box


def union(boxes: Sequence[Box]) -> Box:
    """Give the box round all of these."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def sides(box: Box) -> tuple[float, float]:
    """Give width and height."""
    return box[2] - box[0], box[3] - box[1]


def area(box: Box) -> float:
    """Give the area."""
    return (box[2] - box[0]) * (box[3] - box[1])


def distance(a: Box, b: Box) -> float:
    """Give how far two boxes are apart, along the axis on which they are farther."""
    return max(max(a[0], b[0]) - min(a[2], b[2]), max(a[1], b[1]) - min(a[3], b[3]), 0.0)


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share more than a point at their edges."""
    return a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether the middle of one box lies in the other."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
