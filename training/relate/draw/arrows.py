"""Route and paint arrows: straight, curved, elbowed, wavy, block; heads of every kind; return their truth."""

from __future__ import annotations

import itertools
import math
import random

import skia

from .paint import colour, fill, path_of, stroke
from .scene import Arrow, Box, Head, Point
from .style import WHITE, Style


def dense(points: list[Point], step: float = 2.0) -> list[Point]:
    """Fill a polyline with points about `step` pixels apart."""
    out = [points[0]]
    for a, b in itertools.pairwise(points):
        n = max(1, round(math.dist(a, b) / step))
        out += [(a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n) for i in range(1, n + 1)]
    return out


def bezier(controls: list[Point], n: int = 60) -> list[Point]:
    """Sample a Bézier curve of any degree."""
    out = []
    for i in range(n + 1):
        t, pts = i / n, controls
        while len(pts) > 1:
            pts = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(pts)]
        out.append(pts[0])
    return out


def course(route: str, a: Point, b: Point, hints: list[Point], rng: random.Random) -> list[Point]:
    """Lay a line from a to b, as densely as drawing and truth need."""
    (ax, ay), (bx, by) = a, b
    if route == "elbow" and len(hints) <= 2:
        if min(abs(ax - bx), abs(ay - by)) < 6:
            return dense([a, b])
        m = rng.uniform(0.35, 0.65)
        choice = rng.choice(["xy", "yx", "zx", "zy"])
        mid = {"xy": [(bx, ay)], "yx": [(ax, by)], "zx": [(ax + (bx - ax) * m, ay), (ax + (bx - ax) * m, by)],
               "zy": [(ax, ay + (by - ay) * m), (bx, ay + (by - ay) * m)]}[choice]  # fmt: skip
        return dense([a, *mid, b])
    if len(hints) > 2 and route in ("straight", "elbow"):
        return dense([a, *hints[1:-1], b])
    if route == "curve":
        length = math.dist(a, b) or 1
        nx, ny = -(by - ay) / length, (bx - ax) / length
        bend = rng.choice([-1, 1]) * length * rng.uniform(0.08, 0.5)
        if rng.random() < 0.2:
            c1, c2 = (
                (ax + (bx - ax) * 0.3 + nx * bend, ay + (by - ay) * 0.3 + ny * bend),
                (ax + (bx - ax) * 0.7 - nx * bend, ay + (by - ay) * 0.7 - ny * bend),
            )
            return dense(bezier([a, c1, c2, b]))
        return dense(bezier([a, ((ax + bx) / 2 + nx * bend, (ay + by) / 2 + ny * bend), b]))
    return dense([a, b])


def inside(p: Point, box: Box, margin: float, round_: bool = False) -> bool:
    """Tell whether a point lies in a box (or its ellipse) grown by a margin."""
    x0, y0, x1, y1 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    if not round_:
        return x0 <= p[0] <= x1 and y0 <= p[1] <= y1
    rx, ry = (x1 - x0) / 2, (y1 - y0) / 2
    return ((p[0] - (x0 + x1) / 2) / rx) ** 2 + ((p[1] - (y0 + y1) / 2) / ry) ** 2 <= 1


def way(path: list[Point], back: float) -> Point:
    """Give the unit direction in which a path arrives at its end, over the last `back` pixels."""
    end = path[-1]
    start = next((p for p in reversed(path) if math.dist(p, end) >= back), path[0])
    d = math.dist(start, end) or 1
    return (end[0] - start[0]) / d, (end[1] - start[1]) / d


def wavy(path: list[Point], size: float) -> list[Point]:
    """Turn a line into a wave, as some network drawings have for binding."""
    out = []
    for i, p in enumerate(path):
        dx, dy = way(path[: i + 2], 4)
        s = size * math.sin(i * 1.3)
        out.append((p[0] - dy * s, p[1] + dx * s))
    return out


def level(dx: float, dy: float) -> Point:
    """Give the axis of a bar that lies level with its target's side, whichever way its line comes."""
    return (0.0, 1.0) if abs(dx) > abs(dy) else (1.0, 0.0)


def paint_head(
    canvas: skia.Canvas,
    kind: str,
    shape: str,
    path: list[Point],
    style: Style,
    ink: tuple[int, int, int],
    width: float,
    size: float,
) -> tuple[Head, float]:
    """Paint a head at the end of a path; give its truth and how much of the line it covers."""
    dx, dy = way(path, size)
    x, y = path[-1]
    if kind == "bar":
        half = style.bar_size / 2 * (size / style.head_size)
        ax, ay = level(dx, dy) if style.level_bars else (-dy, dx)
        canvas.drawLine(
            x + ax * half,
            y + ay * half,
            x - ax * half,
            y - ay * half,
            stroke(ink, max(width, width * style.head_aspect * 1.3)),
        )
        return Head("bar", x, y, dx, dy, half * 2), 0.0
    if kind == "circle":
        r = max(2.2, size * 0.38)
        cx, cy = x - dx * r, y - dy * r
        canvas.drawCircle(cx, cy, r, fill(ink if shape in ("triangle", "stealth") else WHITE))
        canvas.drawCircle(cx, cy, r, stroke(ink, max(0.8, width * 0.8)))
        return Head("circle", cx, cy, dx, dy, 2 * r), 2 * r
    half = size * style.head_aspect / 2
    base = (x - dx * size, y - dy * size)
    left, right = (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half)
    if shape == "open":
        canvas.drawPath(path_of([left, (x, y), right]), stroke(ink, max(0.9, width)))
        return Head("pointed", x, y, dx, dy, size), 0.0
    if shape == "barb":
        for bx, by in (left, right):
            bow = (x - dx * size * 0.45, y - dy * size * 0.45)
            canvas.drawPath(path_of(bezier([(bx, by), bow, (x, y)], 8)), stroke(ink, max(0.8, width * 0.8)))
        return Head("pointed", x, y, dx, dy, size), 0.0
    notch = (x - dx * size * 0.7, y - dy * size * 0.7)
    outline = [left, (x, y), right, notch] if shape == "stealth" else [left, (x, y), right]
    canvas.drawPath(path_of(outline, True), fill(WHITE if shape == "hollow" else ink))
    if shape == "hollow":
        canvas.drawPath(path_of(outline, True), stroke(ink, max(0.8, width * 0.7)))
    return Head("pointed", x, y, dx, dy, size), size * (0.7 if shape == "stealth" else 0.9)


def shorten(path: list[Point], by: float) -> list[Point]:
    """Cut a length off the end of a path."""
    while by > 0 and len(path) > 2 and (d := math.dist(path[-1], path[-2])) <= by:
        path, by = path[:-1], by - d
    return path


def paint_arrow(
    canvas: skia.Canvas, path: list[Point], head: str, both: bool, dashed: bool, style: Style, rng: random.Random
) -> Arrow:
    """Paint one arrow along a finished course and give its truth."""
    ink = (
        {"bar": style.ink_minus, "pointed": style.ink_plus}.get(head, style.ink)
        if rng.random() < 0.93
        else rng.choice([style.ink, style.ink_minus])
    )
    width = style.line * rng.choice([1, 1, 1, 1, 1.4])
    size = min(style.head_size, 0.6 * len(path) * 2)
    dash = rng.choice([[4, 3], [3, 2], [6, 4], [1.2, 2.5], [8, 4]]) if dashed else None
    drawn = (
        [(x + rng.gauss(0, style.wobble), y + rng.gauss(0, style.wobble)) for x, y in path] if style.wobble else path
    )
    heads: list[Head] = []
    if head != "none":
        h, cut = paint_head(canvas, head, style.head, path, style, ink, width, size)
        heads.append(h)
        drawn = shorten(drawn, cut)
    if both and head != "none":
        h, cut = paint_head(canvas, head, style.head, path[::-1], style, ink, width, size)
        heads.append(h)
        drawn = shorten(drawn[::-1], cut)[::-1]
    elif head == "none" and rng.random() < 0.2:
        drawn = wavy(drawn, 2)
    paint = stroke(ink, width, [max(1, d * max(1, width / 1.5)) for d in dash] if dash else None)
    if rng.random() < 0.03 and not dash:
        canvas.drawPath(path_of(drawn), stroke(ink, width + 2.5))
        paint = stroke(WHITE, width + 0.8)
    canvas.drawPath(path_of(drawn), paint)
    dx, dy = way(path[::-1], 6)
    tail = None if both or head == "none" else (*path[0], dx, dy)
    return Arrow(path, heads, tail, width, [], [], line="dashed" if dash else "solid", both=both)


def paint_block(canvas: skia.Canvas, path: list[Point], style: Style, rng: random.Random) -> Arrow:
    """Paint a straight block arrow (a filled outline) and give its truth."""
    (ax, ay), (bx, by) = path[0], path[-1]
    length = math.dist((ax, ay), (bx, by))
    dx, dy = (bx - ax) / length, (by - ay) / length
    body = min(rng.choice([rng.uniform(1.5, 4), rng.uniform(3, 8)]), length / 4)
    half, size = body * rng.uniform(1.6, 2.6), min(length * 0.6, body * rng.uniform(2, 4))
    nx, ny = bx - dx * size, by - dy * size

    def off(x: float, y: float, d: float) -> Point:
        return x - dy * d, y + dx * d

    back = body * rng.choice([1, 1, 1, 0.2])
    outline = path_of(
        [
            off(ax, ay, back),
            off(nx, ny, body),
            off(nx, ny, half),
            (bx, by),
            off(nx, ny, -half),
            off(nx, ny, -body),
            off(ax, ay, -back),
        ],
        True,
    )
    ink = rng.choice([style.ink, style.ink_plus, *style.fills])
    paint = fill(ink)
    if style.gradient:
        paint.setShader(
            skia.GradientShader.MakeLinear(points=[(ax, ay), (bx, by)], colors=[colour((255, 255, 255)), colour(ink)])
        )
    canvas.drawPath(outline, paint)
    if rng.random() < 0.5 or sum(ink) > 500:
        canvas.drawPath(outline, stroke(rng.choice([(0, 0, 0), style.ink]), rng.uniform(0.7, 1.5)))
    return Arrow(path, [Head("pointed", bx, by, dx, dy, size)], (ax, ay, -dx, -dy), 2 * body, [], [], line="block")
