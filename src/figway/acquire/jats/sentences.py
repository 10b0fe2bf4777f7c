"""Find the sentences of an article that mention a figure: by its links, and by its number in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figway import derive
from figway.acquire.jats.markup import CLOSE, OPEN, Writer, clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SKIPPED = (
    "fig", "fig-group", "table-wrap", "table-wrap-group", "disp-formula", "disp-formula-group", "fn", "boxed-text",
    "list", "def-list", "disp-quote", "supplementary-material", "media", "chem-struct-wrap", "p",
)  # fmt: skip
"""What stands in a paragraph and is no part of its sentences; paragraphs inside are read by themselves."""
NO_TEXT = frozenset(
    ("fig", "fig-group", "caption", "table-wrap", "ref-list", "supplementary-material", "author-notes", "floats-group",
     "custom-meta", "permissions", "contrib-group", "media")
)  # fmt: skip
"""Where paragraphs stand that are no running text."""
FARTHEST = 40
"""Longest range of figures ("Figs. 3-9") that is taken for one."""
_MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
_ANY_MARK = re.compile(f"[{OPEN}{CLOSE}]")
_BETWEEN = re.compile(r"[\s(]*[A-Za-z]?\)?\s*(?:[-–—]|to|through)\s*(?:figs?\.?|figures?)?\s*", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<kind>supp\w*\.?\s+|extended\s+data\s+|appendix\s+)?(?P<word>fig(?:ure|s|ures)?\.?|schemes?)\s*"
    r"(?P<numbers>(?:S|A|EV)?\d{1,3}[A-Za-z]?(?![\d.]\d)(?:\s*(?:,|-|–|—|&|and|to|through)\s*"
    r"(?:(?:S|A|EV)?\d{1,3})?[A-Za-z]?\b(?![\d.]\d|\w)){0,12})",
    re.IGNORECASE,
)
_ONE = re.compile(r"(S|A|EV)?(\d{1,3})|(-|–|—|to\b|through\b)", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"\s*[-–—]\s*(?:figure\s+)?(?:source|supplement)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one sentence of the text, with the ids and the short numbers of the figures that it mentions."""

    text: str
    ids: frozenset[str]
    numbers: frozenset[str]


def sentences_of(scope: Element, entities: Mapping[str, str], order: Sequence[str]) -> Iterator[Said]:
    """Yield the sentences of an article, or of a sub-article, that mention any figure.

    `order` lists the ids of the figures, so that a link to the first and one to the last of a range stand for all.
    """
    place = {id: index for index, id in enumerate(order)}
    for paragraph in _paragraphs(scope):
        links: list[str] = []
        write = Writer(entities, SKIPPED, links)
        text = clean(write.inner(paragraph).replace("\n", " "))
        if not _worth(text, links, place):
            continue
        for sentence in derive.sentences(text):
            ids = _linked(sentence, links, order, place)
            plain = " ".join(_ANY_MARK.sub("", _MARK.sub("", sentence)).split())
            numbers = frozenset(_numbers(plain))
            if ids or numbers:
                yield Said(plain, ids, numbers)


def _paragraphs(scope: Element) -> Iterator[Element]:
    """Yield the paragraphs of running text; a sub-article's belong to it alone."""
    waiting = [scope]
    while waiting:
        element = waiting.pop()
        if element.tag == "p":
            yield element
        waiting.extend(
            c for c in reversed(element) if isinstance(c.tag, str) and c.tag not in NO_TEXT and not _own_article(c)
        )


def _own_article(element: Element) -> bool:
    return element.tag in ("sub-article", "response")


def _worth(text: str, links: Iterable[str], place: Mapping[str, int]) -> bool:
    return any(rid in place for link in links for rid in link.split()) or bool(_NAMED.search(text))


def _linked(sentence: str, links: Sequence[str], order: Sequence[str], place: Mapping[str, int]) -> frozenset[str]:
    """Give the ids of the figures that a sentence links to, and of those between the two ends of a range."""
    found: set[str] = set()
    before, end = -1, 0
    for match in _MARK.finditer(sentence):
        targets = [rid for rid in links[int(match[1])].split() if rid in place] if int(match[1]) < len(links) else []
        if not targets:
            continue
        found.update(targets)
        first = place[targets[0]]
        between = re.sub(r"^[\w.\s]*?\d+", "", _ANY_MARK.sub("", sentence[end : match.start()]))
        if 0 <= before < first <= before + FARTHEST and _BETWEEN.fullmatch(between):
            found.update(order[before:first])
        before, end = place[targets[-1]], match.end()
    return frozenset(found)


def _numbers(text: str) -> Iterator[str]:
    """Yield the short numbers (F3, S1, SF2) of the figures that a text names, ranges written out.

    >>> list(_numbers("See Figs. 2-4A and 7, Fig. S1 and Scheme 2."))
    ['F2', 'F3', 'F4', 'F7', 'SF1', 'S2']
    """
    for match in _NAMED.finditer(text):
        if _SUPPLEMENT.match(text[match.end() :]):
            continue
        scheme = match["word"].lower().startswith("scheme")
        kind = "SF" if match["kind"] and not match["kind"].lower().startswith("app") else "AF" if match["kind"] else ""
        before, ranged = 0, False
        for letters, digits, dash in _ONE.findall(match["numbers"]):
            if dash:
                ranged = True
                continue
            number = int(digits)
            letters = kind or {"S": "SF", "A": "AF", "EV": "EV"}.get(letters.upper(), "S" if scheme else "F")
            first = before + 1 if ranged and before < number <= before + FARTHEST else number
            yield from (f"{letters}{n}" for n in range(first, number + 1))
            before, ranged = number, False


def mentioning(said: Iterable[Said], id: str, label: str) -> tuple[str, ...]:
    """List the sentences that mention one figure, in the order of the text, each once."""
    short = derive.number(label) if label else ""
    known = short if short != derive.UNKNOWN_NUMBER else ""
    return tuple(dict.fromkeys(s.text for s in said if (id and id in s.ids) or (known and known in s.numbers)))
