"""Give every node and group a place, for formats in which nothing is without one."""

from __future__ import annotations

import math

from figway.network import Network

BoxTuple = tuple[float, float, float, float]
CELL = (160.0, 50.0)


def boxes_of(network: Network) -> dict[str, BoxTuple]:
    """Give nodes and groups their boxes; nodes without one stand in a grid below the figure."""
    top = max([0.0, network.height, *(n.box[3] for n in network.nodes if n.box)])
    columns = max(1, math.isqrt(len(network.nodes)))
    boxes: dict[str, BoxTuple] = {}
    placed = 0
    for node in network.nodes:
        if node.box:
            boxes[node.id] = node.box
            continue
        row, column = divmod(placed, columns)
        x, y = 20 + column * CELL[0], top + 20 + row * CELL[1]
        boxes[node.id] = (x, y, x + 120, y + 25)
        placed += 1
    for group in network.groups:
        x0, y0, x1, y1 = zip(*(boxes[m] for m in group.members), strict=True)
        boxes[group.id] = (min(x0) - 4, min(y0) - 4, max(x1) + 4, max(y1) + 4)
    return boxes


def middle(box: BoxTuple) -> tuple[float, float]:
    """Give the centre of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
