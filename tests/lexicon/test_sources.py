"""The readers of vocabularies in the other forms that figway knows, and of damaged files."""

# ruff: noqa: E501

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from pathlib import Path

import pytest

from figway.errors import LexiconError
from figway.lexicon.sources import famplex, hgnc, mesh, ncbigene, obo, orthologs
from figway.lexicon.sources.files import open_text, read_records, read_table, split
from figway.lexicon.sources.rows import Gene, GeneAliases, Heading, Ortholog, Supplement


def test_hgnc_custom_download(tmp_path: Path) -> None:
    path = tmp_path / "genes.tsv"
    columns = [
        "HGNC ID", "Approved symbol", "Approved name", "Status", "Alias symbols", "NCBI Gene ID(supplied by NCBI)",
        "UniProt ID(supplied by UniProt)", "Mouse genome database ID(supplied by MGI)",
        "Rat genome database ID(supplied by RGD)", "Previous symbols", "Ensembl gene ID", "Locus type",
    ]  # fmt: skip
    row = ["HGNC:24086", "A1CF", "APOBEC1 complementation factor", "Approved", "ACF, ASP", "29974", "Q9NQ94",
           "MGI:1917115", "RGD:619834", "", "ENSG00000148584", "gene with protein product"]  # fmt: skip
    gone = ["HGNC:1", "A12M1~withdrawn", "withdrawn", "Symbol Withdrawn", *[""] * 8]
    path.write_text("\n".join("\t".join(fields) for fields in (columns, row, gone)) + "\n")
    assert list(hgnc.read_hgnc_custom(path)) == [
        Gene(
            "hgnc:24086", "A1CF", "APOBEC1 complementation factor", "gene with protein product", ("ACF", "ASP"), (), (),
            ("ncbigene:29974", "ensembl:ENSG00000148584", "uniprot:Q9NQ94", "mgi:1917115", "rgd:619834"),
        )
    ]  # fmt: skip


def test_annotation_database(tmp_path: Path) -> None:
    path = tmp_path / "org.Hs.eg.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE genes (_id INTEGER, gene_id TEXT); CREATE TABLE gene_info (_id INTEGER, gene_name TEXT, symbol TEXT);"
            "CREATE TABLE alias (_id INTEGER, alias_symbol TEXT);"
            "INSERT INTO genes VALUES (2, '10'), (1, '2'); INSERT INTO gene_info VALUES (1, 'x', 'A2M'), (2, 'y', 'NAT2');"
            "INSERT INTO alias VALUES (2, 'AAC2'), (2, 'NAT2'), (1, 'A2MD'), (1, 'CPAMD5');"
        )
    connection.close()
    assert list(ncbigene.read_orgdb(path)) == [
        GeneAliases("ncbigene:2", "A2M", ("A2MD", "CPAMD5")),
        GeneAliases("ncbigene:10", "NAT2", ("AAC2",)),
    ]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LexiconError, match="no annotation database"):
        list(ncbigene.read_orgdb(tmp_path / "x.sqlite"))


def test_mesh_tables(tmp_path: Path) -> None:
    (tmp_path / "d.tsv").write_text("D005947\tGlucose\tDextrose|D-Glucose\tD09.947.875|D09.1\t\nD1\tTemefos\t\t\t\n")
    (tmp_path / "s.tsv").write_text("C000006\tinsulin, neutral\tneutral insulin\t*D061389,D1\nC2\tx\n")
    assert list(mesh.read_descriptor_table(tmp_path / "d.tsv")) == [
        Heading("mesh:D005947", "Glucose", ("Dextrose", "D-Glucose"), ("D09.947.875", "D09.1")),
        Heading("mesh:D1", "Temefos", (), ()),
    ]
    assert list(mesh.read_supplement_table(tmp_path / "s.tsv")) == [
        Supplement("mesh:C000006", "insulin, neutral", ("neutral insulin",), ("mesh:D061389", "mesh:D1"))
    ]


def test_obo_graphs(tmp_path: Path) -> None:
    document = {
        "graphs": [
            {
                "nodes": [
                    {
                        "id": "http://purl.obolibrary.org/obo/GO_0006915", "lbl": "apoptotic process", "type": "CLASS",
                        "meta": {
                            "synonyms": [
                                {"pred": "hasExactSynonym", "val": "apoptotic cell death"},
                                {"pred": "hasRelatedSynonym", "val": "apoptosis activator activity"},
                            ],
                            "xrefs": [{"val": "Wikipedia:Apoptosis"}],
                            "basicPropertyValues": [
                                {"pred": "http://www.geneontology.org/formats/oboInOwl#hasOBONamespace", "val": "biological_process"}
                            ],
                        },
                    },
                    {"id": "http://purl.obolibrary.org/obo/GO_1", "lbl": "old", "type": "CLASS", "meta": {"deprecated": True}},
                    {"id": "http://purl.obolibrary.org/obo/BFO_0000050", "lbl": "part of", "type": "PROPERTY"},
                ],
                "edges": [
                    {"sub": "http://purl.obolibrary.org/obo/GO_0006915", "pred": "is_a", "obj": "http://purl.obolibrary.org/obo/GO_0012501"}
                ],
            }
        ]
    }  # fmt: skip
    (tmp_path / "go-basic.json").write_text(json.dumps(document))
    (term,) = obo.read_obo_graph(tmp_path / "go-basic.json")
    assert (term.id, term.name, term.namespace) == ("go:0006915", "apoptotic process", "biological_process")
    assert term.synonyms == ("apoptotic cell death",)
    assert term.parents == ("go:0012501",)
    assert term.xrefs == ("wikipedia:Apoptosis",)


def test_lists_of_terms(tmp_path: Path) -> None:
    terms = [{"id": "CHEBI:16908", "name": "NADH", "namespace": "chebi", "relations": {"is_conjugate_acid_of": ["CHEBI:57945"]}},
             {"id": "CHEBI:1", "name": None}]  # fmt: skip
    (tmp_path / "chebi.json").write_text(json.dumps(terms))
    (term,) = obo.read_term_list(tmp_path / "chebi.json")
    assert (term.id, term.name, term.conjugates) == ("chebi:16908", "NADH", ("chebi:57945",))


def test_small_ortholog_tables(tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text("ID\tsymbol\tsynonyms\tensembl\n87986\tAkt1\tAkt|PKBalpha\tENSMUSG1\n5\tX\t\t\n")
    assert list(orthologs.read_ortholog_table(tmp_path / "m.tsv", "mgi", "|")) == [
        Ortholog("mgi:87986", "Akt1", ("Akt", "PKBalpha")),
        Ortholog("mgi:5", "X", ()),
    ]


def test_famplex_names_with_commas_and_several_targets(tmp_path: Path) -> None:
    (tmp_path / "grounding_map.csv").write_text(
        '"AMPK (alpha 1, beta 1)",FPLX,AMPK_A1B1,,\nCd,PUBCHEM,23973,CHEBI,CHEBI:22977\n'
    )
    assert [(row.name, row.targets) for row in famplex.read_groundings(tmp_path / "grounding_map.csv")] == [
        ("AMPK (alpha 1, beta 1)", ("fplx:AMPK_A1B1",)),
        ("Cd", ("pubchem.compound:23973", "chebi:22977")),
    ]


def test_gzipped_files_are_known_by_content(tmp_path: Path) -> None:
    (tmp_path / "packed.txt").write_bytes(gzip.compress("TNF-α\n".encode()))
    with open_text(tmp_path / "packed.txt") as stream:
        assert stream.read() == "TNF-α\n"


def test_records_are_given_one_by_one_and_nothing_else() -> None:
    xml = b"<set><!-- x --><r a='1'><n>one &amp; only</n></r><other><n>no</n></other><r><n>two</n></r></set>"
    assert [(e.get("a"), e.findtext("n")) for e in read_records(io.BytesIO(xml), "r")] == [
        ("1", "one & only"),
        (None, "two"),
    ]


def test_an_entity_bomb_is_refused() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE s [<!ENTITY e0 "ha">{lines}]><s><r>&e11;</r></s>'
    with pytest.raises(LexiconError, match="entities"):
        list(read_records(io.BytesIO(bomb.encode()), "r"))


def test_an_outside_entity_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    xml = f'<!DOCTYPE s [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]><s><r>&x;</r></s>'
    with pytest.raises(LexiconError, match="entities"):
        list(read_records(io.BytesIO(xml.encode()), "r"))


def test_a_cut_off_document_is_said_after_its_whole_records() -> None:
    records = read_records(io.BytesIO(b"<s><r>1</r><r>2"), "r")
    assert next(records).text == "1"
    with pytest.raises(LexiconError, match="cut off"):
        next(records)


def test_tables_pass_over_comments_and_name_the_missing_column(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text('# first\n#a\tb\n1\t"x\ty"\n')
    assert list(read_table(tmp_path / "t.tsv", ("a",))) == [{"a": "1", "b": '"x'}]
    with pytest.raises(LexiconError, match="no column c"):
        list(read_table(tmp_path / "t.tsv", ("a", "c")))


def test_split_drops_blanks_quotes_dashes_and_doubles() -> None:
    assert split('"RAC|PKB||RAC"', "|") == ("RAC", "PKB")
    assert split("-", "|") == split(None, "|") == split("", "|") == ()
