"""Parse XML that others wrote, safely: no network, no document type fetched, no entity expanded.

libxml2 does the work through lxml; expat, in Python itself, stops at the first fault and knows no entity of the
document types that old articles name. Elements lose their namespaces, for publishers and archives differ in them.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from figway.errors import ArticleError

if TYPE_CHECKING:
    from lxml.etree import XMLParser
    from lxml.etree import _Element as Element
    from lxml.etree import _ElementTree as Tree

MAX_BYTES = 256 << 20
"""Largest document that is read; the largest articles of PubMed Central have some ten megabytes."""
LONGEST_ENTITY = 64
WRAPPERS = frozenset({"pmc-articleset", "OAI-PMH", "GetRecord", "ListRecords", "record", "metadata", "articles"})
_REFERENCE = re.compile(r"&#?\w+;|%\w+;")


def read_tree(data: bytes, where: str) -> tuple[Element, dict[str, str], tuple[str, ...]]:
    """Parse a document; give its root, the texts of its own entities and warnings.

    A document with faults that ends as it should is read as far as it can be understood, with a warning; one that
    is cut short is refused. Raises ArticleError.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise ArticleError(f"{where}: too large to read: {len(data):,} bytes; at most {MAX_BYTES:,} are read")
    if not data.strip():
        raise ArticleError(f"{where}: the file is empty; expected an article in JATS XML; fetch it again")
    warnings: tuple[str, ...] = ()
    try:
        tree = etree.ElementTree(etree.fromstring(data, _parser(recover=False)))
    except (etree.XMLSyntaxError, ValueError) as error:
        tree = _recovered(data, where, error)
        warnings = (f"the XML has faults and was read as far as it can be understood ({_told(error)})",)
    entities = _entities(tree, where)
    root = tree.getroot()
    for element in root.iter("{*}*"):
        if "}" in str(element.tag):
            element.tag = str(element.tag).rpartition("}")[2]
    return root, entities, warnings


def _parser(*, recover: bool) -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _recovered(data: bytes, where: str, error: Exception) -> Tree:
    """Read past faults, when the document is an article and whole: cut short, it would lose figures unseen."""
    from lxml import etree

    what = _told(error)
    if "ntity" in what and ("loop" in what or "amplification" in what or "xpansion" in what):
        raise ArticleError(f"{where}: refused, for its entities grow without bound ({what}); fetch it from its source")
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or data[:512].lower().lstrip().startswith((b"<!doctype html", b"<html")):
        raise ArticleError(f"{where}: {_what_is(data, what)}; expected an article in JATS XML; fetch it again")
    name = re.escape(str(root.tag).rpartition("}")[2].rpartition(":")[2].encode())
    if not re.search(rb"</(?:[\w.-]+:)?" + name + rb"\s*>\Z", data[-4096:].rstrip(b"\0 \r\n\t")):
        raise ArticleError(f"{where}: damaged or cut short ({what}); expected a whole article; fetch it again")
    return etree.ElementTree(root)


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _what_is(data: bytes, what: str) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "an HTML page, often an error message saved under the article's name"
    if head.startswith((b"{", b"[")):
        return "JSON text, often an error message saved under the article's name"
    if head.startswith(b"\x1f\x8b"):
        return "a gzip file; unpack it first, or name it .tar.gz where it is a package"
    return f"not XML ({what})"


def _entities(tree: Tree, where: str) -> dict[str, str]:
    """Give the short texts that a document declares for itself; nested ones are how entity bombs are built."""
    dtd = tree.docinfo.internalDTD
    found: dict[str, str] = {}
    for entity in dtd.iterentities() if dtd is not None else ():
        content = entity.content or ""
        if re.search(r"[&%][\w.-]+;", content):
            raise ArticleError(
                f"{where}: refused, for its entity {entity.name!r} is made of other entities, as bombs are; "
                "fetch the article from its source"
            )
        if entity.name and len(content) <= LONGEST_ENTITY and "<" not in content:
            found[entity.name] = html.unescape(content)
    return found


def entity_text(reference: str, own: dict[str, str]) -> str:
    """Give the character that an unexpanded reference (`&alpha;`) stands for; the reference itself if unknown."""
    name = reference.strip("&;")
    return own.get(name) or html.entities.html5.get(f"{name};") or reference


def articles_in(root: Element) -> Iterator[Element]:
    """Yield the articles of a document, whatever they are wrapped in, without their sub-articles."""
    waiting = [root]
    while waiting:
        element = waiting.pop(0)
        if element.tag == "article":
            yield element
        elif element.tag in WRAPPERS:
            waiting = [child for child in element if isinstance(child.tag, str)] + waiting


def attribute(element: Element, name: str) -> str:
    """Give an attribute by its local name (`href` for `xlink:href`), stripped; '' where it has none."""
    value = element.get(name)
    if value is None:
        value = next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")
    return str(value).strip()


def children(element: Element, *names: str) -> list[Element]:
    """List the child elements of these names."""
    return [child for child in element if child.tag in names]


def child(element: Element | None, *path: str) -> Element | None:
    """Follow a path of names, the first child of each; None where it ends."""
    for name in path:
        if element is None:
            return None
        element = next((c for c in element if c.tag == name), None)
    return element


def inside(element: Element, names: frozenset[str]) -> Element | None:
    """Give the nearest element around this one that has one of these names."""
    return next((a for a in element.iterancestors() if a.tag in names), None)
