"""Names as figures print them: bound nucleotides, misprints, subunits, marks of cells, viral enzymes."""

from __future__ import annotations

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.lists import split_list
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord, TextLine

PROTEINS = ("gene", "family", "complex")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def label(number: int, text: str) -> TextLine:
    y = 60.0 * number
    box = ((10.0, y), (10.0 + 9 * len(text), y), (10.0 + 9 * len(text), y + 14), (10.0, y + 14))
    return TextLine(id=f"t{number}", text=text, score=0.98, polygon=box)


def recognised(recogniser: Recogniser, *texts: str) -> FigureRecord:
    return recogniser(FigureRecord(figid="drawn", text=tuple(label(n, text) for n, text in enumerate(texts, 1))))


def genes(recogniser: Recogniser, *texts: str) -> set[str]:
    return {row.hgnc_symbol for row in recognised(recogniser, *texts).genes}


@pytest.mark.parametrize(
    ("printed", "symbols"),
    [
        ("RanGTP", {"RAN"}),
        ("Rab5GDP", {"RAB5A"}),
        ("INF-γ", {"IFNG"}),
        ("INFβ", {"IFNB1"}),
        ("pro-IL-1β", {"IL1B"}),
        ("αVβ3", {"ITGAV", "ITGB3"}),
        ("IκBNF-κB", {"NFKBIA", "RELA"}),
        ("ATF-2)p300/CBP", {"ATF2", "EP300"}),
        ("p38α", {"MAPK14"}),
        ("FXa", {"F10"}),
        ("CycD1", {"CCND1"}),
        ("Granzyme", {"GZMA", "GZMB"}),
    ],
)
def test_a_name_as_figures_print_it(recogniser: Recogniser, printed: str, symbols: set[str]) -> None:
    assert symbols <= genes(recogniser, printed, "STAT1", "TP53")


@pytest.mark.parametrize(
    "printed", ["β1", "μ2", "Regulator", "CD8+ T cells", "NK and CD8+ T cells", "Th1", "polymerase", "pp1ab", "TFs"]
)
def test_what_names_no_gene(recogniser: Recogniser, printed: str) -> None:
    assert genes(recogniser, printed, "STAT1", "RRAGA") == {"STAT1", "RRAGA"}


def test_the_letters_of_tumour_necrosis_factor_are_left(recogniser: Recogniser) -> None:
    assert "IFNA1" not in genes(recogniser, "INF-α", "STAT1")


@pytest.mark.parametrize("printed", ["Amino acid starvation", "Glucose deprivation", "Heme deficiency"])
def test_a_lack_is_neither_chemical_nor_disease(recogniser: Recogniser, printed: str) -> None:
    found = recognised(recogniser, printed, "EIF2AK4")
    assert not found.chemicals
    assert not found.diseases


def test_the_panel_and_the_hours_are_no_chemical(recogniser: Recogniser) -> None:
    assert not recognised(recogniser, "C. 4-10 hours postinfection", "COPI").chemicals


def test_the_plus_of_marked_cells_parts_no_list() -> None:
    assert split_list("CD4+ T cells/CD8+ T cells") == (
        ("CD4+ T cells", "CD8+ T cells"),
        False,
        ("CD4+ T cells", "CD8+ T cells"),
    )
    assert split_list("IL-2+IL-7") is not None


@pytest.mark.parametrize("printed", ["40S ribosomal subunit", "COPII", "V-ATPase", "ESCRT-III"])
def test_an_assembly_has_its_members(recogniser: Recogniser, printed: str) -> None:
    found = [m for m in recognised(recogniser, printed).mentions if m.word == printed]
    assert [m.kind for m in found] == ["complex"]
    assert len(found[0].members) > 5
