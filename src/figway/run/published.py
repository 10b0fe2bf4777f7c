"""Take over into a library what others published: pages with their tables, records, gene sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from figway.acquire.published import read_published
from figway.classify.duplicates import find_duplicates
from figway.files import write_whole
from figway.frontmatter import write_page
from figway.library import Library
from figway.records import Failure, FigureRecord
from figway.run.local import rows_of_records
from figway.summary import summary_row


@dataclass(slots=True)
class Taken:
    """Count what was taken over and what the library had; hold what could not be read."""

    imported: int = 0
    kept: int = 0
    failures: list[Failure] = field(default_factory=list)


def take_over(library: Library, files: Iterable[Path], *, force: bool = False) -> Taken:
    """Import what was found published; figures that the library has are kept, or with `force` replaced."""
    taken = Taken()
    with library.lock():
        rows = library.read_summary()
        for path in files:
            for record in read_published(path):
                if isinstance(record, Failure):
                    taken.failures.append(record)
                elif not force and library.record_path(record.figid).exists():
                    taken.kept += 1
                else:
                    _write(library, record)
                    rows[record.figid] = summary_row(record)
                    taken.imported += 1
        rows = rows_of_records(rows, library)
        library.write_summary(rows)
        library.write_duplicates(find_duplicates({figid: row["phash"] for figid, row in rows.items()}))
        old = [failure for failure in library.read_failures() if failure.stage != "import"]
        library.write_failures([*old, *taken.failures])
    return taken


def _write(library: Library, record: FigureRecord) -> None:
    """Write a record and its page; the record last, as it says that the figure is there."""
    page = write_page(record)
    path = library.page_path(record.figid)
    path.parent.mkdir(exist_ok=True)
    for name, text in page.tables.items():
        write_whole(path.parent / name, text)
    write_whole(path, page.markdown)
    write_whole(library.record_path(record.figid), record.to_json())
