"""Find where a printed label stands among the lines that were read, and how well it was read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from figway.evaluate.labels import Json, fold, pieces, rows, similar, string
from figway.geometry import Box, Polygon, box_of, rounded

How = Literal["read", "inside", "in pieces", "misread", "not read"]

LIKE = 0.65
"""Least likeness (0 to 1) from which a piece of text counts as a label read badly."""
MOST_WORDS = 8
_WORD = re.compile(r"[^\s/,;()]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Say how a label was read, where, from which lines and as what.

    `read`: as words of their own; `inside`: within a longer word; `in pieces`: its words stand in several lines.
    """

    how: How
    polygons: tuple[Polygon, ...] = ()
    lines: tuple[str, ...] = ()
    text: str = ""

    @property
    def seen(self) -> bool:
        """Tell whether all letters were read, as `labels_seen` counts it."""
        return self.how not in ("misread", "not read")


@dataclass(frozen=True, slots=True)
class Run:
    """Hold some words in a row of one read line."""

    line: str
    text: str
    polygon: Polygon

    @property
    def key(self) -> str:
        """Give the folded text."""
        return fold(self.text)


class Page:
    """Hold the read lines of one record, cut into runs of words.

    `labels` are those of the gold: text that is one of them is no misreading of another.
    """

    def __init__(self, record: Json, labels: Iterable[str] = ()) -> None:
        self.labels = frozenset(map(fold, labels))
        self.lines = [
            Run(string(t.get("id")), string(t.get("text")), polygon_from(t.get("polygon")))
            for t in rows(record, "text")
        ]
        self.runs = [run for line in self.lines for run in _runs(line)]
        self.words = [run for line in self.lines for run in _runs(line, most=1)]

    def find(self, label: str) -> Place:
        """Find a label: read as such wherever it stands, else read in pieces, else the text most like it."""
        key = fold(label)
        if not key:
            return Place("not read")
        same = [run for run in (*self.lines, *self.runs) if run.key == key]
        if same:
            return _place("read", _distinct(same))
        around = [line for line in self.lines if len(key) >= 4 and key in line.key]
        if around:
            return _place("inside", around)
        parts = [[run for run in self.words if run.key == piece] for piece in pieces(label)]
        if parts and all(parts):
            return _place("in pieces", _nearest(parts))
        return self._misread(label, key)

    def _misread(self, label: str, key: str) -> Place:
        runs = [run for run in self.runs if run.key not in self.labels]
        alike = [run for run in runs if similar(run.text, label)]
        if alike:
            return _place("misread", _distinct(alike)[:1])
        best, likeness = None, LIKE
        for run in runs:
            if len(key) >= 4 and 0.5 <= len(run.key) / len(key) <= 2:
                ratio = SequenceMatcher(None, run.key, key, autojunk=False).ratio()
                if ratio > likeness:
                    best, likeness = run, ratio
        return _place("misread", [best]) if best else Place("not read")


def polygon_from(value: object) -> Polygon:
    """Read a polygon from JSON; empty where it is none.

    >>> polygon_from([[0, 0], [2, 0], [2, 1]]), polygon_from(None)
    (((0.0, 0.0), (2.0, 0.0), (2.0, 1.0)), ())
    """
    if not isinstance(value, list):
        return ()
    points = [p for p in value if isinstance(p, list) and len(p) == 2]
    if not all(isinstance(c, int | float) and math.isfinite(c) for p in points for c in p):
        return ()
    return tuple((float(x), float(y)) for x, y in points)


def _runs(line: Run, most: int = MOST_WORDS) -> Iterator[Run]:
    """Yield the runs of up to `most` words of a line, longest first, each with its share of the polygon."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(line.text)]
    for size in range(min(most, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            start, end = words[i][0], words[i + size - 1][1]
            yield Run(line.line, line.text[start:end], _cut(line, start / len(line.text), end / len(line.text)))


def _cut(line: Run, start: float, end: float) -> Polygon:
    """Cut a line's quadrilateral from one share of its width to another."""
    if len(line.polygon) != 4:
        return line.polygon
    a, b, c, d = line.polygon

    def between(p: tuple[float, float], q: tuple[float, float], share: float) -> tuple[float, float]:
        return p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share

    return rounded((between(a, b, start), between(a, b, end), between(d, c, end), between(d, c, start)))


def _place(how: How, runs: Sequence[Run]) -> Place:
    texts = dict.fromkeys(run.text for run in runs)
    polygons = tuple(run.polygon for run in runs if run.polygon)
    return Place(how, polygons, tuple(run.line for run in runs), " … ".join(texts))


def _distinct(runs: Sequence[Run]) -> list[Run]:
    """Keep one run a line."""
    return list({run.line or run.text: run for run in reversed(runs)}.values())[::-1]


def _nearest(parts: Sequence[Sequence[Run]]) -> list[Run]:
    """Choose for each word of a label the occurrence nearest to the one before it."""
    chosen = [parts[0][0]]
    for options in parts[1:]:
        chosen.append(min(options, key=lambda run: _apart(run, chosen[-1])))
    return chosen


def _apart(a: Run, b: Run) -> float:
    return math.dist(_middle(a.polygon), _middle(b.polygon)) if a.polygon and b.polygon else math.inf


def _middle(polygon: Polygon) -> tuple[float, float]:
    box: Box = box_of(polygon)
    return box.center
