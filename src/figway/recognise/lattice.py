"""Read an unsure line again: which other strings did the recogniser think likely?

A line that was read unsurely carries its lattice, the few likely characters of each step with their probabilities
(`records.TextLine.lattice`). Strings that the lattice allows are weighed by how much less likely they are than the one
that was read, so that a name which the recogniser nearly read can win over a string that is no name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import itemgetter

from figway.records import Lattice, TextLine

BEAM = 48
"""Strings kept while going through a lattice."""
FURTHEST = 6.0
"""Strings less likely than the one read by more than this (in log odds) are not looked at."""
LONGEST = 40


def rereadings(line: TextLine, start: int, end: int) -> Iterator[tuple[str, float]]:
    """Yield other readings of a line's characters from start to end, with how much less likely each is (log, <= 0).

    Likeliest first; nothing where the line was read surely.

    >>> from figway.records import TextLine
    >>> lattice = ((("J", 0.99),), (("A", 0.98),), (("K", 0.9),), (("I", 0.6), ("1", 0.4)))
    >>> line = TextLine(id="t1", text="JAKI", polygon=((0, 0), (9, 0), (9, 4), (0, 4)), lattice=lattice)
    >>> [(text, round(loss, 1)) for text, loss in rereadings(line, 0, 4)]
    [('JAK1', -0.4)]
    """
    slots = _slots(line, start, end)
    if slots is None:
        return
    read = line.text[start:end]
    best = sum(math.log(slot[0][1]) for slot in slots)
    beam: dict[str, float] = {"": 0.0}
    rest, least = best, best - FURTHEST
    for slot in slots:
        gains = [(character, math.log(probability)) for character, probability in slot]
        character, gain = gains[0]
        rest -= gain
        if len(gains) == 1:
            beam = {text + character: score + gain for text, score in beam.items()}
            continue
        longer = [
            (text + character, value)
            for text, score in beam.items()
            for character, gain in gains
            if (value := score + gain) + rest >= least
        ]
        grown = dict(longer)
        if len(grown) < len(longer):  # a text that comes about in two ways is as likely as the likelier
            for text, value in longer:
                grown[text] = max(value, grown[text])
        beam = grown if len(grown) <= BEAM else dict(_likeliest_first(grown)[:BEAM])
    for text, score in _likeliest_first(beam):
        if text != read and text.strip() and score < best + 1e-9:
            yield text, score - best


def _likeliest_first(beam: dict[str, float]) -> list[tuple[str, float]]:
    items = list(beam.items())
    if len(set(beam.values())) < len(items):
        items.sort()  # of equally likely ones the first in the alphabet
    return sorted(items, key=itemgetter(1), reverse=True)


def _slots(line: TextLine, start: int, end: int) -> Lattice | None:
    """Give the lattice's slots of some characters; None without lattice, or where slots and text do not fit."""
    if line.lattice is None or not 0 < end - start <= LONGEST:
        return None
    at = -1
    first = last = None
    for index, slot in enumerate(line.lattice):
        if not slot:
            return None
        if slot[0][0]:
            at += 1
            if at == start:
                first = index
            if at == end - 1:
                last = index
    if at + 1 != len(line.text) or first is None or last is None:
        return None
    if first > 0 and not line.lattice[first - 1][0][0]:
        first -= 1
    slots = line.lattice[first : last + 1]
    return slots if any(len(slot) > 1 for slot in slots) else None
