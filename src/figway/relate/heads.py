"""Mark arrowheads, bars, circles, tails and the pixels of lines with a small network (see docs/models/heads.md).

The network sees the picture and a mask of the text boxes, and answers at half size. Peaks of its heat maps are the
heads and tails; the maps of lines are what `strokes` follows from a head to its tail.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point, Polygon
from figway.onnx import Network

MODEL = Path(__file__).parent / "models" / "heads.onnx"
KINDS = ("pointed", "bar", "circle")
TEXT_HEIGHT = 13.0
"""Height of text boxes, in pixels, that the network was trained around."""
HIGHEST, LOWEST = 19.0, 9.0
MOST_PIXELS = 2_200_000
BAR_LEAD = 1.6
"""By how much a bar must be surer than an arrowhead in its place: drawn figures hold more bars than published ones."""
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one head or tail: place in pixels of the maps, unit direction (of a tail: away from its line), score."""

    kind: str
    at: Point
    way: Point
    score: float


@dataclass(frozen=True)
class Maps:
    """Hold what the network says of one figure; `scale` is pixels of the maps per pixel of the figure.

    `picture` is the figure itself at the size of the maps (H x W x 3, 0 to 1).
    """

    heads: tuple[Mark, ...]
    tails: tuple[Mark, ...]
    line: Array
    turn: Array
    text: Array
    scale: float
    picture: Array | None = None

    @cached_property
    def field(self) -> Array:
        """Stack what walkers feel (H x W x 4): the line, its direction (cos and sin of twice the angle) and text."""
        return np.stack([self.line, *self.turn, self.text], 2)

    def to_figure(self, at: Point) -> Point:
        """Turn a place on the maps into pixels of the figure."""
        return (at[0] + 0.5) / self.scale, (at[1] + 0.5) / self.scale

    def to_maps(self, at: Point) -> Point:
        """Turn pixels of the figure into a place on the maps."""
        return at[0] * self.scale - 0.5, at[1] * self.scale - 0.5


def working_scale(shape: tuple[int, int], heights: Sequence[float]) -> float:
    """Choose how much to enlarge or shrink a figure before the network sees it, from the height of its text."""
    scale = 1.0
    if heights:
        height = float(np.median(heights))
        if height > HIGHEST:
            scale = max(0.4, TEXT_HEIGHT * 1.15 / height)
        elif height < LOWEST:
            scale = min(1.6, TEXT_HEIGHT * 0.85 / max(height, 1.0))
    elif max(shape) > 1200:
        scale = 900 / max(shape)
    return min(scale, math.sqrt(MOST_PIXELS / (shape[0] * shape[1])))


def halved(picture: NDArray[Any]) -> Array:
    """Give a picture (H x W x 3) at half its size, from 0 to 1."""
    import cv2

    size = picture.shape[1] // 2, picture.shape[0] // 2
    small = cv2.resize(picture.astype(np.float32) / np.float32(255), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def text_mask(shape: tuple[int, int], polygons: Sequence[Polygon], scale: float) -> NDArray[np.uint8]:
    """Fill the text boxes with 255 in a picture of the given height and width."""
    import cv2

    mask = np.zeros(shape, np.uint8)
    for polygon in polygons:
        if len(polygon) > 2:
            cv2.fillPoly(mask, [np.round(np.array(polygon) * scale).astype(np.int32)], 255)
    return mask


def peaks(heat: Array, way: Array, kind: str, floor: float) -> list[Mark]:
    """List the local maxima of a heat map above `floor`, refined to parts of a pixel, best first."""
    import cv2

    top = (heat >= floor) & (heat >= cv2.dilate(heat, np.ones((5, 5), np.uint8)))
    found = []
    for y, x in np.argwhere(top).tolist():
        around = heat[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
        weights = around**2
        rows = np.arange(max(0, y - 1), max(0, y - 1) + around.shape[0])
        cols = np.arange(max(0, x - 1), max(0, x - 1) + around.shape[1])
        total = float(weights.sum())
        cy, cx = float((weights.sum(1) * rows).sum()) / total, float((weights.sum(0) * cols).sum()) / total
        dx, dy = float(way[0, y, x]), float(way[1, y, x])
        norm = math.hypot(dx, dy) or 1.0
        found.append(Mark(kind, (cx, cy), (dx / norm, dy / norm), float(heat[y, x])))
    return sorted(found, key=lambda m: (-m.score, m.at))


def thinned(marks: Sequence[Mark], reach: float) -> tuple[Mark, ...]:
    """Keep the best of marks that lie within `reach` pixels of each other and point the same way.

    A bar gives way to an arrowhead unless it is surer by `BAR_LEAD`.
    """
    kept: list[Mark] = []
    for m in sorted(marks, key=lambda m: (-m.score / (BAR_LEAD if m.kind == "bar" else 1.0), m.at)):
        same = (
            k for k in kept
            if math.dist(k.at, m.at) < reach and k.way[0] * m.way[0] + k.way[1] * m.way[1] > -0.3
        )  # fmt: skip
        if next(same, None) is None:
            kept.append(m)
    return tuple(sorted(kept, key=lambda m: (-m.score, m.at)))


class HeadFinder:
    """Run the network on figures; raises EngineError where the model is missing, and when first run where damaged."""

    def __init__(self, model: Path = MODEL, threads: int = 1) -> None:
        self.network = Network(model, "the arrow model", threads)

    def __call__(
        self, image: NDArray[np.uint8], text: Sequence[Polygon], heights: Sequence[float], floor: float = 0.2
    ) -> Maps:
        """Mark one RGB figure, given the polygons of its text and the heights of its lines in pixels."""
        import cv2

        high, wide = image.shape[:2]
        scale = working_scale((high, wide), heights)
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        small = image if scale == 1 else cv2.resize(image, size, interpolation=how)
        mask = text_mask((size[1], size[0]), text, scale)
        pad_y, pad_x = -size[1] % 16, -size[0] % 16
        x = np.empty((1, 4, size[1] + pad_y, size[0] + pad_x), np.float32)
        edge = cv2.copyMakeBorder(small, 0, pad_y, 0, pad_x, cv2.BORDER_REPLICATE)
        x[0, :3] = edge.transpose(2, 0, 1) / np.float32(255) - np.float32(0.5)
        x[0, 3] = cv2.copyMakeBorder(mask, 0, pad_y, 0, pad_x, cv2.BORDER_CONSTANT, value=0) > 127
        out: Array = self.network(image=x)[0][:, : (size[1] + 1) // 2, : (size[0] + 1) // 2]
        heads = [m for i, kind in enumerate(KINDS) for m in peaks(out[i], out[4:6], kind, floor)]
        tails = peaks(out[3], out[4:6], "tail", floor)
        return Maps(
            thinned(heads, 4.0),
            thinned(tails, 4.0),
            out[6],
            out[7:9],
            x[0, 3, ::2, ::2][: out.shape[1], : out.shape[2]],
            scale / 2,
            halved(edge[: 2 * out.shape[1], : 2 * out.shape[2]]),
        )
