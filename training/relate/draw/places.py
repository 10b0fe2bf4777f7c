"""Draw compartments that are named (nucleus, cytosol, ...) around labels, and complexes of shapes that touch."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from .arrows import inside
from .paint import fill, lighter, place_text, shape_path, stroke
from .scene import Box, Node, Point
from .style import BLACK, SOFT, STRONG, WHITE

if TYPE_CHECKING:
    from .figure import Figure

NAMES = (
    *("nucleus", "Nucleus", "Nucleus", "NUCLEUS", "Cytoplasm", "Cytosol", "Mitochondrion", "Mitochondria"),
    *("Endoplasmic reticulum", "ER", "Golgi apparatus", "Endosome", "Lysosome", "Peroxisome"),
)
MOST, TRIES, MARGIN = 2, 150, 7
BOXES = ("rect", "round", "pill", "octagon", "hexagon", "trapeze")


class Places:
    """Plan and paint the places of one figure; what stands in one has it in its truth."""

    def __init__(self, figure: Figure, rng: random.Random) -> None:
        self.figure, self.rng = figure, rng
        self.rooms: list[tuple[Box, str, str]] = []

    def plan(self) -> None:
        """Bring some shapes together as complexes, then lay places around labels and name them."""
        joined: set[str] = set()
        for _ in range(self.rng.choice([1, 2, 3])):
            self._join(joined)
        self._complexes()
        wanted = self.rng.choice([1, 1, MOST])
        names = self.rng.sample(sorted(set(NAMES)), wanted)
        for name in names:
            for _ in range(TRIES):
                room = self._room()
                if room and self._name(room, name):
                    break

    def _join(self, joined: set[str]) -> None:
        """Bring one shape up to another of about its height."""
        nodes = [n for n in self.figure.scene.nodes.values() if n.shape not in ("none", "beside", "diamond")]
        nodes = [n for n in nodes if not n.group and n.id not in joined]
        self.rng.shuffle(nodes)
        for a in nodes:
            for b in nodes:
                if a is b or abs((a.box[3] - a.box[1]) - (b.box[3] - b.box[1])) > 8:
                    continue
                wide, tall = b.box[2] - b.box[0], b.box[3] - b.box[1]
                middle = (a.box[1] + a.box[3]) / 2
                box = (a.box[2] - 1, middle - tall / 2, a.box[2] - 1 + wide, middle + tall / 2)
                if box[2] < self.figure.scene.width - 2 and self._clear(box, (a, b)):
                    self._move(b, box)
                    joined |= {a.id, b.id}
                    return

    def _complexes(self) -> None:
        """Note which shapes touch, those that the pathway itself has stacked among them."""
        nodes = [n for n in self.figure.scene.nodes.values() if n.shape not in ("none", "beside")]
        for i, a in enumerate(nodes):
            for b in nodes[:i]:
                if _touch(a.box, b.box):
                    name = b.complex or a.complex or f"c{i}"
                    old = {a.complex, b.complex} - {""}
                    for n in nodes:
                        if n in (a, b) or n.complex in old:
                            n.complex = name

        for name in {n.complex for n in nodes if n.complex}:
            members = [n for n in nodes if n.complex == name]
            if is_list(members):
                for n in members:
                    n.complex, n.listed = "", name

    def _clear(self, box: Box, own: tuple[Node, ...]) -> bool:
        return not any(
            n not in own and _meet(box, other, 4)
            for n in self.figure.scene.nodes.values()
            for other in (n.box, n.text_box)
        )

    def _move(self, n: Node, box: Box) -> None:
        dx, dy = box[0] - n.box[0], box[1] - n.box[1]
        for old in (n.box, n.text_box):
            self.figure.taken.remove(old)
        n.box = box
        n.text_box = (n.text_box[0] + dx, n.text_box[1] + dy, n.text_box[2] + dx, n.text_box[3] + dy)
        n.lines = [(t, (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy)) for t, b in n.lines]
        self.figure.taken += [n.text_box, n.box]
        for e in self.figure.scene.edges:
            if n.id in (e.source, e.target):
                e.points = []

    def _room(self) -> tuple[Box, str] | None:
        """Choose an outline that no label lies across, with two labels or more in it."""
        s, rng = self.figure.scene, self.rng
        wide, tall = rng.uniform(0.3, 0.75) * s.width, rng.uniform(0.25, 0.65) * s.height
        x, y = rng.uniform(4, s.width - wide - 4), rng.uniform(4, s.height - tall - 4)
        box, kind = (x, y, x + wide, y + tall), rng.choice(["ellipse", "ellipse", "round", "rect", "wobble"])
        round_ = kind in ("ellipse", "wobble")
        if any(_meet(box, other, 6) for other, _, _ in self.rooms):
            return None
        held = 0
        for n in s.nodes.values():
            points = [p for b in (n.box, n.text_box) for p in _outline(b)]
            within = [inside(p, box, -MARGIN - (4 if kind == "wobble" else 0), round_) for p in points]
            if all(within):
                held += 1
            elif any(inside(p, box, MARGIN + (4 if kind == "wobble" else 0), round_) for p in points):
                return None
        return (box, kind) if held >= 2 else None

    def _name(self, room: tuple[Box, str], name: str) -> bool:
        """Find a free spot for the name within the outline; give what stands there its place."""
        (x0, y0, x1, y1), kind = room
        node = Node(f"place{len(self.rooms)}", name, (0, 0, 1, 1), "place", shape="none")
        size = self.figure.style.text * self.rng.uniform(0.9, 1.3)
        for _ in range(40):
            x, y = self.rng.uniform(x0, x1), self.rng.choice([self.rng.uniform(y0, y1), y0 + 1.3 * size])
            font = place_text(node, self.figure.style, size, (x - 1, y - 1, x + 1, y + 1))
            round_ = kind in ("ellipse", "wobble")
            if not all(inside(p, room[0], -5, round_) for p in _outline(node.text_box)):
                continue
            if not self._clear(node.text_box, ()):
                continue
            for n in self.figure.scene.nodes.values():
                if all(inside(p, room[0], 0, round_) for p in _outline(n.box)):
                    n.place = name
            node.box = node.text_box
            self.figure.scene.nodes[node.id] = node
            self.figure.fonts[node.id], self.figure.fill_of[node.id] = font, None
            self.figure.taken.append(node.text_box)
            self.rooms.append((*room, name))
            return True
        return False

    def paint(self) -> None:
        """Paint the outlines: filled or open, thin or thick, plain, dashed or double."""
        canvas, rng = self.figure.canvas, self.rng
        for box, kind, _ in self.rooms:
            path = shape_path(kind, box, rng)
            if rng.random() < 0.6:
                ground = lighter(rng.choice(SOFT + STRONG), rng.uniform(0.3, 0.7))
                canvas.drawPath(path, fill(ground, rng.choice([255, 255, 160])))
            ink, width = rng.choice([BLACK, (110, 110, 110), *STRONG]), rng.uniform(0.8, 5)
            canvas.drawPath(path, stroke(ink, width, rng.choice([None, None, None, [6, 4], [3, 3]])))
            if width > 3 and rng.random() < 0.5:
                canvas.drawPath(path, stroke(WHITE, width - 1.8))


def _meet(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def _touch(a: Box, b: Box) -> bool:
    """Tell whether two shapes touch along a good part of their sides."""
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    least = 0.5 * min(a[2] - a[0], b[2] - b[0]), 0.5 * min(a[3] - a[1], b[3] - b[1])
    return (wide >= -0.5 and tall >= least[1]) or (tall >= -0.5 and wide >= least[0])


def is_list(nodes: list[Node]) -> bool:
    """Tell whether touching shapes are a list: four boxes or more of one size in one column, or in rows and columns."""
    if len(nodes) < 4 or any(n.shape not in BOXES for n in nodes):
        return False
    sizes = [(n.box[2] - n.box[0], n.box[3] - n.box[1]) for n in nodes]
    if any(max(side) > 1.2 * min(side) for side in zip(*sizes, strict=True)):
        return False
    columns, rows = ({round(n.center[i] / (0.35 * min(s[1] for s in sizes))) for n in nodes} for i in (0, 1))
    return len(rows) > 1 and (len(columns) == 1 or len(nodes) > (len(columns) - 1) * len(rows))


def _outline(b: Box) -> list[Point]:
    x, y = (b[0] + b[2]) / 2, (b[1] + b[3]) / 2
    return [(px, py) for px in (b[0], x, b[2]) for py in (b[1], y, b[3])]
