"""Paint marks and schemes that look like arrows but are none: frames, brackets, axes, stars, molecules, domains."""

from __future__ import annotations

import math
import random

import skia

from .paint import colour, fill, lighter, path_of, shape_path, stroke, typeface
from .scene import Point, anywhere
from .style import BLACK, SOFT, STRONG, WHITE, Colour, Style


def bracket(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a square or curly bracket."""
    x, y = anywhere(rng, w, h * 0.8)
    tall, d = rng.uniform(20, 120), rng.choice([-1, 1]) * rng.uniform(3, 8)
    points = [(x, y), (x + d, y), (x + d, y + tall), (x, y + tall)]
    if rng.random() < 0.5:
        m = y + tall / 2
        points = [
            (x, y),
            (x + d, y + 4),
            (x + d, m - 4),
            (x + 2 * d, m),
            (x + d, m + 4),
            (x + d, y + tall - 4),
            (x, y + tall),
        ]
    canvas.drawPath(path_of(points), stroke(style.ink, rng.uniform(0.7, 1.6)))


def frame(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a panel's frame or a dividing line, plain or dashed."""
    paint = stroke(
        rng.choice([BLACK, (130, 130, 130), *STRONG]), rng.uniform(0.7, 2.5), rng.choice([None, None, [5, 4], [2, 2]])
    )
    if rng.random() < 0.5:
        x, y = anywhere(rng, w * 0.6, h * 0.6)
        canvas.drawPath(
            shape_path(
                rng.choice(["rect", "round"]), (x, y, x + rng.uniform(60, w * 0.7), y + rng.uniform(40, h * 0.7)), rng
            ),
            paint,
        )
    elif rng.random() < 0.5:
        y = rng.uniform(0.1, 0.9) * h
        canvas.drawLine(0, y, w, y, paint)
    else:
        x = rng.uniform(0.1, 0.9) * w
        canvas.drawLine(x, 0, x, h, paint)


def star(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a star, a flash or a burst."""
    x, y = anywhere(rng, w, h)
    n, r, inner = rng.randint(4, 14), rng.uniform(5, 30), rng.uniform(0.3, 0.8)
    points = [
        (
            x + r * (1 if i % 2 else inner) * math.cos(i * math.pi / n),
            y + r * (1 if i % 2 else inner) * math.sin(i * math.pi / n),
        )
        for i in range(2 * n)
    ]
    canvas.drawPath(path_of(points, True), fill(rng.choice(STRONG)))
    if rng.random() < 0.6:
        canvas.drawPath(path_of(points, True), stroke(rng.choice([BLACK, *STRONG]), rng.uniform(0.6, 2)))


def axes(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a small plot: axes with ticks, bars with whiskers, or a heat map."""
    x, y = anywhere(rng, w * 0.8, h * 0.8)
    a, b = rng.uniform(40, 130), rng.uniform(40, 110)
    ink = stroke(BLACK, rng.uniform(0.7, 1.5))
    canvas.drawRect(skia.Rect.MakeXYWH(x - 14, y - 8, a + 22, b + 22), fill(WHITE))
    if rng.random() < 0.4:
        for i in range(int(b / 8)):
            for j in range(int(a / 12)):
                canvas.drawRect(skia.Rect.MakeXYWH(x + j * 12, y + i * 8, 12, 8), fill(rng.choice(STRONG + SOFT)))
        return
    canvas.drawPath(path_of([(x, y), (x, y + b), (x + a, y + b)]), ink)
    for i in range(1, 6):
        canvas.drawLine(x - 3, y + b * i / 6, x, y + b * i / 6, ink)
    for i in range(5):
        t, left = rng.uniform(0.2, 0.8) * b, x + a * (i + 0.3) / 5
        canvas.drawRect(
            skia.Rect.MakeLTRB(left, y + b - t, left + a / 9, y + b),
            fill(rng.choice([BLACK, (128, 128, 128), *STRONG])),
        )
        canvas.drawPath(path_of([(left, y + b - t - 6), (left + a / 9, y + b - t - 6)]), ink)
        canvas.drawLine(left + a / 18, y + b - t - 6, left + a / 18, y + b - t, ink)


def phosphate(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a small disc with an outline, as a P mark without its letter."""
    x, y = anywhere(rng, w, h)
    r, c = rng.uniform(3, 8), rng.choice([(255, 220, 60), (255, 120, 120), (255, 255, 255), (240, 160, 60)])
    canvas.drawCircle(x, y, r, fill(c))
    canvas.drawCircle(x, y, r, stroke(rng.choice([BLACK, (150, 100, 0)]), rng.uniform(0.6, 1.2)))


def wedge(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a filled triangle or chevron that heads no line."""
    x, y = anywhere(rng, w, h)
    r, a = rng.uniform(3, 14), rng.uniform(0, math.tau)
    points = [(x + r * math.cos(a + k), y + r * math.sin(a + k)) for k in (0, 2.2, 4.1)]
    if rng.random() < 0.5:
        canvas.drawPath(path_of(points, True), fill(rng.choice([BLACK, *STRONG])))
    else:
        canvas.drawPath(path_of(points, rng.random() < 0.5), stroke(rng.choice([BLACK, *STRONG]), rng.uniform(0.8, 2)))


def cross(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a plus or a cross."""
    x, y = anywhere(rng, w, h)
    r, a = rng.uniform(3, 10), rng.choice([0, math.pi / 4])
    paint = stroke(rng.choice([BLACK, (220, 0, 0)]), rng.uniform(1, 3))
    for k in (a, a + math.pi / 2):
        canvas.drawLine(x - r * math.cos(k), y - r * math.sin(k), x + r * math.cos(k), y + r * math.sin(k), paint)


def blob(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw an icon: overlapping shapes with gradients, a cut disc, a channel."""
    x, y = anywhere(rng, w, h)
    for _ in range(rng.randint(1, 4)):
        a, b = rng.uniform(5, 22), rng.uniform(5, 22)
        cx, cy = x + rng.uniform(-15, 15), y + rng.uniform(-15, 15)
        c: Colour = rng.choice(STRONG)
        paint = fill(c)
        if rng.random() < 0.6:
            paint.setShader(
                skia.GradientShader.MakeLinear(
                    points=[(cx, cy - b), (cx, cy + b)], colors=[colour(lighter(c, 0.7)), colour(c)]
                )
            )
        box = skia.Rect.MakeLTRB(cx - a, cy - b, cx + a, cy + b)
        canvas.drawArc(box, rng.uniform(0, 360), rng.choice([360, 360, 300, 200]), True, paint)


def molecule(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a structural formula: rings and chains of bonds, some of them double, with letters at some ends."""
    x, y = anywhere(rng, w, h)
    bond, ink = rng.uniform(7, 14), stroke(rng.choice([BLACK, BLACK, (60, 60, 60)]), rng.uniform(0.7, 1.4))
    font = skia.Font(typeface(style.font), bond * rng.uniform(0.6, 0.85))
    letters = fill(rng.choice([BLACK, BLACK, (200, 0, 0), (0, 0, 180)]))
    lean = rng.uniform(0, math.tau)
    if rng.random() < 0.6:
        n = rng.choice([5, 6, 6])
        ring = [
            (x + bond * math.cos(lean + i * math.tau / n), y + bond * math.sin(lean + i * math.tau / n))
            for i in range(n)
        ]
        canvas.drawPath(path_of(ring, True), ink)
        for i in range(0, n, 2):
            (ax, ay), (bx, by) = ring[i], ring[(i + 1) % n]
            canvas.drawPath(path_of([_towards((ax, ay), (x, y), 0.2), _towards((bx, by), (x, y), 0.2)]), ink)
        x, y = ring[0]
    for i in range(rng.randint(2, 7)):
        turn = lean + (1 if i % 2 else -1) * math.pi / 6
        nx, ny = x + bond * math.cos(turn), y + bond * math.sin(turn)
        canvas.drawLine(x, y, nx, ny, ink)
        if rng.random() < 0.45:
            side = turn + rng.choice([-1, 1]) * math.pi / 2.2
            ex, ey = nx + bond * 0.9 * math.cos(side), ny + bond * 0.9 * math.sin(side)
            canvas.drawLine(nx, ny, ex, ey, ink)
            if rng.random() < 0.5:
                canvas.drawLine(nx + 2, ny + 1, ex + 2, ey + 1, ink)
            if rng.random() < 0.7:
                canvas.drawString(rng.choice(["O", "OH", "NH2", "N", "H", "HO", "S"]), ex - 3, ey + 3, font, letters)
        x, y = nx, ny


def _towards(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def domains(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a protein or a gene as a bar with domains or exons on it, and ticks at their ends."""
    x, y = anywhere(rng, w * 0.7, h)
    long, tall, ink = rng.uniform(80, 260), rng.uniform(5, 14), stroke(BLACK, rng.uniform(0.7, 1.4))
    thin = rng.random() < 0.5
    if thin:
        canvas.drawLine(x, y + tall / 2, x + long, y + tall / 2, ink)
    else:
        canvas.drawRect(skia.Rect.MakeXYWH(x, y, long, tall), fill(rng.choice(SOFT)))
        canvas.drawRect(skia.Rect.MakeXYWH(x, y, long, tall), ink)
    at = x
    while (at := at + rng.uniform(8, 50)) < x + long - 12:
        wide = min(rng.uniform(8, 60), x + long - at)
        canvas.drawRect(skia.Rect.MakeXYWH(at, y, wide, tall), fill(rng.choice(STRONG)))
        if rng.random() < 0.6:
            canvas.drawRect(skia.Rect.MakeXYWH(at, y, wide, tall), ink)
        if rng.random() < 0.4:
            canvas.drawLine(at, y + tall, at, y + tall + rng.uniform(4, 12), ink)
        at += wide
