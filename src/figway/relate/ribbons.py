"""Cut what is known of a figure along each way to a head into a straight ribbon, as the network of ways sees it.

A ribbon runs from beyond the end of a way, over the way, to beyond its head. At each step it holds what lies across
the way: the maps of the line and of text, the picture, and the marked tails and heads. Directions are told in the
frame of the way, so that the network need not know which way up the figure is. Places are in pixels of the maps.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from figway.relate.heads import Maps, Mark
from figway.relate.walk import STEP, Floats, Trace, sample

ASIDE = np.array([-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6], np.float32)
"""How far from the way a ribbon is read, to both sides."""
BEFORE, AFTER = 8, 4
"""Steps that a ribbon goes on beyond the end of the way, and beyond its head."""
LONGEST = 128
"""Steps of a way at most; a longer one takes longer steps."""
CHANNELS = (
    "line", "line along", "line across", "text", "red", "green", "blue",
    "tail", "tail along", "tail across", "head", "head along", "head across",
)  # fmt: skip
_TWICE, _ONCE = (1,), (7 + 1, 10 + 1)
"""Where pairs of channels hold a direction: by twice its angle, and by its angle."""


def layers(maps: Maps) -> Floats:
    """Stack all that ribbons are cut from (H x W x 13), directions as on the maps."""
    marks = [_marked(maps.line.shape, m) for m in (maps.tails, maps.heads)]
    picture = maps.picture if maps.picture is not None else np.zeros((*maps.line.shape, 3), np.float32)
    return np.concatenate([maps.field, picture, *marks], 2, dtype=np.float32)


def _marked(shape: tuple[int, ...], marks: Sequence[Mark]) -> Floats:
    """Draw marks as spots of three pixels: their score, and their direction times it."""
    drawn = np.zeros((*shape, 3), np.float32)
    for m in sorted(marks, key=lambda m: (m.score, m.at)):
        x, y = round(m.at[0]), round(m.at[1])
        drawn[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = (m.score, m.score * m.way[0], m.score * m.way[1])
    return drawn


def ribbons(stack: Floats, traces: Sequence[Trace], heads: Sequence[Mark]) -> list[Floats]:
    """Cut a ribbon along each way: (steps, across, channels) each, the end of the way first."""
    if not traces:
        return []
    courses = [_course(t, heads[t.head]) for t in traces]
    along = np.concatenate([_direction(c) for c in courses])
    across = np.stack([-along[:, 1], along[:, 0]], 1)
    places = np.concatenate(courses)[:, None] + across[:, None] * ASIDE[:, None]
    cut = _read(stack, places.reshape(-1, 2).astype(np.float32)).reshape(*places.shape[:2], -1)
    cos, sin = along[:, :1], along[:, 1:]
    for k, (c, s) in [(k, (cos * cos - sin * sin, 2 * cos * sin)) for k in _TWICE] + [(k, (cos, sin)) for k in _ONCE]:
        x, y = cut[..., k].copy(), cut[..., k + 1].copy()
        cut[..., k], cut[..., k + 1] = x * c + y * s, y * c - x * s
    return np.split(cut, np.cumsum([len(c) for c in courses])[:-1])


def _read(stack: Floats, places: Floats) -> Floats:
    """Read all layers at places: (N, channels); OpenCV takes four at a time."""
    channels = stack.shape[2]
    parts = [np.ascontiguousarray(stack[:, :, k : k + 4]) for k in range(0, channels, 4)]
    return np.concatenate([sample(part, places) for part in parts]).T.copy()


def _course(t: Trace, head: Mark) -> Floats:
    """Give the places of a ribbon's middle in even steps (N, 2)."""
    path = np.array([*t.path, head.at], np.float64)
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    even = np.linspace(0.0, far[-1], min(LONGEST, max(3, round(far[-1] / STEP) + 1)))
    way = np.stack([np.interp(even, far, path[:, 0]), np.interp(even, far, path[:, 1])], 1)
    beyond = way[0] + np.array(t.going) * STEP * np.arange(BEFORE, 0, -1)[:, None]
    ahead = way[-1] + np.array(head.way) * STEP * np.arange(1, AFTER + 1)[:, None]
    return np.concatenate([beyond, way, ahead]).astype(np.float32)


def _direction(course: Floats) -> Floats:
    """Give the unit direction of a course at each of its places."""
    steps = np.gradient(course, axis=0)
    return np.asarray(steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-6)[:, None], np.float32)
