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


@pytest.mark.parametrize("label", ["NDV infection", "DENV2 infection", "SARS VIRUS-INFECTION", "HCV infections"])
def test_the_infection_with_a_virus_is_a_disease(recogniser: Recogniser, label: str) -> None:
    assert diseases(recogniser, label) == {label: "D014777"}


@pytest.mark.parametrize("label", ["HPV E6", "RSV NS1", "Melanoma cells", "Tumor antigen", "IL-1V infection site"])
def test_viruses_and_cells_are_no_diseases(recogniser: Recogniser, label: str) -> None:
    assert diseases(recogniser, label) == {}


def test_a_tumour_by_itself_is_a_disease(recogniser: Recogniser) -> None:
    assert diseases(recogniser, "Melanoma", "Fibrosis") == {"Melanoma": "D008545", "Fibrosis": "D005355"}
