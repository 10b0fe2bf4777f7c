"""Define what an article's XML says: the paper, its figures and their picture files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from figway.records import Article

Place = Literal["body", "floats", "abstract", "front", "back", "appendix", "supplement", "box", "sub-article"]


@dataclass(frozen=True, slots=True)
class Picture:
    """Name one picture of a figure as the XML does, often without a suffix.

    `others` are alternatives that show the same (black and white for print, another format), best first.
    """

    name: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give all names under which the picture may be found, the best first."""
        return (self.name, *self.others)


@dataclass(frozen=True, slots=True)
class JatsFigure:
    """Hold one figure: `caption` is plain text without label and title, one line a paragraph.

    `element` is what it was in the XML: `fig`, or `graphic`, `media` or `supplementary-material` for a picture
    that stands by itself. A figure may have no picture, or several that are parts of it.
    """

    id: str
    element: str
    place: Place
    label: str = ""
    title: str = ""
    caption: str = ""
    kind: str = ""
    licence: str = ""
    pictures: tuple[Picture, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JatsArticle:
    """Hold one article: the paper, its figures in the order of the XML, and the pictures that are no figures.

    `other_pictures` are the names of formulas, tables set as pictures, logos and the like. `has_body` is False for
    the XML of an article whose full text the publisher keeps back.
    """

    article: Article
    figures: tuple[JatsFigure, ...] = ()
    other_pictures: frozenset[str] = frozenset()
    has_body: bool = False
    warnings: tuple[str, ...] = ()
