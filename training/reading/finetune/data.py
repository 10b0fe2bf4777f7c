"""Make the lines to learn from and keep them on disk, in parts of 1,000; a run that was stopped goes on.

    python training/reading/finetune/data.py OUT --hgnc TSV --mesh TSV --metadata FOLDER --fonts FOLDER ...
        --images FOLDER ... [--drawn N] [--seed 7]

A part is a pickled list of (picture, corners of the text in it, text, kind). Kinds: "drawn"; "real", a line of a real
figure at its own size; and their like with "held" before it, for judging: every eighth figure, and a part of the
drawn ones. The text of a real line is what the present reader reads, where that is very sure, or fairly sure and the
figure's caption has the same word. Annotated figures must not be among the images.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scene import scene
from texts import Texts
from training.reading.draw import Fonts
from training.reading.words import Words

from figway.read.detect import _map_at, boxes_of
from figway.read.image import load_image
from figway.read.rapid import RapidEngine

SURE, FAIR, LOWEST = 0.98, 0.8, 7.5
PART, EVERY = 1000, 8
Line = tuple[NDArray[np.uint8], NDArray[np.float32], str, str]


def real_lines(engine: RapidEngine, path: Path, caption: set[str]) -> list[Line]:
    """List the lines of one figure whose text is known."""
    try:
        pixels = load_image(path).pixels
    except ValueError:
        return []
    height, width = pixels.shape[:2]
    scale = min(1.5, (3e6 / (height * width)) ** 0.5)
    boxes = boxes_of(_map_at(engine._detector, pixels, scale), width, height)
    boxes = [b for b in boxes if LOWEST <= b.height <= 1.5 * b.width and b.width < 40 * b.height][:80]
    kind = "held real" if zlib.crc32(path.stem.encode()) % EVERY == 0 else "real"
    out: list[Line] = []
    for box, reading in zip(boxes, engine.recognise(engine._exact, pixels, boxes), strict=True):
        text = reading.text.strip()
        known = reading.score > FAIR and len(text) > 2 and not text.islower() and text in caption
        if text and (reading.score > SURE or known):
            x0, y0 = np.maximum(box.corners.min(0).astype(int) - 8, 0)
            x1, y1 = box.corners.max(0).astype(int) + 9
            out.append((pixels[y0:y1, x0:x1].copy(), box.corners - np.float32([x0, y0]), text, kind))
    return out


def captions(folder: Path) -> dict[str, set[str]]:
    """Give the words of each figure's caption."""
    texts = {p.stem: json.loads(p.read_text("utf-8")).get("caption") or "" for p in sorted(folder.glob("*.json"))}
    return {k: {w.strip("().,;:") for w in t.split()} for k, t in texts.items()}


def write(path: Path, lines: list[Any]) -> None:
    """Write a part whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(lines, protocol=5))
    part.rename(path)


def make_real(out: Path, folders: list[Path], metadata: Path, most: int) -> None:
    """Write one file of lines for each figure."""
    engine, known = RapidEngine(), captions(metadata)
    for folder in folders:
        paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".png", ".jpeg"))
        random.Random(3).shuffle(paths)
        for path in paths[:most]:
            goal = out / f"real_{folder.name}_{path.stem}.pkl"
            if not goal.exists():
                write(goal, real_lines(engine, path, known.get(path.stem, set())))


def make_drawn(
    out: Path,
    name: str,
    texts: Callable[[random.Random], str],
    fonts: Fonts,
    grounds: list[Path],
    number: int,
    seed: int,
) -> None:
    """Write the drawn lines; a fifth stand on pieces of real figures."""
    pieces = [load_image(p).pixels for p in grounds]
    for part in range(number // PART):
        goal = out / f"{name}_{part:03}.pkl"
        if goal.exists():
            continue
        rng, lines = random.Random(seed * 1000 + part), []
        for n in range(PART):
            text = texts(rng)
            font = rng.choice(fonts.all if text.isascii() else fonts.greek)
            ground = _piece(rng.choice(pieces), rng) if pieces and rng.random() < 0.2 else None
            picture, corners = scene(text, texts(rng), font, ground, rng)
            lines.append((picture, corners, text, "held drawn" if n % 16 == 0 else "drawn"))
        write(goal, lines)


def _piece(pixels: NDArray[np.uint8], rng: random.Random) -> NDArray[np.uint8] | None:
    """Take a small piece of a figure that is light and not too busy for a label."""
    for _ in range(4):
        w, h = rng.randint(40, 160), rng.randint(20, 50)
        x, y = rng.randint(0, max(0, pixels.shape[1] - w)), rng.randint(0, max(0, pixels.shape[0] - h))
        piece = pixels[y : y + h, x : x + w]
        if min(piece.shape[:2]) > 8 and piece.mean() > 130 and 3 < piece.std() < 45:
            return piece
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("--hgnc", "--mesh", "--metadata"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--images", type=Path, nargs="+", required=True)
    parser.add_argument("--most", type=int, default=130, help="figures of each folder")
    parser.add_argument("--drawn", type=int, default=16000)
    parser.add_argument("--plain", type=int, default=5000, help="drawn phrases and terms besides")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    characters = set(RapidEngine()._characters)
    texts = Texts(args.hgnc, Words(args.hgnc, args.mesh, args.metadata, characters))
    grounds = sorted(args.images[0].iterdir())[::4]
    fonts = Fonts.find(*args.fonts)
    make_drawn(args.out, "drawn", texts.draw, fonts, grounds, args.drawn, args.seed)
    make_drawn(args.out, "drawn_plain", texts.plain, fonts, grounds, args.plain, args.seed + 1)
    make_real(args.out, args.images, args.metadata, args.most)


if __name__ == "__main__":
    main()
