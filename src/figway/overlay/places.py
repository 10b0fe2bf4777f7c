"""Find room for names beside boxes: a grid of the places that are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from figway.geometry import Box, overlap


class Places:
    """Keep the boxes that are taken on a page, in cells of `cell` pixels."""

    def __init__(self, page: Box, cell: float) -> None:
        self._page, self._cell = page, cell
        self._taken: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        for cell in self._cells(box):
            self._taken[cell].append(box)

    def covered(self, box: Box) -> float:
        """Give the area of a box that is taken or off the page (what several share counts for each)."""
        x0, y0, x1, y1 = box
        near = {
            other
            for cell in self._cells(box)
            for other in self._taken.get(cell, ())
            if other.x0 < x1 and other.x1 > x0 and other.y0 < y1 and other.y1 > y0
        }
        taken = sum(sorted([overlap(box, other) for other in near])) if near else 0.0
        return taken + box.area - overlap(box, self._page)

    def beside(self, box: Box, size: tuple[float, float], gap: float) -> Box:
        """Give the first free place about a box; where none is free, the freest."""
        costs = []
        for spot in _spots(box, size, gap):
            cost = self.covered(spot)
            if cost <= 0.02 * spot.area:
                return spot
            costs.append((cost, spot))
        return min(costs, key=lambda item: item[0])[1]

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        for x in range(int(box.x0 // self._cell), int(box.x1 // self._cell) + 1):
            for y in range(int(box.y0 // self._cell), int(box.y1 // self._cell) + 1):
                yield x, y


def _spots(box: Box, size: tuple[float, float], gap: float) -> Iterator[Box]:
    """Give the places about a box in order of liking: above, below, right, left, then the corners."""
    width, height = size
    middle = (box.x0 + box.x1 - width) / 2
    level = (box.y0 + box.y1 - height) / 2
    above, below, right, left = box.y0 - gap - height, box.y1 + gap, box.x1 + gap, box.x0 - gap - width
    for x, y in (
        (middle, above), (middle, below), (right, level), (left, level),
        (box.x0, above), (box.x1 - width, above), (box.x0, below), (box.x1 - width, below),
        (right, above), (left, above), (right, below), (left, below),
    ):  # fmt: skip
        yield Box(x, y, x + width, y + height)
