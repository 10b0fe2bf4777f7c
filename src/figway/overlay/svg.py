"""Write an overlay as one SVG file that any browser opens."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from figway.geometry import Point
from figway.overlay.layout import Arrow, Drawing, Key, Name, Outline, lay_out
from figway.records import FigureRecord

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAGIC = (
    (b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"),
)  # fmt: skip


def overlay_svg(record: FigureRecord, image: str | bytes) -> str:
    """Draw a record over its figure as a standalone SVG document.

    `image` is the picture itself (a PNG, JPEG, GIF or WebP file's bytes, embedded as a data URI) or where it
    lies as seen from the SVG file (`../images/x.jpg`, or a URL). Raises ValueError for bytes of another
    format, which browsers do not show: hand those over as PNG.
    """
    drawing = lay_out(record)
    title = record.figure.figtitle or record.figid
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(drawing.width)} {_n(drawing.total)}"'
        f' width="{_n(drawing.width)}" height="{_n(drawing.total)}" role="img">',
        f"<title>{_text(title)}</title>",
        f"<style>{_style(drawing)}</style>",
        f'<rect width="{_n(drawing.width)}" height="{_n(drawing.total)}" fill="#ffffff"/>',
        f'<image href="{_text(_href(image))}" width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
        ' preserveAspectRatio="none"/>',
        _group("outlines", (_outline(o) for o in drawing.outlines)),
        _group("arrows", (_arrow(a, drawing.line) for a in drawing.arrows)),
        _group("names", (_name(n) for n in drawing.names)),
        _group("legend", (_key(k, drawing.font) for k in drawing.legend)),
        "</svg>",
    ]
    return "\n".join(p for p in parts if p) + "\n"


def _style(drawing: Drawing) -> str:
    line, font = drawing.line, drawing.font
    return (
        f"text{{font:600 {_n(font)}px Arial,Helvetica,'Liberation Sans','DejaVu Sans',sans-serif}}"
        f".names text{{paint-order:stroke;stroke:#fff;stroke-width:{_n(font / 4)}px;stroke-linejoin:round}}"
        f".legend text{{font-weight:400}}"
        f".outlines polygon{{fill-opacity:.12;stroke-width:{_n(line * 1.2)}px;stroke-linejoin:round}}"
        f".outlines .text polygon{{fill:none;stroke-width:{_n(line * 0.6)}px}}"
        ".outlines g:hover polygon{fill-opacity:.35}"
        ".arrows{fill:none;stroke-linejoin:round;stroke-linecap:round}"
        f".arrows .casing{{stroke:#fff;stroke-opacity:.85;stroke-width:{_n(line * 3.4)}px}}"
        f".arrows .line{{stroke-width:{_n(line * 1.5)}px}}"
        f".arrows .head{{paint-order:stroke;stroke:#fff;stroke-width:{_n(line * 1.2)}px}}"
        f".arrows g:hover .line{{stroke-width:{_n(line * 2.6)}px}}"
    )


def _outline(outline: Outline) -> str:
    paint = f'stroke="{outline.colour}" fill="{outline.colour}"'
    shape = f'<polygon points="{_points(outline.polygon)}" {paint}/>'
    return f'<g class="{outline.kind or "text"}"><title>{_text(_lines(outline.notes))}</title>{shape}</g>'


def _arrow(arrow: Arrow, line: float) -> str:
    points = _points(arrow.path)
    dash = f' stroke-dasharray="{_n(line * 4)} {_n(line * 3)}"' if arrow.dashed else ""
    parts = [
        f"<title>{_text(_lines(arrow.notes))}</title>",
        f'<polyline class="casing" points="{points}"/>',
        f'<polyline class="line" points="{points}" stroke="{arrow.colour}"{dash}/>',
    ]
    if len(arrow.head) == 2:
        bar = _points(arrow.head)
        parts.append(f'<polyline class="line" points="{bar}" stroke="{arrow.colour}"/>')
    elif arrow.head:
        parts.append(f'<polygon class="head" points="{_points(arrow.head)}" fill="{arrow.colour}"/>')
    return f"<g>{''.join(parts)}</g>"


def _name(name: Name) -> str:
    return f'<text x="{_n(name.at[0])}" y="{_n(name.at[1])}" fill="{name.colour}">{_text(name.text)}</text>'


def _key(key: Key, font: float) -> str:
    (x, y), wide = key.at, font * 1.6
    middle = y - font * 0.35
    if key.sign:
        end = x + wide
        path = f"M{_n(x)} {_n(middle)}H{_n(end)}"
        tip = {
            "+": f"M{_n(end - font * 0.4)} {_n(middle - font * 0.3)}L{_n(end)} {_n(middle)}"
            f"L{_n(end - font * 0.4)} {_n(middle + font * 0.3)}",
            "-": f"M{_n(end)} {_n(middle - font * 0.35)}V{_n(middle + font * 0.35)}",
            "?": "",
        }[key.sign]
        mark = f'<path d="{path}{tip}" fill="none" stroke="{key.colour}" stroke-width="{_n(font / 6)}"/>'
    else:
        mark = (
            f'<rect x="{_n(x)}" y="{_n(y - font * 0.75)}" width="{_n(wide)}" height="{_n(font * 0.8)}"'
            f' fill="{key.colour}" fill-opacity=".2" stroke="{key.colour}" stroke-width="{_n(font / 8)}"/>'
        )
    return f'{mark}<text x="{_n(x + wide + font * 0.5)}" y="{_n(y)}" fill="#222222">{_text(key.label)}</text>'


def _group(name: str, items: Iterable[str]) -> str:
    inside = "\n".join(items)
    return f'<g class="{name}">\n{inside}\n</g>' if inside else ""


def _href(image: str | bytes) -> str:
    if isinstance(image, str):
        return image if re.match(r"(?:data|https?|file):", image) else quote(image, safe="/:~")
    kind = next((kind for magic, kind in _MAGIC if image.startswith(magic)), "")
    if not kind:
        raise ValueError("the picture is no PNG, JPEG, GIF or WebP file; convert it to PNG first")
    return f"data:{kind};base64,{base64.b64encode(image).decode('ascii')}"


def _text(value: str) -> str:
    """Escape text for XML, without the characters that XML cannot hold."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def _lines(notes: Iterable[str]) -> str:
    return "\n".join(notes)


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else str(round(value))
