"""Find the drawn shape (box, ellipse, icon) that a label stands in, and the labels that form a group.

A shape is the area of nearly even colour around the text, filled outward from the label's margins; an area that is
large or reaches the border of the figure is background and no shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, Point, gap
from figway.relate.labels import Label

STEP_OF_COLOUR = 5
WINDOW = 6.0
"""How far beyond a label its shape may reach, in heights of text."""
INNER_SEEDS, TIGHT, TIGHT_STEP = 12, 0.6, 9
"""Seeds between the letters of a label, the least area of its shape by the label's own, and the step of colour."""
MOST_IN_GROUP = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold the outline of a shape in pixels of the figure and its box."""

    contour: NDArray[np.int32]
    box: Box

    def distance(self, point: Point) -> float:
        """Give the distance in pixels from a point to the shape; 0 inside."""
        import cv2

        return max(0.0, -float(cv2.pointPolygonTest(self.contour, (float(point[0]), float(point[1])), True)))


def seeds(box: Box, shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """List places just outside a label's box, inside the picture."""
    cx, cy = box.center
    quarter = box.width / 4
    places = [(cx, box.y0 - 1), (cx, box.y1 + 1), (box.x0 - 2, cy), (box.x1 + 2, cy),
              (cx - quarter, box.y0 - 1), (cx + quarter, box.y1 + 1)]  # fmt: skip
    return [(round(x), round(y)) for x, y in places if 0 <= round(x) < shape[1] and 0 <= round(y) < shape[0]]


def inner_seeds(part: NDArray[np.uint8], box: Box) -> list[tuple[int, int]]:
    """List places between the letters of a label: those of the commonest colour in its box."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    own = part[y0:y1, x0:x1] >> 4
    if not own.size:
        return []
    codes = (own[..., 0].astype(np.int32) << 8) + (own[..., 1].astype(np.int32) << 4) + own[..., 2]
    ys, xs = np.nonzero(codes == np.bincount(codes.ravel()).argmax())
    return [(int(xs[i]) + x0, int(ys[i]) + y0) for i in range(0, len(xs), max(1, len(xs) // INNER_SEEDS))]


def shape_around(image: NDArray[np.uint8], box: Box, unit: float, *, tight: bool = False) -> Shape | None:
    """Fill outward from a label and give the shape that holds it; None where it stands on the background.

    `tight` fills from between the letters, for shapes that are hardly larger than their label.
    """
    import cv2

    margin = WINDOW * unit
    left, top = max(0, round(box.x0 - margin)), max(0, round(box.y0 - margin))
    part = np.array(image[top : round(box.y1 + margin), left : round(box.x1 + margin)], order="C")
    high, wide = part.shape[:2]
    if min(high, wide) < 3:
        return None
    own = Box(box.x0 - left, box.y0 - top, box.x1 - left, box.y1 - top)
    inner, outer = np.zeros((high + 2, wide + 2), np.uint8), np.zeros((high + 2, wide + 2), np.uint8)
    flags, step, filled = 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8), (TIGHT_STEP if tight else STEP_OF_COLOUR,) * 3, 0
    for seed in inner_seeds(part, own) if tight else seeds(own, part.shape):
        if inner[seed[1] + 1, seed[0] + 1] or outer[seed[1] + 1, seed[0] + 1]:
            continue
        trial = inner.copy()
        area, _, _, (x, y, w, h) = cv2.floodFill(part, trial, seed, (0, 0, 0), step, step, flags)
        if x <= 0 or y <= 0 or x + w >= wide or y + h >= high:
            outer |= trial & ~inner
        else:
            inner, filled = trial, filled + area
    if filled < 0.15 * own.area:
        return None
    x0, y0, x1, y1 = (max(0, round(v)) for v in own)
    area_of = inner[1:-1, 1:-1]
    area_of[y0:y1, x0:x1] = 255
    contours, _ = cv2.findContours(area_of, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    contour = max(contours, key=lambda c: (float(cv2.contourArea(c)), len(c)))
    x, y, w, h = cv2.boundingRect(contour)
    if w * h < (TIGHT if tight else 1.15) * own.area:
        return None
    return Shape((contour + np.array([left, top])).astype(np.int32), Box(x + left, y + top, x + w + left, y + h + top))


def shapes_of(image: NDArray[np.uint8], labels: Sequence[Label], unit: float) -> list[Shape | None]:
    """Give the shape of each label."""
    return [shape_around(image, label.box, unit) for label in labels]


def groups_of(labels: Sequence[Label], shapes: Sequence[Shape | None]) -> list[tuple[int, ...]]:
    """Give for each label the labels (itself among them) that an arrow to it also means.

    Labels in one shape, and symbols listed one directly above the other, form a group.
    """
    parent = list(range(len(labels)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i in range(len(labels)):
        for j in range(i):
            if (
                _same_lines(labels[i], labels[j])
                or _same_shape(shapes[i], shapes[j])
                or _listed(labels[i], labels[j], shapes[i], shapes[j])
            ):
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    members: dict[int, list[int]] = {}
    for i in range(len(labels)):
        members.setdefault(root(i), []).append(i)
    groups = [tuple(members[root(i)]) for i in range(len(labels))]
    return [g if len(g) <= MOST_IN_GROUP else (i,) for i, g in enumerate(groups)]


def _same_lines(a: Label, b: Label) -> bool:
    return bool(a.text_ids) and a.text_ids == b.text_ids


def _same_shape(a: Shape | None, b: Shape | None) -> bool:
    if a is None or b is None:
        return False
    return max(abs(p - q) for p, q in zip(a.box, b.box, strict=True)) <= 3


def _listed(a: Label, b: Label, shape_a: Shape | None, shape_b: Shape | None) -> bool:
    """Tell whether two labels stand one above the other in a list, both in shapes that touch or both in none."""
    if (shape_a is None) != (shape_b is None) or not (a.known and b.known):
        return False
    if shape_a is not None and shape_b is not None:
        x, y = shape_a.box, shape_b.box
        touching = gap(x, y) <= 2 and min(x.x1, y.x1) - max(x.x0, y.x0) > 0.7 * max(x.width, y.width)
        return touching and math.isclose(x.height, y.height, rel_tol=0.3)
    x, y = a.box, b.box
    height = min(x.height, y.height)
    if height < 0.66 * max(x.height, y.height):
        return False
    apart = max(x.y0, y.y0) - min(x.y1, y.y1)
    flush = abs(x.x0 - y.x0) < 0.4 * height or abs(x.center[0] - y.center[0]) < 0.4 * height
    return -0.4 * height < apart < 0.45 * height and flush
