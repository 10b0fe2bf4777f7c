"""Compare the speed of `figway run` with that of RapidOCR's own class at twice the size, in one interleaved run.

    python benchmarks/reading.py [FOLDER] [--chunks N] [--figures N] [--json]

FOLDER holds `images/` and `pfocr/` (`<figid>.json` with the words that were published for the figure); by default
`figures/unannotated` of FIGWAY_SHARED (default ../shared). Each chunk of figures is run by the one and then by the
other, start-up included, in two processes of one thread each; figway writes whole libraries. Prints figures a
minute and the ratio, both also by seconds of processor (user and system, which other work on the machine changes
less), the share of the known words found by each (look-alike letters counted as one), and the peak memory of one
process.

Needs `rapidocr` (in figway[training]); figway itself does not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from figway.text import fold

WORKERS = 2
_ALIKE = str.maketrans("αβßγδεζηικλμνορστυχω", "abbydeznikhuvopotuxw") | str.maketrans("il|Oo", "11100")
_SEPARATORS = re.compile(r"[\s/,;()]+")


@dataclass
class Tally:
    """Count seconds, figures and words of one system."""

    seconds: float = 0.0
    processor: float = 0.0
    figures: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    peak_mb: int = 0

    def share(self, known: dict[str, set[str]]) -> float:
        """Give the share of known words that stand in the texts."""
        found = sum(seen(word, self.texts.get(figid, [])) for figid, words in known.items() for word in words)
        return found / max(1, sum(len(words) for words in known.values()))

    @property
    def rate(self) -> float:
        """Give figures a minute."""
        return 60 * self.figures / self.seconds if self.seconds else 0.0

    def measured(self, run: Callable[[list[Path], Tally], None], images: list[Path]) -> None:
        """Run on some figures and add the time it took, by the clock and by the processor."""
        begin, spent = time.perf_counter(), processor()
        run(images, self)
        self.seconds += time.perf_counter() - begin
        self.processor += processor() - spent
        self.figures += len(images)


def processor() -> float:
    """Give the seconds of processor that this process and those it waited for have used."""
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def key(text: str) -> str:
    """Fold a word so that look-alikes meet: the known words are themselves read by machine ("NFKB" for NF-κB)."""
    return fold(text.lower().translate(_ALIKE)).translate(_ALIKE)


def seen(word: str, lines: Iterable[str]) -> bool:
    """Tell whether a word stands in the text: as a word of its own, or inside a line where it is long enough."""
    wanted = key(word)
    for line in lines:
        if wanted in map(key, _SEPARATORS.split(line)) or (len(wanted) >= 4 and wanted in key(line)):
            return True
    return False


def known_words(folder: Path, figids: set[str]) -> dict[str, set[str]]:
    """Read the published words of each figure."""
    out = {}
    for path in sorted((folder / "pfocr").glob("*.json")):
        if path.stem in figids:
            words = {row["word"] for row in json.loads(path.read_text("utf-8"))["genes"]}
            out[path.stem] = {word for word in words if fold(word)}
    return out


def run_figway(images: list[Path], tally: Tally) -> None:
    """Run the command on some figures."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        command = [sys.executable, "-m", "figway", "run", *map(str, images), "-o", str(library), "-j", str(WORKERS)]
        command.append("--no-relations")  # the peer follows no arrows
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in (library / "records").glob("**/*.json"):
            record = json.loads(path.read_text("utf-8"))
            tally.texts[record["figid"]] = [line["text"] for line in record["text"]]
    tally.peak_mb = max(tally.peak_mb, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def run_stock(images: list[Path], tally: Tally) -> None:
    """Read some figures with RapidOCR's class at twice their size."""
    with multiprocessing.get_context("spawn").Pool(WORKERS, _start_stock) as pool:
        for figid, texts in pool.imap_unordered(_read_stock, images):
            tally.texts[figid] = texts
        pool.close()
        pool.join()  # the processor time of workers counts when they have ended


def _start_stock() -> None:
    global _engine
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    _engine = RapidOCR(params={**threads, "Global.log_level": "critical"})


def _read_stock(path: Path) -> tuple[str, list[str]]:
    import cv2

    picture = cv2.imread(str(path))
    result = _engine(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    return path.stem, [str(text) for text in (result.txts or ())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    parser.add_argument("folder", type=Path, nargs="?", default=shared / "figures" / "unannotated")
    parser.add_argument("--chunks", type=int, default=4)
    parser.add_argument("--figures", type=int, help="read this many figures only, spread over the folder")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    images = sorted(p for p in (args.folder / "images").iterdir() if not p.name.startswith("."))
    if args.figures:
        images = images[:: max(1, len(images) // args.figures)][: args.figures]
    figway, stock, peak = Tally(), Tally(), 0
    for first in range(args.chunks):  # figway first, so that the peak of a child is its own
        figway.measured(run_figway, images[first :: args.chunks])
        peak = peak or figway.peak_mb
        stock.measured(run_stock, images[first :: args.chunks])
    known = known_words(args.folder, {p.stem for p in images})
    result = {
        "figures": len(images),
        "figway_per_minute": round(figway.rate, 1),
        "rapidocr_per_minute": round(stock.rate, 1),
        "ratio": round(figway.rate / stock.rate, 2),
        "figway_processor_s": round(figway.processor / len(images), 3),
        "rapidocr_processor_s": round(stock.processor / len(images), 3),
        "ratio_of_processor": round(stock.processor / figway.processor, 2),
        "figway_words": round(figway.share(known), 4),
        "rapidocr_words": round(stock.share(known), 4),
        "figway_worker_peak_mb": peak,
    }
    print(json.dumps(result) if args.json else "\n".join(f"{k:24} {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
