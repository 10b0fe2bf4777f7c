"""Gather the labels that an arrow may end on: recognised mentions, and read lines that nothing recognised.

Lines of one label ("Cell" above "proliferation") are joined; a list of symbols one above the other is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figway.geometry import Box, Polygon, polygon_of, union
from figway.records import Mention, TextLine

_SYMBOL = re.compile(r"^[^\s]*([A-Z].*[A-Z]|\d)[^\s]*$")
_LETTERS = re.compile(r"[^\W\d_]")
_OPEN_END = re.compile(r"([-/,+&]|\b(of|and|or|the|in|to|for|by|with))$", re.IGNORECASE)
_SMALL_START = re.compile(r"^[a-z(/]")
_PANEL_LETTER = re.compile(r"^\(?[A-Ha-h1-9]?[.)]?$")
NOTES = frozenset(
    (
        *("p", "pp", "ub", "inhibits", "inhibition", "inhibit", "activates", "activation", "activate"),
        *("phosphorylation", "phosphorylates", "phosphorylated", "dephosphorylation", "translocation"),
        *("translocates", "binding", "binds", "cleavage", "cleaves", "ubiquitination", "degradation"),
        *("transcription", "translation", "expression", "induction", "induces", "secretion", "release"),
        *("uptake", "recruitment", "dimerization", "dimerize", "dimerizes", "endocytosis", "import", "export"),
        *("nuclear", "synthesis", "methylation", "acetylation", "no", "yes"),
    )
)
"""Words that stand on arrows; such a label is an end only where nothing else is near."""


@dataclass(frozen=True, slots=True)
class Label:
    """Hold one possible end: what it says, where, which mentions and lines it is made of."""

    word: str
    box: Box
    polygon: Polygon
    mention: str
    text_ids: tuple[str, ...]
    known: bool
    note: bool


def unit_of(lines: Sequence[TextLine]) -> float:
    """Give the height of the figure's text in pixels, by which distances are judged."""
    heights = [line_height(line) for line in lines]
    return float(np.median(heights)) if heights else 12.0


def line_height(line: TextLine) -> float:
    """Give the height of a line across its reading direction."""
    if len(line.polygon) == 4:
        a, b, c, d = (np.array(p) for p in line.polygon)
        sides = (
            float(np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2,
            float(np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2,
        )
        return sides[1] if len(line.text) > 2 and abs(line.angle) > 30 else min(sides)
    return min(line.box.width, line.box.height)


def is_label(text: str) -> bool:
    """Tell whether a read text can name something: letters in it, and more than a panel's letter."""
    return bool(_LETTERS.search(text)) and not _PANEL_LETTER.match(text.strip()) and len(text.strip()) > 1


def belong(upper: TextLine, lower: TextLine) -> bool:
    """Tell whether a line goes on in the one below it."""
    a, b = upper.box, lower.box
    if abs(upper.angle) > 20 or abs(lower.angle) > 20:
        return False
    height = min(a.height, b.height)
    if max(a.height, b.height) > 1.5 * height or not -0.5 * height < b.y0 - a.y1 < 0.5 * height:
        return False
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    if shared < 0.5 * min(a.width, b.width):
        return False
    centred, flush = abs(a.center[0] - b.center[0]) < 0.9 * height, abs(a.x0 - b.x0) < 0.5 * height
    if not (centred or flush):
        return False
    if _OPEN_END.search(upper.text) or _SMALL_START.match(lower.text):
        return True
    return not (_SYMBOL.match(upper.text.strip()) or _SYMBOL.match(lower.text.strip()))


def joined(texts: Sequence[str]) -> str:
    """Join the lines of a label; a word broken by a hyphen becomes whole again.

    >>> joined(["Cell", "proliferation"]), joined(["phosphory-", "lation"])
    ('Cell proliferation', 'phosphorylation')
    """
    out = ""
    for text in (t.strip() for t in texts):
        if out.endswith("-") and text[:1].islower():
            out = out[:-1] + text
        elif out.endswith(("-", "/")):
            out += text
        else:
            out = f"{out} {text}".strip()
    return out


def gather(text: Sequence[TextLine], mentions: Sequence[Mention]) -> list[Label]:
    """Make the labels of a figure, mentions first, in the order of the record."""
    used = {i for m in mentions for i in m.text_ids}
    labels = [
        Label(m.word, m.box, m.polygon, m.id, m.text_ids, m.kind not in ("other", "process", "place"), _is_note(m.word))
        for m in mentions
        if m.box is not None
    ]
    free = [t for t in text if t.id not in used and is_label(t.text)]
    free.sort(key=lambda t: (t.box.y0, t.box.x0, t.id))
    chains: list[list[TextLine]] = []
    for line in free:
        chain = next((c for c in chains if belong(c[-1], line) and len(c) < 5), None)
        if chain is None:
            chains.append([line])
        else:
            chain.append(line)
    for chain in chains:
        word, box = joined([t.text for t in chain]), union([t.box for t in chain])
        polygon = chain[0].polygon if len(chain) == 1 else polygon_of(box)
        labels.append(Label(word, box, polygon, "", tuple(t.id for t in chain), False, _is_note(word)))
    return labels


def _is_note(word: str) -> bool:
    return word.strip().strip("()?.+").lower() in NOTES
