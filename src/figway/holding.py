"""Hold a library's folder for one writer, and some of its disk for what must still be told."""

from __future__ import annotations

import contextlib
import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figway.errors import LibraryError
from figway.files import DISK_FULL, PART

RESERVED = 1 << 20
"""Bytes kept back while a run writes, so that its failures can still be told on a full disk."""


@contextlib.contextmanager
def locked(library: Path) -> Iterator[None]:
    """Hold a library's folder for one writer; raises LibraryError when another run holds it."""
    try:
        stream = (library / ".lock").open("w")
    except OSError as error:
        raise refused(library, error) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LibraryError(
                f"another figway run is writing to {library}. Wait for it, or choose another folder with --out."
            ) from None
        except OSError as error:
            raise LibraryError(
                f"cannot lock {library}: {error.strerror or error}. "
                "Choose a folder on a file system that knows locks with --out."
            ) from error
        yield


@contextlib.contextmanager
def reserved(library: Path, size: int = RESERVED) -> Iterator[None]:
    """Keep some bytes of the disk back until the block ends; raises LibraryError when there are none."""
    with contextlib.ExitStack() as stack:
        try:
            stream = stack.enter_context(tempfile.NamedTemporaryFile(dir=library, prefix=".", suffix=PART))
            stream.write(bytes(size))
            stream.flush()
        except OSError as error:
            raise refused(library, error) from error
        yield


def refused(path: Path, error: OSError) -> LibraryError:
    """Say what the operating system refused, and what to do."""
    advice = "Free some space" if error.errno in DISK_FULL else "Change its permissions"
    return LibraryError(
        f"cannot write to the library folder {path}: {error.strerror or error}. "
        f"{advice}, or choose another folder with --out."
    )
