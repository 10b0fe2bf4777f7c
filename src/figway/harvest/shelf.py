"""Put the files of one article into a library, and note each for the ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from figway.download import Fetched, hash_of
from figway.files import write_whole
from figway.harvest.model import FileEntry, FileKind, Work
from figway.library import Library


class Shelf:
    """Hold the files of one article: what is there already, and what has come since."""

    def __init__(self, library: Library, work: Work) -> None:
        self.library = library.path
        self.pmcid = work.pmcid
        self.files: list[FileEntry] = []
        self._library, self._work = library, work

    def place(self, relative: str) -> Path:
        """Give the place of a file; its folder is made."""
        path = self.library / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def picture_name(self, figid: str, name: str) -> str:
        """Give where a figure's picture goes, relative to the library, with the suffix of its name at the service."""
        return self._library.image_name(figid, PurePosixPath(name).suffix)

    def held(self, relative: str, md5: str = "") -> Fetched | None:
        """Give a file that is there already and has the stated MD5, or else is as the ledger knows it."""
        path = self.library / relative
        if not path.is_file():
            return None
        sha256 = hash_of(path, "sha256")
        right = hash_of(path, "md5") == md5 if md5 else self._work.hashes.get(relative) == sha256
        return Fetched(path, path.stat().st_size, sha256, True) if right else None

    def write(self, relative: str, body: bytes) -> Fetched:
        """Write a file whole."""
        path = self.place(relative)
        write_whole(path, body)
        return Fetched(path, len(body), hashlib.sha256(body).hexdigest())

    def note(self, fetched: Fetched, kind: FileKind, source: str, url: str = "", md5: str = "") -> None:
        """Note a file that is there now."""
        relative = fetched.path.relative_to(self.library).as_posix()
        self.files.append(FileEntry(relative, self.pmcid, kind, url, source, md5, fetched.sha256, fetched.size))

    def note_picture(self, fetched: Fetched, figid: str, source: str, url: str, md5: str = "") -> str:
        """Note the picture of a figure and give its path; one of another suffix that it had before is removed."""
        self.note(fetched, "picture", source, url, md5)
        path = self.files[-1].path
        before = self._work.pictures.get(figid, path)
        if before != path:
            (self.library / before).unlink(missing_ok=True)
        return path

    def drop_article(self, path: Path) -> None:
        """Remove an article that is of no use, so that it is fetched anew."""
        path.unlink()
        self.files[:] = [file for file in self.files if file.kind != "article"]
