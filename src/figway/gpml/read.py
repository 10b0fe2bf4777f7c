"""Read a pathway into a network: data nodes, groups, and the interactions whose two ends hold on to something."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from lxml import etree

from figway.errors import PathwayError
from figway.gpml import terms
from figway.gpml.lines import Lines
from figway.gpml.tree import child, get, number, parse, parts, properties
from figway.network import Group, Network, Node
from figway.records import Kind, Model


class Pathway(Model):
    """Hold a pathway that was read: its network, and how many interactions end on nothing and are no edges."""

    network: Network
    version: str
    loose: int = 0


def read_file(path: str | Path) -> Pathway:
    """Read a GPML file of either version; raises PathwayError, or OSError where it cannot be opened."""
    return read(Path(path).read_bytes(), str(path))


def read(data: bytes, where: str = "pathway.gpml") -> Pathway:
    """Read the bytes of a GPML file; `where` names it in errors. Raises PathwayError."""
    root, version = parse(data, where)
    pathway = _Reader(root)
    lines = Lines(root, pathway.ids, pathway.ends)
    try:
        network = Network(
            id=_identifier(root) or Path(where).stem,
            title=get(root, "title"),
            description=_description(root),
            organisms=(get(root, "organism"),) if get(root, "organism") else (),
            width=number(child(root, "Graphics"), "boardWidth") or 0.0,
            height=number(child(root, "Graphics"), "boardHeight") or 0.0,
            nodes=tuple(pathway.nodes),
            groups=tuple(pathway.groups),
            edges=tuple(lines.edges),
        )
    except ValueError as error:
        raise PathwayError(f"{where}: its parts do not fit together ({error}).") from None
    return Pathway(network=network, version=version, loose=lines.loose)


class _Reader:
    """Collect nodes and groups; `ends` says which of them each id of the file stands for."""

    def __init__(self, root: etree._Element) -> None:
        self.ids: set[str] = set()
        self.ends: dict[str, str] = {}
        self.nodes: list[Node] = []
        self.groups: list[Group] = []
        self._members: dict[str, list[str]] = {}
        touched = {get(p, "elementRef") for p in parts(root, "Point")}
        for element in parts(root, "DataNode"):
            self._node(element)
        for name in ("Label", "Shape"):
            for element in parts(root, name):
                if get(element, "elementId") in touched or "figway.kind" in properties(element):
                    self._node(element)
        for state in parts(root, "State"):
            self._state(state)
        self._add_groups(list(parts(root, "Group")))

    def fresh(self, wanted: str, stem: str) -> str:
        """Give an id that is not taken: the one in the file where it can be had."""
        name, n = wanted, 1
        while not name or name in self.ids:
            name, n = f"{wanted or stem}_{n}", n + 1
        self.ids.add(name)
        return name

    def _node(self, element: etree._Element) -> None:
        known, given = properties(element), get(element, "elementId")
        name = self.fresh(given, "node")
        if given:
            self.ends.setdefault(given, name)
        if group := get(element, "groupRef"):
            self._members.setdefault(group, []).append(name)
        self.nodes.append(
            Node(
                id=name,
                label=" ".join(get(element, "textLabel").split()) or _shape(element),
                kind=_kind(element, known.get("figway.kind", "")),
                symbol=known.get("figway.symbol", ""),
                identifiers=_identifiers(element, known.get("figway.identifiers", "")),
                state=tuple(filter(None, known.get("figway.state", "").split("|"))),
                compartment=known.get("cellular_location", ""),
                box=_box(child(element, "Graphics")),
            )
        )

    def _state(self, element: etree._Element) -> None:
        holder = element.getparent()
        while holder is not None and etree.QName(holder).localname != "DataNode":
            holder = holder.getparent()
        owner = get(element, "elementRef") or get(holder, "elementId")
        if owner in self.ends and get(element, "elementId"):
            self.ends.setdefault(get(element, "elementId"), self.ends[owner])

    def _add_groups(self, elements: list[etree._Element]) -> None:
        """Add groups with the nodes in them and in the groups inside them; those without a node are none."""
        inside: dict[str, list[str]] = {}
        for element in elements:
            if outer := get(element, "groupRef"):
                inside.setdefault(outer, []).append(_group_key(element))
        for element in elements:
            members = self._under(_group_key(element), inside, set())
            more = properties(element).get("figway.members", "").split()
            members = list(dict.fromkeys([*members, *(self.ends[m] for m in more if m in self.ends)]))
            if not members:
                continue
            given = get(element, "elementId")
            name = self.fresh(given or _group_key(element), "group")
            for key in (given, _group_key(element)):
                self.ends.setdefault(key, name)
            style = get(element, "type") or element.get("Style", "")
            label = " ".join(get(element, "textLabel").split())
            kind = "complex" if style.lower() == "complex" else "group"
            self.groups.append(Group(id=name, kind=kind, label=label, members=tuple(members)))

    def _under(self, key: str, inside: dict[str, list[str]], seen: set[str]) -> list[str]:
        if not key or key in seen:
            return []
        seen.add(key)
        found = list(self._members.get(key, ()))
        for inner in inside.get(key, ()):
            found += self._under(inner, inside, seen)
        return found


def _group_key(element: etree._Element) -> str:
    return element.get("GroupId") or get(element, "elementId")


def _kind(element: etree._Element, said: str) -> Kind:
    if said in get_args(Kind):
        return said  # type: ignore[return-value]
    if etree.QName(element).localname != "DataNode":
        return "other"
    return terms.KINDS.get(get(element, "type").lower(), "other")


def _identifiers(element: etree._Element, ours: str) -> tuple[str, ...]:
    """Give the cross-reference, and figway's own list where a curator left the cross-reference as it was."""
    if etree.QName(element).localname == "Label":  # GPML gives labels no cross-reference
        return tuple(ours.split())
    xref = child(element, "Xref")
    shown = terms.curie(get(xref, "dataSource"), get(xref, "identifier"))
    known = tuple(ours.split())
    return known if shown in known else (shown,) if shown else ()


def _shape(element: etree._Element) -> str:
    """Name a shape without text by its form (`Mitochondria`, `Oval`)."""
    return get(element, "shapeType") or get(child(element, "Graphics"), "shapeType")


def _box(graphics: etree._Element | None) -> tuple[float, float, float, float] | None:
    x, y = number(graphics, "centerX"), number(graphics, "centerY")
    if x is None or y is None:
        return None
    w, h = (abs(number(graphics, side) or 0.0) / 2 for side in ("width", "height"))
    return (x - w, y - h, x + w, y + h)


def _identifier(root: etree._Element) -> str:
    if figid := properties(root).get("figid"):
        return figid
    return get(child(root, "Xref"), "identifier") or get(root, "version").partition("_")[0]


def _description(root: etree._Element) -> str:
    comments = [c for c in root.findall("{*}Comment") if c.get("Source") == "WikiPathways-description"]
    found = child(root, "Description")
    element = found if found is not None else next(iter(comments), None)
    return (element.text or "").strip() if element is not None else ""
