"""Export a drawn library of the archive's size: processor time and peak memory of each format.

    python benchmarks/exporting.py [--figures 110000] [--formats gmt,kgx-nodes,...] [--repeat LIBRARY] [--keep FOLDER]

Each format is written for all figures and, to show whether memory grows with their number, for the first tenth of
them. The figures are drawn (see drawing.py); with --repeat those of LIBRARY, records of their real size, are repeated
under new names instead. --keep leaves the library, and takes the one that it finds there.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from drawing import FIGURES, draw_records
from figway.export import find
from figway.lexicon import Lexicon
from figway.library import Library

FORMATS = "gmt,enrichr,kgx-nodes,kgx-edges,parquet,biothings,bioc,jsonld,indra"


def texts(count: int, repeat: Path | None) -> Iterator[tuple[str, str]]:
    """Yield figids with their records."""
    if repeat is None:
        for record in draw_records(Lexicon.load(), count):
            yield record.figid, record.to_json()
        return
    library = Library.open(repeat)
    raws = [(figid, library.record_path(figid).read_text("utf-8")) for figid in library.figids()]
    for n, (figid, raw) in zip(range(count), itertools.cycle(raws), strict=False):
        yield f"{figid}_{n}", raw.replace(f'"figid": "{figid}"', f'"figid": "{figid}_{n}"', 1)


def make(folder: Path, count: int, repeat: Path | None) -> tuple[Library, Library]:
    """Write the library, and a small one with links to the first tenth of its records."""
    whole, part = Library.create(folder / "whole"), Library.create(folder / "part")
    if not any(whole.records.iterdir()):
        for n, (figid, text) in enumerate(texts(count, repeat)):
            whole.record_path(figid).write_text(text, "utf-8")
            if n < count // 10:
                os.link(whole.record_path(figid), part.record_path(figid))
    return whole, part


def measure(library: Library, name: str, out: Path) -> tuple[float, float]:
    """Export a library in a process of its own; give its seconds of processor time and its MiB of peak memory."""
    asked = ("export", str(library.path), "--all", "--format", name, "--out", str(out))
    process = subprocess.Popen([sys.executable, "-m", "figway", *asked], stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"figway {' '.join(asked)} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def size_of(path: Path) -> float:
    """Give the megabytes of a file, or of the files of a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--formats", default=FORMATS)
    parser.add_argument("--repeat", type=Path)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        whole, part = make(arguments.keep or Path(temporary), arguments.figures, arguments.repeat)
        few, many = len(part), len(whole)
        print(f"{many} figures, {size_of(whole.records):,.0f} MB of records")
        print(f"{'format':<10}  CPU s  MiB peak of {many}  of {few}  MB written")
        for name in arguments.formats.split(","):
            out = Path(temporary) / f"out{find(name).suffix}"
            small = measure(part, name, out)[1]
            seconds, large = measure(whole, name, out)
            print(
                f"{name:<10} {seconds:6.1f} {large:{13 + len(str(many))}.0f} {small:{4 + len(str(few))}.0f} {size_of(out):11.1f}"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
