"""Merge networks over figures: one node a thing, one edge a pair of things, with counts of support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from figway.network.build import KINDS
from figway.network.model import Edge, FigureRef, Group, Network, Node, Sighting, best
from figway.network.views import pairs
from figway.records import Member, Sign
from figway.text import fold

Families = Literal["keep", "members"]
MOST_EVIDENCE = 20
"""Sightings that a merged node or edge keeps, the surest first; all are counted."""

_FIRST = ("hgnc:", "ncbigene:", "mgi:", "rgd:", "fplx:", "chebi:", "mesh:", "doid:", "go:")


def identity(node: Node | Member, label: str = "") -> str:
    """Give the key under which the same thing meets in all figures: its best identifier, else its folded name.

    >>> identity(Node(id="m1", label="Akt-1", symbol="AKT1", identifiers=("ncbigene:207", "hgnc:391")))
    'hgnc:391'
    >>> identity(Node(id="m2", label="Cell growth"))
    'text:cellgrowth'
    """
    for prefix in _FIRST:
        found = next((x for x in node.identifiers if x.startswith(prefix)), "")
        if found:
            return found
    if node.identifiers:
        return node.identifiers[0]
    name = node.label if isinstance(node, Node) else node.symbol or label
    return f"text:{fold(name) or name.strip()}"


def merge(
    networks: Iterable[Network],
    *,
    families: Families = "keep",
    known_only: bool = False,
    most_evidence: int = MOST_EVIDENCE,
    title: str = "",
) -> Network:
    """Merge networks, each of other figures, into one; merging merged ones gives the counts of merging all at once.

    Lists (`STAT1/2`) become their members; with `families="members"` families and complexes by name do, too.
    Groups at the ends of edges are spread over their members; complexes stay as groups. An edge from a thing to
    itself (AKT to p-AKT) is dropped. `known_only` leaves out labels that have no identifier.
    """
    merger = Merger(families=families, known_only=known_only, most_evidence=most_evidence)
    for network in networks:
        merger.add(network)
    return merger.network(title)


@dataclass(slots=True)
class _Thing:
    node: Node
    figures: int = 0
    evidence: list[Sighting] = field(default_factory=list)


@dataclass(slots=True)
class _Tie:
    counts: dict[str, int] = field(default_factory=lambda: {"+": 0, "-": 0, "?": 0})
    kinds: dict[str, int] = field(default_factory=dict)
    figures: int = 0
    drawn: bool = False
    score: float = 0.0
    evidence: list[Sighting] = field(default_factory=list)


class Merger:
    """Merge networks one after the other, in memory that grows with what they show, not with how many they are."""

    def __init__(
        self, *, families: Families = "keep", known_only: bool = False, most_evidence: int = MOST_EVIDENCE
    ) -> None:
        self.families = families
        self.known_only = known_only
        self.most_evidence = most_evidence
        self._things: dict[str, _Thing] = {}
        self._ties: dict[tuple[str, str], _Tie] = {}
        self._complexes: dict[frozenset[str], tuple[str, int]] = {}
        self._figures: list[FigureRef] = []
        self._organisms: dict[str, None] = {}
        self._sizes: list[tuple[float, float]] = []

    def add(self, network: Network) -> None:
        """Take in one network; its figures must not have been taken in before."""
        self._figures += network.figures
        self._organisms.update(dict.fromkeys(network.organisms))
        self._sizes.append((network.width, network.height))
        keys = {node.id: tuple(self._spread(node)) for node in network.nodes}
        self._add_nodes(network, keys)
        for group in network.groups:
            self._add_complex(group, keys)
        self._add_edges(network, keys)

    def network(self, title: str = "") -> Network:
        """Give what was merged so far: most figures first."""
        nodes = [self._node(key, thing) for key, thing in self._things.items()]
        nodes.sort(key=lambda n: (-n.figures, n.id))
        edges = [self._edge(key, tie) for key, tie in self._ties.items()]
        edges.sort(key=lambda e: (-e.figures, e.source, e.target))
        groups = [_complex(members, *found) for members, found in self._complexes.items()]
        groups.sort(key=lambda g: (-g.figures, g.id))
        one = self._figures[0] if len(self._figures) == 1 else None
        width, height = self._sizes[0] if one else (0.0, 0.0)
        title = title or (one.title or one.figid if one else f"{len(self._figures)} figures")
        return Network(
            id=one.figid if one else "",
            title=title
            or (self._figures[0].title or self._figures[0].figid if one else f"{len(self._figures)} figures"),
            organisms=tuple(self._organisms),
            width=width,
            height=height,
            figures=tuple(self._figures),
            nodes=tuple(nodes),
            groups=tuple(groups),
            edges=tuple(edges),
        )

    def _spread(self, node: Node) -> Iterator[tuple[str, Node]]:
        """Give a node's key and what it stands for; a list, or a family where they are spelt out, has several."""
        listed = node.kind == "gene" or (self.families == "members" and node.kind in ("family", "complex"))
        if listed and node.members:
            for member in node.members:
                changes = {"kind": "gene", "symbol": member.symbol, "identifiers": member.identifiers, "members": ()}
                yield identity(member, node.label), node.model_copy(update=changes)
        elif node.identifiers or not self.known_only:
            yield identity(node), node

    def _add_nodes(self, network: Network, keys: dict[str, tuple[tuple[str, Node], ...]]) -> None:
        counted: dict[str, int] = {}
        for spread in keys.values():
            for key, node in spread:
                thing = self._things.get(key)
                if thing is None:
                    thing = self._things[key] = _Thing(node)
                else:
                    thing.node = _common(thing.node, node)
                thing.evidence = self._keep(thing.evidence, node.evidence)
                counted[key] = max(counted.get(key, 0), node.figures)
        for key, count in counted.items():
            self._things[key].figures += count

    def _add_complex(self, group: Group, keys: dict[str, tuple[tuple[str, Node], ...]]) -> None:
        members = frozenset(key for m in group.members for key, _ in keys[m])
        if group.kind == "complex" and len(members) > 1:
            label, count = self._complexes.get(members, (group.label, 0))
            self._complexes[members] = (min(label, group.label), count + group.figures)

    def _add_edges(self, network: Network, keys: dict[str, tuple[tuple[str, Node], ...]]) -> None:
        found: dict[tuple[str, str], list[Edge]] = {}
        for edge in pairs(network):
            for source, _ in keys[edge.source]:
                for target, _ in keys[edge.target]:
                    if source != target:
                        found.setdefault((source, target), []).append(edge)
        for pair, edges in found.items():
            tie = self._ties.setdefault(pair, _Tie())
            for sign, name in (("+", "plus"), ("-", "minus"), ("?", "unknown")):
                tie.counts[sign] += max(getattr(e, name) for e in edges)
            for kind in {e.kind for e in edges}:
                tie.kinds[kind] = tie.kinds.get(kind, 0) + max(e.figures for e in edges if e.kind == kind)
            tie.figures += max(e.figures for e in edges)
            tie.drawn |= any(e.origin == "drawn" for e in edges)
            tie.score = max(tie.score, *(e.score for e in edges))
            tie.evidence = self._keep(tie.evidence, tuple({s: None for e in edges for s in e.evidence}))

    def _keep(self, kept: list[Sighting], more: Iterable[Sighting]) -> list[Sighting]:
        return list(best([*kept, *more], self.most_evidence))

    def _node(self, key: str, thing: _Thing) -> Node:
        box = thing.node.box if len(self._figures) == 1 else None
        return thing.node.model_copy(
            update={"id": key, "figures": thing.figures, "evidence": tuple(thing.evidence), "box": box}
        )

    def _edge(self, pair: tuple[str, str], tie: _Tie) -> Edge:
        sign = sign_of(tie.counts["+"], tie.counts["-"])
        fitting = {k: n for k, n in tie.kinds.items() if k not in KINDS.values()} or {KINDS[sign]: 1}
        return Edge(
            id=f"{pair[0]}->{pair[1]}",
            source=pair[0],
            target=pair[1],
            sign=sign,
            kind=min(fitting, key=lambda k: (-fitting[k], k)),
            origin="drawn" if tie.drawn else "stated",
            score=tie.score,
            figures=tie.figures,
            plus=tie.counts["+"],
            minus=tie.counts["-"],
            unknown=tie.counts["?"],
            evidence=tuple(tie.evidence),
        )


def sign_of(plus: int, minus: int) -> Sign:
    """Give the sign that most figures show; `?` where they are as many."""
    return "+" if plus > minus else "-" if minus > plus else "?"


def _complex(members: frozenset[str], label: str, figures: int) -> Group:
    names = tuple(sorted(members))
    return Group(id="complex:" + "+".join(names), kind="complex", label=label, members=names, figures=figures)


def _common(a: Node, b: Node) -> Node:
    """Keep of two sightings of one thing what they agree on, and the surer one's label and place."""
    sure = b if (b.score, a.label) > (a.score, b.label) else a
    return sure.model_copy(
        update={
            "state": tuple(s for s in a.state if s in b.state),
            "compartment": a.compartment if a.compartment == b.compartment else "",
            "organism": a.organism if a.organism == b.organism else "",
        }
    )
