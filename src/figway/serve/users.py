"""Know who may correct figures: a file of names and hashed passwords, and the sessions of those who signed in."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from figway.errors import InputError, UsageError
from figway.files import write_whole

COOKIE = "figway_session"
"""Name of the cookie that holds a session's token."""

COST = (1 << 14, 8, 1)
"""n, r and p of scrypt: 16 MB and some 50 ms a try."""
SHORTEST = 10
SESSION_SECONDS = 12 * 3600
_TRIES, _WAIT = 5, 300.0
_NAME = re.compile(r"[^\W\d_][\w .'-]{0,60}")
_LINE = re.compile(r"(?P<name>[^:\n]+):scrypt:(?P<n>\d+):(?P<r>\d+):(?P<p>\d+):(?P<salt>[0-9a-f]+):(?P<key>[0-9a-f]+)")
_HEAD = "# People who may correct figures: figway serve --users FILE. One a line, added by --add-user.\n"


@dataclass(frozen=True, slots=True)
class Password:
    """Hold what is kept of a password."""

    cost: tuple[int, int, int]
    salt: bytes
    key: bytes

    def fits(self, typed: str) -> bool:
        """Tell whether this is the password; takes as long for a wrong one."""
        return hmac.compare_digest(_key(typed, self.salt, self.cost), self.key)


def read_users(path: Path) -> dict[str, Password]:
    """Read who may sign in; raises InputError for a file that is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the users cannot be read: {error}") from error
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        said = _LINE.fullmatch(line.strip())
        if said is None:
            raise InputError(f"{path}, line {number}: expected name:scrypt:…, as figway serve --add-user writes it")
        cost = int(said["n"]), int(said["r"]), int(said["p"])
        found[said["name"]] = Password(cost, bytes.fromhex(said["salt"]), bytes.fromhex(said["key"]))
    return found


def add_user(path: Path, name: str, password: str) -> None:
    """Add a person, or give one another password; the file is readable by its owner alone."""
    name = " ".join(name.split())
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name to sign corrections with: begin with a letter; letters, blanks, . ' and -"
        )
    if len(password) < SHORTEST:
        raise UsageError(f"the password has {len(password)} characters; {SHORTEST} are the least")
    users = read_users(path)
    salt = secrets.token_bytes(16)
    users[name] = Password(COST, salt, _key(password, salt, COST))
    lines = (f"{who}:scrypt:{':'.join(map(str, p.cost))}:{p.salt.hex()}:{p.key.hex()}\n" for who, p in users.items())
    write_whole(path, _HEAD + "".join(lines))
    path.chmod(0o600)


def _key(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


class Sessions:
    """Remember who signed in: a restart signs everybody out. The file is read at every signing in.

    They are kept in memory, or, for several workers, in a file that these share: `kept`.
    """

    def __init__(self, path: Path, kept: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        read_users(path)
        self._path, self._clock, self._lock = path, clock, Lock()
        self._db = sqlite3.connect(kept or ":memory:", timeout=30, isolation_level=None, check_same_thread=False)
        self._db.execute("CREATE TABLE IF NOT EXISTS session (token TEXT PRIMARY KEY, name TEXT, until REAL)")
        self._db.execute("CREATE TABLE IF NOT EXISTS failed (place TEXT, time REAL)")

    def sign_in(self, name: str, password: str, where: str) -> str:
        """Give the token of a new session, "" where name or password are wrong, from one place five times at most."""
        now = self._clock()
        with self._writing() as db:
            db.execute("DELETE FROM failed WHERE time <= ?", (now - _WAIT,))
            if db.execute("SELECT count(*) FROM failed WHERE place = ?", (where,)).fetchone()[0] >= _TRIES:
                return ""
            db.execute("INSERT INTO failed VALUES (?, ?)", (where, now))
        known = read_users(self._path).get(name) or Password(COST, b"nobody", b"")
        if not known.fits(password):
            return ""
        token = secrets.token_urlsafe(32)
        with self._writing() as db:
            db.execute("DELETE FROM failed WHERE place = ?", (where,))
            db.execute("DELETE FROM session WHERE until <= ?", (now,))
            db.execute("INSERT INTO session VALUES (?, ?, ?)", (_digest(token), name, now + SESSION_SECONDS))
        return token

    def name_of(self, token: str) -> str:
        """Give whose session this is, "" where it is none or has ended."""
        asked = "SELECT name FROM session WHERE token = ? AND until > ?"
        with self._lock:
            found = self._db.execute(asked, (_digest(token), self._clock())).fetchone()
        return str(found[0]) if found else ""

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._writing() as db:
            db.execute("DELETE FROM session WHERE token = ?", (_digest(token),))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            finally:
                self._db.execute("COMMIT")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
