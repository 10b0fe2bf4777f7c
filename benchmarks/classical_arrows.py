"""Detect arrows by classical image processing alone, as a peer for figway's: nothing is learned here.

Text is painted over, what differs from the ground is opened to leave heads (blobs with a triangular hull), the rest
is taken for lines (OpenCV's line segment detector). From each head the segments that lie behind it are followed while
the next one begins near and goes much the same way. A short segment across the end of a longer one is a bar. Ends
are given to the nearest label. Thresholds were set once, by eye and by trial on twenty drawn training figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from figway.geometry import Box, Point, distance
from figway.relate.labels import Label

ENLARGED = 2
OPENED = 5
CONTRAST = 40
TRIANGLE = 0.62
JOINED, ASKEW = 0.7, math.radians(35)
MOST_PIECES = 12
FARTHEST = 2.5


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one detected arrow: path from tail to head, the way it points, and its kind."""

    path: tuple[Point, ...]
    way: Point
    kind: str


def foreground(image: np.ndarray, boxes: Sequence[Box]) -> np.ndarray:
    """Mark what differs from the ground, with text painted over."""
    plain = image.copy()
    for b in boxes:
        x0, y0, x1, y1 = (max(0, round(v)) for v in b)
        patch = plain[y0:y1, x0:x1]
        if patch.size:
            plain[y0:y1, x0:x1] = np.median(patch.reshape(-1, 3), axis=0)
    ground = cv2.medianBlur(plain, 61)
    return (np.abs(plain.astype(np.int16) - ground).max(2) > CONTRAST).astype(np.uint8)


def triangles(mask: np.ndarray, unit: float) -> list[tuple[Point, Point, float]]:
    """List blobs that look like heads: tip, direction, length."""
    blobs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((OPENED, OPENED), np.uint8))
    contours, _ = cv2.findContours(blobs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = []
    for contour in contours:
        area = cv2.contourArea(contour)
        if not 0.06 * unit**2 < area < 2.5 * unit**2:
            continue
        whole, corners = cv2.minEnclosingTriangle(contour)
        if corners is None or area < TRIANGLE * whole:
            continue
        p = corners.reshape(3, 2)
        middle = p.mean(0)
        sides = [np.hypot(*(p[(i + 1) % 3] - p[(i + 2) % 3])) for i in range(3)]
        tip = p[max(range(3), key=lambda i: np.hypot(*(p[i] - middle)) - 0.3 * sides[i])]
        long = float(np.hypot(*(tip - middle)))
        if long > 1:
            way = (tip - middle) / long
            found.append(((float(tip[0]), float(tip[1])), (float(way[0]), float(way[1])), 1.5 * long))
    return found


def segments(mask: np.ndarray, unit: float) -> np.ndarray:
    """Detect straight pieces of lines, as rows x0, y0, x1, y1."""
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(mask * 255)[0]
    if lines is None:
        return np.zeros((0, 4))
    lines = lines.reshape(-1, 4).astype(np.float64)
    return lines[np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]) > 0.35 * unit]


def follow_back(at: Point, way: Point, pieces: np.ndarray, unit: float, used: set[int]) -> list[Point]:
    """Follow pieces of line backwards from a head, straight on first; give the path from head to tail."""
    path, n = [at], len(pieces)
    starts, ends = np.concatenate([pieces[:, :2], pieces[:, 2:]]), np.concatenate([pieces[:, 2:], pieces[:, :2]])
    ways = (ends - starts) / np.maximum(np.hypot(*(ends - starts).T), 1e-9)[:, None]
    free = np.ones(2 * n, bool)
    free[[*used, *(i + n for i in used)]] = False
    while len(path) <= MOST_PIECES and n:
        apart = np.hypot(starts[:, 0] - at[0], starts[:, 1] - at[1])
        turn = np.arccos(np.clip(ways @ np.array(way), -1, 1))
        fits = free & (apart < JOINED * unit) & (turn < (ASKEW if len(path) == 1 else math.radians(100)))
        if not fits.any():
            break
        i = int(np.where(fits, apart / unit + turn, np.inf).argmin())
        free[[i % n, i % n + n]] = False
        at, way = (float(ends[i, 0]), float(ends[i, 1])), (float(ways[i, 0]), float(ways[i, 1]))
        path.append(at)
    return path


def detect(image: np.ndarray, boxes: Sequence[Box], unit: float) -> list[Found]:
    """Detect the arrows of a picture whose text stands in `boxes`, on the picture enlarged."""
    large = cv2.resize(image, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    mask = foreground(large, [Box(*(ENLARGED * v for v in b)) for b in boxes])
    unit *= ENLARGED
    pieces = segments(mask, unit)
    found = []
    for tip, way, long in triangles(mask, unit):
        back = (tip[0] - way[0] * long, tip[1] - way[1] * long)
        path = follow_back(back, (-way[0], -way[1]), pieces, unit, set())
        if len(path) > 1:
            found.append(Found((*path[:0:-1], tip), way, "pointed"))
    return [
        Found(tuple((x / ENLARGED, y / ENLARGED) for x, y in f.path), f.way, f.kind) for f in found + bars(pieces, unit)
    ]


def bars(pieces: np.ndarray, unit: float) -> list[Found]:
    """Detect T-bars: a short piece across the end of a longer one, met near its middle."""
    found = []
    long = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    ways = (pieces[:, 2:] - pieces[:, :2]) / np.maximum(long, 1e-9)[:, None]
    for i in np.flatnonzero(long < 1.6 * unit).tolist():
        middle = (pieces[i, :2] + pieces[i, 2:]) / 2
        across = (np.abs(ways @ ways[i]) < 0.25) & (long > 1.2 * long[i])
        for end, other in ((pieces[:, :2], pieces[:, 2:]), (pieces[:, 2:], pieces[:, :2])):
            for j in np.flatnonzero(across & (np.hypot(*(end - middle).T) < 0.3 * unit)).tolist():
                x, y = (end[j] - other[j]) / long[j]
                at, way = (float(end[j, 0]), float(end[j, 1])), (float(x), float(y))
                path = follow_back(at, (-way[0], -way[1]), pieces, unit, {i})
                if len(path) > 1:
                    found.append(Found((*path[:0:-1], (float(middle[0]), float(middle[1]))), way, "bar"))
    return found


def link(found: Sequence[Found], labels: Sequence[Label], unit: float) -> list[dict[str, str]]:
    """Give each end to the nearest label, and arrows with two different labels as relations."""
    relations = {}
    for f in found:
        ends = []
        for point in (f.path[0], f.path[-1]):
            near = min(labels, key=lambda n: (distance(point, n.box), n.word), default=None)
            ends.append(near if near is not None and distance(point, near.box) < FARTHEST * unit else None)
        if ends[0] is not None and ends[1] is not None and ends[0].word != ends[1].word:
            key = ends[0].word, ends[1].word
            relations.setdefault(key, {"source": key[0], "target": key[1], "sign": "-" if f.kind == "bar" else "+"})
    return list(relations.values())
