"""Compare pixels, and compare with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from figway.relate.colours import greatest, like, steps_of

PICTURES = arrays(np.uint8, (5, 6, 3))


@given(PICTURES, st.tuples(*[st.floats(0, 255)] * 3), st.integers(0, 80))
def test_pixels_like_a_colour_differ_from_it_in_no_channel_by_more(
    picture: np.ndarray, colour: tuple[float, ...], most: int
) -> None:
    apart = np.abs(picture.astype(np.float64) - colour).max(2)
    assert np.array_equal(like(picture, np.array(colour), most), apart <= most)
    assert np.array_equal(greatest(picture), picture.max(2))


@pytest.mark.parametrize("size", [2, 3])
def test_steps_are_seen_on_both_sides_of_an_edge_in_any_channel(size: int) -> None:
    picture = np.full((9, 9, 3), 100, np.uint8)
    picture[:, 5:, 1] = 130
    steps = steps_of(picture, size)
    assert set(np.unique(steps).tolist()) == {0, 30}
    assert (steps.max(0) > 0).sum() == size - 1
