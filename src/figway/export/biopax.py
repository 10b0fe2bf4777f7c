"""Write a network as a pathway in BioPAX level 3 (http://www.biopax.org), for Pathway Commons' tools and others.

A thing is one physical entity with a reference that carries its identifiers; processes and diseases are pathways. What
an edge with a sign does is a control: of a pathway, of the making of its target (transcription, expression), or of the
reaction that turns its target active or modified; an inhibition inhibits that reaction. Edges without a sign are
interactions. BioPAX has no positions.
"""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from figway.export.biolink import publications
from figway.export.plain import clean
from figway.network import Edge, Group, Network, Node, identity

BP = "http://www.biopax.org/release/biopax-level3.owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OWL = "http://www.w3.org/2002/07/owl#"
CLASSES = {
    "gene": "Protein", "family": "Protein", "other_protein": "Protein", "complex": "Complex",
    "chemical": "SmallMolecule", "process": "Pathway", "disease": "Pathway",
}  # fmt: skip
_REFERENCES = {"Protein": "ProteinReference", "SmallMolecule": "SmallMoleculeReference"}
_CONTROLS = {"+": "ACTIVATION", "-": "INHIBITION"}
_MADE = ("transcription", "expression")
_CHANGES = {
    "phosphorylation": "phosphorylated", "ubiquitination": "ubiquitinated", "acetylation": "acetylated",
    "methylation": "methylated", "sumoylation": "sumoylated", "glycosylation": "glycosylated",
}  # fmt: skip


def write(network: Network, stream: BinaryIO) -> None:
    """Write the pathway."""
    stream.write(etree.tostring(_Pathway(network).root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Pathway:
    """Build the document; ids are numbered by class, and things, xrefs and reactions stand in it once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.root = etree.Element(f"{{{RDF}}}RDF", nsmap={"rdf": RDF, "bp": BP, "owl": OWL})
        ontology = etree.SubElement(self.root, f"{{{OWL}}}Ontology")
        ontology.set(f"{{{RDF}}}about", "")
        etree.SubElement(ontology, f"{{{OWL}}}imports").set(f"{{{RDF}}}resource", BP)
        self.numbers: dict[str, int] = {}
        self.made: dict[tuple[str, ...], str] = {}
        self.pathway = self._element("Pathway")
        self._text(self.pathway, "displayName", network.title or network.id)
        self._text(self.pathway, "comment", network.description)
        for ref in network.figures:
            self._cite(self.pathway, ref.pmid and f"PMID:{ref.pmid}", ref.pmcid and f"PMC:{ref.pmcid}")
        self.things: dict[str, tuple[str, str, Node]] = {}
        self.ids = {node.id: self._thing(node) for node in network.nodes}
        for group in network.groups:
            if group.kind == "complex":
                self.ids[group.id] = self._complex(group)
        for edge in network.edges:
            self._edge(edge)

    def _element(self, name: str) -> etree._Element:
        self.numbers[name] = self.numbers.get(name, 0) + 1
        element = etree.SubElement(self.root, f"{{{BP}}}{name}")
        element.set(f"{{{RDF}}}ID", f"{name}{self.numbers[name]}")
        return element

    def _text(self, element: etree._Element, name: str, value: str) -> None:
        if text := clean(value):
            etree.SubElement(element, f"{{{BP}}}{name}").text = text

    def _link(self, element: etree._Element, name: str, other: str) -> None:
        etree.SubElement(element, f"{{{BP}}}{name}").set(f"{{{RDF}}}resource", f"#{other}")

    def _cite(self, element: etree._Element, *papers: str) -> None:
        """Link the first paper that is known, as an xref."""
        for paper in [p for p in papers if p][:1]:
            prefix, _, local = paper.partition(":")
            db = {"PMID": "pubmed", "PMC": "pmc", "doi": "doi"}.get(prefix, prefix)
            self._link(element, "xref", self._xref("PublicationXref", db, local))

    def _xref(self, name: str, db: str, local: str) -> str:
        key = (name, db, local)
        if key not in self.made:
            element = self._element(name)
            self._text(element, "db", db)
            self._text(element, "id", local)
            self.made[key] = _id(element)
        return self.made[key]

    def _xrefs(self, element: etree._Element, node: Node) -> None:
        """Say what a thing is by its best identifier, and what it is related to by the others."""
        own = identity(node)
        for identifier in dict.fromkeys(node.identifiers):
            name = "UnificationXref" if identifier == own else "RelationshipXref"
            db, _, local = identifier.partition(":")
            self._link(element, "xref", self._xref(name, db, local))

    def _thing(self, node: Node) -> str:
        key = identity(node)
        if key not in self.things:
            name = CLASSES.get(node.kind, "PhysicalEntity")
            element = self._element(name)
            self._text(element, "displayName", node.name)
            reference = ""
            if name in _REFERENCES:
                about = self._element(_REFERENCES[name])
                reference = _id(about)
                self._text(about, "displayName", node.name)
                self._xrefs(about, node)
                self._link(element, "entityReference", reference)
            else:
                self._xrefs(element, node)
            if node.compartment and name != "Pathway":
                self._link(element, "cellularLocation", self._term("CellularLocationVocabulary", node.compartment))
            self.things[key] = (_id(element), reference, node)
        return self.things[key][0]

    def _term(self, name: str, term: str) -> str:
        if (name, term) not in self.made:
            element = self._element(name)
            self._text(element, "term", term)
            self.made[name, term] = _id(element)
        return self.made[name, term]

    def _complex(self, group: Group) -> str:
        element = self._element("Complex")
        self._text(element, "displayName", group.label)
        for part in dict.fromkeys(self.ids[m] for m in group.members):
            if not part.startswith("Pathway"):
                self._link(element, "component", part)
        return _id(element)

    def _ends(self, end: str) -> list[tuple[str, Node | None]]:
        """Give the entities at an end of an edge: a complex as a whole, the members of another group."""
        if end in self.ids and isinstance(self.network.by_id[end], Group):
            return [(self.ids[end], None)]
        return list({self.ids[n.id]: (self.ids[n.id], n) for n in self.network.members(end)}.values())

    def _edge(self, edge: Edge) -> None:
        for source, _ in self._ends(edge.source):
            for target, node in self._ends(edge.target):
                if edge.sign == "?":
                    element = self._between(edge, source, target)
                else:
                    element = self._control(edge, source, target, node)
                self._text(element, "displayName", edge.kind)
                for seen in edge.evidence:
                    place = f"{seen.figid} {seen.item}, {edge.origin}, score {seen.score:g}"
                    self._text(element, "comment", f"{place}: {seen.sentence}" if seen.sentence else place)
                for paper in publications(edge, self.network):
                    self._cite(element, paper)
                self._link(self.pathway, "pathwayComponent", _id(element))

    def _between(self, edge: Edge, source: str, target: str) -> etree._Element:
        physical = not any(end.startswith("Pathway") for end in (source, target))
        binds = edge.kind == "binding" and physical
        element = self._element("MolecularInteraction" if binds else "Interaction")
        for end in dict.fromkeys((source, target)):
            self._link(element, "participant", end)
        return element

    def _control(self, edge: Edge, source: str, target: str, node: Node | None) -> etree._Element:
        made = edge.kind in _MADE and target.startswith("Protein")
        if target.startswith("Pathway"):
            controlled = target
        else:
            controlled = self._production(target) if made else self._reaction(edge.kind, target, node)
        element = self._element("TemplateReactionRegulation" if made else "Control")
        self._text(element, "controlType", _CONTROLS[edge.sign])
        self._link(element, "controller", source)
        self._link(element, "controlled", controlled)
        return element

    def _production(self, target: str) -> str:
        key = ("TemplateReaction", target)
        if key not in self.made:
            element = self._element("TemplateReaction")
            self._link(element, "product", target)
            self.made[key] = _id(element)
        return self.made[key]

    def _reaction(self, kind: str, target: str, node: Node | None) -> str:
        """Give the reaction that turns the target active, or modified where the arrow says so."""
        change = _CHANGES.get(kind, "active")
        key = ("BiochemicalReaction", target, change)
        if key not in self.made:
            changed = self._element(target.rstrip("0123456789"))
            label = node.name if node else "complex"
            self._text(changed, "displayName", f"{label} ({change})")
            reference = self.things[identity(node)][1] if node else ""
            if reference:
                self._link(changed, "entityReference", reference)
                if change != "active" and target.startswith("Protein"):
                    feature = self._element("ModificationFeature")
                    self._link(feature, "modificationType", self._term("SequenceModificationVocabulary", change))
                    self._link(changed, "feature", _id(feature))
            reaction = self._element("BiochemicalReaction")
            self._link(reaction, "left", target)
            self._link(reaction, "right", _id(changed))
            self.made[key] = _id(reaction)
        return self.made[key]


def _id(element: etree._Element) -> str:
    return str(element.get(f"{{{RDF}}}ID"))
