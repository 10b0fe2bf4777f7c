"""Check how a figure's title is found in its caption."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.derive import figtitle, first_sentence
from figway.derive.titles import clean, without_preamble


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        ("Urokinase pathway model. (A) Representation of it.", "Urokinase pathway model"),
        ("Wnt signaling in normal vs. cancer cells. Left, normal.", "Wnt signaling in normal vs. cancer cells"),
        ("Mode of action of M. tuberculosis Rv0297. Expression of it.", "Mode of action of M. tuberculosis Rv0297"),
        ("TNF in E. coli and H. sapiens. More.", "TNF in E. coli and H. sapiens"),
        ("Immune escape of hepatitis B. The virus hides.", "Immune escape of hepatitis B"),
        ("As in Smith et al. (2010) and later. Next.", "As in Smith et al. (2010) and later"),
        ("Signalling, e.g. Akt. Next.", "Signalling, e.g. Akt"),
        ("Steps of AKT (see Fig. 2. and text) in cells. Next.", "Steps of AKT (see Fig. 2. and text) in cells"),
        ("PI3K and mTOR. mTOR is a kinase.", "PI3K and mTOR"),
        ("1. The mTOR complex acts. 2. It stops.", "1. The mTOR complex acts"),
        ("Network analysis of RNA. a The network. b Its hubs.", "Network analysis of RNA"),
        ("Use in therapy.The intrinsic pathway.", "Use in therapy"),
        ("Which way to die? Apoptosis.", "Which way to die?"),
        ("IC50 of 0.5 µM in S.cerevisiae. Next.", "IC50 of 0.5 µM in S.cerevisiae"),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_a_first_sentence_ends_where_it_ends(caption: str, sentence: str) -> None:
    assert first_sentence(caption) == sentence


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("Figure 2. TREM2 signaling.", "TREM2 signaling"),
        ("Fig. 2: TREM2 signaling", "TREM2 signaling"),
        ("(A) Domain structure of RIG-I", "Domain structure of RIG-I"),
        ("(A,B) Domains", "Domains"),
        ("a Biosynthetic pathway", "Biosynthetic pathway"),
        ("Diagram of invasion in glioblastoma [].", "Diagram of invasion in glioblastoma"),
        ("Reviewed here [,] and there ()", "Reviewed here and there"),
        ("Signalling..", "Signalling"),
        ("  many \n blanks ", "many blanks"),
        ("Scheme for mRNA", "Scheme for mRNA"),
    ],
)
def test_a_title_loses_label_panel_and_empty_citations(title: str, cleaned: str) -> None:
    assert clean(title) == cleaned


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Model for formation of TrkA–src-aPKC complexes", "Formation of TrkA–src-aPKC complexes"),
        ("Schematic representation of the APP processing", "APP processing"),
        ("A hypothetical model of TMEM2 exerting its functions", "TMEM2 exerting its functions"),
        ("Schematic diagram showing how p53 is kept low", "p53 is kept low"),
        ("The mTOR pathway", "mTOR pathway"),
        ("Overview of α-synuclein turnover", "α-synuclein turnover"),
        ("Summary", "Summary"),
        ("Model of AKT", "Model of AKT"),
        ("Modelling of growth", "Modelling of growth"),
        ("Theory of mind", "Theory of mind"),
    ],
)
def test_a_title_loses_what_every_title_says(title: str, short: str) -> None:
    assert without_preamble(title) == short


def test_the_reference_title_follows_from_its_caption() -> None:
    caption = "The mitochondria-associated endoplasmic reticulum (ER) membrane (MAM) regulates homeostasis. The rest."
    title = "Mitochondria-associated endoplasmic reticulum (ER) membrane (MAM) regulates homeostasis"
    assert figtitle("", caption) == title


def test_greek_letters_stay_greek() -> None:
    assert figtitle("", "TNF-α and NF-κB in signalling. Next.") == "TNF-α and NF-κB in signalling"


def test_a_title_that_was_cut_at_an_abbreviation_is_completed() -> None:
    caption = "Proposed model of mode of action of M. tuberculosis Rv0297PGRS domain. Expression leads to stress."
    assert figtitle("Proposed model of mode of action of M", caption) == (
        "Mode of action of M. tuberculosis Rv0297PGRS domain"
    )


def test_a_title_of_its_own_is_kept_whole() -> None:
    assert (
        figtitle("Model of insulin signalling", "Arrows show activation. Red, loss.") == "Model of insulin signalling"
    )


def test_without_a_title_in_the_caption_the_paper_gives_one() -> None:
    assert figtitle("", "", "Insulin resistance.") == "Insulin resistance"
    assert figtitle("", "(A)", "Insulin resistance.") == "Insulin resistance"
    assert figtitle("", "word " * 80, "Insulin resistance.") == "Insulin resistance"
    assert figtitle("", "", "") == ""


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_title_of_one_line(given_title: str, caption: str, paper: str) -> None:
    title = figtitle(given_title, caption, paper)
    assert title == " ".join(title.split())
