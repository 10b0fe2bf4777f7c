"""Follow interactions from end to end, through the anchors on other interactions."""

from __future__ import annotations

from typing import NamedTuple, cast

from lxml import etree

from figway.gpml import terms
from figway.gpml.tree import child, get, number, parts, properties
from figway.network import Edge, Hold
from figway.records import Sign

Path = tuple[tuple[float, float], ...]


class _Line(NamedTuple):
    """Hold one line as drawn, turned so that its arrowhead is at the end."""

    id: str
    start: str
    stop: str
    head: str
    path: Path
    said: dict[str, str]
    style: str


class Lines:
    """Make edges of interactions.

    A line that ends on an anchor acts on what the held line leads to; one that starts at an anchor starts where
    the held line does. A line with heads at both ends becomes two edges.
    """

    def __init__(self, root: etree._Element, taken: set[str], ends: dict[str, str]) -> None:
        self.ends = ends
        self.loose = 0
        self._taken = set(taken)
        self._anchors: dict[str, str] = {}
        self._lines: dict[str, _Line] = {}
        both: dict[str, _Line] = {}
        for element in parts(root, "Interaction"):
            line = self._line(element)
            self._lines[line.id] = line
            for anchor in parts(element, "Anchor"):
                self._anchors.setdefault(get(anchor, "elementId"), line.id)
            if back := self._back(element, line):
                both[back.id] = back
        self._lines |= both
        self.edges: list[Edge] = []
        kept: dict[str, Edge] = {}
        for line in self._lines.values():
            if edge := self._edge(line):
                kept[edge.id] = edge
            elif line.id not in both:
                self.loose += 1
        for edge in kept.values():  # what holds on to a line that is no edge keeps its ends alone
            held = edge.hold is None or edge.hold.edge in kept
            self.edges.append(edge if held else edge.model_copy(update={"hold": None}))

    def _fresh(self, wanted: str) -> str:
        name, n = wanted, 1
        while not name or name in self._taken:
            name, n = f"{wanted or 'line'}_{n}", n + 1
        self._taken.add(name)
        return name

    def _line(self, element: etree._Element) -> _Line:
        points = list(parts(element, "Point"))
        heads = [get(p, "arrowHead") for p in points] or [""]
        if _headed(heads[0]) and not _headed(heads[-1]):
            points.reverse()
            heads.reverse()
        found = [(number(p, "x"), number(p, "y")) for p in points]
        path = tuple((x, y) for x, y in found if x is not None and y is not None)
        start, stop = (get(points[0], "elementRef"), get(points[-1], "elementRef")) if points else ("", "")
        style = get(child(element, "Graphics"), "lineStyle")
        name = self._fresh(get(element, "elementId"))
        return _Line(name, start, stop, heads[-1], path, properties(element), style)

    def _back(self, element: etree._Element, line: _Line) -> _Line | None:
        """Give the way back of a line that has a head at either end."""
        heads = [get(p, "arrowHead") for p in parts(element, "Point")]
        if len(heads) < 2 or not (_headed(heads[0]) and _headed(heads[-1])):
            return None
        name = self._fresh(f"{line.id}.back")
        return line._replace(id=name, start=line.stop, stop=line.start, head=heads[0], path=line.path[::-1], said={})

    def _end(self, ref: str, *, start: bool, seen: frozenset[str] = frozenset()) -> str:
        """Give the node or group that an end of a line stands for, through anchors; empty where it hangs."""
        if ref in self.ends:
            return self.ends[ref]
        held = self._anchors.get(ref, "")
        if not held or held in seen:
            return ""
        line = self._lines[held]
        first, second = (line.start, line.stop) if start else (line.stop, line.start)
        seen |= {held}
        return self._end(first, start=start, seen=seen) or self._end(second, start=start, seen=seen)

    def _edge(self, line: _Line) -> Edge | None:
        source = self._end(line.start, start=True)
        on = self._anchors.get(line.stop, "") if line.stop not in self.ends else ""
        said = self.ends.get(line.said.get("figway.target", ""), "") if on else ""
        target = said or self._end(line.stop, start=False)
        if not source or not target:
            return None
        sign, kind = _meaning(line)
        return Edge(
            id=line.id,
            source=source,
            target=target,
            sign=sign,
            kind=kind,
            origin="stated" if line.said.get("figway.origin") == "stated" else "drawn",
            line="dashed" if line.style in ("Broken", "Dashed", "Dotted") else "solid",
            annotation=line.said.get("figway.annotation", ""),
            path=line.path if len(line.path) > 1 else (),
            hold=Hold(edge=on, point=line.path[-1]) if on and line.path else None,
            plus=int(sign == "+"),
            minus=int(sign == "-"),
            unknown=int(sign == "?"),
        )


def _headed(arrow: str) -> bool:
    return bool(arrow) and arrow not in ("Line", "Undirected")


def _meaning(line: _Line) -> tuple[Sign, str]:
    """Read the arrowhead; figway's own words count where a head says no sign, or the same one."""
    sign, kind = terms.head(line.head)
    said, word = line.said.get("figway.sign", ""), line.said.get("figway.kind", "")
    if said in ("+", "-", "?") and (said == sign or kind in ("binding", "translocation", "transcription")):
        return cast(Sign, said), word or kind
    return sign, kind
