"""Write a table of rate equations as SBML Level 3: species and states with rate rules, fluxes with assignment rules."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from lxml import etree

from figway.errors import UsageError

SBML = "http://www.sbml.org/sbml/level3/version1/core"
MATHML = "http://www.w3.org/1998/Math/MathML"
XHTML = "http://www.w3.org/1999/xhtml"

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divide",
    ast.Pow: "power",
}


def write_sbml(table: Mapping[str, Any]) -> bytes:
    """Give the SBML document of a table with parameters, compartments, species, states, fluxes and rates."""
    root = etree.Element(_q("sbml"), {"level": "3", "version": "1"}, nsmap={None: SBML})
    model = etree.SubElement(root, _q("model"), {"id": "model", "name": table["title"]})
    compartments = _list(model, "Compartments")
    for name, size in table["compartments"].items():
        _put(compartments, "compartment", id=name, size=size, spatialDimensions=3, constant=True)
    species = _list(model, "Species")
    for name, row in table["species"].items():
        flags = {"hasOnlySubstanceUnits": False, "boundaryCondition": False, "constant": False}
        made = _put(species, "species", id=name, compartment=row["in"], initialConcentration=row["start"], **flags)
        _note(made, f"{row['note']} ({row['unit']})")
    parameters = _list(model, "Parameters")
    for name, row in table["parameters"].items():
        made = _put(parameters, "parameter", id=name, value=row["value"], constant=True)
        source = f"; {table['sources'][row['source']]}" if "source" in row else ""
        _note(made, f"{row['note']} ({row['unit']}; {row['basis']}{source})")
    for name, row in table["states"].items():
        _note(_put(parameters, "parameter", id=name, value=row["start"], constant=False), row["note"])
    for name in table["fluxes"]:
        _put(parameters, "parameter", id=name, constant=False)
    rules = _list(model, "Rules")
    for kind, part in (("assignmentRule", "fluxes"), ("rateRule", "rates")):
        for name, formula in table[part].items():
            _put(rules, kind, variable=name).append(formula_to_mathml(formula))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def formula_to_mathml(formula: str) -> Any:
    """Give a formula of names, numbers and + - * / ** as a MathML element."""
    math = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})
    math.append(_math(ast.parse(str(formula), mode="eval").body, formula))
    return math


def _math(node: ast.expr, formula: str) -> Any:
    if isinstance(node, ast.Name):
        return _leaf("ci", node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return _leaf("cn", repr(node.value))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        apply = etree.Element(f"{{{MATHML}}}apply")
        apply.append(_leaf(_OPERATORS[type(node.op)]))
        apply.extend([_math(node.left, formula), _math(node.right, formula)])
        return apply
    raise UsageError(f"the formula {formula!r} holds {ast.unparse(node)!r}; names, numbers and + - * / ** are known")


def _leaf(tag: str, text: str | None = None) -> Any:
    leaf = etree.Element(f"{{{MATHML}}}{tag}")
    leaf.text = text
    return leaf


def _q(tag: str) -> str:
    return f"{{{SBML}}}{tag}"


def _list(model: Any, kind: str) -> Any:
    return etree.SubElement(model, _q(f"listOf{kind}"))


def _put(parent: Any, tag: str, **values: object) -> Any:
    text = {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in values.items()}
    return etree.SubElement(parent, _q(tag), text)


def _note(element: Any, text: str) -> None:
    notes = etree.SubElement(element, _q("notes"))
    etree.SubElement(notes, f"{{{XHTML}}}p", nsmap={None: XHTML}).text = text
