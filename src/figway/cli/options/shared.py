"""Hold the options that several commands have: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Library = Annotated[Path, typer.Argument(help="The library folder.")]
Email = Annotated[
    str,
    typer.Option("--email", help="Your e-mail address, told to the services as they ask.", envvar="FIGWAY_CONTACT"),
]
ApiKey = Annotated[
    str,
    typer.Option("--api-key", help="Your NCBI API key: ten searches a second, not three.", envvar="NCBI_API_KEY"),
]
Licence = Annotated[
    str,
    typer.Option("--licence", help="Take these licences alone: cc-by,cc0,...", show_default="all", metavar="LIST"),
]
Parallel = Annotated[int, typer.Option("--parallel", "-j", min=1, max=32, help="Articles fetched at a time.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors that end the run.")]
Report = Annotated[bool, typer.Option("--json", help="Print the report as JSON on stdout.")]
Everything = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
