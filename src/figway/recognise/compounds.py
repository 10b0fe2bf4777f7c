"""Know research compounds by the look of their codes: GRL0617, MLN4924, PYZD-4409, P005091.

No vocabulary keeps up with the codes of research compounds. A label of one to five capitals and at least four digits
that is no name of anything else is taken for one, unless the figure is full of such labels: then they are locus tags
or accession numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise.match import Candidate
from figway.recognise.weights import reason
from figway.records import TextLine
from figway.text import fold, normalize

_SERIES = re.compile(r"^[A-Za-z][a-z]{5,}(?: acid)?$")
_BACTERIAL = re.compile(r"^[a-z]{3}[A-Z]$")
CODE = re.compile(r"^(?:[A-Z]{1,5}-?\d{4,7}[A-Za-z]?|[A-Z]{2,5}[- ]?\d{2},\d{3})$")
NOT_CODES = re.compile(
    r"^(?:PMC|PMID|NM|NP|XM|ENS|GSE|GSM|RS|PA|HP|LOC|FLJ|KIAA|MGC|UNC|PRK|COG|KOG|IPR|PF|GO|EC|CHR)-?\d"
)
MOST_IN_FIGURE = 0.5
"""Where more than this share of the words with a digit look like codes, none is taken for a compound."""


def has_codes(lines: Sequence[TextLine]) -> bool:
    """Tell whether codes in this figure may be compounds: they are few among its words with digits."""
    words = {word for line in lines for word in _numbered(line.text)}
    codes = sum(bool(CODE.match(w)) for w in words)
    bacterial = sum(_bacterial(line.text) for line in lines)
    return 0 < codes <= max(3, MOST_IN_FIGURE * len(words)) and bacterial < 3


@lru_cache(maxsize=1 << 15)
def _numbered(text: str) -> tuple[str, ...]:
    """Give the words of a line that have a digit."""
    return tuple(w for w in normalize(text).split() if any(c.isdigit() for c in w))


@lru_cache(maxsize=1 << 15)
def _bacterial(text: str) -> int:
    """Count the words of a line that are spelt as bacterial genes."""
    return sum(bool(_BACTERIAL.match(word)) for word in text.split())


def of_a_series(text: str, lexicon: Lexicon) -> str:
    """Give the name of a series' first compound where a label leaves its letter out; '' where there is none.

    Natural products are named in series (ubistatin A, B), and figures print the name alone.
    """
    form = normalize(text).strip(",;.:")
    if not _SERIES.match(form) or lexicon.lookup(fold(form)) or lexicon.is_english(form.lower()):
        return ""
    names = (n for n in lexicon.lookup(f"{fold(form)}a") if n.source.startswith(("mesh", "chebi", "famplex_chemical")))
    return next((f"{form} A" for n in names if n.name.endswith(" A") and n.name[:-2].lower() == form.lower()), "")


def compound(text: str) -> tuple[Candidate, ...]:
    """Give a label with the look of a compound's code as a chemical without identifier; else nothing."""
    form = normalize(text).strip(",;.:")
    if not CODE.match(form) or NOT_CODES.match(form):
        return ()
    entity = Entity("", "chemical", form)
    why = reason("form:compound code", "has the look of a research compound's code")
    return (Candidate(entity, Name(form, "code", ""), form, (), ()).add(why),)
