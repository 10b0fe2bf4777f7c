"""Infections are diseases, viruses and the cells of a tumour are none."""

from __future__ import annotations

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def diseases(recogniser: Recogniser, *printed: str) -> dict[str, str]:
    lines = tuple(
        TextLine(id=f"t{n}", text=text, score=0.98, polygon=((0, 90 * n), (80, 90 * n), (80, 90 * n + 12), (0, 90 * n)))
        for n, text in enumerate(printed)
    )
    return {row.word: row.identifier for row in recogniser(FigureRecord(figid="drawn", text=lines)).diseases}


@pytest.mark.parametrize("label", ["NDV infection", "DENV2 infection", "Sendai virus infection", "HCV infections"])
def test_the_infection_with_a_virus_is_a_disease(recogniser: Recogniser, label: str) -> None:
    assert diseases(recogniser, label) == {label: "D014777"}


@pytest.mark.parametrize(
    ("label", "identifier"), [("SARS VIRUS-INFECTION", "D045169"), ("Influenza virus infection", "D007251")]
)
def test_a_virus_named_after_a_disease_causes_it(recogniser: Recogniser, label: str, identifier: str) -> None:
    assert diseases(recogniser, label) == {label: identifier}


@pytest.mark.parametrize("label", ["HPV E6", "RSV NS1", "Melanoma cells", "Tumor antigen", "IL-1V infection site"])
def test_viruses_and_cells_are_no_diseases(recogniser: Recogniser, label: str) -> None:
    assert diseases(recogniser, label) == {}


@pytest.mark.parametrize(
    "printed",
    [("Canine", "Distemper", "Virus (CDV)"), ("SARS-", "CoV"), ("Influenza virus",), ("Death ligand",), ("Als",)],
)
def test_part_of_a_virus_name_and_a_wrongly_printed_abbreviation_are_no_diseases(
    recogniser: Recogniser, printed: tuple[str, ...]
) -> None:
    boxes = [((0, y), (80, y), (80, y + 12), (0, y + 12)) for y in range(0, 14 * len(printed), 14)]
    texts = zip(printed, boxes, strict=True)
    lines = tuple(TextLine(id=f"t{n}", text=text, score=0.98, polygon=box) for n, (text, box) in enumerate(texts))
    record = recogniser(FigureRecord(figid="drawn", text=lines))
    assert record.diseases == ()
    assert not [row for row in record.genes if row.word.startswith("SARS")]


def test_a_tumour_by_itself_is_a_disease(recogniser: Recogniser) -> None:
    assert diseases(recogniser, "Melanoma", "Fibrosis") == {"Melanoma": "D008545", "Fibrosis": "D005355"}
