"""Find where text stands: the detector's probability map, and rotated boxes from it.

The network marks the shrunken core of each line (after Differentiable Binarization, arXiv:1911.08947, but with
thicker cores: a line's box less a quarter of its height on every side, see training/reading/detect), so that small
text is found without much enlarging; a core's smallest rectangle is grown back to the line by the same rule.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from figway.onnx import Network

CORE, RISE, HIGHEST = 0.34, 0.15, 0.95
FILLED, SMALLEST = 0.7, 9
HELD, STEP, SHRUNK = 0.4, 1.3, 1.0
BOX_SCORE = 0.4
GROW = 1.0
TILE = 960
MARGIN = 64
FIRST, FINER = 1.5, 3.0
TOO_LARGE, GOAL = 75.0, 30.0
SMALL, SPECK = 15.0, 7.0
FIRST_PIXELS, FINER_PIXELS = 6e6, 8e6
EDGE, AROUND = 16, 32
_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class TextBox:
    """Hold one rotated box: `corners` is float32 (4, 2), clockwise from the text's top left."""

    corners: NDArray[np.float32]
    score: float

    @property
    def width(self) -> float:
        """Give the length of the top side in pixels."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Give the length of the left side in pixels."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))


def find_text(model: Network, pixels: NDArray[np.uint8]) -> list[TextBox]:
    """Detect text at one and a half times the picture's size; boxes are in the picture's own pixels.

    Where most of the text is small, a look at three times the size stands in its place, for at the first one
    neighbouring lines run together. Where a quarter of it is very large, another look reduces it; both maps count.
    """
    height, width = pixels.shape[:2]
    first = min(FIRST, math.sqrt(FIRST_PIXELS / (height * width)))
    prob = _map_at(model, pixels, first)
    boxes = boxes_of(prob, width, height)
    heights = [min(b.width, b.height) for b in boxes]
    fine = finer(heights, height * width)
    if fine > first:
        return boxes_of(_map_at(model, pixels, fine), width, height)
    coarse = coarser(heights, first)
    return boxes_of(_either(prob, _map_at(model, pixels, coarse)), width, height) if coarse else boxes


def finer(heights: list[float], area: float) -> float:
    """Give the scale for small text, 0 where most is no smaller than `SMALL`; specks are no text.

    `heights` are those of the boxes found first, loose as they are (about twice an x-height), in the picture's
    pixels; `area` is the picture's.
    """
    text = [h for h in heights if h > SPECK]
    small = len(text) > 0 and float(np.median(text)) < SMALL
    return min(FINER, math.sqrt(FINER_PIXELS / area)) if small else 0.0


def coarser(heights: list[float], first: float) -> float:
    """Give the scale that makes large text `GOAL` pixels tall, 0 where little of the text is large.

    `heights` are those of the boxes found at scale `first`, in the picture's pixels.
    """
    large = float(np.quantile(heights, 0.75)) if heights else 0.0
    return GOAL / large if large * first > TOO_LARGE else 0.0


def _either(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the larger of two maps at each pixel, at the size of the finer one."""
    fine, coarse = (a, b) if a.size >= b.size else (b, a)
    size = fine.shape[1], fine.shape[0]
    return np.maximum(fine, np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.uint8))


def _map_at(model: Network, pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    size = max(32, round(width * scale)), max(32, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return probability(model, np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8))


def probability(model: Network, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the probability of text for each pixel, 0 to 255, tile by tile so that memory stays bounded."""
    height, width = pixels.shape[:2]
    out = np.zeros((height, width), np.uint8)
    for top, bottom, keep_top, keep_bottom in spans(height):
        for left, right, keep_left, keep_right in spans(width):
            tile = _run(model, pixels[top:bottom, left:right])
            out[keep_top:keep_bottom, keep_left:keep_right] = tile[
                keep_top - top : keep_bottom - top, keep_left - left : keep_right - left
            ]
    return out


def spans(size: int) -> list[tuple[int, int, int, int]]:
    """Cut a side into overlapping tiles: start and end of each, start and end of what it decides."""
    if size <= TILE + MARGIN:
        return [(0, size, 0, size)]
    count = math.ceil((size - 2 * MARGIN) / (TILE - 2 * MARGIN))
    edges = [round(i * size / count) for i in range(count + 1)]
    return [(max(0, a - MARGIN), min(size, b + MARGIN), a, b) for a, b in pairwise(edges)]


def _run(model: Network, tile: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Run the model on what is drawn in a tile; on bare ground it is undefined, and sees text there."""
    out = np.zeros(tile.shape[:2], np.uint8)
    top, bottom, left, right = drawn_part(tile)
    if top == bottom:
        return out
    part = tile[top:bottom, left:right]
    height, width = part.shape[:2]
    padded = cv2.copyMakeBorder(part, 0, -height % 32, 0, -width % 32, cv2.BORDER_REPLICATE)
    rows, columns = padded.shape[0] // 4, padded.shape[1] // 4
    squares = padded.reshape(2 * rows, 2, 2 * columns, 2, 3).transpose(0, 2, 1, 3, 4)
    found = model(squares=squares.reshape(1, 2 * rows, 2 * columns, 12))  # each place holds four rows of four pixels
    pixels = found.reshape(rows, columns, 4, 4).transpose(0, 2, 1, 3).reshape(padded.shape[:2])
    out[top:bottom, left:right] = pixels[:height, :width]
    return out


def drawn_part(tile: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Give top, bottom, left and right of what is drawn, with some ground around; zeros where nothing is."""
    grey = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY)
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, _SQUARE) > EDGE
    rows, columns = np.flatnonzero(edges.any(axis=1)), np.flatnonzero(edges.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    top, left = max(0, int(rows[0]) - AROUND), max(0, int(columns[0]) - AROUND)
    return top, int(rows[-1]) + 1 + AROUND, left, int(columns[-1]) + 1 + AROUND


def boxes_of(prob: NDArray[np.uint8], width: int, height: int) -> list[TextBox]:
    """Turn a probability map into boxes on a picture of the given size; weak or tiny cores are left out."""
    scale = np.array([prob.shape[1] / width, prob.shape[0] / height])
    found = []
    for contour in (part for core in _outlines(prob, CORE) for part in _parted(prob, core, CORE)):
        (x, y), (w, h), angle = cv2.minAreaRect(contour)
        w, h = w + 1, h + 1  # contours run through the centres of pixels
        if min(w, h) < 3:
            continue
        score = _mean_inside(prob, np.asarray(cv2.boxPoints(((x, y), (w, h), angle)), np.float32))
        if score < BOX_SCORE:
            continue
        grow = min(w, h) * GROW
        corners = cv2.boxPoints(((x, y), (w + grow, h + grow), angle)) / scale
        box = TextBox(upright(corners.astype(np.float32)), score)
        if min(box.width, box.height) >= 3:
            found.append(box)
    return found


def _outlines(prob: NDArray[np.uint8], least: float) -> list[NDArray[np.int32]]:
    """Give the outline of each part of the map above a threshold; holes in a part have none."""
    contours, levels = cv2.findContours((prob > least * 255).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return (
        [np.asarray(c, np.int32) for c, level in zip(contours, levels[0], strict=True) if level[3] < 0]
        if contours
        else []
    )


def _parted(prob: NDArray[np.uint8], core: NDArray[np.int32], least: float) -> list[NDArray[np.int32]]:
    """Part a core that fills its box badly where a higher threshold parts it, as it does labels that touch in steps.

    The parts must hold most of the core, and be lower than it: pieces of one line are not.
    """
    width, height = cv2.minAreaRect(core)[1]
    area = cv2.contourArea(core)
    if min(width, height) < 3 or area >= FILLED * width * height:
        return [core]
    left, top, across, down = cv2.boundingRect(core)
    inside = np.zeros((down, across), np.uint8)
    cv2.drawContours(inside, [core - (left, top)], -1, 1, cv2.FILLED)
    part = prob[top : top + down, left : left + across] * inside
    for higher in np.arange(least + RISE, HIGHEST, RISE):
        cores = [c for c in _outlines(part, higher) if cv2.contourArea(c) >= SMALLEST]
        tallest = max((min(cv2.minAreaRect(c)[1]) for c in cores), default=0.0)
        held = sum(cv2.contourArea(c) for c in cores)
        if len(cores) > 1 and held >= HELD * area and STEP * (tallest + SHRUNK) <= min(width, height):
            return [p for c in cores for p in _parted(prob, np.add(c, (left, top), dtype=np.int32), higher)]
    return [core]


def _mean_inside(prob: NDArray[np.uint8], corners: NDArray[np.float32]) -> float:
    height, width = prob.shape
    x0, y0 = (max(0, int(v)) for v in np.floor(corners.min(axis=0)))
    x1, y1 = min(width - 1, math.ceil(corners[:, 0].max())), min(height - 1, math.ceil(corners[:, 1].max()))
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (x0, y0)).astype(np.int32)], 1)
    return float(cv2.mean(prob[y0 : y1 + 1, x0 : x1 + 1], mask)[0]) / 255


def grown(box: TextBox, margin: float) -> TextBox:
    """Move every side outward by `margin` times the short side, inward where negative."""
    center = box.corners.mean(axis=0)
    across, down = box.corners[1] - box.corners[0], box.corners[3] - box.corners[0]
    extra = 2 * margin * min(box.width, box.height)
    across = across * (max(2.0, box.width + extra) / max(box.width, 1e-6) / 2)
    down = down * (max(2.0, box.height + extra) / max(box.height, 1e-6) / 2)
    corners = (center - across - down, center + across - down, center + across + down, center - across + down)
    return TextBox(np.array(corners, np.float32), box.score)


def upright(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Order corners clockwise from the top left of a text that runs as nearly left to right as can be."""
    center = corners.mean(axis=0)
    order = np.argsort(np.arctan2(corners[:, 1] - center[1], corners[:, 0] - center[0]), kind="stable")
    ring = corners[order]
    first = int(np.argmin(ring.sum(axis=1)))
    ring = np.roll(ring, -first, axis=0)
    top = ring[1] - ring[0]
    if abs(top[1]) > abs(top[0]):  # a square on its tip: take the side that is nearer to horizontal
        ring = np.roll(ring, 1 if top[1] > 0 else -1, axis=0)
    return ring
