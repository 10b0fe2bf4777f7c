"""Write figures as PFOCR's pages: Markdown with YAML front matter, the tables of names beside it as TSV files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from figway.files import write_whole
from figway.frontmatter import write_page
from figway.records import FigureRecord


def write_folder(records: Iterable[FigureRecord], folder: Path) -> int:
    """Write each figure's page and tables, and count the figures."""
    count = 0
    for record in records:
        page = write_page(record)
        for name, text in page.tables.items():
            write_whole(folder / name, text)
        write_whole(folder / f"{record.figid}.md", page.markdown)
        count += 1
    return count
