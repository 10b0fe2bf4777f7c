"""Read from a caption what it says of labels of its figure: "X inhibits Y", "Y is phosphorylated by X".

Plain patterns, meant to be read and argued with: two labels of the figure in one sentence, the words between (or
before) them, a verb with its sign. What stands between may hold no negation and no more than a few words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from figway.records import Sign, Stated
from figway.text import fold, normalize

PLUS = (
    "activat", "induc", "stimulat", "promot", "trigger", "phosphorylat", "upregulat", "up-regulat", "enhanc",
    "increas", "recruit", "cleav", "convert", "lead", "result", "mediat", "caus", "stabiliz", "elicit", "initiat",
)  # fmt: skip
MINUS = (
    "inhibit", "suppress", "block", "repress", "degrad", "downregulat", "down-regulat", "reduc", "prevent",
    "antagoni", "attenuat", "decreas", "abolish", "impair", "inactivat", "dephosphorylat", "silenc", "abrogat",
)  # fmt: skip
EITHER = ("regulat", "modulat", "affect", "control", "target")
_STEMS = "|".join(sorted((*PLUS, *MINUS, *EITHER), key=len, reverse=True))
_SMALL = r"(?:,?\s+(?:directly|indirectly|then|also|in turn|thereby|which|that|can|may|and|the|its|of|to|in|both)){0,3}"
ACTIVE = re.compile(rf"^{_SMALL}\s+({_STEMS})(?:es|s|e|ing|ed)?(?:\s+(?:to|in|into))?{_SMALL}(?:\s+[a-z]+){{0,2}}\s*$")
PASSIVE = re.compile(
    rf"^(?:,?\s+[a-z]+)?\s+(?:is|are|was|were|being|be)(?:\s+\w+ly)?\s+({_STEMS})\w*(?:\s+\w+){{0,2}}\s+by{_SMALL}\s*$"
)
LINKED = re.compile(
    rf"^-(?:mediated|induced|dependent|driven|stimulated)\s+({_STEMS})(?:ion|ation|ition)\s+of{_SMALL}\s*$"
)
BY = re.compile(rf"^\s+by{_SMALL}\s*$")
OF = re.compile(rf"\b({_STEMS})(?:ion|ation|ition|ing)\s+of{_SMALL}\s*$")
NEGATION = re.compile(r"\b(?:not|no|without|neither|nor|fails?|failed|lack\w*|unable|independent\w*)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+(?=[A-Z(])")
_SHORTEST = 2


def sign_of(stem: str) -> Sign:
    """Give the sign of a verb's stem."""
    return "+" if stem in PLUS else "-" if stem in MINUS else "?"


def sentences(caption: str) -> list[str]:
    """Split a caption into sentences.

    >>> sentences("A inhibits B. Arrows (e.g. red) show C.")
    ['A inhibits B.', 'Arrows (e.g. red) show C.']
    """
    return [s.strip() for s in _SENTENCE.split(" ".join(normalize(caption).split())) if s.strip()]


def places(sentence: str, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find where labels stand in a sentence as whole words, the longest first where they overlap."""
    found: list[tuple[int, int, str]] = []
    for label in sorted(set(labels), key=lambda w: (-len(w), w)):
        plain = normalize(label)
        if len(plain) < _SHORTEST or not any(c.isalpha() for c in plain):
            continue
        flags = re.IGNORECASE if len(plain) > 5 else 0
        for m in re.finditer(rf"(?<![\w-]){re.escape(plain)}(?!\w)", sentence, flags):
            if not any(m.start() < end and start < m.end() for start, end, _ in found):
                found.append((m.start(), m.end(), label))
    return sorted(found)


def stated(caption: str, labels: Sequence[str]) -> tuple[Stated, ...]:
    """List what a caption says of pairs of labels, each once, in the order of the text.

    >>> [(s.source, s.sign, s.target) for s in stated("MEK activates ERK, which is inhibited by DUSP6.",
    ...                                               ["MEK", "ERK", "DUSP6"])]
    [('MEK', '+', 'ERK'), ('DUSP6', '-', 'ERK')]
    """
    found: dict[tuple[str, str], Stated] = {}
    for sentence in sentences(caption):
        spots = places(sentence, labels)
        for first, second in itertools.pairwise(spots):
            said = _said(sentence, first, second)
            if said and fold(said[0]) != fold(said[1]):
                found.setdefault(said[:2], Stated(source=said[0], target=said[1], sign=said[2], sentence=sentence))
    return tuple(found.values())


def _said(sentence: str, first: tuple[int, int, str], second: tuple[int, int, str]) -> tuple[str, str, Sign] | None:
    before, between = sentence[: first[0]], sentence[first[1] : second[0]]
    if NEGATION.search(between):
        return None
    if match := ACTIVE.match(between) or LINKED.match(between):
        return first[2], second[2], sign_of(match.group(1))
    if match := PASSIVE.match(between):
        return second[2], first[2], sign_of(match.group(1))
    if BY.match(between) and (match := OF.search(before.lower())):
        return second[2], first[2], sign_of(match.group(1))
    return None
