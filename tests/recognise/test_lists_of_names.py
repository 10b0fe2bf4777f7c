"""Lists of names: over two lines, with items of their own, and what is no list but a number."""

from __future__ import annotations

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def label(identifier: str, text: str, x: float, y: float) -> TextLine:
    box = ((x, y), (x + 9 * len(text), y), (x + 9 * len(text), y + 14), (x, y + 14))
    return TextLine(id=identifier, text=text, score=0.98, polygon=box)


def symbols(recogniser: Recogniser, *lines: TextLine) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in recogniser(FigureRecord(figid="drawn", text=lines)).genes:
        found.setdefault(row.word, set()).add(row.hgnc_symbol)
    return found


@pytest.mark.parametrize(
    ("upper", "lower", "genes"),
    [
        ("CDK", "4/6", {"CDK4", "CDK6"}),
        ("TRAF", "2/3/5", {"TRAF2", "TRAF3", "TRAF5"}),
        ("ERK", "1/2", {"MAPK1", "MAPK3"}),
    ],
)
def test_a_list_goes_on_in_the_line_below(recogniser: Recogniser, upper: str, lower: str, genes: set[str]) -> None:
    found = symbols(recogniser, label("t1", upper, 10, 10), label("t2", lower, 10, 24))
    assert found == {f"{upper} {lower}": genes}


def test_an_item_that_is_a_name_by_itself_takes_no_stem(recogniser: Recogniser) -> None:
    found = symbols(recogniser, label("t1", "JNK/p38", 10, 10), label("t2", "TLR4", 10, 90))
    assert {"MAPK8", "MAPK9", "MAPK10", "MAPK14"} <= set().union(*found.values())


@pytest.mark.parametrize("number", ["III", "5 10", "(II)", "1 0"])
def test_a_number_is_no_misread_name(recogniser: Recogniser, number: str) -> None:
    company = [label(f"t{n}", name, 10, 90 * n) for n, name in enumerate(("IL1R1", "MYD88", "IRAK1"), 2)]
    assert number not in symbols(recogniser, label("t1", number, 10, 10), *company)


def test_capitals_inside_make_a_name_of_an_english_word(recogniser: Recogniser) -> None:
    assert symbols(recogniser, label("t1", "AChE", 10, 10)) == {"AChE": {"ACHE"}}
    assert symbols(recogniser, label("t1", "Ache", 10, 10)) == {}


def test_an_english_word_among_names_is_a_name(recogniser: Recogniser) -> None:
    company = (label("t2", "SRC", 10, 90), label("t3", "JAK2", 10, 180))
    assert symbols(recogniser, label("t1", "Lyn, Fyn, Yes", 10, 10), *company)["Yes"] == {"YES1"}
    assert "Yes" not in symbols(recogniser, label("t1", "Yes", 10, 10), *company)


@pytest.mark.parametrize(
    ("printed", "gene"), [("LiglV", "LIG4"), ("PSRC", "SRC"), ("RIG-Ior MDA5", "RIGI"), ("PSTAT3", "STAT3")]
)
def test_a_spelling_that_no_vocabulary_has(recogniser: Recogniser, printed: str, gene: str) -> None:
    company = (label("t2", "STAT1", 10, 90), label("t3", "TP53", 10, 180), label("t4", "XRCC4", 10, 270))
    found = symbols(recogniser, label("t1", printed, 10, 10), *company)
    assert gene in set().union(*found.values())


@pytest.mark.parametrize(
    ("printed", "genes"),
    [("JAKSTAT", {"JAK1", "STAT1"}), ("IFNIL10", {"IFNB1", "IL10"}), ("SCFSkp2", {"CUL1", "SKP2"})],
)
def test_names_in_capitals_run_together(recogniser: Recogniser, printed: str, genes: set[str]) -> None:
    company = (label("t2", "STAT3", 10, 90), label("t3", "SOCS3", 10, 180))
    assert genes <= set().union(*symbols(recogniser, label("t1", printed, 10, 10), *company).values())


@pytest.mark.parametrize("printed", ["NP=B", "HCV", "s 10", "Lp-1s"])
def test_what_is_not_read_as_a_name(recogniser: Recogniser, printed: str) -> None:
    lines = (label("t1", printed, 10, 10), label("t2", "NFKB1", 10, 90), label("t3", "STAT1", 10, 180))
    found = recogniser(FigureRecord(figid="drawn", text=lines))
    assert printed not in {m.word for m in found.mentions if m.kind in ("gene", "family", "chemical")}


def test_the_letter_of_a_mature_microrna(recogniser: Recogniser) -> None:
    found = symbols(recogniser, label("t1", "miR-124a", 10, 10), label("t2", "miR-146a", 10, 90))
    assert found == {"miR-124a": {"MIR124-1", "MIR124-2", "MIR124-3"}, "miR-146a": {"MIR146A"}}


def test_items_of_their_own_take_no_stem(recogniser: Recogniser) -> None:
    company = (label("t2", "RELB", 10, 90), label("t3", "MAP3K14", 10, 180))
    found = symbols(recogniser, label("t1", "p50/p52", 10, 10), *company)
    assert {"NFKB1", "NFKB2"} <= set().union(*found.values())
    assert "LSP1" not in set().union(*found.values())
