"""Find the same pictures in a large library: how long it takes, and whether all pairs are found.

    python benchmarks/duplicates.py [--figures N ...] [--json]

Draws hashes that lie as close together as those of published figures do (a random hash, and for every second figure the
hash of another with so many bits turned that half of them differ by 64 bits or less), and plants prints of one picture,
one in twenty, that differ in up to 18 bits. Prints the CPU seconds and memory for each number of figures, which pairs
of those planted were missed, and how the time grows from one number to the next.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import sys
import time

import numpy as np

from figway.classify.duplicates import BITS, MOST_APART, find_duplicates

FIGURES = (10_000, 110_000, 1_000_000)
ALIKE = 0.25
"""Share of bits in which a figure of one style differs from another of it."""
STYLES = 200


def draw(figures: int, seed: int = 0) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Give hashes by figid, and the pairs that show the same picture."""
    dice = np.random.default_rng(seed)
    styles = dice.integers(0, 2, (STYLES, BITS), dtype=np.uint8)
    bits = dice.integers(0, 2, (figures, BITS), dtype=np.uint8)
    alike = np.flatnonzero(dice.random(figures) < 0.5)
    turned = dice.random((len(alike), BITS)) < ALIKE
    bits[alike] = styles[dice.integers(0, STYLES, len(alike))] ^ turned
    names = [f"PMC{1_000_000 + n}__g001" for n in range(figures)]
    pairs = set()
    for n in range(0, figures - 1, 40):
        bits[n + 1] = bits[n]
        places = dice.choice(BITS, int(dice.integers(0, MOST_APART + 1)), replace=False)
        bits[n + 1, places] ^= 1
        pairs.add((names[n], names[n + 1]))
    rows = np.packbits(bits, axis=1)
    return {name: row.tobytes().hex() for name, row in zip(names, rows, strict=True)}, pairs


def measure(figures: int) -> dict[str, float]:
    """Draw so many figures, find the pairs, and hold them against what was planted."""
    hashes, planted = draw(figures)
    before = time.process_time()
    found = find_duplicates(hashes)
    seconds = time.process_time() - before
    missed = planted - {(a, b) for a, b, _ in found}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "figures": figures,
        "seconds": round(seconds, 2),
        "pairs": len(found),
        "planted": len(planted),
        "missed": len(missed),
        "mib": round(memory),
    }


def main() -> int:
    """Measure each number of figures and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, nargs="+", default=list(FIGURES))
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = [measure(n) for n in sorted(args.figures)]
    if args.json:
        print(json.dumps(rows, indent=1))
    else:
        print("| figures | CPU seconds | pairs found | planted | missed | peak memory |\n|---|---|---|---|---|---|")
        for row in rows:
            print(
                f"| {row['figures']:,} | {row['seconds']} | {row['pairs']:,} | {row['planted']:,} | {row['missed']} | {row['mib']:,} MiB |"
            )
        for one, other in itertools.pairwise(rows):
            power = np.log(other["seconds"] / max(one["seconds"], 0.01)) / np.log(other["figures"] / one["figures"])
            print(f"\nFrom {one['figures']:,} to {other['figures']:,} figures time grows with the power {power:.2f}.")
    return 1 if any(row["missed"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
