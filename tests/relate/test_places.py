"""Tell names of places from other labels."""

from __future__ import annotations

import pytest

from figway.relate.places import NAMES, WIDE, place_of


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Nucleus", "nucleus"),
        ("CYTOPLASM", "cytoplasm"),
        ("Endoplasmic reticulum (ER)", "endoplasmic reticulum"),
        ("Trans-Golgi network", "trans-Golgi network"),
        ("Extracellular space:", "extracellular region"),
        ("nuclear export", ""),
        ("ER stress", ""),
        ("Mitochondrial dysfunction", ""),
        ("T cell", ""),
        ("", ""),
    ],
)
def test_a_whole_label_names_a_place(word: str, place: str) -> None:
    assert place_of(word) == place


def test_no_word_names_two_places() -> None:
    words = [word for names in NAMES.values() for word in names]
    assert len(words) == len(set(words))
    assert set(NAMES) >= WIDE
