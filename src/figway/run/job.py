"""Turn one source into the files of a library: record, page, tables, image and overlay."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from figway.acquire.folder import Source, load_record
from figway.errors import FigwayError, InputError
from figway.library import Library, summary_row, write_whole
from figway.pipeline import ACQUIRE, Image, Pipeline, Stage, failure_of, fingerprint, first_to_do
from figway.records import Failure, FigureRecord, StageProvenance

ACQUIRE_VERSION = "1"
Status = Literal["done", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Options:
    """Hold what a run was asked for; `stored` says that the figures are those of the library itself."""

    engine: str = "pp-ocrv6"
    lexicon: str = ""
    page_format: str = "2023"
    families: str = "both"
    overlays: bool = True
    link: bool = False
    force: bool = False
    only: str = ""
    stored: bool = False

    def outputs(self) -> str:
        """Sign how pages and overlays are written, so that a change rewrites them."""
        return fingerprint("outputs", "1", self.page_format, self.families, str(self.overlays))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say what became of one source."""

    figid: str
    status: Status
    row: dict[str, str] | None = None
    failure: Failure | None = None
    disk_full: bool = False


def build_stages(options: Options) -> tuple[Stage, ...]:
    """Make the stages that a run needs; models load here."""
    from figway.read.stage import Reader
    from figway.recognise.stage import Recogniser

    return (Reader(engine=options.engine), Recogniser(lexicon=options.lexicon or None))


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Job:
    """Process sources into one library; made once in each worker, for it holds the models."""

    def __init__(self, library: Library, options: Options, *, rewrite: bool = False) -> None:
        self.library = library
        self.options = options
        self.rewrite = rewrite
        self._step = ACQUIRE

    @cached_property
    def pipeline(self) -> Pipeline:
        """Load the models at the first figure that is not up to date."""
        return Pipeline(build_stages(self.options))

    def __call__(self, source: Source) -> Outcome:
        """Bring one figure up to date; every error becomes a failure, none is raised."""
        self._step = ACQUIRE
        try:
            return self._process(source)
        except Exception as error:  # the one place: whatever a figure does becomes data, and harms no other
            full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
            if isinstance(error, OSError):
                error = _explained(error, full=full)
            failure = failure_of(source.figid, self._step, error, str(source.image))
            return Outcome(source.figid, "failed", failure=failure, disk_full=full)

    def _tell(self, step: str) -> None:
        self._step = step

    def _process(self, source: Source) -> Outcome:
        stored = self._stored(source.figid)
        if self.options.stored and stored is not None and ACQUIRE in stored.provenance:
            image_hash, key = stored.figure.image.sha256, stored.provenance[ACQUIRE].fingerprint
        else:
            image_hash = sha256_of(source.image)
            metadata_hash = sha256_of(source.metadata) if source.metadata else ""
            key = fingerprint(ACQUIRE, ACQUIRE_VERSION, image_hash, metadata_hash, source.figid)
        start = self._start(stored, key)
        if start is None and stored is not None:
            if self.rewrite or not self._outputs_exist(source.figid):
                self._write(stored, source)
            return Outcome(source.figid, "kept", summary_row(stored))
        image = ImageOnce(source.image)
        if start == -1 or stored is None:
            stored = begin(load_record(source), source, image, image_hash, key)
            start = 0
        record = self.pipeline(stored, image, start or 0, self._tell)
        self._tell("write")
        self._write(record, source)
        return Outcome(source.figid, "done", summary_row(record))

    def _start(self, stored: FigureRecord | None, key: str) -> int | None:
        start = first_to_do(stored, key, self.pipeline.stages)
        if start == -1 or not (self.options.force or self.options.only):
            return start
        if not self.options.only:
            return 0
        names = [stage.name for stage in self.pipeline.stages]
        wanted = names.index(self.options.only)
        return wanted if start is None else min(start, wanted)

    def _stored(self, figid: str) -> FigureRecord | None:
        try:
            return self.library.record(figid)
        except (FileNotFoundError, InputError):
            return None

    def _outputs_exist(self, figid: str) -> bool:
        overlay = self.library.overlays / f"{figid}.svg"
        return (self.library.records / f"{figid}.md").exists() and (overlay.exists() or not self.options.overlays)

    def _write(self, record: FigureRecord, source: Source) -> None:
        """Write all files of a figure, the JSON record last: it says that the others are there."""
        from figway.frontmatter import write_page

        library, figid = self.library, record.figid
        library.keep_image(source.image, figid, link=self.options.link)
        page = write_page(record, page_format=self.options.page_format, families=self.options.families)
        for name, table in page.tables.items():
            write_whole(library.records / name, table)
        write_whole(library.records / f"{figid}.md", page.markdown)
        if self.options.overlays:
            from figway.overlay import overlay_svg

            write_whole(library.overlays / f"{figid}.svg", overlay_svg(record, f"../{record.figure.image.path}"))
        write_whole(library.record_path(figid), record.to_json())


def begin(record: FigureRecord, source: Source, image: ImageOnce, image_hash: str, key: str) -> FigureRecord:
    """Give a new record its picture's place, hash and size; raises ImageError."""
    height, width = image().shape[:2]
    path = f"images/{source.figid}{source.image.suffix.lower()}"
    picture = record.figure.image.model_copy(
        update={"path": path, "sha256": image_hash, "width": width, "height": height}
    )
    acquired = StageProvenance(name=ACQUIRE, version=ACQUIRE_VERSION, fingerprint=key)
    return record.evolve(figure=record.figure.model_copy(update={"image": picture}), provenance={ACQUIRE: acquired})


class ImageOnce:
    """Decode a picture when it is first asked for, and only then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pixels: Image | None = None

    def __call__(self) -> Image:
        """Give the pixels, height x width x 3, RGB; raises ImageError."""
        if self._pixels is None:
            from figway.read.image import load_image

            self._pixels = load_image(self.path).pixels
        return self._pixels


def _explained(error: OSError, *, full: bool) -> FigwayError:
    """Say what the operating system refused, where, and what to do."""
    where = f": {error.filename}" if error.filename else ""
    advice = "free some space and run the same command again: it resumes" if full else "check the file and run again"
    return FigwayError(f"{error.strerror or error}{where}; {advice}")
