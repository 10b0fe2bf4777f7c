"""Read real layouts from GPML 2013a files: nodes, groups, and lines that may end on other lines."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

from lxml import etree

from .scene import Edge, Node, Point, Scene

HEADS = {
    "Arrow": "pointed", "mim-conversion": "pointed", "mim-stimulation": "pointed", "mim-binding": "pointed",
    "mim-modification": "pointed", "mim-necessary-stimulation": "pointed", "mim-cleavage": "pointed",
    "mim-transcription-translation": "pointed", "mim-catalysis": "circle",
    "TBar": "bar", "mim-inhibition": "bar",
}  # fmt: skip


@lru_cache(maxsize=1024)
def load(path: Path) -> etree._Element:
    """Parse one file without network or DTD."""
    return etree.parse(path, etree.XMLParser(no_network=True, load_dtd=False, huge_tree=True)).getroot()


def title_of(path: Path) -> str:
    """Give the pathway's title, by which training and test are kept apart."""
    return load(path).get("Name", "")


def tidy(label: str) -> str:
    """Keep line breaks, drop runs of spaces."""
    return "\n".join(" ".join(part.split()) for part in label.split("\n") if part.strip())


def _children(root: etree._Element, *names: str) -> list[etree._Element]:
    return [e for e in root if isinstance(e.tag, str) and etree.QName(e).localname in names]


def _graphics(element: etree._Element) -> etree._Element:
    return _children(element, "Graphics")[0]


def _box(element: etree._Element) -> tuple[float, float, float, float]:
    g = _graphics(element)
    x, y, w, h = (float(g.get(k, 0)) for k in ("CenterX", "CenterY", "Width", "Height"))
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def _nodes(root: etree._Element) -> tuple[dict[str, Node], dict[str, list[str]]]:
    groups = {g.get("GroupId"): g.get("GraphId") or g.get("GroupId") for g in _children(root, "Group")}
    nodes, members = {}, {}
    for i, e in enumerate(_children(root, "DataNode", "Label")):
        label = tidy(e.get("TextLabel") or "")
        if not label or len(label) > 60 or not re.search(r"\w", label):
            continue
        node = Node(
            e.get("GraphId") or f"n{i}", label, _box(e), e.get("Type") or "Label", groups.get(e.get("GroupRef"), "")
        )
        nodes[node.id] = node
        if node.group:
            members.setdefault(node.group, []).append(node.id)
    return nodes, members


def _nearest(point: Point, nodes: dict[str, Node], reach: float = 12) -> str:
    best, best_id = reach, ""
    for n in nodes.values():
        dx = max(n.box[0] - point[0], point[0] - n.box[2], 0)
        dy = max(n.box[1] - point[1], point[1] - n.box[3], 0)
        if max(dx, dy) < best:
            best, best_id = max(dx, dy), n.id
    return best_id


def _edges(root: etree._Element, nodes: dict[str, Node], groups: dict[str, list[str]]) -> list[Edge]:
    found, anchors = [], {}
    elements = _children(root, "Interaction", "GraphicalLine")
    for i, e in enumerate(elements):
        for a in _children(_graphics(e), "Anchor"):
            if a.get("GraphId"):
                anchors[a.get("GraphId")] = (e.get("GraphId") or f"e{i}", float(a.get("Position", 0.5)))
    for i, e in enumerate(elements):
        g = _graphics(e)
        points = _children(g, "Point")
        if len(points) < 2:
            continue
        xy = [(float(p.get("X")), float(p.get("Y"))) for p in points]
        ends, at = [], 0.5
        for p, where in ((points[0], xy[0]), (points[-1], xy[-1])):
            ref = p.get("GraphRef") or ""
            if ref in anchors:
                ref, at = anchors[ref]
            elif ref not in nodes and ref not in groups:
                ref = _nearest(where, nodes)
            ends.append(ref)
        heads = [HEADS.get(p.get("ArrowHead") or "", "none") for p in (points[0], points[-1])]
        if heads[1] == "none" and heads[0] != "none":
            heads.reverse(), ends.reverse(), xy.reverse()
        route = {"Elbow": "elbow", "Curved": "curve"}.get(g.get("ConnectorType") or "", "straight")
        found.append(
            Edge(e.get("GraphId") or f"e{i}", ends[0], ends[1], heads[1], heads[0] != "none", route, xy,
                 g.get("LineStyle") == "Broken", at)
        )  # fmt: skip
    return found


def window(path: Path, rng: random.Random, width: int, text: float) -> Scene | None:
    """Cut a figure of `width` pixels, with text about `text` pixels high, out of a pathway; None where it is bare."""
    root = load(path)
    nodes, groups = _nodes(root)
    if len(nodes) < 4:
        return None
    scale = text / 13
    edges = _edges(root, nodes, groups)
    right, bottom = max(n.box[2] for n in nodes.values()), max(n.box[3] for n in nodes.values())
    left, top = min(n.box[0] for n in nodes.values()), min(n.box[1] for n in nodes.values())
    if (right - left) * scale < width * 1.25:
        scale = max(scale * 0.85, min(scale * 1.3, width * 0.95 / max(1, right - left)))
    for _ in range(6):
        w = width / scale
        h = min(bottom - top + 30, w * rng.uniform(0.45, 1.2))
        x0 = (
            left - 15 + max(0, right - left + 30 - w) * rng.random()
            if right - left + 30 > w
            else left - (w - right + left) / 2
        )
        y0 = top - 15 + max(0, bottom - top + 30 - h) * rng.random()
        scene = _cut(nodes, groups, edges, (x0, y0, x0 + w, y0 + h), scale)
        if sum(e.head != "none" for e in scene.edges) >= 3:
            scene.title = title_of(path)
            return scene
    return None


def _cut(
    nodes: dict[str, Node],
    groups: dict[str, list[str]],
    edges: list[Edge],
    at: tuple[float, float, float, float],
    scale: float,
) -> Scene:
    def move(x: float, y: float) -> Point:
        return (x - at[0]) * scale, (y - at[1]) * scale

    scene = Scene(round((at[2] - at[0]) * scale), round((at[3] - at[1]) * scale))
    for n in nodes.values():
        if n.box[0] >= at[0] and n.box[2] <= at[2] and n.box[1] >= at[1] and n.box[3] <= at[3]:
            scene.nodes[n.id] = Node(n.id, n.label, (*move(*n.box[:2]), *move(*n.box[2:])), n.kind, n.group)
    for gid, ids in groups.items():
        if all(i in scene.nodes for i in ids):
            scene.groups[gid] = ids
    known = {e.id for e in edges}
    kept = {e.id for e in edges if _whole(e, scene)}
    for e in edges:
        ends = [
            end in scene.nodes or end in scene.groups or (end in known and end in kept) for end in (e.source, e.target)
        ]
        inside = all(at[0] <= x <= at[2] and at[1] <= y <= at[3] for x, y in e.points)
        if inside and all(ends) and e.source != e.target:
            scene.edges.append(
                Edge(e.id, e.source, e.target, e.head, e.both, e.route, [move(*p) for p in e.points], e.dashed, e.at)
            )
    return scene


def _whole(e: Edge, scene: Scene) -> bool:
    return all(end in scene.nodes or end in scene.groups for end in (e.source, e.target))
