"""Say in RDF what an element stands for, as SBML and SBGN-ML do (MIRIAM, https://identifiers.org)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BIOLOGY = "http://biomodels.net/biology-qualifiers/"


def describe(annotation: etree._Element, about: str, identifiers: Iterable[str]) -> None:
    """Put identifiers (CURIEs) of the element with the id `about` into its annotation."""
    rdf = etree.SubElement(annotation, f"{{{RDF}}}RDF", nsmap={"rdf": RDF, "bqbiol": BIOLOGY})
    described = etree.SubElement(rdf, f"{{{RDF}}}Description")
    described.set(f"{{{RDF}}}about", f"#{about}")
    bag = etree.SubElement(etree.SubElement(described, f"{{{BIOLOGY}}}is"), f"{{{RDF}}}Bag")
    for identifier in identifiers:
        resource = f"https://identifiers.org/{quote(identifier, safe=':')}"
        etree.SubElement(bag, f"{{{RDF}}}li").set(f"{{{RDF}}}resource", resource)
