"""Take drawn pictures apart by colour."""

from __future__ import annotations

import cv2
import numpy as np

from figway.geometry import Box
from figway.relate.layers import ends_sharply, fill_under, inks_of, shrunken


def picture() -> np.ndarray:
    image = np.full((200, 300, 3), 255, np.uint8)
    cv2.rectangle(image, (0, 0), (149, 199), (220, 240, 220), -1)
    cv2.line(image, (10, 50), (290, 50), (200, 30, 30), 3)
    cv2.line(image, (10, 150), (290, 150), (30, 30, 200), 3)
    return image


def test_each_ink_is_a_layer() -> None:
    small, fill = shrunken(picture(), 1.0)
    layers = inks_of(small, fill)
    assert sorted(int(np.median(np.nonzero(layer)[0])) for layer in layers[:2]) == [50, 150]


def test_a_fill_ends_where_its_colour_does() -> None:
    _, fill = shrunken(picture(), 1.0)
    layer = fill_under(fill, Box(20, 90, 60, 110), 1.0)
    assert not layer[:, 5:140].any()
    assert layer[:, 160:].all()


def test_a_blank_picture_has_no_ink() -> None:
    assert inks_of(*shrunken(np.full((50, 50, 3), 255, np.uint8), 1.0)) == []


def test_a_fill_ends_in_a_step_and_a_shade_does_not() -> None:
    _, fill = shrunken(picture(), 1.0)
    left = np.zeros(fill.shape[:2], np.bool_)
    left[:, :150] = True
    assert ends_sharply(fill, left)
    shade = np.repeat(np.linspace(0, 255, 300).astype(np.uint8)[None, :, None], 3, axis=2).repeat(200, axis=0)
    middle = np.zeros(left.shape, np.bool_)
    middle[:, 140:160] = True
    assert not ends_sharply(shade, middle)
