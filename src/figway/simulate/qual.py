"""Write a logic model as SBML Level 3 with the Qualitative Models package, and read the names of one.

After "SBML Level 3 Package: Qualitative Models", version 1 (Chaouiya et al., J Integr Bioinform 2015;12:270).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from figway.simulate.dynamics import regulation_signs
from figway.simulate.model import OFF, ON, LogicModel

if TYPE_CHECKING:
    from biodivine_aeon import BooleanExpression

SBML = "http://www.sbml.org/sbml/level3/version1/core"
QUAL = "http://www.sbml.org/sbml/level3/version1/qual/version1"
MATH = "http://www.w3.org/1998/Math/MathML"
COMPARTMENT = "compartment"
SIGNS = {"+": "positive", "-": "negative", "+-": "dual", "?": "unknown"}


def write_qual(model: LogicModel) -> str:
    """Write a model without open questions; inputs are species that no transition changes."""
    root = etree.Element(f"{{{SBML}}}sbml", level="3", version="1", nsmap={None: SBML, "qual": QUAL})
    root.set(f"{{{QUAL}}}required", "true")
    top = etree.SubElement(root, f"{{{SBML}}}model")
    if model.title:
        top.set("name", " ".join(model.title.split()))
    places = etree.SubElement(top, f"{{{SBML}}}listOfCompartments")
    compartment = COMPARTMENT
    while compartment in model.labels:
        compartment += "_"
    etree.SubElement(places, f"{{{SBML}}}compartment", id=compartment, constant="true")
    if not model.labels:
        return _text(root)
    species = _qual(top, "listOfQualitativeSpecies")
    for variable, label in model.labels.items():
        one = _qual(species, "qualitativeSpecies", id=variable, compartment=compartment, maxLevel="1")
        one.set(f"{{{QUAL}}}name", " ".join(label.split()))
        one.set(f"{{{QUAL}}}constant", "false" if variable in model.rules else "true")
    if model.rules:
        transitions = _qual(top, "listOfTransitions")
        signs = regulation_signs(model)
        for variable, rule in model.rules.items():
            _transition(transitions, model, variable, rule, signs)
    return _text(root)


def part_names(text: bytes) -> tuple[str, dict[str, str]]:
    """Take the names of species out of an SBML-qual file, and give it without them, and the names by id.

    The engine calls a variable by its name, bent to letters and digits; without names it keeps the ids. Raises
    lxml.etree.XMLSyntaxError.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(text, parser)
    found = {}
    for species in root.iter(f"{{{QUAL}}}qualitativeSpecies"):
        identifier = species.get(f"{{{QUAL}}}id", "")
        found[identifier] = species.attrib.pop(f"{{{QUAL}}}name", "") or identifier
    return etree.tostring(root, encoding="unicode"), found


def _transition(
    parent: etree._Element, model: LogicModel, variable: str, rule: str, signs: dict[tuple[str, str], str]
) -> None:
    from biodivine_aeon import BooleanExpression

    one = _qual(parent, "transition")
    regulators = model.regulators(variable)
    if regulators:
        inputs = _qual(one, "listOfInputs")
        for source in regulators:
            sign = SIGNS[signs.get((source, variable), "?")]
            _qual(inputs, "input", qualitativeSpecies=source, transitionEffect="none", sign=sign)
    outputs = _qual(one, "listOfOutputs")
    _qual(outputs, "output", qualitativeSpecies=variable, transitionEffect="assignmentLevel")
    terms = _qual(one, "listOfFunctionTerms")
    _qual(terms, "defaultTerm", resultLevel="1" if rule == ON else "0")
    if rule in (ON, OFF):
        return
    term = _qual(terms, "functionTerm", resultLevel="1")
    _math(etree.SubElement(term, f"{{{MATH}}}math", nsmap={None: MATH}), BooleanExpression(rule))


def _math(parent: etree._Element, expression: BooleanExpression) -> None:
    if (value := expression.as_const()) is not None:
        etree.SubElement(parent, f"{{{MATH}}}{'true' if value else 'false'}")
        return
    apply = etree.SubElement(parent, f"{{{MATH}}}apply")
    if (name := expression.as_var()) is not None:
        etree.SubElement(apply, f"{{{MATH}}}eq")
        etree.SubElement(apply, f"{{{MATH}}}ci").text = f" {name} "
        etree.SubElement(apply, f"{{{MATH}}}cn", type="integer").text = " 1 "
    elif (inner := expression.as_not()) is not None:
        etree.SubElement(apply, f"{{{MATH}}}not")
        _math(apply, inner)
    else:
        both, sign = expression.as_and(), "and"
        if both is None:
            both, sign = expression.as_or(), "or"
        if both is None:
            raise ValueError(f"{expression} is made of more than and, or, not")
        etree.SubElement(apply, f"{{{MATH}}}{sign}")
        for part in both:
            _math(apply, part)


def _qual(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    qualified = {f"{{{QUAL}}}{key}": value for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{QUAL}}}{tag}", qualified)


def _text(root: etree._Element) -> str:
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data.decode()
