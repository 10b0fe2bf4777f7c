"""Turn marked-up text into plain text: paragraphs a line each, super- and subscripts as Unicode where it has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from figway.acquire.jats.xml import attribute, child, entity_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUPERSCRIPTS = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθ∗*",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿ**",
)
SUBSCRIPTS = str.maketrans(
    "0123456789+-−–=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
BLOCKS = frozenset((
    "p", "title", "list", "list-item", "def-item", "disp-quote", "sec", "disp-formula", "disp-formula-group", "break",
    "caption", "supplementary-material", "table-wrap", "tr", "attrib", "verse-group", "verse-line", "boxed-text",
    "subtitle", "array", "statement", "media", "p1",
))  # fmt: skip
"""Elements that stand on lines of their own."""
APART = frozenset({"label", "td", "th", "term", "def", "surname", "given-names", "string-name", "name", "x"})
"""Elements with a blank around them."""
SILENT = frozenset((
    "object-id", "graphic", "inline-graphic", "permissions", "private-char", "glyph-data", "glyph-ref", "alt-text",
    "long-desc", "annotation", "annotation-xml", "index-term", "related-object", "processing-meta", "target",
))  # fmt: skip
"""Elements that hold nothing to read."""
SCRIPTS = {"sup": SUPERSCRIPTS, "sub": SUBSCRIPTS}
MATH_SCRIPTS = {
    "msup": (SUPERSCRIPTS,),
    "msub": (SUBSCRIPTS,),
    "msubsup": (SUBSCRIPTS, SUPERSCRIPTS),
    "mover": (SUPERSCRIPTS,),
    "munder": (SUBSCRIPTS,),
    "munderover": (SUBSCRIPTS, SUPERSCRIPTS),
}
OPEN, CLOSE = "\ue000", "\ue001"
"""Private characters around the number of a link in running text; see `sentences`."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_BEFORE_STOP = re.compile(r"(?<=\w) (?=[,;.](?:\s|$))")


class Writer:
    """Write elements as plain text.

    `entities` are the document's own; elements named in `skipped` are passed over; `links`, where given, collects
    the `rid`s of links and marks their places in the text.
    """

    def __init__(
        self,
        entities: Mapping[str, str] | None = None,
        skipped: Collection[str] = (),
        links: list[str] | None = None,
    ) -> None:
        self.entities = dict(entities or {})
        self.skipped = frozenset(skipped) | SILENT
        self.links = links

    def __call__(self, element: Element | None) -> str:
        """Give the clean text of an element, without what follows it; '' for None."""
        return "" if element is None else clean(self.inner(element))

    def inner(self, element: Element) -> str:
        """Give the raw text inside an element."""
        parts = [_spaced(element.text)]
        for node in element:
            parts.append(self.outer(node))
            parts.append(_spaced(node.tail))
        return "".join(parts)

    def outer(self, node: Element) -> str:
        """Give the raw text of a node: an element, or an entity that was not expanded."""
        name = node.tag
        if not isinstance(name, str):
            text = str(node.text or "")
            return entity_text(text, self.entities) if text.startswith("&") else ""
        if name in self.skipped:
            return " " if name in BLOCKS else ""
        if name in SCRIPTS:
            return script(self.inner(node), SCRIPTS[name])
        if name == "alternatives":
            return self._alternatives(node)
        if name == "tex-math":
            return _tex(self.inner(node))
        if name in MATH_SCRIPTS:
            return self._math_scripts(node, name)
        if name == "mfrac":
            return "/".join(self.outer(part).strip() for part in node)
        if name == "xref" and self.links is not None:
            self.links.append(attribute(node, "rid"))
            return f"{OPEN}{len(self.links) - 1}{CLOSE}{self.inner(node)}"
        text = self.inner(node)
        return f"\n{text}\n" if name in BLOCKS else f" {text} " if name in APART else text

    def _alternatives(self, node: Element) -> str:
        """Write the first of several forms of one thing that is text."""
        forms = sorted((c for c in node if isinstance(c.tag, str)), key=lambda c: c.tag == "tex-math")
        return next((text for form in forms if (text := self.outer(form)).strip()), "")

    def _math_scripts(self, node: Element, name: str) -> str:
        parts = [part for part in node if isinstance(part.tag, str)]
        if not parts:
            return self.inner(node)
        texts = [self.outer(part).strip() for part in parts]
        scripts = [script(t, table) for t, table in zip(texts[1:], MATH_SCRIPTS[name], strict=False)]
        return texts[0] + "".join(scripts)

    def caption(self, element: Element | None) -> tuple[str, str]:
        """Give the title and the text of a caption."""
        if element is None:
            return "", ""
        title = child(element, "title")
        lines = [_spaced(element.text)]
        for node in element:
            if node is not title:
                lines.append(self.outer(node))
            lines.append(_spaced(node.tail))
        return self(title).replace("\n", " "), clean("".join(lines))


def script(text: str, table: Mapping[int, int | str | None]) -> str:
    """Raise or lower a text where Unicode has all its letters; else its digits and signs, where it has no letters.

    >>> script("2+", SUPERSCRIPTS), script("+/−", SUPERSCRIPTS), script("max", SUBSCRIPTS), script("flox/flox", SUPERSCRIPTS)
    ('²⁺', '⁺/⁻', 'ₘₐₓ', 'flox/flox')
    """  # noqa: E501
    if OPEN in text:
        return text
    plain = text.strip()
    if all(ord(c) in table for c in plain) or not any(c.isalpha() for c in plain):
        return text.translate(table)
    return text


def clean(text: str) -> str:
    """Bring blanks in order: one between words, one line a paragraph, none that cannot be seen.

    >>> clean("a\\u00a0 b\\n\\n c ")
    'a b\\nc'
    """
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", text))
    return _BEFORE_STOP.sub("", _LINES.sub("\n", text)).strip()


def _spaced(text: str | None) -> str:
    """Take line ends in running text for blanks."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _tex(text: str) -> str:
    match = _TEX.search(text)
    return (match.group(1) if match else text).strip().strip("$").strip()
