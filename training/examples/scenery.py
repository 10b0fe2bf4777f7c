"""Draw what surrounds a pathway: membranes, nuclei, DNA, mitochondria, receptors, phosphate marks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import cairocffi as cairo
from kit import Point, Rect, Sheet, mix, rgb


def along(points: Sequence[Point], step: float) -> list[tuple[Point, float]]:
    """Walk a polyline in equal steps; give each point with the direction there, in radians."""
    found, left = [], 0.0
    for a, b in itertools.pairwise(points):
        size, angle = math.dist(a, b), math.atan2(b[1] - a[1], b[0] - a[0])
        at = left
        while at < size:
            found.append(((a[0] + (b[0] - a[0]) * at / size, a[1] + (b[1] - a[1]) * at / size), angle))
            at += step
        left = at - size
    return found


def membrane(
    sheet: Sheet, points: Sequence[Point], *, thick: float = 34, head: float = 5.5, fill: str = "#e8b04a",
    edge: str = "#8a5a12", tail: str = "#c9a46a", between: str = "",
) -> None:  # fmt: skip
    """Draw a lipid bilayer along a polyline."""
    ctx = sheet.ctx
    if between:
        sheet.stroke(points, colour=between, width=thick)
    for (x, y), angle in along(points, head * 2.05):
        nx, ny = -math.sin(angle), math.cos(angle)
        for side in (-1, 1):
            hx, hy = x + nx * side * (thick / 2), y + ny * side * (thick / 2)
            ctx.set_source_rgb(*rgb(tail))
            ctx.set_line_width(1.1)
            for shift in (-0.38, 0.38):
                sx, sy = math.cos(angle) * head * shift, math.sin(angle) * head * shift
                ctx.move_to(hx + sx, hy + sy)
                ctx.line_to(x + sx + nx * side * 1.5, y + sy + ny * side * 1.5)
            ctx.stroke()
            sheet.shape((hx - head, hy - head, hx + head, hy + head), "ellipse", fill, edge, width=0.8)


def double_line(sheet: Sheet, points: Sequence[Point], gap: float, colour: str, width: float = 2.0) -> None:
    """Draw a membrane as two parallel lines, as line art has it."""
    for side in (-gap / 2, gap / 2):
        moved = [(x - math.sin(t) * side, y + math.cos(t) * side) for (x, y), t in along(points, 3)]
        sheet.stroke(moved, colour=colour, width=width)


def ring(box: Rect, start: float = 0.0, stop: float = 360.0, steps: int = 180) -> list[Point]:
    """Give the points of an ellipse between two angles in degrees, clockwise from three o'clock."""
    (x0, y0, x1, y1) = box
    turns = [math.radians(start + (stop - start) * i / steps) for i in range(steps + 1)]
    return [((x0 + x1) / 2 + (x1 - x0) / 2 * math.cos(t), (y0 + y1) / 2 + (y1 - y0) / 2 * math.sin(t)) for t in turns]


def nucleus(sheet: Sheet, box: Rect, fill: str, edge: str, *, pores: Sequence[float] = (), width: float = 3.0) -> None:
    """Draw a nucleus: filled ellipse, double envelope, pores at the given angles."""
    sheet.shape(box, "ellipse", fill)
    x0, y0, x1, y1 = box
    stops = [*sorted(p % 360 for p in pores)] or [0.0]
    hole = 2.6 if pores else 0.0
    for a, b in zip(stops, [*stops[1:], stops[0] + 360], strict=True):
        for d in (0.0, 8.0):
            sheet.stroke(ring((x0 + d, y0 + d, x1 - d, y1 - d), a + hole, b - hole), colour=edge, width=width)


def dna(
    sheet: Sheet,
    x0: float,
    x1: float,
    y: float,
    amp: float = 13,
    turn: float = 62,
    colours: Sequence[str] = ("#c23b3b", "#3465a4"),
) -> None:
    """Draw a double helix from x0 to x1 about the height y."""
    xs = [x0 + i for i in range(int(x1 - x0) + 1)]
    heights = [amp * math.sin(2 * math.pi * (x - x0) / turn) for x in xs]
    for x, h in list(zip(xs, heights, strict=True))[4::7]:
        sheet.stroke([(x, y - h), (x, y + h)], colour=mix(colours[0], "#ffffff", 0.55), width=1.4)
    for sign, colour in zip((1, -1), colours, strict=True):
        sheet.stroke([(x, y + sign * h) for x, h in zip(xs, heights, strict=True)], colour=colour, width=3.2)


def promoter(sheet: Sheet, x: float, y: float, rise: float = 26, reach: float = 44, colour: str = "") -> None:
    """Draw the bent arrow of a transcription start."""
    sheet.stroke([(x, y), (x, y - rise), (x + reach, y - rise)], "+", colour=colour, width=2.4)


def phosphate(sheet: Sheet, x: float, y: float, r: float = 10.5, fill: str = "#ffd83d", edge: str = "#9a7400") -> None:
    """Draw the circled P of a phosphorylated residue."""
    sheet.shape((x - r, y - r, x + r, y + r), "ellipse", fill, edge, width=1)
    sheet.text(x, y, "P", r * 1.25, bold=True, colour="#3a2c00", entity=False)


def mitochondrion(
    sheet: Sheet, box: Rect, outer: str, inner: str, edge: str, folds: int = 6, depth: float = 0.42
) -> None:
    """Draw a mitochondrion with cristae that reach in from above and below."""
    ctx, (x0, y0, x1, y1) = sheet.ctx, box
    h = y1 - y0
    sheet.shape(box, "box", outer, edge, radius=h * 0.48, width=2.6)
    d = max(9.0, h * 0.06)
    inside = (x0 + d, y0 + d, x1 - d, y1 - d)
    sheet.shape(inside, "box", inner, edge, radius=(h - 2 * d) * 0.48, width=1.8)
    span = (inside[2] - inside[0] - h * 0.55) / max(1, folds - 1)
    for i in range(folds):
        x, top = inside[0] + h * 0.275 + i * span, i % 2 == 0
        a, reach = (inside[1], depth * h) if top else (inside[3], -depth * h)
        wide = min(9.0, span * 0.2)
        ctx.move_to(x - wide * 1.5, a)
        ctx.curve_to(x - wide, a, x - wide, a, x - wide, a + reach * 0.8)
        ctx.curve_to(x - wide, a + reach * 1.04, x + wide, a + reach * 1.04, x + wide, a + reach * 0.8)
        ctx.curve_to(x + wide, a, x + wide, a, x + wide * 1.5, a)
        ctx.set_source_rgb(*rgb(outer))
        ctx.fill_preserve()
        ctx.set_source_rgb(*rgb(edge))
        ctx.set_line_width(1.8)
        ctx.stroke()
        ctx.set_line_width(2.4)
        ctx.set_source_rgb(*rgb(outer))
        ctx.move_to(x - wide, a)
        ctx.line_to(x + wide, a)
        ctx.stroke()


def receptor(
    sheet: Sheet,
    x: float,
    top: float,
    bottom: float,
    fill: str,
    edge: str,
    *,
    wide: float = 20,
    cup: float = 26,
) -> None:
    """Draw half a receptor: a stem through the membrane and a bowl outside; mirror it by a negative cup."""
    ctx, size = sheet.ctx, abs(cup)
    ctx.save()
    ctx.translate(x, 0)
    ctx.scale(1 if cup > 0 else -1, 1)
    ctx.new_path()
    ctx.move_to(-wide / 2, bottom)
    ctx.line_to(wide / 2, bottom)
    ctx.line_to(wide / 2, top + size)
    ctx.curve_to(wide / 2 + size, top + 18, wide / 2 + size, top + 4, size * 0.9, top - 4)
    ctx.curve_to(-wide / 2 + size * 0.3, top - 2, -wide / 2, top + 12, -wide / 2, top + size + 6)
    ctx.close_path()
    paint = cairo.LinearGradient(-wide, 0, wide, 0)
    paint.add_color_stop_rgb(0, *rgb(mix(fill, "#ffffff", 0.45)))
    paint.add_color_stop_rgb(1, *rgb(fill))
    ctx.set_source(paint)
    ctx.fill_preserve()
    ctx.set_source_rgb(*rgb(edge))
    ctx.set_line_width(1.6)
    ctx.stroke()
    ctx.restore()


def channel(
    sheet: Sheet,
    x: float,
    y: float,
    h: float,
    fill: str,
    edge: str,
    *,
    wide: float = 17,
    gap: float = 9,
    angle: float = 0.0,
) -> None:
    """Draw a channel through a membrane: two upright barrels with a pore between."""
    ctx = sheet.ctx
    ctx.save()
    ctx.translate(x, y)
    ctx.rotate(math.radians(angle))
    for side in (-1, 1):
        cx = side * (gap + wide) / 2
        sheet.shape((cx - wide / 2, -h / 2, cx + wide / 2, h / 2), "box", fill, edge, radius=wide * 0.48, width=1.5)
    ctx.restore()


def dots(sheet: Sheet, spots: Sequence[Point], r: float, fill: str, edge: str) -> None:
    """Draw small balls (ions, sugar)."""
    for x, y in spots:
        sheet.shape((x - r, y - r, x + r, y + r), "ellipse", fill, edge, width=0.8)
