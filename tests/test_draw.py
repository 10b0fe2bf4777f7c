"""Check that the drawing kit of the tests says where it drew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from draw import Label, draw_figure


@pytest.mark.parametrize("angle", [0, 90, -90, 30])
def test_ink_lies_within_the_polygon_that_is_told(tmp_path: Path, angle: float) -> None:
    figure = draw_figure(tmp_path / "x.png", [Label("MAPK14", 200, 150, angle=angle)], size=(400, 300))
    with Image.open(figure.path) as picture:
        ys, xs = np.nonzero(np.asarray(picture.convert("L")) < 128)
    (box,) = figure.boxes
    assert len(xs) > 200
    slack = 2 if angle % 90 == 0 else 12
    for told, found in zip(box, (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), strict=True):
        assert abs(told - found) <= slack
    assert figure.texts == ("MAPK14",)


def test_arrows_join_labels_and_leave_them_free(tmp_path: Path) -> None:
    labels = [Label("RAF", 80, 100, box="#ffe0b0"), Label("MEK", 320, 100)]
    figure = draw_figure(tmp_path / "x.png", labels, size=(400, 200), arrows=[(0, 1)])
    with Image.open(figure.path) as picture:
        dark = np.asarray(picture.convert("L")) < 128
    left, right = figure.boxes
    assert dark[90:110, round(left.x1) + 10 : round(right.x0) - 10].any(axis=0).all()
    assert not dark[:, round(right.x0) - 6 : round(right.x0) - 1].any()
