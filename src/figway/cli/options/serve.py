"""Hold the options of `figway serve`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Library = Annotated[
    str, typer.Argument(help="The library folder, or a store alone: a file, or a postgresql:// address.")
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")]
Name = Annotated[
    list[str] | None,
    typer.Option(help="A host name under which the server answers; may be given several times.", show_default=False),
]
Title = Annotated[str, typer.Option(help="What the site is called.")]
BaseUrl = Annotated[
    str, typer.Option(help="The address under which others see the site, for permalinks.", show_default=False)
]
Images = Annotated[
    Literal["all", "free"],
    typer.Option(help="Show all pictures, or only those whose licence allows that they are copied."),
]
Curate = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Let figures be corrected, in this person's name; this machine only.",
        show_default=False,
    ),
]
Users = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Let the people of this file sign in and correct figures, each in their own name.",
        show_default=False,
    ),
]
NewUser = Annotated[
    str,
    typer.Option(
        "--add-user",
        metavar="NAME",
        help="Add a person to the file of --users, or change a password, and end; the password is asked for, "
        "or read from standard input.",
        show_default=False,
    ),
]
UploadMb = Annotated[int, typer.Option(min=1, max=200, help="Most megabytes of a figure that is dropped in.")]
Workers = Annotated[
    int, typer.Option(min=1, max=64, help="Processes that answer; as many as there are cores for many visitors.")
]
