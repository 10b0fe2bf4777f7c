"""Cut lines out of the picture, turned level and brought to the recogniser's height."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 48
LONGEST = 3200
STEP = 32


def cut(pixels: NDArray[np.uint8], corners: NDArray[np.float32], turns: int = 0) -> NDArray[np.uint8]:
    """Cut the quadrilateral `corners` (clockwise from top left) out as a crop 48 pixels high.

    `turns` quarter turns counter-clockwise are applied, for text that runs up (3) or down (1).
    """
    corners = np.roll(corners, -turns, axis=0)
    width = (math.dist(corners[0], corners[1]) + math.dist(corners[3], corners[2])) / 2
    height = (math.dist(corners[0], corners[3]) + math.dist(corners[1], corners[2])) / 2
    columns = int(np.clip(math.ceil(HEIGHT * width / max(height, 1.0)), 8, LONGEST))
    finer = max(1, round(height / HEIGHT))  # large text is cut at a multiple and averaged, against aliasing
    target = np.array([[0, 0], [columns, 0], [columns, HEIGHT], [0, HEIGHT]], np.float32) * finer
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), target)
    size = (columns * finer, HEIGHT * finer)
    crop = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        crop = cv2.resize(crop, (columns, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(crop, np.uint8)


def batches(crops: list[NDArray[np.uint8]], most: int = 8) -> list[list[int]]:
    """Group crops of like width; a group never depends on anything but the widths and their order."""
    order = sorted(range(len(crops)), key=lambda i: (crops[i].shape[1], i))
    groups: list[list[int]] = []
    for i in order:
        bucket = -(-crops[i].shape[1] // STEP)
        if groups and len(groups[-1]) < most and -(-crops[groups[-1][0]].shape[1] // STEP) == bucket:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def stack(crops: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Lay crops of one bucket into a batch (n, 3, 48, width): blue first, -1 to 1, padded with grey."""
    width = -(-max(c.shape[1] for c in crops) // STEP) * STEP
    batch = np.zeros((len(crops), 3, HEIGHT, width), np.float32)
    for row, crop in zip(batch, crops, strict=True):
        row[:, :, : crop.shape[1]] = crop[:, :, ::-1].transpose(2, 0, 1) * np.float32(2 / 255) - 1
    return batch
