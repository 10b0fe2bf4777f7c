"""Read the reference page's figure, drawn in three styles, with its real caption (PMC7719781, figure 2).

The page as published calls PIP2 the gene PLP2, IRS (of another figure) IARS1 and TCA the drug tricyclic 11a, finds
one RYR and no ion, ITPR or VDAC. The pictures are drawn by `training/examples/reference.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from figway.api import read
from figway.records import FigureRecord

PICTURES = Path(__file__).parent / "pictures"
STYLES = ("shaded.png", "small.jpg", "serif.png")
GENES = """
SLC2A4 MCU HSPA9 CRTC2 PPARGC1A INSR INS RYR1 RYR2 RYR3 ITPR1 ITPR2 ITPR3 VDAC1 VDAC2 VDAC3 AKT1 AKT2 AKT3 PIK3CA
PIK3CB PIK3CD PIK3CG IRS1 IRS2 IRS4 CREB1 CREB3 CREB5 CREM ATF1 PPP3CA PPP3CB PPP3CC PPP3R1 PPP3R2 ATP2A1 ATP2A2
ATP2A3 TRPC1 TRPC3 TRPC6 G6PC1 PLCB1 PLCG1
"""
CHEMICALS = {
    "D005947": "Glucose",
    "D002118": "Ca2+",
    "D019269": "PIP2",
    "D015544": "IP3",
    "D004075": "DAG",
    "D000255": "ATP",
}
WRONG = {"PLP2", "IARS1", "IARS2", "CALCA", "KIT", "SUN2", "GRIN1", "MT-CYB"}


@pytest.fixture(scope="module", params=STYLES)
def record(request: pytest.FixtureRequest, shared: Path) -> FigureRecord:
    """Read one picture with caption and title of the published page."""
    page = next((shared / "seed").glob("PMC7719781__*.md")).read_text(encoding="utf-8")
    fields = yaml.safe_load(page.split("---")[1])
    return read(PICTURES / f"reference_{request.param}", caption=fields["caption"], title=fields["papertitle"])


@pytest.mark.shared
def test_genes(record: FigureRecord) -> None:
    found = {row.hgnc_symbol for row in record.genes}
    assert not set(GENES.split()) - found
    assert not WRONG & found


@pytest.mark.shared
def test_each_gene_comes_from_its_label(record: FigureRecord) -> None:
    rows = {(row.word.replace(" ", ""), row.hgnc_symbol) for row in record.genes}
    for word, symbol in (("GLUT4", "SLC2A4"), ("RyR", "RYR1"), ("IP3R", "ITPR1"), ("GRP75", "HSPA9"), ("IRS", "IRS1")):
        assert (word, symbol) in rows
    assert {symbol for word, symbol in rows if word == "insulinreceptor"} == {"INSR"}
    assert not {word for word, _ in rows} & {"PIP2", "TCA", "IP3", "DAG", "ATP", "ER", "MAM", "Ca2+"}


@pytest.mark.shared
def test_chemicals(record: FigureRecord) -> None:
    found = {row.identifier: row.word for row in record.chemicals}
    assert set(found) == set(CHEMICALS)
    assert "TCA" not in found.values()


@pytest.mark.shared
def test_the_cycle_and_the_places(record: FigureRecord) -> None:
    kinds = {m.word: m.kind for m in record.mentions}
    assert (kinds["TCA"], kinds["ER"], kinds["MAM"], kinds["mitochondria"]) == ("process", "place", "place", "place")
    assert not record.diseases
    assert record.organisms == ("Homo sapiens",)


@pytest.mark.shared
def test_every_mention_has_its_place(record: FigureRecord) -> None:
    for m in record.mentions:
        xs, ys = zip(*m.polygon, strict=True)
        assert 0 <= min(xs) < max(xs) <= record.figure.image.width
        assert 0 <= min(ys) < max(ys) <= record.figure.image.height
