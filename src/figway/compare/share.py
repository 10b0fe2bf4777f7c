"""Lay a figure and a pathway over each other by identifier."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

from figway.compare.families import Families, FamilyMatch, Kinship, Pair
from figway.compare.keys import Keys
from figway.network import Network, pairs
from figway.records import Model, Sign

Kind = Literal["pathway", "figure"]


@dataclass(frozen=True, slots=True)
class Content:
    """Hold what a network has under the keys of comparing: labels of things, signs of pairs."""

    id: str
    title: str
    things: dict[str, str]
    edges: dict[Pair, frozenset[Sign]]
    unidentified: int
    kind: Kind = "pathway"

    @classmethod
    def of(cls, network: Network, keys: Keys, kind: Kind = "pathway") -> Content:
        """Give the content of a network; groups at the ends of edges are spread over their members."""
        known = {node.id: keys.of(node) for node in network.nodes}
        things: dict[str, str] = {}
        for node in network.nodes:
            for key in known[node.id]:
                things.setdefault(key, node.name)
        edges: dict[Pair, frozenset[Sign]] = {}
        for edge in pairs(network):
            for pair in ((s, t) for s in known[edge.source] for t in known[edge.target] if s != t):
                edges[pair] = edges.get(pair, frozenset()) | {edge.sign}
        lost = sum(not k for k in known.values())
        return cls(network.id, network.title, things, edges, lost, kind)


class SharedEdge(Model):
    """Hold a pair that both connect in the same direction, with the signs in each, and whether they agree.

    `match` is `family` where an end is a family in the one and a member of it in the other.
    """

    source: str
    target: str
    pathway_source: str
    pathway_target: str
    match: Literal["identifier", "family"] = "identifier"
    figure: str
    pathway: str
    agreement: str


class Comparison(Model):
    """Hold what a figure and a pathway (or another figure) share, by identifier and by family.

    Nodes are given as identifier to label. `jaccard` counts identifiers alone; `jaccard_families` counts what
    families join, too, and is None where families were not asked for.
    """

    figure: str
    pathway: str
    title: str
    kind: Kind = "pathway"
    jaccard: float
    jaccard_families: float | None = None
    shared_nodes: dict[str, str]
    family_matches: tuple[FamilyMatch, ...] = ()
    only_figure: dict[str, str]
    only_pathway: dict[str, str]
    shared_edges: tuple[SharedEdge, ...]
    edges_only_figure: tuple[tuple[str, str, str], ...]
    edges_only_pathway: tuple[tuple[str, str, str], ...]
    unidentified_figure: int
    unidentified_pathway: int

    @property
    def score(self) -> float:
        """Give the index that ranks: with families where they were asked for."""
        return self.jaccard if self.jaccard_families is None else self.jaccard_families


def compare(figure: Content, pathway: Content, families: Families | None = None) -> Comparison:
    """Compare two contents; Jaccard indices are those of their identified nodes, 0 where neither has one.

    With `families`, families and complexes also match their members, as a kind of match of its own.
    """
    a, b = figure.things, pathway.things
    both = [key for key in a if key in b]
    union = len(a.keys() | b.keys())
    kin = families.kinship(a, b) if families else Kinship((), 0.0)
    edges = _edges(figure, pathway, kin.matches)
    shown_a = {(e.source, e.target) for e in edges}
    shown_b = {(e.pathway_source, e.pathway_target) for e in edges}
    related = {m.figure for m in kin.matches}, {m.pathway for m in kin.matches}
    return Comparison(
        figure=figure.id,
        pathway=pathway.id,
        title=pathway.title,
        kind=pathway.kind,
        jaccard=round(len(both) / union, 4) if union else 0.0,
        jaccard_families=round(kin.jaccard, 4) if families else None,
        shared_nodes={k: a[k] for k in both},
        family_matches=kin.matches,
        only_figure={k: v for k, v in a.items() if k not in b and k not in related[0]},
        only_pathway={k: v for k, v in b.items() if k not in a and k not in related[1]},
        shared_edges=edges,
        edges_only_figure=_only(figure, shown_a),
        edges_only_pathway=_only(pathway, shown_b),
        unidentified_figure=figure.unidentified,
        unidentified_pathway=pathway.unidentified,
    )


def nearest(
    figure: Content, others: Iterable[Content], most: int = 10, families: Families | None = None
) -> list[Comparison]:
    """Give those that share nodes with the figure, by falling Jaccard index, then shared edges, then id.

    The figure itself is passed over where it stands among the others.
    """
    found = (compare(figure, p, families) for p in others if p.kind == "pathway" or p.id != figure.id)
    near = (c for c in found if c.score)
    return heapq.nsmallest(most, near, key=lambda c: (-c.score, -len(c.shared_edges), c.pathway))


def _edges(figure: Content, pathway: Content, matches: Iterable[FamilyMatch]) -> tuple[SharedEdge, ...]:
    """Give the edges that both have: those of the same two things, then those that families join."""
    kin: dict[str, list[str]] = {}
    for m in matches:
        kin.setdefault(m.figure, []).append(m.pathway)
    same, related = [], []
    for (s, t), signs in figure.edges.items():
        if (s, t) in pathway.edges:
            same.append(_shared((s, t), (s, t), signs, pathway.edges[s, t]))
            continue
        theirs = product((s, *kin.get(s, ())), (t, *kin.get(t, ())))
        found = (p for p in theirs if p in pathway.edges and p not in figure.edges)
        related += [_shared((s, t), pair, signs, pathway.edges[pair]) for pair in found]
    return (*same, *related)


def _shared(ours: Pair, theirs: Pair, figure: frozenset[Sign], pathway: frozenset[Sign]) -> SharedEdge:
    return SharedEdge(
        source=ours[0],
        target=ours[1],
        pathway_source=theirs[0],
        pathway_target=theirs[1],
        match="identifier" if ours == theirs else "family",
        **_signs(figure, pathway),
    )


def _signs(figure: frozenset[Sign], pathway: frozenset[Sign]) -> dict[str, str]:
    one, other = figure - {"?"}, pathway - {"?"}
    agreement = (
        "unsigned" if not one or not other else "same" if one == other else "partly" if one & other else "opposite"
    )
    return {"figure": _show(figure), "pathway": _show(pathway), "agreement": agreement}


def _only(one: Content, shared: set[Pair]) -> tuple[tuple[str, str, str], ...]:
    return tuple((s, t, _show(signs)) for (s, t), signs in one.edges.items() if (s, t) not in shared)


def _show(signs: frozenset[Sign]) -> str:
    return "/".join(sorted(signs))
