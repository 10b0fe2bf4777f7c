"""Draw the picture of the README: an example figure beside what figway made of it.

python docs/make_images.py
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

import figway
from figway import examples
from figway.overlay import overlay_png

STEM = "egfr_cascade"
WIDTH = 900


def main() -> None:
    """Write docs/images/<stem>.png: the figure on the left, its overlay on the right."""
    path = next(p for p in examples.paths() if p.stem == STEM)
    figure = Image.open(path).convert("RGB")
    overlay = Image.open(io.BytesIO(overlay_png(figway.read(path), np.asarray(figure)))).convert("RGB")
    parts = [picture.resize((WIDTH, round(WIDTH * picture.height / picture.width))) for picture in (figure, overlay)]
    sheet = Image.new("RGB", (2 * WIDTH + 30, max(p.height for p in parts)), "white")
    sheet.paste(parts[0], (0, 0))
    sheet.paste(parts[1], (WIDTH + 30, 0))
    out = Path(__file__).parent / "images"
    out.mkdir(exist_ok=True)
    sheet.quantize(256, dither=Image.Dither.NONE).save(out / f"{STEM}.png", optimize=True)


if __name__ == "__main__":
    main()
