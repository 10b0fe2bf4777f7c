"""Find the record that a command names: a file, or a figure of a library by enough of its name."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from figway.errors import InputError, UsageError

if TYPE_CHECKING:
    from figway.library import Library
    from figway.records import FigureRecord

_SHOWN = 5


def load_record(path: Path) -> FigureRecord:
    """Read a record (.json) or a page (.md); raises InputError for what is neither."""
    from pydantic import ValidationError

    from figway.frontmatter import load_page
    from figway.records import FigureRecord

    if path.suffix == ".md":
        return load_page(path)
    try:
        return FigureRecord.load(path)
    except ValidationError as error:
        raise InputError(f"{path} is no figway record: {error.errors()[0]['msg']}.") from error


def find_record(library: Library, figid: str) -> FigureRecord:
    """Give the one record whose figid is this or holds this; raises UsageError, which says what there is."""
    figids = library.figids()
    matches = [f for f in figids if f == figid] or [f for f in figids if figid.lower() in f.lower()]
    if len(matches) == 1:
        return library.record(matches[0])
    if matches:
        more = " ..." if len(matches) > _SHOWN else ""
        names = ", ".join(matches[:_SHOWN]) + more
        raise UsageError(f"{figid!r} fits {len(matches)} figures: {names}. Give more of the name.")
    failed = next((f for f in library.read_failures() if f.figid == figid), None)
    if failed is not None:
        raise UsageError(f"{figid!r} has no record, for it failed: {failed.message}")
    near = difflib.get_close_matches(figid, figids, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    place = library.path
    raise UsageError(
        f"no figure {figid!r} among the {len(figids)} in {place}.{hint} List them with: figway show {place}"
    )
