"""Open the sets of a library or a GMT file, packed once and kept beside them until they change."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from figway.enrich.sets import ARRAYS, TEXTS, Sets, pack_sets
from figway.enrich.sources import ItemMaker, Report, sets_of_gmt, sets_of_records
from figway.enrich.stored import stored_sets
from figway.errors import LibraryError, UsageError
from figway.files import write_whole
from figway.lexicon import Lexicon
from figway.library import Library
from figway.store import changed_since, is_address, open_store, store_mark, store_of

FORMAT = 1
"""Version of the packed file's layout and of how items are made; a file of another one is made anew."""

INDEX = ".enrich.npz"
"""Name of the packed sets in a library."""


def open_sets(
    source: str | Path,
    *,
    lexicon: Lexicon | None = None,
    report: Report = lambda line: None,
) -> Sets:
    """Open the sets of a library folder, of a store (a file, or `postgresql://...`) or of a GMT file.

    A library's current store holds them. Without, they are packed on first use and again when what they were made from
    has changed; the packed file stands in the library as `.enrich.npz`. Raises UsageError where there are no sets.
    """
    found = _of_store(source, report)
    if found is not None:
        return _filled(found, source)
    path = Path(source)
    opened = lexicon or Lexicon.load()
    if path.is_file():
        return _filled(pack_sets(sets_of_gmt(path, ItemMaker(opened))), path)
    if not (path / "records").is_dir():
        raise UsageError(
            f"{path} is no library and no GMT file: it has no folder 'records'. "
            "Make a library with: figway run FIGURES... --out LIBRARY"
        )
    files = sorted((path / "records").rglob("*.json"))
    corrections = sorted((path / "corrections").rglob("*.json"))
    sign = _signature(files + corrections, opened.fingerprint())
    kept = path / INDEX
    found = load_packed(kept, sign)
    if found is None:
        report(f"packing the sets of {len(files)} records ...")
        found = pack_sets(sets_of_records(path, files, ItemMaker(opened), report))
        _keep(kept, found, sign, report)
    return _filled(found, path)


def _of_store(source: str | Path, report: Report) -> Sets | None:
    """Open the sets of a store that is named, or of a library's own where it is current and holds them."""
    path = Path(source)
    named = is_address(source) or path.suffix == ".sqlite"
    if not named and (not (path / "records").is_dir() or store_mark(store_of(Library(path))) is None):
        return None
    if not named and changed_since(Library(path)):
        report(f"the store is older than the records and was passed over; make it anew with: figway build {path}")
        return None
    try:
        found = stored_sets(open_store(source).reader)
    except LibraryError as error:
        if named:
            raise
        report(f"the store was passed over: {error}")
        return None
    if named and found is None:
        raise UsageError(f"the store {path.name} holds no sets: make it anew with figway build")
    return found


def save_packed(path: Path, sets: Sets, sign: str) -> None:
    """Write packed sets to a file, whole or not at all, signed by what they were made from."""
    stream = io.BytesIO()
    np.savez(stream, sign=np.frombuffer(sign.encode(), np.uint8), **sets.dump())  # type: ignore[arg-type]
    write_whole(path, stream.getvalue())


def load_packed(path: Path, sign: str | None = None) -> Sets | None:
    """Open packed sets; None where there are none, or they are damaged or signed otherwise."""
    try:
        archive = np.load(path, allow_pickle=False)
        if sign is not None and bytes(archive["sign"]).decode() != sign:
            return None
        arrays = {name: archive[name] for name in ARRAYS}
        missing = [name for name in TEXTS if f"{name}_text" not in archive]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return None if missing else Sets(arrays, _reader(archive))


def _reader(archive: np.lib.npyio.NpzFile) -> Callable[[str], bytes]:
    return lambda name: bytes(archive[f"{name}_text"])


def _signature(files: list[Path], lexicon: str) -> str:
    """Give a hash of the files' names, sizes and times: it changes whenever one of them does."""
    digest = hashlib.sha256(f"{FORMAT} {lexicon}\n".encode())
    for path in files:
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _keep(path: Path, sets: Sets, sign: str, report: Report) -> None:
    try:
        save_packed(path, sets, sign)
    except OSError as error:
        report(f"the packed sets could not be kept in {path} ({error.strerror}); they are packed anew next time.")


def _filled(sets: Sets, path: str | Path) -> Sets:
    if not len(sets):
        raise UsageError(f"{path} has no figure with a gene, chemical or disease: there is nothing to test.")
    return sets
