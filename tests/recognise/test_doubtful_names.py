"""Names that differ a little: from what was read, from another name, or by what stands in brackets."""

from __future__ import annotations

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord, Lattice, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def symbols(recogniser: Recogniser, *printed: str, lattice: Lattice | None = None) -> dict[str, list[str]]:
    """Recognise labels far from one another; the lattice is that of the first."""
    lines = [
        TextLine(
            id=f"t{n}", text=text, score=0.95, lattice=lattice if n == 0 else None,
            polygon=((0, 90 * n), (9 * len(text), 90 * n), (9 * len(text), 90 * n + 12), (0, 90 * n + 12)),
        )
        for n, text in enumerate(printed)
    ]  # fmt: skip
    found = recogniser(FigureRecord(figid="drawn", text=tuple(lines)))
    names: dict[str, list[str]] = {}
    for row in found.genes:
        names.setdefault(row.word, []).append(row.hgnc_symbol)
    for term in found.chemicals:
        names.setdefault(term.word, []).append(f"{term.source}:{term.identifier}")
    return names


COMPANY = ("MYD88", "IRAK1", "TLR4", "TAB1", "MAP3K7", "NFKB1")


def test_a_doubtful_name_gives_way_to_what_the_line_may_say() -> None:
    recogniser = Recogniser()
    unsure = ((("T", 0.98),), (("R", 0.99),), (("A", 0.99),), (("P", 0.876), ("F", 0.117)), (("6", 0.9),))
    assert symbols(recogniser, "TRAP6", *COMPANY, lattice=unsure)["TRAP6"] == ["TRAF6"]
    sure = tuple(slot[:1] for slot in unsure)
    assert symbols(recogniser, "TRAP6", *COMPANY, lattice=sure)["TRAP6"] != ["TRAF6"]


def test_an_alias_with_a_hyphen_gives_way_to_the_name_as_printed(recogniser: Recogniser) -> None:
    assert symbols(recogniser, "EBP1", "RPL11", "MDM2", "TP53")["EBP1"] == ["PA2G4"]  # EBP-1 is NFKB1


def test_a_hyphen_elsewhere_is_another_name(recogniser: Recogniser) -> None:
    from figway.recognise.agreement import agreement

    assert agreement("SPA-1", "SP-A1").weight < agreement("SPA-1", "SPA1").weight
    assert agreement("IL-1-beta", "IL-1beta").weight == agreement("IL1beta", "IL-1beta").weight


def test_a_receptor_is_not_its_ligand(recogniser: Recogniser) -> None:
    found = symbols(recogniser, "IL-10 receptor", "JAK1")
    assert set(found["IL-10 receptor"]) == {"IL10RA", "IL10RB"}


def test_what_stands_in_brackets_is_a_name_too(recogniser: Recogniser) -> None:
    assert symbols(recogniser, "Pentraxins(PTX3)", "TLR4")["PTX3"] == ["PTX3"]


@pytest.mark.parametrize("printed", ["D12-prostaglandin J2", "Δ12-prostaglandin J2"])
def test_a_delta_that_lost_its_font(recogniser: Recogniser, printed: str) -> None:
    assert symbols(recogniser, printed)[printed] == ["MESH:C499810"]


def test_codes_of_compounds_with_a_comma(recogniser: Recogniser) -> None:
    assert symbols(recogniser, "HBX90,397", "USP8")["HBX90,397"] == [":"]


@pytest.mark.parametrize("printed", ["Himeic acid", "Ubistatin"])
def test_a_series_is_its_first_compound(recogniser: Recogniser, printed: str) -> None:
    assert symbols(recogniser, printed, "UBE2N")[printed][0].startswith("MESH:C")


@pytest.mark.parametrize("printed", ["Calcium", "factor", "Membrane"])
def test_no_word_is_a_series(recogniser: Recogniser, printed: str) -> None:
    assert all(not name.startswith("MESH:C") for name in symbols(recogniser, printed).get(printed, []))


def test_large_families_of_kinases_and_proteases_are_spelt_out(recogniser: Recogniser) -> None:
    found = symbols(recogniser, "MMP", "MAPKKK")
    assert {"MMP2", "MMP9"} <= set(found["MMP"])
    assert {"MAP3K1", "MAP3K7"} <= set(found["MAPKKK"])
