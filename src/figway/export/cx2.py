"""Write a network as CX2 (https://cytoscape.org/cx/cx2), which NDEx takes; groups are nodes with `group`."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from figway.export.plain import Value, edge_values, points
from figway.network import Network

_TYPES = {str: "string", int: "long", float: "double"}
_PLACE = ("x", "y")


def write(network: Network, stream: BinaryIO) -> None:
    """Write the aspects; nodes and edges are numbered, figway's ids stand in the attribute `figway_id`."""
    things = points(network)
    numbers = {name: number for number, name in enumerate(things)}
    nodes = [_node(numbers[name], name, values) for name, values in things.items()]
    edges: list[dict[str, Any]] = [
        {"id": n, "s": numbers[e.source], "t": numbers[e.target], "v": {"figway_id": e.id, **edge_values(e)}}
        for n, e in enumerate(network.edges)
    ]
    about = _about(network)
    declared = {
        "networkAttributes": _declare([about]),
        "nodes": _declare([n["v"] for n in nodes]),
        "edges": _declare([e["v"] for e in edges]),
    }
    aspects: dict[str, list[Any]] = {
        "attributeDeclarations": [declared],
        "networkAttributes": [about],
        "nodes": nodes,
        "edges": edges,
    }
    counts = [{"name": name, "elementCount": len(rows)} for name, rows in aspects.items()]
    whole: list[dict[str, Any]] = [{"CXVersion": "2.0", "hasFragments": False}, {"metaData": counts}]
    whole += [{name: rows} for name, rows in aspects.items()]
    whole.append({"status": [{"success": True}]})
    stream.write(json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")


def _node(number: int, name: str, values: dict[str, Value]) -> dict[str, Any]:
    kept = {key: value for key, value in values.items() if key not in _PLACE}
    kept.setdefault("name", values.get("label", name))
    node: dict[str, Any] = {"id": number, **{key: values[key] for key in _PLACE if key in values}}
    return node | {"v": {"figway_id": name, **kept}}


def _about(network: Network) -> dict[str, str]:
    """Give the attributes that NDEx shows; those of a paper only where the network is of one figure."""
    about = {
        "name": network.title or network.id or "figway",
        "description": network.description,
        "organism": ", ".join(network.organisms),
        "networkType": "pathway",
        "pfocrId": network.id,
    }
    if len(network.figures) == 1:
        figure = network.figures[0]
        about |= {
            "figureTitle": figure.title, "figureNumber": figure.number, "figureLink": figure.url,
            "paperTitle": figure.paper, "pmcId": figure.pmcid, "publicationYear": figure.year,
            "reference": figure.reference,
        }  # fmt: skip
        if figure.doi or figure.pmcid:
            about["paperLink"] = (
                f"https://doi.org/{figure.doi}"
                if figure.doi
                else f"https://www.ncbi.nlm.nih.gov/pmc/articles/{figure.pmcid}/"
            )
    return {name: value for name, value in about.items() if value}


def _declare(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    return {name: {"d": _TYPES[type(value)]} for values in rows for name, value in values.items()}
