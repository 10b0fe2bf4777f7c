"""`figway search`: find figures in a library's store."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated, Literal

import typer

EPILOG = """Examples:

figway search my-library "insulin gene:AKT1 year:2015.."

figway search my-library "? -| TP53" --json

figway search my-library "gene:AKT1 has:relations" --format gmt > akt1.gmt"""


def search(
    library: Annotated[str, typer.Argument(help="The library folder, a store file, or a postgresql:// address.")],
    query: Annotated[str, typer.Argument(help="Words, fields such as gene:AKT1, or a relation such as 'AKT1 -> ?'.")],
    page: Annotated[int, typer.Option(min=1, help="Which page of results.")] = 1,
    size: Annotated[int, typer.Option(min=1, help="Figures a page.")] = 20,
    sort: Annotated[
        str, typer.Option(help="relevance, newest, oldest, title, genes, relations or unsure (what needs a look).")
    ] = "relevance",
    form: Annotated[
        Literal["tsv", "json", "gmt"] | None,
        typer.Option(
            "--format",
            help="Write all results, not a page: a table, JSON, or gene sets.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures, total and facets as JSON.")] = False,
) -> None:
    """Find figures by words, names, fields or relations, the most fitting first."""
    from figway.store import open_store
    from figway.store.explore import spelled, write_results

    store = open_store(library)
    if form:
        write_results(store, store.search(query, size=None, sort=sort, facet_size=0).hits, form, sys.stdout)
        return
    results = store.search(query, page=page, size=size, sort=sort)
    if not results.total:
        meant = spelled(store, query)
        print(f"Nothing was found.{f' Did you mean: {meant}' if meant else ''}", file=sys.stderr)
    if as_json:
        typer.echo(json.dumps(asdict(results), indent=1, ensure_ascii=False))
        return
    for hit in results.hits:
        typer.echo("\t".join((hit.figid, hit.number, hit.year, " ".join(hit.title.split()))))
