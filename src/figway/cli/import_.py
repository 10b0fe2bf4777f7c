"""`figway import`: take over what others published."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

EPILOG = """Examples:

figway import my-library pfocr-database/_figures

figway import my-library pfocr-20240601-gmt-Homo_sapiens.gmt --json"""


def import_(
    library: Annotated[Path, typer.Argument(help="The library folder; made if it is missing.")],
    source: Annotated[
        Path,
        typer.Argument(help="A page (.md), a record (.json), gene sets (.gmt), or a folder of them.", exists=True),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace figures that the library has already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import published figures: PFOCR's pages of every generation with their tables, gene sets, figway's records.

    Exit code 0 when all were taken over, 1 when some could not be read; they are named and in failures.jsonl.
    """
    from figway.acquire.published import find_published, read_published
    from figway.classify.duplicates import find_duplicates
    from figway.files import write_whole
    from figway.frontmatter import write_page
    from figway.library import Library
    from figway.records import Failure
    from figway.run.local import rows_of_records
    from figway.summary import summary_row

    files = find_published(source)
    opened = Library.create(library)
    imported, kept = 0, 0
    failures: list[Failure] = []
    with opened.lock():
        rows = opened.read_summary()
        for path in files:
            for record in read_published(path):
                if isinstance(record, Failure):
                    failures.append(record)
                    print(f"{record.path}: {record.message}", file=sys.stderr)
                    continue
                if not force and opened.record_path(record.figid).exists():
                    kept += 1
                    continue
                page = write_page(record)
                path = opened.page_path(record.figid)
                path.parent.mkdir(exist_ok=True)
                for name, text in page.tables.items():
                    write_whole(path.parent / name, text)
                write_whole(path, page.markdown)
                write_whole(opened.record_path(record.figid), record.to_json())
                rows[record.figid] = summary_row(record)
                imported += 1
        rows = rows_of_records(rows, opened)
        opened.write_summary(rows)
        opened.write_duplicates(find_duplicates({figid: row["phash"] for figid, row in rows.items()}))
        old = [f for f in opened.read_failures() if f.stage != "import"]
        opened.write_failures([*old, *failures])
    if as_json:
        report = {
            "imported": imported,
            "kept": kept,
            "failures": [failure.model_dump() for failure in failures],
        }
        typer.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        typer.echo(f"{imported} imported, {kept} there already, {len(failures)} could not be read.")
    raise typer.Exit(1 if failures else 0)
