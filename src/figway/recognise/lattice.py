"""Read an unsure line again: which other strings did the recogniser think likely?

A line that was read unsurely carries its lattice, the few likely characters of each step with their probabilities
(`records.TextLine.lattice`). Strings that the lattice allows are weighed by how much less likely they are than the one
that was read, so that a name which the recogniser nearly read can win over a string that is no name.
"""

from __future__ import annotations

import math
from operator import itemgetter

from figway.records import TextLine

BEAM = 48
"""Strings kept while going through a lattice."""
FURTHEST = 6.0
"""Strings less likely than the one read by more than this (in log odds) are not looked at."""
LONGEST = 40

Choices = tuple[tuple[str, float], ...]
"""The characters of one step, each with how much less likely than the first it is (log, <= 0)."""


class Rereader:
    """Read parts of one line again.

    >>> lattice = ((("J", 0.99),), (("A", 0.98),), (("K", 0.9),), (("I", 0.6), ("1", 0.4)))
    >>> line = TextLine(id="t1", text="JAKI", polygon=((0, 0), (9, 0), (9, 4), (0, 4)), lattice=lattice)
    >>> [(text, round(loss, 1)) for text, loss in Rereader(line).readings(0, 4)]
    [('JAK1', -0.4)]
    """

    def __init__(self, line: TextLine) -> None:
        self._text = line.text
        lattice = line.lattice or ()
        self._steps = [_choices(slot) for slot in lattice]
        self._starts = [n for n, slot in enumerate(lattice) if slot and slot[0][0]]
        """The step of each character that was read; the others were read as nothing."""
        self._fits = all(lattice) and len(self._starts) == len(line.text)

    def readings(self, start: int, end: int) -> list[tuple[str, float]]:
        """Give other readings of the characters from start to end, with how much less likely each is (log, <= 0).

        Likeliest first; nothing where the line was read surely, or where its lattice does not fit its text.
        """
        if not self._fits or not 0 < end - start <= LONGEST:
            return []
        first, last = self._starts[start], self._starts[end - 1]
        if first > 0 and self._steps[first - 1][0][0] == "":
            first -= 1
        steps = self._steps[first : last + 1]
        if all(len(choices) == 1 for choices in steps):
            return []
        beam = {"": 0.0}
        sure = ""
        for choices in steps:
            if len(choices) == 1:
                sure += choices[0][0]
            else:
                beam = _grown(beam, sure, choices)
                sure = ""
        read = self._text[start:end]
        found = ((text + sure, loss) for text, loss in _likeliest_first(beam))
        return [(text, loss) for text, loss in found if text != read and text.strip() and loss < 1e-9]


def _choices(slot: tuple[tuple[str, float], ...]) -> Choices:
    best = math.log(slot[0][1]) if slot else 0.0
    return tuple((character, math.log(probability) - best) for character, probability in slot)


def _grown(beam: dict[str, float], sure: str, choices: Choices) -> dict[str, float]:
    """Give the strings of a beam longer by what is sure and by one of some characters; only the likeliest."""
    longer = [
        (text + sure + character, total)
        for text, loss in beam.items()
        for character, more in choices
        if (total := loss + more) >= -FURTHEST
    ]
    grown = dict(longer)
    if len(grown) < len(longer):  # a text that comes about in two ways is as likely as the likelier
        for text, total in longer:
            grown[text] = max(total, grown[text])
    return grown if len(grown) <= BEAM else dict(_likeliest_first(grown)[:BEAM])


def _likeliest_first(beam: dict[str, float]) -> list[tuple[str, float]]:
    items = list(beam.items())
    if len(set(beam.values())) < len(items):
        items.sort()  # of equally likely ones the first in the alphabet
    return sorted(items, key=itemgetter(1), reverse=True)
