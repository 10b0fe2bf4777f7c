"""Write the nodes of a network as a table."""

from __future__ import annotations

from typing import BinaryIO

from figway.network import Network

COLUMNS = (
    "id", "label", "kind", "symbol", "identifiers", "organism", "members", "state", "compartment", "complexes",
    "left", "top", "right", "bottom", "score", "figures", "figids",
)  # fmt: skip


def write(network: Network, stream: BinaryIO) -> None:
    """Write a line of column names, then one line a node; lists are joined with `|`."""
    stream.write(("\t".join(COLUMNS) + "\n").encode())
    complexes: dict[str, list[str]] = {}
    for group in network.groups:
        if group.kind == "complex":
            for member in group.members:
                complexes.setdefault(member, []).append(group.id)
    for node in network.nodes:
        row = (
            node.id, node.label, node.kind, node.symbol, "|".join(node.identifiers), node.organism,
            "|".join(m.symbol for m in node.members), "|".join(node.state), node.compartment,
            "|".join(complexes.get(node.id, ())), *(node.box or ("",) * 4), node.score, node.figures,
            "|".join(dict.fromkeys(s.figid for s in node.evidence)),
        )  # fmt: skip
        stream.write(("\t".join(" ".join(str(cell).split()) for cell in row) + "\n").encode("utf-8", "replace"))
