"""Draw calcium and insulin signalling about the contact of ER and mitochondrion: shaded, crowded, many colours."""

from __future__ import annotations

from kit import Node, Sheet
from names import MAM
from scenery import channel, dna, dots, membrane, mitochondrion, nucleus, phosphate, promoter, receptor, ring

RED, BLUE, CALCIUM = "#c4161c", "#1f5fa8", "#c2185b"


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(1300, 1040, MAM, paper="#eef6fb", ink="#20262e", gloss=True, line=2.6)
    s.shape((0, 118, 1300, 1040), "box", "#d8ebf5", radius=0)
    membrane(s, [(0, 118), (1300, 118)], thick=38, head=6, fill="#f3c56b", edge="#94661a", tail="#dcb877")
    s.text(1140, 30, "Extracellular", 20, italic=True, colour="#5b6b7b")
    s.text(64, 600, "Cytosol", 22, italic=True, colour="#3d6a86")
    _organelles(s)
    akt = _insulin(s)
    calcium = s.node("Ca^{2+}", 620, 330, "", size=24, bold=True, colour=CALCIUM)
    dots(s, [(576, 310), (664, 312), (586, 352), (658, 350)], 6, "#f48fb1", "#ad1457")
    _glucose(s, akt, calcium)
    ip3 = _gpcr(s)
    _contact(s, calcium, ip3)
    _nucleus(s, calcium)
    return s


def protein(s: Sheet, name: str, x: float, y: float, fill: str, w: float = 100, h: float = 48) -> Node:
    return s.node(name, x, y, "ellipse", fill, "#44505c", size=19, bold=True, w=w, h=h)


def _organelles(s: Sheet) -> None:
    s.shape((664, 420, 1270, 600), "box", "#a9d8c8", "#2f7d68", radius=80, width=4)
    s.shape((678, 434, 1256, 586), "box", "#d9f0e7", "#2f7d68", radius=68, width=2)
    s.text(1200, 470, "ER", 26, bold=True, colour="#1f5f4d")
    mitochondrion(s, (560, 752, 1262, 1012), "#e8a98a", "#fbe2d3", "#96482a", folds=7, depth=0.3)
    s.text(1160, 730, "Mitochondrion", 21, italic=True, colour="#96482a")
    s.shape((770, 604, 1000, 768), "box", "", "#7a5c9e", dash=(8, 6), width=2.2, radius=14)
    s.text(1026, 640, "MAM", 22, bold=True, anchor="l", colour="#6a4a92")
    nucleus(s, (-90, 700, 500, 1250), "#cdbfe6", "#65499a", pores=(250, 285, 318), width=3.6)
    s.text(24, 960, "Nucleus", 22, italic=True, colour="#4d3583", anchor="l")


def _insulin(s: Sheet) -> Node:
    insulin = s.node("Insulin", 150, 30, "pill", "#ffb74d", "#a65f00", size=20, bold=True, pad=16, h=40)
    for side in (-1, 1):
        receptor(s, 150 + side * 15, 70, 186, "#7e9bd6", "#2c4a8a", wide=22, cup=side * 24)
    insr = s.node("Insulin\nreceptor", 62, 74, "", size=19, bold=True)
    s.link(insulin, insr, start=(126, 54), end=(100, 66))
    irs = protein(s, "IRS", 190, 226, "#ffe08a", 86)
    phosphate(s, 232, 208)
    s.link(insr, irs, start=(150, 190), end=(166, 204))
    pi3k = protein(s, "PI3K", 330, 250, "#a5d6a7")
    akt = protein(s, "AKT", 330, 350, "#81c784")
    phosphate(s, 376, 330)
    s.link(irs, pi3k)
    s.link(pi3k, akt)
    return akt


def _glucose(s: Sheet, akt: Node, calcium: Node) -> None:
    channel(s, 430, 118, 70, "#80cbc4", "#1d6b63", wide=20, gap=12)
    glut4 = s.node("GLUT4", 492, 62, "", size=20, bold=True, colour="#125048")
    glucose = s.node("Glucose", 360, 46, "", size=20, bold=True, colour="#8a4b00")
    dots(s, [(412, 26), (424, 46), (444, 30)], 7, "#ffcc80", "#a65f00")
    s.link(glucose, glut4, start=(430, 62), end=(430, 176), real=False, colour="#8a4b00")
    s.node("Glucose", 430, 196, "", size=20, bold=True, colour="#8a4b00")
    membrane(s, ring((416, 390, 512, 470)), thick=13, head=3.4, fill="#f3c56b", edge="#94661a", tail="#dcb877")
    gsv = s.node("GSV", 464, 430, "", size=19, bold=True)
    s.link(akt, gsv, start=(372, 372), end=(414, 402))
    s.link(
        gsv,
        glut4,
        start=(480, 388),
        via=((520, 300), (530, 200)),
        end=(502, 78),
        smooth=True,
        dash=(8, 5),
        colour=BLUE,
    )
    channel(s, 640, 118, 72, "#ef9a9a", "#9c2f2f", wide=20, gap=12)
    trpc = s.node("TRPC", 640, 62, "", size=20, bold=True, colour="#7f1d1d")
    outside = s.node("Ca^{2+}", 560, 32, "", size=20, bold=True, colour=CALCIUM)
    s.link(outside, trpc, start=(588, 40), end=(612, 54), colour=CALCIUM)
    s.link(trpc, calcium, start=(640, 158), end=(628, 310), colour=CALCIUM)
    s.link(akt, trpc, start=(366, 332), via=((470, 250), (560, 240)), end=(618, 162), smooth=True, colour=BLUE)
    s.link(calcium, gsv, start=(592, 346), end=(512, 402), colour=CALCIUM)


def _gpcr(s: Sheet) -> Node:
    for i in range(5):
        x = 846 + 17 * i
        s.shape((x, 84, x + 15, 156), "box", "#b39ddb", "#4b3a86", radius=7, width=1.6)
    gpcr = s.node("GPCR", 888, 62, "", size=20, bold=True, colour="#3b2a75")
    glucagon = s.node("Glucagon", 800, 24, "pill", "#ffb74d", "#a65f00", size=18, bold=True, pad=14, h=36)
    s.link(glucagon, gpcr, start=(846, 36), end=(864, 50), gap=2)
    gq = protein(s, "Gq", 888, 196, "#d1c4e9", 76, 44)
    s.link(gpcr, gq, start=(888, 158), end=(888, 172), gap=1)
    plc = protein(s, "PLCβ", 1010, 216, "#c5cae9", 100)
    s.link(gq, plc)
    pip2 = s.node("PIP_{2}", 1090, 156, "ellipse", "#fff3c4", "#94661a", size=18, bold=True, w=78, h=40)
    ip3 = s.node("IP_{3}", 1050, 326, "ellipse", "#fff3c4", "#94661a", size=19, bold=True, w=72, h=42)
    dag = s.node("DAG", 1214, 206, "ellipse", "#fff3c4", "#94661a", size=19, bold=True, w=80, h=42)
    s.link(pip2, dag, start=(1131, 162), end=(1180, 186))
    s.link(pip2, ip3, start=(1092, 180), end=(1064, 302))
    s.state([plc], [ip3], "+", [(1060, 222), (1083, 236), (1064, 302)])
    s.stroke([(1062, 222), (1081, 230)], width=2.6)
    return ip3


def _contact(s: Sheet, calcium: Node, ip3: Node) -> None:
    channel(s, 886, 600, 62, "#9fa8da", "#303f8f", wide=22, gap=13)
    s.shape((862, 640, 910, 706), "box", "#ffcc80", "#a65f00", radius=16, width=1.8)
    channel(s, 886, 744, 58, "#a5d6a7", "#2e6b33", wide=22, gap=13)
    ip3r = s.node("IP_{3}R", 826, 624, "", size=20, bold=True, colour="#283593")
    grp75 = s.node("GRP75", 818, 674, "", size=20, bold=True, colour="#7a4300")
    vdac = s.node("VDAC", 824, 728, "", size=20, bold=True, colour="#1f5a26")
    channel(s, 886, 796, 40, "#ce93d8", "#6a1b7a", wide=17, gap=11)
    mcu = s.node("MCU", 942, 800, "", size=20, bold=True, colour="#6a1b7a")
    s.link(ip3r, grp75, "?", gap=4, width=1.8)
    s.link(grp75, vdac, "?", gap=4, width=1.8)
    s.link(ip3, ip3r, start=(1040, 349), via=((1010, 430), (950, 540)), end=(914, 590), smooth=True)
    mfn2 = s.node("Mfn2", 952, 672, "box", "#d7ccc8", "#5d4037", size=18, bold=True, w=76, h=40, radius=12)
    s.link(mfn2, grp75, "?", start=(914, 672), end=(910, 672), real=False)
    stored = s.node("Ca^{2+}", 1010, 520, "", size=23, bold=True, colour=CALCIUM)
    dots(
        s,
        [(960, 500), (1060, 500), (968, 544), (1052, 544), (1100, 524), (924, 520)],
        6,
        "#f48fb1",
        "#ad1457",
    )
    s.link(stored, ip3r, start=(930, 536), end=(886, 566), real=False, colour=CALCIUM, gap=2)
    matrix = s.node("Ca^{2+}", 886, 858, "", size=21, bold=True, colour=CALCIUM)
    s.link(vdac, mcu, start=(886, 700), end=(886, 842), colour=CALCIUM, width=3.2)
    s.relations[-1]["path"] = [[886.0, 744.0], [886.0, 796.0]]
    s.state([mcu], [matrix], "+", [(886, 796), (886, 842)])
    tca = protein(s, "TCA", 720, 880, "#fff176", 92, 54)
    atp = s.node("ATP", 1100, 880, "hexagon", "#ffab91", "#a33b16", size=20, bold=True, w=92, h=46)
    s.link(matrix, tca, start=(856, 862), end=(772, 876), colour=CALCIUM)
    s.link(tca, atp, start=(752, 902), via=((840, 960), (980, 960)), end=(1064, 904), smooth=True)
    channel(s, 672, 512, 54, "#ffab91", "#a33b16", wide=20, gap=12, angle=90)
    ryr = s.node("RyR", 608, 556, "", size=20, bold=True, colour="#8a2c0d")
    s.link(stored, ryr, start=(976, 518), end=(704, 512), colour=CALCIUM, real=False)
    s.link(ryr, calcium, start=(640, 506), end=(622, 350), colour=CALCIUM)
    channel(s, 790, 424, 54, "#90caf9", "#1b4f8a", wide=20, gap=12)
    serca = s.node("SERCA", 850, 388, "", size=20, bold=True, colour="#123d70")
    s.link(calcium, serca, start=(654, 336), via=((780, 336),), end=(788, 392), colour=CALCIUM, smooth=True)
    s.link(
        serca,
        stored,
        start=(790, 452),
        via=((800, 480), (860, 500)),
        end=(912, 508),
        colour=CALCIUM,
        smooth=True,
        real=False,
    )


def _nucleus(s: Sheet, calcium: Node) -> None:
    calcineurin = protein(s, "Calcineurin", 420, 560, "#f8bbd0", 146, 52)
    s.link(calcium, calcineurin, start=(600, 352), end=(464, 530), colour=CALCIUM)
    crtc2 = protein(s, "CRTC2", 300, 640, "#b2dfdb", 108)
    s.link(calcineurin, crtc2)
    bound = protein(s, "CRTC2", 170, 818, "#b2dfdb", 108)
    s.link(crtc2, bound, start=(280, 668), end=(202, 792), real=False)
    creb = protein(s, "CREB", 84, 858, "#80deea", 96)
    phosphate(s, 42, 838)
    dna(s, 30, 210, 896, amp=13)
    promoter(s, 210, 884, 22, 34)
    pgc = s.node("PGC-1α", 306, 862, "box", "#fff59d", "#8f7a00", size=19, bold=True, w=112, h=42)
    s.link([bound, creb], pgc, start=(210, 884), via=((210, 862),), end=(246, 862))
    targets = [s.node(n, 390, y, "", size=18, italic=True) for n, y in (("PCK1", 944), ("G6PC", 968))]
    s.link(pgc, targets, end=(366, 930))
    gluconeogenesis = s.node("Gluconeogenesis", 236, 1010, "", size=19, bold=True, colour="#8a4b00")
    s.link(targets, gluconeogenesis, start=(360, 964), end=(306, 994))
