"""Take apart what is asked of a store, and combine what each part finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from figway.errors import UsageError
from figway.store.columns import Floats, Mask

_TERM = re.compile(r'(-?)(?:([a-zA-Z]+):)?("[^"]*"|\S+)')
_EDGE = re.compile(r'^\s*("[^"]+"|\S+)\s*(->|→|-\||⊣|--|—)\s*("[^"]+"|\S+)\s*$')
_SIGNS = {"->": 1, "→": 1, "-|": -1, "⊣": -1}
MOST_TERMS, MOST_OPEN = 300, 20


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one part of a query: a value in a field (lower-case, "" for all); `out` excludes, `either` follows OR."""

    field: str
    value: str
    out: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class EdgeTerm:
    """Ask for relations; "?" stands for any end, the sign is 1, -1 or, for either, 0."""

    source: str
    target: str
    sign: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """Hold which figures fit and how well, one item for each figure of the store."""

    mask: Mask
    score: Floats

    def __and__(self, other: Ranks) -> Ranks:
        return Ranks(self.mask & other.mask, self.score + other.score)

    def __or__(self, other: Ranks) -> Ranks:
        return Ranks(self.mask | other.mask, self.score + other.score)

    def without(self, other: Ranks) -> Ranks:
        """Leave out what fits another."""
        return Ranks(self.mask & ~other.mask, self.score)

    @classmethod
    def of(cls, mask: Mask) -> Ranks:
        """Make ranks that are all alike."""
        return cls(mask, np.zeros(len(mask), np.float32))


def parse_edge(text: str) -> EdgeTerm | None:
    """Read a query for relations, None where the text is none."""
    match = _EDGE.match(text)
    return EdgeTerm(match[1].strip('"'), match[3].strip('"'), _SIGNS.get(match[2], 0)) if match else None


def parse(text: str) -> Iterator[Term]:
    """Read a query's terms in order; raises UsageError where there are too many."""
    either = False
    first = True
    number = opened = 0
    for minus, field, value in _TERM.findall(text):
        if not minus and not field and value in ("AND", "OR"):
            either = value == "OR" and not first
            continue
        number += 1
        opened += value.endswith("*")
        if number > MOST_TERMS or opened > MOST_OPEN:
            raise UsageError(f"a query has at most {MOST_TERMS} terms, {MOST_OPEN} of them with *")
        yield Term(field.lower(), value, out=bool(minus), either=either and not minus)
        first = first and bool(minus)
        either = False
