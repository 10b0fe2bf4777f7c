"""Draw records of a library as large as one likes, in the numbers of the published archive of pathway figures.

By default 110,000 figures with 1.4 million rows of human genes and 350,000 of chemicals, the sizes of figures log-normal
(one figure in twelve names no gene, three in five no chemical), a few genes in very many figures, years growing as the
literature does, captions of common words by Zipf's law with the figure's own names among them. One figure in five has
mentions and drawn relations, as figway reads them; the others are as imported pages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.lexicon import Lexicon
from figway.records import Article, Figure, FigureImage, FigureRecord, GeneRow, Mention, Relation, TermRow

FIGURES, GENE_ROWS, CHEMICAL_ROWS, DISEASE_ROWS = 110_000, 1_400_000, 350_000, 44_598
GENES, CHEMICALS, DISEASES = 18_586, 14_212, 1_632
ORGANISMS = (
    ("Homo sapiens", 0.62), ("Mus musculus", 0.2), ("Rattus norvegicus", 0.05), ("Arabidopsis thaliana", 0.04),
    ("Saccharomyces cerevisiae", 0.03), ("Drosophila melanogaster", 0.02), ("Danio rerio", 0.02),
    ("Escherichia coli", 0.02),
)  # fmt: skip
_TOPIC = (
    "the of and in pathway signaling cell to by is with figure activation expression cancer model kinase protein "
    "receptor mechanism role regulation inhibition through induced phosphorylation effect growth factor response "
    "inflammation apoptosis metabolism insulin immune stress mitochondrial tumor therapy transcription gene "
    "proliferation autophagy oxidative resistance interaction schematic proposed overview diagram disease neurons "
    "T-cell hypoxia differentiation angiogenesis fibrosis glucose lipid development treatment target network"
)
TOPIC = _TOPIC.split()
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Name:
    """Hold what a label stands for."""

    word: str
    identifier: str


class Pool:
    """Draw from names of which the first are far commoner than the last."""

    def __init__(self, names: list[Name], mean: float, empty: float) -> None:
        weights = 1 / np.arange(10, len(names) + 10) ** 0.8
        self.names = names
        self._sums = np.cumsum(weights / weights.sum())
        self._mean, self._empty = mean / (1 - empty), empty

    def draw(self, rng: np.random.Generator, figures: int) -> Iterator[list[Name]]:
        """Give the names of each figure."""
        sizes = np.maximum(1, np.rint(rng.lognormal(np.log(self._mean) - 0.405, 0.9, figures))).astype(int)
        sizes[rng.random(figures) < self._empty] = 0
        places = np.minimum(np.searchsorted(self._sums, rng.random(sizes.sum())), len(self.names) - 1)
        for chosen in np.split(places, np.cumsum(sizes)[:-1]):
            yield [self.names[i] for i in chosen]


class Words:
    """Draw running text by Zipf's law, the words of the field first."""

    def __init__(self, lexicon: Lexicon, rng: np.random.Generator) -> None:
        others = sorted(set(lexicon.english_words()) - set(TOPIC))
        rng.shuffle(others)
        self._words = np.array([*TOPIC, *others], dtype=object)
        self._sums = np.cumsum(1 / np.arange(2.7, len(self._words) + 2.7))

    def draw(self, rng: np.random.Generator, lengths: NDArray[np.int_]) -> list[list[str]]:
        """Give texts of these many words."""
        places = np.searchsorted(self._sums, rng.random(lengths.sum()) * self._sums[-1])
        return [list(text) for text in np.split(self._words[places], np.cumsum(lengths)[:-1])]


def draw_records(lexicon: Lexicon, figures: int = FIGURES, seed: int = 1) -> Iterator[FigureRecord]:
    """Draw records in the order of their figids."""
    rng = np.random.default_rng(seed)
    words = Words(lexicon, rng)
    pools = (
        Pool(genes(lexicon), GENE_ROWS / FIGURES, 1 / 12),
        Pool(terms(lexicon, "chemical", CHEMICALS), CHEMICAL_ROWS / FIGURES, 0.6),
        Pool(terms(lexicon, "disease", DISEASES), DISEASE_ROWS / FIGURES, 0.8),
    )
    journals = [" ".join(text).capitalize() for text in words.draw(rng, rng.integers(1, 4, 900))]
    for first in range(0, figures, _BATCH):
        count = min(_BATCH, figures - first)
        names = zip(*(pool.draw(rng, count) for pool in pools), strict=True)
        captions, titles, papers = (
            words.draw(rng, np.maximum(3, rng.lognormal(np.log(mean), 0.5, count)).astype(int)) for mean in (100, 8, 14)
        )
        authors = words.draw(rng, np.full(count, 3))
        for i, (some, chemicals, diseases) in enumerate(names):
            n = first + i
            known = [name.word for name in some[:4]]
            captions[i][5:5] = known
            titles[i][2:2] = known[:1]
            yield _record(rng, n, some, chemicals, diseases, captions[i], titles[i], papers[i], authors[i], journals)


def _record(
    rng: np.random.Generator, n: int, some: list[Name], chemicals: list[Name], diseases: list[Name],
    caption: list[str], title: list[str], paper: list[str], author: list[str], journals: list[str],
) -> FigureRecord:  # fmt: skip
    read = n % 5 == 0
    organism = ORGANISMS[int(np.searchsorted(np.cumsum([w for _, w in ORGANISMS]), rng.random() * 0.999))][0]
    year = str(2024 - min(29, int(rng.exponential(5.5))))
    pmcid = f"PMC{1_000_000 + n * 5 // 6 * 7}"
    rows = [
        GeneRow(
            word=g.word, symbol=g.word, source="hgnc_symbol", hgnc_symbol=g.word, entrez=g.identifier,
            organism="Homo sapiens", mention=f"m{k}" if read else "",
        )
        for k, g in enumerate(some)
    ]  # fmt: skip
    return FigureRecord(
        figid=f"{pmcid}__fig{n:06}-g001",
        figid_alias=f"{pmcid}__F{n}",
        figure=Figure(
            number=f"Figure {1 + n % 9}", figtype="Figure", figtitle=" ".join(title).capitalize(),
            caption=" ".join(caption).capitalize() + ".",
            image=FigureImage(path=f"images/{pmcid}__fig{n:06}-g001.jpg", width=1200, height=900, licence="CC BY 4.0"),
        ),
        article=Article(
            pmcid=pmcid, pmid=str(20_000_000 + n), title=" ".join(paper).capitalize(),
            authors=tuple(a.capitalize() for a in author), journal=journals[min(int(rng.exponential(90)), 899)],
            year=year, reftext=f"{author[0].capitalize()}, et al. {year}.",
        ),
        kind="pathway", pathway_score=float(rng.beta(8, 1)), organisms=(organism,), genes=tuple(rows),
        chemicals=tuple(TermRow(word=c.word, source="MESH", identifier=c.identifier) for c in chemicals),
        diseases=tuple(TermRow(word=d.word, source="MESH", identifier=d.identifier) for d in diseases),
        mentions=tuple(_mention(rng, k, g) for k, g in enumerate(some)) if read else (),
        relations=tuple(_relations(rng, some)) if read else (),
    )  # fmt: skip


def _mention(rng: np.random.Generator, k: int, gene: Name) -> Mention:
    x, y = (round(float(v), 1) for v in rng.random(2) * 900)
    corners = ((x, y), (x + 60, y), (x + 60, y + 20), (x, y + 20))
    identifiers = (f"ncbigene:{gene.identifier}",)
    return Mention(
        id=f"m{k}", word=gene.word, polygon=corners, kind="gene", symbol=gene.word, identifiers=identifiers, score=0.97
    )


def _relations(rng: np.random.Generator, some: list[Name]) -> Iterator[Relation]:
    for k in range(1, len(some)):
        ends = (int(rng.integers(k)), k)
        source, target = ends if rng.random() < 0.7 else ends[::-1]
        yield Relation(
            source=some[source].word, target=some[target].word, source_ids=(f"m{source}",), target_ids=(f"m{target}",),
            sign="+" if rng.random() < 0.75 else "-", head="pointed", score=round(float(rng.beta(6, 2)), 3),
        )  # fmt: skip


def genes(lexicon: Lexicon) -> list[Name]:
    """Give human genes with their NCBI numbers."""
    found = []
    for number in range(5, 60_000):
        entity = lexicon.entity(f"hgnc:{number}")
        entrez = next((x for x in entity.xrefs if x.startswith("ncbigene:")), "") if entity else ""
        if entity and entrez:
            found.append(Name(entity.name, entrez.removeprefix("ncbigene:")))
    return found[:GENES]


def terms(lexicon: Lexicon, kind: str, most: int) -> list[Name]:
    """Give chemicals or diseases of MeSH: those of the lexicon, then numbered ones, as the archive has more."""
    known = (lexicon.entity(f"mesh:D{n:06}") for n in range(1, 80_000))
    found = [Name(e.name, e.id.removeprefix("mesh:")) for e in known if e and e.kind == kind][:most]
    return [*found, *(Name(f"{kind} {n}", f"C{n:06}") for n in range(most - len(found)))]
