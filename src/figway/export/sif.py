"""Write edges in Cytoscape's simple interaction format: source, kind, target, by name; lone nodes on their own."""

from __future__ import annotations

from typing import BinaryIO

from figway.network import Network, pairs


def write(network: Network, stream: BinaryIO) -> None:
    """Write one line an edge between nodes, then one for each node without edges."""
    names = {n.id: " ".join(n.name.split()) for n in network.nodes}
    touched: set[str] = set()
    for edge in pairs(network):
        touched |= {edge.source, edge.target}
        stream.write(f"{names[edge.source]}\t{edge.kind}\t{names[edge.target]}\n".encode())
    lone = dict.fromkeys(name for i, name in names.items() if i not in touched)
    stream.writelines(f"{name}\n".encode() for name in lone)
