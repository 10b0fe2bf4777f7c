"""`figway serve`: a library in the browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from figway.errors import UsageError

EPILOG = """Examples:

figway serve my-library

figway serve my-library --curate "Ann Example"

figway serve --users curators.txt --add-user "Ann Example"

figway serve my-library --host 0.0.0.0 --port 80 --name figures.example.org --images free --users curators.txt

figway serve my-library --images free --workers 4

figway serve postgresql://figway@db.example.org/figures"""
_SILENT_S = 60
"""Seconds of silence after which a worker is taken for dead; a busy machine can keep one waiting for long."""

_LOCAL = ("127.0.0.1", "localhost", "::1")


def serve(
    library: Annotated[
        str, typer.Argument(help="The library folder, or a store alone: a file, or a postgresql:// address.")
    ] = ".",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option(
            help="A host name under which the server answers; may be given several times.", show_default=False
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "figway",
    base_url: Annotated[
        str, typer.Option(help="The address under which others see the site, for permalinks.", show_default=False)
    ] = "",
    images: Annotated[
        Literal["all", "free"],
        typer.Option(help="Show all pictures, or only those whose licence allows that they are copied."),
    ] = "all",
    curate: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Let figures be corrected, in this person's name; this machine only.",
            show_default=False,
        ),
    ] = "",
    users: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Let the people of this file sign in and correct figures, each in their own name.",
            show_default=False,
        ),
    ] = None,
    new_user: Annotated[
        str,
        typer.Option(
            "--add-user",
            metavar="NAME",
            help="Add a person to the file of --users, or change a password, and end; the password is asked for, "
            "or read from standard input.",
            show_default=False,
        ),
    ] = "",
    upload_mb: Annotated[int, typer.Option(min=1, max=200, help="Most megabytes of a figure that is dropped in.")] = 20,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer; as many as there are cores for many visitors.")
    ] = 1,
) -> None:
    """Serve a library: search, figures with their marks, statistics and a REST API, in the browser.

    By default only this machine is served. Figures that are dropped into the page are read and not kept. A store alone
    is served without pictures, which lie in the library's folder.
    """
    if new_user:
        _add_user(users, new_user)
        return
    try:
        import uvicorn

        from figway.serve.app import create_app, leave_settings
        from figway.serve.site import MEGABYTE, Settings
    except ImportError as error:
        raise UsageError(
            f"{error.name} is missing: install what the pages need with pip install 'figway[serve]'."
        ) from error
    from figway.store import is_address, stands_alone
    from figway.store.postgres import hide

    names = (*_LOCAL, *(name or ())) if host in _LOCAL or name else ()
    if curate and host not in _LOCAL:
        raise UsageError(
            "--curate lets whoever reaches the server correct figures; serve this machine alone with it, or name the "
            "people who may with --users."
        )
    if curate and users:
        raise UsageError("--curate is for one person on one machine, --users for people who sign in; choose one.")
    if users and not users.is_file():
        raise UsageError(f"{users}: there is no such file; begin it with figway serve --users {users} --add-user NAME")
    if (curate or users) and workers > 1:
        raise UsageError("Correcting needs one worker: what one person corrects, the others would not see at once.")
    if (curate or users) and stands_alone(library):
        raise UsageError("Correcting needs the library's folder, where corrections are kept; a store alone has none.")
    if base_url and not base_url.endswith("/"):
        base_url += "/"
    settings = Settings(
        library, title=title, base_url=base_url, hosts=names, images=images,
        upload_limit=upload_mb * MEGABYTE, curator=curate.strip(), users=users,
    )  # fmt: skip
    app = create_app(settings)
    shown = "localhost" if host in _LOCAL else host
    what = hide(library) if is_address(library) else library
    print(f"figway: {what} at http://{shown}:{port}/ (stop with Ctrl-C)", file=sys.stderr)
    if workers == 1:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
        return
    leave_settings(settings)
    uvicorn.run(
        "figway.serve.app:worker_app", factory=True, workers=workers, host=host, port=port, log_level="warning",
        server_header=False, timeout_worker_healthcheck=_SILENT_S,
    )  # fmt: skip


def _add_user(users: Path | None, name: str) -> None:
    """Ask for a password twice, or take a line from a pipe, and keep its hash."""
    from figway.serve.users import add_user

    if users is None:
        raise UsageError("--add-user needs the file to add to: --users FILE")
    if sys.stdin.isatty():
        password = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    add_user(users, name, password)
    print(f"figway: {name} may sign in; {users} holds the hash of the password", file=sys.stderr)
