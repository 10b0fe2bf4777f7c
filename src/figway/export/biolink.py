"""Say nodes and edges in the terms of the Biolink Model (https://biolink.github.io/biolink-model)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from figway.network import Edge, Network, Node, identity

PREFIXES = {
    "hgnc": "HGNC", "ncbigene": "NCBIGene", "ensembl": "ENSEMBL", "uniprot": "UniProtKB", "mgi": "MGI", "rgd": "RGD",
    "fplx": "FPLX", "chebi": "CHEBI", "mesh": "MESH", "doid": "DOID", "go": "GO",
}  # fmt: skip
CATEGORIES = {
    "gene": "Gene", "family": "GeneFamily", "complex": "MacromolecularComplex", "chemical": "ChemicalEntity",
    "disease": "Disease", "process": "BiologicalProcess", "place": "AnatomicalEntity", "other_protein": "Protein",
    "other_molecule": "MolecularEntity",
}  # fmt: skip
_PREDICATES = {"+": "increases_amount_or_activity_of", "-": "decreases_amount_or_activity_of", "?": "affects"}
_MOST_SENTENCES = 5


def curie(identifier: str) -> str:
    """Write a CURIE with Biolink's prefix; what only the label names has the prefix `figway.text`.

    >>> curie("ncbigene:207"), curie("text:cell growth")
    ('NCBIGene:207', 'figway.text:cell%20growth')
    """
    prefix, _, local = identifier.partition(":")
    if prefix == "text":
        return f"figway.text:{quote(local, safe='')}"
    return f"{PREFIXES.get(prefix, prefix)}:{local}"


def node_row(node: Node) -> dict[str, Any]:
    """Give a node's properties: its best identifier is its id, the others its `xref`."""
    own = curie(identity(node))
    row: dict[str, Any] = {"id": own, "category": [f"biolink:{CATEGORIES.get(node.kind, 'NamedThing')}"]}
    row["name"] = node.name
    if others := [c for c in map(curie, node.identifiers) if c != own]:
        row["xref"] = others
    if node.label != node.name:
        row["synonym"] = [node.label]
    row["provided_by"] = ["figway"]
    return row


def edge_row(edge: Edge, network: Network) -> dict[str, Any]:
    """Give the properties of an edge between nodes; raises KeyError where an end is a group without one node."""
    (source,), (target,) = network.members(edge.source), network.members(edge.target)
    drawn = edge.origin == "drawn"
    row: dict[str, Any] = {
        "id": f"figway:{quote(network.id or 'merged')}/{edge.id}",
        "category": ["biolink:Association"],
        "subject": curie(identity(source)),
        "predicate": f"biolink:{predicate(edge)}",
        "object": curie(identity(target)),
        "knowledge_level": "knowledge_assertion" if drawn else "not_provided",
        "agent_type": "image_processing_agent" if drawn else "text_mining_agent",
        "primary_knowledge_source": "infores:figway",
        "original_subject": source.label,
        "original_object": target.label,
        "evidence_count": edge.figures,
    }
    if papers := publications(edge, network):
        row["publications"] = papers
    if said := list(dict.fromkeys(s.sentence for s in edge.evidence if s.sentence)):
        row["supporting_text"] = said[:_MOST_SENTENCES]
    if drawn:
        row["has_confidence_score"] = edge.score
    return row


def predicate(edge: Edge) -> str:
    """Name the relation: by its sign, or as binding where the arrow says so and has no sign."""
    return "physically_interacts_with" if edge.kind == "binding" and edge.sign == "?" else _PREDICATES[edge.sign]


def publications(edge: Edge, network: Network) -> list[str]:
    """Give the papers whose figures show the edge, by PubMed, PMC or DOI."""
    papers = {f.figid: f for f in network.figures}
    found: dict[str, None] = {}
    for figid in dict.fromkeys(s.figid for s in edge.evidence):
        if (f := papers.get(figid)) is None:
            continue
        pairs = (("PMID:", f.pmid), ("PMC:", f.pmcid), ("doi:", f.doi))
        found.update(dict.fromkeys([prefix + value for prefix, value in pairs if value][:1]))
    return list(found)
