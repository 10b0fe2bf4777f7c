"""Find complexes: recognised labels whose drawn bodies touch, and that are no list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from figway.geometry import gap
from figway.records import Kind, Mention
from figway.relate.bodies import Bodies, Body, bodies_of
from figway.relate.labels import Label

LEAST_SIDE, LEAST_SHARE = 0.3, 0.3
"""Least side that two bodies share, in heights of text; and by the lesser side of both where their names are apart."""
TOGETHER, APART = 0.9, 5.0
"""Text so near needs no even shapes; farther apart than the second two names are no complex. In heights of text."""
EVEN = 0.87
"""Least share of its convex hull that a body fills whose name is not next to the other's."""
MOST_MEMBERS = 12
SHORTEST_LIST = 4
RECTANGLE, SAME_SIZE, IN_LINE = 0.84, 0.2, 0.35
"""Least share of its box that a box fills; how much sizes of listed boxes differ; how far they are out of line."""
PROTEINS: frozenset[Kind] = frozenset(("gene", "family", "complex", "other_protein"))
MEMBERS: frozenset[Kind] = PROTEINS | {"chemical", "other_molecule"}


def touching(a: int, b: int, labels: Sequence[Label], bodies: Bodies, unit: float) -> bool:
    """Tell whether the bodies of two labels touch along a side, and are both shapes about their names."""
    side = bodies.sides.get((min(a, b), max(a, b)), 0.0)
    apart = gap(labels[a].box, labels[b].box) / unit
    if side < LEAST_SIDE or apart > APART:
        return False
    x, y = bodies.of[a], bodies.of[b]
    lesser = min(x.box.width, x.box.height, y.box.width, y.box.height) / unit
    return apart <= TOGETHER or (min(x.solid, y.solid) >= EVEN and side >= LEAST_SHARE * lesser)


def is_list(bodies: Sequence[Body]) -> bool:
    """Tell whether bodies are a list: four boxes or more of one size in one column, or in rows and columns."""
    if len(bodies) < SHORTEST_LIST or any(b.fill < RECTANGLE for b in bodies):
        return False
    wide, high = (float(np.median([getattr(b.box, side) for b in bodies])) for side in ("width", "height"))
    if any(abs(b.box.width / wide - 1) > SAME_SIZE or abs(b.box.height / high - 1) > SAME_SIZE for b in bodies):
        return False
    columns, rows = (_lines([b.box.center[i] for b in bodies], IN_LINE * high) for i in (0, 1))
    return rows > 1 and (columns == 1 or len(bodies) > (columns - 1) * rows)


def _lines(centres: Sequence[float], most: float) -> int:
    """Count the lines in which centres lie."""
    return 1 + int((np.diff(sorted(centres)) > most).sum())


def complexes_of(
    image: NDArray[np.uint8], labels: Sequence[Label], kinds: Mapping[str, Kind], unit: float
) -> list[tuple[int, ...]]:
    """List the complexes of a figure, each as the labels that make it up; `kinds` are those of the mentions."""
    able = {i for i, label in enumerate(labels) if label.known and kinds.get(label.mention) in MEMBERS}
    bodies = bodies_of(image, labels, unit)
    joined: dict[int, set[int]] = {}
    for a, b in bodies.sides:
        if a in able and b in able and touching(a, b, labels, bodies, unit):
            both = joined.get(a, {a}) | joined.get(b, {b})
            joined.update((k, both) for k in both)
    groups = sorted({tuple(sorted(group)) for group in joined.values()})
    return [
        group
        for group in groups
        if len(group) <= MOST_MEMBERS
        and any(kinds[labels[i].mention] in PROTEINS for i in group)
        and not is_list([bodies.of[i] for i in group])
    ]


def with_complexes(
    mentions: tuple[Mention, ...], labels: Sequence[Label], groups: Sequence[tuple[int, ...]]
) -> tuple[Mention, ...]:
    """Write the complex that each mention belongs to: `c1`, `c2`, ... in the order of the figure."""
    name_of = {labels[i].mention: f"c{n}" for n, group in enumerate(groups, 1) for i in group}
    return tuple(m.model_copy(update={"complex": name_of[m.id]}) if m.id in name_of else m for m in mentions)
