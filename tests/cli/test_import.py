"""Check that published pages, gene sets and records are taken over whole, and damaged ones named and skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from figway.frontmatter import load_page
from figway.library import Library
from figways import run

PAGES = {
    "PMC1__a-g001": """\
---
figid: PMC1__a-g001
pmcid: PMC1
number: Fig. 13
organisms: Homo sapiens
pathway_score: 0.5
year: 2020
ndex: f8d44b29-dec4-11ea-99da-0ac135e8bacf
genes:
- {word: 'Ga12,Gaq', symbol: G-ALPHA-q, source: hgnc_alias_symbol, hgnc_symbol: GNAQ, entrez: '2776'}
chemicals:
- {word: Bradykinin, source: MESH, identifier: D001920}
diseases: []
---
""",
    "PMC2__b-g002": """\
---
figid: PMC2__b-g002
figlink: /pmc/articles/PMC2/figure/F2/
pmcid: PMC2
number: F2
caption: 'AKT: a caption'
organisms: [Homo sapiens]
pathway_score: 0.96405
pmc_ranked_result_index: '90377'
annotations: []
genes:
- {word: АКТ, symbol: AKT, source: bioentities_symbol, hgnc_symbol: AKT1, entrez: '207'}
chemicals: []
diseases: []
figid_alias: PMC2__F2
redirect_from: /figures/PMC2__F2
figtype: Figure
---
""",
    "PMC3__c-g003": """\
---
figid: PMC3__c-g003
organisms: [NA]
organisms_ner: [Drosophila melanogaster]
pmcid: PMC3
doi: .na.character
keywords: flower development | evo devo
automl_pathway: 0.8744757
wpid: WP5283
---
""",
}
GENES = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource\t"
    "count_direct\tcount_synonym\tcount_match\n"
    "7227\tDrosophila melanogaster\tInvertebrates\tSTA\tSTA\tsta\t31106\tncbigene_symbol\t3\t5\t6\n"
)


def data(page: str) -> object:
    return yaml.safe_load(page.split("---\n")[1])


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "_figures"
    folder.mkdir()
    for figid, page in PAGES.items():
        (folder / f"{figid}.md").write_text(page, "utf-8")
    (folder / "PMC3__c-g003-genes.tsv").write_text(GENES, "utf-8")
    return folder


def test_pages_of_three_generations_come_back_as_they_were(published: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    done = run("import", library, published)
    assert (done.code, done.out) == (0, "3 imported, 0 there already, 0 could not be read.\n")
    for figid, page in PAGES.items():
        written = library / "records" / f"{figid}.md"
        assert data(written.read_text("utf-8")) == data(page)
        assert load_page(written) == load_page(published / f"{figid}.md")
    assert (library / "records" / "PMC3__c-g003-genes.tsv").read_text("utf-8") == GENES
    records = Library.open(library)
    assert records["PMC3__c-g003"].genes[0].entrez == "31106"
    assert records["PMC1__a-g001"].chemicals[0].identifier == "D001920"
    assert set(records.read_summary()) == set(PAGES)


def test_a_damaged_page_is_named_and_skipped(published: Path, tmp_path: Path) -> None:
    (published / "PMC4__d.md").write_text("---\nfigid: [\n---\n", "utf-8")
    (published / "PMC5__e.md").write_text("---\nfigid: ../../escaped\n---\n", "utf-8")
    (published / "PMC6__f.json").write_text("{}", "utf-8")
    library = tmp_path / "library"
    done = run("import", library, published, "--json")
    assert done.code == 1
    report = json.loads(done.out)
    assert report["imported"] == 3
    assert [f["figid"] for f in report["failures"]] == ["PMC4__d", "PMC5__e", "PMC6__f"]
    assert "PMC4__d.md" in done.err
    assert len(Library.open(library).read_failures()) == 3
    assert not (tmp_path / "escaped.json").exists()


def test_gene_sets_become_records(tmp_path: Path) -> None:
    sets = tmp_path / "sets.gmt"
    sets.write_text("PMC9__F1\tA title\t207\t208\t207\nPMC8__F2\tOther\tTP53\nbroken line\n", "utf-8")
    library = tmp_path / "library"
    done = run("import", library, sets)
    assert done.code == 1
    assert "line 3" in done.err
    records = Library.open(library)
    assert [g.entrez for g in records["PMC9__F1"].genes] == ["207", "208"]
    assert records["PMC8__F2"].genes[0].hgnc_symbol == "TP53"
    assert records["PMC8__F2"].article.pmcid == "PMC8"


def test_what_is_there_stays_unless_forced(published: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    run("import", library, published)
    record = library / "records" / "PMC2__b-g002.json"
    before = record.read_bytes()
    page = published / "PMC2__b-g002.md"
    page.write_text(page.read_text("utf-8").replace("a caption", "another"), "utf-8")
    assert "3 there already" in run("import", library, published).out
    assert record.read_bytes() == before
    assert "3 imported" in run("import", library, published, "--force").out
    assert b"another" in record.read_bytes()


def test_records_are_taken_from_another_library(published: Path, tmp_path: Path) -> None:
    run("import", tmp_path / "one", published)
    done = run("import", tmp_path / "two", tmp_path / "one" / "records")
    assert done.out.startswith("3 imported")
    for figid in PAGES:
        assert Library.open(tmp_path / "one")[figid] == Library.open(tmp_path / "two")[figid]


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("import", tmp_path / "library", tmp_path / "empty")
    assert done.code == 2
    assert not (tmp_path / "library").exists()
