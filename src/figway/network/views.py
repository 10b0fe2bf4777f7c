"""Look at a network in other ways: node to node, with thresholds, under plain names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from figway.network.model import Edge, Network
from figway.text import normalize, spell_greek


def pairs(network: Network) -> Iterator[Edge]:
    """Yield the edges from node to node: an edge of a group becomes one of each of its members.

    Ids of edges that were spread are `<edge>.<n>`; an edge from a thing to itself stays.
    """
    for edge in network.edges:
        ends = [(s.id, t.id) for s in network.members(edge.source) for t in network.members(edge.target)]
        if ends == [(edge.source, edge.target)]:
            yield edge
            continue
        for n, (source, target) in enumerate(ends, 1):
            yield edge.model_copy(update={"id": f"{edge.id}.{n}", "source": source, "target": target})


def select(
    network: Network,
    *,
    min_score: float = 0.0,
    min_figures: int = 1,
    kinds: Collection[str] = (),
    signed: bool = False,
    connected: bool = False,
) -> Network:
    """Keep what passes thresholds: the score and the support of edges, kinds of nodes, edges with a sign.

    `connected` leaves out the nodes that no kept edge and no group touches. `kinds` empty keeps all kinds.
    """
    nodes = {n.id: n for n in network.nodes if (not kinds or n.kind in kinds) and n.figures >= min_figures}
    groups = {}
    for group in network.groups:
        members = tuple(m for m in group.members if m in nodes)
        if len(members) > 1:
            groups[group.id] = group.model_copy(update={"members": members})
    ends = nodes.keys() | groups.keys()
    edges = [
        e
        for e in network.edges
        if {e.source, e.target} <= ends
        and (e.score >= min_score or e.origin == "stated")
        and e.figures >= min_figures
        and (e.sign != "?" or not signed)
    ]
    if connected:
        used = {end for e in edges for end in (e.source, e.target)}
        used |= {m for g in groups.values() for m in g.members}
        nodes = {i: n for i, n in nodes.items() if i in used}
    kept = {e.id for e in edges}
    return network.model_copy(
        update={
            "nodes": tuple(nodes.values()),
            "groups": tuple(groups.values()),
            "edges": tuple(
                e if e.hold is None or e.hold.edge in kept else e.model_copy(update={"hold": None}) for e in edges
            ),
        }
    )


def fold_names(network: Network) -> dict[str, str]:
    """Give every node a short name of letters, digits and underscores, no two alike, for formats that ask for it.

    >>> from figway.network.model import Node
    >>> fold_names(Network(nodes=(Node(id="m1", label="TNF-α"), Node(id="m2", label="TNF α"))))
    {'m1': 'TNF_alpha', 'm2': 'TNF_alpha_2'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in network.nodes:
        stem = re.sub(r"[^0-9A-Za-z]+", "_", spell_greek(normalize(node.name))).strip("_")
        if not stem or not stem[0].isalpha():
            stem = f"n{stem}"
        name, number = stem, 2
        while name.lower() in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name.lower())
        names[node.id] = name
    return names
