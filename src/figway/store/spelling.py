"""Say how a misspelt word was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from figway.store.query import parse, parse_edge

_SHORTEST = 4
"""Letters from which a word is long enough that one wrong letter does not make it another."""

Candidates = Callable[[str], Iterable[tuple[str, int]]]


def respell(text: str, known: Callable[[str], bool], candidates: Candidates) -> str:
    """Write a query with the words that nothing has replaced by the nearest known ones; "" where nothing is to mend.

    `known` tells whether a term's value finds anything, `candidates` gives known words that begin as a word does, each
    with how many figures have it.
    """
    if parse_edge(text):
        return ""
    mended = text
    for term in parse(text):
        word = term.value.strip('"*')
        if term.field not in ("", "title", "caption", "text", "gene", "chemical", "disease") or known(word):
            continue
        if (better := closest(word.lower(), candidates(word.lower()))) and better != word.lower():
            mended = mended.replace(word, better, 1)
    return mended if mended != text else ""


def closest(word: str, candidates: Iterable[tuple[str, int]]) -> str:
    """Give the word with the fewest letters changed, added, left out or swapped; of those, the commonest.

    >>> closest("apotosis", [("apoptosis", 90), ("apomixis", 2), ("akt", 400)])
    'apoptosis'
    """
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST or not word.isalnum():
        return ""
    most = 1 if len(word) < 7 else 2
    near = (
        (distance, -figures, other)
        for other, figures in candidates
        if abs(len(other) - len(word)) <= most and (distance := OSA.distance(word, other, score_cutoff=most)) <= most
    )
    return min(near, default=(0, 0, ""))[2]
