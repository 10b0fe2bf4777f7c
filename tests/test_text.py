"""Check that spellings of one name meet in one key, and that those of others do not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.text import GREEK_NAMES, fold, latin, normalize, spell_greek, words

labels = st.text(
    st.sampled_from("ABCxyz0189 -/'+αβγκΔΩµßéüАКТаос²⁺₂–−’ⅡﬁＡ") | st.characters(codec="utf-8"), max_size=12
)

SAME = [
    ["TNF-α", "TNFα", "TNF alpha", "tnf-ALPHA", "TNF–ɑ", "TNF∝", "TΝF-α"],
    ["IL-1β", "IL1ß", "IL 1 beta", "IL‑1β", "ＩＬ－１β"],
    ["NF-κB", "NFκB", "NF-kappaB", "NF-ϰB"],
    ["Ca2+", "Ca²⁺", "CA 2+", "Ca2＋"],
    ["AKT", "АКТ", "ΑΚΤ", "akt"],
    ["IFN-γ", "IFNγ", "IFN-ɣ", "IFN gamma"],
    ["PPARδ", "PPAR-Δ", "PPAR delta", "PPAR-∆"],
    ["5′-AMP", "5'-AMP", "5 AMP"],
]
APART = [("Ca2+", "Ca2"), ("IL-1α", "IL-1β"), ("p53", "p35"), ("NF-κB", "NF-B"), ("CD4+", "CD4"), ("RAF1", "RAF")]


@pytest.mark.parametrize("spellings", SAME, ids=lambda s: s[0])
def test_spellings_of_one_name_meet(spellings: list[str]) -> None:
    assert len({fold(s) for s in spellings}) == 1, {s: fold(s) for s in spellings}


@pytest.mark.parametrize("pair", APART, ids=lambda p: "|".join(p))
def test_other_names_stay_apart(pair: tuple[str, str]) -> None:
    assert fold(pair[0]) != fold(pair[1])


@given(labels)
def test_a_key_is_plain_and_its_own_key(label: str) -> None:
    key = fold(label)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789+")
    assert fold(key) == key
    assert "+" not in key.rstrip("+"), "only a trailing plus says something (Ca2+, CD4+)"


@given(labels)
def test_case_spaces_and_hyphens_do_not_count(label: str) -> None:
    assert fold(f" {label} ") == fold(label)
    if label.isascii():
        assert fold(label.upper()) == fold(label.lower()) == fold(label.replace("-", "").replace(" ", ""))


@given(labels)
def test_normal_form_is_stable_and_folds_alike(label: str) -> None:
    once = normalize(label)
    assert normalize(once) == once
    assert fold(once) == fold(label)
    assert "  " not in once
    assert once == once.strip()


@given(labels)
def test_compositions_of_unicode_do_not_count(label: str) -> None:
    assert fold(unicodedata.normalize("NFD", label)) == fold(unicodedata.normalize("NFC", label))


@pytest.mark.parametrize("letter", GREEK_NAMES)
def test_greek_is_spelt_out_in_either_case(letter: str) -> None:
    assert spell_greek(letter) == spell_greek(letter.upper()) == GREEK_NAMES[letter]
    assert fold(f"X{letter}") == f"x{GREEK_NAMES[letter]}"


def test_latin_keeps_words_of_other_scripts() -> None:
    assert latin("МЕК") == "MEK"
    assert latin("ЖЩ") == "ЖЩ"
    assert latin("Δψm") == "Δψm"


def test_words_of_a_sentence() -> None:
    assert words("TNF-α binds TNFR1 (p55).") == ["tnf", "α", "binds", "tnfr1", "p55"]
