"""Test the reading stage on drawn figures whose text is known."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from figway.read.stage import NO_TEXT, Reader
from figway.records import FigureRecord


def drawn(*labels: tuple[str, tuple[int, int]], size: int = 22) -> np.ndarray:
    picture = Image.new("RGB", (480, 320), "white")
    pen = ImageDraw.Draw(picture)
    for text, place in labels:
        pen.text(place, text, fill="black", font=ImageFont.load_default(size))
    return np.asarray(picture)


def test_reads_labels_with_their_places() -> None:
    record = Reader()(FigureRecord(figid="f"), drawn(("EGFR", (40, 30)), ("MAPK1", (300, 220))))
    assert [t.text for t in record.text] == ["EGFR", "MAPK1"]
    assert [t.id for t in record.text] == ["t1", "t2"]
    assert record.text[1].box.contains((330, 235))
    assert record.provenance["read"].detail["rec"]
    assert not record.warnings


def test_a_blank_figure_has_a_warning_and_no_lines() -> None:
    record = Reader()(FigureRecord(figid="f"), drawn())
    assert record.text == ()
    assert record.warnings == (NO_TEXT,)
