"""Read what a harvest needs of an article's XML: its figures, the names of their pictures, and the paper's own data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from figway import derive
from figway.errors import ArticleError
from figway.records import Article, Figure, FigureImage, FigureRecord

_HREF = "{http://www.w3.org/1999/xlink}href"
_SUFFIX = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp|eps|svg)$", re.IGNORECASE)
_CODE = re.compile(r"creativecommons\.org/(?:licenses/(by(?:-(?:nc|nd|sa))*)|publicdomain/(zero))/?(\d\.\d)?", re.I)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Hold one picture of a figure: the record that begins with it, and the names of its file, the best first."""

    record: FigureRecord
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleXml:
    """Hold an article's figures, and whether its full text is there."""

    article: Article
    drawn: tuple[Drawn, ...]
    has_body: bool


def read_article(data: bytes, pmcid: str, where: str = "article") -> ArticleXml:
    """Read an article, whatever wraps it; raises ArticleError. Nothing is fetched and no entity expanded."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"{where}: damaged or no XML ({error}); fetch it again") from error
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    found = root if root.tag == "article" else root.find(".//article")
    if found is None:
        raise ArticleError(f"{where}: no article in JATS XML, its root is <{root.tag}>; fetch it again")
    article = _article(found, pmcid)
    drawn: list[Drawn] = []
    for fig in found.iter("fig"):
        drawn += _figure(fig, article, {each.record.figid for each in drawn})
    return ArticleXml(article, tuple(drawn), found.find("body") is not None)


def _article(article: Any, pmcid: str) -> Article:
    meta = article.find("front/article-meta")
    if meta is None:
        return Article(pmcid=pmcid)
    ids = {element.get("pub-id-type"): _text(element) for element in meta.findall("article-id")}
    links = " ".join(value for element in meta.iter("license", "license_ref", "ext-link") for value in _links(element))
    code = _CODE.search(links)
    licence = "" if code is None else f"CC {code[1].upper()} {code[3] or ''}" if code[1] else "CC0"
    return Article(
        pmcid=pmcid,
        pmid=ids.get("pmid", ""),
        doi=ids.get("doi", ""),
        title=_text(meta.find("title-group/article-title")),
        journal=_text(article.find("front/journal-meta//journal-title")),
        year=_text(meta.find("pub-date/year")),
        licence=licence.strip(),
    )


def _figure(fig: Any, article: Article, taken: set[str]) -> list[Drawn]:
    """Begin a record for each picture of a figure, and one for a figure without any; alternatives show the same."""
    label = _text(fig.find("label"))
    caption = "\n".join(text for element in fig.findall("caption/*") if (text := _text(element)))
    groups = [[g.get(_HREF) for g in a.iter("graphic") if g.get(_HREF)] for a in fig.iter("alternatives")]
    alone = [[g.get(_HREF)] for g in fig.iter("graphic") if g.get(_HREF) and g.getparent().tag != "alternatives"]
    found: list[Drawn] = []
    for names in [*alone, *filter(None, groups)] or [[]]:
        stem = _SUFFIX.sub("", names[0].rpartition("/")[2]) if names else fig.get("id", "figure")
        figid = derive.figid(stem, article.pmcid)
        if figid in taken or any(figid == each.record.figid for each in found):
            continue
        short = derive.number(label, names[0] if names else "")
        figure = Figure(
            number=label or (short if short != derive.UNKNOWN_NUMBER else ""),
            figtype=derive.figtype(short),
            figtitle=derive.figtitle("", caption, article.title),
            caption=caption,
            filename=names[0] if names else "",
            image=FigureImage(licence=article.licence),
        )
        record = FigureRecord(
            figid=figid, figid_alias=derive.alias(article.pmcid, short), figure=figure, article=article
        )
        found.append(Drawn(record, tuple(names)))
    return found


def _links(element: Any) -> list[str]:
    return [element.get(_HREF) or "", _text(element)]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
