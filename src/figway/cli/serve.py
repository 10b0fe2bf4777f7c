"""`figway serve`: a library in the browser."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from figway.cli.options import serve as option
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.serve.site import Settings

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
    library: option.Library = ".",
    port: option.Port = 8000,
    host: option.Host = "127.0.0.1",
    name: option.Name = None,
    title: option.Title = "figway",
    base_url: option.BaseUrl = "",
    images: option.Images = "all",
    curate: option.Curate = "",
    users: option.Users = None,
    new_user: option.NewUser = "",
    upload_mb: option.UploadMb = 20,
    workers: option.Workers = 1,
) -> None:
    """Serve a library: search, figures with their marks, statistics and a REST API, in the browser.

    By default only this machine is served. Figures that are dropped into the page are read and not kept. A store alone
    is served without pictures, which lie in the library's folder.
    """
    if new_user:
        _add_user(users, new_user)
        return
    _check(library, host=host, curate=curate, users=users)
    try:
        from figway.serve.site import MEGABYTE, Settings
    except ImportError as error:
        raise _missing(error) from error
    settings = Settings(
        library,
        title=title,
        base_url=base_url if base_url.endswith("/") or not base_url else f"{base_url}/",
        hosts=(*_LOCAL, *(name or ())) if host in _LOCAL or name else (),
        images=images,
        upload_limit=upload_mb * MEGABYTE,
        curator=curate.strip(),
        users=users,
    )
    _listen(settings, host=host, port=port, workers=workers)


def _check(library: str, *, host: str, curate: str, users: Path | None) -> None:
    """Refuse what would let the wrong people correct figures, or lose what they correct."""
    from figway.store import stands_alone

    if curate and host not in _LOCAL:
        raise UsageError(
            "--curate lets whoever reaches the server correct figures; serve this machine alone with it, or name the "
            "people who may with --users."
        )
    if curate and users:
        raise UsageError("--curate is for one person on one machine, --users for people who sign in; choose one.")
    if users and not users.is_file():
        raise UsageError(f"{users}: there is no such file; begin it with figway serve --users {users} --add-user NAME")
    if (curate or users) and stands_alone(library):
        raise UsageError("Correcting needs the library's folder, where corrections are kept; a store alone has none.")


def _listen(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Answer until Ctrl-C, in this process or in several."""
    try:
        import uvicorn

        from figway.serve.app import create_app, leave_settings
    except ImportError as error:
        raise _missing(error) from error
    from figway.store import is_address
    from figway.store.postgres import hide

    # Made for several workers too: what is wrong with the library is said here, once.
    app = create_app(settings)
    library = str(settings.library)
    what = hide(library) if is_address(library) else library
    shown = "localhost" if host in _LOCAL else host
    print(f"figway: {what} at http://{shown}:{port}/ (stop with Ctrl-C)", file=sys.stderr)
    if workers == 1:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
        return
    with tempfile.TemporaryDirectory(prefix="figway-") as folder:
        leave_settings(replace(settings, sessions=Path(folder) / "sessions.sqlite"))
        uvicorn.run(
            "figway.serve.app:worker_app", factory=True, workers=workers, host=host, port=port, log_level="warning",
            server_header=False, timeout_worker_healthcheck=_SILENT_S,
        )  # fmt: skip


def _missing(error: ImportError) -> UsageError:
    return UsageError(f"{error.name} is missing: install what the pages need with pip install 'figway[serve]'.")


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
