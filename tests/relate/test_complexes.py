"""Find complexes on pictures drawn here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from figway.geometry import Box, polygon_of
from figway.records import Kind, Mention
from figway.relate.complexes import complexes_of, with_complexes
from figway.relate.labels import Label

UNIT = 12.0
CENTRES = {"STAT1": (80, 60), "STAT2": (139, 60), "IRF9": (240, 60), "JAK1": (80, 140)}
Painter = Callable[[np.ndarray, int, int], None]


def blank(colour: int = 255) -> np.ndarray:
    return np.full((240, 360, 3), colour, np.uint8)


def label(word: str, x: float, y: float, wide: float = 32, high: float = 10) -> Label:
    box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    return Label(word, box, polygon_of(box), word, (word,), True, False)


def ellipse(image: np.ndarray, x: int, y: int) -> None:
    cv2.ellipse(image, (x, y), (30, 16), 0, 0, 360, (150, 200, 250), -1)
    cv2.ellipse(image, (x, y), (30, 16), 0, 0, 360, (0, 0, 0), 1)


def shaded(image: np.ndarray, x: int, y: int) -> None:
    """Draw an ellipse that grows darker from its middle."""
    for share in range(20, 0, -1):
        grey = 100 + 7 * (20 - share)
        cv2.ellipse(image, (x, y), (30 * share // 20, 16 * share // 20), 0, 0, 360, (grey, grey, 250), -1)


def diamond(image: np.ndarray, x: int, y: int) -> None:
    corners = np.array([(x - 36, y), (x, y - 18), (x + 36, y), (x, y + 18)])
    cv2.fillPoly(image, [corners], (250, 210, 140))
    cv2.polylines(image, [corners], True, (0, 0, 0), 1, cv2.LINE_AA)


def box(image: np.ndarray, x: int, y: int) -> None:
    cv2.rectangle(image, (x - 30, y - 10), (x + 30, y + 10), (250, 250, 250), -1)
    cv2.rectangle(image, (x - 30, y - 10), (x + 30, y + 10), (0, 0, 0), 1)


def found(image: np.ndarray, labels: Sequence[Label], kind: Kind = "gene") -> list[tuple[int, ...]]:
    for n in labels:
        at = round(n.box.x0), round(n.box.y1 - 1)
        cv2.putText(image, n.word, at, cv2.FONT_HERSHEY_SIMPLEX, 0.3, (0, 0, 0), 1, cv2.LINE_AA)
    return complexes_of(image, labels, dict.fromkeys((n.word for n in labels), kind), UNIT)


def scene(painter: Painter = ellipse) -> tuple[np.ndarray, list[Label]]:
    image = blank()
    for x, y in CENTRES.values():
        painter(image, x, y)
    return image, [label(word, x, y) for word, (x, y) in CENTRES.items()]


@pytest.mark.parametrize("painter", [ellipse, shaded, box])
def test_shapes_that_touch_make_a_complex(painter: Painter) -> None:
    assert found(*scene(painter)) == [(0, 1)]


def test_diamonds_that_overlap_make_a_complex() -> None:
    image = blank()
    for y in (40, 62, 150):
        diamond(image, 100, y)
    labels = [label("PIK3CA", 100, 40), label("PIK3CB", 100, 62), label("PIK3CD", 100, 150)]
    assert found(image, labels) == [(0, 1)]


def test_members_are_named_and_others_left_alone() -> None:
    _, labels = scene()
    mentions = tuple(Mention(id=n.word, word=n.word, polygon=n.polygon, kind="gene") for n in labels)
    assert [m.complex for m in with_complexes(mentions, labels, [(0, 1)])] == ["c1", "c1", "", ""]


def test_unnamed_labels_bare_ones_and_processes_make_none() -> None:
    image, labels = scene()
    unnamed = [Label(n.word, n.box, n.polygon, "", n.text_ids, False, False) for n in labels]
    assert found(image, unnamed) == []
    assert found(blank(), labels) == []
    assert found(image, labels, "process") == []
    assert found(image, labels, "chemical") == []


def test_tight_shapes_are_found_and_a_gap_keeps_them_apart() -> None:
    image = blank(240)
    labels = []
    for n, x in enumerate((20, 80, 146)):
        cv2.rectangle(image, (x, 40), (x + 60, 60), (150, 200, 250), -1)
        cv2.rectangle(image, (x, 40), (x + 60, 60), (0, 0, 0), 1)
        labels.append(label(f"G{n}", x + 30, 50, 52, 14))
    assert found(image, labels) == [(0, 1)]


def test_an_arrow_between_shapes_joins_none() -> None:
    image = blank()
    for x in (80, 170):
        ellipse(image, x, 60)
    cv2.arrowedLine(image, (110, 60), (140, 60), (0, 0, 0), 2)
    assert found(image, [label("MEK", 80, 60), label("ERK", 170, 60)]) == []


def test_two_names_in_one_shape_are_no_complex() -> None:
    image = blank()
    cv2.rectangle(image, (40, 30), (110, 80), (150, 200, 250), -1)
    assert found(image, [label("IL6", 75, 45), label("TNF", 75, 65)]) == []


@pytest.mark.parametrize(("boxes", "complexes"), [(2, [(0, 1)]), (3, [(0, 1, 2)]), (5, [])])
def test_a_column_of_boxes_is_a_list(boxes: int, complexes: list[tuple[int, ...]]) -> None:
    image = blank()
    labels = []
    for n in range(boxes):
        box(image, 100, 40 + 20 * n)
        labels.append(label(f"GENE{n}", 100, 40 + 20 * n))
    assert found(image, labels) == complexes


def test_a_table_of_boxes_is_a_list_and_a_row_a_complex() -> None:
    image, row = blank(), blank()
    table, beside = [], []
    for n in range(4):
        box(image, 100 + 60 * (n % 2), 40 + 20 * (n // 2))
        table.append(label(f"GENE{n}", 100 + 60 * (n % 2), 40 + 20 * (n // 2)))
        box(row, 50 + 60 * n, 40)
        beside.append(label(f"GENE{n}", 50 + 60 * n, 40))
    assert found(image, table) == []
    assert found(row, beside) == [(0, 1, 2, 3)]
