"""Give nodes, groups and edges as flat attributes, for formats that hold only numbers and strings."""

from __future__ import annotations

import re

from figway.network import Edge, Group, Network, Node

Value = str | int | float
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _CONTROL.sub("", text)


def node_values(node: Node) -> dict[str, Value]:
    """Give what a node says; empty values are left out, positions are centres in pixels."""
    values: dict[str, Value] = {
        "label": node.label,
        "name": node.name,
        "kind": node.kind,
        "identifiers": "|".join(node.identifiers),
        "organism": node.organism,
        "members": "|".join(m.symbol for m in node.members),
        "state": "|".join(node.state),
        "compartment": node.compartment,
        "score": node.score,
        "figures": node.figures,
    }
    if node.box:
        x0, y0, x1, y1 = node.box
        values |= {"x": (x0 + x1) / 2, "y": (y0 + y1) / 2, "width": x1 - x0, "height": y1 - y0}
    return {name: value for name, value in values.items() if value != ""}


def group_values(group: Group) -> dict[str, Value]:
    """Give what a group says."""
    return {
        "label": group.label,
        "kind": group.kind,
        "members": "|".join(group.members),
        "group": 1,
        "figures": group.figures,
    }


def edge_values(edge: Edge) -> dict[str, Value]:
    """Give what an edge says; empty values are left out."""
    values: dict[str, Value] = {
        "sign": edge.sign,
        "interaction": edge.kind,
        "origin": edge.origin,
        "line": edge.line,
        "annotation": edge.annotation,
        "score": edge.score,
        "figures": edge.figures,
        "plus": edge.plus,
        "minus": edge.minus,
        "unknown": edge.unknown,
        "figids": "|".join(dict.fromkeys(s.figid for s in edge.evidence)),
        "sentence": "|".join(dict.fromkeys(s.sentence for s in edge.evidence if s.sentence)),
    }
    return {name: value for name, value in values.items() if value != ""}


def points(network: Network) -> dict[str, dict[str, Value]]:
    """Give the attributes of all nodes and groups by id."""
    found = {n.id: node_values(n) for n in network.nodes}
    return found | {g.id: group_values(g) for g in network.groups}
