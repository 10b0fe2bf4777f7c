"""Test what every engine promises, and how a missing one says so."""

from __future__ import annotations

import os

import numpy as np
import pytest

from figway.errors import EngineError
from figway.read.engines import ENGINES, Engine, make_engine
from figway.read.tesseract import lines_of


def engine(name: str) -> Engine:
    try:
        return make_engine(name)
    except EngineError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_reads_a_plain_word_where_it_stands(name: str) -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(picture).text((120, 80), "KINASE", fill="black", font=ImageFont.load_default(32))
    reader = engine(name)
    (line,) = reader.read(np.asarray(picture))
    assert line.text == "KINASE"
    assert line.box.contains((180, 97))
    assert 0.5 < line.score <= 1
    assert reader.name == name
    assert reader.fingerprint() == engine(name).fingerprint()


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_finds_nothing_on_a_blank_picture(name: str) -> None:
    assert engine(name).read(np.full((120, 200, 3), 255, np.uint8)) == ()


def test_an_unknown_engine_is_refused_with_the_known_names() -> None:
    with pytest.raises(EngineError, match=r"'papyrus'.*pp-ocrv6"):
        make_engine("papyrus")


def test_tesseract_says_how_to_install_it_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PATH", "")
    with pytest.raises(EngineError, match=r"install Tesseract .*pp-ocrv6|pytesseract is not installed"):
        make_engine("tesseract")


def test_tesseract_words_join_to_lines() -> None:
    table = {
        "text": ["", "Growth", "factor", "AKT"],
        "conf": ["-1", "90", "80", "60"],
        "block_num": [1, 1, 1, 2],
        "par_num": [0, 1, 1, 1],
        "line_num": [0, 1, 1, 1],
        "left": [0, 20, 100, 40],
        "top": [0, 10, 12, 60],
        "width": [0, 70, 60, 30],
        "height": [0, 20, 20, 20],
    }
    first, second = lines_of(table)
    assert (first.text, first.score, second.text) == ("Growth factor", 0.85, "AKT")
    assert first.box == (10.0, 5.0, 80.0, 16.0)
