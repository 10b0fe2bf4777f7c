"""Draw the EGFR cascade with its drugs: flat coloured boxes, T-bars, a bilayer and a nucleus."""

from __future__ import annotations

from kit import Sheet
from names import EGFR
from scenery import dna, membrane, nucleus, phosphate, promoter, receptor

RED, DARK, DRUG = "#c0262d", "#2b2f36", "#fff4d6"


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(1200, 1000, EGFR, ink=DARK, line=2.6)
    s.shape((0, 168, 1200, 1000), "box", "#f3f7fb", radius=0)
    membrane(s, [(0, 168), (1200, 168)], thick=36, fill="#9fc3e6", edge="#3f6d9b", tail="#8fb0cf")
    nucleus(s, (150, 800, 1050, 1180), "#e9e3f3", "#7a68a6", pores=(212, 250, 290, 328))
    s.text(24, 26, "Extracellular space", 21, italic=True, anchor="l", colour="#5a6675")
    s.text(24, 222, "Cytoplasm", 21, italic=True, anchor="l", colour="#5a6675")
    s.text(940, 958, "Nucleus", 21, italic=True, colour="#5b4a8a")

    # receptor
    for side in (-1, 1):
        receptor(s, 545 + side * 15, 84, 258, "#e0876a", "#8d3f25", wide=22, cup=side * 24)
    s.node("EGF", 545, 46, "ellipse", "#f4b942", "#9a6a00", bold=True, size=20, w=84, h=44)
    egfr = s.node("EGFR", 470, 122, "", bold=True, size=22)
    s.stroke([(545, 70), (545, 84)], "+", width=2.4)
    s.relations.append(
        {
            "source": ["EGF"],
            "target": ["EGFR"],
            "sign": "+",
            "head": "pointed",
            "line": "solid",
            "path": [[545, 70], [545, 84]],
        }
    )
    for x in (520, 570):
        phosphate(s, x, 236)
    left = {"fill": "#7fb8e6", "edge": "#2c6596", "bold": True, "size": 21, "w": 128, "h": 44}
    right = {"fill": "#8fcf9c", "edge": "#2f7a41", "bold": True, "size": 21, "w": 128, "h": 44}
    grb2 = s.node("GRB2", 395, 290, "ellipse", "#bcdcf5", "#2c6596", bold=True, size=19, w=104, h=48)
    sos = s.node("SOS1", 300, 290, "ellipse", "#bcdcf5", "#2c6596", bold=True, size=19, w=104, h=48)
    s.link(egfr, grb2, start=(534, 262), end=(448, 284))
    ras = s.node("RAS", 300, 390, "box", **left)
    raf = s.node("RAF", 300, 490, "box", **left)
    mek = s.node("MEK1/2", 300, 590, "box", **left)
    erk = s.node("ERK1/2", 300, 700, "box", **left)
    s.link([sos, grb2], ras)
    for a, b in ((ras, raf), (raf, mek), (mek, erk)):
        s.link(a, b)
    phosphate(s, 362, 570)
    phosphate(s, 362, 680)
    nf1 = s.node("NF1", 120, 390, "octagon", "#f3c1c1", "#a33b3b", bold=True, size=19, w=92, h=44)
    dusp6 = s.node("DUSP6", 110, 700, "octagon", "#f3c1c1", "#a33b3b", bold=True, size=19, w=104, h=44)
    spry2 = s.node("SPRY2", 120, 490, "octagon", "#f3c1c1", "#a33b3b", bold=True, size=19, w=104, h=44)
    s.link(nf1, ras, "-", colour=RED)
    s.link(dusp6, erk, "-", colour=RED)
    s.link(spry2, raf, "-", colour=RED)

    # PI3K arm
    pi3k = s.node("PI3K", 700, 290, "box", **right)
    s.link(egfr, pi3k, start=(560, 262), end=(632, 284))
    s.link(ras, pi3k, start=(367, 378), end=(644, 316))
    pip2 = s.node("PIP_{2}", 800, 222, "ellipse", "#ffffff", "#2f7a41", size=19, w=82, h=40)
    pip3 = s.node("PIP_{3}", 985, 222, "ellipse", "#ffffff", "#2f7a41", size=19, w=82, h=40)
    s.link(pip2, pip3, start=(845, 214), end=(940, 214))
    s.link(pip3, pip2, start=(940, 231), end=(845, 231))
    s.stroke([(768, 286), (880, 286), (880, 240)], "+", colour=DARK)
    s.state([pi3k], [pip3], "+", [(768, 286), (880, 286), (880, 240)])
    pten = s.node("PTEN", 1100, 300, "octagon", "#f3c1c1", "#a33b3b", bold=True, size=19, w=100, h=44)
    s.link(pten, pip3, "-", colour=RED, start=(1082, 278), end=(1020, 244))
    pdk1 = s.node("PDK1", 870, 350, "ellipse", "#d2eed8", "#2f7a41", bold=True, size=19, w=96, h=46)
    akt = s.node("AKT", 700, 430, "box", **right)
    phosphate(s, 762, 410)
    s.link(pip3, akt, start=(985, 244), via=((985, 430),), end=(770, 430))
    s.link(pdk1, akt, start=(842, 370), end=(772, 416))
    tsc = s.node("TSC1/TSC2", 700, 530, "octagon", "#f3c1c1", "#a33b3b", bold=True, size=19, w=150, h=46)
    rheb = s.node("RHEB", 700, 620, "box", **right)
    mtorc1 = s.node("mTORC1", 700, 715, "box", **right)
    s.link(akt, tsc, "-", colour=RED)
    s.link(tsc, rheb, "-", colour=RED)
    s.link(rheb, mtorc1)
    s.link(erk, tsc, "-", colour=RED, start=(366, 690), via=((460, 690), (460, 530)), end=(618, 530))
    s6k = s.node("p70S6K", 930, 660, "box", fill="#d2eed8", edge="#2f7a41", bold=True, size=19, w=116, h=40)
    ebp = s.node("4E-BP1", 930, 740, "box", fill="#d2eed8", edge="#2f7a41", bold=True, size=19, w=116, h=40)
    s.link(mtorc1, s6k, start=(768, 706), end=(868, 668))
    s.link(mtorc1, ebp, "-", colour=RED, start=(768, 724), end=(866, 738))
    synthesis = s.node("Protein\nsynthesis", 1110, 700, "", size=20, bold=True)
    s.link(s6k, synthesis, start=(992, 664), end=(1062, 690))
    s.link(ebp, synthesis, "-", colour=RED, start=(992, 738), end=(1058, 714))
    foxo = s.node("FOXO3", 870, 530, "box", fill="#d2eed8", edge="#2f7a41", bold=True, size=19, w=110, h=40)
    s.link(akt, foxo, "-", colour=RED, start=(768, 448), end=(838, 504))
    survival = s.node("Survival", 1085, 530, "", size=20, bold=True)
    s.link(foxo, survival, "-", colour=RED, gap=9)

    # nucleus
    elk1 = s.node("ELK1", 330, 880, "ellipse", "#d9d0ec", "#6a579b", bold=True, size=19, w=96, h=46)
    myc = s.node("MYC", 470, 880, "ellipse", "#d9d0ec", "#6a579b", bold=True, size=19, w=96, h=46)
    s.link(erk, elk1, start=(302, 726), end=(324, 852))
    s.link(erk, myc, start=(340, 726), end=(452, 854))
    dna(s, 330, 600, 948)
    promoter(s, 600, 936, 20, 46)
    s.text(690, 902, "FOS", 19, italic=True)
    s.text(690, 928, "CCND1", 19, italic=True)
    s.node("Proliferation", 850, 872, "", size=20, bold=True)
    s.stroke([(732, 908), (786, 884)], "+", width=2.6)
    s.relations.append(
        {"source": ["FOS", "CCND1"], "target": ["Proliferation"], "sign": "+", "head": "pointed", "line": "solid",
         "path": [[732, 908], [786, 884]]}
    )  # fmt: skip

    # drugs
    pill = {"fill": DRUG, "edge": "#c48a00", "size": 18, "colour": "#7a4b00", "italic": True, "h": 34}
    for label, x, y, target, end in (
        ("gefitinib", 255, 236, egfr, (518, 216)), ("trametinib", 120, 590, mek, None), ("alpelisib", 652, 226, pi3k, (690, 264)),
        ("MK-2206", 565, 430, akt, None), ("everolimus", 540, 715, mtorc1, None),
    ):  # fmt: skip
        drug = s.node(label, x, y, "pill", pad=14, **pill)
        s.link(drug, target, "-", colour=RED, end=end)
    return s
