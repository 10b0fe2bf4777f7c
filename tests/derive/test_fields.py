"""Check the derivation rules as tables of what an article says and what follows from it."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway import derive

LABELS = [
    ("Figure 11", "F11"),
    ("FIG 6", "F6"),
    ("Fig. (1)", "F1"),
    ("Fig.1", "F1"),
    ("Figure 3a", "F3a"),
    ("Figure 007", "F7"),
    ("Figure II", "F2"),
    ("FIGURE IV.", "F4"),
    ("2", "F2"),
    ("Scheme 2", "S2"),
    ("Scheme I", "S1"),
    ("Figure 2—figure supplement 1", "SF2_1"),
    ("Figure 4—source data 1—figure supplement 3", "SF4_3"),
    ("Figure S3", "SF3"),
    ("Supplementary Figure 4", "SF4"),
    ("Supplementary Fig. S12", "SF12"),
    ("Supp. 5", "SF5"),
    ("Extended Data Fig. 2", "SF2"),
    ("Figure A1", "AF1"),
    ("Appendix Figure 2", "AF2"),
    ("Figure EV2", "EV2"),
    ("Expanded View Figure 3", "EV3"),
    ("Graphical abstract", "GA1"),
    ("Figure\u00a05", "F5"),
]


@pytest.mark.parametrize(("label", "short"), LABELS)
def test_a_printed_label_has_a_short_form(label: str, short: str) -> None:
    assert derive.number(label) == short
    assert derive.number(short) == short


@pytest.mark.parametrize(
    ("filename", "figlink", "short"),
    [
        ("gr3.jpg", "", "F3"),
        ("gr1_lrg.jpg", "", "F1"),
        ("MBT2-16-709-g004.jpg", "", "F4"),
        ("MBT2-16-709-g004.jpg", "/pmc/articles/PMC1/figure/mbt214206-fig-0001/", "F1"),
        ("pone.0215547.g001.jpg", "", "F1"),
        ("41467_2023_37310_Fig7_HTML.jpg", "", "F7"),
        ("BMRI2014-543765.002.jpg", "", "F2"),
        ("zjw0101037020005.jpg", "", "F5"),
        ("viruses-02-01647f1.jpg", "", "F1"),
        ("ga1.jpg", "", "GA1"),
        ("sch2.jpg", "", "S2"),
        ("fx1.jpg", "", "GA1"),
        ("", "/pmc/articles/PMC1/figure/undfig1/", "GA1"),
        ("", "/pmc/articles/PMC1/figure/F11/", "F11"),
        ("image.png", "", "F0"),
        ("", "", "F0"),
    ],
)
def test_without_a_label_the_link_counts_and_then_the_file(filename: str, figlink: str, short: str) -> None:
    assert derive.number("", filename, figlink) == short
    assert derive.number("Chart", filename, figlink) == short


@pytest.mark.parametrize(
    ("short", "kind"),
    [
        ("F1", "Figure"),
        ("S1", "Scheme"),
        ("SF2_1", "Supplemental figure"),
        ("GA1", "Graphical abstract"),
        ("AF2", "Appendix figure"),
        ("EV4", "Extended view"),
        ("", ""),
        ("Box 1", ""),
    ],
)
def test_a_number_tells_the_type(short: str, kind: str) -> None:
    assert derive.figtype(short) == kind


@pytest.mark.parametrize(
    ("stem", "pmcid", "figid"),
    [
        ("fendo-11-592129-g002", "PMC7719781", "PMC7719781__fendo-11-592129-g002"),
        ("PMC7719781__fendo-11-592129-g002", "PMC7719781", "PMC7719781__fendo-11-592129-g002"),
        ("PMC12__a", "PMC34", "PMC12__a"),
        ("figure 1", "", "figure_1"),
        ("PMCX1", "PMC5", "PMC5__PMCX1"),
        ("PMC12abc", "PMC5", "PMC5__PMC12abc"),
    ],
)
def test_a_figure_is_named_after_its_paper_and_file(stem: str, pmcid: str, figid: str) -> None:
    assert derive.figid(stem, pmcid) == figid


def test_an_alias_needs_a_paper_and_a_number() -> None:
    assert derive.alias("PMC100005", "F11") == "PMC100005__F11"
    assert derive.alias("", "F11") == derive.alias("PMC100005", "F0") == ""
    assert derive.redirect_from("PMC100005__F11") == "/figures/PMC100005__F11"
    assert derive.redirect_from("") == ""


@given(st.text(max_size=400))
def test_a_figid_is_a_file_name_whatever_the_stem(stem: str) -> None:
    name = derive.safe_name(stem)
    assert 0 < len(os.fsencode(name + "-chemicals.tsv")) < 255
    assert not set(name) & set('/\\:*?"<>| \n\t\0')
    assert not name.startswith(".")
    assert derive.safe_name(name) == name


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/figure/F1/", "/pmc/articles/PMC1/figure/F1/"),
        ("//pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/", "/articles/PMC1/figure/F1/"),
        ("/pmc/articles/PMC1/figure/F1/", "/pmc/articles/PMC1/figure/F1/"),
        ("pmc/articles/PMC1/figure/f2/", "/pmc/articles/PMC1/figure/f2/"),
        ("", ""),
    ],
)
def test_a_link_loses_its_host(url: str, link: str) -> None:
    assert derive.figlink(url) == link


REFERENCES = [
    (("Han Cheng", "X Y"), "Front Endocrinol (Lausanne)", "2020", "11", "", "592129"),
    (("Marie W. Wooten", "X Y"), "Mol Cell Biol", "2001 Dec", "21", "24", "8414-8427"),
    (("Serge Camelo",), "Autoimmune Dis", "2014", "2014", "", "532487"),
    ((), "mBio", "2013", "", "", ""),
]
PRINTED = [
    ("Han Cheng, et al. Front Endocrinol (Lausanne). 2020;11:592129.", "2020"),
    ("Marie W. Wooten, et al. Mol Cell Biol. 2001 Dec;21(24):8414-8427.", "2001"),
    ("Serge Camelo. Autoimmune Dis. 2014;2014:532487.", "2014"),
    ("mBio. 2013.", "2013"),
]


@pytest.mark.parametrize(("parts", "printed"), list(zip(REFERENCES, PRINTED, strict=True)))
def test_a_reference_is_written_and_its_year_found_again(
    parts: tuple[tuple[str, ...], str, str, str, str, str], printed: tuple[str, str]
) -> None:
    text = derive.reftext(*parts)
    assert (text, derive.year(text)) == printed


def test_a_year_is_no_page_number() -> None:
    assert derive.year("A B, et al. PLoS One. 2011;6(5):1936.") == "2011"
    assert derive.year("A B. Virology 1994: 3", "2001") == "1994"
    assert derive.year("no date", "2020-03-01") == "2020"
    assert derive.year("no date", "soon") == ""


def test_keywords_are_joined_and_split() -> None:
    words = ("wet-deposited iodine", "Capsicum annuum L.")
    assert derive.join_keywords(words) == "wet-deposited iodine | Capsicum annuum L."
    assert derive.split_keywords(derive.join_keywords(words)) == words
    assert derive.split_keywords("") == derive.split_keywords(" | ") == ()
