"""Find every figure of an article, wherever it stands, with its pictures, label and caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from figway import derive
from figway.acquire.jats.licence import licence_of
from figway.acquire.jats.markup import Writer
from figway.acquire.jats.model import JatsFigure, Picture, Place
from figway.acquire.jats.xml import attribute, child, children, inside

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PLACES: dict[str, Place] = {
    "sub-article": "sub-article",
    "response": "sub-article",
    "abstract": "abstract",
    "trans-abstract": "abstract",
    "supplementary-material": "supplement",
    "app": "appendix",
    "app-group": "appendix",
    "boxed-text": "box",
    "floats-group": "floats",
    "floats-wrap": "floats",
    "front": "front",
    "front-stub": "front",
    "back": "back",
    "body": "body",
}
FIGURES = frozenset({"fig"})
NO_FIGURES = frozenset((
    "disp-formula", "inline-formula", "disp-formula-group", "table-wrap", "table-wrap-group", "table", "td", "th",
    "chem-struct", "chem-struct-wrap", "chem-struct-wrapper", "journal-meta", "custom-meta", "ref", "mixed-citation",
    "permissions", "license", "contrib", "bio", "private-char", "array", "inline-supplementary-material",
    "related-object", "question", "answer", "product", "ack",
))  # fmt: skip
"""What a picture may stand in without being a figure: formulas, tables, logos, portraits."""
LONE = frozenset({"abstract", "box", "appendix", "supplement", "floats"})
"""Places where a picture that stands by itself is a figure without more ado."""
IMAGES = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp|eps|svg|emf|wmf|ai)$", re.IGNORECASE)
MOVING = re.compile(r"\.(?:mp4|avi|mov|mpe?g|wmv|flv|webm|mp3|wav|pdf|docx?|xlsx?|pptx?|zip|csv|txt)$", re.IGNORECASE)
DOI = re.compile(r"(?:DOI:?\s*)?(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
"""A line of a caption that says no more than the figure's own identifier."""
LABEL = re.compile(
    r"(?:supp\w*\.?\s+|extended data\s+|online\s+)?(?:fig(?:ure)?\.?|scheme)\s*"
    r"(?:S|EV|A)?\d{1,3}[A-Z]?(?=[\s.:|—–])[.:|—–]?",
    re.IGNORECASE,
)
_LAST_USE = re.compile(r"print|black|grey|gray|b-?w|thumb|low|small|preview", re.IGNORECASE)
_WORST_FORMATS = (".eps", ".svg", ".ai", ".emf", ".wmf", ".gif", ".tif", ".tiff")


def figures_of(article: Element, write: Writer) -> tuple[list[JatsFigure], list[Element | None]]:
    """List the figures of an article in the order of the XML, and the sub-article that each stands in."""
    found: list[JatsFigure] = []
    scopes: list[Element | None] = []
    for element in article.iter("fig", "graphic", "media", "supplementary-material"):
        figure = _figure(element, write) if element.tag == "fig" else _lone(element, write)
        if figure is not None:
            found.append(figure)
            scopes.append(inside(element, frozenset({"sub-article", "response"})))
    return found, scopes


def _figure(fig: Element, write: Writer) -> JatsFigure:
    title, caption = _caption(fig, write)
    label, group_title, group_caption = _group(fig, write)
    own = _label(child(fig, "label"), write)
    if not title:
        title = group_title
    elif group_title:
        group_caption = f"{group_title}\n{group_caption}".strip()
    return JatsFigure(
        id=attribute(fig, "id"),
        element="fig",
        place=_place(fig),
        label=_said_label(_joined(label, own), title, caption),
        title=title,
        caption="\n".join(part for part in (group_caption, caption) if part),
        kind=attribute(fig, "fig-type"),
        licence=licence_of(child(fig, "permissions"), write),
        pictures=tuple(_pictures(fig)),
    )


def _caption(element: Element, write: Writer) -> tuple[str, str]:
    """Give title and text of all captions of a figure (one a language at most), and to whom it is owed."""
    plain = Writer(write.entities, ("fig", "fig-group"))
    captions = children(element, "caption")
    for holder in children(element, "caption-group"):
        captions += children(holder, "caption")
    parts = [plain.caption(caption) for caption in captions]
    titles = [title for title, _ in parts if title]
    texts = [text for _, text in parts if text]
    texts += [text for credit in children(element, "attrib") if (text := plain(credit))]
    return titles[0] if titles else "", "\n".join(
        line for line in _lines(texts + titles[1:]) if not DOI.fullmatch(line)
    )


def _lines(texts: list[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")]


def _said_label(label: str, title: str, caption: str) -> str:
    """Give the label, which some articles write as the first words of the title or caption."""
    match = None if label else LABEL.match(title or caption)
    return match.group().rstrip(" .:|—–") if match else label


def _label(element: Element | None, write: Writer) -> str:
    """Give a label as printed, without the mark that ends it.

    >>> from lxml import etree
    >>> _label(etree.fromstring("<label><bold>Fig. 1.</bold> </label>"), Writer())
    'Fig. 1'
    """
    return " ".join(write(element).split()).rstrip(" .:|—–")


def _group(fig: Element, write: Writer) -> tuple[str, str, str]:
    """Give label, title and caption of the group that a figure stands in, of the nearest one that has any."""
    for around in fig.iterancestors():
        if around.tag == "fig-group":
            label = _label(child(around, "label"), write)
            title, caption = _caption(around, write)
            if label or title or caption:
                return label, title, caption
        elif around.tag in ("sec", "body", "floats-group", "article"):
            break
    return "", "", ""


def _joined(group: str, own: str) -> str:
    """Join the label of a group and that of its part: "Figure 1" and "A" to "Figure 1A"."""
    if not group or derive.number(own) != derive.UNKNOWN_NUMBER or own.lower().startswith(group.lower()):
        return own or group
    return f"{group}{own}" if len(own.strip("()")) <= 2 else f"{group} {own}"


def _pictures(fig: Element) -> Iterator[Picture]:
    """Yield the pictures of a figure, without those of figures inside it; alternatives count as one."""
    seen: set[Element] = set()
    for graphic in fig.iter("graphic", "media", "inline-graphic"):
        if inside(graphic, FIGURES) is not fig or _in_text(graphic, fig) or graphic in seen:
            continue
        around = graphic.getparent()
        same = children(around, "graphic", "media") if around is not None and around.tag == "alternatives" else []
        seen.update(same)
        names = [attribute(g, "href") for g in _best_first(same or [graphic])]
        names = [name for name in dict.fromkeys(names) if name and not MOVING.search(name)]
        if names:
            yield Picture(names[0], tuple(names[1:]))


def _in_text(graphic: Element, fig: Element) -> bool:
    """Tell whether a picture is a part of the caption (a symbol, a formula) or an icon of a supplement."""
    if graphic.tag == "inline-graphic":
        return True
    for around in graphic.iterancestors():
        if around is fig:
            return False
        if around.tag in NO_FIGURES or around.tag in ("caption", "supplementary-material", "permissions"):
            return True
    return False


def _best_first(graphics: list[Element]) -> list[Element]:
    """Order alternatives: for the web and in colour before print and grey, and what decodes well before the rest."""

    def cost(graphic: Element) -> tuple[bool, int]:
        use = " ".join(attribute(graphic, name) for name in ("specific-use", "content-type"))
        name = attribute(graphic, "href").lower()
        form = next((n for n, end in enumerate(reversed(_WORST_FORMATS), 1) if name.endswith(end)), 0)
        return bool(_LAST_USE.search(use)), form

    return sorted(graphics, key=cost)


def _lone(element: Element, write: Writer) -> JatsFigure | None:
    """Take a picture outside of any `fig` for a figure where it is one: a graphical abstract, a box, a supplement."""
    around = element.getparent()
    if inside(element, FIGURES) is not None or inside(element, NO_FIGURES) is not None:
        return None
    if around is not None and around.tag == "alternatives":
        if element is not _best_first(children(around, "graphic", "media"))[0]:
            return None
        around = around.getparent()
    place = _place(element)
    if element.tag == "supplementary-material":
        place = "supplement"
    elif around is not None and around.tag == "supplementary-material" and around.get("id") is None:
        return None
    holder = around if around is not None and around.tag in ("supplementary-material", "fig-group") else element
    name = attribute(element, "href")
    if not name or MOVING.search(name) or (element.tag != "graphic" and not IMAGES.search(name)):
        return None
    label = _label(child(holder, "label"), write) or _label(child(element, "label"), write)
    title, caption = _caption(holder, write)
    if holder is not element and not (title or caption):
        title, caption = _caption(element, write)
    if not (label or title or caption) and place not in LONE and holder is element:
        return None
    label = _said_label(label, title, caption)
    if place == "abstract":
        label = label or "Graphical abstract"
    same = children(element.getparent(), "graphic", "media") if _is_alternative(element) else [element]
    names = [n for g in _best_first(same) if (n := attribute(g, "href"))]
    return JatsFigure(
        id=attribute(element, "id") or attribute(holder, "id"),
        element=str(element.tag),
        place=place,
        label=label,
        title=title,
        caption=caption,
        licence=licence_of(child(holder, "permissions"), write),
        pictures=(Picture(names[0], tuple(dict.fromkeys(names[1:]))),),
    )


def _is_alternative(element: Element) -> bool:
    around = element.getparent()
    return around is not None and around.tag == "alternatives"


def _place(element: Element) -> Place:
    """Say where in the article an element stands: the first of the known places, from outside in for sub-articles."""
    around = [str(a.tag) for a in element.iterancestors()]
    if "sub-article" in around or "response" in around:
        return "sub-article"
    return next((PLACES[tag] for tag in around if tag in PLACES), "body")


def other_pictures(article: Element, figures: list[JatsFigure]) -> frozenset[str]:
    """List the names of all pictures that are no figures."""
    taken = {name for figure in figures for picture in figure.pictures for name in picture.names}
    named = {attribute(e, "href") for e in article.iter("graphic", "inline-graphic", "media")}
    return frozenset(named - taken - {""})
