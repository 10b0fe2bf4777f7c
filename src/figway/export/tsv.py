"""Write the edges of a network as a table."""

from __future__ import annotations

from typing import BinaryIO

from figway.network import Network, pairs

COLUMNS = (
    "source", "source_id", "source_kind", "target", "target_id", "target_kind", "sign", "kind", "origin", "score",
    "figures", "plus", "minus", "unknown", "figids", "sentences",
)  # fmt: skip


def write(network: Network, stream: BinaryIO) -> None:
    """Write a line of column names, then one line an edge between nodes."""
    stream.write(("\t".join(COLUMNS) + "\n").encode())
    nodes = {n.id: n for n in network.nodes}
    for edge in pairs(network):
        ends = [(n.name, next(iter(n.identifiers), ""), n.kind) for n in (nodes[edge.source], nodes[edge.target])]
        figids = "|".join(dict.fromkeys(s.figid for s in edge.evidence))
        sentences = "|".join(dict.fromkeys(s.sentence for s in edge.evidence if s.sentence))
        counts = (edge.figures, edge.plus, edge.minus, edge.unknown)
        row = (*ends[0], *ends[1], edge.sign, edge.kind, edge.origin, edge.score, *counts, figids, sentences)
        stream.write(("\t".join(" ".join(str(cell).split()) for cell in row) + "\n").encode())
