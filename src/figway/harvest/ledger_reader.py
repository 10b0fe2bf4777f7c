"""Ask a ledger what it holds."""

from __future__ import annotations

import datetime
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from typing import Any

from figway.acquire.queries import Window
from figway.harvest.model import Work
from figway.harvest.schema import OPEN, UNFINISHED

WEEK = 7 * 24 * 3600
"""Seconds after which what no service had is asked for again; the second time after twice as many, and so on."""


class LedgerReader:
    """Read a ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._db.row_factory = sqlite3.Row

    def covered(self, service: str, query: str) -> list[Window]:
        """List the windows whose hits are all in the ledger and that had ended, everywhere, when they were searched."""
        rows = self._db.execute(
            "SELECT since, until FROM windows WHERE service = ? AND query = ? AND state = 'listed'"
            " AND date(searched) > date(until, '+1 day')",
            (service, query),
        )
        return sorted(Window(*map(datetime.date.fromisoformat, row)) for row in rows)

    def open_articles(self) -> list[str]:
        """List the articles with something left to do, those that have not failed yet first."""
        rows = self._db.execute(
            f"SELECT id FROM articles WHERE id IN ({OPEN}) ORDER BY attempts, id",
            {"now": int(time.time()), "week": WEEK},
        )
        return [row["id"] for row in rows]

    def work(self, pmcid: str) -> Work:
        """Give what is known of an article and of its files."""
        figures = self._db.execute("SELECT id, state, path, kept FROM figures WHERE article = ?", (pmcid,)).fetchall()
        files = self._db.execute("SELECT path, sha256 FROM files WHERE article = ?", (pmcid,)).fetchall()
        return Work(
            pmcid=pmcid,
            done=frozenset(row["id"] for row in figures if row["state"] == "done"),
            kept=frozenset(row["id"] for row in figures if row["kept"]),
            pictures={row["id"]: row["path"] for row in figures if row["path"]},
            hashes={row["path"]: row["sha256"] for row in files},
        )

    def licences(self) -> list[str]:
        """List the licences of all articles."""
        return [row["licence"] for row in self._db.execute("SELECT DISTINCT licence FROM articles")]

    def retracted(self) -> list[str]:
        """List the articles that were retracted."""
        return [row["id"] for row in self._db.execute("SELECT id FROM articles WHERE retracted ORDER BY id")]

    def fetched(self) -> Iterator[tuple[str, str, str, bool]]:
        """Give the figures of the articles that are there: figid, path of the picture, path of the article,
        and whether it is kept whatever a classifier says.

        The path of the picture is empty where no service has it, or the article names none.
        """
        for row in self._db.execute(
            "SELECT f.id, CASE f.state WHEN 'done' THEN f.path ELSE '' END, a.path, f.kept"
            " FROM figures f JOIN articles a ON a.id = f.article WHERE a.path <> '' AND"
            " (f.state IN ('done', 'missing') OR f.state = 'skipped' AND f.reason = 'no picture')"
        ):
            yield row[0], row[1], row[2], bool(row[3])

    def counts(self, table: str) -> dict[tuple[str, str], int]:
        """Count articles or figures by state and reason."""
        rows = self._db.execute(f"SELECT state, reason, count(*) AS n FROM {table} GROUP BY 1, 2 ORDER BY 1, 2")
        return {(row["state"], row["reason"]): row["n"] for row in rows}

    def windows(self) -> list[dict[str, Any]]:
        """List the windows; `done` says that each of their hits is accounted for and nothing of it is left to do."""
        rows = self._db.execute(
            f"SELECT service, query, since, until, hits, listed, searched, state = 'listed' AND NOT {UNFINISHED}"
            " AS done FROM windows ORDER BY since, until"
        )
        return [{**dict(row), "query": json.loads(row["query"]), "done": bool(row["done"])} for row in rows]

    def articles(self, *states: str) -> list[dict[str, Any]]:
        """List articles of some states, or of all."""
        return self._rows("articles", states)

    def figures(self, *states: str) -> list[dict[str, Any]]:
        """List figures of some states, or of all."""
        return self._rows("figures", states)

    def files(self) -> list[dict[str, Any]]:
        """List the files."""
        return [dict(row) for row in self._db.execute("SELECT * FROM files ORDER BY path")]

    def _rows(self, table: str, states: Sequence[str]) -> list[dict[str, Any]]:
        where = f"WHERE state IN ({','.join('?' * len(states))})" if states else ""
        return [dict(row) for row in self._db.execute(f"SELECT * FROM {table} {where} ORDER BY id", states)]
