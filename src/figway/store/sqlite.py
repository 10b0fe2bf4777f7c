"""Hold a store in one SQLite file, with FTS5 for phrases."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from figway.errors import LibraryError
from figway.files import PART
from figway.store.backend import Row
from figway.store.schema import TABLES, TEXT_FIELDS, Table


class SqliteReader:
    """Read a store file. Each thread has a connection of its own; the file cannot be written through them."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LibraryError(f"there is no store at {path}: build one with: figway build {path.parent}")
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Give the rows of a query; raises LibraryError where the file is no store."""
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except sqlite3.OperationalError as error:
            if "readonly" in str(error):
                raise
            raise self._damaged(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> LibraryError:
        return LibraryError(f"{self.path} is no figway store ({error}): figway build {self.path.parent}")

    def phrase(self, words: Sequence[str], fields: Sequence[str], *, prefix: bool) -> list[int]:
        """Give the figures with a phrase; words hold letters and digits alone, so nothing needs escaping."""
        query = '"' + " ".join(words) + '"' + (" *" if prefix else "")
        if fields:
            query = f"{{{' '.join(fields)}}} : {query}"
        return [row[0] for row in self.rows("SELECT rowid FROM words WHERE words MATCH ?", (query,))]

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            address = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute("PRAGMA query_only = on")
            connection.execute("PRAGMA mmap_size = 1073741824")
            self._local.connection = connection
            with self._lock:
                self._open.append(connection)
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()


class SqliteWriter:
    """Write a store to a temporary file beside the old one, which it then replaces."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begun = time.time_ns()
        try:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
        except OSError as error:
            raise LibraryError(f"cannot write a store to {path}: {error.strerror or error}") from error
        os.close(handle)
        self.part = Path(name)
        self.connection = sqlite3.connect(self.part, isolation_level=None)
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -65536"):
            self.connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            self.connection.execute(_create(table))
        fields = ", ".join(TEXT_FIELDS)
        self.connection.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({fields}, content='', columnsize=0, "
            'tokenize="unicode61 remove_diacritics 0")'
        )
        self.connection.execute("BEGIN")

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to a table."""
        marks = ", ".join("?" * len(next(t for t in TABLES if t.name == table).columns))
        self._many(f"INSERT INTO {table} VALUES ({marks})", rows)

    def add_text(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Append the words of figures."""
        marks = ", ".join("?" * (len(TEXT_FIELDS) + 1))
        self._many(
            f"INSERT INTO words (rowid, {', '.join(TEXT_FIELDS)}) VALUES ({marks})", ((n, *texts) for n, texts in rows)
        )

    def _many(self, sql: str, rows: Iterable[Row]) -> None:
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.OperationalError as error:
            raise LibraryError(f"cannot write a store to {self.path}: {error}") from error

    def finish(self) -> None:
        """Index the tables and rename the file into its place."""
        try:
            for table in TABLES:
                for index in table.indexes:
                    name = f"{table.name}_{'_'.join(index)}"
                    self.connection.execute(f"CREATE INDEX {name} ON {table.name} ({', '.join(index)})")
            self.connection.execute("COMMIT")
            self.connection.execute("ANALYZE")
        except sqlite3.OperationalError as error:
            raise LibraryError(f"cannot write a store to {self.path}: {error}") from error
        self.connection.close()
        self.part.chmod(0o644)
        os.utime(self.part, ns=(self._begun, self._begun))  # what is written from then on is newer
        with self.part.open("rb") as stream:
            os.fsync(stream.fileno())
        self.part.replace(self.path)

    def abandon(self) -> None:
        """Remove the temporary file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self.part.unlink(missing_ok=True)


def _create(table: Table) -> str:
    columns = ", ".join(f"{name} {kind}" for name, kind in table.columns)
    integer = len(table.key) == 1 and dict(table.columns)[table.key[0]] == "integer"
    tail = "" if integer else " WITHOUT ROWID"
    return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)})){tail}"
