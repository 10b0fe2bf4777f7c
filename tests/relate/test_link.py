"""Link ends of strokes to labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.geometry import Box, Point, polygon_of
from figway.relate.labels import Label
from figway.relate.link import Ends, Link, Stroke, ahead, choose, propose, propose_on_arrows, reach
from figway.relate.score import features, score, weights

UNIT = 10.0


def label(word: str, x: float, y: float, note: bool = False) -> Label:
    box = Box(x - 15, y - 5, x + 15, y + 5)
    return Label(word, box, polygon_of(box), word, (), True, note)


def stroke(a: Point, b: Point, head: int = 0, kind: str = "pointed", tail: int = 0) -> Stroke:
    d = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    way = ((b[0] - a[0]) / d, (b[1] - a[1]) / d)
    path = tuple((a[0] + way[0] * d * i / 20, a[1] + way[1] * d * i / 20) for i in range(21))
    return Stroke(path, (-way[0], -way[1]), way, kind, 0.9, 0.9, True, head, 0.8, 0.5, tail)


LABELS = [label("A", 0, 0), label("B", 100, 0), label("C", 50, 60)]
ENDS = Ends(LABELS, [None, None, None], UNIT)


def test_the_nearest_labels_ahead_are_proposed_first() -> None:
    first = propose([stroke((18, 0), (82, 0))], ENDS)[0]
    assert (LABELS[first.source].word, LABELS[first.target].word) == ("A", "B")


def test_a_label_ahead_is_nearer_than_one_beside_or_behind() -> None:
    box = Box(20, -5, 40, 5)
    at, below, behind = (
        reach((0, 0), (1, 0), np.array(box), UNIT),
        reach((30, 25), (1, 0), np.array(box), UNIT),
        reach((60, 0), (1, 0), np.array(box), UNIT),
    )
    assert at < below < behind


@given(x=st.floats(-50, 50), y=st.floats(-50, 50), dx=st.floats(-1, 1), dy=st.floats(-1, 1))
def test_distances_are_never_negative(x: float, y: float, dx: float, dy: float) -> None:
    box = Box(-5, -5, 5, 5)
    assert reach((x, y), (dx, dy), np.array(box), UNIT) >= 0
    assert ahead((x, y), (dx, dy), np.array(box), UNIT) >= 0


def test_an_end_on_another_arrow_takes_over_its_target() -> None:
    strokes = [stroke((18, 0), (82, 0), 0, tail=0), stroke((50, 52), (50, 2), 1, "bar", tail=1)]
    firm = [replace(propose(strokes, ENDS)[0], score=0.9)]
    on_arrow = propose_on_arrows(strokes, firm, ENDS)[0]
    assert (LABELS[on_arrow.source].word, LABELS[on_arrow.target].word, on_arrow.anchor) == ("C", "B", 0)


def test_an_arrow_that_runs_across_ahead_is_taken_before_a_label_behind_it() -> None:
    strokes = [stroke((18, 0), (82, 0), 0, tail=0), stroke((50, 52), (50, 9), 1, "circle", tail=1)]
    firm = [replace(propose(strokes, ENDS)[0], score=0.9)]
    behind = Ends([*LABELS, label("D", 45, -16)], [None] * (len(LABELS) + 1), UNIT)
    on_arrow = propose_on_arrows(strokes, firm, behind)[0]
    assert (LABELS[on_arrow.source].word, LABELS[on_arrow.target].word, on_arrow.anchor) == ("C", "B", 0)
    between = Ends([*LABELS, label("D", 45, 4)], [None] * (len(LABELS) + 1), UNIT)
    assert propose_on_arrows(strokes, firm, between) == []


def test_each_head_keeps_its_best_link_and_other_tails_their_own() -> None:
    strokes = [
        stroke((18, 0), (82, 0), 0, tail=0),
        stroke((50, 52), (82, 0), 0, tail=1),
        stroke((40, 50), (82, 0), 0, tail=1),
    ]
    links = [
        Link(0, 0, 1, 0, 0, score=0.9),
        Link(0, 2, 1, 0, 0, score=0.8),
        Link(1, 2, 1, 0, 0, score=0.7),
        Link(2, 2, 1, 0, 0, score=0.65),
    ]
    assert [(k.stroke, k.source) for k in choose(links, strokes, 0.3)] == [(0, 0), (1, 2)]
    assert choose(links, strokes, 0.95) == []
    assert [k.stroke for k in choose(links, [strokes[0], replace(strokes[1], double=True), strokes[2]], 0.3)] == [0, 2]


@pytest.mark.parametrize("name", ["head", "tail"])
def test_surer_marks_score_higher(name: str) -> None:
    sure, unsure = stroke((18, 0), (82, 0)), replace(stroke((18, 0), (82, 0)), **{f"{name}_score": 0.2})
    k = propose([sure], ENDS)[0]
    assert score([k], [sure], ENDS) > score([k], [unsure], ENDS)


def test_a_line_over_a_label_and_one_that_points_past_its_label_are_told() -> None:
    free = stroke((18, 0), (82, 0))
    over = Ends([*LABELS, label("D", 50, 0)], [None] * (len(LABELS) + 1), UNIT)
    (plain, crossed) = (features(propose([free], e)[:1], [free], e)[0] for e in (ENDS, over))
    assert plain["over labels"] == 0.0
    assert crossed["over labels"] > 2.0
    assert plain["source ahead"] == plain["target ahead"] == pytest.approx(0.1)
    past = replace(free, head_way=(0.0, 1.0))
    assert features(propose([free], ENDS)[:1], [past], ENDS)[0]["target ahead"] == 6.0


def test_every_feature_has_a_weight() -> None:
    s = stroke((18, 0), (82, 0))
    _, weight = weights()
    assert set(features(propose([s], ENDS)[:1], [s], ENDS)[0]) == set(weight)


def test_words_on_arrows_are_ends_only_when_nothing_else_is_near() -> None:
    labels = [label("A", 0, 0), label("inhibits", 84, 12, note=True), label("B", 100, 0)]
    first = propose([stroke((18, 0), (82, 0))], Ends(labels, [None] * 3, UNIT))[0]
    assert labels[first.target].word == "B"
