"""Derive the fields of a page from what an article says of its figure: pure functions, tested as tables.

They follow the rules by which PFOCR made its pages, and differ where those are known to go wrong;
docs/page.md lists the differences.
"""

from figway.derive.fields import (
    FIGTYPES,
    UNKNOWN_NUMBER,
    alias,
    figid,
    figlink,
    figtype,
    join_keywords,
    number,
    pmcid_of,
    redirect_from,
    reftext,
    safe_name,
    split_keywords,
    year,
)
from figway.derive.titles import figtitle, first_sentence, sentences

__all__ = [
    "FIGTYPES",
    "UNKNOWN_NUMBER",
    "alias",
    "figid",
    "figlink",
    "figtitle",
    "figtype",
    "first_sentence",
    "join_keywords",
    "number",
    "pmcid_of",
    "redirect_from",
    "reftext",
    "safe_name",
    "sentences",
    "split_keywords",
    "year",
]
