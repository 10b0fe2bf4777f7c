"""Paint shapes and text on a skia canvas; coordinates are those of the finished figure."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from pathlib import Path

import skia

from .scene import Box, Node, Point
from .style import Colour, Style

DARK = 330


def colour(c: Colour, alpha: int = 255) -> int:
    """Give skia's form of a colour."""
    return skia.ColorSetARGB(alpha, *c)


def stroke(c: Colour, width: float, dash: list[float] | None = None) -> skia.Paint:
    """Make a paint that draws lines, dashed where `dash` says how."""
    paint = skia.Paint(AntiAlias=True, Color=colour(c), Style=skia.Paint.kStroke_Style, StrokeWidth=width)
    if dash:
        paint.setPathEffect(skia.DashPathEffect.Make(dash, 0))
    return paint


def fill(c: Colour, alpha: int = 255) -> skia.Paint:
    """Make a paint that fills areas."""
    return skia.Paint(AntiAlias=True, Color=colour(c, alpha))


def path_of(points: list[Point], close: bool = False) -> skia.Path:
    """Make a path of straight pieces."""
    path = skia.Path()
    path.moveTo(*points[0])
    for p in points[1:]:
        path.lineTo(*p)
    if close:
        path.close()
    return path


@lru_cache(maxsize=256)
def typeface(path: Path) -> skia.Typeface:
    """Load a font once."""
    return skia.Typeface.MakeFromFile(str(path))


def lighter(c: Colour, share: float) -> Colour:
    """Mix a colour with white."""
    return tuple(round(v + (255 - v) * share) for v in c)  # type: ignore[return-value]


def shape_path(kind: str, box: Box, rng: random.Random) -> skia.Path:
    """Give the outline of a node's shape."""
    x0, y0, x1, y1 = box
    w, h = x1 - x0, y1 - y0
    path = skia.Path()
    rect = skia.Rect.MakeLTRB(*box)
    if kind == "rect":
        path.addRect(rect)
    elif kind in ("round", "pill"):
        r = h / 2 if kind == "pill" else min(w, h) * rng.uniform(0.15, 0.4)
        path.addRoundRect(rect, r, r)
    elif kind == "hexagon":
        path = path_of(
            [
                (x0 + h / 3, y0),
                (x1 - h / 3, y0),
                (x1, y0 + h / 2),
                (x1 - h / 3, y1),
                (x0 + h / 3, y1),
                (x0, y0 + h / 2),
            ],
            True,
        )
    elif kind == "octagon":
        d = h / 4
        path = path_of(
            [
                (x0 + d, y0),
                (x1 - d, y0),
                (x1, y0 + d),
                (x1, y1 - d),
                (x1 - d, y1),
                (x0 + d, y1),
                (x0, y1 - d),
                (x0, y0 + d),
            ],
            True,
        )
    elif kind == "trapeze":
        path = path_of([(x0, y0), (x1, y0), (x1 - h / 3, y1), (x0 + h / 3, y1)], True)
    elif kind == "diamond":
        path = path_of(
            [(x0 - h / 3, y0 + h / 2), (x0 + w / 2, y0 - h / 4), (x1 + h / 3, y0 + h / 2), (x0 + w / 2, y1 + h / 4)],
            True,
        )
    elif kind == "wobble":
        turns, phase = rng.choice([3, 5]), rng.uniform(0, 6)
        points = []
        for i in range(40):
            a = i * math.tau / 40
            r = 1 + 0.06 * math.sin(turns * a + phase)
            points.append((x0 + w / 2 + w / 2 * r * math.cos(a), y0 + h / 2 + h / 2 * r * math.sin(a)))
        path = path_of(points, True)
    else:
        path.addOval(rect)
    return path


def paint_shape(canvas: skia.Canvas, path: skia.Path, style: Style, rng: random.Random, c: Colour) -> None:
    """Fill and outline a shape as the style has it."""
    b = path.getBounds()
    if style.shadow:
        dark = fill((60, 60, 60), 110)
        dark.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 1.5))
        canvas.save()
        canvas.translate(2, 2)
        canvas.drawPath(path, dark)
        canvas.restore()
    paint = fill(c)
    if style.gradient:
        ends = [colour(lighter(c, rng.uniform(0.4, 0.85))), colour(c)]
        if rng.random() < 0.5:
            shader = skia.GradientShader.MakeLinear(points=[(b.left(), b.top()), (b.left(), b.bottom())], colors=ends)
        else:
            shader = skia.GradientShader.MakeRadial(
                center=(b.centerX(), b.centerY()), radius=max(2.0, b.width() / 2), colors=ends
            )
        paint.setShader(shader)
    canvas.drawPath(path, paint)
    if style.outline:
        dash = [3, 2] if rng.random() < 0.04 else None
        canvas.drawPath(path, stroke(style.outline, style.outline_width, dash))


def measure(label: str, font: skia.Font) -> tuple[list[tuple[str, float]], float]:
    """Give each line with its width, and the distance between lines."""
    return [(t, font.measureText(t)) for t in label.split("\n")], font.getSize() * 1.15


def place_text(node: Node, style: Style, size: float, where: Box) -> skia.Font:
    """Set a node's label into the middle of a box, note the boxes of its lines, give the font."""
    font = skia.Font(typeface(style.font), size)
    lines, step = measure(node.label, font)
    x, y = (where[0] + where[2]) / 2, (where[1] + where[3]) / 2 - step * (len(lines) - 1) / 2
    node.lines = []
    for i, (t, w) in enumerate(lines):
        node.lines.append((t, (x - w / 2, y + i * step - size * 0.5, x + w / 2, y + i * step + size * 0.5)))
    boxes = [b for _, b in node.lines]
    node.text_box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
    return font


def paint_text(canvas: skia.Canvas, node: Node, font: skia.Font, c: Colour) -> None:
    """Draw a label that `place_text` has set."""
    for t, b in node.lines:
        canvas.drawString(t, b[0], (b[1] + b[3]) / 2 + font.getSize() * 0.36, font, fill(c))


def readable_on(c: Colour | None, wanted: Colour) -> Colour:
    """Give the wanted text colour, or white on a dark ground."""
    return (255, 255, 255) if c is not None and sum(c) < DARK else wanted
