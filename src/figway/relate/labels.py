"""Gather the labels that an arrow may end on: recognised mentions, and read lines that nothing recognised.

Lines of one label ("Cell" above "proliferation") are joined; a list of symbols one above the other is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from figway.geometry import Box, Polygon, box_of, polygon_of, union
from figway.records import Mention, TextLine
from figway.relate.joins import SOFT, chain_lines, is_label, named
from figway.text import fold

_LETTERS = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"^\s*[•·*▪‣-]+\s*")
_LIST_BREAK = re.compile(r",(?!\d)|\s\(|\)$|\sand\s")
_FILLER = re.compile(r"^(?:and|or|e\.?g\.?,?|etc\.?|\.+)\s*|\s*\betc\.?$|\.+$")
_REFERENCE = re.compile(r"\s*\(\d+\)$")
LONGEST_ITEM = 3
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
    """Make the labels of a figure.

    Lines whose letters are nearly all names of mentions give a label for each mention; other lines, joined where one
    goes on in the next, give a label that says all they say ("Golgi apparatus", "PERK signal pathway").
    """
    by_line: dict[str, list[Mention]] = {}
    for m in mentions:
        for i in m.text_ids:
            by_line.setdefault(i, []).append(m)
    chains = chain_lines(text, by_line)
    labels, done = [], set()
    for chain in chains:
        inside = {m.id: m for line in chain for m in by_line.get(line.id, ()) if m.box is not None}
        label = _of_lines(chain)
        whole = next((m for m in inside.values() if label and fold(m.word) == fold(label.word)), None)
        if whole is not None:
            labels.append(_of_mention(whole))
        elif inside and named([m for m in inside.values() if m.kind not in SOFT], chain):
            labels += [_of_mention(m) for m in inside.values() if m.kind not in SOFT and m.id not in done]
        elif label:
            labels += listed(label)
        done |= set(inside)
    labels += [_of_mention(m) for m in mentions if not m.text_ids and m.box is not None]
    return sorted(labels, key=lambda n: (n.box.y0, n.box.x0, n.word, n.mention))


def listed(label: Label) -> list[Label]:
    """Split a label that lists short names by commas into one label a name; they keep the place of the whole.

    >>> [n.word for n in listed(Label("Genes (TNF, IL-6, etc)", Box(0, 0, 9, 9), (), "", (), False, False))]
    ['Genes', 'TNF', 'IL-6']
    """
    if "," not in label.word:
        return [label]
    words = [_FILLER.sub("", w).strip() for w in _LIST_BREAK.split(label.word)]
    items = [w for w in words if w and _LETTERS.search(w)]
    if len(items) < 2 or any(len(w.split()) > LONGEST_ITEM for w in items):
        return [label]
    return [replace(label, word=w, note=_is_note(w)) for w in items]


def _of_mention(m: Mention) -> Label:
    return Label(m.word, box_of(m.polygon), m.polygon, m.id, m.text_ids, m.kind not in SOFT, _is_note(m.word))


def _of_lines(chain: Sequence[TextLine]) -> Label | None:
    word = _REFERENCE.sub("", _BULLET.sub("", joined([t.text for t in chain]))).strip()
    if not is_label(word):
        return None
    polygon = chain[0].polygon if len(chain) == 1 else polygon_of(union([t.box for t in chain]))
    return Label(word, union([t.box for t in chain]), polygon, "", tuple(t.id for t in chain), False, _is_note(word))


def _is_note(word: str) -> bool:
    return word.strip().strip("()?.+").lower() in NOTES
