"""Write words as PostgreSQL's tsvectors and tsqueries: pure. They are letters and digits alone: nothing is escaped."""

from __future__ import annotations

from collections.abc import Sequence

_PLACES = 16_383
"""The last place that a tsvector tells from others; what stands behind it is in the postings, not in phrases."""

_OCCURRENCES = 255
"""Places of one word that a tsvector holds."""

_BYTES = 500_000
"""Bytes of words that are surely less than the megabyte of a tsvector."""


def tsvector(text: str) -> str:
    """Write index words, parted by blanks, with their places.

    >>> tsvector("akt acts on akt")
    "'akt':1,4 'acts':2 'on':3"
    """
    places: dict[str, list[str]] = {}
    size = 0
    for place, word in enumerate(text.split()[:_PLACES], 1):
        found = places.get(word)
        if found is None:
            size += len(word.encode())
            if size > _BYTES:
                break
            places[word] = [str(place)]
        elif len(found) < _OCCURRENCES:
            found.append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def tsquery(words: Sequence[str], *, prefix: bool) -> str:
    """Write words that follow one another; `prefix` leaves the last open.

    >>> tsquery(["insulin", "signal"], prefix=True)
    "'insulin' <-> 'signal':*"
    """
    return " <-> ".join(f"'{word}'" for word in words) + (":*" if prefix else "")
