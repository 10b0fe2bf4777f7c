"""Draw a label as small figure text: thin strokes of few pixels, outlines and lines over it, JPEG noise.

The label is drawn at several times its size and brought down with one of several filters, or drawn at its own size.
"""

from __future__ import annotations

import random
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]
FILTERS = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)


@lru_cache(maxsize=400)
def font_of(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Open a font at a size in pixels."""
    return ImageFont.truetype(path, size)


def tall(rng: random.Random) -> float:
    """Choose the height of capital letters in pixels: 5 to 40, most 5 to 12."""
    return rng.uniform(5, 12) if rng.random() < 0.75 else float(np.exp(rng.uniform(np.log(10), np.log(40))))


def scene(
    text: str, other: str, font: str, ground: Pixels | None, rng: random.Random
) -> tuple[Pixels, NDArray[np.float32]]:
    """Draw `text`, with `other` beside it at times; give a picture and the corners of the text's ink.

    `ground` is a piece of a real figure to draw upon; without it the ground is a plain colour or a gradient.
    """
    height = tall(rng)
    finer = 1 if rng.random() < 0.15 else 4 if height < 16 else 2
    unit = height * finer
    type_ = font_of(font, max(6, round(unit / 0.72)))
    left, top, right, bottom = (int(v) for v in type_.getbbox(text))
    wide, high, edge = right - left, bottom - top, round(unit * 1.4) + 4
    size = wide + 2 * edge, high + 2 * edge
    box = edge, edge, edge + wide, edge + high
    base = _ground(size, ground, rng)
    canvas = Image.fromarray(base)
    pen = ImageDraw.Draw(canvas)
    _shape(pen, box, unit, finer, rng)
    here = np.asarray(canvas.crop(box)).reshape(-1, 3).mean(axis=0)
    ink = _ink(float(here.mean()), rng)
    over = rng.random() < 0.4
    if not over:
        _lines(pen, box, unit, finer, rng)
    if rng.random() < 0.25:
        _beside(pen, type_, other, box, unit, ink, rng)
    if rng.random() < 0.04:
        pen.text((edge - left, edge - top), text, font=type_, fill=(255, 255, 255), stroke_width=finer)
    pen.text((edge - left, edge - top), text, font=type_, fill=ink, stroke_width=int(finer > 1 and rng.random() < 0.1))
    if over:
        _lines(pen, box, unit, finer, rng)
    picture = np.asarray(canvas)
    if finer > 1:
        goal = max(8, round(size[0] / finer)), max(8, round(size[1] / finer))
        picture = _smaller(picture, goal, finer, rng)
    scale = np.array([picture.shape[1] / size[0], picture.shape[0] / size[1]], np.float32)
    x0, y0, x1, y1 = box
    corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32) * scale
    return compressed(picture, rng), corners


def _smaller(picture: Pixels, goal: tuple[int, int], finer: int, rng: random.Random) -> Pixels:
    way = rng.choices(FILTERS, (60, 15, 15, 10))[0]
    if way != cv2.INTER_AREA:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), finer * rng.uniform(0.25, 0.5)), np.uint8)
    small = np.asarray(cv2.resize(picture, goal, interpolation=way), np.uint8)
    if rng.random() < 0.25:
        small = np.asarray(cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 0.75)), np.uint8)
    if rng.random() < 0.12:  # a figure that was reduced once more and enlarged again
        factor = rng.uniform(0.7, 0.95)
        less = cv2.resize(small, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        small = np.asarray(cv2.resize(less, goal, interpolation=cv2.INTER_CUBIC), np.uint8)
    return small


def _ground(size: tuple[int, int], ground: Pixels | None, rng: random.Random) -> Pixels:
    if ground is not None:
        return np.asarray(cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    colour = np.array(_pale(rng), np.float32)
    out = np.broadcast_to(colour, (size[1], size[0], 3)).copy()
    if rng.random() < 0.2:
        ramp = np.linspace(0, 1, size[rng.random() < 0.5], dtype=np.float32)
        ramp = ramp[None, :, None] if len(ramp) == size[0] else ramp[:, None, None]
        out = out + ramp * (np.array(_pale(rng), np.float32) - colour)
    return out.astype(np.uint8)


def _pale(rng: random.Random) -> Colour:
    if rng.random() < 0.45:
        return 255, 255, 255
    low = 140 if rng.random() < 0.75 else 0
    return rng.randint(low, 255), rng.randint(low, 255), rng.randint(low, 255)


def _ink(light: float, rng: random.Random) -> Colour:
    if rng.random() < 0.65:
        return (0, 0, 0) if light > 120 or (light > 90 and rng.random() < 0.5) else (255, 255, 255)
    low, high = (0, max(20, min(120, int(light) - 70))) if light > 120 else (200, 255)
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def _any(rng: random.Random) -> Colour:
    return (0, 0, 0) if rng.random() < 0.6 else (rng.randint(0, 200), rng.randint(0, 200), rng.randint(0, 200))


def _shape(pen: ImageDraw.ImageDraw, box: tuple[int, ...], unit: float, finer: int, rng: random.Random) -> None:
    """Put the label into an ellipse or a box whose outline comes near, touches or cuts it."""
    kind = rng.random()
    if kind > 0.6:
        return
    x0, y0, x1, y1 = box
    gap_x = rng.uniform(-0.15, 0.9) * unit
    gap_y = rng.uniform(-0.1, 0.8) * unit
    outline = (x0 - gap_x, y0 - gap_y, x1 + gap_x, y1 + gap_y)
    if outline[2] - outline[0] < 4 or outline[3] - outline[1] < 4:
        return
    fill = _pale(rng) if rng.random() < 0.6 else None
    edge = None if fill and rng.random() < 0.3 else _any(rng)
    width = max(1, round(finer * rng.uniform(0.7, 2.0)))
    if kind < 0.35:
        pen.ellipse(outline, fill=fill, outline=edge, width=width)
    else:
        radius = rng.choice((0.0, rng.uniform(0.1, 0.9) * unit))
        pen.rounded_rectangle(outline, radius, fill=fill, outline=edge, width=width)


def _lines(pen: ImageDraw.ImageDraw, box: tuple[int, ...], unit: float, finer: int, rng: random.Random) -> None:
    """Draw lines, arcs and arrowheads that pass or cross the label."""
    x0, y0, x1, y1 = box
    for _ in range(rng.choices((0, 1, 2), (62, 28, 10))[0]):
        width, colour = max(1, round(finer * rng.uniform(0.6, 1.7))), _any(rng)
        x, y = rng.uniform(x0 - unit, x1 + unit), rng.uniform(y0 - unit / 2, y1 + unit / 2)
        kind, far = rng.random(), rng.uniform(1, 12) * unit
        if kind < 0.3:
            ends = ((x, y), (x + far * rng.uniform(-0.2, 0.2), y + far * rng.choice((-1, 1))))
        elif kind < 0.5:
            y = rng.choice((y0, y1)) + rng.uniform(-0.35, 0.3) * unit
            ends = ((x, y), (x + far * rng.choice((-1, 1)), y))
        else:
            angle = rng.uniform(0, 6.283)
            ends = ((x, y), (x + far * float(np.cos(angle)), y + far * float(np.sin(angle))))
        if kind > 0.88:
            radius = rng.uniform(1.5, 6) * unit
            pen.arc((x - radius, y - radius, x + radius, y + radius), 0, 360, fill=colour, width=width)
            continue
        pen.line(ends, fill=colour, width=width)
        if rng.random() < 0.35:
            a = rng.uniform(0.15, 0.4) * unit
            pen.polygon([(x, y), (x + a, y + 1.6 * a), (x - a, y + 1.6 * a)], fill=colour)


def _beside(
    pen: ImageDraw.ImageDraw, type_: ImageFont.FreeTypeFont, other: str, box: tuple[int, ...], unit: float,
    ink: Colour, rng: random.Random,
) -> None:  # fmt: skip
    """Write a neighbour over, under or beside the label, so that it looks into the crop."""
    x0, y0, x1, y1 = box
    step = (y1 - y0) + unit * rng.uniform(0.2, 0.6)
    place = rng.random()
    if place < 0.4:
        at = x0 + rng.uniform(-1, 1) * unit, y0 - step - unit * 0.3
    elif place < 0.8:
        at = x0 + rng.uniform(-1, 1) * unit, y0 + step - unit * 0.3
    else:
        at = x1 + unit * rng.uniform(0.6, 1.0), y0 - unit * 0.3
    pen.text(at, other, font=type_, fill=ink)


def compressed(pixels: Pixels, rng: random.Random) -> Pixels:
    """Save and load the picture as JPEG, at qualities and chroma subsampling that publishers use."""
    if rng.random() < 0.12:
        return pixels
    options = [cv2.IMWRITE_JPEG_QUALITY, rng.choice((rng.randint(30, 95), rng.randint(65, 95)))]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, rng.choice((0x411111, 0x221111, 0x111111, 0x221111))]
    _, data = cv2.imencode(".jpg", pixels[:, :, ::-1], options)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8)
