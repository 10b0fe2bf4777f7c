"""`figway build`: make a library's store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from figway.cli.options import shared
from figway.errors import UsageError


def build(
    library: shared.Library = Path(),
    to: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Build in this PostgreSQL database (postgresql://...) in place of store.sqlite.",
            show_default=False,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Build the library's store, one SQLite file to search, with people's corrections applied.

    --to, or store = "postgresql://..." in figway.toml, makes it in a PostgreSQL database, under the schema figway. The
    old store stays until the new one is whole. Exit code 1 when some records could not be read.
    """
    from figway.enrich import SetsGatherer
    from figway.lexicon import Lexicon
    from figway.library import Library
    from figway.store import build_store
    from figway.store.place import is_address

    if to and not is_address(to):
        raise UsageError(f"--to {to}: expected the address of a database, such as postgresql://user@host/database")
    opened = Library.open(library)
    figures, failures = build_store(opened, to=to, sets=SetsGatherer(Lexicon.load()))
    for failure in failures:
        print(f"{failure.figid}: {failure.message}", file=sys.stderr)
    if as_json:
        typer.echo(json.dumps({"figures": figures, "failures": [f.model_dump() for f in failures]}, indent=1))
    else:
        typer.echo(f"{figures} figures in the store, {len(failures)} records could not be read.")
    raise typer.Exit(1 if failures else 0)
