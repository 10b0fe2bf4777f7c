"""Relate figures drawn here, from pixels to relations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from figway.errors import EngineError, ResourceError
from figway.geometry import Box, polygon_of
from figway.records import Figure, FigureRecord, Mention, TextLine
from figway.relate.heads import HeadFinder, working_scale
from figway.relate.labels import Label
from figway.relate.link import Ends, Link
from figway.relate.shapes import Shape
from figway.relate.stage import Relater, merged, parted

PLACES = {"EGFR": (120, 60), "RAF1": (120, 160), "MEK1": (120, 260), "PTEN": (340, 160)}


@pytest.fixture(scope="module")
def relater() -> Relater:
    return Relater()


def drawing() -> tuple[np.ndarray, FigureRecord]:
    """Draw EGFR -> RAF1 -> MEK1 and PTEN -| RAF1."""
    big = np.full((680, 960, 3), 255, np.uint8)
    text, mentions = [], []
    for n, (word, (x, y)) in enumerate(PLACES.items()):
        cv2.rectangle(big, (2 * x - 76, 2 * y - 28), (2 * x + 76, 2 * y + 28), (0, 0, 0), 2)
        cv2.putText(big, word, (2 * x - 50, 2 * y + 11), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 2, cv2.LINE_AA)
        polygon = polygon_of(Box(x - 26, y - 7, x + 26, y + 7))
        text.append(TextLine(id=f"t{n}", text=word, polygon=polygon, score=0.99))
        if word != "MEK1":
            mentions.append(Mention(id=f"m{n}", text_ids=(f"t{n}",), word=word, polygon=polygon, kind="gene"))
    for y in (60, 160):
        cv2.line(big, (240, 2 * y + 32), (240, 2 * y + 158), (0, 0, 0), 3, cv2.LINE_AA)
        tip = (240, 2 * y + 168)
        cv2.fillPoly(big, [np.array([tip, (230, tip[1] - 24), (250, tip[1] - 24)])], (0, 0, 0), cv2.LINE_AA)
    cv2.line(big, (600, 320), (324, 320), (0, 0, 0), 3, cv2.LINE_AA)
    cv2.line(big, (324, 302), (324, 338), (0, 0, 0), 4, cv2.LINE_AA)
    image = cv2.resize(big, (480, 340), interpolation=cv2.INTER_AREA)
    image.setflags(write=False)
    return image, FigureRecord(figid="drawn", text=tuple(text), mentions=tuple(mentions))


def edges(record: FigureRecord) -> set[tuple[str, str, str]]:
    return {(r.source, r.sign, r.target) for r in record.relations}


def test_a_plain_cascade_is_read(relater: Relater) -> None:
    image, record = drawing()
    found = relater(record, image)
    assert edges(found) == {("EGFR", "+", "RAF1"), ("RAF1", "+", "MEK1"), ("PTEN", "-", "RAF1")}
    assert all(0 < r.score <= 1 and len(r.path) >= 2 for r in found.relations)


def test_labels_that_nothing_recognised_become_mentions_and_ids_hold(relater: Relater) -> None:
    image, record = drawing()
    found = relater(record, image)
    ids = {m.id: m for m in found.mentions}
    (other,) = [m for m in found.mentions if m.kind == "other"]
    assert other.word == "MEK1"
    assert all(i in ids for r in found.relations for i in (*r.source_ids, *r.target_ids))
    assert all(ids[r.source_ids[0]].word == r.source and ids[r.target_ids[0]].word == r.target for r in found.relations)


def test_running_twice_gives_the_same_bytes(relater: Relater) -> None:
    image, record = drawing()
    once = relater(record, image)
    assert relater(record, image).to_json() == once.to_json()
    assert relater(once, image).to_json() == once.to_json()


def test_ends_in_a_named_outline_have_their_compartment(relater: Relater) -> None:
    image, record = drawing()
    image = image.copy()
    cv2.rectangle(image, (40, 125), (220, 325), (40, 40, 160), 2)
    cv2.putText(image, "Nucleus", (146, 317), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    name = TextLine(id="t9", text="Nucleus", polygon=polygon_of(Box(145, 305, 211, 319)), score=0.99)
    found = relater(record.evolve(text=(*record.text, name)), image)
    assert {m.word: m.compartment for m in found.mentions} == {
        "EGFR": "", "RAF1": "nucleus", "MEK1": "nucleus", "PTEN": "",
    }  # fmt: skip


def test_reset_takes_away_what_was_added(relater: Relater) -> None:
    image, record = drawing()
    assert relater.reset(relater(record, image)).mentions == record.mentions


def test_the_caption_is_a_second_witness(relater: Relater) -> None:
    image, record = drawing()
    plain = {(r.source, r.target): r.score for r in relater(record, image).relations}
    told = relater(record.evolve(figure=Figure(caption="EGFR activates RAF1. MEK1 inhibits PTEN.")), image)
    raised = {(r.source, r.target): r.score for r in told.relations}
    assert raised["EGFR", "RAF1"] > plain["EGFR", "RAF1"]
    assert [(s.source, s.sign, s.target) for s in told.stated] == [("MEK1", "-", "PTEN")]


@pytest.mark.parametrize("size", [(8, 8), (40, 700), (17, 33)])
def test_blank_pictures_have_no_relations(relater: Relater, size: tuple[int, int]) -> None:
    assert relater(FigureRecord(figid="blank"), np.full((*size, 3), 255, np.uint8)).relations == ()


def test_words_and_marks_on_an_arrow_are_its_annotation(relater: Relater) -> None:
    image, record = drawing()

    def noted(word: str) -> dict[tuple[str, str], tuple[str, str]]:
        box = polygon_of(Box(126, 104, 126 + 6 * len(word), 114))
        line = TextLine(id="note", text=word, polygon=box, score=0.99)
        found = relater(record.evolve(text=(*record.text, line)), image)
        return {(r.source, r.target): (r.sign, r.annotation) for r in found.relations}

    assert noted("inhibits")["EGFR", "RAF1"] == ("-", "inhibits")
    assert noted("P")["EGFR", "RAF1"] == ("+", "phosphorylation")
    assert noted("P")["RAF1", "MEK1"] == ("+", "")


def test_a_higher_threshold_keeps_fewer(relater: Relater) -> None:
    image, record = drawing()
    assert relater(record, image).relations
    assert Relater(min_edge_score=1.0)(record, image).relations == ()
    assert Relater(min_edge_score=1.0).fingerprint() != relater.fingerprint()


def test_no_picture_is_an_error(relater: Relater) -> None:
    with pytest.raises(EngineError, match="picture"):
        relater(FigureRecord(figid="x"), None)


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "heads.onnx").write_bytes(b"no model")
    with pytest.raises(ResourceError, match="arrow model"):
        HeadFinder(tmp_path / "heads.onnx").network.load()
    with pytest.raises(ResourceError, match="arrow model"):
        HeadFinder(tmp_path / "missing.onnx")


def test_small_text_is_enlarged_and_huge_pictures_are_shrunk() -> None:
    assert working_scale((500, 700), [6.0] * 5) > 1
    assert working_scale((500, 700), [13.0] * 5) == 1
    assert working_scale((3000, 4000), [60.0] * 5) < 0.5


def named(word: str, x: float) -> Label:
    box = Box(x, 0, x + 30, 10)
    return Label(word, box, polygon_of(box), "", (f"{word} {x}",), True, False)


def test_an_arrow_between_two_of_one_name_acts_on_the_others_of_its_group() -> None:
    box = Box(190, -10, 280, 20)
    frame = Shape(np.array(polygon_of(box), np.int32).reshape(-1, 1, 2), box)
    labels = [named("STAT1", 0), named("STAT1", 200), named("STAT2", 240), named("STAT1", 400)]
    ends = Ends(labels, [None, frame, frame, None], 10.0)
    to_complex, alone = Link(0, 0, 1, 0.1, 0.1, score=0.9), Link(1, 0, 3, 0.1, 0.1, score=0.9)
    assert parted(to_complex, ends).target == 2
    assert parted(replace(to_complex, source=1, target=0), ends).source == 2
    other = replace(to_complex, target=2)
    assert parted(other, ends) == other
    assert merged([parted(k, ends) for k in (to_complex, alone)], labels) == [replace(to_complex, target=2)]
