"""Paint what looks like arrows but is none: membranes, DNA, organelles, receptors, viruses, and the marks of `marks`."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import skia

from .arrows import bezier, dense, way
from .marks import axes, blob, bracket, cross, domains, frame, molecule, phosphate, star, wedge
from .paint import fill, lighter, path_of, shape_path, stroke
from .scene import Point, anywhere
from .style import BLACK, SOFT, STRONG, Style

Painter = Callable[[skia.Canvas, random.Random, Style, float, float], None]


def _line_of(rng: random.Random, w: float, h: float) -> list[Point]:
    y = rng.uniform(0.05, 0.9) * h
    bend = rng.choice([0, 0, rng.uniform(-0.3, 0.3)]) * h
    return dense(bezier([(-5, y), (w / 2, y + bend), (w + 5, y)]), 1.5)


def membrane(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw two rows of beads with tails between, straight, bent or as a ring."""
    path = _line_of(rng, w, h)
    if rng.random() < 0.3:
        cx, cy = anywhere(rng, w, h)
        rx, ry = rng.uniform(0.1, 0.45) * w, rng.uniform(0.1, 0.4) * h
        path = dense(
            [(cx + rx * math.cos(a / 40 * math.tau), cy + ry * math.sin(a / 40 * math.tau)) for a in range(41)], 1.5
        )
    r = rng.uniform(1.5, 4.5)
    thick = rng.uniform(2.2, 4.5) * r
    c, edge = rng.choice(STRONG), rng.choice([None, BLACK])
    tails = stroke(rng.choice([BLACK, (120, 120, 120), (200, 160, 40)]), rng.uniform(0.5, 1))
    every = max(1, round(2 * r / 1.5 * rng.uniform(0.95, 1.4)))
    for i in range(1, len(path), every):
        x, y = path[i]
        dx, dy = way(path[: i + 1], 6)
        for side in (-1, 1):
            bx, by = x - dy * side * thick / 2, y + dx * side * thick / 2
            for k in (-0.35, 0.35):
                canvas.drawLine(
                    bx + dx * k * r,
                    by + dy * k * r,
                    x + dx * k * r - dy * side * r * 0.3,
                    y + dy * k * r + dx * side * r * 0.3,
                    tails,
                )
            canvas.drawCircle(bx, by, r, fill(c))
            if edge:
                canvas.drawCircle(bx, by, r, stroke(edge, 0.6))


def plain_membrane(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a membrane as one or two plain or dashed lines across the figure."""
    path = _line_of(rng, w, h)
    if rng.random() < 0.4:
        path = [(y * w / h, x * h / w) for x, y in path]
    paint = stroke(
        rng.choice([BLACK, (90, 90, 90), *STRONG]), rng.uniform(0.8, 6), rng.choice([None, None, [6, 4], [2, 2]])
    )
    gap = rng.choice([0, rng.uniform(3, 9)])
    for d in {0.0, gap}:
        canvas.drawPath(path_of([(x, y + d) for x, y in path]), paint)


def helix(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a DNA double helix with rungs."""
    x0, y0 = anywhere(rng, w * 0.7, h)
    n, pitch, amp = rng.randint(2, 7), rng.uniform(10, 26), rng.uniform(3, 9)
    a, b = rng.choice([BLACK, *STRONG]), rng.choice([BLACK, *STRONG])
    top = [(x0 + i, y0 + amp * math.sin(i / pitch * math.pi)) for i in range(int(n * pitch))]
    low = [(x, 2 * y0 - y) for x, y in top]
    for i in range(0, len(top), rng.choice([2, 3, 4])):
        canvas.drawLine(
            *top[i], *low[i], stroke(rng.choice(STRONG) if rng.random() < 0.5 else a, rng.uniform(0.6, 1.2))
        )
    width = rng.uniform(0.8, 2.5)
    canvas.drawPath(path_of(top), stroke(a, width))
    canvas.drawPath(path_of(low), stroke(b, width))


def organelle(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a nucleus or cell: a large filled or open outline, often cut by the border."""
    cx, cy = anywhere(rng, w, h)
    rx, ry = rng.uniform(0.1, 0.5) * w, rng.uniform(0.1, 0.45) * h
    path = shape_path(rng.choice(["ellipse", "round", "ellipse", "wobble"]), (cx - rx, cy - ry, cx + rx, cy + ry), rng)
    if rng.random() < 0.7:
        canvas.drawPath(path, fill(rng.choice(SOFT), rng.choice([255, 160])))
    edge = stroke(
        rng.choice([BLACK, (120, 120, 120), *STRONG]),
        rng.uniform(0.8, 5),
        rng.choice([None, None, None, [8, 4], [3, 3]]),
    )
    canvas.drawPath(path, edge)


def mitochondrion(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a mitochondrion with its folded inner membrane."""
    cx, cy = anywhere(rng, w, h)
    rx, ry = rng.uniform(25, 90), rng.uniform(12, 40)
    outer = shape_path("ellipse", (cx - rx, cy - ry, cx + rx, cy + ry), rng)
    canvas.drawPath(outer, fill(rng.choice(SOFT + STRONG)))
    canvas.drawPath(outer, stroke(BLACK, rng.uniform(0.8, 2)))
    folds = [
        (cx - rx * 0.8 + rx * 1.6 * i / 24, cy + ry * (0.55 if i % 4 < 2 else -0.55) * (1 - abs(i - 12) / 24))
        for i in range(25)
    ]
    canvas.drawPath(path_of(folds), stroke(rng.choice([BLACK, (150, 60, 40)]), rng.uniform(0.8, 2)))


def receptor(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a receptor: bars through a membrane, a Y, or a row of helices joined by loops."""
    x, y = anywhere(rng, w, h)
    c = rng.choice(STRONG)
    kind = rng.random()
    if kind < 0.35:
        for i in range(rng.choice([1, 2, 4])):
            path = shape_path("round", (x + i * 7, y, x + i * 7 + 6, y + rng.uniform(18, 40)), rng)
            canvas.drawPath(path, fill(c))
            canvas.drawPath(path, stroke(BLACK, 0.7))
    elif kind < 0.65:
        s = rng.uniform(6, 16)
        paint = stroke(rng.choice([c, BLACK]), rng.uniform(1.5, 4))
        canvas.drawPath(path_of([(x - s, y - s), (x, y), (x, y + 1.5 * s)]), paint)
        canvas.drawLine(x, y, x + s, y - s, paint)
    else:
        points = [(x + 5 * i, y + (14 if i % 2 else -14) + rng.uniform(-4, 4)) for i in range(8)]
        canvas.drawPath(path_of(dense(bezier(points[:4])) + dense(bezier(points[3:]))), stroke(c, rng.uniform(1, 3)))


def virus(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a virus or vesicle: a ring with knobs or spikes."""
    x, y = anywhere(rng, w, h)
    r, n, c = rng.uniform(6, 20), rng.randint(8, 20), rng.choice(STRONG)
    spike, knob = rng.uniform(2, 6), rng.uniform(0.8, 2.5)
    for i in range(n):
        a = i * math.tau / n
        canvas.drawLine(
            x + r * math.cos(a),
            y + r * math.sin(a),
            x + (r + spike) * math.cos(a),
            y + (r + spike) * math.sin(a),
            stroke(c, 1),
        )
        canvas.drawCircle(x + (r + spike) * math.cos(a), y + (r + spike) * math.sin(a), knob, fill(c))
    canvas.drawCircle(x, y, r, fill(lighter(c, 0.6)))
    canvas.drawCircle(x, y, r, stroke(c, 1.2))
    if rng.random() < 0.5:
        s = r * 0.6
        canvas.drawPath(path_of([(x - s, y + s * 0.6), (x, y - s), (x + s, y + s * 0.6)], True), stroke(BLACK, 0.8))


def squiggle(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw RNA or an unfolded protein: a wave or a tangle."""
    x, y = anywhere(rng, w, h)
    if rng.random() < 0.5:
        n, step, amp = rng.randint(20, 60), rng.uniform(0.8, 1.6), rng.uniform(2, 6)
        points = [(x + i * step, y + amp * math.sin(i * 0.6)) for i in range(n)]
    else:
        points = bezier([(x + rng.uniform(-25, 25), y + rng.uniform(-18, 18)) for _ in range(7)])
    canvas.drawPath(path_of(points), stroke(rng.choice([BLACK, *STRONG]), rng.uniform(0.8, 2.2)))


def hairpin(canvas: skia.Canvas, rng: random.Random, style: Style, w: float, h: float) -> None:
    """Draw a comb: a strand with short rungs, as RNA is drawn."""
    x, y = anywhere(rng, w * 0.8, h)
    long, gap, tall = rng.uniform(20, 80), rng.uniform(3, 6), rng.choice([-1, 1]) * rng.uniform(4, 8)
    paint = stroke(rng.choice([BLACK, *STRONG]), rng.uniform(0.8, 1.8))
    canvas.drawLine(x, y, x + long, y, paint)
    if rng.random() < 0.5:
        canvas.drawLine(x, y + tall, x + long, y + tall, paint)
    for i in range(int(long / gap)):
        canvas.drawLine(x + i * gap, y, x + i * gap, y + tall, paint)


BEHIND: list[Painter] = [organelle, organelle, plain_membrane, membrane, frame]
AMONG: list[Painter] = [membrane, helix, mitochondrion, receptor, bracket, star, virus, squiggle, hairpin, axes, phosphate, phosphate,
                        wedge, cross, blob, blob, receptor, bracket, molecule, molecule, domains]  # fmt: skip
