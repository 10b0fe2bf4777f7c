"""Abbreviations that the paper spells out mean what the long form means, if no vocabulary has them, too."""

from __future__ import annotations

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.context import abbreviations
from figway.recognise.stage import Recogniser
from figway.records import Figure, FigureRecord, Mention, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def mentions(recogniser: Recogniser, caption: str, *printed: str) -> dict[str, Mention]:
    lines = tuple(
        TextLine(id=f"t{n}", text=text, score=0.98, polygon=((0, 90 * n), (50, 90 * n), (50, 90 * n + 12), (0, 90 * n)))
        for n, text in enumerate(printed)
    )
    record = FigureRecord(figid="drawn", text=lines, figure=Figure(caption=caption))
    return {m.word: m for m in recogniser(record).mentions}


@pytest.mark.parametrize(
    ("caption", "label", "kind", "symbol"),
    [
        ("It binds calnexin (CNX) in the membrane.", "CNX", "gene", "CANX"),
        ("Lipid droplets (LD) grow.", "LD", "place", "Lipid Droplets"),
        ("phosphatidylglycerol (PG) is made", "PG", "chemical", "Phosphatidylglycerols"),
        ("The tricarboxylic acid (TCA) cycle", "TCA", "process", "Citric Acid Cycle"),
    ],
)
def test_a_long_form_says_what_a_label_means(
    recogniser: Recogniser, caption: str, label: str, kind: str, symbol: str
) -> None:
    found = mentions(recogniser, caption, label, "TLR4")[label]
    assert (found.kind, found.symbol) == (kind, symbol)
    assert any("spelt out" in e.what for e in found.evidence)
    assert label not in mentions(recogniser, "", label, "TLR4") or label in ("CNX", "TCA")


def test_a_vague_long_form_takes_no_name_from_a_protein(recogniser: Recogniser) -> None:
    found = mentions(recogniser, "interferon-stimulated gene factor 3 (ISGF3) binds", "ISGF3", "STAT1")
    assert found["ISGF3"].kind == "complex"


def test_the_next_item_of_a_list_spells_nothing_out() -> None:
    assert "lps" not in abbreviations("IL-1, TNF, LPS, lipids, nucleic acids")
    assert abbreviations("ECs, endothelial cells") == {"ecs": "endothelial cells"}


VIRAL = "Dengue virus NS5 blocks the host's response to viral RNA; the viruses replicate."


@pytest.mark.parametrize("label", ["NS5", "VP35", "ICP27", "NS1"])
def test_a_viral_protein_is_no_human_gene(recogniser: Recogniser, label: str) -> None:
    found = mentions(recogniser, VIRAL, label, "STAT2", "IRF3")
    assert found[label].kind == "other_protein"
    assert found["STAT2"].kind == "gene"


def test_a_viral_name_is_none_where_no_virus_is_named(recogniser: Recogniser) -> None:
    found = mentions(recogniser, "Signalling of growth factors", "VP35", "STAT2")
    assert "VP35" not in found


def test_a_mark_of_cells_is_no_gene_of_the_pathway(recogniser: Recogniser) -> None:
    found = mentions(recogniser, "T cells", "CD8 T cells", "IL2", "CD8A")
    assert "CD8" not in {m.word for m in found.values() if m.kind in ("gene", "family")}
    assert found["CD8A"].kind == "gene"


@pytest.mark.parametrize(
    ("root", "members"), [("RAB11", {"RAB11A", "RAB11B"}), ("KDM5", {"KDM5A", "KDM5B", "KDM5C", "KDM5D"})]
)
def test_a_lettered_root_is_a_family(recogniser: Recogniser, root: str, members: set[str]) -> None:
    found = mentions(recogniser, "", root, "TLR4")[root]
    assert (found.kind, {m.symbol for m in found.members}) == ("family", members)
