"""Start a PostgreSQL server of the tests' own: an unprivileged user, a temporary folder, a socket in it, no port."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_USERS = ("postgres", "nobody")
"""Who may run the server where the tests run as root, which it refuses."""


def programs() -> Path | None:
    """Give the folder of PostgreSQL's programs, Debian's newest first; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server; give what follows a database's name in an address of it."""
    with tempfile.TemporaryDirectory(prefix="figway-pg-") as name:
        home = Path(name)
        owner = _owner(home)
        _run(folder / "initdb", "-D", home / "data", "-E", "UTF8", "--locale=C", "-U", "figway", "-A", "trust", **owner)
        options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off -c shared_buffers=32MB"
        control = (folder / "pg_ctl", "-D", home / "data", "-w")
        _run(*control, "-l", home / "log", "-o", options, "start", **owner)
        try:
            yield f"?host={home}&user=figway"
        finally:
            _run(*control, "-m", "immediate", "stop", **owner)


def _owner(home: Path) -> dict[str, Any]:
    if os.geteuid():
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(known[name] for name in _USERS if name in known)
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(*command: object, **options: Any) -> None:
    done = subprocess.run([*map(str, command)], cwd="/", capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr or done.stdout
