"""Load the kept lines and cut them out as the reader would, each time a little otherwise."""

from __future__ import annotations

import pickle
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scene import compressed

from figway.read.crops import cut

BATCH, POOL, WIDEST = 32, 12, 640
DOUBTFUL = re.compile(
    r"NF-?[Kk]|^I[Kk]B|IK[Kk]?[Bayd]\b|^el?F|^lL|^lF|^IFN-?[aByp]|^TNF-?[ad]|JAKI|(^|\W)[l|]+(\W|$)|TGF-?[BpP]"
)
"""What the present reader makes of κ, α, β, γ, eIF, IL and JAK1 at times; such readings teach nothing."""
NUMBER = re.compile(r"[\d.,%()\s-]+|.")
Crop = tuple[NDArray[np.uint8], str]


def load(folder: Path, stems: str = "*") -> dict[str, list[Any]]:
    """Give the lines of a folder by kind, in a fixed order."""
    kinds: dict[str, list[Any]] = {}
    for path in sorted(folder.glob(f"{stems}.pkl")):
        for line in pickle.loads(path.read_bytes()):
            if line[3] == "drawn" or line[3] == "held drawn" or useful(line[2]):
                kinds.setdefault(line[3], []).append(line)
    return kinds


def useful(text: str) -> bool:
    """Tell readings to learn from: none that are often wrong, one of four numbers and single letters."""
    rare = NUMBER.fullmatch(text) is not None and zlib.crc32(text.encode()) % 4 > 0
    return not rare and DOUBTFUL.search(text) is None


def drawn(line: Any, rng: random.Random) -> Crop:
    """Cut a drawn line out with a box about as loose as the detector's, moved and turned a little."""
    picture, corners, text, _ = line
    corners = corners.copy()
    tall = corners[3, 1] - corners[0, 1]
    left, right = (rng.uniform(-0.02, 0.4) for _ in range(2))
    both = rng.uniform(-0.04, 0.3)
    top, bottom = both + rng.uniform(-0.07, 0.07), both + rng.uniform(-0.07, 0.07)
    corners += np.float32([[-left, -top], [right, -top], [right, bottom], [-left, bottom]]) * tall
    slope = rng.gauss(0, 0.01) * (corners[1, 0] - corners[0, 0])
    corners[:, 1] += np.float32([-slope, slope, slope, -slope])
    return cut(picture, corners), text


def real(line: Any, rng: random.Random, factor: float | None = None) -> Crop:
    """Cut a real line out, most often from a smaller and newly compressed version of its picture."""
    picture, corners, text, _ = line
    tall = float(np.linalg.norm(corners[3] - corners[0]))
    if factor is None:
        factor = 1.0 if rng.random() < 0.35 else rng.uniform(max(0.25, min(0.8, 7 / tall)), 0.8)
    if factor < 1:
        size = max(6, round(picture.shape[1] * factor)), max(6, round(picture.shape[0] * factor))
        way = rng.choice((cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC))
        small = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
        corners = corners * np.float32([size[0] / picture.shape[1], size[1] / picture.shape[0]])
        picture, tall = compressed(small, rng), tall * factor
    return cut(picture, np.float32(corners + np.float32([rng.gauss(0, 0.03), rng.gauss(0, 0.03)]) * tall)), text


def pool(
    kinds: dict[str, list[Any]], rng: random.Random, share: float, fresh: Callable[[random.Random], Any] | None = None
) -> list[list[Crop]]:
    """Give `POOL` batches of crops of like width; `share` of them are real, the rest drawn before or by `fresh`."""
    found: list[Crop] = []
    while len(found) < BATCH * POOL:
        if rng.random() < share:
            crop = real(rng.choice(kinds["real"]), rng)
        else:
            crop = drawn(fresh(rng) if fresh else rng.choice(kinds["drawn"]), rng)
        if 16 <= crop[0].shape[1] <= WIDEST and crop[0].shape[1] / 8 > len(crop[1]) + 1:
            found.append(crop)
    found.sort(key=lambda c: c[0].shape[1])
    groups = [found[i : i + BATCH] for i in range(0, len(found), BATCH)]
    rng.shuffle(groups)
    return groups


def held(kinds: dict[str, list[Any]], most: int = 400) -> dict[str, list[Crop]]:
    """Give the crops for judging: drawn small and large; real at full, 0.6 and 0.4 of the size."""
    rng = random.Random(5)
    picked = list(kinds.get("held drawn", []))
    rng.shuffle(picked)
    tall = {id(x): float(x[1][3, 1] - x[1][0, 1]) for x in picked}
    out = {
        "drawn < 10 px": [drawn(x, rng) for x in picked if tall[id(x)] < 10][:most],
        "drawn >= 10 px": [drawn(x, rng) for x in picked if tall[id(x)] >= 10][:most],
    }
    lines = list(kinds.get("held real", []))
    rng.shuffle(lines)
    lines = [x for x in lines if len(x[2]) > 1 and x[0].shape[1] < 14 * x[0].shape[0]][:most]
    for factor in (1.0, 0.6, 0.4):
        out[f"real x{factor}"] = [real(x, rng, factor) for x in lines]
    return out
