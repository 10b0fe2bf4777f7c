"""Lay a figure and a pathway over each other by identifier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from figway.compare.keys import Keys
from figway.network import Network, pairs
from figway.records import Model, Sign

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """Hold what a network has under the keys of comparing: labels of things, signs of pairs."""

    id: str
    title: str
    things: dict[str, str]
    edges: dict[Pair, frozenset[Sign]]
    unidentified: int

    @classmethod
    def of(cls, network: Network, keys: Keys) -> Content:
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
        return cls(network.id, network.title, things, edges, lost)


class SharedEdge(Model):
    """Hold a pair that both connect in the same direction, with the signs in each, and whether they agree."""

    source: str
    target: str
    figure: str
    pathway: str
    agreement: str


class Comparison(Model):
    """Hold what a figure and a pathway share, by identifier (`nodes` of each: identifier to label)."""

    figure: str
    pathway: str
    title: str
    jaccard: float
    shared_nodes: dict[str, str]
    only_figure: dict[str, str]
    only_pathway: dict[str, str]
    shared_edges: tuple[SharedEdge, ...]
    edges_only_figure: tuple[tuple[str, str, str], ...]
    edges_only_pathway: tuple[tuple[str, str, str], ...]
    unidentified_figure: int
    unidentified_pathway: int


def compare(figure: Content, pathway: Content) -> Comparison:
    """Compare two contents; the Jaccard index is that of their identified nodes, 0 where neither has one."""
    a, b = figure.things, pathway.things
    both = [key for key in a if key in b]
    union = len(a.keys() | b.keys())
    edges = [SharedEdge(source=s, target=t, **_signs(figure.edges[s, t], pathway.edges[s, t]))
             for s, t in figure.edges if (s, t) in pathway.edges]  # fmt: skip
    return Comparison(
        figure=figure.id,
        pathway=pathway.id,
        title=pathway.title,
        jaccard=round(len(both) / union, 4) if union else 0.0,
        shared_nodes={k: a[k] for k in both},
        only_figure={k: v for k, v in a.items() if k not in b},
        only_pathway={k: v for k, v in b.items() if k not in a},
        shared_edges=tuple(edges),
        edges_only_figure=_only(figure, pathway),
        edges_only_pathway=_only(pathway, figure),
        unidentified_figure=figure.unidentified,
        unidentified_pathway=pathway.unidentified,
    )


def nearest(figure: Content, pathways: Iterable[Content], most: int = 10) -> list[Comparison]:
    """Give the pathways that share nodes with the figure, by falling Jaccard index, then shared edges, then id."""
    found = (compare(figure, p) for p in pathways)
    ranked = sorted((c for c in found if c.shared_nodes), key=lambda c: (-c.jaccard, -len(c.shared_edges), c.pathway))
    return ranked[:most]


def _signs(figure: frozenset[Sign], pathway: frozenset[Sign]) -> dict[str, str]:
    one, other = figure - {"?"}, pathway - {"?"}
    agreement = (
        "unsigned" if not one or not other else "same" if one == other else "partly" if one & other else "opposite"
    )
    return {"figure": _show(figure), "pathway": _show(pathway), "agreement": agreement}


def _only(one: Content, other: Content) -> tuple[tuple[str, str, str], ...]:
    return tuple((s, t, _show(signs)) for (s, t), signs in one.edges.items() if (s, t) not in other.edges)


def _show(signs: frozenset[Sign]) -> str:
    return "/".join(sorted(signs))
