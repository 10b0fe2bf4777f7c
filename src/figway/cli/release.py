"""`figway release`: a dated folder of what people download of a library."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from figway.errors import UsageError

EPILOG = """Examples:

figway release my-library

figway release my-library --out /srv/downloads --licence none

Exit code: 0 all well, 1 some records could not be read and were left out, 2 wrong use or nothing could be done."""


def release(
    library: Annotated[
        Path, typer.Argument(help="The library folder; the current folder where it is left out.")
    ] = Path(),
    out: Annotated[
        Path | None,
        typer.Option(help="The folder for releases. Default: 'releases' in the library.", show_default=False),
    ] = None,
    date: Annotated[
        str, typer.Option(help="The release's date, and its folder's name. Default: today.", show_default=False)
    ] = "",
    licence: Annotated[
        Literal["free", "all", "none"],
        typer.Option(help="Copy the images whose licence allows it, all of them, or none; the others are linked."),
    ] = "free",
    as_json: Annotated[bool, typer.Option("--json", help="Print what the release holds as JSON.")] = False,
) -> None:
    """Make a dated folder of a library: gene sets by organism, tables, records, images, checksums, changes.

    A release is written whole or not at all, and never changed afterwards. What is new, changed or gone is told
    against the last release in the same folder.
    """
    from figway.library import Library
    from figway.release import make_release

    name = date or datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[\w.-]*", name):
        raise UsageError(f"{name!r} is no date: give one as 2026-01-31, with letters after it where you wish.")
    opened = Library.open(library)
    folder = out or library / "releases"
    made = make_release(
        opened, folder, name, images=licence, report=lambda line: typer.echo(f"figway: {line}", err=True)
    )
    if as_json:
        typer.echo(json.dumps({**asdict(made), "folder": str(made.folder)}, indent=1, ensure_ascii=False))
    else:
        changes = ", ".join(f"{count} {what}" for what, count in made.changes.items())
        since = f" since {made.since}" if made.since else ""
        images = f"{made.images_copied} images copied, {made.images_linked} linked"
        typer.echo(f"{made.folder}: {made.figures} figures ({changes}{since}), {images}")
    if made.skipped:
        raise typer.Exit(1)
