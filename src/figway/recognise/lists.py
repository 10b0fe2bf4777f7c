"""Expand lists and ranges of names: JAK1/2, MAPK1-3, KDM6A/B, Wnt3a, 5a, 5-HT2A/2B, RIG-I/MDA5.

Pure functions on strings: what comes out are printed forms, not yet names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from figway.text import normalize


class Items(NamedTuple):
    """Hold the items of a list; `shared` says that they share a stem, as in STAT1/2; `parts` is what is printed."""

    forms: tuple[str, ...]
    shared: bool
    parts: tuple[str, ...] = ()


_SEPARATOR = re.compile(r"\s*(?:/|,|;|&|\||\+(?!\s*(?:[TB]|NK)?[- ]?(?:cells?|lymphocytes?)\b)|·|\band\b|\bor\b)\s*")
"""Signs and words between the items of a list; the plus of CD8+ T cells is none."""
_DASHES = re.compile(r"(?<=[\w)])\s*[-:]\s*(?=[\w(])")
_STRAY = re.compile(r"^([^()|\[\]]{2,})[()|\[\]]([^()|\[\]]{2,})$")
_BEHIND = re.compile(r"^([\w\-/]{3,})[(\[]([\w\-/]{3,})[)\]]$")
_SHORT = re.compile(r"^(?:[0-9]{1,2}[A-Za-zα-ω]?|[A-Za-zα-ω]|[A-Za-zα-ω][0-9]{1,2}|[IVX]{1,4})$")
_STEM = re.compile(r"^(?P<stem>.*?[A-Za-zκ)]-?\s?)(?P<tail>[0-9]{1,2}[A-Za-zα-ω]?|[α-ω]|[IVX]+)$")
_LETTER_STEM = re.compile(r"^(?P<stem>.*?[0-9])(?P<tail>[A-Za-z])$")
_LETTER_ONLY = re.compile(r"^(?P<stem>[A-Za-z]{2,}-?\s?)(?P<tail>[A-Za-zα-ω])$")
_RANGE = re.compile(
    r"^(?P<stem>[A-Za-z][\w\-]*?[A-Za-zα-ω]-?\s?)\(?(?P<first>[0-9]{1,2})\s?[-–]\s?(?P<last>[0-9]{1,2})"
    r"(?:\s?(?:,|and|&)\s?(?P<more>[0-9]{1,2}))?\)?$"
)
_BRACKETED = re.compile(r"^(?P<stem>[A-Za-z][\w\-]{1,})\s?\((?P<list>[0-9]{1,2}(?:\s?[,/&]\s?[0-9]{1,2})+)\)$")
LONGEST_RANGE = 30


def split_list(surface: str) -> Items | None:
    """Split a printed list into its items, or give None where it is none.

    >>> split_list("JAK1/2").forms, split_list("KDM6A/B").forms, split_list("RIG-I/MDA5").forms
    (('JAK1', 'JAK2'), ('KDM6A', 'KDM6B'), ('RIG-I', 'MDA5'))
    >>> split_list("5-HT2A/2B").forms, split_list("MAPK1-3").forms, split_list("IKKα/β").forms
    (('5-HT2A', '5-HT2B'), ('MAPK1', 'MAPK2', 'MAPK3'), ('IKKα', 'IKKβ'))
    """
    text = normalize(surface)
    ranged = _range(text)
    if ranged:
        return ranged
    parts = [p for p in _SEPARATOR.split(text) if p]
    if len(parts) < 2:
        return None
    forms = [parts[0]]
    shared = False
    for part in parts[1:]:
        if _SHORT.match(part):
            whole = _with_stem(forms, part)
            if whole is None:
                return None
            shared = True
            forms.append(whole)
        else:
            forms.append(part)
    if shared and len(set(map(_stem_of, forms))) > 1:
        shared = False
    return Items(tuple(forms), shared, tuple(parts))


def split_dashes(surface: str) -> Items | None:
    """Split names joined by dashes or colons into their parts, as in STAT1-STAT2; None where there is one part."""
    parts = [p for p in _DASHES.split(normalize(surface)) if p]
    return Items(tuple(parts), False) if len(parts) > 1 else None


def split_brackets(surface: str) -> Items | None:
    """Split a name with another in brackets right behind it: Pentraxins(PTX3); None where there are no two.

    A bracket without its partner is the edge of two shapes that touch.

    >>> split_brackets("Pentraxins(PTX3)").forms, split_brackets("ATF-2)p300").forms
    (('Pentraxins', 'PTX3'), ('ATF-2', 'p300'))
    """
    text = normalize(surface)
    match = _BEHIND.match(text) or _STRAY.match(text)
    return Items((match[1], match[2]), False) if match else None


def _range(text: str) -> Items | None:
    match = _RANGE.match(text)
    if match:
        stem, first, last = match["stem"], int(match["first"]), int(match["last"])
        if 0 <= first < last <= first + LONGEST_RANGE:
            numbers = [*range(first, last + 1), *([int(match["more"])] if match["more"] else [])]
            forms = tuple(f"{_unplural(stem)}{n}" for n in numbers)
            return Items(forms, True, forms)
    match = _BRACKETED.match(text)
    if match:
        stem = _unplural(match["stem"])
        forms = tuple(f"{stem}{n}" for n in re.findall(r"[0-9]+", match["list"]))
        return Items(forms, True, forms)
    return None


def _unplural(stem: str) -> str:
    bare = stem.rstrip(" -")
    return bare[:-1] if len(bare) > 2 and bare.endswith("s") and bare[-2].isupper() else bare


def _stem_of(form: str) -> str:
    for pattern in (_STEM, _LETTER_STEM, _LETTER_ONLY):
        match = pattern.match(form)
        if match:
            return match["stem"].rstrip("0123456789").rstrip(" -").lower()
    return form.lower()


def _with_stem(forms: list[str], part: str) -> str | None:
    """Give a short item the stem of the last full one: 2 after JAK1, B after KDM6A, 2B after 5-HT2A."""
    patterns: tuple[re.Pattern[str], ...] = (_STEM, _LETTER_STEM, _LETTER_ONLY)
    if part[0].isdigit() or part[0] in "αβγδεζηκλω":
        patterns = (_STEM,)
        for form in reversed(forms):
            match = re.match(r"^(?P<stem>.*?[A-Za-z]-?\s?)[0-9]{1,2}[A-Za-zα-ω]$", form)
            if match and part[0].isdigit():
                return f"{match['stem']}{part}"
    elif part.isalpha() and len(part) == 1:
        patterns = (_LETTER_STEM, _LETTER_ONLY, _STEM)
    for form in reversed(forms):
        for pattern in patterns:
            match = pattern.match(form)
            if match:
                return f"{match['stem']}{part}"
    if part[0].isdigit() and re.fullmatch(r"[A-Za-z][\w\-]*[A-Za-z]\s?", forms[0]):
        return f"{forms[0].rstrip()}{part}"
    return None
