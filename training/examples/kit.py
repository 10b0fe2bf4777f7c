"""Draw pathway figures with cairo and record what was drawn: labels, entities and relations with their places.

Needs cairocffi, libcairo2, Pillow and the fonts DejaVu and Liberation (Debian: libcairo2, fonts-dejavu-core,
fonts-liberation). Coordinates are pixels, origin top left. A label's markup knows `_{..}` (subscript), `^{..}`
(superscript) and line breaks. Only what is drawn through `Sheet.text`, `Sheet.node` and `Sheet.link` enters the
truth; what `scenery` draws is decoration.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cairocffi as cairo
from PIL import Image

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
_RUN = re.compile(r"([_^])\{([^}]*)\}|([^_^]+|[_^])")


def rgb(colour: str) -> tuple[float, ...]:
    """Turn '#rrggbb' (or '#rrggbbaa') into cairo's numbers."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in range(1, len(colour), 2))


def mix(a: str, b: str, share: float) -> str:
    """Mix two colours; `share` of the second."""
    return "#" + "".join(f"{round(255 * (x + (y - x) * share)):02x}" for x, y in zip(rgb(a), rgb(b), strict=True))


def plain(markup: str) -> str:
    """Give the text of a label without its markup, lines joined by spaces."""
    return re.sub(r"[_^]\{([^}]*)\}", r"\1", markup).replace("-\n", "-").replace("\n", " ")


def curve(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    """Sample a cubic Bézier curve."""
    ts = [i / steps for i in range(steps + 1)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in ts]
    return [tuple(sum(w * p[k] for w, p in zip(ws, (a, b, c, d), strict=True)) for k in (0, 1)) for ws in weights]


@dataclass(frozen=True)
class Node:
    """Hold a drawn thing: its label, its outline and whether that is round."""

    label: str
    box: Rect
    round: bool = False

    @property
    def center(self) -> Point:
        """Give the middle of the outline."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def border(self, towards: Point, gap: float = 0.0) -> Point:
        """Give the point of the outline, moved out by `gap`, that looks towards a point."""
        (x, y), (x0, y0, x1, y1) = self.center, self.box
        dx, dy, a, b = towards[0] - x, towards[1] - y, (x1 - x0) / 2 + gap, (y1 - y0) / 2 + gap
        if not dx and not dy:
            return x, y
        scale = 1 / math.hypot(dx / a, dy / b) if self.round else 1 / max(abs(dx) / a, abs(dy) / b)
        return x + dx * scale, y + dy * scale


End = Node | Sequence[Node]


class Sheet:
    """Hold one figure being drawn, and its truth."""

    def __init__(
        self, width: int, height: int, names: dict[str, dict[str, Any]], *, font: str = "Liberation Sans",
        paper: str = "#ffffff", ink: str = "#111111", gloss: bool = False, line: float = 2.0,
    ) -> None:  # fmt: skip
        self.width, self.height, self.font, self.ink = width, height, font, ink
        self.paper, self.gloss, self.line, self.names = paper, gloss, line, names
        self.surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
        self.ctx = cairo.Context(self.surface)
        self.ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        self.ctx.set_source_rgb(*rgb(paper))
        self.ctx.paint()
        self.kind = "pathway"
        self.labels: list[dict[str, Any]] = []
        self.entities: dict[str, dict[str, Any]] = {}
        self.relations: list[dict[str, Any]] = []

    # -- text -----------------------------------------------------------------------------------------

    def text(
        self, x: float, y: float, markup: str, size: float = 20, *, colour: str = "", bold: bool = False,
        italic: bool = False, anchor: str = "c", angle: float = 0.0, font: str = "", entity: bool = True,
        name: str = "", spacing: float = 1.16,
    ) -> Rect:  # fmt: skip
        """Write a label about (x, y): anchor c, l or r; angle in degrees clockwise. Give the box of its ink."""
        ctx, lines = self.ctx, markup.split("\n")
        ctx.save()
        ctx.translate(x, y)
        ctx.rotate(math.radians(angle))
        ctx.set_source_rgb(*rgb(colour or self.ink))
        slant = cairo.FONT_SLANT_ITALIC if italic else cairo.FONT_SLANT_NORMAL
        ctx.select_font_face(font or self.font, slant, cairo.FONT_WEIGHT_BOLD if bold else cairo.FONT_WEIGHT_NORMAL)
        found = []
        for i, line in enumerate(lines):
            middle = (i - (len(lines) - 1) / 2) * size * spacing
            inked = self._line(line, middle + size * 0.35, size, anchor)
            corners = [ctx.user_to_device(*p) for p in _corners(inked)]
            found.append({"text": plain(line), "box": _round(_bounds(corners))})
            if angle:
                found[-1]["polygon"] = [_round(p) for p in corners]
        ctx.restore()
        box = _bounds([p for f in found for p in ((f["box"][0], f["box"][1]), (f["box"][2], f["box"][3]))])
        label = name or plain(markup)
        self.labels.append({"text": label, "box": _round(box), "angle": angle, "lines": found})
        if entity:
            self.entities.setdefault(label, {"label": label, **self.names[label], "boxes": []})["boxes"].append(
                _round(box)
            )
        return box

    def _line(self, line: str, base: float, size: float, anchor: str) -> Rect:
        runs, x, boxes = [], 0.0, []
        for mark, small, text in _RUN.findall(line):
            self.ctx.set_font_size(size * (0.68 if mark else 1))
            dy = {"_": size * 0.2, "^": -size * 0.36}.get(mark, 0.0)
            bx, by, w, h, advance, _ = self.ctx.text_extents(small or text)
            runs.append((x, base + dy, mark, small or text))
            boxes.append((x + bx, base + dy + by, x + bx + w, base + dy + by + h))
            x += advance
        shift = {"c": -x / 2, "l": 0.0, "r": -x}[anchor]
        for dx, y, mark, text in runs:
            self.ctx.set_font_size(size * (0.68 if mark else 1))
            self.ctx.move_to(dx + shift, y)
            self.ctx.show_text(text)
        x0, y0, x1, y1 = _bounds([p for b in boxes for p in (b[:2], b[2:])])
        return x0 + shift, y0, x1 + shift, y1

    # -- shapes ---------------------------------------------------------------------------------------

    def shape(
        self, box: Rect, kind: str = "box", fill: str = "", edge: str = "", *, radius: float = 6,
        width: float = 0.0, dash: Sequence[float] = (), angle: float = 0.0,
    ) -> None:  # fmt: skip
        """Draw an outline: box, pill, ellipse, hexagon, octagon, diamond, kite."""
        ctx, (x0, y0, x1, y1) = self.ctx, box
        w, h = x1 - x0, y1 - y0
        ctx.save()
        ctx.translate((x0 + x1) / 2, (y0 + y1) / 2)
        ctx.rotate(math.radians(angle))
        ctx.new_path()
        _outline(ctx, kind, w, h, h / 2 if kind == "pill" else radius)
        if fill:
            ctx.set_source(self._paint(fill, w, h, kind))
            ctx.fill_preserve()
        if edge:
            ctx.set_source_rgba(*rgb(edge))
            ctx.set_line_width(width or self.line * 0.75)
            ctx.set_dash(list(dash))
            ctx.stroke()
        ctx.new_path()
        ctx.restore()

    def _paint(self, fill: str, w: float, h: float, kind: str) -> Any:
        if not self.gloss or len(fill) > 7:
            return cairo.SolidPattern(*rgb(fill))
        if kind in ("ellipse", "pill"):
            paint = cairo.RadialGradient(-w * 0.12, -h * 0.3, 0, 0, 0, max(w, h) * 0.62)
        else:
            paint = cairo.LinearGradient(0, -h / 2, 0, h / 2)
        paint.add_color_stop_rgb(0, *rgb(mix(fill, "#ffffff", 0.5)))
        paint.add_color_stop_rgb(1, *rgb(fill))
        return paint

    def node(
        self, markup: str, x: float, y: float, shape: str = "box", fill: str = "", edge: str = "", *,
        w: float = 0.0, h: float = 0.0, size: float = 20, pad: float = 9, radius: float = 6, width: float = 0.0,
        dash: Sequence[float] = (), colour: str = "", bold: bool = False, italic: bool = False, angle: float = 0.0,
        turn: float = 0.0, name: str = "", entity: bool = True,
    ) -> Node:  # fmt: skip
        """Draw a labelled shape about (x, y), as large as its text unless w, h say otherwise; "" draws none."""
        lines = markup.split("\n")
        self.ctx.select_font_face(self.font, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD if bold else 0)
        self.ctx.set_font_size(size)
        w = w or max(self.ctx.text_extents(re.sub(r"[_^]\{|\}", "", line))[4] for line in lines) + 2 * pad
        h = h or len(lines) * size * 1.16 + pad * 1.1
        box = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        if shape:
            self.shape(box, shape, fill, edge, radius=radius, width=width, dash=dash, angle=turn)
        ink = self.text(
            x, y, markup, size, colour=colour, bold=bold, italic=italic, angle=angle, name=name, entity=entity
        )
        return Node(
            name or plain(markup),
            box if shape else ink,
            shape in ("ellipse", "hexagon", "octagon", "diamond"),
        )

    # -- relations ------------------------------------------------------------------------------------

    def link(
        self, source: End, target: End, sign: str = "+", *, via: Sequence[Point] = (), bend: float = 0.0,
        start: Point | None = None, end: Point | None = None, colour: str = "", width: float = 0.0,
        dash: Sequence[float] = (), gap: float = 5.0, both: bool = False, real: bool = True, head: float = 1.0,
        heads: int = 1, smooth: bool = False,
    ) -> list[Point]:  # fmt: skip
        """Draw an arrow ("+"), a T-bar ("-") or a plain line ("?") and record it unless `real` is false.

        `via` are corners (or with `smooth` control points), `bend` bows a straight arrow by a share of its length;
        `start` and `end` override where it touches. A group of nodes is one end; its first node is touched.
        """
        sources, targets = _group(source), _group(target)
        towards = via[0] if via else end or targets[0].center
        a = start or sources[0].border(_bowed(sources[0].center, towards, bend), gap)
        b = end or targets[0].border(_bowed(via[-1] if via else a, targets[0].center, bend, back=True), gap)
        points = _route(a, b, via, bend, smooth)
        self.stroke(points, sign, colour=colour, width=width, dash=dash, head=head, both=both)
        if real:
            names = [n.label for n in sources], [n.label for n in targets]
            form = {"+": "pointed", "-": "bar", "?": "none"}[sign]
            drawn = {"sign": sign, "head": form, "line": "dashed" if dash else "solid"}
            self.relations.append(
                {"source": names[0], "target": names[1], **drawn, "path": [_round(p) for p in points]}
            )
            if both:
                back = [_round(p) for p in reversed(points)]
                self.relations.append({"source": names[1], "target": names[0], **drawn, "path": back})
        return points

    def stroke(
        self, points: Sequence[Point], sign: str = "", *, colour: str = "", width: float = 0.0,
        dash: Sequence[float] = (), head: float = 1.0, both: bool = False,
    ) -> None:  # fmt: skip
        """Draw a polyline with the head of `sign` at its end (and its start, if `both`); record nothing."""
        ctx, width = self.ctx, width or self.line
        length = (6 + 3.4 * width) * head
        ends = [(points[-1], _before(points, length))]
        ends += [(points[0], _before(points[::-1], length))] if both else []
        ctx.save()
        ctx.set_source_rgb(*rgb(colour or self.ink))
        ctx.set_line_width(width)
        body = list(points)
        if sign == "+":
            body[-1] = _toward(points[-1], ends[0][1], length * 0.7)
            body[0] = _toward(points[0], ends[1][1], length * 0.7) if both else body[0]
        ctx.set_dash(list(dash))
        ctx.move_to(*body[0])
        for p in body[1:]:
            ctx.line_to(*p)
        ctx.stroke()
        ctx.set_dash([])
        for tip, back in ends if sign in "+-" and sign else []:
            angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
            if sign == "+":
                _arrowhead(ctx, tip, angle, length)
            else:
                reach = length * 0.62
                ctx.set_line_width(width * 1.25)
                ctx.move_to(tip[0] - reach * math.sin(angle), tip[1] + reach * math.cos(angle))
                ctx.line_to(tip[0] + reach * math.sin(angle), tip[1] - reach * math.cos(angle))
                ctx.stroke()
        ctx.restore()

    def state(self, source: Iterable[Node], target: Iterable[Node], sign: str, path: Sequence[Point]) -> None:
        """Record a relation whose arrow is drawn in part by another (an enzyme on a reaction arrow)."""
        names = [n.label for n in source], [n.label for n in target]
        form = {"+": "pointed", "-": "bar", "?": "none"}[sign]
        drawn = {"sign": sign, "head": form, "line": "solid", "path": [_round(p) for p in path]}
        self.relations.append({"source": names[0], "target": names[1], **drawn})

    # -- writing --------------------------------------------------------------------------------------

    def picture(self) -> Image.Image:
        """Give the drawing as an RGB picture."""
        buffer = io.BytesIO()
        self.surface.write_to_png(buffer)
        return Image.open(buffer).convert("RGB")

    def save(self, image: Path, truth: Path, *, grey: bool = False, colours: int = 0, quality: int = 88) -> None:
        """Write the picture (PNG or JPEG by its suffix) and its truth as JSON."""
        picture = self.picture().convert("L") if grey else self.picture()
        if image.suffix == ".png":
            picture = picture.quantize(colours, dither=Image.Dither.NONE) if colours and not grey else picture
            picture.save(image, optimize=True)
        else:
            picture.save(image, quality=quality, subsampling=0, optimize=True)
        data = {
            "figid": image.stem, "image": image.name, "width": self.width, "height": self.height, "kind": self.kind,
            "relations_complete": True, "labels": self.labels, "entities": list(self.entities.values()),
            "relations": self.relations,
        }  # fmt: skip
        truth.write_text(_json(data), encoding="utf-8")


def _json(data: dict[str, Any]) -> str:
    """Write an object as JSON with one item of a list a line."""
    parts = []
    for key, value in data.items():
        items = ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value) if isinstance(value, list) else ""
        parts.append(f' "{key}": ' + (f"[\n  {items}\n ]" if items else json.dumps(value, ensure_ascii=False)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _group(end: End) -> Sequence[Node]:
    return [end] if isinstance(end, Node) else end


def _bounds(points: Iterable[Point]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _corners(box: Rect) -> list[Point]:
    return [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]


def _round(values: Iterable[float]) -> list[float]:
    return [round(float(v), 1) for v in values]


def _bowed(a: Point, b: Point, bend: float, back: bool = False) -> Point:
    """Give the control point of a bowed arrow, or the plain far end where it is not bowed."""
    if not bend:
        return a if back else b
    return (a[0] + b[0]) / 2 - (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 + (b[0] - a[0]) * bend


def _route(a: Point, b: Point, via: Sequence[Point], bend: float, smooth: bool) -> list[Point]:
    if smooth and via:
        return curve(a, via[0], via[-1], b)
    if via:
        return [a, *via, b]
    if bend:
        c = _bowed(a, b, bend)
        thirds = [((p[0] + 2 * c[0]) / 3, (p[1] + 2 * c[1]) / 3) for p in (a, b)]
        return curve(a, thirds[0], thirds[1], b)
    return [a, b]


def _before(points: Sequence[Point], length: float) -> Point:
    """Give the point of a polyline that lies `length` before its end."""
    tip = points[-1]
    return next((p for p in reversed(points) if math.dist(p, tip) >= length * 0.9), points[0])


def _toward(a: Point, b: Point, length: float) -> Point:
    share = length / (math.dist(a, b) or 1)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _arrowhead(ctx: Any, tip: Point, angle: float, length: float) -> None:
    ctx.move_to(*tip)
    for turn, reach in ((2.72, length), (math.pi, length * 0.72), (-2.72, length)):
        ctx.line_to(tip[0] + reach * math.cos(angle + turn), tip[1] + reach * math.sin(angle + turn))
    ctx.close_path()
    ctx.fill()


def _outline(ctx: Any, kind: str, w: float, h: float, radius: float) -> None:
    if kind == "ellipse":
        ctx.save()
        ctx.scale(w / 2, h / 2)
        ctx.arc(0, 0, 1, 0, 2 * math.pi)
        ctx.restore()
    elif kind in ("box", "pill"):
        r = min(radius, w / 2, h / 2)
        for sx, sy, turn in ((1, -1, -0.5), (1, 1, 0), (-1, 1, 0.5), (-1, -1, 1)):
            ctx.arc(sx * (w / 2 - r), sy * (h / 2 - r), r, turn * math.pi, (turn + 0.5) * math.pi)
        ctx.close_path()
    else:
        cut = {"hexagon": (h / 3.4, h / 2), "octagon": (h / 3.4, h / 3.4), "diamond": (w / 2, h / 2)}[kind]
        a, b = w / 2, h / 2
        for x, y in ((-a + cut[0], -b), (a - cut[0], -b), (a, -b + cut[1]), (a, b - cut[1]), (a - cut[0], b),
                     (-a + cut[0], b), (-a, b - cut[1]), (-a, -b + cut[1])):  # fmt: skip
            ctx.line_to(x, y)
        ctx.close_path()
