"""Choose how one figure looks: shapes, colours, fonts, lines and heads, in the manner of known sources."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

Colour = tuple[int, int, int]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
INKS: list[Colour] = [(0, 0, 0), (0, 0, 0), (0, 0, 0), (40, 40, 40), (90, 90, 90), (128, 128, 128), (20, 40, 120), (0, 60, 160),
                      (30, 110, 190), (200, 20, 20), (230, 0, 0), (0, 120, 40), (60, 160, 60), (120, 40, 140), (230, 130, 20),
                      (130, 70, 20), (160, 60, 60), (0, 120, 130)]  # fmt: skip
SOFT: list[Colour] = [(255, 255, 255), (255, 230, 200), (220, 235, 250), (225, 245, 220), (250, 220, 225), (240, 240, 240),
                      (255, 250, 205), (230, 225, 245), (205, 225, 240), (255, 215, 215)]  # fmt: skip
STRONG: list[Colour] = [(70, 130, 200), (240, 180, 60), (230, 110, 90), (110, 180, 100), (150, 110, 190), (80, 190, 190), (255, 220, 60),
                        (200, 90, 140), (180, 180, 180), (250, 150, 40), (60, 100, 160), (150, 200, 80), (220, 60, 60)]  # fmt: skip
STYLES = ["kegg", "ipa", "lineart", "textonly", "biorender", "powerpoint", "network", "gradient", "mixed", "mixed"]
UNSEEN = ["reactome", "poster"]
SHAPES = ["rect", "round", "ellipse", "pill", "hexagon", "diamond", "none", "octagon", "trapeze", "wobble", "beside"]


@dataclass(slots=True)
class Style:
    """Hold the choices that make the parts of one figure look alike."""

    name: str
    font: Path
    text: float
    text_colour: Colour
    background: Colour
    shapes: list[str]
    fills: list[Colour]
    outline: Colour | None
    outline_width: float
    gradient: bool
    shadow: bool
    ink: Colour
    ink_minus: Colour
    ink_plus: Colour
    line: float
    head: str
    head_size: float
    head_aspect: float
    bar_size: float
    gap: float
    route: str
    dashed: float
    clutter: float
    wobble: float = 0.0
    bars: float = 0.0
    loose: float = 0.0
    block: float = 0.0
    glow: bool = False
    level_bars: bool = False


def fonts_in(folders: list[Path]) -> list[Path]:
    """List the font files in folders, sorted so that a seed means the same everywhere."""
    files = [p for f in folders for p in f.rglob("*") if p.suffix in (".ttf", ".otf")]
    return sorted(files, key=lambda p: p.name)


def choose(rng: random.Random, fonts: list[Path], name: str = "") -> Style:
    """Draw a style: `name`, or one of the seen styles."""
    name = name or rng.choice(STYLES)
    ink = rng.choice(INKS[:5]) if rng.random() < 0.65 else rng.choice(INKS)
    minus = rng.choice([ink, ink, (220, 20, 20), (200, 0, 0), (180, 30, 30), rng.choice(INKS)])
    plus = rng.choice([ink, ink, ink, (0, 130, 40), (40, 150, 60), rng.choice(INKS)])
    line = rng.choice([0.8, 1.0, 1.0, 1.2, 1.5, 1.5, 2.0, 2.0, 2.5, 3.0, 4.0, 5.0])
    style = Style(
        name=name, font=rng.choice(fonts), text=rng.uniform(8.5, 15), text_colour=BLACK, background=WHITE,
        shapes=rng.sample(SHAPES, rng.choice([1, 1, 2, 3])), fills=rng.sample(SOFT + STRONG, rng.choice([1, 2, 4, 6])),
        outline=rng.choice([BLACK, BLACK, None, (90, 90, 90), (40, 70, 140)]), outline_width=rng.choice([0.7, 1, 1, 1.5, 2]),
        gradient=rng.random() < 0.25, shadow=rng.random() < 0.1, ink=ink, ink_minus=minus, ink_plus=plus, line=line,
        head=rng.choice(["triangle", "triangle", "triangle", "stealth", "stealth", "open", "open", "barb", "hollow"]),
        head_size=max(4.5, min(20, 3.2 + line * rng.uniform(1.8, 4.5))), head_aspect=rng.uniform(0.55, 1.25),
        bar_size=max(5, min(26, 3.5 + line * rng.uniform(1.5, 5.0))), gap=rng.choice([-1, 0, 0, 1, 2, 3, 4, 6, 9]),
        route=rng.choice(["straight", "straight", "straight", "curve", "elbow", "mixed", "mixed"]),
        dashed=rng.choice([0, 0, 0.1, 0.3]), clutter=rng.choice([0, 0.5, 1, 1.5]), wobble=rng.choice([0, 0, 0, 0, 0.35]),
        bars=rng.choice([0, 0.1, 0.2, 0.5]), loose=rng.choice([0, 0, 1, 2]),
        block=rng.choice([0.02, 0.02, 0.15, 0.7]), glow=rng.random() < 0.12, level_bars=rng.random() < 0.15,
    )  # fmt: skip
    if rng.random() < 0.25:
        style.background = rng.choice(SOFT)
    _manner(style, rng)
    return style


def _manner(s: Style, rng: random.Random) -> None:
    """Bend a style towards the manner that its name says."""
    if s.name == "kegg":
        s.shapes, s.fills, s.outline, s.line, s.route = (
            ["rect"],
            [rng.choice([WHITE, (191, 255, 191)])],
            BLACK,
            1.0,
            "elbow",
        )
        s.head_size, s.text, s.ink, s.gradient = rng.uniform(4.5, 7), rng.uniform(8, 11), BLACK, False
    elif s.name == "ipa":
        s.shapes, s.line, s.ink = (
            ["ellipse", "diamond", "trapeze", "octagon"],
            rng.uniform(0.7, 1.1),
            rng.choice([(90, 90, 90), BLACK, (130, 130, 130)]),
        )
        s.head_size, s.text, s.gap, s.route = rng.uniform(4.5, 7), rng.uniform(7.5, 10), 0, "straight"
        s.fills = [(235, 235, 235), (255, 200, 200), (255, 90, 90), (190, 240, 190), WHITE]
    elif s.name == "lineart":
        s.shapes, s.fills, s.outline, s.gradient, s.shadow = (
            rng.sample(["none", "rect", "ellipse", "round"], 2),
            [WHITE],
            BLACK,
            False,
            False,
        )
        s.ink = s.ink_minus = s.ink_plus = BLACK
        s.background = WHITE
    elif s.name == "textonly":
        s.shapes, s.gap = ["none"], rng.choice([1, 2, 4])
    elif s.name == "biorender":
        s.gradient, s.outline, s.shapes = (
            True,
            rng.choice([None, (80, 80, 80)]),
            ["ellipse", "pill", "wobble", "round", "beside"],
        )
        s.line, s.head, s.ink = (
            rng.uniform(1.5, 3),
            rng.choice(["triangle", "open"]),
            rng.choice([BLACK, (60, 60, 60), (90, 90, 100)]),
        )
        s.fills = rng.sample(STRONG, 4)
    elif s.name == "powerpoint":
        s.fills, s.outline, s.shapes = (
            rng.sample(STRONG, 3),
            rng.choice([(40, 70, 140), BLACK]),
            ["rect", "round", "ellipse"],
        )
        s.line, s.head_size, s.shadow = rng.uniform(1.5, 4), rng.uniform(8, 18), rng.random() < 0.4
    elif s.name == "network":
        s.shapes, s.gap, s.line = ["ellipse"], 0, rng.uniform(0.8, 2)
    elif s.name == "gradient":
        s.gradient, s.outline = True, rng.choice([None, BLACK])
        s.fills = rng.sample(STRONG, 3)
    elif s.name == "reactome":
        s.shapes, s.fills, s.outline, s.line = ["round", "pill"], [(200, 230, 250), (190, 240, 190)], (0, 90, 110), 1.0
        s.route, s.head, s.head_size, s.ink, s.outline_width = "elbow", "triangle", rng.uniform(6, 9), BLACK, 1.2
        s.background = (240, 248, 240)
    elif s.name == "poster":
        s.background, s.shapes, s.fills, s.outline = (
            rng.choice([(255, 244, 214), (224, 240, 246)]),
            ["pill"],
            [(245, 160, 100), (120, 170, 200)],
            None,
        )
        s.line, s.head, s.head_size, s.route, s.ink = (
            rng.uniform(2.5, 4.5),
            "stealth",
            rng.uniform(10, 16),
            "curve",
            (70, 60, 110),
        )
    if s.background != WHITE and sum(s.background) - sum(s.ink) < 200:
        s.ink = BLACK
