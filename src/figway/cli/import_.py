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
    from figway.acquire.published import find_published
    from figway.library import Library
    from figway.run.published import take_over

    files = find_published(source)
    taken = take_over(Library.create(library), files, force=force)
    for failure in taken.failures:
        print(f"{failure.path}: {failure.message}", file=sys.stderr)
    if as_json:
        failures = [failure.model_dump() for failure in taken.failures]
        report = {"imported": taken.imported, "kept": taken.kept, "failures": failures}
        typer.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        failed = len(taken.failures)
        typer.echo(f"{taken.imported} imported, {taken.kept} there already, {failed} could not be read.")
    raise typer.Exit(1 if taken.failures else 0)
