"""Hold a store in a PostgreSQL database, with tsvectors for phrases; needs `pip install 'figway[postgres]'`.

The tables stand in the schema `figway`. A build makes them in another schema, which takes that name in the transaction
that made it; who has the old store open goes on reading it under the name `figway_` and when it was begun.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from figway.errors import LibraryError
from figway.store.backend import Row
from figway.store.schema import BY_NAME, TABLES, TEXT_FIELDS, Table
from figway.store.tsvector import tsquery, tsvector

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA = "figway"
_TYPES = {"text": 'text COLLATE "C"', "integer": "integer", "real": "double precision", "blob": "bytea"}
_COPIED = {"text": "text", "integer": "int4", "real": "float8", "blob": "bytea"}
_BUILDING = 0x666967776179
"""Key of the advisory lock that a build holds; the time at which a store was begun is that of those who read it."""

_LONGEST = 600
"""Characters of indexed text: PostgreSQL's indexes hold 2,704 bytes. Longer names are damage."""

_SECRET = re.compile("(?:ssl)?password=")
_CONNECTIONS = 8
_WAIT_S = 10


class PostgresReader:
    """Read a store through a few connections, whose transactions are read-only."""

    def __init__(self, address: str) -> None:
        with _connect(address) as connection:
            begun = _begun(connection)
        self._where = hide(address)
        if begun is None:
            raise LibraryError(
                f"there is no store at {self._where}: build one with: figway build LIBRARY --to {self._where}"
            )
        from psycopg_pool import ConnectionPool

        self.begun = begun
        self._pool = ConnectionPool(
            address, min_size=1, max_size=_CONNECTIONS, timeout=_WAIT_S, max_lifetime=1e9, open=True,
            kwargs={"autocommit": True, "connect_timeout": _WAIT_S}, configure=self._pin,
            check=ConnectionPool.check_connection,
        )  # fmt: skip

    def _pin(self, connection: Connection[Any]) -> None:
        """Keep a connection with the store that was opened, also when it was replaced meanwhile."""
        connection.execute(f"SET search_path TO {SCHEMA}_{self.begun}, {SCHEMA}")
        connection.execute("SET default_transaction_read_only TO on")
        connection.execute(f"SELECT pg_advisory_lock_shared({self.begun})")
        found = connection.execute("SELECT value FROM meta WHERE name = 'begun'").fetchone()
        if found != (str(self.begun),):
            raise LibraryError(f"the store at {self._where} was built anew: open it again")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Give the rows of a query; raises LibraryError where the database does not answer."""
        import psycopg

        values = [_text(value) if isinstance(value, str) else value for value in parameters]
        try:
            with self._pool.connection() as connection, connection.cursor(binary=True) as cursor:
                return cursor.execute(sql.replace("?", "%s").encode(), values or None).fetchall()
        except psycopg.errors.ReadOnlySqlTransaction:
            raise
        except psycopg.Error as error:
            raise LibraryError(f"the store at {self._where} cannot be read: {str(error).strip()}") from error

    def phrase(self, words: Sequence[str], fields: Sequence[str], *, prefix: bool) -> list[int]:
        """Give the figures with a phrase; fields are searched one by one, so that none runs into the next."""
        asked = tsquery(words, prefix=prefix)
        names = fields or TEXT_FIELDS
        fits = " OR ".join(f"{name} @@ ?::tsquery" for name in names)
        return [row[0] for row in self.rows(f"SELECT n FROM words WHERE {fits}", [asked] * len(names))]

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class PostgresWriter:
    """Write a store by COPY, in one transaction, of which others see nothing until it takes the old one's place."""

    def __init__(self, address: str) -> None:
        self._where = hide(address)
        self._begun = time.time_ns()
        self._connection = _connect(address)
        try:
            with self._failing():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        execute = self._connection.execute
        if execute("SHOW server_encoding").fetchone() != ("UTF8",):
            raise LibraryError(f"{self._where} is no UTF-8 database: make one with: createdb --encoding UTF8 NAME")
        if execute("SELECT pg_try_advisory_xact_lock(%s)", (_BUILDING,)).fetchone() != (True,):
            raise LibraryError(f"another build is writing to {self._where}: wait until it is done")
        taken = execute("SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,)).fetchone() == (True,)
        if taken and _begun(self._connection) is None:
            raise LibraryError(f"the schema {SCHEMA} in {self._where} holds no figway store: give it another name")
        execute(f"CREATE SCHEMA {SCHEMA}_{self._begun}".encode())
        execute(f"SET LOCAL search_path TO {SCHEMA}_{self._begun}".encode())
        for table in TABLES:
            for statement in _create(table):
                execute(statement.encode())
        vectors = ", ".join(f"{name} tsvector" for name in TEXT_FIELDS)
        execute(f"CREATE TABLE words (n integer, {vectors}) WITH (toast_tuple_target = 8160)".encode())

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to a table."""
        columns = BY_NAME[table].columns
        indexed = _indexed(BY_NAME[table])
        longest = [_LONGEST if name in indexed else None for name, _ in columns]
        sql = f"COPY {table} FROM STDIN (FORMAT binary)".encode()
        with self._failing(), self._connection.cursor() as cursor, cursor.copy(sql) as copy:
            copy.set_types([_COPIED[kind] for _, kind in columns])
            for row in rows:
                pairs = zip(row, longest, strict=True)
                copy.write_row([_text(value)[:most] if isinstance(value, str) else value for value, most in pairs])

    def add_text(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Append the words of figures, each field with its own places."""
        with self._failing(), self._connection.cursor() as cursor, cursor.copy("COPY words FROM STDIN") as copy:
            for n, texts in rows:
                copy.write_row((n, *map(tsvector, texts)))

    def finish(self) -> None:
        """Index the tables and give their schema the name of the old one, which goes when nobody reads it."""
        execute = self._connection.execute
        with self._failing():
            self.add("meta", [("begun", str(self._begun))])
            for table in TABLES:
                for statement in _index(table):
                    execute(statement.encode())
            execute("ALTER TABLE words ADD PRIMARY KEY (n)")
            execute(f"CREATE INDEX words_text ON words USING gin ({', '.join(TEXT_FIELDS)})".encode())
            for name in (*BY_NAME, "words"):
                execute(f"ANALYZE {name}".encode())
            old = _begun(self._connection)
            if old is not None:
                execute(f"ALTER SCHEMA {SCHEMA} RENAME TO {SCHEMA}_{old}".encode())
            execute(f"ALTER SCHEMA {SCHEMA}_{self._begun} RENAME TO {SCHEMA}".encode())
            self._drop_unread()
            self._connection.commit()
        self._connection.close()

    def _drop_unread(self) -> None:
        execute = self._connection.execute
        for (name,) in execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s", (rf"^{SCHEMA}_\d+$",)).fetchall():
            begun = int(name.rpartition("_")[2])
            if execute("SELECT pg_try_advisory_xact_lock(%s)", (begun,)).fetchone() == (True,):
                execute(f"DROP SCHEMA {SCHEMA}_{begun} CASCADE".encode())

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise LibraryError(f"cannot write a store to {self._where}: {str(error).strip()}") from error

    def abandon(self) -> None:
        """Roll back, so that nothing was written."""
        self._connection.close()


def postgres_mark(address: str) -> int | None:
    """Give when the store of a database was begun, None where it has none; raises LibraryError without an answer."""
    with _connect(address) as connection:
        return _begun(connection)


def hide(address: str) -> str:
    """Give an address without its passwords.

    >>> hide("postgresql://ann:secret@db.example.org/figures?sslmode=require&password=secret")
    'postgresql://ann@db.example.org/figures?sslmode=require'
    """
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(part for part in parts.query.split("&") if not _SECRET.match(part))
    shown = f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}"
    return f"{shown}?{query}" if query else shown


def _connect(address: str) -> Connection[Any]:
    try:
        import psycopg
        import psycopg_pool  # noqa: F401
    except ImportError as error:
        raise LibraryError(f"{error.name} is missing: install it with pip install 'figway[postgres]'.") from error
    try:
        return psycopg.connect(address, connect_timeout=_WAIT_S)
    except psycopg.Error as error:
        raise LibraryError(f"cannot connect to {hide(address)}: {str(error).strip()}") from error


def _begun(connection: Connection[Any]) -> int | None:
    """Give when the store of a database was begun (nanoseconds since 1970), None where there is no store."""
    if connection.execute("SELECT to_regclass(%s) IS NULL", (f"{SCHEMA}.meta",)).fetchone() == (True,):
        return None
    found = connection.execute(f"SELECT value FROM {SCHEMA}.meta WHERE name = 'begun'".encode()).fetchone()
    return int(found[0]) if found else None


def _text(value: str) -> str:
    """Replace NUL, which PostgreSQL cannot hold, in what is stored as in what is asked."""
    return value.replace("\0", "\ufffd")


def _indexed(table: Table) -> set[str]:
    return {name for columns in (table.key, *table.indexes) for name in columns}


def _create(table: Table) -> Iterator[str]:
    columns = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in table.columns)
    yield f"CREATE TABLE {table.name} ({columns})"
    for name, kind in table.columns:
        if kind == "blob":  # packed already
            yield f"ALTER TABLE {table.name} ALTER COLUMN {name} SET STORAGE EXTERNAL"


def _index(table: Table) -> Iterator[str]:
    """Index a table once it is filled; names that were cut short are the same, so that aliases have no unique key."""
    key = ", ".join(table.key)
    if table.name == "alias":
        yield f"CREATE INDEX ON {table.name} ({key})"
    else:
        yield f"ALTER TABLE {table.name} ADD PRIMARY KEY ({key})"
    for index in table.indexes:
        yield f"CREATE INDEX ON {table.name} ({', '.join(index)})"
