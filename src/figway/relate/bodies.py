"""Part a picture into the drawn bodies of its labels, and measure the sides along which bodies touch.

A label's body is the flat colour around its text up to its outline. What is not flat (outlines, blur, text) goes to
the nearest body or to the ground; where two bodies then meet, and the ground does not show between them, they touch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, overlap, union
from figway.relate.colours import Picture, steps_of
from figway.relate.labels import Label

FINE, MOST_ENLARGED = 20.0, 2.0
"""Height of text, in pixels, at which bodies are sought, and how far a figure is enlarged to it."""
FLAT = 9
"""Greatest step of brightness or colour between neighbours of one flat part."""
LEAST_FLAT, THIN = 0.25, 0.15
"""Least area of a part that is ground or another's, in squares of text height; how deep it is, in heights."""
LARGEST, ROOMY = 6.0, 14.0
"""Largest body, by its label's area, or in squares of text height."""
NEAR, ALIKE = 0.15, 40.0
"""How far around its label a body's colour is sought, by the box's lesser side, and how much it may differ."""
FARTHEST, HANDICAP = 0.65, 0.1
"""How far from flat parts outlines reach, and how much nearer than a body the ground must be, in heights of text."""
MOST_OPEN, ON_IT = 0.5, 0.3
"""Most of a label's flat margin that may be open ground, and least that lies on a part on which it stands."""
CORE, REACH = 0.25, 9.0
"""How far within a label's box its body begins, by the box's lesser side, and beyond it ends, in heights of text."""
WHOLE, NESTED = 0.8, 0.5
"""Least share of its convex hull that a body fills, and of its box that another's may cover."""
LIKE_GROUND = 30
"""Greatest difference of brightness or colour at which a pixel is ground between two bodies."""

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Body:
    """Hold the box of a body in pixels of the figure, and what shares of that box and of its convex hull it fills."""

    box: Box
    fill: float
    solid: float


@dataclass(frozen=True, slots=True)
class Bodies:
    """Hold the body of each label that has one, and the sides of those that touch, in heights of text."""

    of: dict[int, Body]
    sides: dict[tuple[int, int], float]


def bodies_of(image: Picture, labels: Sequence[Label], unit: float) -> Bodies:
    """Find the bodies of labels and where they touch."""
    import cv2

    scale = min(MOST_ENLARGED, FINE / max(unit, 1.0))
    size = max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.medianBlur(cv2.resize(image, size, interpolation=how), 3), np.uint8)
    boxes = [Box(*(v * scale for v in label.box)) for label in labels]
    markers, own = _markers(small, boxes, unit * scale)
    parts = _grown(markers, len(labels), unit * scale)
    found = {}
    for i, met in enumerate(own):
        if met and labels[i].known and (body := _body(parts, i, boxes[i], unit * scale)) is not None:
            found[i] = body
    sides = {
        (a, b): _side(small, parts, (a, b), at, found, unit * scale)
        for (a, b), at in _borders(parts).items()
        if a in found and b in found and not _same(own[a], own[b]) and not _nested(found[a].box, found[b].box)
    }
    small_to_figure = {i: Body(Box(*(v / scale for v in b.box)), b.fill, b.solid) for i, b in found.items()}
    return Bodies(small_to_figure, sides)


def _same(a: Mapping[int, float], b: Mapping[int, float]) -> bool:
    """Tell whether two labels stand on one flat part."""
    return any(share >= ON_IT and b.get(part, 0.0) >= ON_IT for part, share in a.items())


def _nested(a: Box, b: Box) -> bool:
    return overlap(a, b) >= NESTED * min(a.area, b.area)


def _markers(small: Picture, boxes: Sequence[Box], unit: float) -> tuple[Numbers, list[dict[int, float]]]:
    """Mark flat parts: with a label's number + 1 where they are of its body, higher where they are ground."""
    import cv2

    flat = (steps_of(small, 3) <= FLAT).astype(np.uint8)
    count, found = cv2.connectedComponents(flat, connectivity=4)
    parts = np.asarray(found, np.int32)
    areas = np.bincount(parts.ravel(), minlength=count) / unit**2
    deep = np.zeros(count, np.bool_)
    deep[parts[cv2.distanceTransform(flat, cv2.DIST_L2, 3) >= THIN * unit]] = True
    own = [_own(small, parts, areas, box, unit) for box in boxes]
    table = np.full(count, len(boxes) + 1)
    table[(areas < LEAST_FLAT) | ~deep] = 0
    table[0] = 0
    most = np.zeros(count)
    for i, met in enumerate(own):
        for part, share in met.items():
            if share > most[part]:
                table[part], most[part] = i + 1, share
    markers = table[parts].astype(np.int32)
    for i, box in enumerate(boxes):
        x0, y0, x1, y1 = (max(0, round(v)) for v in box.grow(-CORE * min(box.width, box.height)))
        markers[y0 : y1 + 1, x0 : x1 + 1] = i + 1 if own[i] else len(boxes) + 1
    return markers, own


def _own(small: Picture, parts: Numbers, areas: NDArray[np.float64], box: Box, unit: float) -> dict[int, float]:
    """Give the flat parts of a label's body and their share of its flat margin; none where it stands in the open."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in box.grow(NEAR * min(box.width, box.height)))
    there = parts[y0 : y1 + 1, x0 : x1 + 1].ravel()
    counts = np.bincount(there, minlength=1)
    counts[0] = 0
    met = np.flatnonzero(counts)
    if not len(met):
        return {}
    open_ = areas[met] > max(LARGEST * box.area / unit**2, ROOMY)
    if counts[met[open_]].sum() > MOST_OPEN * counts.sum():
        return {}
    met = met[~open_]
    pixels = small[y0 : y1 + 1, x0 : x1 + 1].reshape(-1, 3)
    colours = np.stack([np.bincount(there, pixels[:, c]) for c in range(3)], 1)[met] / counts[met, None]
    alike = met[np.abs(colours - colours[counts[met].argmax()]).max(1) <= ALIKE]
    return {int(n): float(counts[n] / counts.sum()) for n in alike}


def _grown(markers: Numbers, labels: int, unit: float) -> Numbers:
    """Give what is not flat to the nearest body, or to the ground (0)."""
    import cv2

    inside = (markers > 0) & (markers <= labels)
    if not inside.any():
        return np.zeros_like(markers)
    to_body, nearest = cv2.distanceTransformWithLabels(
        (~inside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    to_ground = cv2.distanceTransform((markers <= labels).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    names = np.zeros(int(nearest.max()) + 1, np.int32)
    names[nearest[inside]] = markers[inside]
    near = (to_body <= to_ground + HANDICAP * unit) & (to_body <= FARTHEST * unit) & (markers <= labels)
    return np.where(near, names[nearest], 0)


def _body(parts: Numbers, label: int, box: Box, unit: float) -> Body | None:
    """Measure a body; None where it is too large or too ragged to be a shape about its label."""
    import cv2

    left, top = (max(0, round(v - REACH * unit)) for v in box[:2])
    mask = parts[top : round(box.y1 + REACH * unit), left : round(box.x1 + REACH * unit)] == label + 1
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    area, hull = cv2.contourArea(outline), cv2.contourArea(cv2.convexHull(outline))
    x, y, w, h = cv2.boundingRect(outline)
    if w * h > 2 * max(LARGEST * box.area, ROOMY * unit**2) or area < WHOLE * max(hull, 1.0):
        return None
    own = Box(float(left + x), float(top + y), float(left + x + w), float(top + y + h))
    return Body(own, area / (w * h), area / hull)


def _borders(parts: Numbers) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """List the pixels on which two bodies meet, by the pair of labels."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for dy, dx in ((0, 1), (1, 0)):
        a, b = parts[: parts.shape[0] - dy, : parts.shape[1] - dx], parts[dy:, dx:]
        ys, xs = np.nonzero((a != b) & (a > 0) & (b > 0))
        for y, x, i, j in zip(ys.tolist(), xs.tolist(), a[ys, xs].tolist(), b[ys, xs].tolist(), strict=True):
            found.setdefault((min(i, j) - 1, max(i, j) - 1), []).append((y, x))
    return found


def _side(
    small: Picture,
    parts: Numbers,
    pair: tuple[int, int],
    at: Sequence[tuple[int, int]],
    found: Mapping[int, Body],
    unit: float,
) -> float:
    """Measure how far two bodies meet, without those pixels that look like the ground around both."""
    ground = _ground_around(small, parts, [n + 1 for n in pair], union([found[n].box for n in pair]), unit)
    ys, xs = np.array(at).T
    return float((np.abs(small[ys, xs].astype(np.float64) - ground).max(1) > LIKE_GROUND).sum()) / unit


def _ground_around(small: Picture, parts: Numbers, own: Sequence[int], box: Box, unit: float) -> NDArray[np.float64]:
    """Give the middle colour on a ring about some bodies."""
    import cv2

    out = round(0.8 * unit)
    x0, y0, x1, y1 = (max(0, round(v)) for v in box.grow(out + 1))
    near = np.isin(parts[y0:y1, x0:x1], own).astype(np.uint8)
    wide = cv2.dilate(near, np.ones((2 * out - 1, 2 * out - 1), np.uint8))
    pixels = small[y0:y1, x0:x1][(wide > 0) & (cv2.dilate(near, np.ones((5, 5), np.uint8)) == 0)]
    return np.asarray(np.median(pixels, axis=0)) if len(pixels) else np.zeros(3)
