"""Take a picture apart into layers of one colour: lines of one ink, and the fill that a name stands on.

An outline or a fill of one colour bounds a place, whatever of other colours lies across it: arrows, other membranes,
labels. A layer marks with 1 where the ground ends, as `edges_of` does for all colours together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box
from figway.relate.colours import Picture, greatest, like
from figway.relate.ground import FINE, Edges

THICK = 2 * round(0.6 * FINE) + 1
"""Side of the square, in pixels of the small picture, whose middle colour leaves out lines and text."""
INK = 22
"""Least difference of a line to what surrounds it."""
INKS, APART, LIKE_INK = 3, 56, 64
"""Number of inks sought; how much they differ at least; how much a pixel differs from its ink at most."""
BIN = 32
FEWEST = 60
"""Fewest pixels of an ink."""
LIKE_FILL, STEP, STEPS = 9, 14, 0.75
"""How much a fill differs in itself; how much from what is around it, and on what share of its border."""


def shrunken(image: Picture, scale: float) -> tuple[Picture, Picture]:
    """Give the small picture, and what is left of it without lines and text."""
    import cv2

    size = max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), np.asarray(cv2.medianBlur(small, THICK), np.uint8)


def inks_of(small: Picture, fill: Picture) -> list[Edges]:
    """Give a layer for each of the commonest inks."""
    import cv2

    ink = greatest(np.asarray(cv2.absdiff(small, fill), np.uint8)) > INK
    pixels = small[ink].astype(np.int32)
    if not len(pixels):
        return []
    bins = pixels // BIN
    codes = (bins[:, 0] << 8) + (bins[:, 1] << 4) + bins[:, 2]
    met, first, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([np.bincount(first, pixels[:, c]) for c in range(3)], 1) / counts[:, None]
    centres: list[NDArray[np.float64]] = []
    for n in np.lexsort((met, -counts)):
        far = all(np.abs(colours[n] - c).max() >= APART for c in centres)
        if counts[n] >= FEWEST and far and len(centres) < INKS:
            centres.append(colours[n])
    return [np.asarray(ink & like(small, c, LIKE_INK), np.uint8) for c in centres]


def fill_under(fill: Picture, box: Box, scale: float) -> Edges:
    """Give the layer of the colour that a name stands on."""
    x0, y0, x1, y1 = (max(0, round(v * scale)) for v in box)
    own = np.median(fill[y0 : y1 + 1, x0 : x1 + 1].reshape(-1, 3), axis=0)
    return np.asarray(~like(fill, own, LIKE_FILL), np.uint8)


def ends_sharply(fill: Picture, mask: NDArray[np.bool_]) -> bool:
    """Tell whether the colour of a part ends in a step all around, and does not fade."""
    import cv2

    own = np.median(fill[mask], axis=0)
    part = mask.astype(np.uint8)
    ring = (cv2.dilate(part, np.ones((11, 11), np.uint8)) > 0) & (cv2.dilate(part, np.ones((5, 5), np.uint8)) == 0)
    around = np.abs(fill[ring].astype(np.float64) - own).max(1)
    return bool(len(around)) and float((around > STEP).mean()) >= STEPS
