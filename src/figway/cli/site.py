"""`figway site`: a library as plain files for any web host."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from figway.cli.options import shared
from figway.errors import UsageError

EPILOG = """Example:

figway site my-library public --base-url https://example.org/figures/ --licence free"""


def site(
    library: shared.Library,
    out: Annotated[Path, typer.Argument(help="The folder to write to: empty, or one that this command wrote before.")],
    title: Annotated[str, typer.Option(help="What the site is called.")] = "figway",
    base_url: Annotated[
        str,
        typer.Option(help="Where the site will stand, for permalinks, sitemap and feed.", show_default=False),
    ] = "",
    licence: Annotated[
        Literal["all", "free"],
        typer.Option(help="Copy all pictures, or only those whose licence allows it; others are linked."),
    ] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Write a library as a static site: the same pages as 'figway serve', with search in the browser.

    Corrections are applied. Exit code 1 where a figure's record could not be read; the others are written.
    """
    try:
        import jinja2  # noqa: F401  the pages import it only where they are drawn

        from figway.serve.static_site import write_site
    except ImportError as error:
        raise UsageError(
            f"{error.name} is missing: install what pages need with pip install 'figway[site]'."
        ) from error
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    done = write_site(
        library,
        out,
        title=title,
        base_url=base,
        images=licence,
        report=lambda line: print(f"figway: {line}", file=sys.stderr),
    )
    if as_json:
        typer.echo(json.dumps(asdict(done), indent=1, ensure_ascii=False))
    else:
        typer.echo(
            f"{done.figures} figures, {done.lists} lists, {done.images} pictures copied, {done.linked} linked: {out}"
        )
    for figid in done.skipped:
        print(f"figway: {figid}: its record cannot be read; see figway check", file=sys.stderr)
    raise typer.Exit(1 if done.skipped else 0)
