"""`figway check`: see whether a library is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer


def check(
    library: Annotated[Path, typer.Argument(help="The library folder.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a library: each record is valid, its image is there and is the picture that was read.

    Of what was harvested, each file that the ledger speaks of is there and has the hash that it had.

    Exit code 0 when all is well, 1 when something is wrong, 2 when the folder is no library.
    """
    from figway.errors import InputError
    from figway.harvest.sources import has_ledger
    from figway.library import Library
    from figway.run.job import sha256_of

    opened = Library.open(library)
    problems: list[dict[str, str]] = []
    figids = opened.figids()
    for figid in figids:
        try:
            record = opened.record(figid)
        except InputError as error:
            problems.append({"figid": figid, "problem": str(error)})
            continue
        if record.figid != figid:
            problems.append({"figid": figid, "problem": f"its record is that of another figure, {record.figid}"})
        image = opened.path / record.figure.image.path
        if not record.figure.image.path:
            pass  # its article gives no picture, as its warnings say
        elif not image.is_file():
            problems.append({"figid": figid, "problem": f"its image {image} is missing"})
        elif sha256_of(image) != record.figure.image.sha256:
            problems.append({"figid": figid, "problem": f"its image {image} is not the picture that was read"})
        if not opened.page_path(figid).is_file():
            problems.append({"figid": figid, "problem": "its page (.md) is missing; run again to write it"})
    if has_ledger(opened.path):
        from figway.harvest.audit import problems as harvest_problems

        problems += [{"figid": name, "problem": problem} for name, problem in harvest_problems(opened.path)]
    if as_json:
        typer.echo(json.dumps({"figures": len(figids), "problems": problems}, indent=1, ensure_ascii=False))
    else:
        for row in problems:
            typer.echo(f"{row['figid']}: {row['problem']}")
        failures = opened.read_failures()
        typer.echo(
            f"{_count(figids, 'figure')}, {_count(problems, 'problem')}, {_count(failures, 'failure')} on record."
        )
    raise typer.Exit(1 if problems else 0)


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'s' * (len(things) != 1)}"
