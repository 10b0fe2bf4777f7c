"""Draw a figure of the report as inline SVG: its picture, with marks on what is right, wrong and missed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from figway.evaluate.findings import Finding
from figway.evaluate.report import FigureReport
from figway.geometry import Point, Polygon, Polyline, box_of

ORDER = ("right", "spared", "missed", "wrong")
"""Verdicts in the order in which they are drawn: what is wrong lies on top."""
DRAWN = ("genes", "chemicals", "diseases", "relations")


def figure_svg(figure: FigureReport, number: int) -> str:
    """Draw one figure; the mark of its finding k has the id `f<number>-m<k>` and leads to `f<number>-i<k>`."""
    size = f"0 0 {_n(figure.width)} {_n(figure.height)}"
    label = f"{figure.figid}, with right, wrong and missed labels marked"
    parts = [f'<svg viewBox="{size}" role="img" aria-label="{escape(label)}">', *_ground(figure)]
    for name in ("labels", "arrows"):
        placed = [
            (ORDER.index(f.verdict), k, f)
            for k, f in enumerate(figure.findings)
            if drawn(f) and (f.field == "relations") == (name == "arrows")
        ]
        marks = (_mark(figure, f, number, k) for _, k, f in sorted(placed, key=lambda x: x[:2]))
        parts.append(f'<g class="{name}">{"".join(marks)}</g>')
    return "".join((*parts, "</svg>"))


def drawn(finding: Finding) -> bool:
    """Tell whether a finding has a place on the picture."""
    return bool(finding.polygons or len(finding.path) > 1) and finding.field in DRAWN


def _ground(figure: FigureReport) -> Iterator[str]:
    """Yield the picture, or the text that was read where there is none."""
    if figure.picture is not None:
        size = f'width="{_n(figure.width)}" height="{_n(figure.height)}"'
        yield f'<image href="{figure.picture.uri}" {size} preserveAspectRatio="none"/>'
        return
    for line in figure.lines:
        if line.polygon:
            box = box_of(line.polygon)
            place = f'x="{_n(box.x0)}" y="{_n(box.y1 - 0.2 * box.height)}" font-size="{_n(0.8 * box.height)}"'
            fit = f'textLength="{_n(box.width)}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text class="plain" {place} {fit}>{escape(line.text)}</text>'


def _mark(figure: FigureReport, finding: Finding, number: int, k: int) -> str:
    title = f"{finding.label}: {finding.verdict if finding.verdict != 'spared' else 'not counted'}"
    if finding.kind:
        title += f", {finding.kind}"
    shapes = [f'<polygon class="mark" points="{_points(p)}"/>' for p in finding.polygons]
    if len(finding.path) > 1:
        shapes.append(f'<polyline class="arrow" points="{_points(finding.path)}"/>')
        shapes.append(_tip(finding.path, finding.sign, max(5.0, math.hypot(figure.width, figure.height) / 110)))
    link = f'id="f{number}-m{k}" href="#f{number}-i{k}" tabindex="-1"'
    return f'<a {link} class="{finding.verdict}"><title>{escape(title)}</title>{"".join(shapes)}</a>'


def _tip(path: Polyline, sign: str, size: float) -> str:
    """Draw the head of an arrow: a triangle, a bar, or nothing where the relation has no sign."""
    (x0, y0), (x1, y1) = path[-2], path[-1]
    far = math.dist(path[-2], path[-1])
    if not far or sign not in ("+", "-"):
        return ""
    dx, dy = (x1 - x0) / far * size, (y1 - y0) / far * size
    if sign == "-":
        bar = (x1 - dy * 0.7, y1 + dx * 0.7), (x1 + dy * 0.7, y1 - dx * 0.7)
        return f'<polyline class="tip stop" points="{_points(bar)}"/>'
    left: Point = (x1 - dx - dy * 0.45, y1 - dy + dx * 0.45)
    right: Point = (x1 - dx + dy * 0.45, y1 - dy - dx * 0.45)
    return f'<polygon class="tip" points="{_points(((x1, y1), left, right))}"/>'


def _points(points: Polygon) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
