"""Small vocabularies in their publishers' formats, and a lexicon built from them."""

# ruff: noqa: E501

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from figway.lexicon import Lexicon
from figway.lexicon.build import build_lexicon

HGNC_COLUMNS = [
    "hgnc_id",
    "symbol",
    "name",
    "locus_group",
    "locus_type",
    "status",
    "alias_symbol",
    "alias_name",
    "prev_symbol",
    "prev_name",
    "entrez_id",
    "ensembl_gene_id",
    "uniprot_ids",
    "mgd_id",
    "rgd_id",
]
HGNC = [
    "HGNC:391|AKT1|AKT serine/threonine kinase 1|protein-coding gene|gene with protein product|Approved|"
    '"RAC;PKB;PRKBA"|protein kinase B alpha||v-akt murine thymoma viral oncogene homolog 1|207|ENSG00000142208|P31749|MGI:87986|RGD:2081',
    "HGNC:392|AKT2|AKT serine/threonine kinase 2|protein-coding gene|gene with protein product|Approved||||||ENSG00000105221|P31751||",
    "HGNC:7782|NFE2L2|NFE2 like bZIP transcription factor 2|protein-coding gene|gene with protein product|Approved|NRF2||||4780||Q16236||",
    "HGNC:6112|IRAK1|interleukin 1 receptor associated kinase 1|protein-coding gene|gene with protein product|Approved|pelle||||3654||||",
    "HGNC:6113|IRAK2|interleukin 1 receptor associated kinase 2|protein-coding gene|gene with protein product|Approved|||||3656||||",
    "HGNC:31510|MIR125B1|microRNA 125b-1|non-coding RNA|RNA, micro|Approved|||||406911||||",
    "HGNC:31511|MIR125B2|microRNA 125b-2|non-coding RNA|RNA, micro|Approved|||||406912||||",
    "HGNC:31573|MIR21|microRNA 21|non-coding RNA|RNA, micro|Approved|||||406991||||",
    "HGNC:11892|TNF|tumor necrosis factor|protein-coding gene|gene with protein product|Approved|TNF-alpha|||||||MGI:104798|",
    "HGNC:9590|PTENP1|phosphatase and tensin homolog pseudogene 1|pseudogene|pseudogene|Approved|psiPTEN||||11191||||",
    "HGNC:99|GONE1|withdrawn gene|protein-coding gene|gene with protein product|Entry Withdrawn|||||||||",
    "HGNC:77|FRAXA|fragile site|other|fragile site|Approved|||||||||",
]

GENE_INFO = """#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome
9606\t207\tAKT1\t-\tAKT|PKB-ALPHA|RAC\tMIM:164730|HGNC:HGNC:391|Ensembl:ENSG00000142208\t14
9606\t3654\tIRAK1\t-\tIRAK\tHGNC:HGNC:6112\tX
10090\t11651\tAkt1\t-\tAkt|mouseonly\tMGI:MGI:87986\t12
"""
FAMPLEX = {
    "entities.csv": "AKT\nAKT_complex\nmTORC\n",
    "relations.csv": "HGNC,AKT1,isa,FPLX,AKT\nUP,P31751,isa,FPLX,AKT\nFPLX,AKT,partof,FPLX,AKT_complex\n"
    "HGNC,TNF,partof,FPLX,AKT_complex\nHGNC,NOSUCH,isa,FPLX,AKT\n",
    "equivalences.csv": "MESH,D051057,AKT\nGO,GO:0005943,AKT_complex\n",
    "grounding_map.csv": "Akt family,FPLX,AKT,,,,\nproteinB,UP,P31749,,,,\nsugar,PUBCHEM,5793,MESH,D005947,,\nnothing,,,,,,\n",
}
DESCRIPTORS = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20250101.dtd">
<DescriptorRecordSet LanguageCode="eng">
{records}
</DescriptorRecordSet>
"""
DESCRIPTOR = """<DescriptorRecord DescriptorClass="1"><DescriptorUI>{ui}</DescriptorUI>
<DescriptorName><String>{name}</String></DescriptorName>
<TreeNumberList>{trees}</TreeNumberList>
<ConceptList><Concept PreferredConceptYN="N"><TermList><Term><String>{other}</String></Term></TermList></Concept>
<Concept PreferredConceptYN="Y"><TermList><Term><String>{name}</String></Term><Term><String>{synonym}</String></Term></TermList>
</Concept></ConceptList></DescriptorRecord>"""
HEADINGS = [
    ("D005947", "Glucose", "Dextrose", "D-Glucose", "D09.947.875.359.448"),
    ("D018698", "Glutamic Acid", "L-Glutamic Acid", "Glutamic Acid (X)", "D12.125.067.625.349"),
    ("D006861", "Hydrogen Peroxide", "Hydrogen Peroxide (H2O2)", "Hydroperoxide", "D01.248.497"),
    ("D051057", "Proto-Oncogene Proteins c-akt", "c-akt Proteins", "Akt Kinases", "D08.811.913 D12.776.476"),
    ("D011506", "Proteins", "Protein", "Gene Products, Protein", "D12.776"),
    (
        "D000544",
        "Alzheimer Disease",
        "Dementia, Alzheimer Type",
        "Senile Dementia",
        "C10.228.140.380.100 F03.615.400.100",
    ),
    ("D008928", "Mitochondria", "Mitochondrion", "Chondriome", "A11.284.430.214.190.875.564"),
    ("D017209", "Apoptosis", "Programmed Cell Death, Type I", "Classic Apoptosis", "G04.146.160"),
    ("D014780", "Viruses", "Virus", "Virus Particles", "B04"),
    ("D000004", "Abbreviations as Topic", "Acronyms", "Initialisms", "L01.559.598.400.556.131"),
]
SUPPLEMENTS = """<?xml version="1.0"?><SupplementalRecordSet LanguageCode="eng">
<SupplementalRecord SCRClass="1"><SupplementalRecordUI>C045651</SupplementalRecordUI>
<SupplementalRecordName><String>epigallocatechin gallate</String></SupplementalRecordName>
<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D005947</DescriptorUI></DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList>
<ConceptList><Concept PreferredConceptYN="Y"><TermList><Term><String>epigallocatechin gallate</String></Term><Term><String>EGCG cpd</String></Term>
<Term><String>a name much longer than anything that a label in a figure would hold</String></Term></TermList></Concept></ConceptList></SupplementalRecord>
<SupplementalRecord SCRClass="1"><SupplementalRecordUI>C000001</SupplementalRecordUI>
<SupplementalRecordName><String>someprotein, yeast</String></SupplementalRecordName>
<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>D011506</DescriptorUI></DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList>
</SupplementalRecord></SupplementalRecordSet>
"""
GO = """format-version: 1.2
default-namespace: gene_ontology

[Term]
id: GO:0006915
name: apoptotic process
namespace: biological_process
synonym: "apoptotic cell death" EXACT []
synonym: "apoptosis activator activity" RELATED []

[Term]
id: GO:0032991
name: protein-containing complex
namespace: cellular_component

[Term]
id: GO:0043293
name: apoptosome
namespace: cellular_component
is_a: GO:0032991 ! protein-containing complex

[Term]
id: GO:0005783
name: endoplasmic reticulum
namespace: cellular_component
synonym: "ER" EXACT []

[Term]
id: GO:0000001
name: old term
namespace: biological_process
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""
CHEBI = """format-version: 1.2
default-namespace: chebi_ontology

[Term]
id: CHEBI:17234
name: glucose

[Term]
id: CHEBI:16015
name: L-glutamic acid
relationship: is_conjugate_acid_of CHEBI:29985

[Term]
id: CHEBI:29985
name: L-glutamate(1-)
relationship: is_conjugate_base_of CHEBI:16015

[Term]
id: CHEBI:63184
name: 11-oxo-beta-amyrin

[Term]
id: CHEBI:90001
name: amyrinoate(2-)
relationship: is_conjugate_base_of CHEBI:90002

[Term]
id: CHEBI:90002
name: amyrinoic acid
relationship: is_conjugate_acid_of CHEBI:90001

[Term]
id: CHEBI:50906
name: role

[Term]
id: CHEBI:35718
name: antifungal agent
is_a: CHEBI:50906 ! role
"""
DOID = """format-version: 1.2

[Term]
id: DOID:10652
name: Alzheimer's disease
synonym: "AD" EXACT []
xref: MESH:D000544
"""
MGI = (
    "MGI Accession ID\tChr\tcM Position\tgenome coordinate start\tgenome coordinate end\tstrand\tMarker Symbol\tStatus\t"
    "Marker Name\tMarker Type\tFeature Type\tMarker Synonyms (pipe-separated)\n"
    "MGI:87986\t12\t61.2\t1\t2\t-\tAkt1\tO\tthymoma viral proto-oncogene 1\tGene\tprotein coding gene\tAkt|PKBalpha\n"
    "MGI:96892\t15\t1\t1\t2\t-\tLy6g\tO\tlymphocyte antigen 6 family member G\tGene\tprotein coding gene\tGr-1\n"
    "MGI:1\t1\t1\t1\t2\t-\tGm12345\tO\tpredicted gene\tGene\tprotein coding gene\t\n"
    "MGI:2\t1\t1\t1\t2\t-\tD1Mit1\tO\tDNA segment\tDNA Segment\tDNA segment\t\n"
)
RGD = "# RGD-PIPELINE\n# MODULE: genes\nGENE_RGD_ID\tSYMBOL\tNAME\tOLD_SYMBOL\n2081\tAkt1\tAKT kinase 1\tAkt;RAC-A\n"
MAPPINGS = "MESH\tD005947\tGlucose\tCHEBI\tCHEBI:17234\tglucose\nMESH\tD018698\tGlutamic Acid\tCHEBI\tCHEBI:16015\tL-glutamic acid\n"
CURATED = (
    "names\tkind\tentity\tlabel\tsymbols\tcitation\n# a comment\n"
    "Nrf2|NRF-2\tgene\t\t\tNFE2L2\tUniProt Q16236\nboth kinases\tfamily\tfigway:BOTH\t\tAKT1|IRAK1\ta paper\n"
    "blood sugar\tchemical\tmesh:D005947\tGlucose\t\tChEBI CHEBI:17234\n"
)


def write_sources(folder: Path) -> Path:
    """Write all small vocabularies into a folder, MeSH's descriptors gzipped."""
    rows = [row.replace('"RAC;PKB;PRKBA"', '"RAC;PKB;PRKBA"').split("|") for row in HGNC]
    lines = ["\t".join(HGNC_COLUMNS), *("\t".join(row).replace(";", "|") for row in rows)]
    records = "\n".join(
        DESCRIPTOR.format(
            ui=ui, name=name, synonym=synonym, other=other,
            trees="".join(f"<TreeNumber>{tree}</TreeNumber>" for tree in trees.split()),
        )
        for ui, name, synonym, other, trees in HEADINGS
    )  # fmt: skip
    texts = {
        "hgnc_complete_set.txt": "\n".join(lines) + "\n",
        "Homo_sapiens.gene_info": GENE_INFO,
        "supp2025.xml": SUPPLEMENTS,
        "go-basic.obo": GO,
        "chebi_lite.obo": CHEBI,
        "doid.obo": DOID,
        "MRK_List2.rpt": MGI,
        "GENES_RAT.txt": RGD,
        "mesh_mappings.tsv": MAPPINGS,
        "english.txt": "tea\nhow\nTea\nit's\n",
        **FAMPLEX,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "desc2025.gz").write_bytes(gzip.compress(DESCRIPTORS.format(records=records).encode(), mtime=0))
    return folder


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sources(tmp_path_factory.mktemp("vocabularies"))


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("curated") / "curated.tsv"
    path.write_text(CURATED, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def built(sources: Path, curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lexicon")
    build_lexicon(sources, out, curated=curated)
    return out


@pytest.fixture(scope="session")
def small(built: Path) -> Lexicon:
    return Lexicon.load(built)
