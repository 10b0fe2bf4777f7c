"""Open GPML safely, and look at both versions in the words of GPML2021."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from figway.errors import PathwayError

NAMESPACES = {"http://pathvisio.org/GPML/2013a": "2013a", "http://pathvisio.org/GPML/2021": "2021"}
MOST_BYTES = 64 * 1024 * 1024

_OLD = {
    "elementId": "GraphId", "elementRef": "GraphRef", "groupRef": "GroupRef", "textLabel": "TextLabel",
    "type": "Type", "centerX": "CenterX", "centerY": "CenterY", "width": "Width", "height": "Height",
    "arrowHead": "ArrowHead", "x": "X", "y": "Y", "dataSource": "Database", "identifier": "ID", "title": "Name",
    "organism": "Organism", "version": "Version", "boardWidth": "BoardWidth", "boardHeight": "BoardHeight",
    "lineStyle": "LineStyle", "position": "Position", "shapeType": "ShapeType", "key": "Key", "value": "Value",
}  # fmt: skip


def parse(data: bytes, where: str) -> tuple[etree._Element, str]:
    """Give the root and the version; no DTD, no entity and no network is used. Raises PathwayError."""
    if len(data) > MOST_BYTES:
        raise PathwayError(f"{where}: {len(data)} bytes are too many for a pathway (at most {MOST_BYTES}).")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PathwayError(f"{where}: this is no whole XML file ({error}). Save or download it again.") from None
    if root.getroottree().docinfo.doctype:
        raise PathwayError(f"{where}: a GPML file has no DOCTYPE; for safety such files are not read.")
    name = etree.QName(root)
    version = NAMESPACES.get(name.namespace or "")
    if name.localname != "Pathway" or version is None:
        raise PathwayError(
            f"{where}: the root is {root.tag!r}, not a Pathway of GPML 2013a or 2021."
            " Open it in PathVisio 3 or later and save it again."
        )
    return root, version


def get(element: etree._Element | None, name: str) -> str:
    """Give an attribute by its name in GPML2021, whichever version it is of; empty where it is not there."""
    if element is None:
        return ""
    return element.get(name) or element.get(_OLD.get(name, "")) or ""


def number(element: etree._Element | None, name: str) -> float | None:
    """Give an attribute as a number, None where it is none."""
    try:
        value = float(get(element, name))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None  # also drops nan and infinities


def parts(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield elements of this name, at any depth: GPML2021 puts them into lists, 2013a does not."""
    yield from root.iter(f"{{*}}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Give the first child of this name."""
    return element.find(f"{{*}}{name}")


def properties(element: etree._Element) -> dict[str, str]:
    """Give the properties of an element (2013a: attributes)."""
    found = (*element.findall("{*}Property"), *element.findall("{*}Attribute"))
    return {get(p, "key"): get(p, "value") for p in found}
