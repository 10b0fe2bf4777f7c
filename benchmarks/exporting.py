"""Time `figway export --all --format gmt` on many figures: python benchmarks/exporting.py LIBRARY [COUNT].

The figures of LIBRARY are repeated under new names until there are COUNT (110,000) of them.
"""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from figway.library import Library


def main() -> None:
    library = Library.open(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 110_000
    raws = [(figid, library.record_path(figid).read_text("utf-8")) for figid in library.figids()]
    with tempfile.TemporaryDirectory() as folder:
        large = Library.create(Path(folder) / "library")
        for n, (figid, raw) in zip(range(count), itertools.cycle(raws), strict=False):
            text = raw.replace(f'"figid": "{figid}"', f'"figid": "{figid}_{n}"', 1)
            large.record_path(f"{figid}_{n}").write_text(text, "utf-8")
        out = Path(folder) / "sets.gmt"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [
            sys.executable,
            "-m",
            "figway",
            "export",
            str(large.path),
            "--all",
            "--format",
            "gmt",
            "--out",
            str(out),
        ]
        subprocess.run(command, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        lines = sum(1 for _ in out.open())
        print(f"{count} figures, {lines} sets: {cpu:.1f} s of one processor, at most {after.ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
