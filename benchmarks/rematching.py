"""Measure how fast stored text is recognised anew: `figway run --only recognise` with one worker.

    python benchmarks/rematching.py [--library DIR] [--times N] [--digest]

The library is that of FIGWAY_SHARED/figures/unannotated (default ../shared), read once without relations; with
--library DIR it is kept there, and taken from there the next time. Times are those of the processor (user and system),
so that they mean the same on a busy machine. With `--times N` the command is
also run on a library that holds every figure N times, under other names, as a large library repeats its names.
`--digest` prints a hash of all records as recognised, to compare
versions of figway: it must not change where only the speed was meant to.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from figway.library import Library
from figway.pipeline import Stage
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord
from figway.run.local import RARELY
from figway.run.options import Options, build_stages
from figway.run.writer import Writer

STALE = "0" * 16
"""The fingerprint of a lexicon that is no more."""


def make_library(images: Path, out: Path) -> None:
    """Read the figures without following their arrows."""
    command = [sys.executable, "-m", "figway", "run", str(images), "--out", str(out), "--no-relations", "--quiet"]
    subprocess.run(command, check=True)


def stages_alone(paths: list[Path]) -> Iterator[tuple[str, float]]:
    """Time the parts in this process, each figure once: reading the records, recognising (twice), writing JSON."""
    gc.set_threshold(*RARELY)
    began = time.process_time()
    records = [FigureRecord.load(path) for path in paths]
    yield "reading the records", time.process_time() - began
    stage = Recogniser()
    for title in ("recognising alone, first time", "recognising alone, names seen before"):
        began = time.process_time()
        found = [stage(stage.reset(record)) for record in records]
        yield title, time.process_time() - began
    began = time.process_time()
    for record in found:
        record.to_json()
    yield "writing JSON text", time.process_time() - began


def digest(paths: list[Path], stage: Stage) -> str:
    """Hash all records as they are recognised now."""
    together = hashlib.sha256()
    for path in paths:
        record = FigureRecord.load(path)
        together.update(stage(stage.reset(record), None).to_json().encode())
    return together.hexdigest()


def rewritten(library: Path, change: Callable[[FigureRecord], FigureRecord]) -> None:
    """Change every record of a library, as if this figway had read it, so that nothing is read again."""
    earlier = [stage for stage in build_stages(Options(relations=False)) if stage.name != Recogniser.name]
    for record in list(Library(library)):
        for stage in earlier:
            record = record.signed(stage.name, stage.version, stage.fingerprint(), record.provenance[stage.name].detail)
        Library(library).record_path(record.figid).write_text(change(record).to_json(), "utf-8")


def stale(library: Path) -> None:
    """Make every record one of another lexicon, that found nothing: every file is then written anew."""
    stage = Recogniser()
    rewritten(library, lambda record: stage.reset(record).signed(stage.name, stage.version, STALE))


def signed_otherwise(library: Path) -> None:
    """Make every record one of another lexicon, that found the same: then only records and pages change."""
    stage = Recogniser()
    rewritten(library, lambda record: stage(stage.reset(record)).signed(stage.name, stage.version, STALE))


def repeated(library: Path, times: int) -> None:
    """Put every figure in as often as that, under other names, with all its files."""
    writer = Writer(Library(library), Options(relations=False))
    for record in list(Library(library)):
        for n in range(1, times):
            writer.write(record.evolve(figid=f"{record.figid}_{n}"))
        for picture in library.glob(f"images/{record.figid}.*"):
            for n in range(1, times):
                shutil.copy(picture, picture.with_stem(f"{record.figid}_{n}"))


def command(library: Path, *options: str) -> float:
    """Run the command on a whole library; give the seconds of processor that it took."""
    line = [sys.executable, "-m", "figway", "run", "--only", "recognise", "--out", str(library), "--no-relations"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*line, "--workers", "1", "--quiet", *options], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def copied(library: Path, scratch: Path, change: Callable[[Path], None] = lambda library: None, most: int = 0) -> Path:
    """Copy a library, or its first few figures, and change the copy."""
    copy = Path(tempfile.mkdtemp(dir=scratch)) / "library"
    shutil.copytree(library, copy)
    for figid in Library(copy).figids()[most:] if most else ():
        for path in copy.glob(f"*/{figid}.*"):
            path.unlink()
    change(copy)
    return copy


def commands(library: Path, count: int, scratch: Path, times: int) -> Iterator[tuple[str, float, int]]:
    """Time the whole command: start alone (one figure), all files new, another lexicon, nothing new, many figures."""
    stage = Recogniser()
    start = command(copied(library, scratch, stale, most=1))
    yield "the command's start, with one figure", start, 1
    once = 0.0
    for title, change in (
        ("nothing new at all", lambda library: rewritten(library, lambda record: stage(stage.reset(record)))),
        ("every file written anew", stale),
        ("another lexicon that finds the same", signed_otherwise),
    ):
        once = command(copied(library, scratch, change))
        yield title, once, count
        yield f"{title}, less its start", once - start, count - 1
    if times > 1:
        many = copied(library, scratch, lambda library: repeated(library, times))
        signed_otherwise(many)
        spent = command(many)
        yield f"another lexicon, every figure {times} times", spent, count * times
        yield "another lexicon, a further figure of known names", spent - once, count * (times - 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="keep the library here, and take it from here")
    parser.add_argument("--times", type=int, default=1, help="run also on every figure as often as that")
    parser.add_argument("--digest", action="store_true", help="print a hash of all records as recognised, no times")
    args = parser.parse_args()
    images = Path(os.environ.get("FIGWAY_SHARED", "../shared")) / "figures" / "unannotated" / "images"
    with tempfile.TemporaryDirectory() as folder:
        library = args.library or Path(folder) / "library"
        if not (library / "records").is_dir():
            if not images.is_dir():
                print(f"rematching: no figures in {images} (FIGWAY_SHARED)", file=sys.stderr)
                return 2
            make_library(images, library)
        paths = sorted((library / "records").glob("*.json"))
        if args.digest:
            print(digest(paths, Recogniser()))
            return 0
        print(f"{len(paths)} figures; seconds of one core, milliseconds a figure, figures a second")
        for title, spent in stages_alone(paths):
            print(row(title, spent, len(paths)), flush=True)
        for title, spent, count in commands(library, len(paths), Path(folder), args.times):
            print(row(title, spent, count), flush=True)
    return 0


def row(title: str, spent: float, count: int) -> str:
    """Give one line of the table."""
    return f"{title:48} {spent:7.2f} s {1000 * spent / count:8.2f} ms {count / max(spent, 1e-9):8.0f} /s"


if __name__ == "__main__":
    sys.exit(main())
