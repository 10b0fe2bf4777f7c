"""Write a network as Cytoscape's JSON (elements of cytoscape.js), with the figure's positions."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from figway.export.plain import edge_values, points
from figway.network import Network


def write(network: Network, stream: BinaryIO) -> None:
    """Write the network; ids of edges are told from those of nodes."""
    nodes: list[dict[str, Any]] = []
    for name, values in points(network).items():
        element: dict[str, Any] = {"data": {"id": name, "value": name, **values}}
        if "x" in values:
            element["position"] = {"x": values["x"], "y": values["y"]}
        nodes.append(element)
    edges = [
        {"data": {"id": e.id, "key": e.id, "source": e.source, "target": e.target, **edge_values(e)}}
        for e in network.edges
    ]
    data = {"name": network.title or network.id, "figway_id": network.id, "description": network.description}
    whole = {"format_version": "1.0", "generated_by": "figway", "data": data}
    text = json.dumps({**whole, "elements": {"nodes": nodes, "edges": edges}}, ensure_ascii=False, indent=1)
    stream.write(text.encode("utf-8", "replace") + b"\n")
