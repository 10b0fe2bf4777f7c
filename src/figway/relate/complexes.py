"""Find complexes: recognised labels whose drawn shapes touch or overlap."""

from __future__ import annotations

from collections.abc import Sequence

from figway.geometry import Box, gap, overlap
from figway.records import Mention
from figway.relate.labels import Label
from figway.relate.shapes import Shape

NEXT_TO = 2.5
"""Pixels that may lie between two shapes that touch: their outlines."""
MOST_MEMBERS = 8
NESTED = 0.8


def touching(a: Shape, b: Shape) -> bool:
    """Tell whether two shapes touch or overlap, neither lying within the other."""
    x, y = Box(*a.box), Box(*b.box)
    if gap(x, y) > NEXT_TO or overlap(x, y) >= NESTED * min(x.area, y.area):
        return False
    points = a.contour.reshape(-1, 2)
    return any(b.distance((float(p[0]), float(p[1]))) <= NEXT_TO for p in points)


def complexes_of(labels: Sequence[Label], shapes: Sequence[Shape | None]) -> list[tuple[int, ...]]:
    """List the complexes of a figure, each as the labels that make it up."""
    parts = [i for i, label in enumerate(labels) if label.known and label.mention and shapes[i] is not None]
    joined: dict[int, set[int]] = {i: {i} for i in parts}
    for n, i in enumerate(parts):
        for j in parts[:n]:
            a, b = shapes[i], shapes[j]
            if a is not None and b is not None and joined[i] is not joined[j] and touching(a, b):
                both = joined[i] | joined[j]
                joined.update((k, both) for k in both)
    found = {tuple(sorted(group)) for group in joined.values() if 1 < len(group) <= MOST_MEMBERS}
    return sorted(found)


def with_complexes(
    mentions: tuple[Mention, ...], labels: Sequence[Label], groups: Sequence[tuple[int, ...]]
) -> tuple[Mention, ...]:
    """Write the complex that each mention belongs to: `c1`, `c2`, ... in the order of the figure."""
    name_of = {labels[i].mention: f"c{n}" for n, group in enumerate(groups, 1) for i in group}
    return tuple(m.model_copy(update={"complex": name_of[m.id]}) if m.id in name_of else m for m in mentions)
