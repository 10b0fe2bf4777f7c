"""Find complexes on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np

from figway.geometry import Box, polygon_of
from figway.records import Mention
from figway.relate.complexes import complexes_of, with_complexes
from figway.relate.labels import Label
from figway.relate.shapes import shapes_of

CENTRES = {"STAT1": (80, 60), "STAT2": (139, 60), "IRF9": (240, 60), "JAK1": (80, 140)}


def scene() -> tuple[np.ndarray, list[Label]]:
    image = np.full((200, 320, 3), 255, np.uint8)
    labels = []
    for word, (x, y) in CENTRES.items():
        cv2.ellipse(image, (x, y), (30, 16), 0, 0, 360, (150, 200, 250), -1)
        cv2.ellipse(image, (x, y), (30, 16), 0, 0, 360, (0, 0, 0), 1)
        box = Box(x - 16, y - 5, x + 16, y + 5)
        labels.append(Label(word, box, polygon_of(box), word, (word,), True, False))
    return image, labels


def test_shapes_that_touch_make_a_complex() -> None:
    image, labels = scene()
    assert complexes_of(image, labels, shapes_of(image, labels, 12), 12) == [(0, 1)]


def test_members_are_named_and_others_left_alone() -> None:
    _, labels = scene()
    mentions = tuple(Mention(id=n.word, word=n.word, polygon=n.polygon, kind="gene") for n in labels)
    assert [m.complex for m in with_complexes(mentions, labels, [(0, 1)])] == ["c1", "c1", "", ""]


def test_unnamed_labels_and_bare_ones_make_none() -> None:
    image, labels = scene()
    unnamed = [Label(n.word, n.box, n.polygon, "", n.text_ids, False, False) for n in labels]
    assert complexes_of(image, unnamed, shapes_of(image, unnamed, 12), 12) == []
    blank = np.full_like(image, 255)
    assert complexes_of(blank, labels, [None] * 4, 12) == []


def test_tight_shapes_are_found_and_a_gap_keeps_them_apart() -> None:
    image = np.full((120, 320, 3), 240, np.uint8)
    labels = []
    for n, x in enumerate((20, 80, 144)):
        cv2.rectangle(image, (x, 40), (x + 60, 60), (150, 200, 250), -1)
        cv2.rectangle(image, (x, 40), (x + 60, 60), (0, 0, 0), 1)
        box = Box(x + 3, 42, x + 57, 58)
        labels.append(Label(f"G{n}", box, polygon_of(box), f"G{n}", (f"G{n}",), True, False))
    assert complexes_of(image, labels, [None] * 3, 14) == [(0, 1)]
