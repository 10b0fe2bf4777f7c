"""Hold what the page of a figure shows: marks on the picture, rows of tables, the network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one outline on the picture; `kind` is "text" for a line that nothing recognised."""

    id: str
    kind: str
    label: str
    points: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """Hold one drawn relation: its line, and its head as a filled outline or as the two ends of a bar."""

    index: int
    sign: str
    label: str
    points: str
    head: str
    bar: bool
    dashed: bool


@dataclass(frozen=True, slots=True)
class GeneRef:
    """Name a gene by symbol and Entrez identifier (empty where there is none)."""

    symbol: str
    entrez: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """Hold one row of a table: a thing, how it is printed, and the marks where it stands."""

    kind: str
    name: str
    words: tuple[str, ...]
    genes: tuple[GeneRef, ...] = ()
    identifiers: tuple[str, ...] = ()
    organism: str = ""
    source: str = ""
    score: float | None = None
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Hold one row of the table of relations; `index` is its place in the record, -1 where only the caption says it."""

    index: int
    source: str
    sign: str
    target: str
    note: str
    score: float | None
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Hold one switch of the picture: a kind, or a sign of arrows, and how many there are."""

    key: str
    name: str
    count: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """Hold one node of the network, where it stands on the picture."""

    id: str
    label: str
    kind: str
    x: float
    y: float
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Hold one edge of the network."""

    source: str
    target: str
    sign: str
    relation: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """Hold all that the page of one figure shows beside the record itself."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]
    layers: tuple[Layer, ...]
    genes: tuple[EntityRow, ...]
    chemicals: tuple[EntityRow, ...]
    diseases: tuple[EntityRow, ...]
    others: tuple[EntityRow, ...]
    relations: tuple[RelationRow, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def gene_organisms(self) -> tuple[str, ...]:
        """List the organisms of the gene table, each once."""
        return tuple(dict.fromkeys(row.organism for row in self.genes if row.organism))

    @property
    def gene_count(self) -> int:
        """Count the different genes, members of families among them."""
        return len({gene.symbol for row in self.genes for gene in row.genes})
