"""Read what stands on an arrow: "phosphorylation", "inhibits", a P mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figway.geometry import Box, distance
from figway.records import TextLine
from figway.relate.labels import Label
from figway.relate.link import Stroke

NEAR = 0.9
"""How far beside an arrow its annotation may stand, in heights of text."""
MARKS = {
    "p": "phosphorylation",
    "pp": "phosphorylation",
    "ub": "ubiquitination",
    "ac": "acetylation",
    "me": "methylation",
}
INHIBITS = re.compile(r"^(inhibit|suppress|block|repress|antagoni)", re.IGNORECASE)


def on_line(box: Box, stroke: Stroke, unit: float) -> bool:
    """Tell whether a box stands beside the middle of an arrow, nearer to it than `NEAR`."""
    path = stroke.path[len(stroke.path) // 5 : len(stroke.path) - len(stroke.path) // 5]
    return any(distance(p, box) <= NEAR * unit for p in path)


def note_on(stroke: Stroke, labels: Sequence[Label], text: Sequence[TextLine], unit: float) -> str:
    """Give the annotation of an arrow: a word known to stand on arrows, or what a mark on it means; else empty."""
    for label in labels:
        if label.note and on_line(label.box, stroke, unit):
            return MARKS.get(label.word.strip("+ ").lower(), label.word)
    for line in text:
        meaning = MARKS.get(line.text.strip("+() ").lower())
        if meaning and on_line(line.box, stroke, unit):
            return meaning
    return ""
