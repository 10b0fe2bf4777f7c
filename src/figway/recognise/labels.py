"""Find the pieces of read lines that may be names: words in a row, and lines that belong together.

A name may take part of a line ("p-IFNGR1" in "bound to p-IFNGR1"), the whole of it, or two lines one above the
other ("Cystathionine" over "beta-synthase").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from figway.geometry import Box, Polygon
from figway.records import TextLine

MOST_WORDS = 8
FURTHEST = 1.0
"""Heights of a line within which its neighbours begin, a little more than `stacked` and `side_by_side` allow."""
STACKED_ALIKE, BESIDE_ALIKE = 1.6, 1.5
"""How many times as high as the lower one the higher of two neighbours may be, one below or beside the other."""
Neighbours = list[list[int]]
"""For each line the indices of others."""
_VIRUS = re.compile(r"\W*(?:virus|CoV)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:of|and|by|for|in|to)$")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a piece of one line, or of several joined: where it stands and what it says."""

    lines: tuple[TextLine, ...]
    text: str
    start: int
    end: int

    @property
    def polygon(self) -> Polygon:
        """Give where it stands: its part of the line, or the rectangle about the lines joined."""
        if len(self.lines) == 1:
            return part_of(self.lines[0], self.start, self.end)
        x = [p for line in self.lines for p in line.polygon]
        box = Box(min(p[0] for p in x), min(p[1] for p in x), max(p[0] for p in x), max(p[1] for p in x))
        return (box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)

    @property
    def whole(self) -> bool:
        """Tell whether it is all that its lines say."""
        return len(self.lines) > 1 or self.text == self.lines[0].text.strip()

    @property
    def share(self) -> float:
        """Give the part of the printed characters of its lines that the span takes, 0 to 1."""
        whole = sum(len(line.text) for line in self.lines)
        return min(1.0, (self.end - self.start) / whole) if whole else 1.0

    @property
    def around(self) -> str:
        """Give what its line says beside it."""
        return f"{self.lines[0].text[: self.start]} {self.lines[0].text[self.end :]}" if len(self.lines) == 1 else ""

    @property
    def score(self) -> float:
        """Give the score of the worst of its lines."""
        return min(line.score for line in self.lines)


def part_of(line: TextLine, start: int, end: int) -> Polygon:
    """Cut from a line's polygon the part that its characters from start to end take, by equal widths."""
    if len(line.polygon) != 4 or not line.text:
        return line.polygon
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.polygon
    left, right = start / len(line.text), end / len(line.text)
    upper_x, upper_y, lower_x, lower_y = bx - ax, by - ay, cx - dx, cy - dy
    return (
        (round(ax + upper_x * left, 1), round(ay + upper_y * left, 1)),
        (round(ax + upper_x * right, 1), round(ay + upper_y * right, 1)),
        (round(dx + lower_x * right, 1), round(dy + lower_y * right, 1)),
        (round(dx + lower_x * left, 1), round(dy + lower_y * left, 1)),
    )


class Piece(NamedTuple):
    """Hold a run of words of a text: what it says, where it starts and ends."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 15)
def pieces_of(text: str) -> tuple[Piece, ...]:
    """Give every run of up to eight words of a line, longest first, and then a longer line as a whole.

    >>> [piece.text for piece in pieces_of("p38 MAPK")]
    ['p38 MAPK', 'p38', 'MAPK']
    """
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found = [
        Piece(text[start:end], start, end)
        for size in range(min(len(tokens), MOST_WORDS), 0, -1)
        for (start, _), (_, end) in zip(tokens, tokens[size - 1 :], strict=False)
    ]
    return (*found, Piece(text, 0, len(text))) if len(tokens) > MOST_WORDS else tuple(found)


class PrintedLine:
    """Hold a line with its pieces, each of which becomes one span when it is first asked for."""

    __slots__ = ("line", "pieces", "spans")

    def __init__(self, line: TextLine) -> None:
        self.line = line
        self.pieces = pieces_of(line.text)
        self.spans: dict[Piece, Span] = {}

    def span(self, piece: Piece) -> Span:
        """Give the span of a piece."""
        found = self.spans.get(piece)
        if found is None:
            found = self.spans[piece] = Span((self.line,), *piece)
        return found


def joined(lines: Sequence[TextLine], below: Neighbours, beside: Neighbours) -> Iterator[Span]:
    """Yield the texts of lines that stand close enough to be one label: stacked (two or three), or side by side."""
    for i, upper in enumerate(lines):
        for j in below[i]:
            yield _join((upper, lines[j]))
            for k in below[j]:
                if k != i:
                    yield _join((upper, lines[j], lines[k]))
        for j in beside[i]:
            yield _join((upper, lines[j]))


def stacks(lines: Sequence[TextLine], below: Neighbours) -> dict[str, str]:
    """Give for each line, by its id, what lines right above and below say of the same thing.

    Above counts a line that goes on ("beta oxidation of"), below one that is a single word ("metabolism") or begins
    with "virus".
    """
    found: dict[str, list[str]] = {}
    for i, others in enumerate(below):
        for j in others:
            if " " not in lines[j].text.strip() or _VIRUS.match(lines[j].text):
                found.setdefault(lines[i].id, []).append(lines[j].text)
            if _GOES_ON.search(lines[i].text):
                found.setdefault(lines[j].id, []).append(lines[i].text)
    return {line: " ".join(texts) for line, texts in found.items()}


def neighbours(boxes: Sequence[Box]) -> tuple[Neighbours, Neighbours]:
    """Give for each box the indices of those right under it, and of those that go on to its right."""
    order = sorted(range(len(boxes)), key=lambda i: boxes[i].y0)
    tops = [boxes[i].y0 for i in order]
    heights = [box.height for box in boxes]
    below: list[list[int]] = [[] for _ in boxes]
    beside: list[list[int]] = [[] for _ in boxes]
    for i, box in enumerate(boxes):
        height = heights[i]
        reach = FURTHEST * height
        left, right = box.x0 - reach, box.x1 + reach
        for j in sorted(order[bisect_left(tops, box.y0 - reach) : bisect_right(tops, box.y1 + reach)]):
            other = boxes[j]
            lower, taller = (height, heights[j]) if height < heights[j] else (heights[j], height)
            if i == j or other.x0 > right or other.x1 < left or not lower or taller > STACKED_ALIKE * lower:
                continue
            if stacked(box, other, lower):
                below[i].append(j)
            elif taller <= BESIDE_ALIKE * lower and side_by_side(box, other, lower):
                beside[i].append(j)
    return below, beside


def _join(lines: tuple[TextLine, ...]) -> Span:
    text = lines[0].text.strip()
    for line in lines[1:]:
        more = line.text.strip()
        text = text[:-1] + more if re.search(r"[a-z]-$", text) and more[:1].islower() else f"{text} {more}"
    return Span(lines, text, 0, len(text))


def stacked(upper: Box, lower: Box, height: float) -> bool:
    """Tell whether one line stands right under another: close by the lesser height, and overlapping sideways."""
    gap = lower.y0 - upper.y1
    if not (-0.5 * height <= gap <= 0.6 * height and lower.y0 > upper.y0):
        return False
    return min(upper.x1, lower.x1) - max(upper.x0, lower.x0) > 0.4 * min(upper.width, lower.width)


def side_by_side(left: Box, right: Box, height: float) -> bool:
    """Tell whether one line goes on where another ends: in one row, and closer than a letter's width."""
    middle = abs((left.y0 + left.y1) / 2 - (right.y0 + right.y1) / 2)
    return middle < 0.3 * height and -0.3 * height <= right.x0 - left.x1 <= 0.7 * height
