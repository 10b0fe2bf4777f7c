"""Check what figway exports of real records with readers and schemas that are not figway's.

    python benchmarks/formats.py [--library DIR] [--indra SCHEMA]

DIR is a library of figures, such as `benchmarks/score.py --library` leaves (DIR/annotated); without it the figures of
FIGWAY_SHARED/figures/annotated are read. GPML needs FIGWAY_SHARED/schemas/GPML2021.xsd; INDRA's statements are checked
where its schema (indra/resources/statements_schema.json) is given. Prints how many figures pass, and what fails.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from figway.export import find
from figway.export.gpml import NAMESPACE
from figway.library import Library
from figway.network import Network, build
from figway.records import FigureRecord

Check = Callable[[FigureRecord, Network, bytes], str]
"""Gives what is amiss, empty where nothing is."""


def gpml(schema: etree.XMLSchema) -> Check:
    """Check GPML against its schema: each mention a node, each arrow and statement an interaction, each group once.

    Complexes, compartments, identifiers and the paper are counted, too.
    """

    def check(record: FigureRecord, network: Network, data: bytes) -> str:
        root = etree.fromstring(data)
        if not schema.validate(root):
            return str(schema.error_log.last_error)
        found = {name: len(list(root.iter(f"{{{NAMESPACE}}}{name}"))) for name in ("Group", "Interaction")}
        nodes = sum(len(list(root.iter(f"{{{NAMESPACE}}}{name}"))) for name in ("DataNode", "Label"))
        wanted = {"Group": len(network.groups), "Interaction": len(record.relations) + len(record.stated)}
        if nodes != len(network.nodes) or nodes < len(record.mentions) or found != wanted:
            return f"{nodes} nodes of {len(network.nodes)}, {found} of {wanted}"
        return _said(record, network, root)

    return check


def _said(record: FigureRecord, network: Network, root: etree._Element) -> str:
    """Say what the GPML lacks of complexes, places, identifiers and the paper."""
    properties = [p.get("key") for p in root.iter(f"{{{NAMESPACE}}}Property")]
    xrefs = sum(e.tag != f"{{{NAMESPACE}}}Citation" for e in (x.getparent() for x in root.iter(f"{{{NAMESPACE}}}Xref")))
    counts = {
        "complexes": (
            sum(g.get("type") == "Complex" for g in root.iter(f"{{{NAMESPACE}}}Group")),
            sum(g.kind == "complex" for g in network.groups),
        ),
        "compartments": (properties.count("cellular_location"), sum(bool(m.compartment) for m in record.mentions)),
        "identifiers": (xrefs, sum(bool(n.identifiers) and n.kind != "place" for n in network.nodes)),
        "citation": (
            len(list(root.iter(f"{{{NAMESPACE}}}Citation"))),
            int(any((record.article.pmid, record.article.doi, record.article.pmcid, record.figure.figlink))),
        ),
    }
    return next((f"{name}: {found} of {wanted}" for name, (found, wanted) in counts.items() if found != wanted), "")


def sbml(record: FigureRecord, network: Network, data: bytes) -> str:
    """Check SBML-qual with libsbml."""
    import libsbml

    document = libsbml.readSBMLFromString(data.decode())
    document.checkConsistency()
    told = [document.getError(n) for n in range(document.getNumErrors())]
    return next((e.getMessage() for e in told if e.getSeverity() >= libsbml.LIBSBML_SEV_ERROR), "")


def jsonld(record: FigureRecord, network: Network, data: bytes) -> str:
    """Check RDF with SHACL."""
    from pyshacl import validate
    from rdflib import Graph

    shapes = Path(__file__).parents[1] / "docs" / "schema" / "network.shacl.ttl"
    conforms, _, text = validate(Graph().parse(data=data, format="json-ld"), shacl_graph=str(shapes))
    return "" if conforms else text


def biopax(record: FigureRecord, network: Network, data: bytes) -> str:
    """Read BioPAX with pybiopax, and see that each edge is a component of the pathway or several."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # before tqdm is imported
    import pybiopax

    model = pybiopax.model_from_owl_str(data.decode())
    whole = model.objects["Pathway1"]
    return "" if len(whole.pathway_component or ()) >= len(network.edges) else "an edge is missing"


def sbgn(record: FigureRecord, network: Network, data: bytes) -> str:
    """Check SBGN-ML against its schema and the rules of activity flow, and that no edge is missing."""
    import libsbgnpy

    with tempfile.NamedTemporaryFile(suffix=".sbgn") as stream:
        stream.write(data)
        stream.flush()
        path = Path(stream.name)
        amiss = [*libsbgnpy.validate_xsd(path), *(i.message for i in libsbgnpy.validate_schematron(path))]
        if amiss:
            return str(amiss[0])
        arcs = [a for a in libsbgnpy.read_sbgn_from_file(path).map[0].arc if a.class_value.value != "logic arc"]
        return "" if len(arcs) >= len(network.edges) else "an edge is missing"


def bioc(record: FigureRecord, network: Network, data: bytes) -> str:
    """Check BioC with its validator."""
    from bioc import biocjson, validate

    found: list[str] = []
    validate(biocjson.loads(data.decode()), lambda message, _: found.append(message))
    return next(iter(found), "")


def indra(path: Path) -> Check:
    """Check statements against INDRA's schema."""
    import jsonschema

    validator = jsonschema.Draft6Validator(json.loads(path.read_text("utf-8")))

    def check(record: FigureRecord, network: Network, data: bytes) -> str:
        return next((str(error.message)[:200] for error in validator.iter_errors(json.loads(data))), "")

    return check


def written(name: str, record: FigureRecord, network: Network) -> bytes:
    stream = io.BytesIO()
    if find(name).of_networks:
        find(name).writer()(network, stream)
    else:
        find(name).record_writer()((record,), stream)
    return stream.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="a library of figures")
    parser.add_argument("--indra", type=Path, help="INDRA's schema of statements")
    args = parser.parse_args()
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    checks: dict[str, Check] = {"sbml": sbml, "sbgn": sbgn, "biopax": biopax, "jsonld": jsonld, "bioc": bioc}
    if (xsd := shared / "schemas" / "GPML2021.xsd").is_file():
        checks["gpml"] = gpml(etree.XMLSchema(etree.parse(xsd)))
    else:
        print(f"formats: no {xsd} (FIGWAY_SHARED), so GPML is not checked", file=sys.stderr)
    if args.indra:
        checks["indra"] = indra(args.indra)
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.library or Path(scratch) / "library"
        if not args.library:
            images = shared / "figures" / "annotated" / "images"
            command = [sys.executable, "-m", "figway", "run", str(images), "--out", str(folder), "--quiet"]
            subprocess.run(command, check=True)
        passed, figures = dict.fromkeys(checks, 0), 0
        for record in Library.open(folder):
            figures, network = figures + 1, build(record)
            for name, check in checks.items():
                amiss = check(record, network, written(name, record, network))
                passed[name] += not amiss
                if amiss:
                    print(f"{record.figid}, {name}: {amiss}")
    for name, count in passed.items():
        print(f"{name}: {count} of {figures} figures valid")
    return 0 if figures and all(count == figures for count in passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
