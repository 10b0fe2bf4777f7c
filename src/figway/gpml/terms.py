"""Translate GPML's words: databases to CURIE prefixes, types to kinds, arrowheads to signs."""

from __future__ import annotations

import re

from figway.records import Kind, Sign

PREFIXES = {
    "entrez gene": "ncbigene", "hgnc": "hgnc.symbol", "hgnc accession number": "hgnc", "uniprot-trembl": "uniprot",
    "uniprot-swissprot": "uniprot", "uniprotkb": "uniprot", "uniprot/trembl": "uniprot", "lipid maps": "lipidmaps",
    "chebi compound": "chebi", "pubchem-compound": "pubchem.compound", "pubchem compound": "pubchem.compound",
    "pubchem-substance": "pubchem.substance", "kegg compound": "kegg.compound", "kegg glycan": "kegg.glycan",
    "kegg drug": "kegg.drug", "kegg genes": "kegg.genes", "kegg pathway": "kegg.pathway",
    "kegg reaction": "kegg.reaction", "enzyme nomenclature": "eccode", "aop-wiki ke": "aop.events",
    "aop-wiki stressor": "aop.stressor", "ncbi protein": "ncbiprotein", "complex portal": "complexportal",
    "mirbase mature sequence": "mirbase.mature", "mirbase sequence": "mirbase", "geneontology": "go",
    "gene ontology": "go", "disease ontology": "doid", "chembl compound": "chembl.compound",
    "rat genome database": "rgd", "famplex": "fplx",
}  # fmt: skip
"""Prefixes of the Bioregistry, by BridgeDb's name of the database in lower case; others keep their own name."""

KINDS: dict[str, Kind] = {
    "geneproduct": "gene", "gene": "gene", "dna": "gene", "rna": "gene", "protein": "gene", "complex": "complex",
    "metabolite": "chemical", "smallmolecule": "chemical", "molecule": "chemical", "disease": "disease",
    "pathway": "process", "event": "process", "key event": "process", "phenotype": "process",
    "cell and organ": "place", "fragment": "other_protein",
}  # fmt: skip

HEADS: dict[str, tuple[Sign, str]] = {
    "stimulation": ("+", "activation"), "necessarystimulation": ("+", "activation"), "catalysis": ("+", "catalysis"),
    "transcriptiontranslation": ("+", "transcription"), "inhibition": ("-", "inhibition"),
    "tbar": ("-", "inhibition"), "conversion": ("?", "conversion"), "binding": ("?", "binding"),
    "modification": ("?", "modification"), "cleavage": ("?", "cleavage"), "covalentbond": ("?", "binding"),
    "translocation": ("?", "translocation"),
}  # fmt: skip
"""Sign and kind by arrowhead, folded; a plain arrow (`Arrow`, `Directed`) says the direction and no sign."""


def curie(source: str, identifier: str) -> str:
    """Make a CURIE of a database's name and an identifier; empty where one of them is.

    >>> curie("Entrez Gene", "207"), curie("ChEBI", "CHEBI:28659"), curie("HGNC", "MRE11")
    ('ncbigene:207', 'chebi:28659', 'hgnc.symbol:MRE11')
    """
    name, local = source.strip().lower(), re.sub(r"\s+", "_", identifier.strip())
    if not name or not local:
        return ""
    prefix = PREFIXES.get(name) or re.sub(r"[^a-z0-9.]+", "_", name).strip("_")
    if prefix == "hgnc.symbol" and re.fullmatch(r"(HGNC:)?\d+", local):
        prefix = "hgnc"
    head, colon, rest = local.partition(":")
    if colon and rest and head.lower() == prefix:
        local = rest
    return f"{prefix}:{local}"


def head(arrow: str) -> tuple[Sign, str]:
    """Give the sign and kind of an arrowhead of either version.

    >>> head("mim-inhibition"), head("TBar"), head("Directed")
    (('-', 'inhibition'), ('-', 'inhibition'), ('?', 'association'))
    """
    return HEADS.get(re.sub(r"[^a-z]", "", arrow.lower().removeprefix("mim-")), ("?", "association"))
