"""Check that one picture is known again, and others are told apart."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from figway.classify.duplicates import MOST_APART, find_duplicates, picture_hash
from figway.examples import paths


def pixels(path: Path) -> Image.Image:
    return Image.open(path).convert("RGB")


@pytest.mark.parametrize(("scale", "quality"), [(0.5, 90), (1.0, 40), (1.6, 75)])
def test_another_size_and_quality_is_the_same_picture(scale: float, quality: int) -> None:
    hashes = {}
    for path in paths():
        picture = pixels(path)
        again, data = picture.resize([round(v * scale) for v in picture.size], Image.Resampling.LANCZOS), io.BytesIO()
        again.save(data, "JPEG", quality=quality)
        hashes[f"{path.stem} a"] = picture_hash(np.asarray(picture))
        hashes[f"{path.stem} b"] = picture_hash(np.asarray(Image.open(data)))
    expected = [(f"{path.stem} a", f"{path.stem} b") for path in sorted(paths(), key=lambda p: p.stem)]
    assert [(a, b) for a, b, _ in find_duplicates(hashes)] == expected


def test_a_white_margin_changes_nothing() -> None:
    picture = pixels(paths()[0])
    wider = Image.new("RGB", (picture.width + 80, picture.height + 40), "white")
    wider.paste(picture, (50, 10))
    pair = {"a": picture_hash(np.asarray(picture)), "b": picture_hash(np.asarray(wider))}
    assert len(find_duplicates(pair)) == 1


def test_empty_pictures_are_never_paired() -> None:
    blank = picture_hash(np.full((90, 120, 3), 250, np.uint8))
    assert blank == ""
    assert find_duplicates({"a": blank, "b": blank}) == ()


@given(st.lists(st.integers(0, 2**256 - 1), max_size=8), st.sets(st.integers(0, 255), max_size=MOST_APART + 4))
def test_pairs_are_those_of_comparing_all(values: list[int], flipped: set[int]) -> None:
    if values:
        values = [*values, values[0] ^ sum(1 << bit for bit in flipped)]
    hashes = {str(i): f"{value:064x}" for i, value in enumerate(values)}
    names = sorted(hashes)
    slow = [
        (a, b)
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if bin(int(hashes[a], 16) ^ int(hashes[b], 16)).count("1") <= MOST_APART
    ]
    assert [(a, b) for a, b, _ in find_duplicates(hashes)] == slow
