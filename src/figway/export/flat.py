"""Write records as files of one flat folder, `<figid>.json`, as tools that know only them expect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from figway.files import write_whole
from figway.records import FigureRecord


def write_folder(records: Iterable[FigureRecord], folder: Path) -> int:
    """Write a file a record and count them."""
    count = 0
    for record in records:
        write_whole(folder / f"{record.figid}.json", record.to_json())
        count += 1
    return count
