"""Write files so that each is there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import tempfile
from pathlib import Path

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Error numbers that say that no more can be written: the disk is full, or the user's share of it."""

PART = ".part"
"""How the names of unfinished files end."""


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then renamed.

    A file that holds these very bytes already is left alone. Raises OSError (for one, when the disk is full);
    the temporary file is then gone and an older file untouched.
    """
    raw = data.encode() if isinstance(data, str) else data
    if _holds(path, raw):
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        os.chmod(name, 0o644)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except OSError:
        return False


def same_bytes(a: Path, b: Path) -> bool:
    """Tell whether two files hold the same."""
    return a.stat().st_size == b.stat().st_size and filecmp.cmp(a, b, shallow=False)


def make_link(link: Path, source: Path) -> None:
    """Make a hard link, or a symbolic one where the file system has no other."""
    try:
        link.hardlink_to(source)
    except OSError:
        link.symlink_to(source.resolve())
