"""Score `figway run` on the annotated figures, and compare with the figures of merit kept in baseline.json.

    python benchmarks/score.py [--check | --update] [--library DIR]

Runs the whole pipeline on FIGWAY_SHARED/figures/{annotated,annotated_papers} (default ../shared), prints the score of
each set, and with --check fails when a figure of merit falls by more than 0.01 below the baseline.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from figway.cli.evaluate import table
from figway.evaluate import score

BASELINE = Path(__file__).with_name("baseline.json")
SETS = ("annotated", "annotated_papers")
TOLERANCE = 0.01
LARGER_IS_BETTER = ("relation_sign_accuracy", "inhibition_sign_recall", "chemical_id_accuracy", "labels_seen")


def figures_of_merit(out: dict[str, Any]) -> dict[str, float]:
    """Pick what is compared: the F1 of each kind and the shares."""
    merits = {name: out[name]["f1"] for name in ("genes", "genes_each", "chemicals", "diseases", "relations")}
    merits |= {name: out[name] for name in LARGER_IS_BETTER}
    return {name: round(value, 4) for name, value in merits.items() if value is not None}


def measure(shared: Path, library: Path) -> dict[str, dict[str, float]]:
    """Run figway on both sets, print their scores, and give their figures of merit."""
    found = {}
    for name in SETS:
        folder = shared / "figures" / name
        out = library / name
        command = [sys.executable, "-m", "figway", "run", str(folder / "images"), "--out", str(out), "--quiet"]
        subprocess.run(command, check=True)
        totals, _ = score(out / "records", folder / "gold")
        print(f"## {name}\n{table(totals)}\n")
        found[name] = figures_of_merit(totals)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail when a figure of merit falls below the baseline")
    parser.add_argument("--update", action="store_true", help="write the baseline anew")
    parser.add_argument("--library", type=Path, help="keep the libraries here (default: a temporary folder)")
    args = parser.parse_args()
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    if not (shared / "figures" / "annotated" / "gold").is_dir():
        print(f"score: no annotated figures in {shared} (FIGWAY_SHARED)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(shared, args.library or Path(scratch))
    if args.update:
        BASELINE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    if not args.check:
        return 0
    baseline = json.loads(BASELINE.read_text("utf-8"))
    fallen = [
        f"{name} {merit}: {found[name].get(merit, 0.0):.4f}, was {value:.4f}"
        for name, merits in baseline.items()
        for merit, value in merits.items()
        if found[name].get(merit, 0.0) < value - TOLERANCE
    ]
    print("\n".join(fallen) if fallen else "no figure of merit fell by more than 0.01 below benchmarks/baseline.json")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
