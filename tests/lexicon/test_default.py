"""The lexicon that ships: what figures print is known, curated names hold, and it opens and answers fast."""

# ruff: noqa: E501

from __future__ import annotations

import re
import time
from importlib.resources import files
from pathlib import Path

import pytest

from figway.lexicon import Lexicon
from figway.lexicon.assemble.curated import read_curated
from figway.text import fold


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def genes(lexicon: Lexicon, name: str) -> list[set[str]]:
    """Give the sets of gene symbols that the meanings of a name stand for, in their order."""
    found = []
    for meaning in lexicon.lookup(fold(name)):
        entity = lexicon.entity(meaning.entity)
        assert entity is not None
        curies = entity.members or (entity.id,)
        found.append({gene.name for curie in curies if (gene := lexicon.entity(curie)) and gene.id.startswith("hgnc:")})
    return found


# Facts of HGNC, UniProt, KEGG and FamPlex, as a reader would look them up.
@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        ("IP3R", "ITPR1 ITPR2 ITPR3"), ("VDAC", "VDAC1 VDAC2 VDAC3"), ("GRP75", "HSPA9"),
        ("TRPC", "TRPC1 TRPC3 TRPC4 TRPC5 TRPC6 TRPC7"), ("RyR", "RYR1 RYR2 RYR3"), ("SERCA", "ATP2A1 ATP2A2 ATP2A3"),
        ("IRS", "IRS1 IRS2 IRS4"), ("Akt", "AKT1 AKT2 AKT3"), ("p38", "MAPK11 MAPK12 MAPK13 MAPK14"),
        ("GLUT4", "SLC2A4"), ("SHP1", "PTPN6"), ("SHP-2", "PTPN11"), ("RIP", "RIPK1"), ("TBK", "TBK1"),
        ("NF-κB", "NFKB1 NFKB2 REL RELA RELB"), ("TNFα", "TNF"), ("Nrf2", "NFE2L2"), ("IFN-γ", "IFNG"), ("PERK", "EIF2AK3"),
        ("CHOP", "DDIT3"), ("Bim", "BCL2L11"), ("Bak", "BAK1"), ("p53", "TP53"), ("caspase-8", "CASP8"),
        ("ERK1/2", "MAPK1 MAPK3"), ("IκBα", "NFKBIA"), ("aPKC", "PRKCI PRKCZ"), ("miR-21", "MIR21"), ("Ub", "RPS27A UBA52 UBB UBC"),
    ],
)  # fmt: skip
def test_the_first_meaning_of_names_that_figures_print(lexicon: Lexicon, name: str, symbols: str) -> None:
    assert genes(lexicon, name)[0] == set(symbols.split())


@pytest.mark.parametrize(
    ("name", "curie", "kind"),
    [
        ("PIP2", "mesh:D019269", "chemical"), ("Ca2+", "mesh:D002118", "chemical"), ("glucose", "mesh:D005947", "chemical"),
        ("ATP", "mesh:D000255", "chemical"), ("cAMP", "mesh:D000242", "chemical"), ("H2O2", "mesh:D006861", "chemical"),
        ("tunicamycin", "mesh:D014415", "chemical"), ("curcumin", "mesh:D003474", "chemical"),
        ("pyruvate", "mesh:D019289", "chemical"), ("LPS", "mesh:D008070", "chemical"), ("EGCG", "mesh:C045651", "chemical"),
        ("TCA", "mesh:D002952", "process"), ("apoptosis", "mesh:D017209", "process"), ("autophagy", "mesh:D001343", "process"),
        ("nucleus", "mesh:D002467", "place"), ("mitochondria", "mesh:D008928", "place"), ("ER", "mesh:D004721", "place"),
        ("Parkinson's disease", "mesh:D010300", "disease"), ("asthma", "mesh:D001249", "disease"),
    ],
)  # fmt: skip
def test_the_first_meaning_of_other_things(lexicon: Lexicon, name: str, curie: str, kind: str) -> None:
    first = lexicon.lookup(fold(name))[0]
    entity = lexicon.entity(first.entity)
    assert entity is not None
    assert (entity.id, entity.kind) == (curie, kind)


def test_a_gene_carries_its_identifiers(lexicon: Lexicon) -> None:
    akt1 = lexicon.gene("AKT1")
    assert akt1 is not None
    assert {"ncbigene:207", "uniprot:P31749", "ensembl:ENSG00000142208", "mgi:87986"} <= set(akt1.xrefs)
    assert "fplx:AKT" in akt1.parents


def test_proteins_of_mesh_are_no_chemicals(lexicon: Lexicon) -> None:
    for name in ("Proteins", "Interleukin-6", "Insulin", "Protein Kinases"):
        for meaning in lexicon.lookup(fold(name)):
            entity = lexicon.entity(meaning.entity)
            assert entity is not None
            assert entity.kind != "chemical", name


def test_every_curated_name_is_there_and_stands_first(lexicon: Lexicon) -> None:
    table = Path(str(files("figway.lexicon") / "curated.tsv"))
    rows = list(read_curated(table))
    assert len(rows) > 300
    for row in rows:
        for name in row.names:
            assert lexicon.lookup(fold(name))[0].source == "curated", name


CITATION = re.compile(
    r"(MeSH )?[DC]\d{6,}( '.+')?|(ChEBI )?(CHEBI|GO|DOID):\d+( '.+')?|MeSH|FamPlex|UniProt [OPQA]\w+"
    r"|(HGNC|FamPlex) \(.+\)|(WikiPathways )?(WP|PMC)\d+( ['(].+['\)])?|(PMID |doi:|MGI:|genenames\.org/).+"
)
"""The forms that training/lexicon/check_citations.py looks up, and papers and pages that a person has read."""


def test_every_curated_name_cites_what_can_be_looked_up() -> None:
    table = Path(str(files("figway.lexicon") / "curated.tsv"))
    for row in read_curated(table):
        assert "(unchecked)" not in row.citation, row.names
        for part in row.citation.split("; "):
            assert CITATION.fullmatch(part), (row.names, part)


def test_the_manifest_fits_the_table_and_names_licences(lexicon: Lexicon) -> None:
    import hashlib

    notes = {note.name: note for note in lexicon.manifest.sources}
    table = Path(str(files("figway.lexicon") / "curated.tsv"))
    assert notes["curated"].sha256 == hashlib.sha256(table.read_bytes()).hexdigest()
    assert all(note.licence for note in notes.values())
    assert all(note.version for name, note in notes.items() if name != "curated")


@pytest.mark.parametrize("word", ["tea", "how", "so", "red", "was", "light", "growth"])
def test_common_english_words(lexicon: Lexicon, word: str) -> None:
    assert lexicon.is_english(word)


def test_names_are_no_english_words(lexicon: Lexicon) -> None:
    assert not any(lexicon.is_english(name) for name in ("PERK", "CHOP", "Bid", "Akt", "akt", "mapk", "stat"))


def test_size_on_disk(lexicon: Lexicon) -> None:
    assert sum(note.size for note in lexicon.manifest.files.values()) < 35e6


def test_it_opens_and_answers_fast() -> None:
    # Processor time, and the second pass: what other processes and a cold disk take is not the lexicon's.
    start = time.process_time()
    lexicon = Lexicon.load()
    opened = time.process_time() - start
    keys = [key for number, key in enumerate(lexicon.keys()) if number % 500 == 0]
    for _ in range(2):
        start = time.process_time()
        for key in keys:
            lexicon.lookup(key)
        each = (time.process_time() - start) / len(keys)
    # Ten times what either takes: a slow machine passes, another order of growth does not.
    assert opened < 0.3
    assert each < 1e-4
