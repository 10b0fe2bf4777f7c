"""Turn one source into the files of a library: record, page, tables, image and overlay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from figway.acquire.described import described_by, load_record
from figway.acquire.source import Source
from figway.errors import FigwayError, ImageError, InputError, ResourceError
from figway.files import DISK_FULL
from figway.library import Library
from figway.pipeline import ACQUIRE, LOAD, Pipeline, empties, failure_of, fingerprint, first_to_do, stands_aside
from figway.records import Failure, FigureRecord
from figway.run.begin import ACQUIRE_VERSION, ImageOnce, begin, begin_undrawn, sha256_of
from figway.run.captions import caption_only
from figway.run.options import Options, classifier, pipeline_of
from figway.run.writer import Writer
from figway.summary import summary_row

WRITE = "write"
NO_IMAGE = "no image of this figure: only what is said of it is known"
Status = Literal["done", "kept", "failed", "passed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say what became of one source."""

    figid: str
    status: Status
    row: dict[str, str] | None = None
    failure: Failure | None = None
    disk_full: bool = False


class Job:
    """Process sources into one library; made once in each worker."""

    def __init__(self, library: Library, options: Options, *, rewrite: bool = False) -> None:
        self.library = library
        self.options = options
        self.rewrite = rewrite
        self.writer = Writer(library, options)
        self._step = ACQUIRE

    def __call__(self, source: Source) -> Outcome:
        """Bring one figure up to date; what goes wrong with it becomes a failure and harms no other.

        Raises ResourceError when models or lexicon cannot be loaded, which is no fault of the figure.
        """
        pipeline = pipeline_of(self.options)
        self._step = ACQUIRE
        try:
            return self._process(source, pipeline)
        except Exception as error:  # the one place: whatever a figure does becomes data
            if self._step == LOAD and isinstance(error, ResourceError):
                raise
            full = isinstance(error, OSError) and error.errno in DISK_FULL
            if isinstance(error, OSError):
                error = _explained(error, full=full)
            failure = failure_of(source.figid, self._step, error, source.image)
            return Outcome(source.figid, "failed", failure=failure, disk_full=full)

    def _tell(self, step: str) -> None:
        self._step = step

    def _process(self, source: Source, pipeline: Pipeline) -> Outcome:
        own = self._owns(source) and source.metadata is None
        stored = self._stored(source, own=own, without=self._made_anew(pipeline) if own and source.drawn else ())
        if not source.drawn and stored is not None and stored.figure.image.path:
            return Outcome(source.figid, "kept", summary_row(stored))  # the library has the picture still
        key, image_hash = self._key(source, stored if own else None)
        start = self._start(stored, key, pipeline, own=own)
        if start is None and stored is not None:
            if self.rewrite or not self.writer.is_whole(stored):
                self._tell(WRITE)
                self.writer.write(stored, self._foreign(source))
            return Outcome(source.figid, "kept", summary_row(stored))
        image = ImageOnce(source.image)
        if start == -1 or stored is None:
            known = stored if own and stored is not None else load_record(source)
            pictured = stored is not None and bool(stored.figure.image.path)
            record, start = self._begin(known, source, image, image_hash, key, pictured=pictured), 0
            if self.options.only_pathways and source.found:
                self._tell(LOAD)
                judge = classifier()
                judge.load()
                self._tell(judge.name)
                judged = judge(record, image() if record.figure.image.path else None)
                if judged.kind == "other":
                    return Outcome(source.figid, "passed")
        else:
            record = stored
            if record.figure.image.path and not (self.options.only or self.options.force):
                record, start = self._aside(record, image, start or 0, key, pipeline)
        if not record.figure.image.path:
            record = caption_only(pipeline.without_image(record, self._tell), pipeline)
        elif start is None:
            pass  # what stood aside was all that there was to do
        elif self.options.only and start == self._wanted(pipeline):
            record = pipeline.redo(record, image, start, self._tell)
        else:
            record = pipeline(record, image, start, self._tell)
        self._tell(WRITE)
        if own and stored is not None and self._stands(stored, record):
            self.writer.update(record)
        else:
            self.writer.write(record, self._foreign(source), old=stored)
        return Outcome(source.figid, "done", summary_row(record))

    def _stands(self, stored: FigureRecord, record: FigureRecord) -> bool:
        """Tell whether the files of a stored figure may stay where they say what the new record says."""
        same_picture = stored.figure.image.path == record.figure.image.path
        return same_picture and not (self.rewrite or self.options.force) and self.writer.is_whole(record)

    def _foreign(self, source: Source) -> Path | None:
        """Give the picture of a source where it is not the library's own."""
        return None if self._owns(source) else source.image

    def _begin(
        self, known: FigureRecord, source: Source, image: ImageOnce, image_hash: str, key: str, *, pictured: bool
    ) -> FigureRecord:
        """Begin a record; a figure that its article or metadata tell of is not lost for want of a whole picture.

        One that was read before (`pictured`) keeps its record: raises ImageError then.
        """
        if not source.drawn:
            return begin_undrawn(known, key, NO_IMAGE)
        try:
            path = self._image_name(source)
            return begin(known, path, image, image_hash, key)
        except ImageError as error:
            if source.metadata is None or pictured:
                raise
            return begin_undrawn(known, key, f"{NO_IMAGE}: {error}")

    def _image_name(self, source: Source) -> str:
        """Give the place of a picture in the library; one that a harvest put there stays where it is."""
        if self.library.sharded and self._owns(source):
            shard = "" if source.image.parent.name == self.library.images.name else f"{source.image.parent.name}/"
            return f"images/{shard}{source.image.name}"
        return self.library.image_name(source.figid, source.image.suffix)

    def _aside(
        self, record: FigureRecord, image: ImageOnce, start: int, key: str, pipeline: Pipeline
    ) -> tuple[FigureRecord, int | None]:
        """Redo a stage that no later one uses by itself; give the record, and the stage to go on with."""
        if not stands_aside(pipeline.stages[start]):
            return record, start
        record = pipeline.redo(record, image, start, self._tell)
        return record, first_to_do(record, key, pipeline.stages)

    def _owns(self, source: Source) -> bool:
        """Tell whether a picture is the library's own, so that what is known of it stands in its record."""
        folder = source.image.parent
        if self.library.sharded and folder.parent != self.library.path:
            folder = folder.parent
        return folder == self.library.images or (folder.is_dir() and folder.samefile(self.library.images))

    def _made_anew(self, pipeline: Pipeline) -> tuple[str, ...]:
        """Name the fields that are made anew whatever they hold, and with which nothing else is compared."""
        last = pipeline.stages[-1]
        return empties(last) if self.options.only == last.name else ()

    def _stored(self, source: Source, *, own: bool, without: Sequence[str] = ()) -> FigureRecord | None:
        """Give the record of an earlier run; one that cannot be read counts as none, unless all is to come from it."""
        try:
            return self.library.record(source.figid, without=without)
        except FileNotFoundError:
            return None
        except InputError:
            if own:
                raise
            return None

    def _key(self, source: Source, own: FigureRecord | None) -> tuple[str, str]:
        """Sign picture and metadata, and give the picture's hash; the library's own figures are taken as they are."""
        if own is not None and ACQUIRE in own.provenance:
            return own.provenance[ACQUIRE].fingerprint, own.figure.image.sha256
        image_hash = sha256_of(source.image) if source.drawn else ""
        metadata_hash = "+".join(sha256_of(path) for path in described_by(source))
        return fingerprint(ACQUIRE, ACQUIRE_VERSION, image_hash, metadata_hash, source.figid), image_hash

    def _start(self, stored: FigureRecord | None, key: str, pipeline: Pipeline, *, own: bool) -> int | None:
        """Tell with which stage to begin: -1 with the picture, None with none at all."""
        start = first_to_do(stored, key, pipeline.stages)
        if start == -1:
            return start
        if self.options.force:
            return 0 if own else -1
        if not self.options.only:
            return start
        wanted = self._wanted(pipeline)
        return wanted if start is None else min(start, wanted)

    def _wanted(self, pipeline: Pipeline) -> int:
        """Give the place of the stage that alone is to be redone."""
        return [stage.name for stage in pipeline.stages].index(self.options.only)


def stored_sources(library: Library) -> tuple[Source, ...]:
    """List the figures that a library holds as sources of their own, sorted; what came with them is not asked again.

    A record without its image is listed too, for it can be recognised anew; raises nothing.
    """
    images = {path.stem: path for path in library.image_paths()}
    return tuple(Source(figid, images.get(figid, library.images / figid)) for figid in library.figids())


def _explained(error: OSError, *, full: bool) -> FigwayError:
    """Say what the operating system refused, where, and what to do."""
    where = f": {error.filename}" if error.filename else ""
    advice = "free some space and run the same command again: it resumes" if full else "check the file and run again"
    return FigwayError(f"{error.strerror or error}{where}; {advice}")
