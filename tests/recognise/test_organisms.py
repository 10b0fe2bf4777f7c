"""Check what is taken for an organism, in made sentences and in the captions of real papers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from importlib import resources
from pathlib import Path

import pytest

from figway.lexicon.load import Lexicon
from figway.recognise.organisms import Organisms, organisms_of
from figway.recognise.organisms.table import table, word_key
from figway.records import Article, Figure, FigureRecord, TextLine

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
TRUTH = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "organisms_truth.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Load the lexicon once."""
    return Lexicon.load()


def figure(caption: str = "", title: str = "", abstract: str = "", labels: str = "") -> FigureRecord:
    """Make a record of texts; labels are parted by blanks."""
    lines = tuple(TextLine(id=f"t{n}", text=x, polygon=BOX, score=1) for n, x in enumerate(labels.split()))
    article = Article(title=title, abstract=abstract)
    return FigureRecord(figid="f", figure=Figure(caption=caption), article=article, text=lines)


def about(lexicon: Lexicon, **texts: str) -> Organisms:
    """Give the organisms of such a record."""
    return organisms_of(figure(**texts), lexicon)


@pytest.mark.parametrize(
    ("caption", "organisms"),
    [
        ("Signalling in Trp53-null mice", ["Mus musculus"]),
        ("Model of insulin release in INS-1 cells", ["Rattus norvegicus"]),
        ("TNF signalling in RAW 264.7 macrophages and in RAW264.7 lysates", ["Mus musculus"]),
        ("Wnt pathway in HEK293T cells", ["Homo sapiens"]),
        ("Infection of N. benthamiana leaves; Nicotiana benthamiana was grown", ["Nicotiana benthamiana"]),
        ("The lac operon of E. coli and its repressor. E. coli grew", ["Escherichia coli"]),
        ("Immune genes of Ruditapes philippinarum, a clam. R. philippinarum was fed", ["Ruditapes philippinarum"]),
        ("Oogenesis in Drosophila: fly ovaries", ["Drosophila melanogaster"]),
        ("The Toll pathway in Lepidoptera such as Bombyx mori", ["Bombyx mori"]),
        ("Porcine reproductive and respiratory syndrome virus blocks STAT1", ["Sus scrofa"]),
    ],
)
def test_names_what_a_caption_names(lexicon: Lexicon, caption: str, organisms: list[str]) -> None:
    assert list(about(lexicon, caption=caption).published) == organisms


@pytest.mark.parametrize(
    "caption",
    [
        "Snail, Slug and Twist drive transition in cells",
        "Hedgehog and Smoothened signal through Gli",
        "Cactus binds Dorsal",
        "The replication cycle: a virion enters, arrowheads mark fusion",
        "CAT and SOD1 remove peroxide; RAT1 is not shown",
        "Turkey and Spain were sampled; samples fly by air",
        "A cotton swab, a tick mark, a coral-red line, tea at noon",
    ],
)
def test_everyday_words_and_genes_are_no_organisms(lexicon: Lexicon, caption: str) -> None:
    found = about(lexicon, caption=caption)
    assert found.published == ("Homo sapiens",)
    assert found.human_genes


def test_says_that_human_is_taken_for_granted(lexicon: Lexicon) -> None:
    assert any("taken for granted" in line for line in about(lexicon, caption="The MAPK cascade").why)
    assert not any("taken for granted" in line for line in about(lexicon, caption="in mice").why)


def test_evidence_says_which_word_stood_where_how_often(lexicon: Lexicon) -> None:
    found = about(lexicon, title="Ageing of mice", caption="Mice and mice, murine liver")
    assert found.why == ("Mus musculus: 'mice' in title, 'Mice' in caption, 'mice' in caption, 'murine' in caption",)


@pytest.mark.parametrize(
    ("labels", "organism", "human"),
    [
        ("AtMYB75 AtTT8 AtTTG1 AtGL3", "Arabidopsis thaliana", False),
        ("OsMAPK6 OsWRKY45 OsNPR1", "Oryza sativa", False),
        ("AT1G01060 AT2G46830 AT5G61380", "Arabidopsis thaliana", False),
        ("YAL005C YLL024W YBL075C", "Saccharomyces cerevisiae", False),
        ("nadE rpoB lacZ recA dnaK gyrB", "Bacteria", False),
        ("mRNA siRNA cAMP pERK preS tRNA EGFR", "Homo sapiens", True),
        ("ATR ATM ATF4 OSMR NTRK1 STAT1", "Homo sapiens", True),
        ("Ifi204 Klra8 Cxcl15 Trp53", "Mus musculus", True),
        ("Akt1 Smad3 Stat1 Nfkb1", "Homo sapiens", True),
    ],
)
def test_spelling_of_genes(lexicon: Lexicon, labels: str, organism: str, human: bool) -> None:
    found = about(lexicon, labels=labels)
    assert (found.published, found.human_genes) == ((organism,), human)


@pytest.mark.parametrize(
    ("texts", "human"),
    [
        ({"title": "Cold stress in Arabidopsis", "labels": "CBF1 ICE1 COR15 HOS1 ZAT12"}, False),
        ({"title": "Cold stress in Arabidopsis and human cells", "labels": "CBF1 ICE1 COR15 HOS1 ZAT12"}, True),
        ({"title": "Houttuynia cordata suppresses lung cancer", "labels": "NRF2 HMOX1 NQO1"}, True),
        ({"title": "Salmonella enterica invasion", "labels": "TLR4 STAT3 CASP1 NFKB1"}, True),
        ({"title": "Salmonella enterica invasion of host cells", "caption": "Salmonella enterica"}, True),
        ({"title": "Sporulation of Bacillus subtilis", "caption": "Phosphorelay of B. subtilis"}, False),
        ({"title": "Lysogeny of phage lambda", "caption": "Bacteriophage λ decides"}, True),
        ({"title": "Tobacco smoke and COPD"}, True),
        ({"caption": "A yeast two-hybrid screen found binding"}, True),
    ],
)
def test_human_genes_are_withheld_only_where_the_figure_is_foreign(
    lexicon: Lexicon, texts: dict[str, str], human: bool
) -> None:
    found = about(lexicon, **texts)
    assert found.human_genes is human
    assert bool(found.reason) is not human


def test_table_files_no_word_under_two_names() -> None:
    path = Path(str(resources.files("figway.recognise.organisms"))) / "organisms.tsv"
    rows = [x.split("\t") for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    names: dict[str, set[str]] = {}
    for words, name, *_ in rows:
        for word in words.split("|"):
            names.setdefault(word_key(word), set()).add(name)
    assert not {word: found for word, found in names.items() if len(found) > 1}
    assert set(names) == set(table())


def real(shared: Path, name: str) -> FigureRecord:
    """Read title, abstract and caption of a figure of the shared set, or of an article (PMCID#fig id)."""
    article, _, fig = name.partition("#")
    if not fig:
        paths = (shared / "figures" / folder / "metadata" / f"{name}.json" for folder in ("annotated", "unannotated"))
        data = json.loads(next(p for p in paths if p.exists()).read_text(encoding="utf-8"))
        return figure(data["caption"] or "", data["papertitle"] or "")
    root = ET.parse(next((shared / "articles").glob(f"*/{article}.xml"))).getroot()
    caption = next(f for f in root.iter("fig") if f.get("id") == fig).find("caption")
    return figure(_text(caption), _text(root.find(".//article-meta//article-title")), _text(root.find(".//abstract")))


def _text(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


@pytest.mark.shared
@pytest.mark.parametrize(("name", "organisms", "human"), TRUTH, ids=[row[0] for row in TRUTH])
def test_real_captions(shared: Path, lexicon: Lexicon, name: str, organisms: str, human: str) -> None:
    found = organisms_of(real(shared, name), lexicon)
    assert set(found.published) == set(organisms.split("|"))
    assert found.human_genes is (human == "yes"), found.reason


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["annotated", "annotated_papers"])
def test_only_foreign_figures_lose_human_genes(shared: Path, lexicon: Lexicon, folder: str) -> None:
    """Take the annotators' labels as printed: what they call yeast, plant or bacteria is withheld, nothing else."""
    withheld, foreign = set(), set()
    for path in sorted((shared / "figures" / folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        metadata = path.parents[1] / "metadata" / path.name
        data = json.loads(metadata.read_text(encoding="utf-8")) if metadata.exists() else {}
        labels = " ".join(entity["label"] for entity in gold["entities"])
        found = about(lexicon, caption=data.get("caption") or "", title=data.get("papertitle") or "", labels=labels)
        if not found.human_genes:
            withheld.add(path.stem)
        if gold["species_hint"] in ("yeast", "plant", "bacteria"):
            foreign.add(path.stem)
    assert len(foreign) == 2
    assert withheld == foreign
