"""Read the open-access articles that people work with, and compare with what two other readers count."""

from __future__ import annotations

import os
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from figway.acquire import jats

SHARED = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
ARTICLES = sorted(SHARED.glob("articles/**/PMC*.xml"))
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not ARTICLES, reason="needs FIGWAY_SHARED")]
UNREAD = {"object-id", "tex-math", "inline-graphic", "alt-text"}
XLINK = "{http://www.w3.org/1999/xlink}href"


def text_of(element: ET.Element) -> str:
    """Give all text of a caption, as a reader that knows nothing of markup sees it."""
    if element.tag in UNREAD:
        return element.tail or ""
    return (element.text or "") + "".join(map(text_of, element)) + (element.tail or "")


def bare(text: str) -> str:
    """Leave what does not depend on spacing, on scripts and on the kind of a dash."""
    text = re.sub(r"DOI:\s*http://dx.doi.org/10.7554/eLife\.[\d.]+", "", text)
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b/]", "", re.sub("[‐-―−]", "-", text))


def test_there_are_the_articles_that_the_numbers_speak_of() -> None:
    assert len(ARTICLES) == 37
    counted = sum(len(ET.parse(path).findall(".//fig")) for path in ARTICLES)
    found = [f for path in ARTICLES for f in jats.parse(path.read_bytes(), path.name).figures]
    assert counted == sum(f.element == "fig" for f in found) == 226
    assert len(found) == 230  # and four pictures that stand in supplements


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_figure_is_there_with_label_pictures_and_whole_caption(path: Path) -> None:
    root = ET.parse(path).getroot()
    expected = root.findall(".//fig")
    figures = [f for f in jats.parse(path.read_bytes(), path.name).figures if f.element == "fig"]
    assert [f.id for f in figures] == [fig.get("id") for fig in expected]
    for fig, found in zip(expected, figures, strict=True):
        label = "".join(fig.find("label").itertext()) if fig.find("label") is not None else ""
        assert found.label == " ".join(label.split()).rstrip(" .:|")
        graphics = [*fig.findall("graphic"), *fig.findall("alternatives/graphic")]
        assert {n for p in found.pictures for n in p.names} == {g.get(XLINK) for g in graphics}
        caption = fig.find("caption")
        said = "" if caption is None else text_of(caption).removesuffix(caption.tail or "")
        credits = "".join("".join(attrib.itertext()) for attrib in fig.findall("attrib"))
        assert bare(found.title + found.caption) == bare(said + credits)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_link_to_a_figure_stands_in_one_of_its_sentences(path: Path) -> None:
    parsed = jats.parse(path.read_bytes(), path.name)
    sentences = {f.id: f.sentences for f in parsed.figures}
    root = ET.parse(path).getroot()
    captions = {
        id(x) for tag in ("fig", "table-wrap", "supplementary-material") for c in root.iter(tag) for x in c.iter()
    }
    linked = {
        rid
        for p in root.iter("p")
        if id(p) not in captions
        for xref in p.iter("xref")
        if id(xref) not in captions and xref.get("ref-type") == "fig"
        for rid in (xref.get("rid") or "").split()
    }
    assert all(sentences[rid] for rid in linked if rid in sentences)
    assert all(not re.search("[\ue000-\uf8ff]", s) for found in sentences.values() for s in found)


def test_papers_are_known_by_their_identifiers() -> None:
    by_file = {path.stem: jats.parse(path.read_bytes()).article for path in ARTICLES}
    assert all(a.doi and a.title and a.authors and a.journal and a.licence for a in by_file.values())
    assert [pmcid for pmcid, a in by_file.items() if not a.abstract] == ["PMC7959012"]  # a letter
    assert all(re.fullmatch(r"(19|20)\d\d", a.year) and re.fullmatch(r"[\d-]{4,10}", a.date) for a in by_file.values())
    assert {pmcid for pmcid, a in by_file.items() if a.pmcid and a.pmcid != pmcid} == set()
    assert by_file["PMC5522055"].reftext == "Mingyan He, et al. Oncotarget. 2017 Jun 27;8(26):42136-42148."
    assert by_file["PMC5522055"].licence == "CC BY 3.0"


def test_figids_and_aliases_are_each_given_once() -> None:
    drawn = [d.record for path in ARTICLES for d in jats.records(jats.parse(path.read_bytes()), path.stem)]
    assert len({r.figid.lower() for r in drawn}) == len(drawn) == 230
    aliases = [r.figid_alias for r in drawn if r.figid_alias]
    assert len(set(aliases)) == len(aliases)
    assert all(r.figid.startswith("PMC") and r.figure.figtitle for r in drawn)
