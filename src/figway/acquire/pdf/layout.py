"""Tell figures on pages: the captions, the paragraphs that part them, and the drawn pieces that each caption is of.

Pure. A piece of drawing belongs to the nearest caption that no paragraph stands before: as a rule to one below it, or,
where that gives more figures, to one above it. Captions of tables compete, so that their rules are in no figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.acquire.pdf.boxes import area, distance, holds, overlap, sides, union
from figway.acquire.pdf.captions import Caption, captions_of, paragraphs, usual_size
from figway.acquire.pdf.pages import Box, Line, Page

_CLOSE = 8
"""Points between strokes that belong to one piece."""
_TEXT_NEAR = 12.0
_LEAST_AREA = 0.02
_LEAST_SIDE = 30.0
_OWN_PAGE = 0.1
_EDGE = 0.06


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a figure: where its drawing is (`box` is None where there is none), and its caption."""

    page: int
    box: Box | None
    label: str
    caption: str


def figures(pages: Sequence[Page]) -> tuple[Found, ...]:
    """Give the figures with captions, in their order in the file; of two captions of one label, the better counts."""
    captions = {page.number: captions_of(page) for page in pages}
    drawn = {page.number: _drawings(page) for page in pages}
    under = _with_captions(pages, captions, drawn, under=True)
    if all(found.box for found in under):
        return under
    over = _with_captions(pages, captions, drawn, under=False)
    return max((under, over), key=lambda found: sum(each.box is not None for each in found))


def _with_captions(
    pages: Sequence[Page], captions: dict[int, list[Caption]], drawn: dict[int, list[Box]], *, under: bool
) -> tuple[Found, ...]:
    """Give the figures if captions stand under their drawings, or over them."""
    own: dict[int, list[tuple[Caption, Box | None]]] = {}
    for page in pages:
        own[page.number] = _assigned(page, captions[page.number], drawn[page.number], under=under)
    best: dict[str, Found] = {}
    for page in pages:
        for caption, box in own[page.number]:
            if caption.table:
                continue
            place = (page.number, box) if box else _next_page(page.number, pages, captions, drawn)
            found = Found(place[0], place[1], caption.label, caption.text)
            key = re.sub(r"\W|ure", "", caption.label.lower())
            best[key] = _better(best[key], found) if key in best else found
    return tuple(best.values())


def whole_pages(pages: Sequence[Page]) -> tuple[Found, ...]:
    """Give the pages of a file without captions that each are one figure: drawn on, and hardly any paragraphs."""
    found = []
    for page in pages:
        boxes = _drawings(page)
        letters = sum(len(line.text) for line in paragraphs(page))
        if boxes and letters < 400 and area(union(boxes)) >= _OWN_PAGE * page.width * page.height:
            box = union([*boxes, *(line.box for line in page.lines)])
            found.append(Found(page.number, box, "", ""))
    return tuple(found)


def _drawings(page: Page) -> list[Box]:
    """Give the boxes of what is drawn on a page and no text."""
    ink = page.ink.astype(np.uint8)
    for line in page.lines:
        if not _inside_picture(page, line):
            x0, y0, x1, y1 = (round(v) for v in line.box)
            ink[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = 0
    text = paragraphs(page)
    boxes: list[Box] = []
    for box in _pieces(ink, _CLOSE):
        torn = sum(overlap(box, line.box) for line in text) >= 2  # drawings of both columns, and text between them
        boxes += [piece for piece in _pieces(ink, 2) if holds(box, piece)] if torn else [box]
    edge = _EDGE * page.height
    return [box for box in boxes if max(box[2] - box[0], box[3] - box[1]) > 4 and not _at_edge(box, page.height, edge)]


def _pieces(ink: NDArray[np.uint8], close: int) -> list[Box]:
    """Give the boxes of the strokes that are apart by more than so many points."""
    import cv2

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    return [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in stats[1:]]


def _inside_picture(page: Page, line: Line) -> bool:
    """Tell whether a line stands on a filled ground, which taking it out would tear."""
    x0, y0, x1, y1 = (round(v) for v in line.box)
    part = page.ink[max(0, y0) : y1, max(0, x0) : x1]
    return bool(part.size and part.mean() > 0.9)


def _at_edge(box: Box, height: float, edge: float) -> bool:
    return (box[3] < edge or box[1] > height - edge) and box[3] - box[1] < edge


def _assigned(
    page: Page, captions: Sequence[Caption], boxes: Sequence[Box], *, under: bool
) -> list[tuple[Caption, Box | None]]:
    """Give each caption the union of the drawings that are its own, with the labels about them."""
    walls = [line for line in paragraphs(page) if not any(holds(c.box, line.box) for c in captions)]
    of: dict[int, list[Box]] = {i: [] for i in range(len(captions))}
    for box in boxes:
        costs = [(_cost(box, c, walls, under=under and not c.table), i) for i, c in enumerate(captions)]
        cost, index = min(costs, default=(float("inf"), 0))
        if cost < 0.8 * page.height:
            of[index].append(box)
    labels = [line for line in page.lines if line not in walls and not any(holds(c.box, line.box) for c in captions)]
    found: list[tuple[Caption, Box | None]] = []
    for i, caption in enumerate(captions):
        solid = [
            b for b in of[i] if min(b[2] - b[0], b[3] - b[1]) > 5 or any(distance(b, o) < 30 for o in of[i] if o != b)
        ]
        found.append((caption, _region(solid, labels, page, caption)))
    return found


def _region(boxes: Sequence[Box], labels: Sequence[Line], page: Page, caption: Caption) -> Box | None:
    if not boxes:
        return None
    region = union(boxes)
    if area(region) < _LEAST_AREA * page.width * page.height or min(sides(region)) < _LEAST_SIDE:
        return None
    largest = 1.15 * usual_size(page)
    for _ in range(2):
        near = [
            line.box
            for line in labels
            if overlap(region, line.box) or (distance(region, line.box) < _TEXT_NEAR and _is_label(line, largest))
        ]
        region = union([region, *near])
    x0, y0, x1, y1 = region  # the caption itself stays out
    if caption.box[1] > (y0 + y1) / 2 and caption.box[0] < x1 and caption.box[2] > x0:
        y1 = min(y1, caption.box[1] - 1)
    elif caption.box[3] < (y0 + y1) / 2 and caption.box[0] < x1 and caption.box[2] > x0:
        y0 = max(y0, caption.box[3] + 1)
    return x0, y0, x1, y1


def _is_label(line: Line, largest: float) -> bool:
    """Tell what is printed about a drawing from headings, which are large, and from text, which is long."""
    return len(line.text) < 80 and (line.size <= largest or len(line.text) <= 3)


def _cost(box: Box, caption: Caption, walls: Sequence[Line], *, under: bool) -> float:
    """Give how far a drawing is from a caption; infinite where a paragraph stands between."""
    c = caption.box
    across = min(box[2], c[2]) - max(box[0], c[0])
    above, below = c[1] - box[3], box[1] - c[3]
    if across > 0:
        between = (max(box[0], c[0]), min(box[3], c[3]), min(box[2], c[2]), max(box[1], c[1]))
        if any(overlap(between, wall.box) for wall in walls):
            return float("inf")
    sideways = max(0.0, -across)
    if above >= -2:
        cost = above if under else 2 * above + 60.0
    elif below >= -2:
        cost = 1.5 * below + 40.0 if under else below
    else:
        cost = 10.0
    return max(0.0, cost) + 2 * sideways


def _next_page(
    number: int, pages: Sequence[Page], captions: dict[int, list[Caption]], drawn: dict[int, list[Box]]
) -> tuple[int, Box | None]:
    """Find the drawing of a caption that stands alone: it fills the page before, or after, and that has no caption."""
    for page in pages:
        if abs(page.number - number) == 1 and not captions[page.number] and drawn[page.number]:
            region = union(drawn[page.number])
            if area(region) >= 2 * _OWN_PAGE * page.width * page.height and not paragraphs(page):
                return page.number, union(
                    [region, *(line.box for line in page.lines if distance(region, line.box) < 12)]
                )
    return number, None


def _better(a: Found, b: Found) -> Found:
    """Merge two finds of one label: the drawing of the one that has it, and the longer caption."""
    place = a if a.box is not None or b.box is None else b
    if a.box is not None and b.box is not None:
        place = max((a, b), key=lambda found: len(found.caption))
    return Found(place.page, place.box, a.label, max(a.caption, b.caption, key=len))
