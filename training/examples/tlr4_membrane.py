"""Draw TLR4 signalling from plasma membrane and endosome to the nucleus: shaded shapes on a warm ground."""

from __future__ import annotations

from kit import Sheet, curve
from names import TLR4
from scenery import dna, dots, membrane, nucleus, phosphate, promoter, receptor, ring

RED, GREEN, NAVY = "#c4161c", "#217a3c", "#22335c"


def draw() -> Sheet:
    """Draw the figure."""
    s = Sheet(1200, 1120, TLR4, paper="#fdf3dc", ink="#222222", gloss=True, line=2.8)
    arc = curve((-20, 210), (300, 120), (900, 120), (1220, 210), 80)
    s.shape((0, 0, 1200, 1120), "box", "#f9e6b8", radius=0)
    s.ctx.move_to(0, 0)
    for p in [*arc, (1220, -10), (-20, -10)]:
        s.ctx.line_to(*p)
    s.ctx.set_source_rgb(1.0, 0.985, 0.94)
    s.ctx.fill()
    membrane(s, arc, thick=40, head=6.5, fill="#b48ac9", edge="#5c3478", tail="#c7a8d6")
    s.text(190, 112, "Plasma membrane", 21, italic=True, colour="#5c3478", angle=-10)
    s.text(80, 330, "Cytoplasm", 24, italic=True, colour="#8a6a1f")
    nucleus(s, (70, 880, 1130, 1330), "#f1c98b", "#a7661b", pores=(205, 236, 270, 304, 335), width=4)
    s.text(960, 1086, "Nucleus", 24, italic=True, colour="#7b4610")

    for side in (-1, 1):
        receptor(s, 470 + side * 16, 84, 236, "#4f86c6", "#1f4674", wide=24, cup=side * 27)
    tlr4 = s.node("TLR4", 388, 104, "", size=22, bold=True)
    md2 = s.node("MD-2", 600, 84, "ellipse", "#8ed0c6", "#2d7a6f", size=17, w=84, h=42, bold=True)
    cd14 = s.node("CD14", 744, 112, "ellipse", "#8ed0c6", "#2d7a6f", size=18, w=92, h=46, bold=True)
    lbp = s.node("LBP", 860, 62, "ellipse", "#8ed0c6", "#2d7a6f", size=18, w=80, h=44, bold=True)
    lps = s.node("LPS", 980, 56, "hexagon", "#f0a03c", "#91580b", size=20, w=96, h=46, bold=True)
    dots(s, [(1050, 32), (1068, 58), (1048, 84)], 8, "#f0a03c", "#91580b")
    s.link(lps, lbp)
    s.link(lbp, cd14)
    s.link(cd14, md2)
    s.link(md2, tlr4, end=(526, 80))

    protein = {"size": 19, "bold": True, "h": 50}

    def oval(name: str, x: float, y: float, fill: str, w: float = 104) -> object:
        return s.node(name, x, y, "ellipse", fill, "#4a4a4a", w=w, **protein)

    tirap = oval("TIRAP", 420, 270, "#f2c14e")
    myd88 = oval("MyD88", 520, 292, "#f08a5d", 112)
    irak4 = oval("IRAK4", 340, 370, "#7fb069")
    irak1 = oval("IRAK1", 436, 398, "#a3c77b")
    traf6 = oval("TRAF6", 340, 480, "#68a6d8")
    a20 = s.node("A20", 150, 480, "octagon", "#e98b8b", "#8b1c1c", size=19, bold=True, w=84, h=46)
    drug = s.node("TAK-242", 240, 286, "pill", "#fff1f1", RED, size=18, bold=True, colour=RED, pad=14, h=38)
    s.link(drug, tlr4, "-", colour=RED, start=(300, 276), end=(438, 222))
    s.link(tlr4, [tirap, myd88], start=(470, 240), end=(470, 262), width=2.4)
    s.link([myd88, tirap], [irak4, irak1], start=(470, 318), end=(410, 362))
    s.link([irak1, irak4], traf6, start=(384, 420), end=(360, 454))
    s.link(a20, traf6, "-", colour=RED)
    tak1 = oval("TAK1", 310, 580, "#c79be0")
    tab2 = oval("TAB2", 402, 596, "#d9bdec", 98)
    s.link(traf6, [tak1, tab2], end=(338, 554))
    ikka = oval("IKKα", 470, 690, "#ef9a9a", 98)
    ikkb = oval("IKKβ", 558, 690, "#e57373", 98)
    nemo = oval("NEMO", 514, 730, "#f5b7b1", 98)
    s.link([tak1, tab2], [ikka, ikkb, nemo], start=(420, 622), end=(462, 664))
    ikb = oval("IκBα", 712, 640, "#f7dc6f", 98)
    p50 = oval("p50", 680, 684, "#85c1e9", 84)
    p65 = oval("p65", 754, 684, "#5dade2", 84)
    phosphate(s, 762, 620)
    s.link([ikka, ikkb, nemo], ikb, start=(612, 690), end=(662, 656))
    proteasome = s.node("Proteasome", 800, 540, "box", "#c8c8c8", "#555555", size=18, w=128, h=44, bold=True)
    s.link(ikb, proteasome, start=(740, 614), end=(776, 566), dash=(7, 5))
    mkk36 = oval("MKK3/6", 106, 660, "#b7d99c", 112)
    mkk47 = oval("MKK4/7", 262, 680, "#b7d99c", 112)
    s.link([tak1, tab2], mkk36, start=(262, 594), end=(150, 638))
    s.link([tak1, tab2], mkk47, start=(300, 606), end=(276, 650))
    p38 = oval("p38", 106, 774, "#8fc06a", 92)
    jnk = oval("JNK", 262, 790, "#8fc06a", 92)
    s.link(mkk36, p38)
    s.link(mkk47, jnk)

    # endosome
    s.shape((806, 262, 1076, 430), "ellipse", "#fff7e6")
    membrane(s, ring((806, 262, 1076, 430)), thick=20, head=4.2, fill="#b48ac9", edge="#5c3478", tail="#c7a8d6")
    s.text(940, 322, "Endosome", 21, italic=True, colour="#5c3478")
    dots(s, [(900, 370), (944, 384), (984, 362)], 7, "#f0a03c", "#91580b")
    s.link(tlr4, s.node("TRAM", 850, 462, "ellipse", "#f2c14e", "#4a4a4a", w=98, **protein), start=(506, 196),
           via=((640, 240), (720, 330)), end=(812, 436), smooth=True, dash=(9, 6))  # fmt: skip
    trif = oval("TRIF", 934, 482, "#f08a5d", 92)
    traf3 = oval("TRAF3", 1050, 560, "#68a6d8")
    s.link(trif, traf3, end=(1008, 540))
    tbk1 = oval("TBK1", 986, 660, "#c79be0", 96)
    ikke = oval("IKKε", 1072, 676, "#d9bdec", 92)
    s.link(traf3, [tbk1, ikke], end=(1032, 634))
    irf3 = oval("IRF3", 1030, 780, "#76d7c4", 92)
    phosphate(s, 1076, 762)
    s.link([tbk1, ikke], irf3, start=(1030, 704), end=(1030, 752))

    # nucleus
    ap1 = s.node("AP-1", 340, 1002, "ellipse", "#8fc06a", "#4a4a4a", w=96, **protein)
    s.link(p38, ap1, start=(130, 800), end=(300, 978))
    s.link(jnk, ap1)
    dna(s, 240, 440, 1030, amp=14)
    dna(s, 540, 716, 1030, amp=14)
    dna(s, 806, 950, 1030, amp=14)
    small = {"edge": "#4a4a4a", "size": 17, "bold": True, "h": 42}
    bound = s.node("p50", 596, 1002, "ellipse", "#85c1e9", w=76, **small)
    s.node("p65", 664, 1002, "ellipse", "#5dade2", w=76, **small)
    s.link([p50, p65], bound, start=(712, 714), end=(646, 974), real=False)
    bound = s.node("IRF3", 884, 1002, "ellipse", "#76d7c4", w=92, **small)
    s.link(irf3, bound, start=(1014, 808), end=(902, 976), real=False)
    promoter(s, 440, 1016, 20, 36)
    genes = [s.node(n, 508, y, "", size=17, italic=True) for n, y in (("TNF-α", 966), ("IL-6", 990), ("IL-1β", 1014))]
    promoter(s, 716, 1016, 20, 28)
    more = [s.node(n, 786, y, "", size=17, italic=True) for n, y in (("CXCL10", 966), ("A20", 990))]
    promoter(s, 950, 1016, 20, 30)
    ifn = s.node("IFN-β", 1012, 996, "", size=17, italic=True)
    s.state([ap1], genes, "+", [(440, 1016), (440, 996), (476, 996)])
    s.state([p50, p65], more, "+", [(716, 1016), (716, 996), (744, 996)])
    s.state([irf3], [ifn], "+", [(950, 1016), (950, 996), (980, 996)])
    s.node("Inflammation", 450, 1090, "pill", "#f6d7d2", "#a33b3b", size=20, bold=True, pad=16, h=42)
    inflammation = s.labels[-1]["text"]
    s.stroke([(508, 1030), (474, 1066)], "+")
    s.relations.append({"source": [n.label for n in genes], "target": [inflammation], "sign": "+", "head": "pointed",
                        "line": "solid", "path": [[508, 1030], [474, 1066]]})  # fmt: skip
    return s
