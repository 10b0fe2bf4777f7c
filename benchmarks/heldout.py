"""Score figway, and PFOCR as published, on the figures that nothing was tuned on (benchmarks/heldout/README.md).

    python benchmarks/heldout.py [SET ...] [--library DIR] [--errors]

Reads the figures of each set from FIGWAY_SHARED/figures/unannotated (default ../shared) and prints a Markdown table.
PFOCR's rows hold genes alone; a figure for which it published none counts as one without genes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from figway.evaluate import score

HELDOUT = Path(__file__).with_name("heldout")
COLUMNS = (
    ("genes F1", "genes", "f1"), ("P", "genes", "precision"), ("R", "genes", "recall"),
    ("genes each F1", "genes_each", "f1"), ("chemicals F1", "chemicals", "f1"), ("diseases F1", "diseases", "f1"),
    ("arrows F1", "relations", "f1"), ("P", "relations", "precision"), ("R", "relations", "recall"),
    ("sign", "relation_sign_accuracy", ""), ("labels seen", "labels_seen", ""),
)  # fmt: skip


def images_of(gold: Path, figures: Path) -> list[Path]:
    """Find the pictures of a set's figures; raises SystemExit where one is missing."""
    pictures = {path.stem: path for path in (figures / "images").iterdir()}
    missing = [path.stem for path in gold.glob("*.json") if path.stem not in pictures]
    if missing:
        raise SystemExit(f"heldout: no picture of {', '.join(missing)} in {figures / 'images'}")
    return [pictures[path.stem] for path in sorted(gold.glob("*.json"))]


def read(gold: Path, figures: Path, out: Path) -> None:
    """Run figway on a set's figures."""
    command = [sys.executable, "-m", "figway", "run", *map(str, images_of(gold, figures))]
    subprocess.run([*command, "--out", str(out), "--quiet"], check=True)


def row(title: str, totals: dict[str, Any]) -> str:
    """Give a system's row of the table; what it does not claim at all is a dash."""
    cells = []
    for _, name, measure in COLUMNS:
        value = totals[name][measure] if measure else totals[name]
        cells.append("–" if not value else f"{value:.3f}")
    return f"| {title} | {' | '.join(cells)} |"


def errors_of(figures: list[dict[str, Any]]) -> str:
    """List what each figure misses and has wrong."""
    lines = []
    for figure in figures:
        lines.append(f"## {figure['figid']}")
        for field, found in figure.items():
            if isinstance(found, dict):
                lines += [f"  {field} {what}: {', '.join(items)}" for what, items in found.items() if items]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = sorted(path.name for path in HELDOUT.iterdir() if path.is_dir())
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"which sets (default: {' '.join(every)})")
    parser.add_argument("--library", type=Path, help="keep a library of each set here (default: a temporary folder)")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and missed; not for set b")
    args = parser.parse_args()
    figures = Path(os.environ.get("FIGWAY_SHARED", "../shared")) / "figures" / "unannotated"
    if not (figures / "images").is_dir():
        print(f"heldout: no figures in {figures} (FIGWAY_SHARED)", file=sys.stderr)
        return 2
    if unknown := set(args.sets) - set(every):
        parser.error(f"no set {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    print(f"| | {' | '.join(title for title, _, _ in COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for name in args.sets or every:
        gold = HELDOUT / name
        with tempfile.TemporaryDirectory() as scratch:
            library = (args.library or Path(scratch)) / name
            read(gold, figures, library)
            totals, found = score(library / "records", gold)
            print(row(f"set {name.upper()}, {totals['figures']['gold']} figures: figway", totals))
            peer, _ = score(figures / "pfocr", gold)
            print(row(f"set {name.upper()}: PFOCR, as published", peer))
        if args.errors:
            print(errors_of(found), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
