"""Draw the example figures into the package and their truth beside the tests.

    python training/examples/draw.py [--only STEM]

Needs cairocffi, Pillow, libcairo2 and the fonts DejaVu and Liberation; the same versions of these give the same
bytes. The figures and their captions are the project's own, dedicated to the public domain (CC0-1.0).
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "src" / "figway" / "examples"
TRUTH = ROOT / "tests" / "examples" / "truth"
FIGURES = {
    "egfr_cascade": ("png", {"colours": 256}),
    "glycolysis_tca": ("png", {"colours": 128}),
    "tlr4_membrane": ("jpg", {"quality": 86}),
    "er_mitochondria": ("jpg", {"quality": 86}),
    "apoptosis_lineart": ("png", {"grey": True}),
    "p53_composite": ("png", {"colours": 128}),
}


def main() -> None:
    """Draw all figures, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(FIGURES))
    only = parser.parse_args().only
    TRUTH.mkdir(parents=True, exist_ok=True)
    for stem, (suffix, options) in FIGURES.items():
        if only in (None, stem):
            sheet = importlib.import_module(stem).draw()
            sheet.save(IMAGES / f"{stem}.{suffix}", TRUTH / f"{stem}.truth.json", **options)


if __name__ == "__main__":
    main()
