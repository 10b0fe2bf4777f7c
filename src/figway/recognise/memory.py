"""Remember what lines and texts meant in figures before, and of what in those figures that depended.

A line that says the same as one of an earlier figure means the same, as long as the figure answers the same to what
was asked of it then: whether its prose has a name, what an abbreviation stands for, how surely the line was read. Only
the company that genes keep is weighed anew in each figure.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from figway.recognise.context import SURE_READING, Context
from figway.recognise.labels import Piece, PrintedLine
from figway.recognise.match import Candidate
from figway.recognise.meaning import Meaning
from figway.recognise.weigher import Weigher

MOST_KEPT = 1 << 18
"""Texts without a meaning that are remembered."""
MOST_LINES = 1 << 15
"""Lines that are remembered."""
MOST_ANSWERS = 8
"""Sets of answers that are remembered for one line."""

Seen = dict[Hashable, list[Candidate]]
"""What was weighed of a line's pieces without the company that genes keep; see `Weigher.turn_to`."""
Settled = tuple[tuple[str, Piece, Meaning | None], ...]
"""What pieces of a line were taken for as a name or as a guess, where company had no say."""


class Nothing:
    """Remember the texts for which nothing had to be weighed: they mean nothing in any figure.

    But for figures whose paper spells out one of the forms that were asked for.
    """

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher
        self._keys: dict[Hashable, frozenset[str]] = {}

    def has(self, text: Hashable, context: Context) -> bool:
        """Tell whether a text is known to mean nothing here."""
        keys = self._keys.get(text)
        return keys is not None and not context.spells_out(keys)

    def begin(self) -> None:
        """Begin to look at what the weigher is asked for."""
        self._weigher.asked = False
        self._weigher.keys.clear()

    def keep(self, text: Hashable) -> None:
        """Keep a text of which nothing came, where nothing had to be weighed since the beginning."""
        if not self._weigher.asked and len(self._keys) < MOST_KEPT:
            self._keys[text] = frozenset(self._weigher.keys)


@dataclass(frozen=True, slots=True)
class Answers:
    """Hold what a figure answered to what a line asked of it."""

    prose: frozenset[str]
    in_prose: frozenset[str]
    words: frozenset[str]
    in_words: frozenset[str]
    short: frozenset[str]
    spelt: Mapping[str, str]

    @classmethod
    def of(cls, context: Context) -> Answers:
        """Take down what was asked of a context since its questions were last forgotten."""
        prose, words, short = (
            frozenset(asked) for asked in (context.asked.prose, context.asked.words, context.asked.short)
        )
        spelt = {key: context.abbreviations[key] for key in short if key in context.abbreviations}
        return cls(prose, prose & context.prose, words, words & context.english, short, spelt)

    def hold_in(self, context: Context) -> bool:
        """Tell whether another figure answers the same."""
        known = context.abbreviations
        return (
            self.prose & context.prose == self.in_prose
            and self.words & context.english == self.in_words
            and (self.short.isdisjoint(known) if not self.spelt else self._spelt_alike(known))
        )

    def _spelt_alike(self, known: Mapping[str, str]) -> bool:
        return {key: known[key] for key in self.short if key in known} == self.spelt


@dataclass(frozen=True, slots=True)
class Remembered:
    """Hold what a line meant where a figure gave these answers, before the company of genes was known."""

    answers: Answers
    found: Sequence[Meaning]
    swayed: bool
    """Whether company could change what was found."""
    settled: Settled
    seen: Seen


class LineMemory:
    """Remember lines that were read surely by what they say and what is said right about them."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, list[Remembered]] = {}

    def find(self, printed: PrintedLine, context: Context) -> Remembered | None:
        """Give what a line meant in an earlier figure that answers as this one does."""
        for known in self._lines.get(_key(printed, context), ()):
            if known.answers.hold_in(context):
                return known
        return None

    def keep(
        self,
        printed: PrintedLine,
        context: Context,
        found: Sequence[Meaning],
        settled: Settled,
        seen: Seen,
        *,
        swayed: bool,
    ) -> None:
        """Keep what was found of a line; the context holds what was asked for it."""
        key = _key(printed, context)
        if key not in self._lines and len(self._lines) >= MOST_LINES:
            return
        variants = self._lines.setdefault(key, [])
        if len(variants) < MOST_ANSWERS:
            variants.append(Remembered(Answers.of(context), found, swayed, settled, dict(seen)))


def _key(printed: PrintedLine, context: Context) -> Hashable:
    """Give all that decides about a line but what is asked of the context."""
    line = printed.line
    doubt = line.score if line.score < SURE_READING else 1.0
    around = context.stacks.get(line.id, "")
    return line.text, doubt, around, context.capitals, context.compounds, context.virus
