"""Write a network as a logic model in SBML-qual with layout (https://sbml.org), for GINsim, Cell Collective and others.

A thing is a species of two levels, however often the figure names it. It is on when an activator is on and no inhibitor
is; one with inhibitors alone is on unless one is on; a complex acts when all its parts are on. An edge without a sign
is read as activation, and its input is marked as of unknown sign. What acts on itself is left out. Each mention has a
glyph where the figure has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from lxml import etree

from figway.export.miriam import describe
from figway.export.plain import clean
from figway.network import Edge, Group, Network, Node, fold_names, identity

CORE = "http://www.sbml.org/sbml/level3/version1/core"
QUAL = "http://www.sbml.org/sbml/level3/version1/qual/version1"
LAYOUT = "http://www.sbml.org/sbml/level3/version1/layout/version1"
MATH = "http://www.w3.org/1998/Math/MathML"
XHTML = "http://www.w3.org/1999/xhtml"
_SPACES = {None: CORE, "qual": QUAL, "layout": LAYOUT}
_SIGNS = {frozenset("+"): "positive", frozenset("-"): "negative", frozenset("+-"): "dual"}
Parts = tuple[str, ...]


def write(network: Network, stream: BinaryIO) -> None:
    """Write the model."""
    stream.write(etree.tostring(_Model(network).root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Model:
    """Build the tree; ids of species are the short names of things."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.things: dict[str, Node] = {}
        for node in network.nodes:
            self.things.setdefault(identity(node), node)
        names = fold_names(Network(nodes=tuple(self.things.values())))
        self.ids = {n.id: names[self.things[identity(n)].id] for n in network.nodes}
        self.root = etree.Element(f"{{{CORE}}}sbml", nsmap=_SPACES, level="3", version="1")
        self.root.set(f"{{{QUAL}}}required", "true")
        self.root.set(f"{{{LAYOUT}}}required", "false")
        name = clean(network.title or network.id)
        self.model = etree.SubElement(self.root, f"{{{CORE}}}model", id="figway", **({"name": name} if name else {}))
        if network.description:
            _notes(self.model, (network.description,))
        self.places = self._compartments()
        self._layout()
        self._species()
        self._transitions()

    def _compartments(self) -> dict[str, str]:
        """Add a compartment for each place that a node is in, and one for all that are in none."""
        names = dict.fromkeys(("", *(n.compartment for n in self.things.values())))
        part = etree.SubElement(self.model, f"{{{CORE}}}listOfCompartments")
        taken = {i.lower() for i in self.ids.values()}
        places = {}
        for name in names:
            stem = re.sub(r"\W+", "_", f"in_{name}", flags=re.ASCII) if name else "figure"
            own = _free(stem, taken)
            places[name] = own
            compartment = etree.SubElement(part, f"{{{CORE}}}compartment", id=own, constant="true")
            if name:
                compartment.set("name", clean(name))
        self.taken = taken
        return places

    def _layout(self) -> None:
        placed = [n for n in self.network.nodes if n.box]
        if not placed:
            return
        layouts = etree.SubElement(self.model, f"{{{LAYOUT}}}listOfLayouts")
        layout = etree.SubElement(layouts, f"{{{LAYOUT}}}layout")
        layout.set(f"{{{LAYOUT}}}id", _free("layout", self.taken))
        right = max([self.network.width, *(n.box[2] for n in placed if n.box)])
        bottom = max([self.network.height, *(n.box[3] for n in placed if n.box)])
        _set(etree.SubElement(layout, f"{{{LAYOUT}}}dimensions"), LAYOUT, width=f"{right:g}", height=f"{bottom:g}")
        part = etree.SubElement(layout, f"{{{LAYOUT}}}listOfAdditionalGraphicalObjects")
        for node in placed:
            self._glyph(part, node)

    def _glyph(self, part: etree._Element, node: Node) -> None:
        if node.box is None:
            return
        x0, y0, x1, y1 = node.box
        own = self.ids[node.id]
        glyph = etree.SubElement(part, f"{{{LAYOUT}}}generalGlyph")
        _set(glyph, LAYOUT, id=_free(f"glyph_{own}", self.taken), reference=own)
        box = etree.SubElement(glyph, f"{{{LAYOUT}}}boundingBox")
        _set(etree.SubElement(box, f"{{{LAYOUT}}}position"), LAYOUT, x=f"{x0:g}", y=f"{y0:g}")
        _set(etree.SubElement(box, f"{{{LAYOUT}}}dimensions"), LAYOUT, width=f"{x1 - x0:g}", height=f"{y1 - y0:g}")

    def _species(self) -> None:
        if not self.network.nodes:
            return
        part = etree.SubElement(self.model, f"{{{QUAL}}}listOfQualitativeSpecies")
        for node in self.things.values():
            own = self.ids[node.id]
            species = etree.SubElement(part, f"{{{QUAL}}}qualitativeSpecies", metaid=f"meta_{own}")
            place = self.places[node.compartment]
            _set(species, QUAL, id=own, name=clean(node.name), compartment=place, constant="false", maxLevel="1")
            _annotate(species, f"meta_{own}", node.identifiers)

    def _transitions(self) -> None:
        by_target: dict[str, list[tuple[Parts, Edge]]] = {}
        for edge in self.network.edges:
            for target in self.network.members(edge.target):
                own = self.ids[target.id]
                for parts in self._sources(edge):
                    if set(parts) != {own}:
                        by_target.setdefault(own, []).append((parts, edge))
        if not by_target:
            return
        part = etree.SubElement(self.model, f"{{{QUAL}}}listOfTransitions")
        for name, acts in by_target.items():
            self._transition(part, name, acts)

    def _sources(self, edge: Edge) -> list[Parts]:
        """Give what acts: a complex whole, the members of another group each for itself."""
        members = tuple(self.ids[n.id] for n in self.network.members(edge.source))
        found = self.network.by_id[edge.source]
        whole = isinstance(found, Group) and found.kind == "complex"
        return [members] if whole else [(m,) for m in members]

    def _transition(self, part: etree._Element, target: str, acts: list[tuple[Parts, Edge]]) -> None:
        transition = etree.SubElement(part, f"{{{QUAL}}}transition")
        _set(transition, QUAL, id=_free(f"to_{target}", self.taken))
        said = [s.sentence for _, e in acts for s in e.evidence if s.sentence]
        if said:
            _notes(transition, dict.fromkeys(said))
        signs: dict[str, set[str]] = {}
        whole: dict[Parts, set[str]] = {}
        for parts, edge in acts:
            whole.setdefault(tuple(sorted(set(parts))), set()).add(edge.sign)
            for name in parts:
                signs.setdefault(name, set()).add(edge.sign)
        inputs = etree.SubElement(transition, f"{{{QUAL}}}listOfInputs")
        for name, found in signs.items():
            entry = etree.SubElement(inputs, f"{{{QUAL}}}input")
            sign = _SIGNS.get(frozenset(found), "unknown")
            _set(entry, QUAL, qualitativeSpecies=name, transitionEffect="none", sign=sign)
        outputs = etree.SubElement(transition, f"{{{QUAL}}}listOfOutputs")
        entry = etree.SubElement(outputs, f"{{{QUAL}}}output")
        _set(entry, QUAL, qualitativeSpecies=target, transitionEffect="assignmentLevel")
        terms = etree.SubElement(transition, f"{{{QUAL}}}listOfFunctionTerms")
        _set(etree.SubElement(terms, f"{{{QUAL}}}defaultTerm"), QUAL, resultLevel="0")
        term = etree.SubElement(terms, f"{{{QUAL}}}functionTerm")
        _set(term, QUAL, resultLevel="1")
        math = etree.SubElement(term, f"{{{MATH}}}math", nsmap={None: MATH})
        math.append(_rule(whole))


def _rule(acts: dict[Parts, set[str]]) -> etree._Element:
    """Put the rule together; what acts with both signs, or without one, is read as an activator."""
    plus = [_all(parts) for parts, signs in acts.items() if signs != {"-"}]
    minus = [_apply("not", [_all(parts)]) for parts, signs in acts.items() if signs == {"-"}]
    either = [_apply("or", plus)] if len(plus) > 1 else plus
    both = either + minus
    return _apply("and", both) if len(both) > 1 else both[0]


def _all(parts: Parts) -> etree._Element:
    found = [_is_on(name) for name in parts]
    return _apply("and", found) if len(found) > 1 else found[0]


def _is_on(name: str) -> etree._Element:
    species, one = etree.Element(f"{{{MATH}}}ci"), etree.Element(f"{{{MATH}}}cn", type="integer")
    species.text, one.text = name, "1"
    return _apply("eq", [species, one])


def _apply(operator: str, terms: Iterable[etree._Element]) -> etree._Element:
    found = etree.Element(f"{{{MATH}}}apply")
    found.append(etree.Element(f"{{{MATH}}}{operator}"))
    found.extend(list(terms))
    return found


def _set(element: etree._Element, space: str, **values: str) -> None:
    for name, value in values.items():
        element.set(f"{{{space}}}{name}", value)


def _notes(element: etree._Element, lines: Iterable[str]) -> None:
    notes = etree.SubElement(element, f"{{{CORE}}}notes")
    body = etree.SubElement(notes, f"{{{XHTML}}}body", nsmap={None: XHTML})
    for line in lines:
        etree.SubElement(body, f"{{{XHTML}}}p").text = clean(line)


def _annotate(element: etree._Element, about: str, identifiers: tuple[str, ...]) -> None:
    if identifiers:
        describe(etree.SubElement(element, f"{{{CORE}}}annotation"), about, identifiers)


def _free(stem: str, taken: set[str]) -> str:
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name.lower())
    return name
