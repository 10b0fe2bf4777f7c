"""Tell solid, dashed and dotted lines apart on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from figway.relate.lines import colour_of, even_points, line_of


def drawn(dash: int, gap: int, slope: float = 0.0) -> np.ndarray:
    image = np.full((100, 200, 3), 255, np.uint8)
    for x in range(20, 180, dash + gap):
        ends = (x, round(50 + slope * (x - 100))), (x + dash - 1, round(50 + slope * (x + dash - 101)))
        cv2.line(image, *ends, (20, 20, 20), 2)
    return image


@pytest.mark.parametrize(
    ("dash", "gap", "name"), [(8, 0, "solid"), (8, 6, "dashed"), (12, 8, "dashed"), (2, 5, "dotted")]
)
@pytest.mark.parametrize("slope", [0.0, 0.3])
def test_manner_of_a_line(dash: int, gap: int, name: str, slope: float) -> None:
    path = [(20.0, 50 + slope * -80), (180.0, 50 + slope * 80)]
    assert line_of(drawn(dash, gap, slope), path) == (name, "")


def test_short_and_faint_lines_are_not_named() -> None:
    assert line_of(drawn(8, 0), [(20.0, 50.0), (30.0, 50.0)]) == ("", "")
    assert line_of(np.full((100, 200, 3), 255, np.uint8), [(20.0, 50.0), (180.0, 50.0)]) == ("", "")


def test_points_are_evenly_apart() -> None:
    points = even_points([(0.0, 0.0), (3.0, 4.0), (3.0, 10.0)])
    assert np.allclose(np.hypot(*np.diff(points, axis=0).T), 1, atol=0.3)
    assert len(points) == 11


@pytest.mark.parametrize(
    ("ink", "name"),
    [((220, 30, 40), "red"), ((200, 20, 60), "red"), ((20, 150, 60), "green"), ((20, 60, 200), ""), ((90, 80, 80), ""),
     ((40, 10, 10), ""), ((240, 200, 20), "")],
)  # fmt: skip
def test_red_and_green_are_named(ink: tuple[int, int, int], name: str) -> None:
    assert colour_of(np.array(ink, float)) == name
    image = np.full((100, 200, 3), 255, np.uint8)
    cv2.line(image, (20, 50), (180, 52), ink, 2)
    assert line_of(image, [(20.0, 50.0), (180.0, 52.0)]) == ("solid", name)
