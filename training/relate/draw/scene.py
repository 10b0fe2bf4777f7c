"""Hold the structure of a figure before it is drawn, and the truth that drawing it gives.

All coordinates are pixels of the finished figure, origin top left.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def anywhere(rng: random.Random, width: float, height: float) -> Point:
    """Choose a place in a figure."""
    return rng.uniform(0, width), rng.uniform(0, height)


@dataclass(slots=True)
class Node:
    """Hold one label, with the place where its shape or text goes."""

    id: str
    label: str
    box: Box
    kind: str = "gene"
    group: str = ""
    shape: str = ""
    text_box: Box = (0, 0, 0, 0)
    lines: list[tuple[str, Box]] = field(default_factory=list)
    place: str = ""
    complex: str = ""
    listed: str = ""

    @property
    def center(self) -> Point:
        """Give the middle of the node's box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Edge:
    """Hold one arrow: ends name a node, a group or another edge; `points` are hints for its course."""

    id: str
    source: str
    target: str
    head: str = "pointed"
    both: bool = False
    route: str = "straight"
    points: list[Point] = field(default_factory=list)
    dashed: bool = False
    at: float = 0.5


@dataclass(slots=True)
class Scene:
    """Hold all nodes, groups and edges of one figure."""

    width: int
    height: int
    title: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    places: list[tuple[Box, str]] = field(default_factory=list)

    def members(self, end: str) -> list[str]:
        """Give the labels that an end stands for: of one node, or of all nodes of a group."""
        if end in self.nodes:
            return [self.nodes[end].label]
        return [self.nodes[n].label for n in self.groups.get(end, ()) if n in self.nodes]


@dataclass(slots=True)
class Head:
    """Hold the truth of one arrowhead: tip (or middle of a bar or circle) and the way it points."""

    kind: str
    x: float
    y: float
    dx: float
    dy: float
    size: float


@dataclass(slots=True)
class Arrow:
    """Hold the truth of one drawn arrow: its course from tail to head and the labels at its ends."""

    path: list[Point]
    heads: list[Head]
    tail: tuple[float, float, float, float] | None
    width: float
    source: list[str]
    target: list[str]
    sign: str = ""
    line: str = "solid"
    both: bool = False
