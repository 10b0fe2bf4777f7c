"""Check that pages of every generation are read, and come back as they were."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from figway.errors import PageError
from figway.frontmatter import file_name, load_page, read_page, sign_page, write_page
from figway.records import (
    Article,
    Figure,
    FigureImage,
    FigureRecord,
    GeneRow,
    Mention,
    Relation,
    StageProvenance,
    TermRow,
)

_spec = importlib.util.spec_from_file_location("draw_pages", Path(__file__).with_name("draw.py"))
assert _spec is not None
assert _spec.loader is not None
draw = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(draw)

PAGE_2020 = """\
---
figid: PMC1__x-g001
pmcid: PMC1
number: Fig. 13
organisms: Homo sapiens
pathway_score: 0.5
year: 2020
genes:
- {word: 'Ga12,Gaq', symbol: G-ALPHA-q, source: hgnc_alias_symbol, hgnc_symbol: GNAQ, entrez: '2776'}
chemicals:
- {word: Cancer, source: '', identifier: ''}
diseases: []
---
"""
PAGE_2023 = """\
---
figid: PMC2__x-g004
figtitle: Producing L‐malate
organisms:
- NA
organisms_ner:
- Drosophila melanogaster
pmcid: PMC2
filename: x-g004.jpg
figlink: /pmc/articles/PMC2/figure/x-fig-0001/
number: F1
caption: A caption.
papertitle: A paper.
reftext: Q D, et al. Microb Biotechnol. 2023 Apr;16(4):709-725.
year: '2023'
doi: .na.character
journal_title: Microbial Biotechnology
journal_nlm_ta: Microb Biotechnol
publisher_name: John Wiley and Sons Inc.
keywords: flower development | evo devo
automl_pathway: 0.8744757
figid_alias: PMC2__F1
figtype: Figure
redirect_from: /figures/PMC2__F1
ndex: ''
wpid: WP5283
seo: CreativeWork
schema-jsonld:
  '@context': https://schema.org/
  '@id': https://pfocr.wikipathways.org/figures/PMC2__x-g004.html
  '@type': Dataset
  description: A caption.
  license: CC0
  name: CreativeWork
  creator:
    '@type': Organization
    name: WikiPathways
  keywords:
  - sta
  - Glucose
---
"""
GENES_2023 = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource\t"
    "count_direct\tcount_synonym\tcount_match\n"
    "7227\tDrosophila melanogaster\tInvertebrates\tSTA\tSTA\tsta\t31106\tncbigene_symbol\t3\t5\t6\n"
)
CHEMICALS_2023 = (
    "word\tmesh\tmatch\tname\tchebi\nGlucose\tmesh:D005947\tGlucose\tD-glucopyranose\tchebi:4167\nX\tNA\tNA\tNA\tNA\n"
)
TABLES_2023 = {"PMC2__x-g004-genes.tsv": GENES_2023, "PMC2__x-g004-chemicals.tsv": CHEMICALS_2023}


def data(page: str) -> Any:
    return yaml.safe_load(page.split("---\n")[1])


def made() -> FigureRecord:
    family = {"word": "АКТ", "symbol": "AKT", "source": "bioentities_symbol", "mention": "m1"}
    return FigureRecord(
        figid="PMC3__f2",
        figure=Figure(
            number="Figure 2",
            figtitle="AKT signalling",
            caption="AKT: a <b> & \"c\"",
            filename="f2.jpg",
            image=FigureImage(path="images/PMC3__f2.jpg", sha256="ab" * 32, width=10, height=20),
            sentences=("As in Figure 2.",),
        ),
        article=Article(pmcid="PMC3", pmid="12", doi="10.1/x", title="On AKT.", authors=("A B",), licence="CC BY"),
        kind="pathway",
        pathway_score=0.75,
        organisms=("Homo sapiens",),
        genes=(
            GeneRow(**family, hgnc_symbol="AKT1", entrez="207"),
            GeneRow(**family, hgnc_symbol="AKT2", entrez="208"),
            GeneRow(word="MCU", symbol="MCU", source="hgnc_symbol", hgnc_symbol="MCU", entrez="90550", mention="m2"),
            GeneRow(word="GLUT4", symbol="GLUT4", source="hgnc_prev_symbol", hgnc_symbol="SLC2A4", entrez="6517"),
        ),
        chemicals=(TermRow(word="Ca2+", source="MESH", identifier="D002118", mention="m3"),),
        diseases=(TermRow(word="NO", source="DOID", identifier="1612"),),
        mentions=(Mention(id="m3", word="Ca2+", kind="chemical", symbol="Calcium", identifiers=("chebi:29108",)),),
        relations=(Relation(source="АКТ", target="GLUT4", sign="+"),),
        provenance={"read": StageProvenance(name="read", version="1", fingerprint="f", detail={"model": "m"})},
        warnings=("a warning",),
    )  # fmt: skip


@pytest.mark.shared
def test_the_reference_page_comes_back_as_it_was(shared: Path) -> None:
    (path,) = (shared / "seed").glob("*.md")
    text = path.read_text("utf-8")
    record = read_page(text)
    page = write_page(record)
    assert data(page.markdown) == data(text)
    assert page.markdown == text
    assert page.tables == {}
    assert [row.word for row in record.genes].count("IRS") == 3
    assert [row.identifier for row in record.chemicals] == ["D005947", "C000589078"]
    assert (record.figure.number, record.article.year, record.organisms) == ("Figure 2", "2020", ("Homo sapiens",))
    assert write_page(FigureRecord.from_json(record.to_json())) == page


@settings(max_examples=200)
@given(draw.pages())
def test_any_page_comes_back_as_it_was(text: str) -> None:
    record = FigureRecord.from_json(read_page(text).to_json())
    page = write_page(record)
    assert repr(data(page.markdown)) == repr(data(text))
    assert page.markdown.split("---\n", 2)[2] == text.split("---\n", 2)[2]
    assert read_page(page.markdown) == record


def test_a_page_of_2020_is_read() -> None:
    record = read_page(PAGE_2020)
    assert record.organisms == ("Homo sapiens",)
    assert record.article.year == "2020"
    assert record.genes == (
        GeneRow(word="Ga12,Gaq", symbol="G-ALPHA-q", source="hgnc_alias_symbol", hgnc_symbol="GNAQ", entrez="2776"),
    )
    assert data(write_page(record).markdown) == data(PAGE_2020)


def test_a_page_of_2023_is_read_with_its_tables() -> None:
    record = read_page(PAGE_2023, TABLES_2023)
    assert record.organisms == ()
    assert record.organisms_ner == ("Drosophila melanogaster",)
    assert (record.article.doi, record.article.keywords) == ("", ("flower development", "evo devo"))
    assert record.pathway_score == 0.8744757
    (gene,) = record.genes
    assert (gene.symbol, gene.hgnc_symbol, gene.entrez) == ("STA", "sta", "31106")
    assert (gene.organism, gene.source) == ("Drosophila melanogaster", "ncbigene_symbol")
    assert [(row.word, row.source, row.identifier) for row in record.chemicals] == [
        ("Glucose", "MESH", "D005947"),
        ("X", "", ""),
    ]
    page = write_page(record)
    assert data(page.markdown) == data(PAGE_2023)
    assert page.tables == TABLES_2023


def test_the_tables_of_early_2023_are_read() -> None:
    record = read_page(PAGE_2023, {"diseases": "word\tsource\tidentifier\nCancer\tMESH\tD009369\n"})
    assert record.diseases == (TermRow(word="Cancer", source="MESH", identifier="D009369"),)


def test_a_changed_record_is_written_as_it_is_now() -> None:
    record = read_page(PAGE_2023, TABLES_2023)
    gene = GeneRow(word="AKT1", symbol="AKT1", source="hgnc_symbol", hgnc_symbol="AKT1", entrez="207")
    article = record.article.model_copy(update={"doi": "10.1/y", "pmid": "7"})
    page = write_page(record.evolve(genes=(gene,), organisms=("Homo sapiens",), article=article))
    fields = data(page.markdown)
    assert fields["organisms"] == ["Homo sapiens"]
    assert (fields["doi"], fields["pmid"]) == ("10.1/y", "7")
    assert fields["schema-jsonld"]["keywords"] == ["AKT1", "Glucose", "X"]
    assert fields["wpid"] == "WP5283"
    assert "207" in page.tables["PMC2__x-g004-genes.tsv"]
    assert page.tables["PMC2__x-g004-chemicals.tsv"] == CHEMICALS_2023


@pytest.mark.parametrize("page_format", ["2022", "2023"])
def test_a_record_of_figways_own_survives_its_page(page_format: str) -> None:
    record = made()
    page = write_page(record, page_format=page_format)
    back = read_page(page.markdown, page.tables)
    assert back.figure.model_copy(update={"number": "Figure 2", "figtype": ""}) == record.figure
    assert back.article == record.article
    assert (back.kind, back.pathway_score, back.organisms) == (record.kind, record.pathway_score, record.organisms)
    assert (back.provenance, back.warnings) == (record.provenance, record.warnings)
    assert [(r.source, r.sign, r.target) for r in back.relations] == [("АКТ", "+", "GLUT4")]
    for field in ("genes", "chemicals", "diseases"):
        found = [row.model_copy(update={"mention": "", "organism": ""}) for row in getattr(back, field)]
        assert found == [row.model_copy(update={"mention": ""}) for row in getattr(record, field)]
    assert write_page(back) == page


@pytest.mark.parametrize("page_format", ["2022", "2023"])
def test_a_plain_record_has_every_field_of_its_generation(page_format: str) -> None:
    fields = data(write_page(FigureRecord(figid="plain"), page_format=page_format).markdown)
    expected = draw._GENERATIONS[page_format]
    assert set(expected) <= set(fields)
    assert set(fields) <= set(expected) | {"schema-jsonld"}
    assert fields["figid"] == "plain"


def test_derived_fields_follow_the_later_pages() -> None:
    fields = data(write_page(made(), page_format="2023", base_url="https://example.org/figures/").markdown)
    assert (fields["number"], fields["figtype"]) == ("F2", "Figure")
    assert (fields["figid_alias"], fields["redirect_from"]) == ("PMC3__F2", "/figures/PMC3__F2")
    assert fields["schema-jsonld"]["@id"] == "https://example.org/figures/PMC3__f2.html"
    assert data(write_page(made(), page_format="2022").markdown)["number"] == "Figure 2"


def test_the_gene_table_has_the_published_columns_and_counts() -> None:
    table = write_page(made()).tables[file_name("PMC3__f2", "genes")]
    header, first, _, third, fourth = (line.split("\t") for line in table.splitlines())
    assert header[:11] == GENES_2023.splitlines()[0].split("\t")
    human = ["9606", "Homo sapiens", "Primates"]
    assert first[:11] == [*human, "АКТ", "AKT", "AKT1", "207", "famplex_relations", "1", "1", "3"]
    assert third[3:8] == ["MCU", "MCU", "MCU", "90550", "ncbigene_symbol"]
    assert fourth[7] == "ncbigene_synonym"


def test_the_term_tables_have_the_published_columns() -> None:
    tables = write_page(made()).tables
    chemical = tables[file_name("PMC3__f2", "chemicals")].splitlines()
    assert chemical[0].startswith("word\tmesh\tmatch\tname\tchebi\t")
    assert chemical[1].startswith("Ca2+\tmesh:D002118\tCalcium\tNA\tchebi:29108\t")
    disease = tables[file_name("PMC3__f2", "diseases")].splitlines()
    assert disease[1].startswith("NO\tNA\tNA\tNA\tdoid:1612\t")


@pytest.mark.parametrize(
    ("families", "symbols"),
    [
        ("members", ["AKT1", "AKT2", "MCU", "SLC2A4"]),
        ("collapse", ["", "MCU", "SLC2A4"]),
        ("both", ["", "AKT1", "AKT2", "MCU", "SLC2A4"]),
    ],
)
def test_families_are_listed_as_asked_for(families: str, symbols: list[str]) -> None:
    fields = data(write_page(made(), page_format="2022", families=families).markdown)
    assert [row["hgnc_symbol"] for row in fields["genes"]] == symbols
    assert fields["genes"][0]["symbol"] == "AKT"


def test_a_published_page_changes_its_generation() -> None:
    late = write_page(read_page(PAGE_2020), page_format="2023")
    fields = data(late.markdown)
    assert (fields["automl_pathway"], fields["number"], fields["organisms"]) == (0.5, "F13", ["Homo sapiens"])
    assert "genes" not in fields
    assert "2776" in late.tables["PMC1__x-g001-genes.tsv"]
    early = write_page(read_page(PAGE_2023, TABLES_2023), page_format="2022")
    fields = data(early.markdown)
    assert (fields["pathway_score"], fields["wpid"], early.tables) == (0.8744757, "WP5283", {})
    assert [row["hgnc_symbol"] for row in fields["genes"]] == ["sta"]


@pytest.mark.parametrize("option", [{"page_format": "2021"}, {"families": "some"}])
def test_unknown_options_are_refused(option: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="expected"):
        write_page(made(), **option)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"line 1: expected '---'"),
        ("# A page\n", r"line 1: expected '---'"),
        ("---\nfigid: x\n", r"line 3: expected '---', which closes"),
        ("---\nfigid: x\n bad: [\n---\n", r"line 3: not YAML"),
        ("---\nfigid: x\ncaption: 'open\n---\n", r"not YAML"),
        ("---\n- figid\n---\n", r"line 2: expected 'field: value'"),
        ("---\n---\n", r"line 2: expected 'field: value'"),
        ("---\nnumber: F1\n---\n", r"line 2: expected the field 'figid'"),
        ("---\nfigid: x\n\ngenes: AKT\n---\n", r"line 4: genes: expected a list, found text"),
        ("---\nfigid: x\ngenes:\n- AKT\n---\n", r"line 3: genes: expected word, symbol.* in row 1, found text"),
        ("---\nfigid: x\ngenes:\n- word: [a]\n---\n", r"line 3: genes: row 1: expected text, found a list"),
        ("---\nfigid: x\npathway_score: high\n---\n", r"line 3: pathway_score: expected a number"),
        ("---\nfigid: x\ncaption: {a: b}\n---\n", r"line 3: caption: expected text, found fields"),
        ("---\nfigid: x\norganisms: {a: b}\n---\n", r"line 3: organisms: expected a list of texts"),
        ("---\nfigid: x\nimage: {width: wide}\n---\n", r"line 3: image: "),
        ("---\nfigid: x\ncaption: a\x07b\n---\n", r"line 3: .*expected printable text"),
        ("---\nfigid: x\n1: b\n---\n", r"line 3: expected the name of a field, found 1"),
    ],
)
def test_damage_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        read_page(text)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"genes": "word\tmatch\nAKT\n"}, r"genes, line 2: expected 2 columns, found 1"),
        ({"genes": "a\tb\n"}, r"genes, line 1: expected a column 'word'"),
        ({"proteins": ""}, r"expected the name of a table"),
    ],
)
def test_damaged_tables_are_told_with_their_line(tables: dict[str, str], message: str) -> None:
    with pytest.raises(PageError, match=message):
        read_page(PAGE_2023, tables)


def test_line_ends_and_marks_of_other_systems_do_no_harm() -> None:
    assert read_page("\ufeff" + PAGE_2023.replace("\n", "\r\n")) == read_page(PAGE_2023)


def test_a_page_is_loaded_with_the_tables_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "figures" / "PMC2__x-g004.md"
    path.parent.mkdir()
    path.write_text(PAGE_2023, "utf-8")
    (tmp_path / "_data").mkdir()
    for i, (name, table) in enumerate(TABLES_2023.items()):
        (tmp_path / ("_data" if i else "figures") / name).write_text(table, "utf-8")
    assert load_page(path) == read_page(PAGE_2023, TABLES_2023)
    path.write_text("---\n", "utf-8")
    with pytest.raises(PageError, match=r"PMC2__x-g004\.md, line 2"):
        load_page(path)


@pytest.mark.parametrize("generation", ["2022", "2023"])
def test_a_page_that_is_signed_anew_is_the_page_of_the_record(generation: str) -> None:
    figure = Figure(figtitle="A title", caption="provenance: none\n---\nprovenance:\n x: 1\n")
    record = FigureRecord(figid="f", figure=figure).signed("read", "1", "0" * 16, {"engine": "'x': y"})
    again = record.signed("read", "1", "1" * 16).signed("recognise", "1", "2" * 16, {"a": "b " * 60})
    page = write_page(record, page_format=generation).markdown
    assert sign_page(page, again) == write_page(again, page_format=generation).markdown != page
    assert sign_page(write_page(FigureRecord(figid="f"), page_format=generation).markdown, again) is None
