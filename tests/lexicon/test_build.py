"""A lexicon built from small vocabularies in their publishers' formats."""

# ruff: noqa: E501

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from figway.errors import LexiconError
from figway.lexicon import Lexicon
from figway.lexicon.build import build_lexicon
from figway.text import fold


def meanings(lexicon: Lexicon, name: str) -> list[tuple[str, str]]:
    return [(found.source, found.entity) for found in lexicon.lookup(fold(name))]


@pytest.mark.parametrize(
    ("name", "source", "entity"),
    [
        ("AKT1", "hgnc_symbol", "hgnc:391"),
        ("PKB", "hgnc_alias_symbol", "hgnc:391"),
        ("AKT serine/threonine kinase 1", "hgnc_name", "hgnc:391"),
        ("protein kinase B alpha", "hgnc_alias_name", "hgnc:391"),
        ("PKB-α", "ncbigene_alias", "hgnc:391"),
        ("IRAK", "hgnc_root", "figway:root-IRAK"),
        ("miR-125b", "mirna_name", "figway:miR-125b"),
        ("miR-21-5p", "mirna_name", "hgnc:31573"),
        ("AKT", "famplex_id", "fplx:AKT"),
        ("Akt family", "famplex_synonym", "fplx:AKT"),
        ("proteinB", "famplex_gene", "hgnc:391"),
        ("sugar", "famplex_chemical", "mesh:D005947"),
        ("c-akt proteins", "mesh_synonym", "fplx:AKT"),
        ("glucose", "mesh_name", "mesh:D005947"),
        ("Dextrose", "mesh_synonym", "mesh:D005947"),
        ("L-glutamate", "chebi_name", "mesh:D018698"),
        ("glutamate", "mesh_derived", "mesh:D018698"),
        ("11-oxo-β-amyrin", "chebi_name", "chebi:63184"),
        ("amyrinoate", "chebi_name", "chebi:90002"),
        ("H2O2", "mesh_derived", "mesh:D006861"),
        ("EGCG", "mesh_derived", "mesh:C045651"),
        ("AD", "doid_synonym", "mesh:D000544"),
        ("ER", "go_synonym", "go:0005783"),
        ("apoptotic cell death", "go_synonym", "go:0006915"),
        ("PKBalpha", "ncbigene_alias", "hgnc:391"),
        ("Akt1", "mgi_symbol", "mgi:87986"),
        ("Akt1", "rgd_symbol", "rgd:2081"),
        ("Ly6g", "mgi_symbol", "mgi:96892"),
        ("virus", "mesh_organism", "mesh:D014780"),
        ("blood sugar", "curated", "mesh:D005947"),
        ("both kinases", "curated", "figway:BOTH"),
    ],
)
def test_names_of_every_source(small: Lexicon, name: str, source: str, entity: str) -> None:
    assert (source, entity) in meanings(small, name)


@pytest.mark.parametrize(
    "name",
    ["GONE1", "FRAXA", "psiPTEN", "Gm12345", "D1Mit1", "nothing", "someprotein, yeast", "old term", "mouseonly",
     "apoptosis activator activity", "Abbreviations as Topic", "part of",
     "a name much longer than anything that a label in a figure would hold"],
)  # fmt: skip
def test_names_that_are_left_out(small: Lexicon, name: str) -> None:
    assert meanings(small, name) == []


@pytest.mark.parametrize(
    ("curie", "kind"),
    [("hgnc:391", "gene"), ("fplx:AKT", "family"), ("fplx:AKT_complex", "complex"), ("mesh:D005947", "chemical"),
     ("mesh:D011506", "other_protein"), ("mesh:D000544", "disease"), ("mesh:D008928", "place"), ("mesh:D017209", "process"),
     ("go:0043293", "complex"), ("go:0005783", "place"), ("go:0006915", "process"), ("mesh:D014780", "other")],
)  # fmt: skip
def test_kinds(small: Lexicon, curie: str, kind: str) -> None:
    entity = small.entity(curie)
    assert entity is not None
    assert entity.kind == kind


def test_members_are_transitive_and_genes_know_their_families(small: Lexicon) -> None:
    family, whole, gene = (small.entity(c) for c in ("fplx:AKT", "fplx:AKT_complex", "hgnc:391"))
    assert family is not None
    assert whole is not None
    assert gene is not None
    assert family.members == ("hgnc:391", "hgnc:392")
    assert family.parents == ("fplx:AKT_complex",)
    assert whole.members == ("hgnc:391", "hgnc:392", "hgnc:11892")
    assert gene.parents == ("fplx:AKT",)


def test_cross_references(small: Lexicon) -> None:
    gene, mouse, sugar, disease = (small.entity(c) for c in ("hgnc:391", "mgi:87986", "mesh:D005947", "mesh:D000544"))
    assert gene is not None
    assert mouse is not None
    assert sugar is not None
    assert disease is not None
    assert set(gene.xrefs) == {"ncbigene:207", "ensembl:ENSG00000142208", "uniprot:P31749", "mgi:87986", "rgd:2081"}
    assert mouse.xrefs == ("hgnc:391",)
    assert sugar.xrefs == ("mesh.tree:D09.947.875.359.448", "chebi:17234")
    assert "doid:10652" in disease.xrefs


def test_a_curated_name_comes_first(small: Lexicon) -> None:
    assert meanings(small, "NRF2")[0] == ("curated", "hgnc:7782")


def test_manifest_names_every_source_with_rows_licence_and_hash(small: Lexicon) -> None:
    notes = {note.name: note for note in small.manifest.sources}
    assert notes["hgnc"].rows == 11
    assert notes["mesh"].rows == 10
    assert all(note.licence and note.rows and len(note.sha256) == 64 for note in notes.values())
    assert small.manifest.counts["names.hgnc_symbol"] == 10


def test_same_files_same_bytes_for_any_hash_seed(sources: Path, curated: Path, built: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from figway.lexicon.build import build_lexicon;"
        "build_lexicon(Path(sys.argv[1]), Path(sys.argv[2]), curated=Path(sys.argv[3]))"
    )
    for seed in ("1", "2"):
        out = tmp_path / seed
        arguments = [sys.executable, "-c", code, str(sources), str(out), str(curated)]
        subprocess.run(arguments, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {
            path.name: path.read_bytes() for path in built.iterdir()
        }


def test_hgnc_alone_is_enough_and_brings_the_english_words_along(sources: Path, curated: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "hgnc_complete_set.txt").write_bytes((sources / "hgnc_complete_set.txt").read_bytes())
    build_lexicon(alone, tmp_path / "out", curated=curated)
    lexicon = Lexicon.load(tmp_path / "out")
    assert lexicon.gene("AKT1") is not None
    assert lexicon.lookup("bloodsugar") == ()
    assert lexicon.is_english("tea")


def test_without_hgnc_there_is_no_lexicon(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="figway lexicon fetch"):
        build_lexicon(tmp_path, tmp_path / "out")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("X\tgene\t\t\tNOSUCH1\tsomeone", "not approved by HGNC: NOSUCH1"),
        ("X\tchemical\tmesh:D999999\tGlucose\t\tsomeone", "mesh:D999999 is in no vocabulary"),
        ("X\tchemical\tmesh:D018698\tGlucose\t\tsomeone", "mesh:D018698 is named Glutamic Acid, not Glucose"),
        ("X\tdisease\tmesh:D005947\tGlucose\t\tsomeone", "is of kind chemical"),
        ("X\tfamily\tfplx:AKT\t\tAKT1\tsomeone", "its genes are not those of fplx:AKT"),
        ("X\tgene\t\t\tAKT1\t", "no citation"),
        ("X\tgene\t\t\tAKT1|AKT2\tsomeone", "neither an entity nor one gene"),
    ],
)
def test_a_wrong_curated_name_stops_the_build(sources: Path, tmp_path: Path, row: str, fault: str) -> None:
    table = tmp_path / "curated.tsv"
    table.write_text(f"names\tkind\tentity\tlabel\tsymbols\tcitation\n{row}\n")
    with pytest.raises(LexiconError, match=fault):
        build_lexicon(sources, tmp_path / "out", curated=table)


def test_an_error_page_in_place_of_a_file_is_said(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "hgnc_complete_set.txt").write_text("<!DOCTYPE html><html><body>503</body></html>")
    with pytest.raises(LexiconError, match="error page"):
        build_lexicon(tmp_path, tmp_path / "out")


def test_the_manifest_is_json_for_others(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text())
    assert manifest["format"] == 1
    assert set(manifest["files"]) == {path.name for path in built.iterdir()} - {"manifest.json"}


def test_a_chemical_of_chebi_alone_has_its_conjugates_as_cross_references(small: Lexicon) -> None:
    acid = small.entity("chebi:90002")
    assert acid is not None
    assert (acid.kind, acid.name, acid.xrefs) == ("chemical", "amyrinoic acid", ("chebi:90001",))


def test_what_chebi_calls_a_role_is_no_chemical(small: Lexicon) -> None:
    assert meanings(small, "antifungal agent") == []
