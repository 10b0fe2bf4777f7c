"""Tell which organisms a figure is about, from the names that title, caption and abstract use.

Organism names and their place in the tree of life come from the lexicon (MeSH tree B); a short table adds what
articles write and MeSH does not list (mice, patients, cell lines, Latin abbreviations). Human genes are published
for figures about animals, or about nothing in particular; a figure about plants, fungi or bacteria alone gets none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from figway.lexicon.load import Lexicon
from figway.records import FigureRecord
from figway.text import fold, normalize

Group = Literal["animal", "plant", "fungus", "bacterium", "archaeon", "protist", "virus"]

TREES: tuple[tuple[str, Group], ...] = (
    ("B01.050", "animal"),
    ("B01.875.800", "plant"),
    ("B01.875", "plant"),
    ("B01.650", "plant"),
    ("B01.300", "fungus"),
    ("B01", "protist"),
    ("B02", "archaeon"),
    ("B03", "bacterium"),
    ("B04", "virus"),
)

WORDS: dict[str, tuple[str, Group]] = {
    "human": ("Homo sapiens", "animal"),
    "humans": ("Homo sapiens", "animal"),
    "patient": ("Homo sapiens", "animal"),
    "patients": ("Homo sapiens", "animal"),
    "hela": ("Homo sapiens", "animal"),
    "hek293": ("Homo sapiens", "animal"),
    "hek293t": ("Homo sapiens", "animal"),
    "hepg2": ("Homo sapiens", "animal"),
    "huh7": ("Homo sapiens", "animal"),
    "a549": ("Homo sapiens", "animal"),
    "thp1": ("Homo sapiens", "animal"),
    "mcf7": ("Homo sapiens", "animal"),
    "jurkat": ("Homo sapiens", "animal"),
    "mouse": ("Mus musculus", "animal"),
    "mice": ("Mus musculus", "animal"),
    "murine": ("Mus musculus", "animal"),
    "raw2647": ("Mus musculus", "animal"),
    "rat": ("Rattus norvegicus", "animal"),
    "rats": ("Rattus norvegicus", "animal"),
    "mammal": ("Mammalia", "animal"),
    "mammals": ("Mammalia", "animal"),
    "mammalian": ("Mammalia", "animal"),
    "vertebrate": ("Vertebrata", "animal"),
    "vertebrates": ("Vertebrata", "animal"),
    "animal": ("Metazoa", "animal"),
    "animals": ("Metazoa", "animal"),
    "chicken": ("Gallus gallus", "animal"),
    "chickens": ("Gallus gallus", "animal"),
    "porcine": ("Sus scrofa", "animal"),
    "pig": ("Sus scrofa", "animal"),
    "pigs": ("Sus scrofa", "animal"),
    "swine": ("Sus scrofa", "animal"),
    "bovine": ("Bos taurus", "animal"),
    "zebrafish": ("Danio rerio", "animal"),
    "xenopus": ("Xenopus laevis", "animal"),
    "fruitfly": ("Drosophila melanogaster", "animal"),
    "drosophila": ("Drosophila melanogaster", "animal"),
    "dmelanogaster": ("Drosophila melanogaster", "animal"),
    "celegans": ("Caenorhabditis elegans", "animal"),
    "silkworm": ("Bombyx mori", "animal"),
    "arabidopsis": ("Arabidopsis thaliana", "plant"),
    "athaliana": ("Arabidopsis thaliana", "plant"),
    "tobacco": ("Nicotiana tabacum", "plant"),
    "nbenthamiana": ("Nicotiana benthamiana", "plant"),
    "rice": ("Oryza sativa", "plant"),
    "osativa": ("Oryza sativa", "plant"),
    "maize": ("Zea mays", "plant"),
    "wheat": ("Triticum aestivum", "plant"),
    "barley": ("Hordeum vulgare", "plant"),
    "soybean": ("Glycine max", "plant"),
    "tomato": ("Solanum lycopersicum", "plant"),
    "potato": ("Solanum tuberosum", "plant"),
    "populus": ("Populus", "plant"),
    "grapevine": ("Vitis vinifera", "plant"),
    "cotton": ("Gossypium", "plant"),
    "plant": ("Viridiplantae", "plant"),
    "plants": ("Viridiplantae", "plant"),
    "chlamydomonas": ("Chlamydomonas reinhardtii", "plant"),
    "cyanobacteria": ("Cyanobacteria", "bacterium"),
    "yeast": ("Saccharomyces cerevisiae", "fungus"),
    "scerevisiae": ("Saccharomyces cerevisiae", "fungus"),
    "spombe": ("Schizosaccharomyces pombe", "fungus"),
    "calbicans": ("Candida albicans", "fungus"),
    "fungal": ("Fungi", "fungus"),
    "bacterial": ("Bacteria", "bacterium"),
    "ecoli": ("Escherichia coli", "bacterium"),
    "bsubtilis": ("Bacillus subtilis", "bacterium"),
    "paeruginosa": ("Pseudomonas aeruginosa", "bacterium"),
    "mtuberculosis": ("Mycobacterium tuberculosis", "bacterium"),
    "saureus": ("Staphylococcus aureus", "bacterium"),
}
"""What articles write, folded, with the scientific name and the group."""

NAMES = {
    "Humans": "Homo sapiens",
    "Mice": "Mus musculus",
    "Rats": "Rattus norvegicus",
    "Chickens": "Gallus gallus",
    "Swine": "Sus scrofa",
    "Cattle": "Bos taurus",
    "Zebrafish": "Danio rerio",
    "Arabidopsis": "Arabidopsis thaliana",
    "Drosophila": "Drosophila melanogaster",
    "Yeasts": "Saccharomyces cerevisiae",
    "Plants": "Viridiplantae",
    "Saccharomycetales": "Saccharomyces cerevisiae",
}
"""MeSH headings whose scientific name differs."""

FOREIGN = frozenset({"plant", "fungus", "bacterium", "archaeon"})
VAGUE = frozenset({"Mammalia", "Vertebrata", "Metazoa", "Viridiplantae", "Fungi", "Bacteria", "Animals", "Viruses"})
MOST_KNOWN = {"plant": 0.75, "fungus": 0.75, "bacterium": 0.5, "archaeon": 0.5}
"""Human genes are kept where at least this share of the symbol-like labels are human names: hosts of microbes."""
HUMAN_SOURCES = frozenset(
    {
        "hgnc_symbol",
        "hgnc_prev_symbol",
        "hgnc_alias_symbol",
        "famplex_id",
        "famplex_synonym",
        "famplex_gene",
        "curated",
    }
)
_SYMBOL = re.compile(r"^[A-Z][A-Za-z\-]{1,6}[0-9]{1,3}[A-Za-zα-ω]?$")
_LATIN = re.compile(r"\b([A-Z])\.\s?([a-z]{4,})\b")
_TOKEN = re.compile(r"[A-Za-z][\w.\-]*")


@dataclass(frozen=True, slots=True)
class Organisms:
    """Hold the organisms a paper names, most often named first, and whether human genes fit the figure."""

    named: tuple[tuple[str, Group, int], ...] = ()
    human_genes: bool = True
    reason: str = ""

    @property
    def published(self) -> tuple[str, ...]:
        """Give the names to publish: species and genera of cells, without the vague words."""
        found = tuple(name for name, group, _ in self.named if group != "virus" and name not in VAGUE)
        return found or (("Homo sapiens",) if self.human_genes else ())


def organisms_of(record: FigureRecord, lexicon: Lexicon) -> Organisms:
    """Count the organisms that title, caption, abstract and lines name; titles and captions count double."""
    figure, article = record.figure, record.article
    strong = " . ".join((article.title, figure.figtitle, figure.caption))
    weak = " . ".join((article.abstract, *figure.sentences))
    printed = " . ".join(line.text for line in record.text)
    counts: Counter[tuple[str, Group]] = Counter()
    for text, weight in ((strong, 2), (weak, 1), (printed, 1)):
        for found in _named(text, lexicon):
            counts[found] += weight
    named = tuple((name, group, n) for (name, group), n in sorted(counts.items(), key=lambda x: (-x[1], x[0])))
    totals: Counter[str] = Counter()
    for _, group, n in named:
        totals[group] += n
    specific = [(name, group, n) for name, group, n in named if group in FOREIGN and name not in VAGUE]
    if sum(n for _, _, n in specific) >= 2 and not totals["animal"]:
        main = max(sorted(FOREIGN), key=lambda g: totals[g])
        known = share_known(record, lexicon)
        if known < MOST_KNOWN[main]:
            names = ", ".join(name for name, _, _ in specific)
            reason = (
                f"no human genes: the paper names only {names} ({main}), "
                f"and {known:.0%} of the labels that look like gene symbols are human ones"
            )
            return Organisms(named, False, reason)
    return Organisms(named)


def share_known(record: FigureRecord, lexicon: Lexicon) -> float:
    """Give the share of labels that look like gene symbols (capitals with a digit) and are human names."""
    labels = {w for line in record.text for w in re.split(r"[\s/,;()]+", normalize(line.text)) if _SYMBOL.match(w)}
    known = sum(any(n.source in HUMAN_SOURCES for n in lexicon.lookup(fold(w))) for w in labels)
    return known / len(labels) if labels else 0.0


def _named(text: str, lexicon: Lexicon) -> list[tuple[str, Group]]:
    """Find organism names: Latin abbreviations, then runs of three words down to one."""
    text = normalize(text)
    found: list[tuple[str, Group]] = []
    for match in _LATIN.finditer(text):
        known = WORDS.get(fold(match[1] + match[2]))
        if known:
            found.append(known)
    tokens = [t.strip(".-") for t in _TOKEN.findall(text)]
    i = 0
    while i < len(tokens):
        for size in (3, 2, 1):
            hit = _look_up("".join(tokens[i : i + size]), " ".join(tokens[i : i + size]), lexicon)
            if hit:
                found.append(hit)
                i += size - 1
                break
        i += 1
    return found


def _look_up(joined: str, phrase: str, lexicon: Lexicon) -> tuple[str, Group] | None:
    key = fold(joined)
    if key in WORDS:
        return WORDS[key]
    if len(key) < 4 or phrase.isupper():
        return None
    meanings = lexicon.lookup(key)
    if any(name.source in HUMAN_SOURCES for name in meanings):
        return None
    for name in meanings:
        if name.source != "mesh_organism" or (lexicon.is_english(phrase) and phrase.islower()):
            continue
        entity = lexicon.entity(name.entity)
        trees = [x.removeprefix("mesh.tree:") for x in entity.xrefs if x.startswith("mesh.tree:")] if entity else []
        for tree, group in TREES:
            if entity and any(t.startswith(tree) for t in trees):
                return NAMES.get(entity.name, entity.name), group
    return None
