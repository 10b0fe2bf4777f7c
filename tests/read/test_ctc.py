"""Test decoding: repeats, blanks, scores and the lattice."""

from __future__ import annotations

import numpy as np
import pytest

from figway.read.ctc import decode

ALPHABET = "ABCI1l "


def steps(*rows: dict[str, float]) -> np.ndarray:
    """Make a probability table; `""` is the blank, what is left over goes to the blank."""
    out = np.zeros((len(rows), len(ALPHABET) + 1), np.float32)
    for row, given in zip(out, rows, strict=True):
        for character, p in given.items():
            row[ALPHABET.index(character) + 1 if character else 0] = p
        row[0] += 1 - row.sum()
    return out


def test_equal_neighbours_merge_and_a_blank_parts_them() -> None:
    reading = decode(steps({"A": 1}, {"A": 1}, {"": 1}, {"A": 1}, {"B": 1}), ALPHABET)
    assert reading.text == "AAB"
    assert reading.score == pytest.approx(1)
    assert reading.lattice is None


def test_nothing_but_blanks_is_no_text() -> None:
    reading = decode(steps({"": 1}, {"": 1}), ALPHABET)
    assert (reading.text, reading.score) == ("", 0.0)


def test_an_unsure_character_brings_the_lattice_with_its_rivals() -> None:
    reading = decode(steps({"A": 0.99}, {"": 1}, {"I": 0.6, "1": 0.3, "l": 0.09}), ALPHABET)
    assert reading.text == "AI"
    assert reading.score == pytest.approx((0.99 + 0.6) / 2)
    assert reading.lattice is not None
    assert reading.lattice[0][0] == ("A", 0.99)
    assert reading.lattice[1] == (("I", 0.6), ("1", 0.3), ("l", 0.09))


def test_a_character_that_may_be_missing_is_a_slot_that_begins_with_nothing() -> None:
    reading = decode(steps({"A": 0.8}, {"": 0.7, "B": 0.3}, {"C": 1}), ALPHABET)
    assert reading.text == "AC"
    assert reading.lattice is not None
    assert reading.lattice[1] == (("", 0.7), ("B", 0.3))


def test_a_faint_space_counts_between_characters_alone_and_the_lattice_can_undo_it() -> None:
    reading = decode(steps({" ": 0.3}, {"A": 0.8}, {" ": 0.15}, {"B": 1}, {" ": 0.05}, {"C": 1}, {" ": 0.3}), ALPHABET)
    assert reading.text == "A BC"
    assert reading.lattice is not None
    assert "".join(slot[0][0] for slot in reading.lattice) == reading.text
    assert reading.lattice[2][:2] == ((" ", 0.15), ("", 0.85))


def test_the_weakest_character_is_told() -> None:
    assert decode(steps({"A": 0.99}, {"": 1}, {"I": 0.6}), ALPHABET).weakest == pytest.approx(0.6)
    assert decode(steps({"": 1}), ALPHABET).weakest == 0
