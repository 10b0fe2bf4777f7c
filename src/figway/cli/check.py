"""`figway check`: see whether a library is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from figway.cli.options import shared


def check(
    library: shared.Library = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a library: each record is valid, its image is there and is the picture that was read.

    Of what was harvested, each file that the ledger speaks of is there and has the hash that it had.

    Exit code 0 when all is well, 1 when something is wrong, 2 when the folder is no library.
    """
    from figway.library import Library
    from figway.run.audit import problems_of

    opened = Library.open(library)
    figids = opened.figids()
    problems = [{"figid": name, "problem": problem} for name, problem in problems_of(opened, figids)]
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
