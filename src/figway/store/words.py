"""Cut text into the words that the store indexes, so that both databases and every query cut it alike.

Words are lower-case, without accents, look-alike letters made Latin, Greek letters spelt out as words of their own
(`TNFα` is `tnf alpha`), plurals and British spellings brought to one form. Nothing else is stemmed: prefixes
(`phosphorylat*`) and phrases then mean what they say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from figway.text import GREEK_NAMES, normalize

LONGEST = 64
"""Characters of a word that count; longer ones are sequences and damage."""

_WORD = re.compile(r"[^\W_]+")
_GREEK = str.maketrans({letter: f" {name} " for letter, name in GREEK_NAMES.items()})
_NO_PLURAL = re.compile(r"(?:ss|us|is|[0-9]s|^.{1,3})$")
_SPELLINGS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"tumour", "tumor"),
        (r"(behavi|col|fav|lab|neighb|vap)our", r"\1or"),
        (r"aemi", "emi"),
        (r"haem", "hem"),
        (r"paed", "ped"),
        (r"oe(?=strogen|strad|dem|sophag)", "e"),
        (r"(signa|labe|mode|cance|channe|trave)ll(?=ing|ed)", r"\1l"),
        (r"(?<=[a-z]{3})is(?=ation|ed$|ing$|e$)", "iz"),  # also "promise", in the index as in the query
        (r"lys(?=e$|ed$|ing$)", "lyz"),
        (r"fibre", "fiber"),
        (r"centre", "center"),
    )
)


def words(text: str) -> list[str]:
    """Cut text into index words, in order.

    >>> words("TNF-α signalling in tumours")
    ['tnf', 'alpha', 'signaling', 'in', 'tumor']
    """
    return [one_form(word) for word in surface(text)]


def surface(text: str) -> list[str]:
    """Cut text into words as they are written, lower-case and without accents."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """Bring text to plain lower-case letters, Greek ones spelt out.

    >>> plain("Müller IL-1β")
    'muller il-1 beta '
    """
    text = normalize(text).lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(_GREEK)) if not unicodedata.combining(c))


@lru_cache(maxsize=1 << 18)
def one_form(word: str) -> str:
    """Bring a word to one form: singular, American spelling.

    >>> [one_form(w) for w in ("pathways", "kinases", "studies", "virus", "ras", "leukaemia")]
    ['pathway', 'kinase', 'study', 'virus', 'ras', 'leukemia']
    """
    word = word[:LONGEST]
    if not word.isascii() or not word.isalpha():
        return word
    if word.endswith("s") and not _NO_PLURAL.search(word):
        word = _singular(word)
    for pattern, into in _SPELLINGS:
        word = pattern.sub(into, word)
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
