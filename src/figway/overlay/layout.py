"""Decide what an overlay shows and where: outlines, names beside them, arrows, a legend below the figure.

Pure functions from a record to a `Drawing` in pixels of the figure. Sizes follow the height of the figure's
own text, so that an overlay is legible on small figures and does not drown large ones. The palette is that of
Okabe and Ito, with a few darker tones for the rarer kinds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from figway.geometry import Box, Point, Polygon, Polyline, box_of, length
from figway.overlay.places import Places
from figway.records import FigureRecord, Mention, Relation, TextLine
from figway.text import fold

COLOURS = {
    "gene": "#0072b2", "family": "#1b8fc7", "complex": "#009e73", "chemical": "#c27f00", "disease": "#d55e00",
    "process": "#b9588f", "place": "#8f7f1e", "other_protein": "#882255", "other_molecule": "#6a51a3",
    "other": "#666666",
}  # fmt: skip
SIGN_COLOURS = {"+": "#0a7d32", "-": "#d11f1f", "?": "#6b6b6b"}
SIGN_NAMES = {"+": "activation", "-": "inhibition", "?": "relation without sign"}
TEXT_COLOUR = "#8a8a8a"
_LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Outline:
    """Hold a polygon about a label, `id` its mention's or line's; `kind` is "" for text that nothing recognised."""

    polygon: Polygon
    kind: str
    notes: tuple[str, ...]
    id: str = ""

    @property
    def colour(self) -> str:
        """Give the colour of its kind."""
        return COLOURS.get(self.kind, TEXT_COLOUR)


@dataclass(frozen=True, slots=True)
class Name:
    """Hold a name to be written, its baseline starting at `at`."""

    text: str
    at: Point
    colour: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """Hold a relation: its line, a filled head (or the bar's two ends), what to say of it, its index in the record."""

    path: Polyline
    head: Polygon
    sign: str
    dashed: bool
    notes: tuple[str, ...]
    relation: int = 0

    @property
    def colour(self) -> str:
        """Give the colour of its sign."""
        return SIGN_COLOURS[self.sign]


class Key(NamedTuple):
    """Hold one entry of the legend; `sign` is "" for a kind of label."""

    label: str
    colour: str
    sign: str
    at: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """Hold all that is drawn, in pixels; the legend lies below the figure, between `height` and `total`."""

    width: float
    height: float
    total: float
    font: float
    line: float
    outlines: tuple[Outline, ...]
    names: tuple[Name, ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[Key, ...]


def lay_out(record: FigureRecord, *, names: bool = True) -> Drawing:
    """Lay an overlay out; a record without the picture's size gets that of what it holds.

    Finding room for `names` takes most of the time; who does not draw them leaves them out.
    """
    width, height = _size(record)
    font = _font(record, width, height)
    line = max(1.0, font / 8)
    known = {i for m in record.mentions if m.kind != "other" for i in m.text_ids}
    lines = [t for t in record.text if t.polygon and t.id not in known]
    marked = [m for m in record.mentions if m.polygon and m.kind != "other"]
    outlines = [Outline(_padded(t.polygon, line), "", _text_notes(t), t.id) for t in lines]
    current = record.current_symbols()
    symbols = {m.id: current.get(m.id, m.symbol) for m in marked}
    outlines += [
        Outline(_padded(m.polygon, line * 1.5), m.kind, _mention_notes(m, symbols[m.id]), m.id) for m in marked
    ]
    arrows = [a for i, r in enumerate(record.relations) if (a := _arrow(r, i, record, line)) is not None]
    legend, total = _legend(outlines, arrows, width, height, font)
    page = Box(0, 0, width, height)
    written = _names(marked, symbols, [*outlines, *arrows], page, font) if names else ()
    return Drawing(width, height, total, font, line, tuple(outlines), written, tuple(arrows), legend)


def text_width(text: str, font: float) -> float:
    """Estimate how wide a text stands in a sans-serif face, in pixels."""
    narrow = sum(c in "iljtfrI.,:;'()[]/ -" for c in text)
    wide = sum(c.isupper() or c in "mw@%+" for c in text)
    return font * (0.33 * narrow + 0.7 * wide + 0.56 * (len(text) - narrow - wide))


def _size(record: FigureRecord) -> tuple[float, float]:
    image = record.figure.image
    if image.width and image.height:
        return float(image.width), float(image.height)
    polygons = [*(t.polygon for t in record.text), *(m.polygon for m in record.mentions)]
    points = [p for polygon in polygons for p in polygon] or [(100.0, 100.0)]
    box = box_of(points)
    return math.ceil(box.x1) + 10.0, math.ceil(box.y1) + 10.0


def _font(record: FigureRecord, width: float, height: float) -> float:
    """Choose a size of type: three quarters of the usual text, within bounds of the figure's size."""
    across = math.hypot(width, height)
    heights = [min(_sides(t.polygon)) for t in record.text if t.polygon]
    usual = 0.75 * median(heights) if heights else across / 90
    return round(max(min(max(usual, across / 140), across / 60 + 2), 6.0), 1)


def _sides(polygon: Polygon) -> tuple[float, float]:
    if len(polygon) != 4:
        box = box_of(polygon)
        return box.width, box.height
    return math.dist(polygon[0], polygon[1]), math.dist(polygon[1], polygon[2])


def _padded(polygon: Polygon, pad: float) -> Polygon:
    """Move the sides of a rectangle (in any turn) outward, so that its outline covers no letters."""
    if len(polygon) != 4:
        return polygon
    sizes = [math.dist(polygon[i - 1], polygon[i]) or 1.0 for i in range(4)]
    found = []
    for i, (x, y) in enumerate(polygon):
        after = (i + 1) % 4
        (a, b), (c, d) = polygon[i - 1], polygon[after]
        right = x + pad * (x - a) / sizes[i] + pad * (x - c) / sizes[after]
        down = y + pad * (y - b) / sizes[i] + pad * (y - d) / sizes[after]
        found.append((round(right, 1), round(down, 1)))
    return tuple(found)


def _mention_notes(mention: Mention, symbol: str) -> tuple[str, ...]:
    """Say of a mention what its box cannot: symbol, identifiers, score, how the printed word led there."""
    members = ", ".join(m.symbol for m in mention.members[:12]) + (" …" if len(mention.members) > 12 else "")
    others = ", ".join(a.symbol for a in mention.alternatives[:5])
    parts = [
        f"{symbol or mention.word} ({mention.kind.replace('_', ' ')})",
        f"printed: {mention.word}",
        f"identifiers: {', '.join(mention.identifiers)}" if mention.identifiers else "",
        f"source: {mention.source}" if mention.source else "",
        f"organism: {mention.organism}" if mention.organism else "",
        f"members: {members}" if members else "",
        f"state: {', '.join(mention.state)}" if mention.state else "",
        f"compartment: {mention.compartment}" if mention.compartment else "",
        f"complex: {mention.complex}" if mention.complex else "",
        f"transforms: {', '.join(mention.transforms)}" if mention.transforms else "",
        f"could also be: {others}" if others else "",
        f"score: {mention.score:.2f}",
    ]
    return tuple(p for p in parts if p)


def _text_notes(text: TextLine) -> tuple[str, ...]:
    return f"{text.text} (not recognised)", f"reading score: {text.score:.2f}"


def _names(
    mentions: list[Mention], symbols: dict[str, str], drawn: list[Outline | Arrow], page: Box, font: float
) -> tuple[Name, ...]:
    """Write beside its box, clear of the labels where there is room, each symbol that is not what is printed."""
    places = Places(page, font * 8)
    for shape in drawn:
        if isinstance(shape, Outline):
            places.take(box_of(shape.polygon))
        elif shape.head:
            places.take(box_of(shape.head).grow(font / 8))
    found = []
    for mention in mentions:
        name = symbols[mention.id]
        if fold(name) in ("", fold(mention.word)):
            continue
        name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
        place = places.beside(box_of(mention.polygon), (text_width(name, font), font), font * 0.3)
        places.take(place)
        found.append(Name(name, (round(place.x0, 1), round(place.y1 - font * 0.2, 1)), COLOURS[mention.kind]))
    return tuple(found)


def _arrow(relation: Relation, index: int, record: FigureRecord, line: float) -> Arrow | None:
    path = relation.path if len(relation.path) > 1 else _straight(relation, record)
    if not path or not length(path):
        return None
    form = relation.head or {"+": "pointed", "-": "bar", "?": "none"}[relation.sign]
    notes = (
        f"{relation.source} {SIGN_NAMES[relation.sign]} {relation.target}".replace("relation without sign", "—"),
        *([relation.annotation] if relation.annotation else []),
        f"score: {relation.score:.2f}",
    )
    head = _head(path, form, line)
    body = _shortened(path, 5.0 * line) if form == "pointed" else path
    return Arrow(body, head, relation.sign, relation.line in ("dashed", "dotted"), notes, index)


def _shortened(path: Polyline, by: float) -> Polyline:
    """Draw the end of a line back, so that it does not show beyond the tip of its head."""
    (x, y), (a, b) = path[-1], path[-2]
    size = math.dist(path[-1], path[-2])
    if size <= by:
        return path if len(path) == 2 else path[:-1]
    return *path[:-1], (round(x + (a - x) * by / size, 1), round(y + (b - y) * by / size, 1))


def _straight(relation: Relation, record: FigureRecord) -> Polyline:
    """Join the boxes of a relation whose line is not known."""
    boxes = {m.id: m.box for m in record.mentions if m.box}
    ends = [next((boxes[i] for i in ids if i in boxes), None) for ids in (relation.source_ids, relation.target_ids)]
    a, b = ends
    return (_leave(a, b.center), _leave(b, a.center)) if a and b else ()


def _leave(box: Box, towards: Point) -> Point:
    """Give the point where the line from the middle of a box towards a point leaves the box."""
    (x, y), (dx, dy) = box.center, (towards[0] - box.center[0], towards[1] - box.center[1])
    reach = max(abs(dx) / max(box.width / 2, 1), abs(dy) / max(box.height / 2, 1), 1.0)
    return x + dx / reach, y + dy / reach


def _head(path: Polyline, form: str, line: float) -> Polygon:
    """Give the outline of an arrow's head: a triangle, a bar's two ends, an octagon, or nothing."""
    tip, size = path[-1], 9.0 * line
    back = next((p for p in reversed(path[:-1]) if math.dist(p, tip) >= size), path[0])
    angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
    turns = {
        "pointed": [(0.0, 0.0), (2.7, size), (-2.7, size)],
        "bar": [(math.pi / 2, size * 0.5), (-math.pi / 2, size * 0.5)],
        "circle": [(i * math.pi / 4, size * 0.3) for i in range(8)],
    }.get(form, [])
    return tuple(
        (round(tip[0] + r * math.cos(angle + t), 1), round(tip[1] + r * math.sin(angle + t), 1)) for t, r in turns
    )


def _legend(
    outlines: list[Outline], arrows: list[Arrow], width: float, height: float, font: float
) -> tuple[tuple[Key, ...], float]:
    """Set out the legend in rows below the figure; give it and where it ends."""
    kinds = [*COLOURS, ""]
    counts = {k: sum(o.kind == k for o in outlines) for k in kinds}
    entries = [
        (f"{k.replace('_', ' ') or 'text, not recognised'} ({counts[k]})", COLOURS.get(k, TEXT_COLOUR), "")
        for k in kinds if counts[k]
    ]  # fmt: skip
    for sign, name in SIGN_NAMES.items():
        count = sum(a.sign == sign for a in arrows)
        entries += [(f"{name} ({count})", SIGN_COLOURS[sign], sign)] if count else []
    keys, x, y = [], font, height + font * 1.6
    for label, colour, sign in entries:
        wide = text_width(label, font) + font * 4
        if x + wide > width and x > font:
            x, y = font, y + font * 1.7
        keys.append(Key(label, colour, sign, (round(x, 1), round(y, 1))))
        x += wide
    return tuple(keys), math.ceil(y + font) if keys else height
