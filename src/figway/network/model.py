"""Define what a network is: nodes, groups of nodes, edges, and the figures that they were seen in.

A network of one figure has one node for each mention, where the figure has it; in a merged one nodes are things
(`hgnc:391`), and nodes and edges count the figures that show them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from figway.records import Kind, Member, Model, Sign

BoxTuple = tuple[float, float, float, float]
GroupKind = Literal["complex", "group"]
Origin = Literal["drawn", "stated"]


class FigureRef(Model):
    """Name a figure and its paper, as exports cite them."""

    figid: str
    title: str = ""
    number: str = ""
    reference: str = Field(default="", description="short reference of the paper")
    paper: str = Field(default="", description="title of the paper")
    pmcid: str = ""
    pmid: str = ""
    doi: str = ""
    year: str = ""
    url: str = Field(default="", description="where the figure is shown")


class Sighting(Model):
    """Say where a node or an edge was seen: the figure, its place in it, or the sentence that states it."""

    figid: str
    item: str = Field(default="", description="id of the mention (m3), relation (r5) or statement (s2) in the record")
    word: str = Field(default="", description="as printed")
    sign: Sign | None = None
    box: BoxTuple | None = Field(default=None, description="pixels of the figure: left, top, right, bottom")
    sentence: str = Field(default="", description="sentence of the caption that states it")
    score: float = 0.0


class Node(Model):
    """Hold one thing: a mention of one figure, or one entity of many figures."""

    id: str
    label: str
    kind: Kind = "other"
    symbol: str = Field(default="", description="the lexicon's form of the name")
    identifiers: tuple[str, ...] = Field(default=(), description="CURIEs, the best first")
    organism: str = ""
    members: tuple[Member, ...] = ()
    state: tuple[str, ...] = ()
    compartment: str = ""
    box: BoxTuple | None = Field(default=None, description="pixels of the figure: left, top, right, bottom")
    score: float = 0.0
    figures: int = Field(default=1, description="how many figures show it")
    evidence: tuple[Sighting, ...] = ()

    @property
    def name(self) -> str:
        """Give the best name for people: the symbol, else the printed label."""
        return self.symbol or self.label


class Group(Model):
    """Hold nodes that belong together: a complex, or a group that an arrow leaves from or ends on."""

    id: str
    kind: GroupKind = "group"
    label: str = ""
    members: tuple[str, ...] = Field(description="ids of nodes")
    figures: int = 1


class Hold(Model):
    """Say that an edge ends on another edge, and where."""

    edge: str = Field(description="id of the other edge")
    point: tuple[float, float]


class Edge(Model):
    """Hold one relation from a node or group to another."""

    id: str
    source: str = Field(description="id of a node or a group")
    target: str = Field(description="id of a node or a group")
    sign: Sign = "?"
    kind: str = Field(default="association", description="activation, inhibition, phosphorylation, ..., association")
    origin: Origin = Field(default="drawn", description="drawn, or stated by a caption alone")
    line: str = Field(default="", description="solid, dashed, dotted, block")
    annotation: str = ""
    path: tuple[tuple[float, float], ...] = Field(default=(), description="pixels of the figure, source to target")
    hold: Hold | None = None
    score: float = 0.0
    figures: int = Field(default=1, description="how many figures show it")
    plus: int = Field(default=0, description="how many figures show it as an activation")
    minus: int = Field(default=0, description="how many figures show it as an inhibition")
    unknown: int = Field(default=0, description="how many figures show it without a sign")
    evidence: tuple[Sighting, ...] = ()

    @property
    def conflict(self) -> bool:
        """Tell whether figures disagree on the sign."""
        return self.plus > 0 and self.minus > 0


class Network(Model):
    """Hold nodes, groups and edges; ids are unique over all three, and edges and groups name only what is there."""

    id: str = ""
    title: str = ""
    description: str = Field(default="", description="the caption, for a network of one figure")
    organisms: tuple[str, ...] = ()
    width: float = Field(default=0, description="pixels of the figure; 0 where there is none")
    height: float = Field(default=0, description="pixels of the figure; 0 where there is none")
    figures: tuple[FigureRef, ...] = ()
    nodes: tuple[Node, ...] = ()
    groups: tuple[Group, ...] = ()
    edges: tuple[Edge, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Network:
        ids = [x.id for part in (self.nodes, self.groups, self.edges) for x in part]
        if len(set(ids)) < len(ids):
            twice = next(x for n, x in enumerate(ids) if x in ids[:n])
            raise ValueError(f"the id {twice!r} stands for two things")
        nodes = {n.id for n in self.nodes}
        ends = nodes | {g.id for g in self.groups}
        for group in self.groups:
            if missing := set(group.members) - nodes:
                raise ValueError(f"group {group.id!r} names nodes that are not there: {', '.join(sorted(missing))}")
        for edge in self.edges:
            if missing := {edge.source, edge.target} - ends:
                raise ValueError(f"edge {edge.id!r} names nodes that are not there: {', '.join(sorted(missing))}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Node | Group]:
        """Index nodes and groups by their ids."""
        return {x.id: x for part in (self.nodes, self.groups) for x in part}

    def members(self, end: str) -> tuple[Node, ...]:
        """Give the nodes at one end of an edge: the node itself, or those of the group; raises KeyError."""
        found = self.by_id[end]
        if isinstance(found, Node):
            return (found,)
        return tuple(n for n in (self.by_id[m] for m in found.members) if isinstance(n, Node))

    def label(self, end: str) -> str:
        """Give the label of a node or group; raises KeyError."""
        found = self.by_id[end]
        return found.label or found.id

    def to_json(self) -> str:
        """Write the network as JSON text, with a final newline; defaults are left out."""
        return self.model_dump_json(indent=1, exclude_defaults=True) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Network:
        """Read a network from JSON text; raises pydantic.ValidationError where it is none."""
        return cls.model_validate_json(text)

    @classmethod
    def load(cls, path: str | Path) -> Network:
        """Read a network from a JSON file; raises OSError or pydantic.ValidationError."""
        return cls.from_json(Path(path).read_bytes())


def best(sightings: Sequence[Sighting], most: int) -> tuple[Sighting, ...]:
    """Keep the surest sightings, in a fixed order."""
    return tuple(sorted(sightings, key=lambda s: (-s.score, s.figid, s.item))[:most])
