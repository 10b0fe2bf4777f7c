"""Say where a library's store is: a file in its folder, or a PostgreSQL database that figway.toml or the user names."""

from __future__ import annotations

from pathlib import Path

from figway.library import Library
from figway.store.backend import Reader, Writer

STORE = "store.sqlite"
_SCHEMES = ("postgresql://", "postgres://")


def is_address(where: str | Path) -> bool:
    """Tell whether this is the address of a database, not a path."""
    return isinstance(where, str) and where.startswith(_SCHEMES)


def stands_alone(where: str | Path) -> bool:
    """Tell whether this names a store itself, not a library's folder: an address, or a file."""
    return is_address(where) or Path(where).is_file()


def store_of(library: Library, to: str = "") -> str | Path:
    """Give the place of a library's store: the one that is named, else figway.toml's, else the file in its folder."""
    return to or library.store or library.path / STORE


def open_reader(where: str | Path) -> tuple[Reader, str]:
    """Open the store of an address, a library folder or a store file; give its name too, without passwords."""
    if not is_address(where):
        path = Path(where)
        where = store_of(Library(path)) if path.is_dir() else path
    if isinstance(where, str):
        from figway.store.postgres import PostgresReader, hide

        return PostgresReader(where), hide(where)
    from figway.store.sqlite import SqliteReader

    return SqliteReader(where), str(where)


def open_writer(where: str | Path) -> Writer:
    """Begin a store at an address or in a file."""
    if isinstance(where, str):
        from figway.store.postgres import PostgresWriter

        return PostgresWriter(where)
    from figway.store.sqlite import SqliteWriter

    return SqliteWriter(where)


def store_mark(where: str | Path) -> tuple[int, int] | None:
    """Give what changes when a store is built anew, last the time it was begun; None where there is none."""
    if isinstance(where, str):
        from figway.store.postgres import postgres_mark

        begun = postgres_mark(where)
        return None if begun is None else (begun, begun)
    try:
        stat = where.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns
