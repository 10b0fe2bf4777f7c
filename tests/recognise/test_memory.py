"""Check that what recognising remembers of one figure changes nothing in the next."""

from __future__ import annotations

import random

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.context import context_of
from figway.recognise.labels import PrintedLine
from figway.recognise.resolve import Resolver
from figway.recognise.stage import Recogniser
from figway.records import Article, Figure, FigureRecord, TextLine

LABELS = (
    "AKT1", "p-ERK1/2", "ECs", "MAM", "G-I", "TRAP6", "TRAF6", "JAKI", "the nucleus", "IFNGR2JAK2", "NF-kB signalling",
    "Wnt3a, 5a, 7b", "HCWEs/quercetin", "GRL0617", "MLN4924", "Apoptosis", "beta oxidation of", "fatty acids", "CDK",
    "4/6", "how", "so", "rev", "STAT1-STAT2", "PI3K/AKT/mTOR", "cAMP", "Ca2+", "IL-6", "IL6R", "gp130", "EC", "MIR21",
    "NS5", "VP35", "AKT", "CD8 T cells", "METABOLISM", "glucose metabolism", "TRANSLATION OF MRNA", "hepatitis B",
)  # fmt: skip
CAPTIONS = (
    "",
    "Endothelial cells (ECs) and the mitochondria-associated membrane (MAM); G-I, glucose-insulin.",
    "MAM, meprin-A5-mu domain. TRAF6 and IL-6 act on JAK1, as AKT1 does in EC, embryonal carcinoma.",
    "How the Wnt proteins so act on CDK4 in mice.",
    "Infection by Zika virus: NS5 of the virus binds STAT1. AKT1 (protein kinase B); EC, endothelial cell.",
)
LATTICE = (
    (("T", 0.99),),
    (("R", 0.98), ("B", 0.01)),
    (("A", 0.9),),
    (("P", 0.5), ("F", 0.45)),
    (("6", 0.8), ("G", 0.1)),
)


def figures(seed: int) -> list[FigureRecord]:
    """Draw figures of the same labels, each time in another company and under another caption."""
    rng = random.Random(seed)
    return [figure(f"f{n}", rng.sample(LABELS, 14), rng) for n in range(16)]


def figure(figid: str, labels: list[str], rng: random.Random) -> FigureRecord:
    lines = []
    for n, text in enumerate(labels):
        x, y = 40.0 + 160 * (n % 3), 20.0 + 24 * (n // 3)
        box = ((x, y), (x + 9 * len(text), y), (x + 9 * len(text), y + 16), (x, y + 16))
        unsure = LATTICE if text == "TRAP6" else None
        lines.append(TextLine(id=f"t{n}", text=text, polygon=box, score=rng.choice([0.99, 0.7]), lattice=unsure))
    caption = rng.choice(CAPTIONS)
    return FigureRecord(figid=figid, figure=Figure(caption=caption), article=Article(title="X"), text=tuple(lines))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_figures_changes_nothing(seed: int) -> None:
    lexicon = Lexicon.load()
    records = figures(seed)
    alone = {record.figid: Recogniser(lexicon)(record) for record in records}
    assert sum(len(record.mentions) for record in alone.values()) > 100
    kept = Recogniser(lexicon)
    for order in (records, records[::-1], random.Random(seed).sample(records, len(records))):
        for record in order:
            assert kept(record).to_json() == alone[record.figid].to_json()


def test_a_line_is_remembered_only_where_the_figure_answers_the_same() -> None:
    resolver: Resolver = Recogniser(Lexicon.load()).resolver
    plain = figure("f", ["IL-6", "AKT1"], random.Random(5)).evolve(figure=Figure(caption=CAPTIONS[0]))
    naming = plain.evolve(figure=Figure(caption=CAPTIONS[2]))
    resolver(plain.text, context_of(plain))
    lines = [PrintedLine(line) for line in plain.text]
    assert all((known := resolver._memory.find(line, context_of(plain))) and known.found for line in lines)
    assert not any(resolver._memory.find(line, context_of(naming)) for line in lines)
