"""Write networks as JSON-LD, so as RDF: figures, things, where a figure shows them, and relations with their evidence.

A thing is named by its best identifier, so that graphs of many figures join. Each place where a figure names it is an
annotation of the Web Annotation model (https://www.w3.org/TR/annotation-model) on a fragment of the figure, and each
relation a `biolink:Association`. docs/schema/network.shacl.ttl says the shape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from figway.export.biolink import CATEGORIES, predicate
from figway.network import Edge, FigureRef, Network, Node, Sighting, identity, pairs

CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "score": {"@id": "biolink:has_confidence_score", "@type": "xsd:double"},
    "figures": {"@id": "biolink:evidence_count", "@type": "xsd:integer"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
    "object": {"@id": "rdf:object", "@type": "@id"},
    "sameAs": {"@id": "skos:exactMatch", "@type": "@id"},
    "partOf": {"@id": "schema:isPartOf", "@type": "@id"},
    "basedOn": {"@id": "schema:isBasedOn", "@type": "@id"},
    "hasPart": {"@id": "biolink:has_part", "@type": "@id"},
}
_FRAGMENTS = "http://www.w3.org/TR/media-frags/"


def write_all(networks: Iterable[Network], stream: BinaryIO) -> None:
    """Write one graph, a line a thing, holding one network at a time; a thing stands again with each network."""
    stream.write(b'{"@context": ' + _dump(CONTEXT) + b',\n"@graph": [')
    first = True
    for network in networks:
        for item in graph(network):
            stream.write((b"\n" if first else b",\n") + _dump(item))
            first = False
    stream.write(b"\n]}\n")


def _dump(item: Any) -> bytes:
    return json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")


def graph(network: Network) -> Iterator[dict[str, Any]]:
    """Yield what a network says, as nodes of JSON-LD."""
    for ref in network.figures:
        yield from _figure(ref, network.description if len(network.figures) == 1 else "")
    for node in network.nodes:
        yield _thing(node)
        for seen in node.evidence:
            yield _mention(node, seen)
    for group in network.groups:
        if group.kind == "complex":
            parts = list(dict.fromkeys(thing_iri(node) for node in network.members(group.id)))
            own = _inside(network.id, group.id)
            yield {"@id": own, "@type": "biolink:MacromolecularComplex", "rdfs:label": group.label, "hasPart": parts}
    for edge in pairs(network):
        yield _association(edge, network)


def thing_iri(node: Node) -> str:
    """Name a thing: by its best identifier, resolved by Bioregistry, else by its folded label.

    >>> thing_iri(Node(id="m1", label="AKT", identifiers=("hgnc:391",)))
    'https://bioregistry.io/hgnc:391'
    """
    return _iri(identity(node))


def _iri(curie: str) -> str:
    if curie.startswith("text:"):
        return f"urn:figway:{quote(curie, safe=':')}"
    return f"https://bioregistry.io/{quote(curie, safe=':')}"


def _inside(figid: str, item: str) -> str:
    return f"urn:figway:figure:{quote(figid or 'merged', safe='')}#{quote(item, safe='')}"


def figure_iri(figid: str) -> str:
    """Name a figure."""
    return f"urn:figway:figure:{quote(figid, safe='')}"


def _figure(ref: FigureRef, caption: str) -> Iterator[dict[str, Any]]:
    figure = {
        "@id": figure_iri(ref.figid),
        "@type": "schema:ImageObject",
        "schema:identifier": ref.figid,
        "schema:name": ref.title,
        "schema:caption": caption,
        "schema:url": ref.url,
    }
    addresses = (
        ("https://pubmed.ncbi.nlm.nih.gov/", ref.pmid),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/", ref.pmcid),
        ("https://doi.org/", ref.doi),
    )
    known = [base + quote(value, safe="/") for base, value in addresses if value]
    if known:
        figure["partOf"] = known[0]
        paper = {
            "schema:headline": ref.paper,
            "schema:datePublished": ref.year,
            "schema:citation": ref.reference,
        }
        yield {"@id": known[0], "@type": "schema:ScholarlyArticle", **_filled(paper), "sameAs": known[1:]}
    yield _filled(figure)


def _thing(node: Node) -> dict[str, Any]:
    own = thing_iri(node)
    same = [iri for iri in map(_iri, node.identifiers) if iri != own]
    category = f"biolink:{CATEGORIES.get(node.kind, 'NamedThing')}"
    return _filled({"@id": own, "@type": category, "rdfs:label": node.name, "sameAs": same})


def _mention(node: Node, seen: Sighting) -> dict[str, Any]:
    """Say where a figure names the thing; the place is a rectangle of pixels where it is known."""
    target: dict[str, Any] = {"@type": "oa:SpecificResource", "source": figure_iri(seen.figid)}
    if seen.box:
        x0, y0, x1, y1 = seen.box
        place = f"xywh={x0:g},{y0:g},{x1 - x0:g},{y1 - y0:g}"
        selector = {"@type": "oa:FragmentSelector", "rdf:value": place, "dcterms:conformsTo": {"@id": _FRAGMENTS}}
        target["oa:hasSelector"] = selector
    return {
        "@id": _inside(seen.figid, seen.item or node.id),
        "@type": "oa:Annotation",
        "rdfs:label": seen.word or node.label,
        "score": seen.score,
        "body": thing_iri(node),
        "oa:hasTarget": target,
    }


def _association(edge: Edge, network: Network) -> dict[str, Any]:
    (source,), (target,) = network.members(edge.source), network.members(edge.target)
    row: dict[str, Any] = {
        "@id": _inside(network.id, edge.id),
        "@type": "biolink:Association",
        "subject": thing_iri(source),
        "predicate": f"biolink:{predicate(edge)}",
        "object": thing_iri(target),
        "figures": edge.figures,
        "basedOn": [figure_iri(figid) for figid in dict.fromkeys(s.figid for s in edge.evidence)],
        "rdfs:comment": edge.kind,
        "biolink:supporting_text": list(dict.fromkeys(s.sentence for s in edge.evidence if s.sentence)),
    }
    if edge.origin == "drawn":
        row["score"] = edge.score
    return _filled(row)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [])}
