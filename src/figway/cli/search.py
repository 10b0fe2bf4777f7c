"""`figway search`: find figures in a library's store."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

EPILOG = """Examples:

figway search my-library "insulin gene:AKT1 year:2015.."

figway search my-library "? -| TP53" --json"""


def search(
    library: Annotated[Path, typer.Argument(help="The library folder, or a store file.")],
    query: Annotated[str, typer.Argument(help="Words, fields such as gene:AKT1, or a relation such as 'AKT1 -> ?'.")],
    page: Annotated[int, typer.Option(min=1, help="Which page of results.")] = 1,
    size: Annotated[int, typer.Option(min=1, help="Figures a page.")] = 20,
    sort: Annotated[str, typer.Option(help="relevance, newest, oldest, title, genes or relations.")] = "relevance",
    as_json: Annotated[bool, typer.Option("--json", help="Print figures, total and facets as JSON.")] = False,
) -> None:
    """Find figures by words, names, fields or relations, the most fitting first."""
    from figway.store import open_store

    results = open_store(library).search(query, page=page, size=size, sort=sort)
    if as_json:
        typer.echo(json.dumps(asdict(results), indent=1, ensure_ascii=False))
        return
    for hit in results.hits:
        typer.echo("\t".join((hit.figid, hit.number, hit.year, " ".join(hit.title.split()))))
