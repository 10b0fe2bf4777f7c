"""Tell what the licence of a figure allows."""

from __future__ import annotations

from figway.records import FigureRecord

_FREE = (
    "cc0",
    "cc by",
    "cc-by",
    "creativecommons.org/licenses/by",
    "creativecommons.org/publicdomain",
    "public domain",
)


def may_copy(record: FigureRecord) -> bool:
    """Tell whether the licence of a figure allows that its picture is given to others; where none is stated, not."""
    licence = (record.figure.image.licence or record.article.licence).lower()
    return any(name in licence for name in _FREE)
