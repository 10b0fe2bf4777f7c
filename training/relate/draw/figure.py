"""Draw one scene in one style: shapes, arrows, text and clutter; give the picture and its truth."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import skia

from . import clutter
from .arrows import course, inside, paint_arrow, paint_block, way
from .invent import NOTES
from .paint import colour, fill, lighter, paint_shape, paint_text, place_text, readable_on, shape_path, stroke
from .places import Places
from .scene import Arrow, Box, Edge, Node, Point, Scene
from .style import STRONG, Style

ROUND = ("ellipse", "wobble", "diamond")
Ends = tuple[list[Box], list[bool]]


class Figure:
    """Draw a scene and collect what was drawn."""

    def __init__(
        self,
        scene: Scene,
        style: Style,
        rng: random.Random,
        supersample: int = 2,
        recast: bool = False,
        places: random.Random | None = None,
    ) -> None:
        self.scene, self.style, self.rng, self.scale = scene, style, rng, supersample
        self.places_rng = places
        self.recast = recast
        self.surface = skia.Surface(scene.width * supersample, scene.height * supersample)
        self.canvas = self.surface.getCanvas()
        self.canvas.scale(supersample, supersample)
        self.canvas.clear(colour(style.background))
        if style.glow:
            self._glow()
        self.fonts: dict[str, skia.Font] = {}
        self.fill_of: dict[str, tuple[int, int, int] | None] = {}
        self.arrows: list[Arrow] = []
        self.notes: list[tuple[str, Box]] = []
        self.taken: list[Box] = []

    def _glow(self) -> None:
        """Let the background shade from one colour to another."""
        w, h = self.scene.width, self.scene.height
        ends = [colour(lighter(self.rng.choice(STRONG), 0.55)), colour(self.style.background)]
        if self.rng.random() < 0.5:
            ends.reverse()
        shader = skia.GradientShader.MakeRadial(center=(w / 2, h / 2), radius=max(w, h) * 0.7, colors=ends)
        if self.rng.random() < 0.5:
            shader = skia.GradientShader.MakeLinear(points=[(0, 0), (0, h)], colors=ends)
        self.canvas.drawRect(skia.Rect.MakeWH(w, h), skia.Paint(Shader=shader))

    def draw(self) -> tuple[np.ndarray, dict[str, Any]]:
        """Draw everything; return RGB pixels at supersampled size and the truth as plain data."""
        rng, s = self.rng, self.scene
        self._plan_nodes()
        rooms = Places(self, self.places_rng) if self.places_rng else None
        if rooms:
            rooms.plan()
        amount = self.style.clutter
        for _ in range(round(rng.uniform(0, 3) * amount)):
            rng.choice(clutter.BEHIND)(self.canvas, rng, self.style, s.width, s.height)
        if rooms:
            rooms.paint()
        self._group_frames()
        for _ in range(round(rng.uniform(0, 10) * amount)):
            self._spot(rng.choice(clutter.AMONG))
        self._paint_arrows()
        for _ in range(round(rng.uniform(0, 3) * self.style.loose)):
            self._loose()
        self._paint_nodes()
        self._paint_notes()
        return self.surface.makeImageSnapshot().toarray(colorType=skia.kRGB_888x_ColorType)[:, :, :3], self._truth()

    def _spot(self, painter: clutter.Painter) -> None:
        if painter in (clutter.membrane, clutter.axes) and self.rng.random() < 0.6:
            return
        painter(self.canvas, self.rng, self.style, self.scene.width, self.scene.height)

    def _plan_nodes(self) -> None:
        shape_of = {
            k: self.rng.choice(self.style.shapes)
            for k in ("gene", "GeneProduct", "Protein", "Metabolite", "Complex", "Rna", "Pathway")
        }
        for n in self.scene.nodes.values():
            n.shape = (
                "none"
                if n.kind in ("Label", "Pathway", "Metabolite") and self.rng.random() < 0.8
                else shape_of.get(n.kind, "none")
            )
            if self.style.name in ("mixed", "ipa", "biorender") and n.shape != "none" and self.rng.random() < 0.5:
                n.shape = self.rng.choice(self.style.shapes)
            if n.group and n.shape == "beside":
                n.shape = "round"
            self.fill_of[n.id] = self.rng.choice(self.style.fills) if n.shape not in ("none", "beside") else None
            self._fit(n)
            self.taken += [n.text_box, n.box]

    def _fit(self, n: Node) -> None:
        size = self.style.text
        font = place_text(n, self.style, size, n.box)
        wide, tall = n.box[2] - n.box[0], n.box[3] - n.box[1]
        need = n.text_box[2] - n.text_box[0]
        if n.shape in ("none", "beside"):
            if n.shape == "beside":
                self._beside(n)
            else:
                n.box = n.text_box
        elif need > wide - 3 or n.text_box[3] - n.text_box[1] > tall:
            size *= max(0.72, min((wide - 3) / max(1, need), 1))
            font = place_text(n, self.style, size, n.box)
            grow = max(0, n.text_box[2] - n.text_box[0] + 4 - wide) / 2
            rise = max(0, n.text_box[3] - n.text_box[1] - tall) / 2
            n.box = (n.box[0] - grow, n.box[1] - rise, n.box[2] + grow, n.box[3] + rise)
        self.fonts[n.id] = font

    def _beside(self, n: Node) -> None:
        """Put an icon where the node is and its label above, below or beside it."""
        tall = n.text_box[3] - n.text_box[1]
        r = self.rng.uniform(0.6, 1.4) * max(8, tall)
        cx, cy = n.center
        icon = (cx - r, cy - r * 0.8, cx + r, cy + r * 0.8)
        wide = n.text_box[2] - n.text_box[0]
        dx, dy = self.rng.choice([(0, r * 0.8 + tall / 2 + 1), (0, -r * 0.8 - tall / 2 - 1), (r + wide / 2 + 2, 0)])
        n.lines = [(t, (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy)) for t, b in n.lines]
        x0, y0, x1, y1 = n.text_box
        n.text_box = (x0 + dx, y0 + dy, x1 + dx, y1 + dy)
        n.box = icon

    def _group_frames(self) -> None:
        for ids in self.scene.groups.values():
            if self.rng.random() < 0.4:
                x0, y0, x1, y1 = self._union([self.scene.nodes[i].box for i in ids])
                path = shape_path(self.rng.choice(["round", "rect"]), (x0 - 4, y0 - 4, x1 + 4, y1 + 4), self.rng)
                if self.rng.random() < 0.6:
                    self.canvas.drawPath(path, fill(lighter(self.rng.choice(self.style.fills), 0.6)))
                self.canvas.drawPath(
                    path, stroke(self.style.outline or (100, 100, 100), 0.9, self.rng.choice([None, None, [3, 2]]))
                )

    @staticmethod
    def _union(boxes: list[Box]) -> Box:
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)

    def _end(self, end: str) -> Ends | None:
        """Give the boxes that a line must stop at, for a node or a group."""
        ids = [end] if end in self.scene.nodes else self.scene.groups.get(end, [])
        nodes = [self.scene.nodes[i] for i in ids if i in self.scene.nodes]
        if not nodes:
            return None
        boxes = [n.box for n in nodes] + [n.text_box for n in nodes if n.shape != "beside"]
        return boxes, [n.shape in ROUND for n in nodes] + [False] * len(nodes)

    def _paint_arrows(self) -> None:
        drawn: dict[str, Arrow] = {}
        late = [e for e in self.scene.edges if self._end(e.source) is None or self._end(e.target) is None]
        for e in [e for e in self.scene.edges if e not in late] + late:
            arrow = self._paint_edge(e, drawn)
            if arrow:
                drawn[e.id] = arrow
                self.arrows.append(arrow)

    def _paint_edge(self, e: Edge, drawn: dict[str, Arrow]) -> Arrow | None:
        ends = [self._end(e.source), self._end(e.target)]
        if self.recast and e.head == "pointed" and self.rng.random() < self.style.bars:
            e.head = "bar"
        spots: list[Point] = []
        for name, end, hint in ((e.source, ends[0], e.points[:1]), (e.target, ends[1], e.points[-1:])):
            if end is not None:
                x0, y0, x1, y1 = self._union(end[0])
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                if hint:
                    x, y = min(max(hint[0][0], x0), x1) * 0.8 + x * 0.2, min(max(hint[0][1], y0), y1) * 0.8 + y * 0.2
                spots.append((x, y))
            elif name in drawn:
                path = drawn[name].path
                spots.append(path[min(len(path) - 1, max(0, round(e.at * len(path))))])
            else:
                return None
        path = self._route(e, spots, ends)
        if path is None:
            return None
        straight = math.dist(path[0], path[-1]) > 0.97 * 2 * len(path) and len(path) > 12
        if straight and e.head == "pointed" and not e.both and self.rng.random() < self.style.block:
            arrow = paint_block(self.canvas, path, self.style, self.rng)
        else:
            arrow = paint_arrow(
                self.canvas,
                path,
                e.head,
                e.both,
                e.dashed or self.rng.random() < self.style.dashed,
                self.style,
                self.rng,
            )
        arrow.source = self.scene.members(e.source) or drawn[e.source].source
        arrow.target = self.scene.members(e.target) or drawn[e.target].target
        arrow.sign = {"bar": "-", "none": "?"}.get(e.head, "+")
        if e.head == "pointed" and self.rng.random() < 0.06:
            self._note(path)
        return arrow

    def _loose(self) -> None:
        """Draw an arrow that joins no labels: in the open, at a promoter, or one of a pair there and back."""
        rng, s = self.rng, self.scene
        x, y = rng.uniform(20, s.width - 20), rng.uniform(20, s.height - 20)
        a, long = rng.uniform(0, math.tau), rng.uniform(14, 90)
        kind = rng.random()
        if kind < 0.35:
            up, right = rng.uniform(6, 18), rng.choice([-1, 1]) * rng.uniform(10, 35)
            path = course("straight", (x, y), (x + right, y - up), [(x, y), (x, y - up), (x + right, y - up)], rng)
        else:
            way_ = "curve" if rng.random() < 0.4 else "straight"
            path = course(way_, (x, y), (x + long * math.cos(a), y + long * math.sin(a)), [], rng)
        if len(path) < 7 or not self._free([path[0], *path, path[-1]]):
            return
        head = "bar" if rng.random() < 0.15 else "pointed"
        self.arrows.append(
            paint_arrow(self.canvas, path, head, False, rng.random() < self.style.dashed, self.style, rng)
        )
        if kind > 0.85:
            dx, dy = 4 * math.sin(a), -4 * math.cos(a)
            back = [(px + dx, py + dy) for px, py in path[::-1]]
            self.arrows.append(paint_arrow(self.canvas, back, "pointed", False, False, self.style, rng))

    def _route(self, e: Edge, spots: list[Point], ends: list[Ends | None]) -> list[Point] | None:
        route = e.route if e.route != "straight" and self.style.name != "network" else self.style.route
        for attempt in range(3):
            kind = self.rng.choice(["straight", "curve", "elbow"]) if route == "mixed" or attempt else route
            path = course(kind, spots[0], spots[1], e.points if not attempt else [], self.rng)
            gap = self.style.gap + self.rng.choice([0, 0, 1, 2])
            path = self._clip(path, ends[0], gap + 0.5)
            path = self._clip(path[::-1], ends[1], gap + (1.5 if e.head != "none" else 0))[::-1]
            if ends[1] is None:
                path = path[: max(2, len(path) - self.rng.randint(0, 2))]
            if len(path) >= 6 and (self._free(path) or self.rng.random() < 0.05):
                return path
        return None

    def _clip(self, path: list[Point], end: Ends | None, gap: float) -> list[Point]:
        """Drop the start of a path that lies in its end's shapes."""
        if end is None:
            return path
        last = max(
            (i for i, p in enumerate(path) if any(inside(p, b, gap, r) for b, r in zip(*end, strict=False))), default=-1
        )
        return path[last + 1 :]

    def _free(self, path: list[Point]) -> bool:
        inner = path[2:-2:2]
        return not any(inside(p, b, 0) for p in inner for b in self.taken)

    def _note(self, path: list[Point]) -> None:
        """Write a short annotation beside an arrow."""
        text = self.rng.choice(NOTES)
        x, y = path[len(path) // 2]
        dx, dy = way(path[: len(path) // 2 + 1], 4)
        d = self.style.text * self.rng.uniform(0.6, 1.2)
        node = Node("note", text, (x - dy * d - 10, y + dx * d - 5, x - dy * d + 10, y + dx * d + 5))
        font = place_text(node, self.style, self.style.text * 0.85, node.box)
        if not any(
            b[0] < node.text_box[2] and b[2] > node.text_box[0] and b[1] < node.text_box[3] and b[3] > node.text_box[1]
            for b in self.taken
        ):
            self.notes.append((text, node.text_box))
            self.taken.append(node.text_box)
            self.fonts[f"note{len(self.notes)}"] = font

    def _paint_nodes(self) -> None:
        for n in self.scene.nodes.values():
            ground = self.fill_of[n.id]
            if n.shape == "beside":
                for _ in range(self.rng.choice([1, 1, 2])):
                    kind = self.rng.choice(["ellipse", "round", "hexagon", "wobble", "rect"])
                    paint_shape(
                        self.canvas,
                        shape_path(kind, n.box, self.rng),
                        self.style,
                        self.rng,
                        self.rng.choice(self.style.fills),
                    )
            elif ground is not None:
                paint_shape(self.canvas, shape_path(n.shape, n.box, self.rng), self.style, self.rng, ground)
            c = readable_on(ground, self.style.text_colour)
            paint_text(self.canvas, n, self.fonts[n.id], c)
            if n.shape not in ("none", "beside") and self.rng.random() < 0.05 * self.style.clutter:
                x, y = self.rng.choice([(n.box[0], n.box[1]), (n.box[2], n.box[1]), (n.box[2], n.box[3])])
                r = self.style.text * 0.45
                self.canvas.drawCircle(x, y, r, fill((255, 220, 60)))
                self.canvas.drawCircle(x, y, r, stroke((0, 0, 0), 0.7))
                mark = Node("P", "P", (x - r, y - r, x + r, y + r))
                paint_text(self.canvas, mark, place_text(mark, self.style, r * 1.4, mark.box), (0, 0, 0))

    def _paint_notes(self) -> None:
        for i, (text, box) in enumerate(self.notes, 1):
            node = Node("note", text, box)
            place_text(node, self.style, self.style.text * 0.85, box)
            paint_text(self.canvas, node, self.fonts[f"note{i}"], self.style.text_colour)

    def _truth(self) -> dict[str, Any]:
        def r(values: Any) -> list[float]:
            return [round(float(v), 1) for v in values]

        return {
            "width": self.scene.width, "height": self.scene.height, "style": self.style.name, "title": self.scene.title,
            "font": self.style.font.name,
            "labels": [{"id": n.id, "text": n.label, "box": r(n.text_box), "shape": r(n.box), "lines": [{"text": t, "box": r(b)} for t, b in n.lines],
                        **({"place": n.place} if n.place else {}), **({"complex": n.complex} if n.complex else {}), **({"listed": n.listed} if n.listed else {})}
                       for n in self.scene.nodes.values()],
            "notes": [{"text": t, "box": r(b)} for t, b in self.notes],
            "arrows": [{"path": [r(p) for p in [*a.path[:-1:4], a.path[-1]]], "tail": r(a.tail) if a.tail else None, "width": round(a.width, 1),
                        "heads": [{"kind": h.kind, "at": r((h.x, h.y)), "way": [round(h.dx, 3), round(h.dy, 3)], "size": round(h.size, 1)} for h in a.heads],
                        "source": a.source, "target": a.target, "sign": a.sign, "line": a.line, "both": a.both}
                       for a in self.arrows],
        }  # fmt: skip
