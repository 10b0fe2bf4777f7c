"""See that names and identifiers of each kind are understood, and that others are told with a reason."""

from __future__ import annotations

import pytest

from figway.enrich.identifiers import Names, split_words
from figway.enrich.model import NotUnderstood, Understood
from figway.lexicon import Lexicon


@pytest.mark.parametrize(
    ("word", "key", "how"),
    [
        ("AKT1", "ncbigene:207", "symbol"),
        ("akt1", "ncbigene:207", "symbol"),
        ("207", "ncbigene:207", "Entrez"),
        ("ENSG00000142208", "ncbigene:207", "Ensembl gene"),
        ("ENSG00000142208.17", "ncbigene:207", "Ensembl gene"),
        ("P31749", "ncbigene:207", "UniProt"),
        ("P31749-2", "ncbigene:207", "UniProt"),
        ("hgnc:391", "ncbigene:207", "identifier"),
        ("HGNC:391", "ncbigene:207", "identifier"),
        ("NCBIGene:207", "ncbigene:207", "identifier"),
        ("p53", "ncbigene:7157", "alias"),
        ("Trp53", "ncbigene:7157", "alias"),
        ("mgi:98834", "ncbigene:7157", "identifier"),
        ("caspase-3", "ncbigene:836", "alias"),
        ("glucose", "mesh:D005947", "name"),
        ("D005947", "mesh:D005947", "MeSH"),
        ("MESH:D005947", "mesh:D005947", "identifier"),
        ("CHEBI:15422", "mesh:D000255", "identifier"),
        ("cAMP", "mesh:D000242", "name"),
        ("CAMP", "ncbigene:820", "symbol"),
        ("Diabetes Mellitus", "mesh:D003920", "name"),
    ],
)
def test_each_kind_is_understood(lexicon: Lexicon, word: str, key: str, how: str) -> None:
    found = Names(lexicon).understand(word)
    assert isinstance(found, Understood)
    assert (found.key, found.how) == (key, how)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("xyzzy", "no name"),
        ("ENST00000349310", "transcript"),
        ("ENSMUSG00000001729", "another species"),
        ("99999999999", "no Entrez"),
        ("apoptosis", "process"),
        ("Q00000", "UniProt"),
    ],
)
def test_what_is_not_understood_has_a_reason(lexicon: Lexicon, word: str, why: str) -> None:
    found = Names(lexicon).understand(word)
    assert isinstance(found, NotUnderstood)
    assert why in found.why


def test_families_and_ambiguous_names_list_what_they_may_mean(lexicon: Lexicon) -> None:
    found = Names(lexicon).understand("Wnt")
    assert isinstance(found, NotUnderstood)
    assert "WNT1" in found.why
    found = Names(lexicon).understand("p38")
    assert isinstance(found, NotUnderstood)
    assert "ambiguous (alias)" in found.why


def test_kinds_can_be_chosen(lexicon: Lexicon) -> None:
    found = Names(lexicon, kinds=("gene",)).understand("cAMP")
    assert isinstance(found, Understood)
    assert found.label == "CAMP"
    assert isinstance(Names(lexicon, kinds=("chemical",)).understand("AKT1"), NotUnderstood)


def test_a_list_is_split_but_not_its_names(lexicon: Lexicon) -> None:
    text = "AKT1, TP53;MDM2\tEGFR\nnitric oxide\n'KRAS' BRAF\r\n\nwhat, ever"
    found = split_words(text, Names(lexicon).is_known)
    assert found == ["AKT1", "TP53", "MDM2", "EGFR", "nitric oxide", "KRAS", "BRAF", "what", "ever"]


def test_repeated_things_count_once(lexicon: Lexicon) -> None:
    reading = Names(lexicon).read(["AKT1", "207", "AKT1", "what?"])
    assert reading.words == 3
    assert [i.word for i in reading.items] == ["AKT1"]
    assert [f.word for f in reading.not_understood] == ["what?"]
