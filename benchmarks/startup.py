"""Measure how long figway takes to start: `import figway` and `figway --help`, each in fresh processes.

    python benchmarks/startup.py [--rounds 15] [--json]

Prints the median and the best of each, the time of a bare interpreter beside them, and whether the limits of the
project are kept (0.2 s and 0.5 s, by the median). Exit code 1 when one is not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

CASES = {
    "python": ([sys.executable, "-c", "pass"], None),
    "import figway": ([sys.executable, "-c", "import figway"], 0.2),
    "figway --help": ([sys.executable, "-m", "figway", "--help"], 0.5),
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="processes started for each case, in turn")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    args = parser.parse_args()
    for command, _ in CASES.values():
        seconds(command)  # compiled files and the disk cache are there from now on
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(args.rounds):
        for name, (command, _) in CASES.items():
            times[name].append(seconds(command))
    rows = [
        {"what": name, "median": round(statistics.median(t), 4), "best": round(min(t), 4), "limit": CASES[name][1]}
        for name, t in times.items()
    ]
    if args.json:
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            limit = f"  limit {row['limit']} s" if row["limit"] else ""
            print(f"{row['what']:15} median {row['median']:.3f} s  best {row['best']:.3f} s{limit}")
    return int(any(row["limit"] is not None and row["median"] > row["limit"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
