"""Cut training crops out of drawn figures and paint what the network should see in them."""

from __future__ import annotations

import itertools
import json
import math
import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np

SIDE = 320
KINDS = ("pointed", "bar", "circle", "tail")


def turn(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Apply a 2 x 3 affine matrix to points."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def matrix_for(rng: random.Random, centre: tuple[float, float]) -> np.ndarray:
    """Choose a crop: scale, quarter turn, mirror, place."""
    s = math.exp(rng.uniform(math.log(0.7), math.log(1.45)))
    m = np.array([[s, 0], [0, s]])
    if rng.random() < 0.5:
        m = np.array([[-1, 0], [0, 1]]) @ m
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        m = np.array([[0, -1], [1, 0]]) @ m
    if rng.random() < 0.15:
        a = rng.uniform(-0.3, 0.3)
        m = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]) @ m
    shift = np.array([SIDE / 2 + rng.uniform(-100, 100), SIDE / 2 + rng.uniform(-100, 100)]) - m @ np.array(centre)
    return np.hstack([m, shift[:, None]]).astype(np.float64)


def text_mask(truth: dict[str, Any], shape: tuple[int, int], rng: random.Random, miss: float = 0.08) -> np.ndarray:
    """Fill the boxes of text lines as a reader would find them: some missed, all a little off."""
    mask = np.zeros(shape, np.uint8)
    lines = [line["box"] for n in truth["labels"] for line in n["lines"]] + [n["box"] for n in truth["notes"]]
    for box in lines:
        if rng.random() < miss:
            continue
        x0, y0, x1, y1 = (v + rng.uniform(-1.5, 1.5) for v in box)
        cv2.rectangle(mask, (round(x0), round(y0)), (round(x1), round(y1)), 255, -1)
    if rng.random() < 0.2:
        x, y = rng.uniform(0, shape[1]), rng.uniform(0, shape[0])
        cv2.rectangle(
            mask, (round(x), round(y)), (round(x + rng.uniform(8, 40)), round(y + rng.uniform(6, 14))), 255, -1
        )
    return mask


def targets(truth: dict[str, Any], matrix: np.ndarray, side: int = SIDE) -> np.ndarray:
    """Paint the nine target maps at half size; a tenth says where directions count, an eleventh where lines do.

    Of a published figure (`whole` false) only the heads are known.
    """
    n = side // 2
    out = np.zeros((11, n, n), np.float32)
    whole = truth.get("whole", True)
    out[10] = whole
    s = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    line, cos2, sin2 = (np.zeros((n, n), np.float32) for _ in range(3))
    marks = []
    for a in truth["arrows"]:
        marks += [(KINDS.index(h["kind"]), h["at"], h["way"]) for h in a["heads"]]
        if not whole:
            continue
        path = turn(np.array(a["path"]), matrix) / 2 - 0.25
        thick = int(min(3, max(1, round(a["width"] * s / 2))))
        fixed = np.round(path * 16).astype(np.int32)
        for p, q in itertools.pairwise(fixed):
            d = (q - p).astype(float)
            angle = 2 * math.atan2(d[1], d[0])
            p, q = tuple(int(v) for v in p), tuple(int(v) for v in q)
            cv2.line(cos2, p, q, math.cos(angle), thick + 1, cv2.LINE_8, 4)
            cv2.line(sin2, p, q, math.sin(angle), thick + 1, cv2.LINE_8, 4)
        cv2.polylines(line, [fixed], False, 1.0, thick, cv2.LINE_8, 4)
        if a["tail"]:
            marks.append((3, a["tail"][:2], a["tail"][2:]))
    for kind, at, way in marks:
        _mark(out, kind, turn(np.array(at), matrix) / 2 - 0.25, matrix[:, :2] @ np.array(way) / s)
    out[6], out[7], out[8] = line, cos2, sin2
    return out


def _mark(out: np.ndarray, kind: int, at: np.ndarray, way: np.ndarray, sigma: float = 1.2) -> None:
    n = out.shape[1]
    cx, cy = round(float(at[0])), round(float(at[1]))
    if not (-3 < cx < n + 3 and -3 < cy < n + 3):
        return
    x0, x1, y0, y1 = max(0, cx - 4), min(n, cx + 5), max(0, cy - 4), min(n, cy + 5)
    if x0 >= x1 or y0 >= y1:
        return
    ys, xs = np.mgrid[y0:y1, x0:x1]
    g = np.exp(-((xs - at[0]) ** 2 + (ys - at[1]) ** 2) / (2 * sigma**2)).astype(np.float32)
    if 0 <= cx < n and 0 <= cy < n:
        g[cy - y0, cx - x0] = 1.0
    np.maximum(out[kind, y0:y1, x0:x1], g, out=out[kind, y0:y1, x0:x1])
    best = (g > 0.25) & (g >= out[9, y0:y1, x0:x1])
    out[4, y0:y1, x0:x1][best] = way[0]
    out[5, y0:y1, x0:x1][best] = way[1]
    out[9, y0:y1, x0:x1][best] = g[best]


def jitter(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Change contrast and colour a little; invert now and then."""
    if rng.random() < 0.5:
        image = np.clip(image.astype(np.float32) * rng.uniform(0.8, 1.15) + rng.uniform(-20, 20), 0, 255).astype(
            np.uint8
        )
    if rng.random() < 0.2:
        image = image[:, :, rng.sample([0, 1, 2], 3)]
    if rng.random() < 0.04:
        image = 255 - image
    return image


def _pictures(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.jpg") if p.with_suffix(".json").exists())


class Crops:
    """Give batches of crops without end; batch k depends on the seed and k alone.

    `marked` is a folder of published figures (`training.relate.marked`), from which `share` of the pictures come.
    """

    def __init__(self, folder: Path, seed: int, marked: Path | None = None, share: float = 0.0) -> None:
        self.folder, self.seed = folder, seed
        self.files: list[Path] = []
        self.share = share
        self.marked = _pictures(marked) if marked else []

    def refresh(self) -> None:
        """List the drawings anew, for drawing may go on while training runs."""
        self.files = _pictures(self.folder)

    def batch(self, number: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Cut batch `number`: inputs (size, 4, SIDE, SIDE) as float32 and targets (size, 11, SIDE/2, SIDE/2)."""
        rng = random.Random(f"{self.seed}/{number}")
        xs, ys = [], []
        while len(xs) < size:
            path = rng.choice(self.marked if self.marked and rng.random() < self.share else self.files)
            try:
                truth = json.loads(path.with_suffix(".json").read_text())
            except ValueError:
                continue
            image = cv2.imread(str(path))
            if image is None:
                continue
            mask = text_mask(truth, image.shape[:2], rng)
            for _ in range(2):
                x, y = self.crop(image, mask, truth, rng)
                xs.append(x)
                ys.append(y)
        return np.stack(xs[:size]), np.stack(ys[:size])

    @staticmethod
    def crop(
        image: np.ndarray, mask: np.ndarray, truth: dict[str, Any], rng: random.Random
    ) -> tuple[np.ndarray, np.ndarray]:
        """Cut one crop, mostly around a head."""
        h, w = image.shape[:2]
        heads = [hd["at"] for a in truth["arrows"] for hd in a["heads"]]
        centre = rng.choice(heads) if heads and rng.random() < 0.8 else (rng.uniform(0, w), rng.uniform(0, h))
        m = matrix_for(rng, centre)
        ground = tuple(int(v) for v in image[0, 0]) if rng.random() < 0.7 else (128, 128, 128)
        scale = math.sqrt(abs(np.linalg.det(m[:, :2])))
        how = cv2.INTER_AREA if scale < 1 else rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])
        part = cv2.warpAffine(
            image, m, (SIDE, SIDE), flags=how if how != cv2.INTER_AREA else cv2.INTER_LINEAR, borderValue=ground
        )
        text = cv2.warpAffine(mask, m, (SIDE, SIDE), flags=cv2.INTER_NEAREST)
        part = jitter(part, rng)
        x = np.empty((4, SIDE, SIDE), np.float32)
        x[:3] = part[:, :, ::-1].transpose(2, 0, 1) / 255.0 - 0.5
        x[3] = text > 127
        return x, targets(truth, m)
