"""Compare the pixels of pictures (H x W x 3, uint8) by that of their channels which differs most."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def greatest(picture: Picture) -> Picture:
    """Give the greatest channel of each pixel."""
    return np.asarray(np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2]))


def steps_of(picture: Picture, size: int) -> Picture:
    """Give how much brightness or colour changes among the neighbours of each pixel, in squares of so many pixels."""
    import cv2

    return greatest(
        np.asarray(cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((size, size), np.uint8)), np.uint8)
    )


def like(picture: Picture, colour: NDArray[np.floating[Any]], most: float) -> NDArray[np.bool_]:
    """Mark the pixels that differ from a colour by `most` or less."""
    import cv2

    return np.asarray(cv2.inRange(picture, np.ceil(colour - most), np.floor(colour + most)), np.bool_)
