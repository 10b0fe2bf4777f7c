"""Compare a ledger with the files that it speaks of."""

from __future__ import annotations

import hashlib
from pathlib import Path

from figway.harvest.ledger import Ledger


def problems(library: Path) -> list[tuple[str, str]]:
    """List what the ledger says and the files do not bear out, by figure or article; raises LibraryError."""
    with Ledger.read(library) as ledger:
        files = {row["path"]: row for row in ledger.files()}
        figures = ledger.figures("done")
        articles = {row["id"]: row for row in ledger.articles("done")}
    wanted = {row["path"]: row["id"] for row in (*articles.values(), *figures)}
    found: list[tuple[str, str]] = []
    for path, name in wanted.items():
        if not (library / path).is_file():
            found.append((name, f"{library / path} is missing; harvest again to fetch it"))
        elif path not in files:
            found.append((name, f"the ledger has no hash of {path}"))
        elif _sha256(library / path) != files[path]["sha256"]:
            found.append((name, f"{library / path} is not the file that was fetched; delete it and harvest again"))
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
