"""Read whole documents: an article, or many in one wrapper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from figway.acquire.jats.figures import figures_of, other_pictures
from figway.acquire.jats.markup import Writer
from figway.acquire.jats.model import JatsArticle
from figway.acquire.jats.paper import paper_of
from figway.acquire.jats.sentences import mentioning, sentences_of
from figway.acquire.jats.xml import articles_in, child, read_tree
from figway.errors import ArticleError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parse(data: bytes, where: str = "article") -> JatsArticle:
    """Read one article; `where` names it in messages. Of several in one document the first is given.

    Raises ArticleError where the XML is damaged, cut short, too large, made to exhaust memory, or no article.
    """
    articles = parse_all(data, where)
    for article in articles:
        return article
    raise AssertionError  # parse_all raises where there is none


def parse_all(data: bytes, where: str = "articles") -> Iterator[JatsArticle]:
    """Yield the articles of a document, as efetch and OAI-PMH wrap several; raises ArticleError."""
    root, entities, warnings = read_tree(data, where)
    articles = list(articles_in(root))
    if not articles:
        raise ArticleError(
            f"{where}: no article in JATS XML: its root is <{root.tag}>{_said(root)}; expected <article> or a wrapper"
        )
    return (_article(element, entities, warnings) for element in articles)


def _said(root: Element) -> str:
    """Quote what a service said in place of an article."""
    text = " ".join("".join(root.itertext())[:2000].split())
    return f", which says {text[:200]!r}" if text else ""


def _article(element: Element, entities: dict[str, str], warnings: tuple[str, ...]) -> JatsArticle:
    write = Writer(entities)
    figures, scopes = figures_of(element, write)
    order = [figure.id for figure in figures if figure.id]
    said = {
        scope: list(sentences_of(element if scope is None else scope, entities, order))
        for scope in dict.fromkeys(scopes)
    }
    told = [
        replace(figure, sentences=mentioning(said[scope], figure.id, figure.label))
        for figure, scope in zip(figures, scopes, strict=True)
    ]
    return JatsArticle(
        article=paper_of(element, write),
        figures=tuple(told),
        other_pictures=other_pictures(element, figures),
        has_body=child(element, "body") is not None,
        warnings=warnings,
    )
