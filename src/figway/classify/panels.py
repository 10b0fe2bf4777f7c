"""Split a composite figure at its white gutters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from figway.classify.thumbnail import ink_of

LONG = 512
LEAST_GUTTER = 0.02
"""Width of a gutter, as a share of the picture's longer side."""
LEAST_SIDE = 0.14
LEAST_AREA = 0.04
MOST = 12

Box = tuple[float, float, float, float]


def split(pixels: NDArray[np.uint8]) -> tuple[Box, ...]:
    """Give the boxes of the panels, in reading order, in pixels; none where the figure is one piece.

    The picture is cut again and again at its widest empty gutter that runs from edge to edge, as long as both sides
    are large enough to be a panel.
    """
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, LONG / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    ink = ink_of(np.asarray(small, dtype=np.uint8))
    found: list[tuple[int, int, int, int]] = []
    _cut(ink, (0, 0, ink.shape[1], ink.shape[0]), max(ink.shape), ink.size, found)
    if not 2 <= len(found) <= MOST:
        return ()
    return tuple((x0 / scale, y0 / scale, min(width, x1 / scale), min(height, y1 / scale)) for x0, y0, x1, y1 in found)


def _cut(
    ink: NDArray[np.bool_],
    box: tuple[int, int, int, int],
    side: int,
    area: int,
    found: list[tuple[int, int, int, int]],
) -> None:
    box = _shrink(ink, box)
    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    if not part.size:
        return
    best = max((_gutter(np.asarray(part.any(axis=1 - axis), dtype=np.bool_), side), axis) for axis in (0, 1))
    (wide, start, end), axis = best
    if wide < LEAST_GUTTER * side:
        if part.size >= LEAST_AREA * area and min(part.shape) >= LEAST_SIDE * side:
            found.append(box)
        return
    if axis == 0:  # a row gutter: above, then below
        halves = ((x0, y0, x1, y0 + start), (x0, y0 + end, x1, y1))
    else:
        halves = ((x0, y0, x0 + start, y1), (x0 + end, y0, x1, y1))
    for half in halves:
        _cut(ink, half, side, area, found)


def _gutter(marked: NDArray[np.bool_], side: int) -> tuple[int, int, int]:
    """Give width, start and end of the widest empty run that leaves a panel on both sides; zeros for none."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], marked.view(np.int8), [1]))))
    least = LEAST_SIDE * side
    runs = [(int(b - a), int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return max((r for r in runs if r[1] >= least and len(marked) - r[2] >= least), default=(0, 0, 0))


def _shrink(ink: NDArray[np.bool_], box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return x0, y0, x0, y0
    return x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1
