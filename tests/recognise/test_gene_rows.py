"""Check the rows of human genes and of their orthologs."""

from __future__ import annotations

import pytest

from figway.recognise.stage import Recogniser
from figway.records import Figure, FigureRecord, TextLine

BOX = ((0.0, 0.0), (90.0, 0.0), (90.0, 16.0), (0.0, 16.0))


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """Make the stage once."""
    return Recogniser()


@pytest.mark.parametrize(
    ("caption", "word", "rows"),
    [
        ("DNA damage", "p53", {("TP53", "Homo sapiens")}),
        ("DNA damage in mice", "p53", {("TP53", "Homo sapiens"), ("Trp53", "Mus musculus")}),
        ("DNA damage in rats", "TP53", {("TP53", "Homo sapiens"), ("Tp53", "Rattus norvegicus")}),
        (
            "CD45 signalling in mice and rats",
            "CD45",
            {("PTPRC", "Homo sapiens"), ("Ptprc", "Mus musculus"), ("Ptprc", "Rattus norvegicus")},
        ),
        ("Infection of chickens", "STAT1", {("STAT1", "Homo sapiens")}),
    ],
)
def test_rows_of_orthologs(recogniser: Recogniser, caption: str, word: str, rows: set[tuple[str, str]]) -> None:
    line = TextLine(id="t0", text=word, polygon=BOX, score=0.99)
    found = recogniser(FigureRecord(figid="f", figure=Figure(caption=caption), text=(line,)))
    human = {row.hgnc_symbol for row in found.genes}
    assert len(human) == 1
    assert {
        (row.hgnc_symbol if row.organism == "Homo sapiens" else row.symbol, row.organism) for row in found.genes
    } == rows
    assert all(not row.entrez for row in found.genes if row.organism != "Homo sapiens")
    assert {row.mention for row in found.genes} == {found.mentions[0].id}


def test_members_of_families_are_human_alone(recogniser: Recogniser) -> None:
    line = TextLine(id="t0", text="AKT", polygon=BOX, score=0.99)
    found = recogniser(FigureRecord(figid="f", figure=Figure(caption="Insulin in mice"), text=(line,)))
    assert {(row.hgnc_symbol, row.organism) for row in found.genes} == {
        (symbol, "Homo sapiens") for symbol in ("AKT1", "AKT2", "AKT3")
    }
