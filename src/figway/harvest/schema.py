"""Define the tables of a ledger, and which of its rows are left to do."""

from __future__ import annotations

import sqlite3

VERSION = 1

_TABLES = """
CREATE TABLE windows (id INTEGER PRIMARY KEY, service TEXT NOT NULL, query TEXT NOT NULL, since TEXT NOT NULL,
  until TEXT NOT NULL, hits INTEGER NOT NULL, listed INTEGER NOT NULL, state TEXT NOT NULL, searched TEXT NOT NULL,
  UNIQUE (service, query, since, until));
CREATE TABLE hits (window INTEGER NOT NULL REFERENCES windows(id) ON DELETE CASCADE, article TEXT NOT NULL,
  PRIMARY KEY (window, article)) WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, state TEXT NOT NULL DEFAULT 'todo', reason TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '', licence TEXT NOT NULL DEFAULT '',
  retracted INTEGER NOT NULL DEFAULT 0, source TEXT NOT NULL DEFAULT '', path TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, asked INTEGER NOT NULL DEFAULT 0, updated TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE figures (id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), number TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '', path TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '', licence TEXT NOT NULL DEFAULT '', kept INTEGER NOT NULL DEFAULT 0,
  updated TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX figures_article ON figures(article);
CREATE INDEX figures_state ON figures(state);
CREATE INDEX articles_state ON articles(state);
CREATE TABLE files (path TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), kind TEXT NOT NULL,
  url TEXT NOT NULL, source TEXT NOT NULL, md5 TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  updated TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX files_article ON files(article);
"""
OPEN = """
SELECT id FROM articles WHERE state IN ('todo', 'failed')
UNION SELECT article FROM figures WHERE state IN ('todo', 'failed')
UNION SELECT id FROM articles WHERE state = 'skipped' AND reason = 'not available' AND asked < :now - attempts * :week
UNION SELECT a.id FROM articles a JOIN figures f ON f.article = a.id AND f.state = 'missing'
  WHERE a.asked < :now - a.attempts * :week
"""
"""Choose the articles with something left to do: what no service had is asked for after one week, two, three, ..."""

UNFINISHED = """
EXISTS (SELECT 1 FROM hits JOIN articles a ON a.id = hits.article WHERE hits.window = windows.id AND
  (a.state IN ('todo', 'failed') OR
   EXISTS (SELECT 1 FROM figures f WHERE f.article = a.id AND f.state IN ('todo', 'failed'))))
"""
"""Tell whether something is left to do of what was found in a window."""


def create(database: sqlite3.Connection) -> sqlite3.Connection:
    """Make the tables in a new database, all or none."""
    database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    return database
