"""Tell organisms from how a figure spells its genes: locus tags, species prefixes, bacterial style, mouse symbols.

Sources: the nomenclature rules of TAIR, RGP/RAP, SGD, PomBase, TubercuList, FlyBase, WormBase and MGI; Demerec et al.
1966 for bacteria (three small letters and a capital).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from figway.lexicon.load import Lexicon
from figway.recognise.organisms.names import HUMAN_SOURCES
from figway.recognise.organisms.table import Taxon
from figway.text import fold, normalize

ARABIDOPSIS = Taxon("Arabidopsis thaliana", "plant")
RICE = Taxon("Oryza sativa", "plant")
MALARIA = Taxon("Plasmodium falciparum", "protist")
MOUSE = Taxon("Mus musculus", "animal")
BACTERIA = Taxon("Bacteria", "bacterium")
STYLES: tuple[tuple[re.Pattern[str], Taxon], ...] = (
    (re.compile(r"A[Tt][1-5CM][Gg]\d{5}"), ARABIDOPSIS),
    (re.compile(r"At[A-Z][A-Z][A-Z0-9]+"), ARABIDOPSIS),
    (re.compile(r"(?:LOC_)?Os\d\d[gt]\d{5,7}"), RICE),
    (re.compile(r"Os[A-Z][A-Z][A-Z0-9]+"), RICE),
    (re.compile(r"Zm[A-Z][A-Z][A-Z0-9]+"), Taxon("Zea mays", "plant")),
    (re.compile(r"Nb[A-Z][A-Z][A-Z0-9]+"), Taxon("Nicotiana benthamiana", "plant")),
    (re.compile(r"Nt[A-Z][A-Z][A-Z0-9]+"), Taxon("Nicotiana tabacum", "plant")),
    (re.compile(r"Gm[A-Z][A-Z][A-Z0-9]+"), Taxon("Glycine max", "plant")),
    (re.compile(r"(?:Sl[A-Z][A-Z][A-Z0-9]+|Solyc\d\dg\d+)"), Taxon("Solanum lycopersicum", "plant")),
    (re.compile(r"Vv[A-Z][A-Z][A-Z0-9]+"), Taxon("Vitis vinifera", "plant")),
    (re.compile(r"Y[A-P][LR]\d{3}[WC](?:-[A-Z])?"), Taxon("Saccharomyces cerevisiae", "fungus")),
    (re.compile(r"SP[ABC]C[0-9A-Z]+\.\d\dc?"), Taxon("Schizosaccharomyces pombe", "fungus")),
    (re.compile(r"Rv\d{4}c?"), Taxon("Mycobacterium tuberculosis", "bacterium")),
    (re.compile(r"Pf[A-Z][A-Z][A-Z0-9]+|PF3D7_\d+"), MALARIA),
    (re.compile(r"FBgn\d{7}"), Taxon("Drosophila melanogaster", "animal")),
    (re.compile(r"WBGene\d{8}"), Taxon("Caenorhabditis elegans", "animal")),
)
BACTERIAL = re.compile(r"[a-z]{3}[A-Z]{1,2}[0-9]?")
SYMBOL = re.compile(r"[A-Z][A-Za-z\-]{1,6}[0-9]{1,3}[A-Za-zα-ω]?")
_MOUSE = re.compile(r"[A-Z][a-z]+\d+[a-z]?\d?")
_SPLIT = re.compile(r"[\s/,;()]+")
FEWEST = 2
"""Labels of one style that it takes to name an organism; of the bacterial style it takes `FEWEST_BACTERIAL`."""
FEWEST_BACTERIAL = 5


def labels_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Give the distinct words of the printed lines, sorted."""
    return tuple(sorted({word for line in lines for word in _SPLIT.split(normalize(line)) if word}))


def spelt(labels: Iterable[str], lexicon: Lexicon) -> list[tuple[Taxon, tuple[str, ...]]]:
    """Give the organisms whose way of spelling genes the labels show, each with those labels."""
    found: dict[Taxon, list[str]] = {}
    symbols = 0
    for label in labels:
        taxon = _styled(label, lexicon)
        if taxon is not None:
            found.setdefault(taxon, []).append(label)
        symbols += _is_symbol(label)
    bacterial = found.pop(BACTERIA, [])
    if len(bacterial) >= max(FEWEST_BACTERIAL, symbols):
        found[BACTERIA] = bacterial
    return [(taxon, tuple(words)) for taxon, words in found.items() if len(words) >= FEWEST]


@lru_cache(maxsize=1 << 16)
def _is_symbol(label: str) -> bool:
    return bool(SYMBOL.fullmatch(label))


@lru_cache(maxsize=1 << 16)
def _styled(label: str, lexicon: Lexicon) -> Taxon | None:
    """Give the organism whose genes are spelt as this label is."""
    taxon = next((taxon for style, taxon in STYLES if style.fullmatch(label)), None)
    if taxon is None and _MOUSE.fullmatch(label) and _only_mouse(label, lexicon):
        return MOUSE
    return BACTERIA if taxon is None and BACTERIAL.fullmatch(label) else taxon


def share_known(labels: Iterable[str], lexicon: Lexicon) -> tuple[float, int]:
    """Give the share of the labels that look like gene symbols (capitals with a digit) and are human names, and
    how many labels look so."""
    symbols = [label for label in labels if _is_symbol(label)]
    known = sum(_is_human(label, lexicon) for label in symbols)
    return (known / len(symbols) if symbols else 0.0), len(symbols)


@lru_cache(maxsize=1 << 16)
def _is_human(label: str, lexicon: Lexicon) -> bool:
    return any(name.source in HUMAN_SOURCES for name in lexicon.lookup(fold(label)))


def _only_mouse(label: str, lexicon: Lexicon) -> bool:
    """Tell a symbol of the mouse that is no name of a human gene (Trp53 is, by NCBI's list; Ifi204 is not)."""
    names = lexicon.lookup(fold(label))
    mouse = any(n.source == "mgi_symbol" and n.name == label for n in names)
    return mouse and not any(n.source in HUMAN_SOURCES or n.source == "rgd_symbol" for n in names)
