"""See whether a library is whole: its records, images and pages, and what was harvested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figway.errors import InputError
from figway.harvest import audit
from figway.harvest.sources import has_ledger
from figway.library import Library
from figway.run.begin import sha256_of


def problems_of(library: Library, figids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with figures of a library, each with its figid, and with what its ledger speaks of."""
    for figid in figids:
        for problem in _figure(library, figid):
            yield figid, problem
    if has_ledger(library.path):
        yield from audit.problems(library.path)


def _figure(library: Library, figid: str) -> Iterator[str]:
    try:
        record = library.record(figid)
    except InputError as error:
        yield str(error)
        return
    if record.figid != figid:
        yield f"its record is that of another figure, {record.figid}"
    # Without a path its article gives no picture, as its warnings say.
    if record.figure.image.path:
        image = library.path / record.figure.image.path
        if not image.is_file():
            yield f"its image {image} is missing"
        elif sha256_of(image) != record.figure.image.sha256:
            yield f"its image {image} is not the picture that was read"
    if not library.page_path(figid).is_file():
        yield "its page (.md) is missing; run again to write it"
