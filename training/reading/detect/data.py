"""Cut training pictures for the detector out of drawn and real figures, and paint the cores it should mark.

A line's core is its box moved inward by `INSET` of its height on every side. PaddleOCR's detectors learn thinner ones
(a sixth of the height), which are under two pixels where text is small; thicker ones need less enlarging.
"""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 448
INSET = 0.25
TEXT, NOT_TEXT = 0.75, 0.6
"""A real line that the recogniser scores above the first is text; what it scores below the second is left open."""
LOOSER = 0.12
"""Drawn boxes are of the ink; the detector's own are looser by this share of the height, on each side."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Example:
    """Hold one figure: the picture's file, corners of its lines (n, 4, 2), of what may be text, and if it is drawn."""

    path: Path
    lines: NDArray[np.float32]
    unsure: NDArray[np.float32]
    drawn: bool


def drawn_example(path: Path) -> Example:
    """Read the truth of a drawn figure (training/relate/draw)."""
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    boxes = [line["box"] for label in truth["labels"] for line in label["lines"]] + [n["box"] for n in truth["notes"]]
    corners = []
    for x0, y0, x1, y1 in boxes:
        e = LOOSER * min(x1 - x0, y1 - y0)
        corners.append([[x0 - e, y0 - e], [x1 + e, y0 - e], [x1 + e, y1 + e], [x0 - e, y1 + e]])
    return Example(path, _array(corners), _array([]), True)


def real_example(path: Path, boxes: list[tuple[list[list[float]], float, str, float]]) -> Example:
    """Take over what a reader found in a real figure: corners, the detector's score, text, the recogniser's score."""
    lines = [c for c, _, text, score in boxes if text.strip() and score > TEXT]
    unsure = [c for c, _, text, score in boxes if not (text.strip() and score > TEXT) and score > 0.1]
    return Example(path, _array(lines), _array(unsure), False)


def _array(corners: list[list[list[float]]]) -> NDArray[np.float32]:
    return np.array(corners, np.float32).reshape(-1, 4, 2)


def inset(corners: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Move the sides of quadrilaterals (n, 4, 2) inward by a share of their shorter side."""
    across, down = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
    wide, tall = (np.maximum(np.linalg.norm(v, axis=1), 1e-6) for v in (across, down))
    by = np.minimum(wide, tall) * share
    x, y = across * (by / wide)[:, None], down * (by / tall)[:, None]
    return np.stack([corners[:, 0] + x + y, corners[:, 1] - x + y, corners[:, 2] - x - y, corners[:, 3] + x - y], 1)


def crop(example: Example, rng: random.Random) -> tuple[Pixels, Pixels] | None:
    """Cut one picture (SIDE, SIDE, 3; RGB) and its goal (SIDE, SIDE): 0 ground, 1 core, 2 not judged."""
    picture = cv2.imread(str(example.path))
    if picture is None:
        return None
    height, width = picture.shape[:2]
    scale = math.exp(rng.uniform(math.log(0.6), math.log(2.3)))
    if not example.drawn and max(height, width) > 1600:
        scale *= 1600 / max(height, width)
    part = SIDE / scale
    x0 = rng.uniform(min(0, (width - part) / 2), max(0, width - part))
    y0 = rng.uniform(min(0, (height - part) / 2), max(0, height - part))
    turn = rng.choice((1, 1, 1, 1, 1, 1, -1)) if example.drawn else 1
    matrix = np.array([[scale, 0, -x0 * scale], [0, scale, -y0 * scale]])
    if turn < 0:  # text that runs up: a quarter turn
        matrix = np.array([[0, 1, 0], [-1, 0, SIDE]]) @ np.vstack([matrix, [0, 0, 1]])
    small = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    if turn > 0 and scale < 1:  # warping has no area filter
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=small)
        matrix_used = np.array([[1.0, 0, matrix[0, 2]], [0, 1.0, matrix[1, 2]]])
    else:
        matrix_used = matrix
    way = rng.choice((cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT))
    out = cv2.warpAffine(
        picture, matrix_used, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=way, borderValue=(255, 255, 255)
    )
    return _jitter(out[:, :, ::-1], rng), _goal(example, matrix, scale, height, width)


def _goal(example: Example, matrix: NDArray[np.float64], scale: float, height: int, width: int) -> Pixels:
    goal = np.zeros((SIDE, SIDE), np.uint8)
    for corners, value in ((example.unsure, 2), (example.lines, 1)):
        if not len(corners):
            continue
        moved = (inset(corners, INSET) if value == 1 else corners) @ matrix[:, :2].T + matrix[:, 2]
        tall = np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1) * scale
        wide = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1) * scale
        for shape, least in zip(moved, np.minimum(tall, wide), strict=True):
            fixed = np.round((shape - 0.5) * 16).astype(np.int32)
            cv2.fillPoly(goal, [fixed], value if least >= 6 else 2, cv2.LINE_8, 4)
    return goal


def _jitter(pixels: Pixels, rng: random.Random) -> Pixels:
    """Change contrast, colours and compression a little; invert now and then."""
    out = pixels
    if rng.random() < 0.4:
        out = np.clip(out.astype(np.float32) * rng.uniform(0.75, 1.15) + rng.uniform(-25, 25), 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        out = out[:, :, rng.sample([0, 1, 2], 3)]
    if rng.random() < 0.05:
        out = 255 - out
    if rng.random() < 0.2:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(40, 90)])
        out = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(out, np.uint8)
