"""Test the reading stage on drawn figures whose text is known."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from figway.errors import EngineError
from figway.onnx import Network
from figway.read import sessions
from figway.read.stage import NO_TEXT, Reader
from figway.records import FigureRecord, TextLine

Label = tuple[str, tuple[int, int]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def drawn(*labels: Label, size: int = 22, shape: tuple[int, int] = (480, 320)) -> Image.Image:
    picture = Image.new("RGB", shape, "white")
    pen = ImageDraw.Draw(picture)
    for text, place in labels:
        pen.text(place, text, fill="black", font=ImageFont.load_default(size))
    return picture


def lines(reader: Reader, picture: Image.Image) -> tuple[TextLine, ...]:
    return reader(FigureRecord(figid="f"), np.asarray(picture)).text


def test_reads_labels_with_their_places(reader: Reader) -> None:
    picture = drawn(("EGFR", (40, 30)), ("MAPK1", (300, 220)))
    record = reader(FigureRecord(figid="f"), np.asarray(picture))
    assert [t.text for t in record.text] == ["EGFR", "MAPK1"]
    assert [t.id for t in record.text] == ["t1", "t2"]
    assert record.text[1].box.contains((330, 235))
    assert all(t.score > 0.9 and abs(t.angle) < 2 for t in record.text)
    assert set(record.provenance["read"].detail) >= {"engine", "det", "rec"}
    assert record.provenance["read"].fingerprint == reader.fingerprint()
    assert not record.warnings


def test_a_blank_figure_has_a_warning_and_no_lines(reader: Reader) -> None:
    record = reader(FigureRecord(figid="f"), np.asarray(drawn()))
    assert record.text == ()
    assert record.warnings == (NO_TEXT,)


def test_a_failing_engine_raises_and_is_not_taken_for_a_blank_figure(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session:
        def run(self, *_: object) -> None:
            raise RuntimeError("out of memory")

    broken = Network(sessions.MODELS / "det.onnx", "the model")
    broken.session = Session()
    monkeypatch.setattr(reader.engine, "_detector", broken)
    with pytest.raises(EngineError, match=r"det.*out of memory"):
        reader(FigureRecord(figid="f"), np.asarray(drawn(("EGFR", (40, 30)))))


def test_a_missing_model_is_named() -> None:
    with pytest.raises(EngineError, match=r"nothing\.onnx"):
        sessions.open_model("nothing")


def test_lines_come_row_by_row(reader: Reader) -> None:
    labels = [("SRC", (300, 24)), ("AKT1", (30, 20)), ("RELA", (320, 200)), ("FOXO3", (40, 204))]
    assert [t.text for t in lines(reader, drawn(*labels))] == ["AKT1", "SRC", "FOXO3", "RELA"]


@pytest.mark.parametrize("turn", [90, 270])
def test_text_that_runs_up_or_down_is_read(reader: Reader, turn: int) -> None:
    picture = drawn(("Mitochondrion", (120, 100)), size=26).rotate(turn, expand=True)
    assert [t.text for t in lines(reader, picture)] == ["Mitochondrion"]


@pytest.mark.parametrize("degrees", [-25, 15, 30])
def test_slanted_text_is_read_and_its_angle_told(reader: Reader, degrees: int) -> None:
    picture = drawn(("Nucleus DNA", (130, 130)), size=28).rotate(-degrees, fillcolor="white", resample=3)
    (line,) = lines(reader, picture)
    assert line.text.replace(" ", "") == "NucleusDNA"
    assert line.angle == pytest.approx(degrees, abs=4)
    (x0, y0), (x1, y1) = line.polygon[:2]
    assert math.dist((x0, y0), (x1, y1)) > 120


def test_small_text_is_read(reader: Reader) -> None:
    labels: list[Label] = [("CASP8", (30, 30)), ("TRAF2", (130, 90)), ("NFKB1", (230, 150)), ("STAT3", (60, 200))]
    assert {t.text for t in lines(reader, drawn(*labels, size=11))} == {name for name, _ in labels}


def test_white_on_colour_and_large_text_are_read(reader: Reader) -> None:
    picture = Image.new("RGB", (1200, 500), (30, 60, 120))
    ImageDraw.Draw(picture).text((200, 150), "INSULIN", fill="white", font=ImageFont.load_default(160))
    assert [t.text for t in lines(reader, picture)] == ["INSULIN"]


def test_an_unsure_line_carries_a_lattice_and_a_sure_one_none(reader: Reader) -> None:
    found = lines(reader, drawn(("MAPK14", (40, 30)), size=30))
    assert found[0].lattice is None
    rng = np.random.default_rng(3)
    noisy = np.asarray(drawn(("Ilk1l0OQ", (40, 30)), size=13)).astype(float) + rng.normal(0, 70, (320, 480, 3))
    unsure = lines(reader, Image.fromarray(noisy.clip(0, 255).astype(np.uint8)))
    slots = [slot for t in unsure if t.lattice for slot in t.lattice]
    assert slots
    for slot in slots:
        assert 1 <= len(slot) <= 4
        assert [p for _, p in slot] == sorted((p for _, p in slot), reverse=True)
        assert all(0.02 <= p <= 1 and round(p, 3) == p and len(c) <= 1 for c, p in slot)


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    picture = drawn(("IL6", (40, 30)), ("gp130 dimer", (200, 120)), size=12)
    assert lines(reader, picture) == lines(Reader(), picture)


def test_a_tiny_picture_is_read_without_an_error(reader: Reader) -> None:
    assert lines(reader, Image.new("RGB", (8, 8), "white")) == ()
    assert lines(reader, Image.new("RGB", (2000, 9), "white")) == ()


BIG = """
import resource, numpy as np
from PIL import Image, ImageDraw, ImageFont
from figway.read.image import load_image
from figway.read.stage import Reader
from figway.records import FigureRecord
import sys
picture = load_image(sys.argv[1])
record = Reader()(FigureRecord(figid="f"), picture.pixels)
print(picture.width, *[t.text for t in record.text])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_picture_of_100_megapixels_is_read_within_2_gb(tmp_path: Path) -> None:
    path = tmp_path / "big.png"
    picture = Image.new("L", (10_000, 10_000), 255)
    ImageDraw.Draw(picture).text((3000, 4000), "GLUCOSE", fill=0, font=ImageFont.load_default(300))
    picture.save(path, compress_level=1)
    del picture
    done = subprocess.run([sys.executable, "-c", BIG, str(path)], capture_output=True, text=True, check=True)
    first, peak = done.stdout.splitlines()
    assert first.split() == ["10000", "GLUCOSE"]
    assert int(peak) * 1024 < 2_000_000_000
