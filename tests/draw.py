"""Draw simple figures with known text, for tests: labels at given places, sizes and turns, boxes and arrows.

    figure = draw_figure(tmp_path / "x.png", [Label("AKT", 100, 80), Label("MAPK1", 300, 80)], arrows=[(0, 1)])

Uses the fonts DejaVu or Liberation where the machine has them, else Pillow's own, which knows Latin letters only
(`has_greek()` tells).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from figway.geometry import Box, Point, Polygon, box_of, rounded

FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/dejavu")


@dataclass(frozen=True)
class Label:
    """Say which text to draw about (x, y): size in pixels, angle in degrees clockwise, `box` fills one behind it."""

    text: str
    x: float
    y: float
    size: int = 28
    angle: float = 0.0
    ink: str = "#000000"
    box: str = ""
    font: str = "DejaVuSans"


@dataclass(frozen=True)
class Drawn:
    """Hold a drawn figure and its truth: one polygon a label, clockwise from the start of the text."""

    path: Path
    size: tuple[int, int]
    labels: tuple[Label, ...]
    polygons: tuple[Polygon, ...]
    arrows: tuple[tuple[int, int], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the texts in the order drawn."""
        return tuple(label.text for label in self.labels)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Give the enclosing boxes of the texts."""
        return tuple(box_of(p) for p in self.polygons)


@lru_cache(maxsize=256)
def font_of(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Give a font by the name of its file, or Pillow's own where the machine lacks it."""
    found = (Path(folder) / f"{name}.ttf" for folder in FOLDERS)
    path = next((p for p in found if p.is_file()), None)
    return ImageFont.truetype(str(path), size) if path else ImageFont.load_default(size)


def has_greek() -> bool:
    """Tell whether Greek letters can be drawn here."""
    return any((Path(folder) / "DejaVuSans.ttf").is_file() for folder in FOLDERS)


def draw_figure(
    path: Path,
    labels: Sequence[Label],
    *,
    size: tuple[int, int] = (800, 600),
    paper: str = "#ffffff",
    arrows: Sequence[tuple[int, int]] = (),
) -> Drawn:
    """Draw labels, and arrows between them by their indices, and save the figure in the format of its suffix."""
    page = Image.new("RGB", size, paper)
    polygons = tuple(_write(page, label) for label in labels)
    for source, target in arrows:
        _arrow(ImageDraw.Draw(page), box_of(polygons[source]).grow(8), box_of(polygons[target]).grow(8))
    page.save(path)
    return Drawn(path, size, tuple(labels), polygons, tuple(arrows))


def _write(page: Image.Image, label: Label) -> Polygon:
    """Draw one label on a layer of its own, turn it, and give the corners of its ink."""
    font, pad = font_of(label.font, label.size), 4
    mask = Image.new("L", (round(font.getlength(label.text)) + 2 * label.size, 3 * label.size))
    ImageDraw.Draw(mask).text((label.size, label.size), label.text, 255, font)
    x0, y0, x1, y1 = mask.getbbox() or (0, 0, 1, 1)
    mask = mask.crop((x0 - pad, y0 - pad, x1 + pad, y1 + pad))
    layer = Image.new("RGBA", mask.size, label.box or label.ink + "00")
    layer.paste(Image.new("RGBA", mask.size, label.ink), (0, 0), mask)
    turned = layer.rotate(-label.angle, Image.Resampling.BICUBIC, expand=True) if label.angle else layer
    corner = round(label.x - turned.width / 2), round(label.y - turned.height / 2)
    page.paste(turned, corner, turned)
    middle = corner[0] + turned.width / 2, corner[1] + turned.height / 2
    return _turned((x1 - x0) / 2, (y1 - y0) / 2, middle, math.radians(label.angle))


def _turned(a: float, b: float, middle: Point, angle: float) -> Polygon:
    cos, sin = math.cos(angle), math.sin(angle)
    corners = ((-a, -b), (a, -b), (a, b), (-a, b))
    return rounded((middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos) for x, y in corners)


def _arrow(draw: ImageDraw.ImageDraw, source: Box, target: Box) -> None:
    (ax, ay), (bx, by) = _leave(source, target.center), _leave(target, source.center)
    draw.line((ax, ay, bx, by), "#000000", 3)
    angle = math.atan2(by - ay, bx - ax)
    wings = [(bx + 14 * math.cos(angle + t), by + 14 * math.sin(angle + t)) for t in (2.7, -2.7)]
    draw.polygon([(bx, by), *wings], "#000000")


def _leave(box: Box, towards: Point) -> Point:
    (x, y), dx, dy = box.center, towards[0] - box.center[0], towards[1] - box.center[1]
    reach = max(abs(dx) / (box.width / 2), abs(dy) / (box.height / 2), 1e-9)
    return x + dx / reach, y + dy / reach
