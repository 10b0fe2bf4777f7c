"""Draw a composite of two panels: a bar plot, and p53 signalling as a map of boxes."""

from __future__ import annotations

from kit import Node, Sheet
from names import P53

GREEN, RED = "#bfffbf", "#cc0000"


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(1400, 860, P53, font="DejaVu Sans", ink="#000000", line=1.8)
    s.kind = "composite"
    s.text(30, 34, "A", 34, bold=True, entity=False)
    s.text(470, 34, "B", 34, bold=True, entity=False)
    _plot(s)
    _map(s)
    return s


def _plot(s: Sheet) -> None:
    s.text(240, 60, "mRNA after doxorubicin", 19, entity=False)
    left, bottom, top = 100, 700, 100
    s.stroke([(left, top), (left, bottom), (440, bottom)], width=2)
    s.text(34, 400, "Fold change", 19, angle=-90, entity=False)
    for value in range(0, 13, 2):
        y = bottom - value * 48
        s.stroke([(left - 7, y), (left, y)], width=2)
        s.text(left - 14, y, str(value), 16, anchor="r", entity=False)
    bars = (
        ("CDKN1A", 10.4, 1.1),
        ("MDM2", 7.2, 0.8),
        ("BBC3", 5.1, 0.6),
        ("SESN1", 3.4, 0.5),
        ("RB1", 1.0, 0.2),
    )
    for i, (name, value, error) in enumerate(bars):
        x, y = left + 40 + 64 * i, bottom - value * 48
        for dx, height, fill in ((-13, 48, "#ffffff"), (11, value * 48, "#5b7fb5")):
            s.shape(
                (x + dx - 11, bottom - height, x + dx + 11, bottom),
                "box",
                fill,
                "#000000",
                radius=0,
                width=1.5,
            )
        s.stroke([(x + 11, y - error * 48), (x + 11, y + error * 48)], width=1.5)
        for end in (-1, 1):
            s.stroke([(x + 5, y + end * error * 48), (x + 17, y + end * error * 48)], width=1.5)
        if value > 2:
            s.text(x + 11, y - error * 48 - 10, "*", 22, entity=False)
        s.text(x - 2, bottom + 48, name, 16, angle=-60, italic=True)
    for y, fill, name in ((116, "#ffffff", "control"), (144, "#5b7fb5", "24 h")):
        s.shape((310, y - 9, 328, y + 9), "box", fill, "#000000", radius=0, width=1.5)
        s.text(338, y, name, 16, anchor="l", entity=False)


def box(s: Sheet, name: str, x: float, y: float, w: float = 96, fill: str = GREEN) -> Node:
    return s.node(name, x, y, "box", fill, "#000000", size=16, w=w, h=34, radius=0, width=1.5)


def rounded(s: Sheet, name: str, x: float, y: float, w: float = 0) -> Node:
    return s.node(name, x, y, "pill", "#ffffff", "#000000", size=16, w=w, h=40, pad=14, width=1.5)


def _map(s: Sheet) -> None:
    s.shape((480, 64, 1384, 838), "box", "#ffffff", "#777777", radius=0, width=1.5)
    s.text(640, 92, "p53 SIGNALING PATHWAY", 18, bold=True, entity=False)
    damage = rounded(s, "DNA damage", 566, 250)
    drug = s.node("doxorubicin", 566, 170, "", size=16)
    s.link(drug, damage)
    atm, chk2 = box(s, "ATM", 560, 340, 78), box(s, "CHK2", 560, 420, 78)
    atr, chk1 = box(s, "ATR", 660, 340, 78), box(s, "CHK1", 660, 420, 78)
    s.link(damage, atm, start=(560, 272), end=(560, 320))
    s.link(damage, atr, start=(594, 272), end=(648, 320))
    s.link(atm, chk2)
    s.link(atr, chk1)
    p53 = s.node("p53", 770, 500, "box", "#ffcccc", "#000000", size=19, w=92, h=44, radius=0, bold=True, width=2)
    s.link(chk2, p53, start=(560, 440), via=((560, 500),), end=(720, 500))
    s.link(chk1, p53, start=(660, 440), via=((660, 488),), end=(720, 488))
    mdm2, mdmx = box(s, "MDM2", 710, 690), box(s, "MDMX", 850, 690)
    s.link(mdm2, p53, "-", start=(716, 670), end=(756, 526), colour=RED)
    s.link(p53, mdm2, start=(740, 526), end=(698, 668))
    s.link(mdmx, p53, "-", colour=RED, start=(840, 670), end=(790, 526))
    arf, nutlin = box(s, "p14ARF", 560, 690), s.node("nutlin-3", 710, 786, "", size=16)
    s.link(arf, mdm2, "-", colour=RED)
    s.link(nutlin, mdm2, "-", colour=RED)
    trunk = 866
    s.stroke([(820, 500), (trunk, 500)], width=1.8)
    s.stroke([(trunk, 130), (trunk, 605)], width=1.8)

    def target(name: str, y: float, x: float = 950) -> Node:
        node = box(s, name, x, y)
        s.link(p53, node, start=(820, 500), via=((trunk, 500), (trunk, y)), end=(x - 52, y), gap=4)
        return node

    p21, sfn, gadd = target("p21", 130), target("14-3-3σ", 220), target("GADD45", 270)
    cyc_d, cyc_e = box(s, "Cyclin D", 1090, 98), box(s, "Cyclin E", 1090, 178)
    cdk4, cdk2 = box(s, "CDK4/6", 1090, 132), box(s, "CDK2", 1090, 212)
    s.link(p21, [cyc_d, cdk4], "-", colour=RED, start=(1000, 122), end=(1038, 116))
    s.link(
        p21,
        [cyc_e, cdk2],
        "-",
        colour=RED,
        start=(1000, 136),
        via=((1018, 136), (1018, 195)),
        end=(1038, 195),
    )
    rb, e2f = box(s, "Rb", 1206, 126, 64), box(s, "E2F", 1206, 190, 64)
    s.link([cyc_d, cdk4], rb, "-", colour=RED, start=(1142, 126), end=(1170, 126))
    s.link(rb, e2f, "-", colour=RED)
    g1 = rounded(s, "G1 arrest", 1314, 158)
    s.link(rb, g1, start=(1242, 132), end=(1264, 142))
    cyc_b, cdc2 = box(s, "Cyclin B", 1090, 262), box(s, "CDC2", 1090, 294)
    s.link(sfn, [cyc_b, cdc2], "-", colour=RED, start=(1000, 224), end=(1040, 258))
    s.link(gadd, [cyc_b, cdc2], "-", colour=RED, start=(1000, 274), end=(1038, 278))
    g2 = rounded(s, "G2 arrest", 1314, 278)
    s.link([cyc_b, cdc2], g2, "-", colour=RED, start=(1142, 278), end=(1258, 278))
    puma, noxa = target("PUMA", 350), target("NOXA", 400)
    bax, casp9, casp3 = (
        box(s, "BAX", 1078, 374, 72),
        box(s, "CASP9", 1188, 374, 76),
        box(s, "CASP3", 1188, 446, 76),
    )
    s.link(puma, bax, start=(1000, 352), end=(1038, 366))
    s.link(noxa, bax, start=(1000, 398), end=(1038, 382))
    s.link(bax, casp9)
    s.link(casp9, casp3)
    apoptosis = rounded(s, "Apoptosis", 1314, 446)
    s.link(casp3, apoptosis, gap=3)
    tsp1, pai1 = target("TSP1", 470), target("PAI-1", 515)
    vessels = rounded(s, "Angiogenesis", 1200, 506)
    s.link(tsp1, vessels, "-", colour=RED, start=(1000, 472), end=(1124, 500))
    old = rounded(s, "Senescence", 1200, 562)
    s.link(pai1, old, start=(1000, 518), end=(1130, 556))
    sesn1 = target("SESN1", 560)
    target("TIGAR", 605)
    repair = rounded(s, "DNA repair", 1200, 626)
    s.link(sesn1, repair, start=(1000, 566), end=(1134, 618))
    s.stroke([(1196, 744), (1232, 744)], "+")
    s.text(1244, 744, "activation", 16, entity=False, anchor="l")
    s.stroke([(1196, 772), (1230, 772)], "-", colour=RED)
    s.text(1244, 772, "inhibition", 16, entity=False, anchor="l")
