"""Hold the options of `figway examples`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str | None, typer.Argument(help="`mam`: compute the reference system. Left out: list what there is.")]
Kinetic = Annotated[
    bool, typer.Option("--kinetic", help="Run the kinetic model in place of the claims: what contact area changes.")
]
Parameters = Annotated[
    bool, typer.Option("--parameters", help="List the kinetic model's parameters with what each rests on.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="With --kinetic: set a parameter; may be repeated."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Draw knock-outs here (.svg); with --kinetic: curves (.svg) or the model (.xml)."),
]
