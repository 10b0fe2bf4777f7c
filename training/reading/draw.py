"""Draw one line of text as a figure shows it: small, blurred, compressed, crossed by lines, in a shape."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

BIG = 56
WITH_GREEK = ("DejaVu", "Liberation", "FreeSans", "FreeSerif", "OpenSans", "Roboto", "NotoS", "Carlito")
OFTEN = ("LiberationSans", "FreeSans", "NimbusSans", "Carlito", "Roboto", "DejaVuSans")
UNFIT = ("D050000L", "StandardSymbols", "Z003", "Thin", "Hairline", "Noto")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Hold font files: all, and those that have Greek letters; frequent families stand several times."""

    all: tuple[str, ...]
    greek: tuple[str, ...]

    @classmethod
    def find(cls, *folders: Path) -> Fonts:
        """List the fonts of some folders."""
        paths = sorted(str(p) for f in folders for p in f.rglob("*.[to]tf") if not any(u in p.name for u in UNFIT))
        weighted = [p for p in paths for _ in range(6 if Path(p).name.startswith(OFTEN) else 1)]
        return cls(tuple(weighted), tuple(p for p in weighted if Path(p).name.startswith(WITH_GREEK)))


@lru_cache(maxsize=512)
def _font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, BIG)


def draw(text: str, fonts: Fonts, rng: random.Random) -> NDArray[np.uint8]:
    """Give a crop 48 pixels high that shows `text`; RGB."""
    font = _font(rng.choice(fonts.all if text.isascii() else fonts.greek))
    left, top, right, bottom = (int(v) for v in font.getbbox(text))
    edge, ground = BIG, _ground(rng)
    canvas = Image.new("RGB", (right - left + 2 * edge, bottom - top + 2 * edge), ground)
    pen = ImageDraw.Draw(canvas)
    ink = _ink(ground, rng)
    _clutter(pen, canvas.size, (edge, edge, edge + right - left, edge + bottom - top), ground, rng)
    pen.text((edge - left, edge - top), text, font=font, fill=ink, stroke_width=int(rng.random() < 0.08))
    if rng.random() < 0.25:
        _neighbours(pen, font, edge, bottom - top, ink, rng)
    box = _loose(edge, edge, edge + right - left, edge + bottom - top, rng)
    return _degrade(np.asarray(canvas), box, rng)


def _ground(rng: random.Random) -> tuple[int, int, int]:
    if rng.random() < 0.55:
        return (255, 255, 255)
    low = 150 if rng.random() < 0.75 else 0
    return rng.randint(low, 255), rng.randint(low, 255), rng.randint(low, 255)


def _ink(ground: tuple[int, int, int], rng: random.Random) -> tuple[int, int, int]:
    light = sum(ground) / 3 > 110
    if rng.random() < 0.7:
        return (0, 0, 0) if light else (255, 255, 255)
    low, high = (0, 110) if light else (190, 255)
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def _clutter(
    pen: ImageDraw.ImageDraw, size: tuple[int, int], box: tuple[int, ...], ground: tuple, rng: random.Random
) -> None:
    """Draw the shape that the label stands in, and lines that pass."""
    colour = tuple(rng.randint(0, 160) for _ in range(3)) if rng.random() < 0.5 else (0, 0, 0)
    fill = tuple(min(255, max(0, c + rng.randint(-40, 40))) for c in ground) if rng.random() < 0.3 else None
    x0, y0, x1, y1 = box
    gap_x, gap_y = rng.randint(-8, 36), rng.randint(2, 34)
    outline = (x0 - gap_x, y0 - gap_y, x1 + gap_x, y1 + gap_y)
    width = rng.randint(2, 7)
    shape = rng.random()
    if shape < 0.25:
        pen.ellipse(outline, outline=colour, width=width, fill=fill)
    elif shape < 0.45:
        pen.rounded_rectangle(outline, rng.randint(0, 24), outline=colour, width=width, fill=fill)
    for _ in range(rng.choices((0, 1, 2), (70, 22, 8))[0]):
        ends = [(rng.randint(0, size[0]), rng.randint(0, size[1])) for _ in range(2)]
        pen.line(ends, fill=colour, width=rng.randint(2, 6))


def _neighbours(pen: ImageDraw.ImageDraw, font, edge: int, height: int, ink: tuple, rng: random.Random) -> None:
    other = "".join(rng.choice("ABDEGKLNPRSTXaegilnoprst12345") for _ in range(rng.randint(2, 8)))
    step = int(height * rng.uniform(1.15, 1.5))
    for sign in rng.choice(((1,), (-1,), (1, -1))):
        pen.text((edge + rng.randint(-20, 20), edge - BIG // 4 + sign * step), other, font=font, fill=ink)


def _loose(x0: float, y0: float, x1: float, y1: float, rng: random.Random) -> NDArray[np.float32]:
    """Give the corners of a crop about as loose as the detector's boxes, a little turned."""
    tall = y1 - y0
    x0, x1 = x0 - tall * rng.uniform(0.0, 0.5), x1 + tall * rng.uniform(0.0, 0.5)
    y0, y1 = y0 - tall * rng.uniform(-0.02, 0.4), y1 + tall * rng.uniform(-0.02, 0.4)
    slope = rng.gauss(0, 0.012) * (x1 - x0)
    return np.array([[x0, y0 - slope], [x1, y0 + slope], [x1, y1 + slope], [x0, y1 - slope]], np.float32)


def _degrade(canvas: NDArray[np.uint8], box: NDArray[np.float32], rng: random.Random) -> NDArray[np.uint8]:
    """Bring the picture to a figure's resolution, compress it, and cut the line out."""
    from figway.read.crops import cut

    scale = min(1.0, np.exp(rng.uniform(np.log(8), np.log(28))) / BIG)
    size = max(8, round(canvas.shape[1] * scale)), max(8, round(canvas.shape[0] * scale))
    small = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 0.8))
    return cut(compressed(small, rng), box * np.float32([size[0] / canvas.shape[1], size[1] / canvas.shape[0]]))


def compressed(pixels: NDArray[np.uint8], rng: random.Random) -> NDArray[np.uint8]:
    """Save and load the picture as JPEG, once, at a quality that publishers use."""
    if rng.random() < 0.15:
        return pixels
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(50, 95)])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
