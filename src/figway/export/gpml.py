"""Write a network as GPML2021 (http://pathvisio.org/GPML/2021): a draft pathway with nodes where the figure has them.

Places become labels, all else data nodes; groups and complexes groups; edges interactions, with an anchor where
another edge ends on them. Mentions without a place, and merged networks, stand in a grid.
"""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from figway.export.places import BoxTuple, boxes_of, middle
from figway.export.plain import clean
from figway.network import Edge, Network, Node

NAMESPACE = "http://pathvisio.org/GPML/2021"
TYPES = {
    "gene": "GeneProduct", "family": "GeneProduct", "complex": "Complex", "chemical": "Metabolite",
    "disease": "Disease", "process": "Event", "other_protein": "Protein", "other_molecule": "Undefined",
}  # fmt: skip
SOURCES = {
    "hgnc": "HGNC Accession number", "ncbigene": "Entrez Gene", "ensembl": "Ensembl", "uniprot": "Uniprot-TrEMBL",
    "chebi": "ChEBI", "mesh": "MeSH", "doid": "Disease Ontology", "go": "GeneOntology", "fplx": "FamPlex",
}  # fmt: skip
_PREFERRED = ("ncbigene", "ensembl", "hgnc", "uniprot", "chebi", "mesh", "go", "doid")
_HEADS = {"+": "Stimulation", "-": "Inhibition", "?": "Directed"}
_KINDS = {
    "binding": "Binding",
    "translocation": "Translocation",
    "transcription": "TranscriptionTranslation",
    "catalysis": "Catalysis",
}


def write(network: Network, stream: BinaryIO) -> None:
    """Write the pathway."""
    stream.write(etree.tostring(_Pathway(network).root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Pathway:
    """Build the tree; element ids are made anew, for GPML's must be XML ids."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.places = boxes_of(network)
        self.ids = {n.id: f"n{i}" for i, n in enumerate(network.nodes, 1)}
        self.ids |= {g.id: f"g{i}" for i, g in enumerate(network.groups, 1)}
        self.ids |= {e.id: f"e{i}" for i, e in enumerate(network.edges, 1)}
        self.group_of: dict[str, str] = {}
        for group in network.groups:
            for member in group.members:
                self.group_of.setdefault(member, self.ids[group.id])
        self.root = self._build()

    def _build(self) -> etree._Element:
        net = self.network
        root = etree.Element("Pathway", nsmap={None: NAMESPACE}, title=clean(net.title or net.id or "figway")[:200])
        if net.organisms:
            root.set("organism", net.organisms[0])
        root.set("source", "figway")
        if net.description:
            etree.SubElement(root, "Description").text = clean(net.description)
        if net.id:
            etree.SubElement(root, "Property", key="figid", value=clean(net.id))
        cited = [f for f in net.figures if f.pmid or f.doi or f.url or f.pmcid]
        for i, _ in enumerate(cited, 1):
            etree.SubElement(root, "CitationRef", elementRef=f"c{i}")
        right, bottom = self._size()
        etree.SubElement(root, "Graphics", boardWidth=_number(right), boardHeight=_number(bottom))
        self._nodes(root)
        self._edges(root)
        self._labels(root)
        self._groups(root)
        if cited:
            part = etree.SubElement(root, "Citations")
            for i, f in enumerate(cited, 1):
                citation = etree.SubElement(part, "Citation", elementId=f"c{i}")
                if f.pmid or f.doi:
                    source = ("PubMed", f.pmid) if f.pmid else ("DOI", f.doi)
                    etree.SubElement(citation, "Xref", identifier=clean(source[1]), dataSource=source[0])
                link = f.url or (f"https://www.ncbi.nlm.nih.gov/pmc/articles/{f.pmcid}/" if f.pmcid else "")
                if link or not len(citation):
                    etree.SubElement(citation, "Url", link=clean(link))
        return root

    def _size(self) -> tuple[float, float]:
        boxes = self.places.values()
        right = max([self.network.width, *(b[2] + 20 for b in boxes)])
        return right, max([self.network.height, *(b[3] + 20 for b in boxes)])

    def _nodes(self, root: etree._Element) -> None:
        part = etree.SubElement(root, "DataNodes")
        for node in self.network.nodes:
            if node.kind == "place":
                continue
            element = etree.SubElement(part, "DataNode", elementId=self.ids[node.id], textLabel=clean(node.label))
            element.set("type", TYPES.get(node.kind, "Undefined"))
            self._in_group(element, node.id)
            if xref := _xref(node):
                etree.SubElement(element, "Xref", identifier=xref[0], dataSource=xref[1])
            etree.SubElement(element, "Graphics", _rectangle(self.places[node.id]))
            self._properties(element, node)

    def _labels(self, root: etree._Element) -> None:
        part = etree.SubElement(root, "Labels")
        for node in self.network.nodes:
            if node.kind == "place":
                element = etree.SubElement(part, "Label", elementId=self.ids[node.id], textLabel=clean(node.label))
                self._in_group(element, node.id)
                etree.SubElement(element, "Graphics", _rectangle(self.places[node.id]))
                self._properties(element, node)

    def _in_group(self, element: etree._Element, node: str) -> None:
        if node in self.group_of:
            element.set("groupRef", self.group_of[node])

    @staticmethod
    def _properties(element: etree._Element, node: Node) -> None:
        values = {
            "figway.kind": node.kind,
            "figway.symbol": node.symbol,
            "figway.identifiers": " ".join(node.identifiers),
            "figway.state": "|".join(node.state),
            "cellular_location": node.compartment,
        }
        for key, value in values.items():
            if value:
                etree.SubElement(element, "Property", key=key, value=clean(value))

    def _groups(self, root: etree._Element) -> None:
        part = etree.SubElement(root, "Groups")
        for group in self.network.groups:
            kind = "Complex" if group.kind == "complex" else "Group"
            element = etree.SubElement(part, "Group", elementId=self.ids[group.id], type=kind)
            if group.label:
                element.set("textLabel", clean(group.label))
            etree.SubElement(element, "Graphics", _rectangle(self.places[group.id]))
            elsewhere = [m for m in group.members if self.group_of[m] != self.ids[group.id]]
            if elsewhere:  # GPML lets a node be in one group alone
                value = " ".join(self.ids[m] for m in elsewhere)
                etree.SubElement(element, "Property", key="figway.members", value=value)

    def _edges(self, root: etree._Element) -> None:
        held = {e.hold.edge for e in self.network.edges if e.hold} & self.ids.keys()
        part = etree.SubElement(root, "Interactions")
        for edge in self.network.edges:
            name = self.ids[edge.id]
            element = etree.SubElement(part, "Interaction", elementId=name)
            way = etree.SubElement(element, "Waypoints")
            points = self._path(edge)
            for i, (x, y) in enumerate(points):
                point = etree.SubElement(way, "Point", elementId=f"{name}p{i}", x=_number(x), y=_number(y))
                if i == 0:
                    point.set("elementRef", self.ids[edge.source])
                elif i == len(points) - 1:
                    point.set("arrowHead", _KINDS.get(edge.kind, _HEADS[edge.sign]))
                    on = edge.hold.edge if edge.hold else ""
                    point.set("elementRef", f"{self.ids[on]}a" if on in held else self.ids[edge.target])
            if edge.id in held:
                etree.SubElement(way, "Anchor", elementId=f"{name}a", position="0.5", shapeType="None")
            dashed = edge.line in ("dashed", "dotted") or edge.origin == "stated"
            style = {"lineStyle": "Dashed" if dashed else "Solid"}
            etree.SubElement(element, "Graphics", style, connectorType="Segmented" if len(points) > 2 else "Straight")
            self._said(element, edge)

    def _said(self, element: etree._Element, edge: Edge) -> None:
        for sentence in dict.fromkeys(s.sentence for s in edge.evidence if s.sentence):
            etree.SubElement(element, "Comment", source="caption").text = clean(sentence)
        values = {"figway.sign": edge.sign, "figway.kind": edge.kind, "figway.origin": edge.origin}
        values |= {"figway.target": self.ids[edge.target], "figway.annotation": edge.annotation}
        for key, value in (values | {"figway.score": str(edge.score)}).items():
            if value:
                etree.SubElement(element, "Property", key=key, value=clean(value))

    def _path(self, edge: Edge) -> list[tuple[float, float]]:
        if len(edge.path) > 1:
            return list(edge.path)
        return [middle(self.places[edge.source]), middle(self.places[edge.target])]


def _xref(node: Node) -> tuple[str, str] | None:
    known = {x.partition(":")[0]: x for x in reversed(node.identifiers)}
    prefix = next((p for p in _PREFERRED if p in known), next(iter(known), ""))
    if not prefix:
        return None
    local = known[prefix].partition(":")[2]
    whole = f"{prefix.upper()}:{local}" if prefix in ("hgnc", "chebi", "go", "doid") else local
    return clean(whole), SOURCES.get(prefix, prefix)


def _rectangle(box: BoxTuple) -> dict[str, str]:
    x, y = middle(box)
    sizes = {"width": _number(max(0.0, box[2] - box[0])), "height": _number(max(0.0, box[3] - box[1]))}
    return {"centerX": _number(x), "centerY": _number(y), **sizes}


def _number(value: float) -> str:
    return f"{value:.2f}"
