"""Weigh ways on maps made by hand, with the shipped network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.relate.test_ribbons import way
from tests.relate.test_strokes import WEIGH, follow, maps_of, mark

from figway.errors import ResourceError
from figway.relate.strokes import ways_to
from figway.relate.ways import PLAIN, WayWeigher, claimed, plain


def test_a_doubtful_tail_in_the_middle_of_a_line_is_passed() -> None:
    head, end = mark("pointed", (110, 60), (10, 60)), mark("tail", (10, 60), (110, 60))
    doubtful = replace(mark("tail", (60, 60), (110, 60)), score=0.3)
    (ways,) = follow(maps_of([[(10, 60), (110, 60)]], [head], [end, doubtful]))
    assert ways[0].tail == 0


def test_a_clean_corner_is_no_end() -> None:
    head, end = mark("pointed", (20, 100), (20, 20)), replace(mark("tail", (60, 20), (20, 20)), score=0.5)
    (ways,) = follow(maps_of([[(60, 20), (20, 20), (20, 100)]], [head], [end]))
    assert ways[0].tail == 0


def test_the_shortest_way_is_weighed() -> None:
    maps = maps_of([[(90, 60), (96, 60)]], [mark("pointed", (97, 60), (90, 60))], [mark("tail", (94, 60), (97, 60))])
    assert np.isfinite(WEIGH(maps, [way([(94, 60), (95, 60)], tail=0)])).all()


def test_every_number_beside_the_ribbons_is_told() -> None:
    maps = maps_of([], [mark("bar", (100, 60), (10, 60))], [mark("tail", (10, 60), (100, 60))])
    ends = [way([(10, 60), (12, 60)], tail=tail) for tail in (0, 1, -1)]
    told = dict(zip(PLAIN, plain(maps, ends).T.tolist(), strict=True))
    assert told["loose"] == [0, 0, 1]
    assert told["other head"] == [0, 1, 0]
    assert told["bar"] == [1, 1, 1]
    assert told["circle"] == [0, 0, 0]
    assert [v > 0 for v in told["tail"]] == [True, False, False]
    assert told["walked"] == [1, 1, 1]


def test_a_tail_is_claimed_by_the_head_that_reaches_it_most_easily() -> None:
    near, far = (replace(way([(10, 60), (12, 60)], head=head, tail=0), cost=float(head)) for head in (1, 2))
    assert claimed([near, far, replace(near, tail=-1), replace(near, tail=1)]) == [0.0, 1.0, 0.0, 0.0]


def test_odds_do_not_depend_on_what_else_is_weighed() -> None:
    lines = [[(10.0, 20.0 + 30 * n), (100.0, 20.0 + 30 * n)] for n in range(3)]
    maps = maps_of(lines, [mark("pointed", b, a) for a, b in lines], [mark("tail", a, b) for a, b in lines])
    every = [t for ways in ways_to(maps) for t in ways if t.tail == t.head]
    assert len(every) == 3
    together = WEIGH(maps, every)
    assert together == pytest.approx([WEIGH(maps, [t])[0] for t in every], abs=1e-4)


def test_a_missing_and_a_damaged_model_are_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="the model of ways cannot be read"):
        WayWeigher(tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    with pytest.raises(ResourceError, match="the model of ways is damaged"):
        WayWeigher(tmp_path / "bad.onnx").network.load()
