"""Name the figures that a harvest fetched, for a run."""

from __future__ import annotations

from pathlib import Path

from figway.acquire.source import Found, Source, natural_key
from figway.harvest.ledger import NAME, Ledger


def has_ledger(library: Path) -> bool:
    """Tell whether anything was harvested into a library."""
    return (library / NAME).is_file()


def harvested(library: Path) -> Found:
    """List the figures of what was harvested, each with its article, in natural order; raises LibraryError.

    A figure whose picture no service has is listed, too: what its article says of it is known.
    """
    with Ledger.read(library) as ledger:
        found = [
            Source(figid, library / (picture or article), library / article, drawn=bool(picture), found=not kept)
            for figid, picture, article, kept in ledger.fetched()
        ]
    return Found(tuple(sorted(found, key=lambda source: natural_key(source.figid))))
