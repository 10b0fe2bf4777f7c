"""Weigh every word of every figure when a store is built, so that a search adds up numbers alone.

A posting is one 32-bit number: the figure's number times 256, and how much the word says of that figure, 1 to 255: its
occurrences by field, a short field's counting more (as in BM25F), with less and less for each further one.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from figway.store.columns import Floats, Ints
from figway.store.schema import TEXT_FIELDS

_BOOST = {"title": 10.0, "paper": 2.0, "caption": 4.0, "ocr": 3.0, "authors": 2.0}
_USUAL = {"title": 10, "paper": 20, "caption": 120, "ocr": 30, "authors": 15}
"""Words of a usual field, against which a field is short or long."""

_HALF = 6.0
"""Weighted occurrences that give half the most a word can say."""


class Postings:
    """Gather the postings of a store's words, figures in ascending order."""

    def __init__(self) -> None:
        self._words: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, figure: int, texts: Sequence[str]) -> None:
        """Take the words of one figure, in the order of `schema.TEXT_FIELDS`."""
        weights: dict[str, float] = {}
        for field, text in zip(TEXT_FIELDS, texts, strict=True):
            words = text.split()
            each = _BOOST[field] / (0.5 + 0.5 * len(words) / _USUAL[field])
            for word in words:
                weights[word] = weights.get(word, 0.0) + each
        number = figure << 8
        known = self._words
        for word, weight in weights.items():
            known[word].append(number | max(1, int(255 * weight / (weight + _HALF))))

    def rows(self) -> Iterator[tuple[str, int, bytes]]:
        """Give each word with the number of its figures and its postings."""
        for word in sorted(self._words):
            postings = self._words[word]
            yield word, len(postings), np.array(postings, dtype="<u4").tobytes()


def read_postings(data: bytes) -> tuple[Ints, Floats]:
    """Give the figures of a word, ascending, and how much it says of each, from 0 to 1."""
    packed = np.frombuffer(data, dtype="<u4")
    return (packed >> 8).astype(np.int32), (packed & 255).astype(np.float32) / np.float32(255)
