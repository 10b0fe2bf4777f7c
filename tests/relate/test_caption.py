"""Read relations out of captions."""

from __future__ import annotations

import pytest

from figway.relate.caption import stated

LABELS = ["MEK", "ERK", "DUSP6", "AKT", "TSC2", "mTOR", "p53", "NF-κB", "apoptosis"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("MEK activates ERK.", [("MEK", "+", "ERK")]),
        ("MEK directly phosphorylates ERK.", [("MEK", "+", "ERK")]),
        ("DUSP6, which inhibits ERK, is induced.", [("DUSP6", "-", "ERK")]),
        ("ERK is inhibited by DUSP6.", [("DUSP6", "-", "ERK")]),
        ("Inhibition of TSC2 by AKT is shown.", [("AKT", "-", "TSC2")]),
        ("AKT-mediated inhibition of TSC2 follows.", [("AKT", "-", "TSC2")]),
        ("p53 leads to apoptosis.", [("p53", "+", "apoptosis")]),
        ("AKT regulates mTOR.", [("AKT", "?", "mTOR")]),
        ("AKT does not inhibit mTOR.", []),
        ("MEK and ERK are shown in blue.", []),
        ("AKT inhibitors were used; mTOR was measured.", []),
        ("MEKK activates ERK.", []),
    ],
)
def test_sentences(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(s.source, s.sign, s.target) for s in stated(sentence, LABELS)] == expected


def test_a_pair_is_stated_once_with_its_first_sentence() -> None:
    found = stated("MEK activates ERK. Again, MEK activates ERK strongly.", LABELS)
    assert [s.sentence for s in found] == ["MEK activates ERK."]


def test_spelling_of_the_label_is_kept() -> None:
    (found,) = stated("AKT activates NF-κB.", LABELS)
    assert found.target == "NF-κB"
