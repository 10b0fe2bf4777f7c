"""Find the shapes that labels stand in, on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from figway.geometry import Box, polygon_of
from figway.relate.labels import Label
from figway.relate.shapes import groups_of, shape_around, shapes_of

WORD = Box(80, 90, 120, 102)


def label(word: str, box: Box) -> Label:
    return Label(word, box, polygon_of(box), word, (), True, False)


def canvas() -> np.ndarray:
    return np.full((200, 300, 3), 255, np.uint8)


@pytest.mark.parametrize("filled", [True, False])
def test_an_ellipse_around_a_label_is_its_shape(filled: bool) -> None:
    image = canvas()
    if filled:
        cv2.ellipse(image, (100, 96), (40, 20), 0, 0, 360, (120, 200, 240), -1)
    cv2.ellipse(image, (100, 96), (40, 20), 0, 0, 360, (0, 0, 0), 1)
    image.setflags(write=False)
    shape = shape_around(image, WORD, 12)
    assert shape is not None
    assert np.allclose(shape.box, (60, 76, 140, 116), atol=3)
    assert shape.distance((100, 96)) == 0
    assert shape.distance((150, 96)) == pytest.approx(10, abs=3)


def test_a_label_on_the_background_has_no_shape() -> None:
    assert shape_around(canvas(), WORD, 12) is None


def test_labels_in_one_box_are_a_group() -> None:
    image = canvas()
    cv2.rectangle(image, (60, 60), (150, 120), (0, 0, 0), 1)
    labels = [label("A", Box(80, 70, 120, 80)), label("B", Box(80, 95, 120, 105)), label("C", Box(200, 95, 240, 105))]
    assert groups_of(labels, shapes_of(image, labels, 10)) == [(0, 1), (0, 1), (2,)]


def test_symbols_listed_under_each_other_are_a_group() -> None:
    labels = [
        label("STAT1", Box(80, 70, 120, 80)),
        label("STAT2", Box(80, 82, 120, 92)),
        label("IRF9", Box(80, 140, 120, 150)),
    ]
    assert groups_of(labels, [None, None, None]) == [(0, 1), (0, 1), (2,)]
