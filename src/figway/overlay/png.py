"""Write an overlay as a PNG picture, for notebooks and pages that show no SVG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from figway.geometry import Point
from figway.overlay.layout import Arrow, Drawing, Key, lay_out
from figway.records import FigureRecord
from figway.text import spell_greek

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_LEAST_WIDTH = 1600
_FINEST = 24_000_000  # pixels up to which lines are drawn at twice the size and smoothed


def overlay_png(record: FigureRecord, pixels: Any) -> bytes:
    """Draw a record over its figure; give the bytes of a PNG file.

    `pixels` is the decoded figure: a Pillow image or an array of height x width x 3 (RGB, uint8), of the size
    that the record states. A small figure is enlarged, so that the names are legible.
    """
    from PIL import Image, ImageDraw

    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    drawing = lay_out(record)
    scale = min(4.0, max(1.0, _LEAST_WIDTH / drawing.width))
    smooth = 4 * drawing.width * drawing.total * scale**2 <= _FINEST
    scale *= 2 if smooth else 1
    size = round(drawing.width * scale), round(drawing.height * scale)
    page = Image.new("RGB", (size[0], round(drawing.total * scale)), "#ffffff")
    page.paste(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS), (0, 0))
    _draw(ImageDraw.Draw(page, "RGBA"), drawing, scale)
    buffer = io.BytesIO()
    page = page.reduce(2) if smooth else page
    page.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw(draw: ImageDraw, drawing: Drawing, scale: float) -> None:
    from PIL import ImageFont

    line, size = drawing.line * scale, drawing.font * scale
    font = ImageFont.load_default(size)
    for outline in drawing.outlines:
        ring = _scaled((*outline.polygon, outline.polygon[0]), scale)
        if outline.kind:
            draw.polygon(ring, fill=outline.colour + "20")
        draw.line(ring, outline.colour, round(line * (1.2 if outline.kind else 0.6)), joint="curve")
    for arrow in drawing.arrows:
        _arrow(draw, arrow, scale, line)
    for name in drawing.names:
        (spot,) = _scaled((name.at,), scale)
        draw.text(
            spot,
            spell_greek(name.text),
            name.colour,
            font,
            "ls",
            stroke_width=round(size / 9),
            stroke_fill="#ffffff",
        )
    for key in drawing.legend:
        _key(draw, key, scale, size)
        at = key.at[0] * scale + size * 2.1, key.at[1] * scale
        draw.text(at, key.label, "#222222", font, "ls")


def _arrow(draw: ImageDraw, arrow: Arrow, scale: float, line: float) -> None:
    path = _scaled(arrow.path, scale)
    draw.line(path, "#ffffffd8", round(line * 3.4), joint="curve")
    draw.line(path, arrow.colour, round(line * 1.5), joint="curve")
    head = _scaled(arrow.head, scale)
    if len(head) == 2:
        draw.line(head, arrow.colour, round(line * 1.5))
    elif head:
        draw.polygon(head, fill=arrow.colour)


def _key(draw: ImageDraw, key: Key, scale: float, size: float) -> None:
    x, y = key.at[0] * scale, key.at[1] * scale
    middle, end, width = y - size * 0.35, x + size * 1.6, max(1, round(size / 8))
    if not key.sign:
        draw.rectangle((x, y - size * 0.75, end, y + size * 0.05), key.colour + "30", key.colour, width)
        return
    draw.line([(x, middle), (end, middle)], key.colour, width)
    if key.sign == "+":
        draw.polygon(
            [
                (end, middle),
                (end - size * 0.45, middle - size * 0.3),
                (end - size * 0.45, middle + size * 0.3),
            ],
            key.colour,
        )
    elif key.sign == "-":
        draw.line([(end, middle - size * 0.35), (end, middle + size * 0.35)], key.colour, width)


def _scaled(points: tuple[Point, ...], scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in points]
