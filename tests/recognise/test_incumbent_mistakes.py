"""Feed the recogniser the labels that the published database is known to get wrong.

Each case: what the caption says, the printed lines, human genes that must come out and words that must name no gene,
chemical or disease. Sources: pages PMC10033547 g008, PMC12109773 g007, PMC10034640 g004, PMC100008 and
PMC7719781 g002 of pfocr.wikipathways.org.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from figway.recognise.stage import Recogniser
from figway.records import Article, Figure, FigureRecord, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """Make the stage once."""
    return Recogniser()


def record(caption: str, lines: Iterable[str], title: str = "") -> FigureRecord:
    """Make a record with lines one below the other."""
    text = tuple(
        TextLine(
            id=f"t{n}",
            text=line,
            polygon=((10, 40 * n), (10 + 9 * len(line), 40 * n), (10 + 9 * len(line), 40 * n + 16), (10, 40 * n + 16)),
            score=0.99,
        )
        for n, line in enumerate(lines)
    )
    return FigureRecord(figid="f", figure=Figure(caption=caption), article=Article(title=title), text=text)


def named(found: FigureRecord) -> dict[str, set[str]]:
    """Give for each kind of flat row the words that made it."""
    return {
        "genes": {row.word for row in found.genes},
        "chemicals": {row.word for row in found.chemicals},
        "diseases": {row.word for row in found.diseases},
    }


SIGNALLING = "Overview of the signaling pathways in chondrocytes of cartilage during osteoarthritis"
PEPPER = "Photosynthesis of pepper (Capsicum annuum L.) leaves under low light: antenna proteins and photosystem I"
MALATE = "Synthesis of L-malate: how the cyclic steps, so far known, use fumarate"


@pytest.mark.parametrize(
    ("caption", "lines", "genes"),
    [
        (SIGNALLING, ["ΜΑΡΚ", "p38", "JNK"], {"MAPK1", "MAPK14", "MAPK8"}),
        (SIGNALLING, ["АКТ", "PI3K", "mTOR"], {"AKT1", "AKT2", "AKT3", "MTOR"}),
        ("Selective autophagy of ubiquitinated cargo", ["p62", "LC3", "Keap1", "Nrf2"], {"SQSTM1", "KEAP1", "NFE2L2"}),
        ("Phosphoinositide signalling", ["PI3K", "PIP2", "PIP3", "AKT", "IRS"], {"AKT1", "IRS1"}),
        ("Gq signalling raises cAMP", ["AC", "PLC", "PKA", "PKC", "MAPK", "Raf"], {"RAF1", "PRKACA", "PRKCA"}),
    ],
)
def test_names_what_the_page_missed(recogniser: Recogniser, caption: str, lines: list[str], genes: set[str]) -> None:
    found = recogniser(record(caption, lines))
    assert genes <= {row.hgnc_symbol for row in found.genes}


@pytest.mark.parametrize(
    ("caption", "lines", "kind", "word"),
    [
        (SIGNALLING, ["tea", "EGFR", "MAPK1", "green tea"], "genes", "tea"),
        (SIGNALLING, ["Re", "ROS", "AKT", "NF-κB"], "chemicals", "Re"),
        (SIGNALLING, ["cartilage", "MMP13", "IL-1β"], "diseases", "cartilage"),
        (SIGNALLING, ["Cartilage", "bone", "synovium"], "diseases", "Cartilage"),
        (PEPPER, ["PsaB", "PsaA", "ApcA", "CpeR", "Lhca1"], "genes", "PsaB"),
        (PEPPER, ["PsaB", "PsaA", "ApcA", "CpeR", "Lhca1"], "genes", "ApcA"),
        (PEPPER, ["PsaB", "PsaA", "ApcA", "CpeR", "Lhca1"], "genes", "CpeR"),
        ("Signals change color: Red is up, Green is down", ["Red", "Green", "TP53", "MDM2"], "genes", "Red"),
        (MALATE, ["how", "so", "step", "cyc", "L-malate", "fumarate"], "genes", "how"),
        (MALATE, ["how", "so", "step", "cyc", "L-malate", "fumarate"], "genes", "so"),
        (MALATE, ["how", "so", "step", "cyc", "L-malate", "fumarate"], "genes", "step"),
        ("Cholinergic signalling: acetylcholine (ACH) binds", ["ACH", "M1", "nAChR", "PLC"], "genes", "ACH"),
        ("Insulin signalling of PIP2 (phosphatidylinositol bisphosphate)", ["PIP2", "PIP3", "AKT"], "genes", "PIP2"),
        ("The tricarboxylic acid (TCA) cycle", ["TCA", "Citrate", "CS"], "chemicals", "TCA"),
        ("T cells infiltrate", ["Type", "Damage", "Cell", "HR", "TNF"], "genes", "Damage"),
        ("T cells infiltrate", ["Type", "Damage", "Cell", "HR", "TNF"], "genes", "Type"),
        ("Dendritic cells (DCs) sense LPS", ["LPS", "DAMAGE", "TLR4", "FAT", "END"], "genes", "DAMAGE"),
    ],
)
def test_does_not_name_what_the_page_named(
    recogniser: Recogniser, caption: str, lines: list[str], kind: str, word: str
) -> None:
    assert word not in named(recogniser(record(caption, lines)))[kind]


def test_p62_is_one_gene(recogniser: Recogniser) -> None:
    found = recogniser(record("Selective autophagy of ubiquitinated cargo", ["p62", "LC3", "Keap1", "Ub"]))
    assert {row.hgnc_symbol for row in found.genes if row.word == "p62"} == {"SQSTM1"}


def test_irs_is_no_isoleucyl_trna_synthetase(recogniser: Recogniser) -> None:
    found = recogniser(record("Insulin signalling", ["Insulin", "IR", "IRS", "PI3K", "AKT", "GLUT4"]))
    assert {row.hgnc_symbol for row in found.genes if row.word == "IRS"} == {"IRS1", "IRS2", "IRS4"}


def test_malate_figure_has_its_chemicals(recogniser: Recogniser) -> None:
    found = recogniser(record(MALATE, ["Malate", "Fumarate", "Pyruvate", "Oxaloacetate", "how", "step"]))
    assert {"Fumarate", "Pyruvate", "Oxaloacetate", "Malate"} <= named(found)["chemicals"]


def test_pepper_figure_gets_no_human_gene_and_says_why(recogniser: Recogniser) -> None:
    found = recogniser(record(PEPPER, ["PsaB", "ApcA", "CpeR", "Red", "Lhca1", "Lhcb2", "PSII"], "Light and pepper"))
    assert not found.genes
    assert found.organisms == ("Capsicum annuum",)
    assert any(w.startswith("no human genes:") and "Capsicum annuum" in w for w in found.warnings)
    assert {m.kind for m in found.mentions} <= {"other_protein", "chemical", "process", "place", "other"}


def test_a_word_of_thirteen_letters_and_a_line_of_more_words_are_read(recogniser: Recogniser) -> None:
    found = recogniser(record("Signalling", ["thrombospondin", "insulin receptor", "skip 3 x 4 then EGFR"]))
    genes = {row.hgnc_symbol for row in found.genes}
    assert {"INSR", "EGFR"} <= genes
    assert "THBS1" in genes
