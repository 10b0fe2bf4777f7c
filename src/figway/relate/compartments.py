"""Find in which compartment a mention stands: within an outline that also holds the name of a place.

A part of the ground that holds the name of one place ("Nucleus") and does not spread over the open figure is that
place, and what stands on its ground is in it. Gaps in outlines are closed wide at first, and less only where no
fitting part is found; then outlines of one ink and fills of one colour are sought, whatever lies across them.
Where two names share a part, or a name stands beside its outline, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, Point
from figway.records import Mention
from figway.relate.ground import FINE, Courses, Ground, Mask, edges_of, ground_of, scale_for
from figway.relate.labels import Label
from figway.relate.layers import ends_sharply, fill_under, inks_of, shrunken
from figway.relate.places import WIDE, place_of
from figway.relate.shapes import Shape

GAPS = (4, 3, 2, 1)
"""How far edges are thickened, in turn, in pixels of the small picture."""
LEAST_AREA, MOST_SHARE = 8.0, 0.6
"""Least ground of a place, in squares of text height, and its largest share of the figure."""
ORGANELLE_SHARE, ORGANELLE_FULL = 0.3, 0.8
"""Largest share of the figure that an organelle takes, and how nearly its outline is convex."""
MOST_SIDES = 3
"""Borders of the figure that a place may reach."""
LARGEST_SHAPE = 12.0
"""A shape that holds a label is a thing of its own up to so many times the label's area; then it is a place."""
INK_GAPS, FILL_GAPS = (1, 3), (0, 2)
"""How far a layer's edges are thickened, in turn, in pixels of the small picture."""
LEAST_LAYER, LAYER_FULL = 20.0, 0.75
"""Least ground that a layer bounds, in squares of text height, and how nearly it is convex."""
NEAR, LEAST_OUTLINE = 1.0, 2.0
"""How near a name an outline stands that may own it, in heights of text, and how large it is, in squares."""


@dataclass(frozen=True, slots=True)
class Places:
    """Hold the named parts of one ground."""

    ground: Ground
    names: Mapping[int, str]


def places_of(
    image: NDArray[np.uint8], labels: Sequence[Label], arrows: Sequence[Sequence[Point]], unit: float
) -> list[Places]:
    """Find the places that the figure names, most closed outlines first."""
    named = {i: place for i, label in enumerate(labels) if not label.known and (place := place_of(label.word))}
    if not named:
        return []
    every = dict(named)
    edges, courses = edges_of(image, scale_for(unit)), Courses.of(arrows, unit)
    bare = ground_of(edges, 0, None, unit)
    own = {i: bare.part_under(labels[i].box) for i in named}
    taken = np.zeros(edges.shape, np.bool_)
    found = []
    for gap in GAPS:
        ground = ground_of(edges, gap, courses, unit)
        names: dict[int, str] = {}
        for part, inside in _holders(ground, labels, named).items():
            mask = ground.mask(part)
            standing = all(own[i] in bare.parts[mask] for i in inside)
            if not (standing and _fits(named[inside[0]], mask, ground.areas[part]) and not (mask & taken).any()):
                continue
            if not any(_beside_an_outline(ground, part, labels[i].box) for i in inside):
                names[part] = named[inside[0]]
                taken |= mask
            for i in inside:
                del named[i]
        found.append(Places(ground, names))
    return found + layered(image, labels, every, courses, unit, found)


def layered(
    image: NDArray[np.uint8],
    labels: Sequence[Label],
    named: Mapping[int, str],
    arrows: Courses,
    unit: float,
    known: Sequence[Places],
) -> list[Places]:
    """Find the places that one ink or one fill bounds, whatever else lies across them."""
    scale = scale_for(unit)
    small, fill = shrunken(image, scale)
    inks = inks_of(small, fill)
    found: list[Places] = []
    whole = known[-1].ground
    for i, place in named.items():
        box = labels[i].box
        if _beside_an_outline(whole, whole.part_around(box), box):
            continue
        best: tuple[float, Ground, int] | None = None
        layers = [(ink, INK_GAPS, False) for ink in inks]
        for edges, gaps, filled in [*layers, (fill_under(fill, box, scale), FILL_GAPS, True)]:
            bare = edges.copy()
            x0, y0, x1, y1 = (max(0, round(v * scale)) for v in box.grow(1 / scale))
            bare[y0 : y1 + 1, x0 : x1 + 1] = 0
            for gap in gaps:
                ground = ground_of(bare, gap, arrows, unit)
                part = ground.part_around(box)
                if not part or not _bounded(ground, part, labels, named, i):
                    continue
                if filled and not ends_sharply(fill, ground.mask(part)):
                    continue
                if best is None or ground.areas[part] < best[0]:
                    best = float(ground.areas[part]), ground, part
                break
        if best is not None:
            found.append(Places(best[1], {best[2]: place}))
    return found


def _bounded(ground: Ground, part: int, labels: Sequence[Label], named: Mapping[int, str], own: int) -> bool:
    """Tell whether a part of a layer is a place: large, round, not at the borders, and of no other name."""
    import cv2

    mask = ground.mask(part)
    sides = sum(bool(side.any()) for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    most, open_sides = (MOST_SHARE, 1) if named[own] in WIDE else (ORGANELLE_SHARE, 0)
    if ground.areas[part] < LEAST_LAYER or mask.mean() > most or sides > open_sides:
        return False
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    if cv2.contourArea(outline) < LAYER_FULL * cv2.contourArea(cv2.convexHull(outline)):
        return False
    if _beside_an_outline(ground, part, labels[own].box):
        return False
    return not any(named[j] != named[own] and ground.part_around(labels[j].box) == part for j in named)


def _holders(ground: Ground, labels: Sequence[Label], named: Mapping[int, str]) -> dict[int, list[int]]:
    """Give the parts in which names of one place stand, with the labels that say it."""
    held: dict[int, list[int]] = {}
    for i in named:
        held.setdefault(ground.part_around(labels[i].box), []).append(i)
    return {part: inside for part, inside in held.items() if part and len({named[i] for i in inside}) == 1}


def _fits(name: str, mask: Mask, area: float) -> bool:
    """Tell whether a part may be a place of that name: enclosed, not too small, and not the open figure."""
    import cv2

    share = float(mask.mean())
    sides = sum(bool(side.any()) for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    if area < LEAST_AREA or share > MOST_SHARE or sides > MOST_SIDES:
        return False
    if name in WIDE:
        return True
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    full = cv2.contourArea(outline) / max(1.0, cv2.contourArea(cv2.convexHull(outline)))
    return share <= ORGANELLE_SHARE and full >= ORGANELLE_FULL


def _beside_an_outline(ground: Ground, own: int, box: Box) -> bool:
    """Tell whether smaller parts within the same ground lie right above or below a name, which may be theirs."""
    far = round(NEAR * FINE)
    x0, y0, x1, y1 = (round(v * ground.scale) for v in box)
    third = (x1 - x0) // 3
    near = ground.parts[max(0, y0 - far) : y1 + far + 1, max(0, x0 + third) : max(0, x1 - third) + 1]
    inner = (n for n in np.unique(near).tolist() if n not in (0, own) and ground.areas[n] < ground.areas[own])
    total = sum(float(ground.areas[n]) for n in inner if _within(ground.mask(n), ground.mask(own)))
    return total >= LEAST_OUTLINE


def _within(part: Mask, ground: Mask) -> bool:
    """Tell whether the box about a part lies within that about a ground, touching it nowhere."""
    spans = ((np.flatnonzero(part.any(i)), np.flatnonzero(ground.any(i))) for i in (0, 1))
    return all(bool(g[0] < p[0] and p[-1] < g[-1]) for p, g in spans)


def compartments_of(
    image: NDArray[np.uint8],
    labels: Sequence[Label],
    shapes: Sequence[Shape | None],
    arrows: Sequence[Sequence[Point]],
    unit: float,
) -> dict[int, str]:
    """Give the compartment of each label that stands on the ground of a named place.

    `arrows` are the paths of the arrows found: their lines bound nothing.
    """
    found: dict[int, str] = {}
    for places in places_of(image, labels, arrows, unit):
        for i, (label, shape) in enumerate(zip(labels, shapes, strict=True)):
            if not places.names or i in found or place_of(label.word):
                continue
            thing = shape is not None and shape.box.area <= LARGEST_SHAPE * label.box.area
            part = places.ground.part_around(shape.box if shape is not None and thing else label.box)
            if part in places.names:
                found[i] = places.names[part]
    return found


def with_compartments(
    mentions: tuple[Mention, ...], labels: Sequence[Label], places: Mapping[int, str]
) -> tuple[Mention, ...]:
    """Write the compartment of each mention; one of a complex has that of its other members."""
    place = {labels[i].mention: name for i, name in places.items() if labels[i].mention}
    shared: dict[str, set[str]] = {}
    for m in mentions:
        if m.complex and m.id in place:
            shared.setdefault(m.complex, set()).add(place[m.id])
    for m in mentions:
        names = shared.get(m.complex, set()) if m.complex else set()
        if m.id not in place and len(names) == 1:
            place[m.id] = next(iter(names))
    return tuple(m.model_copy(update={"compartment": place[m.id]}) if m.id in place else m for m in mentions)
