"""Check how composites are split, on drawn ones whose panels are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from figway.classify.panels import split


def drawn(rows: int, columns: int, gap: int, seed: int = 0) -> tuple[NDArray[np.uint8], list[tuple[int, ...]]]:
    """Draw a grid of panels full of ink, with white between them."""
    random = np.random.default_rng(seed)
    height, width = 200, 260
    image = np.full((rows * (height + gap) + gap, columns * (width + gap) + gap, 3), 255, np.uint8)
    boxes = []
    for row in range(rows):
        for column in range(columns):
            x, y = gap + column * (width + gap), gap + row * (height + gap)
            image[y : y + height, x : x + width] = random.integers(0, 200, (height, width, 1))
            boxes.append((x, y, x + width, y + height))
    return image, boxes


@settings(max_examples=20)
@given(rows=st.integers(1, 3), columns=st.integers(1, 4), gap=st.integers(30, 60))
def test_a_drawn_grid_is_split_into_its_panels(rows: int, columns: int, gap: int) -> None:
    image, truth = drawn(rows, columns, gap)
    found = split(image)
    if len(truth) == 1:
        assert found == ()
        return
    assert len(found) == len(truth)
    for box in truth:  # shrinking to the scale at which gutters are sought costs a few pixels
        assert min(max(abs(a - b) for a, b in zip(box, other, strict=True)) for other in found) < 8


def test_panels_of_other_sizes_are_found() -> None:
    image = np.full((500, 600, 3), 255, np.uint8)
    for x0, y0, x1, y1 in ((10, 10, 590, 200), (10, 250, 250, 490), (300, 250, 590, 490)):
        image[y0:y1, x0:x1] = 90
    assert len(split(image)) == 3


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_picture_has_no_panels(shade: int) -> None:
    assert split(np.full((300, 300, 3), shade, np.uint8)) == ()


def test_a_legend_at_the_edge_is_no_panel() -> None:
    image = np.full((400, 600, 3), 255, np.uint8)
    image[10:390, 10:480] = 60
    image[100:140, 540:590] = 60
    assert split(image) == ()
