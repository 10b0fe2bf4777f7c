"""Chemicals are known by the look of their names, where no vocabulary has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.lexicon.load import Lexicon
from figway.recognise.looks import LEAST_LOOK, look, one_letter_off
from figway.recognise.stage import Recogniser
from figway.records import FigureRecord, Mention, TextLine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Lexicon.load())


def mentions(recogniser: Recogniser, *printed: str, apart: float = 90.0, score: float = 0.98) -> tuple[Mention, ...]:
    lines = tuple(
        TextLine(id=f"t{n}", text=text, score=score, polygon=((0, y), (80, y), (80, y + 12), (0, y + 12)))
        for n, text in enumerate(printed)
        for y in [apart * n]
    )
    return recogniser(FigureRecord(figid="drawn", text=lines)).mentions


@pytest.mark.parametrize(
    "label", ["neocepharadiolone B", "3-hydroxyoctenoyl-CoA", "5-oxo-decenoyl-ACP", "dehydroxyfumitremorgin Z"]
)
def test_a_label_that_looks_like_a_chemical_is_one_without_identifier(recogniser: Recogniser, label: str) -> None:
    (mention,) = mentions(recogniser, label)
    assert (mention.kind, mention.word, mention.identifiers) == ("chemical", label, ())
    assert "by its look" in mention.transforms
    assert any("look of a chemical" in evidence.what for evidence in mention.evidence)


@pytest.mark.parametrize(
    "label",
    ["immune response", "Cell proliferation", "recruitment", "(inactive)", "ABCDEFG", "receptor editing"],
)  # fmt: skip
def test_other_labels_are_none(recogniser: Recogniser, label: str) -> None:
    assert look(label) < LEAST_LOOK or label.isupper() or label.startswith("(")
    assert not [m for m in mentions(recogniser, label) if m.kind == "chemical"]


def test_a_process_of_such_a_chemical_is_none(recogniser: Recogniser) -> None:
    assert not [m for m in mentions(recogniser, "neocepharadiolone biosynthesis") if m.kind == "chemical"]


@pytest.mark.parametrize(
    ("misread", "identifier"), [("Dihyrotestosterone", "mesh:D013196"), ("Glycyrhetinic acid", "mesh:D006034")]
)
def test_one_wrong_letter_does_not_hide_a_chemical(recogniser: Recogniser, misread: str, identifier: str) -> None:
    (mention,) = mentions(recogniser, misread)
    assert mention.word == misread
    assert identifier in mention.identifiers
    assert "one letter off" in mention.transforms


def test_a_letter_that_makes_another_substance_is_not_exchanged(recogniser: Recogniser) -> None:
    (mention,) = mentions(recogniser, "3-hydroxyoctenoyl-CoA")  # the lexicon has 3-hydroxyoctanoyl-CoA
    assert mention.identifiers == ()


def test_an_unsure_reading_must_look_the_part_the_more(recogniser: Recogniser) -> None:
    assert mentions(recogniser, "Bndesone", score=0.98)
    assert not mentions(recogniser, "Bndesone", score=0.3)


def test_a_name_broken_over_two_lines_is_one(recogniser: Recogniser) -> None:
    (mention,) = mentions(recogniser, "11-hydroxy-neocephara-", "diolone", apart=14.0)
    assert mention.text_ids == ("t0", "t1")


def test_names_under_each_other_stay_apart(recogniser: Recogniser) -> None:
    found = mentions(recogniser, "glucose", "pyruvate", apart=14.0)
    assert [m.word for m in found] == ["glucose", "pyruvate"]


@given(st.text(st.sampled_from("abc1"), min_size=1, max_size=6), st.data())
def test_one_letter_off_reaches_every_string_with_a_letter_exchanged(key: str, data: st.DataObject) -> None:
    letters = [n for n, c in enumerate(key) if c.isalpha()]
    spelt = set(one_letter_off(key))
    for at in letters:
        other = data.draw(st.sampled_from("xzw"))
        assert {key[:at] + other + key[at + 1 :], key[:at] + key[at + 1 :]} <= spelt
    assert all(abs(len(s) - len(key)) <= 1 for s in spelt)


def test_what_a_figure_leaves_open_is_asked_again_in_the_next() -> None:
    recogniser = Recogniser(Lexicon.load())
    chemical = "neocepharadiolone B"
    assert not [m for m in mentions(recogniser, f"cells with {chemical} in them") if m.word == chemical]
    assert not mentions(recogniser, chemical, score=0.2)
    assert not [m for m in mentions(recogniser, chemical, "biosynthesis", apart=14.0) if m.word == chemical]
    assert [m.word for m in mentions(recogniser, chemical)] == [chemical]
