"""Compare labels and read the fields of records that may be those of other systems."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from figway.text import GREEK_NAMES

Json = dict[str, Any]

GREEK = {**GREEK_NAMES, "ß": "beta", "µ": "mu"}
_GAPS = re.compile(r"[\s/,;()]+")


def rows(record: Json, field: str) -> list[Json]:
    """Give the rows of a field that are objects; null, a missing field and junk give none."""
    value = record.get(field)
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def string(value: Any) -> str:
    """Give a string, empty for anything else."""
    return value if isinstance(value, str) else ""


def bare(identifier: Any) -> str:
    """Give an identifier without its prefix: MESH:D005947, mesh:D005947 and D005947 are one."""
    return string(identifier).strip().rsplit(":", 1)[-1].upper()


def plain(text: Any) -> str:
    """Give a label for telling two ends apart: case and spaces off, signs kept (+gRNA is not -gRNA)."""
    return "".join(unicodedata.normalize("NFKC", string(text)).lower().split())


@lru_cache(maxsize=1 << 20)
def fold(text: Any) -> str:
    """Fold a label to lower-case ASCII letters and digits, Greek letters spelt out."""
    text = unicodedata.normalize("NFKC", text if isinstance(text, str) else "").lower()
    text = "".join(GREEK.get(c, c) for c in text)
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]", "", text)


@lru_cache(maxsize=1 << 20)
def similar(a: str, b: str) -> bool:
    """Tell whether two labels are the same but for reading errors (at most about one character in six)."""
    a, b = fold(a), fold(b)
    if not a or not b:
        return False
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.85


def pieces(label: str) -> list[str]:
    """Give the folded words of a label."""
    return [fold(w) for w in _GAPS.split(label) if fold(w)]
