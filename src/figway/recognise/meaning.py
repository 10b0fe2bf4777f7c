"""Hold what a piece of text was taken for; choose among pieces that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figway.recognise.labels import Piece, PrintedLine, Span
from figway.recognise.match import Candidate


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

    def at(self, printed: PrintedLine) -> Meaning:
        """Give the same meaning of the same piece of another line that says the same."""
        span = self.span
        return Meaning(printed.span(Piece(span.text, span.start, span.end)), self.items, self.shared, self.how)


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
