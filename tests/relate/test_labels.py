"""Gather labels from lines and mentions."""

from __future__ import annotations

import pytest

from figway.geometry import Box, polygon_of
from figway.records import Mention, TextLine
from figway.relate.joins import is_label, odds, pairs
from figway.relate.labels import gather, unit_of


def line(text: str, x: float, y: float, ident: str, width: float | None = None) -> TextLine:
    width = width or 7.0 * len(text)
    return TextLine(id=ident, text=text, polygon=polygon_of(Box(x - width / 2, y - 6, x + width / 2, y + 6)), score=0.9)


def gene(word: str, of: TextLine, ident: str, kind: str = "gene") -> Mention:
    return Mention(id=ident, text_ids=(of.id,), word=word, polygon=of.polygon, kind=kind)  # type: ignore[arg-type]


def words(text: list[TextLine], mentions: list[Mention] | None = None) -> list[str]:
    return [n.word for n in gather(text, mentions or [])]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Cell", "proliferation"], ["Cell proliferation"]),
        (["phosphory-", "lation of"], ["phosphorylation of"]),
        (["IRF5/", "IRF7"], ["IRF5/IRF7"]),
        (["STAT1", "STAT2"], ["STAT1", "STAT2"]),
        (["Early", "endosome"], ["Early endosome"]),
        (["26S", "Proteasome"], ["26S Proteasome"]),
        (["Inflammation", "Chemotaxis", "Antiviral effects"], ["Inflammation", "Chemotaxis", "Antiviral effects"]),
        (["• Invasion of", "• Metastasis"], ["Invasion of", "Metastasis"]),
    ],
)
def test_lines_one_above_the_other(texts: list[str], expected: list[str]) -> None:
    assert words([line(t, 100, 50 + 13 * i, f"t{i}") for i, t in enumerate(texts)]) == expected


def test_lines_far_apart_or_aside_stay_apart() -> None:
    assert words([line("Cell", 100, 50, "a"), line("proliferation", 100, 80, "b")]) == ["Cell", "proliferation"]
    assert words([line("Cell", 100, 50, "a"), line("proliferation", 260, 63, "b")]) == ["Cell", "proliferation"]


def test_the_closer_the_lines_the_likelier_they_are_one_label() -> None:
    pairs_at = [pairs([line("Cell", 100, 50, "a"), line("Survival", 100, 62 + gap, "b")])["b"] for gap in (0, 3, 6, 9)]
    found = [odds(pair, {}) for (pair,) in pairs_at]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0 > found[-1]


def test_lines_of_which_each_is_a_name_are_a_list() -> None:
    lines = [line("Nucleus", 100, 50, "a"), line("Cytosol", 100, 62, "b")]
    named = {t.id: [gene(t.text, t, f"m{t.id}", "place")] for t in lines}
    (pair,) = pairs(lines)["b"]
    assert odds(pair, named) < odds(pair, {})
    assert words(lines, [m for of in named.values() for m in of]) == ["Nucleus", "Cytosol"]


def test_a_line_that_shares_a_name_with_the_one_above_goes_with_it() -> None:
    lines = [line("Focal adhesion", 100, 50, "a"), line("Kinase", 100, 72, "b")]
    whole = gene("Focal adhesion Kinase", lines[0], "m1").model_copy(update={"text_ids": ("a", "b")})
    assert words(lines, [whole]) == ["Focal adhesion Kinase"]


def test_a_line_of_names_gives_its_mentions() -> None:
    t = line("Lyn, Fyn, Yes", 100, 50, "a")
    assert sorted(words([t], [gene("Lyn", t, "m1"), gene("Fyn", t, "m2"), gene("Yes", t, "m3")])) == [
        "Fyn",
        "Lyn",
        "Yes",
    ]


def test_a_name_within_a_longer_label_gives_the_whole_label() -> None:
    t = line("PERK signal pathway", 100, 50, "a")
    (found,) = gather([t], [gene("PERK", t, "m1")])
    assert (found.word, found.mention, found.text_ids) == ("PERK signal pathway", "", ("a",))


def test_a_process_that_is_the_whole_label_keeps_its_mention() -> None:
    t = line("Apoptosis", 100, 50, "a")
    (found,) = gather([t], [gene("Apoptosis", t, "m1", "process")])
    assert (found.mention, found.known) == ("m1", False)


@pytest.mark.parametrize("text", ["P", "A", "(a)", "12", "+", "1."])
def test_marks_and_panel_letters_are_no_labels(text: str) -> None:
    assert not is_label(text)


def test_the_unit_is_the_median_height() -> None:
    assert unit_of([line("AKT", 10, 10, "a"), line("MTOR", 50, 10, "b")]) == pytest.approx(12)
    assert unit_of([]) > 0


def test_a_list_of_short_names_is_taken_apart_and_a_sentence_is_not() -> None:
    assert words([line("SARS-CoV S, nsp1, 3a", 100, 50, "a")]) == ["3a", "SARS-CoV S", "nsp1"]
    assert words([line("release of virus, as seen in all cells", 300, 50, "a")]) == [
        "release of virus, as seen in all cells"
    ]


def test_text_that_was_read_unsurely_is_no_label_unless_it_has_a_name() -> None:
    junk = line("VAVAVA", 100, 50, "a").model_copy(update={"score": 0.5})
    assert words([junk]) == []
    assert words([junk], [gene("VAVAVA", junk, "m1")]) == ["VAVAVA"]
