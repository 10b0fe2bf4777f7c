"""Draw the two routes to apoptosis as black-and-white line art, as journals printed it in the 1990s."""

from __future__ import annotations

from kit import Node, Sheet, curve
from names import APOPTOSIS
from scenery import double_line, mitochondrion


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(960, 1180, APOPTOSIS, font="Liberation Serif", ink="#000000", line=2.0)
    double_line(s, curve((0, 190), (260, 120), (700, 120), (960, 190), 60), 16, "#000000")
    s.text(812, 118, "plasma membrane", 21, italic=True, angle=10)
    caspase8 = _receptor(s)
    _mitochondrial(s, caspase8)
    return s


def word(s: Sheet, name: str, x: float, y: float, size: float = 24) -> Node:
    return s.node(name, x, y, "", size=size)


def boxed(s: Sheet, name: str, x: float, y: float, w: float = 0, shape: str = "box") -> Node:
    return s.node(name, x, y, shape, "#ffffff", "#000000", size=23, w=w, h=42, radius=2, width=2)


def _receptor(s: Sheet) -> Node:
    for x in (286, 316, 346):
        s.shape((x - 14, 26, x + 14, 54), "ellipse", "#ffffff", "#000000", width=2)
        s.shape((x - 7, 66, x + 7, 214), "box", "#ffffff", "#000000", radius=2, width=2)
        s.shape((x - 11, 66, x + 11, 112), "box", "#bdbdbd", "#000000", radius=8, width=2)
    fasl = word(s, "FasL", 226, 38, 26)
    fas = word(s, "Fas", 238, 112, 26)
    s.link(fasl, fas)
    fadd = boxed(s, "FADD", 316, 240, 118)
    s.link(fas, fadd, start=(238, 128), end=(262, 216), gap=4)
    procaspase = boxed(s, "procaspase-8", 316, 290, 164)
    s.link(fadd, procaspase, start=(380, 240), via=((430, 240), (430, 290)), end=(402, 290))
    caspase8 = boxed(s, "caspase-8", 316, 390, 134, "ellipse")
    s.link(procaspase, caspase8)
    flip = word(s, "c-FLIP", 120, 350)
    s.link(flip, procaspase, "-", start=(160, 340), end=(230, 306))
    return caspase8


def _mitochondrial(s: Sheet, caspase8: Node) -> None:
    bid = boxed(s, "Bid", 520, 390, 74)
    tbid = boxed(s, "tBid", 520, 476, 80)
    s.link(caspase8, bid)
    s.link(bid, tbid)
    mitochondrion(s, (560, 540, 930, 720), "#ffffff", "#ffffff", "#000000", folds=5, depth=0.42)
    s.text(682, 744, "mitochondrion", 21, italic=True)
    bax = boxed(s, "Bax", 600, 524, 74)
    bak = boxed(s, "Bak", 676, 524, 74)
    s.link(tbid, [bax, bak], start=(538, 500), end=(560, 516))
    bcl2 = word(s, "Bcl-2", 780, 420)
    bclx = word(s, "Bcl-x_{L}", 860, 420)
    s.link([bcl2, bclx], [bak, bax], "-", start=(784, 440), end=(716, 506))
    drug = word(s, "staurosporine", 740, 300)
    s.link(drug, bax, start=(716, 316), end=(622, 498))
    cyt = word(s, "cytochrome c", 600, 806)
    smac = word(s, "Smac", 800, 806)
    s.link(
        [bax, bak],
        cyt,
        start=(596, 548),
        via=((566, 640), (574, 720)),
        end=(592, 786),
        smooth=True,
        dash=(6, 4),
    )
    s.link(
        [bax, bak],
        smac,
        start=(690, 548),
        via=((734, 620), (760, 700)),
        end=(792, 786),
        smooth=True,
        dash=(6, 4),
    )
    apaf = boxed(s, "Apaf-1", 560, 884, 104, "ellipse")
    s.link(cyt, apaf, start=(590, 824), end=(572, 858))
    datp = word(s, "dATP", 696, 884)
    s.link(datp, apaf)
    pro9 = boxed(s, "procaspase-9", 560, 930, 164)
    s.text(720, 934, "apoptosome", 20, italic=True)
    caspase9 = boxed(s, "caspase-9", 560, 1020, 134, "ellipse")
    s.link([apaf, pro9], caspase9, start=(560, 954), end=(560, 994))
    caspase3 = boxed(s, "caspase-3", 316, 1020, 134, "ellipse")
    s.link(caspase9, caspase3)
    s.link(caspase8, caspase3)
    xiap = boxed(s, "XIAP", 780, 1020, 96)
    s.link(smac, xiap, "-")
    s.link(xiap, caspase9, "-")
    s.link(xiap, caspase3, "-", start=(780, 1044), via=((780, 1090), (362, 1090)), end=(362, 1044))
    parp = word(s, "PARP", 120, 940)
    icad = word(s, "ICAD", 120, 1020)
    s.link(caspase3, parp, "-", start=(254, 1004), end=(158, 950))
    s.link(caspase3, icad, "-", gap=9)
    fragments = s.node("DNA fragmentation", 120, 1100, "", size=22)
    s.link(icad, fragments, "-")
    end = s.node("APOPTOSIS", 316, 1148, "", size=28, bold=True)
    s.link(caspase3, end)
    s.link(fragments, end, start=(160, 1116), end=(224, 1138))
