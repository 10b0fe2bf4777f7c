"""Order lines as people read them."""

from __future__ import annotations

from figway.geometry import Box, box_of
from figway.read.detect import TextBox


def enclosing(box: TextBox) -> Box:
    """Give the axis-parallel box around a text box."""
    return box_of([(float(x), float(y)) for x, y in box.corners])


def reading_order(boxes: list[TextBox]) -> list[int]:
    """Give the indices of boxes row by row from the top, each row from the left.

    Boxes share a row when the middle of one lies within the height of the row's first.
    """
    around = [enclosing(b) for b in boxes]
    left = sorted(range(len(boxes)), key=lambda i: (around[i].center[1], around[i].x0))
    order: list[int] = []
    while left:
        first = around[left[0]]
        half = min(boxes[left[0]].height, boxes[left[0]].width) / 2
        row = [i for i in left if abs(around[i].center[1] - first.center[1]) <= half]
        order += sorted(row, key=lambda i: (around[i].x0, around[i].y0))
        left = [i for i in left if i not in set(row)]
    return order
