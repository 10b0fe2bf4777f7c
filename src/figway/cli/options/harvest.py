"""Hold the options of `figway harvest`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Out = Annotated[
    Path,
    typer.Option("--out", "-o", help="The library folder to fill; made if it is missing.", show_default=False),
]
Query = Annotated[
    str,
    typer.Option(
        "--query", help="Search this, in the service's own language, in place of phrases.", show_default=False
    ),
]
Phrase = Annotated[
    list[str] | None,
    typer.Option(
        "--phrase",
        help="Search this phrase in captions; can be given again.",
        show_default="eleven, such as 'signaling pathway'",
    ),
]
Since = Annotated[
    str,
    typer.Option(
        "--since", help="First day, YYYY-MM-DD, or 'last': go on where the last search ended.", show_default=False
    ),
]
Until = Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.", show_default="today")]
Date = Annotated[
    Literal["live", "published"],
    typer.Option(help="Which day counts: when the article appeared in the archive, or was published."),
]
Service = Annotated[
    Literal["entrez", "europepmc", "both"], typer.Option(help="Where to search: PubMed Central, Europe PMC.")
]
OpenAccess = Annotated[bool, typer.Option("--open-access/--any-access", help="Search open-access articles alone.")]
Caption = Annotated[
    str,
    typer.Option("--caption", help="Fetch only figures whose title or caption matches.", metavar="REGEX"),
]
Retracted = Annotated[
    bool, typer.Option("--retracted/--no-retracted", help="Fetch retracted articles too; they are marked.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep", help="Article, figure or file of such, a line each: fetch whatever its licence and caption."
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", help="Article, figure or file of such, a line each: do not fetch."),
]
Again = Annotated[
    bool,
    typer.Option("--again", help="Search all days anew, and look for newer versions of what is there."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Search and tell what would be fetched; write nothing.")]
Status = Annotated[bool, typer.Option("--status", help="Tell what the ledger says; ask no service.")]
