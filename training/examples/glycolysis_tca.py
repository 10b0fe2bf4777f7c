"""Draw glycolysis and the TCA cycle: metabolites as plain text, enzymes in boxes beside the reaction arrows."""

from __future__ import annotations

import math

from kit import Node, Point, Sheet, curve
from names import GLYCOLYSIS
from scenery import channel, membrane

ENZYME, COFACTOR, RED = "#1d5f8a", "#9a5b00", "#b5121b"


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(1300, 1040, GLYCOLYSIS, font="DejaVu Sans", ink="#1c1c1c", line=2.2)
    s.shape((0, 92, 1300, 1040), "box", "#fdfaf2", radius=0)
    membrane(s, [(0, 92), (1300, 92)], thick=30, head=5, fill="#d7c9a8", edge="#8c7b52", tail="#cbbd97")
    s.text(1180, 146, "Cytosol", 22, italic=True, colour="#7b6f55")
    pyruvate = _glycolysis(s)
    _mitochondrion(s, pyruvate)
    return s


def metabolite(s: Sheet, name: str, x: float, y: float, size: float = 19) -> Node:
    return s.node(name, x, y, "", size=size, bold=True)


def enzyme(s: Sheet, name: str, x: float, y: float) -> Node:
    return s.node(name, x, y, "box", "#e4f0f8", ENZYME, size=16, pad=6, radius=4, colour=ENZYME, width=1.3)


def reaction(s: Sheet, a: Node, b: Node, by: Node, path: list[Point]) -> None:
    s.link(a, b, start=path[0], end=path[-1], via=path[1:-1])
    s.state([by], [b], "+", [by.border(path[len(path) // 2]), path[len(path) // 2], path[-1]])


def cofactors(s: Sheet, gives: str, takes: str, x: float, y: float, side: int) -> None:
    """Draw a pair of co-factors whose curved arrow touches a downward reaction arrow at (x, y)."""
    reach = 62 * side
    a = s.text(x + reach + 6 * side, y - 22, gives, 15, anchor="l" if side > 0 else "r", colour=COFACTOR)
    b = s.text(x + reach + 6 * side, y + 22, takes, 15, anchor="l" if side > 0 else "r", colour=COFACTOR)
    near = x - reach / 3
    path = curve((x + reach, y - 22), (near, y - 22), (near, y + 22), (x + reach, y + 22))
    names = s.labels[-2]["text"], s.labels[-1]["text"]
    s.link(
        Node(names[0], a),
        Node(names[1], b),
        start=path[0],
        end=path[-1],
        via=path[1:-1],
        colour=COFACTOR,
        width=1.6,
    )


def _glycolysis(s: Sheet) -> Node:
    x = 300
    s.text(140, 520, "Glycolysis", 26, bold=True, angle=-90, colour="#7b6f55")
    outside = metabolite(s, "Glucose", x, 34)
    channel(s, x, 92, 62, "#8fb98f", "#39693d", wide=20, gap=12)
    s.node("GLUT1", x + 82, 52, "", size=16, colour="#39693d", bold=True)
    names = [
        "Glucose",
        "Glucose-6-P",
        "Fructose-6-P",
        "Fructose-1,6-BP",
        "GA3P",
        "1,3-BPG",
        "3-PG",
        "2-PG",
        "PEP",
        "Pyruvate",
    ]
    enzymes = ["HK2", "GPI", "PFKM", "ALDOA", "GAPDH", "PGK1", "PGAM1", "ENO1", "PKM2"]
    ys = [160 + 86 * i for i in range(len(names))]
    nodes = [metabolite(s, n, x, y) for n, y in zip(names, ys, strict=True)]
    s.link(outside, nodes[0], start=(x, 48), end=(x, 146), real=False)
    beside = {}
    for i, name in enumerate(enzymes):
        middle = (ys[i] + ys[i + 1]) / 2
        beside[name] = enzyme(s, name, x - 66, middle)
        reaction(s, nodes[i], nodes[i + 1], beside[name], [(x, ys[i] + 15), (x, middle), (x, ys[i + 1] - 15)])
        s.stroke(
            [(x - 66 + (beside[name].box[2] - beside[name].box[0]) / 2, middle), (x, middle)],
            width=1.4,
            colour=ENZYME,
        )
    for i, gives, takes in (
        (0, "ATP", "ADP"),
        (2, "ATP", "ADP"),
        (4, "NAD^{+}", "NADH"),
        (5, "ADP", "ATP"),
        (8, "ADP", "ATP"),
    ):
        cofactors(s, gives, takes, x, (ys[i] + ys[i + 1]) / 2, 1)
    dhap = metabolite(s, "DHAP", x + 198, ys[4])
    tpi = enzyme(s, "TPI1", x + 138, ys[4] + 28)
    s.link(dhap, nodes[4], start=(x + 162, ys[4]), end=(x + 36, ys[4]), both=True)
    s.state([tpi], [nodes[4]], "+", [(x + 138, ys[4] + 16), (x + 138, ys[4]), (x + 36, ys[4])])
    s.link(nodes[3], dhap, start=(x + 96, ys[3] + 12), end=(x + 184, ys[4] - 16))
    lactate = metabolite(s, "Lactate", 110, ys[9])
    ldha = enzyme(s, "LDHA", 205, ys[9] + 36)
    reaction(s, nodes[9], lactate, ldha, [(238, ys[9]), (205, ys[9]), (164, ys[9])])
    hif = s.node("HIF-1α", 120, 250, "ellipse", "#fbe3c4", COFACTOR, size=17, bold=True, w=104, h=46)
    s.link(hif, beside["HK2"], start=(152, 230), end=(205, 212), colour="#3b7d2f")
    s.link(hif, ldha, start=(66, 250), via=((32, 250), (32, ys[9] + 36)), end=(172, ys[9] + 36), colour="#3b7d2f")
    drug = s.node("2-DG", 100, 180, "", size=17, colour=RED, bold=True)
    s.link(drug, beside["HK2"], "-", start=(128, 186), end=(205, 201), colour=RED)
    return nodes[9]


def _mitochondrion(s: Sheet, pyruvate: Node) -> None:
    s.shape((570, 236, 1276, 1020), "box", "#f6dcc9", "#b3643a", radius=150, width=3)
    s.shape((586, 252, 1260, 1004), "box", "#fdf1e8", "#b3643a", radius=138, width=2)
    s.text(1140, 214, "Mitochondrion", 22, italic=True, colour="#a4562d")
    cx, cy, r = 925, 726, 208
    s.text(cx, cy, "TCA\ncycle", 28, bold=True, colour="#a4562d")
    cycle = [
        ("Citrate", -60, "ACO2"), ("Isocitrate", -18, "IDH3"), ("α-Ketoglutarate", 28, "OGDH"),
        ("Succinyl-CoA", 80, "SUCLG1"), ("Succinate", 120, "SDHA-D"), ("Fumarate", 162, "FH"), ("Malate", 198, "MDH2"),
        ("Oxaloacetate", 241, "CS"),
    ]  # fmt: skip
    nodes = [
        metabolite(s, n, cx + r * 1.06 * math.cos(math.radians(t)), cy + r * math.sin(math.radians(t)), 18)
        for n, t, _ in cycle
    ]
    for i, (_, t, name) in enumerate(cycle):
        u = cycle[(i + 1) % 8][1] + (360 if i == 7 else 0)
        path = [
            (
                cx + r * math.cos(math.radians(t + (u - t) * k / 12)),
                cy + r * math.sin(math.radians(t + (u - t) * k / 12)),
            )
            for k in range(13)
        ]
        clear = [p for p in path if not _inside(p, nodes[i].box, 7) and not _inside(p, nodes[(i + 1) % 8].box, 7)]
        m = math.radians((t + u) / 2)
        near = enzyme(s, name, cx + (r - 90) * math.cos(m), cy + (r - 62) * math.sin(m))
        reaction(s, nodes[i], nodes[(i + 1) % 8], near, clear)
    for k, gives, takes in (
        (1, "NAD^{+}", "NADH"),
        (2, "NAD^{+}", "NADH"),
        (6, "NAD^{+}", "NADH"),
        (4, "FAD", "FADH_{2}"),
    ):
        t, u = cycle[k][1], cycle[k + 1][1]
        _outer(s, cx, cy, r, (t + u) / 2, gives, takes)
    acetyl = metabolite(s, "Acetyl-CoA", 1000, 410)
    s.link(acetyl, nodes[0], start=(1010, 424), via=((1020, 460), (1026, 490)), end=(1029, 528), smooth=True)
    channel(s, 578, 410, 54, "#e6b86a", "#8c5d12", wide=17, gap=10, angle=90)
    s.node("MPC1/2", 500, 376, "", size=16, bold=True, colour="#8c5d12")
    inner = metabolite(s, "Pyruvate", 668, 410)
    s.link(pyruvate, inner, start=(354, 934), via=((550, 934), (550, 410)), end=(614, 410), real=False)
    pdh = s.node("PDH", 800, 366, "box", "#e4f0f8", ENZYME, size=16, pad=7, radius=4, colour=ENZYME, width=1.3)
    reaction(s, inner, acetyl, pdh, [(722, 410), (800, 410), (936, 410)])
    s.stroke([(800, 379), (800, 410)], width=1.4, colour=ENZYME)
    co2 = s.node("CO_{2}", 884, 462, "", size=15, colour=COFACTOR)
    s.link(
        inner,
        co2,
        start=(800, 410),
        via=((830, 412), (852, 430)),
        end=(868, 450),
        smooth=True,
        colour=COFACTOR,
        width=1.6,
    )
    kinase = s.node("PDK1", 800, 302, "box", "#f9dede", RED, size=16, pad=7, radius=4, colour=RED, width=1.3)
    s.link(kinase, pdh, "-", colour=RED)
    dca = s.node("DCA", 930, 302, "", size=17, bold=True, colour=RED)
    s.link(dca, kinase, "-", colour=RED, gap=8)


def _outer(s: Sheet, cx: float, cy: float, r: float, angle: float, gives: str, takes: str) -> None:
    """Draw co-factors outside the ring, their arrow touching it at an angle."""
    ends = []
    for turn, name in ((-10, gives), (7, takes)):
        t = math.radians(angle + turn)
        x, y = cx + (r + 78) * math.cos(t), cy + (r + 62) * math.sin(t)
        ends.append(s.node(name, x, y, "", size=15, colour=COFACTOR))
    t = math.radians(angle)
    touch = cx + (r - 14) * math.cos(t), cy + (r - 14) * math.sin(t)
    a, b = (n.border(touch, 5) for n in ends)
    path = curve(a, touch, touch, b)
    s.link(ends[0], ends[1], start=path[0], end=path[-1], via=path[1:-1], colour=COFACTOR, width=1.6)


def _inside(p: Point, box: tuple[float, float, float, float], margin: float) -> bool:
    return box[0] - margin < p[0] < box[2] + margin and box[1] - margin < p[1] < box[3] + margin
