"""Find compartments on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from figway.geometry import Box, polygon_of
from figway.records import Mention
from figway.relate.compartments import compartments_of, with_compartments
from figway.relate.labels import Label

UNIT = 14.0


def label(word: str, x: float, y: float, *, known: bool = True) -> Label:
    box = Box(x - 4 * len(word), y - 7, x + 4 * len(word), y + 7)
    return Label(word, box, polygon_of(box), word, (word,), known, False)


def scene(*, dash: int = 0, fill: bool = False) -> tuple[np.ndarray, list[Label]]:
    """Draw a nucleus with its name in it, one gene inside, one outside and one on the outline."""
    image = np.full((480, 640, 3), 255, np.uint8)
    if fill:
        cv2.ellipse(image, (320, 320), (200, 110), 0, 0, 360, (225, 225, 250), -1)
    if dash:
        for start in range(0, 360, 2 * dash):
            cv2.ellipse(image, (320, 320), (200, 110), 0, start, start + dash, (0, 0, 0), 2)
    else:
        cv2.ellipse(image, (320, 320), (200, 110), 0, 0, 360, (0, 0, 0), 2)
    labels = [
        label("Nucleus", 320, 260, known=False),
        label("TP53", 250, 330),
        label("EGFR", 320, 60),
        label("XPO1", 320, 430),
    ]
    for word in labels:
        x, y = round(word.box.x0), round(word.box.y1 - 3)
        cv2.putText(image, word.word, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
    return image, labels


@pytest.mark.parametrize("options", [{}, {"dash": 2}, {"fill": True}])
def test_what_stands_in_an_outline_with_a_name_is_in_that_place(options: dict[str, int]) -> None:
    image, labels = scene(**options)
    assert compartments_of(image, labels, [None] * 4, [], UNIT) == {1: "nucleus"}


def test_an_arrow_across_does_not_part_a_place() -> None:
    image, labels = scene()
    labels[1] = label("TP53", 250, 370)
    image[:] = 255
    cv2.ellipse(image, (320, 320), (200, 110), 0, 0, 360, (0, 0, 0), 2)
    cv2.line(image, (120, 320), (520, 320), (0, 0, 0), 3)
    assert compartments_of(image, labels, [None] * 4, [], UNIT) == {}
    path = [(float(x), 320.0) for x in range(125, 516, 5)]
    assert compartments_of(image, labels, [None] * 4, [path], UNIT) == {1: "nucleus"}


def test_two_names_in_one_ground_say_nothing() -> None:
    image, labels = scene()
    labels.append(label("Cytoplasm", 320, 380, known=False))
    assert compartments_of(image, labels, [None] * 5, [], UNIT) == {}


def test_open_figures_and_gene_names_say_nothing() -> None:
    image, labels = scene()
    blank = np.full_like(image, 255)
    assert compartments_of(blank, labels, [None] * 4, [], UNIT) == {}
    labels[0] = label("Nucleus", 320, 260)
    assert compartments_of(image, labels, [None] * 4, [], UNIT) == {}


def test_a_name_under_its_own_small_outline_does_not_name_the_cell() -> None:
    image = np.full((480, 640, 3), 255, np.uint8)
    cv2.rectangle(image, (60, 60), (580, 420), (0, 0, 0), 2)
    cv2.ellipse(image, (320, 240), (90, 60), 0, 0, 360, (0, 0, 0), 2)
    labels = [label("nucleus", 320, 312, known=False), label("AKT1", 150, 150)]
    assert compartments_of(image, labels, [None] * 2, [], UNIT) == {}


def test_clutter_of_other_colours_does_not_hide_an_outline() -> None:
    image, labels = scene()
    image[:] = 255
    cv2.ellipse(image, (320, 320), (200, 110), 0, 0, 360, (40, 40, 200), 2)
    for x in range(160, 500, 60):
        cv2.line(image, (x, 30), (x, 470), (200, 60, 60), 4)
    for y in (290, 350):
        cv2.line(image, (20, y), (620, y), (200, 60, 60), 4)
    assert compartments_of(image, labels, [None] * 4, [], UNIT) == {1: "nucleus"}


def test_a_fill_without_outline_is_a_place_whatever_lies_across() -> None:
    image, labels = scene()
    image[:] = 255
    cv2.rectangle(image, (120, 210), (520, 400), (225, 225, 250), -1)
    for x in range(150, 640, 90):
        cv2.line(image, (x, 100), (x - 120, 470), (30, 30, 30), 2)
    assert compartments_of(image, labels, [None] * 4, [], UNIT) == {1: "nucleus"}


def test_a_complex_shares_its_place() -> None:
    _, labels = scene()
    words = ("A", "B", "C", "D")
    mentions = tuple(
        Mention(id=n.word, word=w, polygon=n.polygon, kind="gene", complex=c)
        for n, w, c in zip(labels, words, ("", "c1", "c1", ""), strict=True)
    )
    found = with_compartments(mentions, labels, {1: "nucleus"})
    assert [m.compartment for m in found] == ["", "nucleus", "nucleus", ""]
