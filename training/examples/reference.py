"""Draw the figure of the page that the record's format is modelled on (PMC7719781, figure 2) in three styles.

    python training/examples/reference.py

Only the labels and what acts on what are the original's; drawing and layout are the project's own (CC0-1.0). The
pictures go beside the test that reads them: a shaded one, a small one (700 px wide, labels 9 px high, JPEG quality
75) and a grey one in a serif face. Needs what `draw.py` needs.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from kit import Node, Sheet
from PIL import Image

PICTURES = Path(__file__).resolve().parents[2] / "tests" / "recognise" / "pictures"


@dataclass(frozen=True)
class Style:
    """Hold what differs between the styles."""

    scale: float
    font: str
    paper: str
    fills: tuple[str, ...]
    ink: str = "#1c1c1c"
    gloss: bool = False
    shape: str = "ellipse"


STYLES = {
    "shaded.png": Style(1.0, "Liberation Sans", "#eef6fb", ("#ffd9a0", "#b7dcc0", "#c9c3ea", "#f6c1c7"), gloss=True),
    "small.jpg": Style(0.5, "DejaVu Sans", "#ffffff", ("#fff2b3", "#cfe8ff", "#ffd6d6", "#d9f0d3")),
    "serif.png": Style(0.9, "Liberation Serif", "#ffffff", ("#ffffff", "#f0f0f0", "#e2e2e2", "#ffffff"), shape="box"),
}

# label, x, y, shape ("" for bare text)
LABELS = (
    ("Insulin", 110, 40, "pill"), ("insulin receptor", 130, 150, ""), ("IRS", 130, 250, "o"),
    ("PI3K", 130, 350, "o"), ("AKT", 130, 450, "o"), ("Glucose", 400, 40, ""), ("GLUT4", 400, 150, "o"),
    ("TRPC", 660, 150, "o"), ("Ca^{2+}", 660, 40, ""), ("GPCR", 930, 40, "o"), ("G protein", 930, 150, "o"),
    ("PLC", 930, 250, "o"), ("PIP2", 1200, 150, "pill"), ("IP3", 1120, 330, "pill"), ("DAG", 1290, 330, "pill"),
    ("Ca^{2+}", 560, 330, ""), ("calcineurin", 400, 450, "o"), ("CRTC2", 300, 560, "o"), ("CREB", 130, 660, "o"),
    ("PGC1α", 130, 760, "o"), ("PEPCK", 300, 760, ""), ("G6Pase", 300, 810, ""), ("SERCA", 650, 450, "o"),
    ("RyR", 850, 450, "o"), ("IP3R", 1040, 450, "o"), ("ER", 1290, 480, ""), ("GRP75", 1040, 560, "o"),
    ("MAM", 1240, 560, ""), ("VDAC", 1040, 660, "o"), ("MCU", 1040, 760, "o"), ("mitochondria", 1240, 860, ""),
    ("Ca^{2+}", 870, 760, ""), ("TCA", 700, 820, "o"), ("ATP", 520, 820, "pill"),
)  # fmt: skip
ARROWS = (
    ("Insulin", "insulin receptor"), ("insulin receptor", "IRS"), ("IRS", "PI3K"), ("PI3K", "AKT"),
    ("Glucose", "GLUT4"), ("GPCR", "G protein"), ("G protein", "PLC"), ("PLC", "IP3"), ("PIP2", "IP3"),
    ("PIP2", "DAG"), ("IP3", "IP3R"), ("calcineurin", "CRTC2"), ("CRTC2", "CREB"), ("CREB", "PGC1α"),
    ("PGC1α", "PEPCK"), ("IP3R", "GRP75"), ("GRP75", "VDAC"), ("VDAC", "MCU"), ("TCA", "ATP"), ("AKT", "GLUT4"),
    ("AKT", "TRPC"),
)  # fmt: skip


def draw(style: Style) -> Sheet:
    """Draw the figure in a style."""
    k = style.scale
    s = Sheet(
        round(1400 * k), round(900 * k), {}, font=style.font, paper=style.paper, ink=style.ink,
        gloss=style.gloss, line=max(1.0, 2.2 * k),
    )  # fmt: skip
    s.shape((540 * k, 410 * k, 1370 * k, 500 * k), "box", style.fills[1], style.ink, radius=40 * k)
    s.shape((440 * k, 700 * k, 1370 * k, 890 * k), "box", style.fills[3], style.ink, radius=80 * k)
    s.shape((30 * k, 610 * k, 400 * k, 850 * k), "box", style.fills[2], style.ink, radius=100 * k)
    nodes: dict[str, Node] = {}
    for n, (label, x, y, kind) in enumerate(LABELS):
        shape = {"o": style.shape, "pill": "pill"}.get(kind, "")
        fill = style.fills[n % 4] if shape else ""
        node = s.node(
            label, x * k, y * k, shape, fill, style.ink if shape else "", size=18 * k, pad=16 * k, entity=False,
            h=44 * k if shape else 0.0,
        )  # fmt: skip
        nodes.setdefault(label, node)
    for source, target in ARROWS:
        s.link(nodes[source], nodes[target], real=False, gap=3 * k)
    return s


def main() -> None:
    """Draw all three."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, style in STYLES.items():
        picture = draw(style).picture()
        if name.startswith("serif"):
            picture = picture.convert("L")
        buffer = io.BytesIO()
        if name.endswith("jpg"):
            picture.save(buffer, "JPEG", quality=75)
        else:
            colours = 64 if picture.mode == "RGB" else 16
            picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        (PICTURES / f"reference_{name}").write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
