"""Tell which letter each panel of a figure bears, from the panels' boxes and the lines that were read."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figway.records import FigureRecord

Box = tuple[float, float, float, float]
_LETTER = re.compile(r"[(\[]?([A-Za-z])[)\].:]?")
FARTHEST = 0.08
"""How far a letter may stand from the upper left corner of its panel, as a share of the figure's longer side."""


def panel_letters(record: FigureRecord) -> tuple[str, ...]:
    """Give the letter of each panel, "" where none was read: lines such as A, (b) or c) at its upper left corner.

    Each line goes to one panel, the nearest first; letters are all capitals or all small, whichever are more.
    """
    read = [(match[1], line.box) for line in record.text if (match := _LETTER.fullmatch(line.text.strip()))]
    small = [(letter, box) for letter, box in read if letter.islower()]
    large = [(letter, box) for letter, box in read if letter.isupper()]
    panels = [panel.box for panel in record.panels]
    side = max(record.figure.image.width, record.figure.image.height, 1)
    return max((_deal(large, panels, side), _deal(small, panels, side)), key=lambda dealt: sum(map(bool, dealt)))


def lettered(record: FigureRecord) -> FigureRecord:
    """Give the record with the letters of its panels, as far as its lines tell them."""
    pairs = zip(record.panels, panel_letters(record), strict=True)
    panels = tuple(panel.model_copy(update={"letter": letter}) for panel, letter in pairs)
    return record if panels == record.panels else record.evolve(panels=panels)


def _deal(letters: Sequence[tuple[str, Box]], panels: Sequence[Box], side: float) -> tuple[str, ...]:
    """Give each panel the letter nearest to its corner; no letter stands for two panels."""
    near = sorted(
        (math.dist(_corner(box), _corner(panel)), number, place)
        for number, (_, box) in enumerate(letters)
        for place, panel in enumerate(panels)
    )
    found: dict[int, str] = {}
    for distance, number, place in near:
        letter = letters[number][0]
        if distance <= FARTHEST * side and place not in found and letter not in found.values():
            found[place] = letter
    return tuple(found.get(place, "") for place in range(len(panels)))


def _corner(box: Box) -> tuple[float, float]:
    return box[0], box[1]
