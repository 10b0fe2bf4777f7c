"""Hold what a piece of text was taken for, and remember which pieces of text mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figway.recognise.context import Context
from figway.recognise.labels import Span
from figway.recognise.match import Candidate
from figway.recognise.weigher import Weigher

MOST_KEPT = 1 << 18
"""Texts without a meaning that are remembered."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Hold what one piece of text was taken for: one candidate an item, with those that were not chosen."""

    span: Span
    items: tuple[tuple[Candidate, ...], ...]
    shared: bool = False
    how: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Give the score of the least likely item."""
        return min(item[0].score for item in self.items)

    @property
    def worth(self) -> float:
        """Give what choosing this piece is worth against pieces that overlap it: sure characters."""
        mean = sum(item[0].score for item in self.items) / len(self.items)
        return (self.span.end - self.span.start) * (self.score if self.shared else mean)


class Nothing:
    """Remember the texts for which nothing had to be weighed: they mean nothing in any figure.

    But for figures whose paper spells out one of the forms that were asked for.
    """

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher
        self._keys: dict[str, frozenset[str]] = {}

    def has(self, text: str, context: Context) -> bool:
        """Tell whether a text is known to mean nothing here."""
        keys = self._keys.get(text)
        return keys is not None and (not context.abbreviations or keys.isdisjoint(context.abbreviations))

    def begin(self) -> None:
        """Begin to look at what the weigher is asked for."""
        self._weigher.asked = False
        self._weigher.keys.clear()

    def keep(self, text: str) -> None:
        """Keep a text of which nothing came, where nothing had to be weighed since the beginning."""
        if not self._weigher.asked and len(self._keys) < MOST_KEPT:
            self._keys[text] = frozenset(self._weigher.keys)


def disjoint(options: Sequence[Meaning]) -> list[Meaning]:
    """Choose pieces that do not overlap, the worthiest first."""
    if len(options) < 2:
        return list(options)
    chosen: list[Meaning] = []
    for meaning in sorted(options, key=lambda m: (-m.worth, m.span.start)):
        span = meaning.span
        if not any(span.start < c.span.end and c.span.start < span.end for c in chosen):
            chosen.append(meaning)
    return chosen
