"""Find complexes: recognised labels whose drawn shapes touch or overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, gap, overlap
from figway.records import Mention
from figway.relate.labels import Label
from figway.relate.shapes import Shape, shape_around

NEXT_TO = 0.6
"""How far apart two shapes may be whose outlines touch, in heights of text."""
MOST_MEMBERS = 8
NESTED = 0.8
LARGEST = 6.0
"""A shape is one of a complex up to so many times its label's area; larger ones are places or panels."""
LIKE_GROUND = 24
"""Greatest difference of brightness or colour at which a pixel is ground between two shapes."""


def touching(a: Shape, b: Shape, image: NDArray[np.uint8], unit: float) -> bool:
    """Tell whether two shapes touch or overlap, with no ground between them and neither lying within the other."""
    x, y = Box(*a.box), Box(*b.box)
    if gap(x, y) > NEXT_TO * unit or overlap(x, y) >= NESTED * min(x.area, y.area):
        return False
    p, q, apart = _nearest(a.contour.reshape(-1, 2), b.contour.reshape(-1, 2))
    return apart <= NEXT_TO * unit and not _ground_between(image, p, q, x, y, unit)


def _nearest(a: NDArray[np.int32], b: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32], float]:
    """Give the nearest points of two outlines and how far apart they are."""
    a, b = _dense(a), _dense(b)
    apart = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    i, j = np.unravel_index(int(apart.argmin()), apart.shape)
    return a[i], b[j], float(apart[i, j])


def _dense(points: NDArray[np.int32], most: int = 160) -> NDArray[np.int32]:
    """Place points along the sides of an outline, two pixels apart (fewer on very long ones)."""
    ring = np.concatenate([points, points[:1]]).astype(np.float64)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    at = np.linspace(0, along[-1], min(most, max(4, round(along[-1] / 2))), endpoint=False)
    return np.rint(np.stack([np.interp(at, along, ring[:, 0]), np.interp(at, along, ring[:, 1])], 1)).astype(np.int32)


def _ground_between(
    image: NDArray[np.uint8], p: NDArray[np.int32], q: NDArray[np.int32], a: Box, b: Box, unit: float
) -> bool:
    """Tell whether the ground around two shapes shows between their nearest points."""
    high, wide = image.shape[:2]
    out = round(0.5 * unit)
    x0, y0 = max(0, round(min(a.x0, b.x0)) - out), max(0, round(min(a.y0, b.y0)) - out)
    x1, y1 = min(wide - 1, round(max(a.x1, b.x1)) + out), min(high - 1, round(max(a.y1, b.y1)) + out)
    ring = [image[y0, x0 : x1 + 1], image[y1, x0 : x1 + 1], image[y0 : y1 + 1, x0], image[y0 : y1 + 1, x1]]
    ground = np.median(np.concatenate(ring), axis=0)
    steps = max(2, int(np.abs(q - p).max()))
    line = np.rint(p + (q - p) * np.linspace(0, 1, steps + 1)[1:-1, None]).astype(np.int64)
    between = image[np.clip(line[:, 1], 0, high - 1), np.clip(line[:, 0], 0, wide - 1)].astype(np.float64)
    return bool((np.abs(between - ground).max(1) <= LIKE_GROUND).any())


def complexes_of(
    image: NDArray[np.uint8], labels: Sequence[Label], shapes: Sequence[Shape | None], unit: float
) -> list[tuple[int, ...]]:
    """List the complexes of a figure, each as the labels that make it up."""
    own = {
        i: shape
        for i, label in enumerate(labels)
        if label.known and label.mention
        if (shape := shapes[i] or shape_around(image, label.box, unit, tight=True)) is not None
        if shape.box.area <= LARGEST * label.box.area
    }
    joined: dict[int, set[int]] = {i: {i} for i in own}
    for i, a in own.items():
        for j, b in own.items():
            if j < i and joined[i] is not joined[j] and touching(a, b, image, unit):
                both = joined[i] | joined[j]
                joined.update((k, both) for k in both)
    found = {tuple(sorted(group)) for group in joined.values() if 1 < len(group) <= MOST_MEMBERS}
    return sorted(found)


def with_complexes(
    mentions: tuple[Mention, ...], labels: Sequence[Label], groups: Sequence[tuple[int, ...]]
) -> tuple[Mention, ...]:
    """Write the complex that each mention belongs to: `c1`, `c2`, ... in the order of the figure."""
    name_of = {labels[i].mention: f"c{n}" for n, group in enumerate(groups, 1) for i in group}
    return tuple(m.model_copy(update={"complex": name_of[m.id]}) if m.id in name_of else m for m in mentions)
