"""Write figures of a library in a format: which records, corrected, as one file, a file each, or a folder."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from figway.corrections import apply_corrections, corrections_path, read_corrections
from figway.errors import InputError, RemoteError, UsageError
from figway.export.gmt import FIELDS, GeneSets, read_fields
from figway.export.registry import Format
from figway.library import Library
from figway.network import Merger, Network, build, select
from figway.records import FigureRecord


@dataclass(slots=True)
class Job:
    """Hold what is to be written; `failed` says after `run` which records could not be read.

    With `send`, a format of one network a file is also given to it, by the network's id; `sent` holds its answers.
    Without `out` it is only sent.
    """

    library: Library
    figids: Sequence[str]
    form: Format
    out: Path | None
    merge: bool = False
    min_figures: int = 1
    min_score: float = 0.0
    sets: GeneSets = field(default_factory=GeneSets)
    failed: list[str] = field(default_factory=list)
    send: Callable[[str, bytes], str] | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> int:
        """Write, and count what was written: gene sets, figures, or networks; raises UsageError on wrong use."""
        if self.merge and not self.form.of_networks:
            raise UsageError(f"--merge makes one network, and {self.form.name} holds figures: leave --merge out.")
        if self.form.takes == "network" or self.merge:
            return self._write_merged() if self.merge else self._write_each()
        if self.out is None:
            raise UsageError(f"say where to write {self.form.name}: --out PATH.")
        if self.form.takes == "sets":
            return self._write_sets(self.out)
        if self.form.takes == "folder":
            write_folder = self.form.folder_writer()
            self.out.mkdir(parents=True, exist_ok=True)
            return write_folder(self._records(), self.out)
        with whole(self.out) as stream:
            if self.form.takes == "records":
                self.form.record_writer()(self._records(), stream)
            else:
                self.form.joiner()(self._networks(), stream)
        return len(self.figids) - len(self.failed)

    def _records(self) -> Iterator[FigureRecord]:
        """Yield the records as people corrected them, one held at a time."""
        for figid in self.figids:
            try:
                record = self.library.record(figid)
            except (InputError, OSError) as error:
                self.failed.append(str(error))
                continue
            yield apply_corrections(record, (act for _, act in read_corrections(self.library.path, figid)))

    def _networks(self) -> Iterator[Network]:
        return (select(build(record), min_score=self.min_score) for record in self._records())

    def _write_sets(self, out: Path) -> int:
        written = 0
        with whole(out) as stream:
            for figid in self.figids:
                try:
                    line = self.sets.line(self._fields(figid), titled=self.form.name == "gmt")
                except (InputError, OSError) as error:
                    self.failed.append(str(error))
                    continue
                stream.write(line.encode())
                written += bool(line)
        return written

    def _fields(self, figid: str) -> dict[str, object]:
        """Read what a gene set needs; a corrected record is read whole."""
        if not corrections_path(self.library.path, figid).is_dir():
            return read_fields(self.library.record_path(figid), FIELDS)
        acts = (act for _, act in read_corrections(self.library.path, figid))
        return apply_corrections(self.library.record(figid), acts).model_dump(include=set(FIELDS))

    def _write_merged(self) -> int:
        merger = Merger()
        for network in self._networks():
            merger.add(network)
        return int(self._give(select(merger.network(), min_figures=self.min_figures), self.out))

    def _write_each(self) -> int:
        many, written = len(self.figids) > 1, 0
        if many and self.out:
            self.out.mkdir(parents=True, exist_ok=True)
        for network in self._networks():
            place = self.out / f"{network.id}{self.form.suffix}" if many and self.out else self.out
            written += self._give(network, place)
        return written

    def _give(self, network: Network, place: Path | None) -> bool:
        """Write a network, or send it, or both; a server that refuses it costs no other."""
        if self.send is None:
            if place is None:
                raise UsageError(f"say where to write {self.form.name}: --out PATH.")
            with whole(place) as stream:
                self.form.writer()(network, stream)
            return True
        buffer = io.BytesIO()
        self.form.writer()(network, buffer)
        if place is not None:
            with whole(place) as stream:
                stream.write(buffer.getvalue())
        try:
            self.sent.append((network.id, self.send(network.id, buffer.getvalue())))
        except RemoteError as error:
            self.failed.append(f"{network.id}: {error}")
            return False
        return True


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to a file that is there whole at the end, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
