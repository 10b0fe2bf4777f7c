"""Write a network as GraphML (http://graphml.graphdrawing.org/specification.html); groups are nodes with `group`."""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from figway.export.plain import Value, clean, edge_values, points
from figway.network import Network

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {str: "string", int: "long", float: "double"}


def write(network: Network, stream: BinaryIO) -> None:
    """Write the network as a directed graph."""
    nodes = points(network)
    edges = {e.id: edge_values(e) for e in network.edges}
    root = etree.Element("graphml", nsmap={None: NAMESPACE})
    _keys(root, "node", nodes)
    _keys(root, "edge", edges)
    graph = etree.SubElement(root, "graph", id=clean(network.id) or "figway", edgedefault="directed")
    for name, values in nodes.items():
        _data(etree.SubElement(graph, "node", id=name), "node", values)
    for edge in network.edges:
        element = etree.SubElement(graph, "edge", id=edge.id, source=edge.source, target=edge.target)
        _data(element, "edge", edges[edge.id])
    stream.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _keys(root: etree._Element, what: str, rows: dict[str, dict[str, Value]]) -> None:
    types = {name: _TYPES[type(value)] for values in rows.values() for name, value in values.items()}
    for name, kind in types.items():
        etree.SubElement(root, "key", {"id": f"{what}.{name}", "for": what, "attr.name": name, "attr.type": kind})


def _data(element: etree._Element, what: str, values: dict[str, Value]) -> None:
    for name, value in values.items():
        etree.SubElement(element, "data", key=f"{what}.{name}").text = clean(str(value))
