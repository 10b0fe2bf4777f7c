"""Write a network as an activity flow map in SBGN-ML 0.3 (https://sbgn.github.io): what influences what, as drawn.

Nodes are biological activities, with the kind of thing that has the activity as unit of information; processes and
diseases that act on nothing are phenotypes. Arcs are positive, negative and unknown influences. A complex that acts is
an `and` of its parts; other groups, and those acted on, are spread over their members. Places are compartments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lxml import etree

from figway.export.miriam import describe
from figway.export.places import BoxTuple, boxes_of, middle
from figway.export.plain import clean
from figway.network import Edge, Group, Network, Node, identity
from figway.text import fold

SBGN = "http://sbgn.org/libsbgn/0.3"
XHTML = "http://www.w3.org/1999/xhtml"
ACTIVITY_FLOW = "http://identifiers.org/combine.specifications/sbgn.af.level-1.version-1.2"
ENTITIES = {
    "gene": "macromolecule", "family": "macromolecule", "other_protein": "macromolecule", "complex": "complex",
    "chemical": "simple chemical",
}  # fmt: skip
INFLUENCES = {"+": "positive influence", "-": "negative influence", "?": "unknown influence"}
_OPERATOR = 20.0
Point = tuple[float, float]


def write(network: Network, stream: BinaryIO) -> None:
    """Write the map."""
    stream.write(etree.tostring(_Map(network).root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Map:
    """Build the tree; ids are made anew, for SBGN-ML's must be XML ids."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.boxes = boxes_of(network)
        self.ids = {n.id: f"n{i}" for i, n in enumerate(network.nodes, 1)}
        self.ids |= {g.id: f"g{i}" for i, g in enumerate(network.groups, 1)}
        self.acting = {n.id for e in network.edges for n in network.members(e.source)}
        self.touched = self.acting | {n.id for e in network.edges for n in network.members(e.target)}
        self.times = Counter(map(identity, network.nodes))
        self.root = etree.Element(f"{{{SBGN}}}sbgn", nsmap={None: SBGN})
        self.map = etree.SubElement(self.root, f"{{{SBGN}}}map", id="map", language="activity flow")
        self.map.set("version", ACTIVITY_FLOW)
        self._about()
        activities = [n for n in network.nodes if n.kind != "place" or n.id in self.touched]
        self.compartments = self._compartments(activities)
        for node in activities:
            self._activity(node)
        acting = {e.source for e in network.edges if self._is_complex(e.source)}
        operators = [group for group in network.groups if group.id in acting]
        for group in operators:
            self._operator(group)
        for group in operators:  # arcs come after all glyphs
            self._parts(group)
        for n, edge in enumerate(network.edges, 1):
            self._influence(edge, n)

    def _about(self) -> None:
        net = self.network
        cited = (
            " ".join(x for x in (f.reference, f.pmcid, f.pmid and f"PMID:{f.pmid}", f.doi) if x) for f in net.figures
        )
        said = (net.id and f"figid: {net.id}", net.title, net.description, ", ".join(net.organisms), *cited)
        _notes(self.map, said)

    def _is_complex(self, end: str) -> bool:
        found = self.network.by_id[end]
        return isinstance(found, Group) and found.kind == "complex"

    def _compartments(self, activities: list[Node]) -> dict[str, str]:
        """Add a compartment for each place and, as then all need one, for what is in none; give ids by folded name."""
        places: dict[str, tuple[str, list[BoxTuple], tuple[str, ...]]] = {}
        for node in self.network.nodes:
            if node.kind == "place" and node.id not in self.touched:
                found = places.setdefault(fold(node.label), (node.label, [], node.identifiers))
                found[1].append(self.boxes[node.id])
        for node in activities:
            if node.compartment:
                places.setdefault(fold(node.compartment), (node.compartment, [], ()))[1].append(self.boxes[node.id])
        if not places:
            return {}
        if any(not n.compartment for n in activities):
            places[""] = ("", list(self.boxes.values()), ())
        ids = {}
        for n, (key, (label, boxes, identifiers)) in enumerate(places.items(), 1):
            ids[key] = f"c{n}"
            element = self._glyph(ids[key], "compartment", identifiers)
            if label:
                etree.SubElement(element, f"{{{SBGN}}}label", text=clean(label))
            _box(element, _around(boxes))
        return ids

    def _glyph(
        self, own: str, name: str, identifiers: tuple[str, ...] = (), notes: Iterable[str] = ()
    ) -> etree._Element:
        element = etree.SubElement(self.map, f"{{{SBGN}}}glyph", {"id": own, "class": name})
        _notes(element, notes)
        if identifiers:
            extension = etree.SubElement(element, f"{{{SBGN}}}extension")
            describe(etree.SubElement(extension, f"{{{SBGN}}}annotation"), own, identifiers)
        return element

    def _activity(self, node: Node) -> None:
        own, box = self.ids[node.id], self.boxes[node.id]
        phenotype = node.kind in ("process", "disease") and node.id not in self.acting
        members = ", ".join(m.symbol for m in node.members)
        said = (
            node.symbol if node.symbol != node.label else "", members and f"members: {members}",
            f"state: {', '.join(node.state)}" if node.state else "",
        )  # fmt: skip
        element = self._glyph(
            own, "phenotype" if phenotype else "biological activity", node.identifiers, map(str, said)
        )
        if self.compartments:
            element.set("compartmentRef", self.compartments[fold(node.compartment) if node.compartment else ""])
        etree.SubElement(element, f"{{{SBGN}}}label", text=clean(node.label))
        if self.times[identity(node)] > 1:
            etree.SubElement(element, f"{{{SBGN}}}clone")
        _box(element, box)
        if node.kind in ENTITIES and not phenotype:
            unit = etree.SubElement(element, f"{{{SBGN}}}glyph", {"id": f"{own}u", "class": "unit of information"})
            etree.SubElement(unit, f"{{{SBGN}}}label", text="")
            etree.SubElement(unit, f"{{{SBGN}}}entity", name=ENTITIES[node.kind])
            _box(unit, (box[0] + 4, box[1] - 5, box[0] + 24, box[1] + 5))

    def _operator(self, group: Group) -> None:
        """Add the `and` of a complex's parts, with a port for them and one for what leaves it."""
        own = self.ids[group.id]
        x, y = middle(self.boxes[group.id])
        half = _OPERATOR / 2
        element = self._glyph(own, "and", notes=(group.label,))
        element.set("orientation", "horizontal")
        _box(element, (x - half, y - half, x + half, y + half))
        for side, at in (("in", x - _OPERATOR), ("out", x + _OPERATOR)):
            etree.SubElement(element, f"{{{SBGN}}}port", id=f"{own}.{side}", x=_number(at), y=_number(y))

    def _parts(self, group: Group) -> None:
        own = self.ids[group.id]
        x, y = middle(self.boxes[group.id])
        for n, member in enumerate(group.members, 1):
            points = [middle(self.boxes[member]), (x - _OPERATOR, y)]
            self._arc(f"{own}a{n}", "logic arc", self.ids[member], f"{own}.in", points)

    def _influence(self, edge: Edge, number: int) -> None:
        ends = [(s, t) for s in self._sources(edge.source) for t in self.network.members(edge.target)]
        for n, ((source, start), target) in enumerate(ends, 1):
            drawn = len(ends) == 1 and len(edge.path) > 1 and not source.endswith(".out")
            points = list(edge.path) if drawn else [start, middle(self.boxes[target.id])]
            own = f"e{number}" if len(ends) == 1 else f"e{number}.{n}"
            arc = self._arc(own, INFLUENCES[edge.sign], source, self.ids[target.id], points)
            sentences = dict.fromkeys(s.sentence for s in edge.evidence if s.sentence)
            _notes(arc, (edge.kind, edge.origin, f"score: {edge.score:g}", edge.annotation, *sentences), at=0)

    def _sources(self, end: str) -> Iterator[tuple[str, Point]]:
        if self._is_complex(end):
            x, y = middle(self.boxes[end])
            yield f"{self.ids[end]}.out", (x + _OPERATOR, y)
            return
        for node in self.network.members(end):
            yield self.ids[node.id], middle(self.boxes[node.id])

    def _arc(self, own: str, name: str, source: str, target: str, points: list[Point]) -> etree._Element:
        said = {"id": own, "class": name, "source": source, "target": target}
        arc = etree.SubElement(self.map, f"{{{SBGN}}}arc", said)
        for n, (x, y) in enumerate(points):
            tag = "start" if n == 0 else "end" if n == len(points) - 1 else "next"
            etree.SubElement(arc, f"{{{SBGN}}}{tag}", x=_number(x), y=_number(y))
        return arc


def _notes(element: etree._Element, lines: Iterable[str], at: int | None = None) -> None:
    """Add what is said and not empty as paragraphs, after what the element holds or at a place in it."""
    texts = [text for line in lines if (text := clean(line))]
    if not texts:
        return
    notes = etree.Element(f"{{{SBGN}}}notes")
    body = etree.SubElement(notes, f"{{{XHTML}}}body", nsmap={None: XHTML})
    for text in texts:
        etree.SubElement(body, f"{{{XHTML}}}p").text = text
    element.insert(len(element) if at is None else at, notes)


def _around(boxes: Iterable[BoxTuple]) -> BoxTuple:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0) - 8, min(y0) - 8, max(x1) + 8, max(y1) + 8


def _box(element: etree._Element, box: BoxTuple) -> None:
    x0, y0, x1, y1 = box
    sizes = {"w": _number(max(0.0, x1 - x0)), "h": _number(max(0.0, y1 - y0))}
    etree.SubElement(element, f"{{{SBGN}}}bbox", x=_number(x0), y=_number(y0), **sizes)


def _number(value: float) -> str:
    return f"{value:.2f}"
