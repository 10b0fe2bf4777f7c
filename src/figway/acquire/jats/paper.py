"""Read what an article says of itself: identifiers, title, authors, journal, dates, licence, abstract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from figway import derive
from figway.acquire.jats.licence import licence_of
from figway.acquire.jats.markup import Writer
from figway.acquire.jats.xml import attribute, child, children
from figway.records import Article

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PMC_IDS = ("pmc", "pmcid", "pmc-id", "pmcaid")
# The date is the one that references give; what appeared online before it tells the day.
CITED = ("ppub", "collection", "epub-ppub", "pub", "epub", "ecorrected", "epreprint")
DATED = ("epub", "pub", "ppub", "epub-ppub", "collection", "epreprint")
OTHER_ABSTRACTS = frozenset(
    ("graphical", "teaser", "toc", "key-points", "highlights", "executive-summary", "web-summary", "short", "video")
)
NOT_AUTHORS = frozenset(("editor", "reviewer", "translator", "reviewed-by", "assignee", "collab"))


def paper_of(article: Element, write: Writer) -> Article:
    """Fill the paper's part of a record from an `article` element; what is not said stays empty."""
    front = child(article, "front")
    meta = child(front, "article-meta")
    journal = child(front, "journal-meta")
    if meta is None:
        return Article()
    name, short = _journal(journal, write)
    authors = tuple(_authors(meta, write))
    cited, dated = _dates(meta)
    date = "-".join(f"{int(n):02}" if len(n) < 3 else n for n in dated if n)
    pages = write(child(meta, "fpage"))
    last = write(child(meta, "lpage"))
    pages = f"{pages}-{last}" if pages and last not in ("", pages) else pages or write(child(meta, "elocation-id"))
    reftext = derive.reftext(
        authors, short or name, _printed(cited), write(child(meta, "volume")), write(child(meta, "issue")), pages
    )
    title = _title(meta, write)
    pmcid, version = _pmcid(meta)
    return Article(
        pmcid=pmcid,
        version=version,
        pmid=_identifier(meta, "pmid"),
        doi=_identifier(meta, "doi"),
        title=title,
        authors=authors,
        reftext=reftext,
        journal=name,
        journal_nlm_ta=short,
        publisher=_one(write(child(journal, "publisher", "publisher-name"))),
        year=derive.year(" ".join(cited[:1]), date),
        date=date,
        keywords=tuple(_keywords(meta, write)),
        licence=licence_of(child(meta, "permissions"), write) or licence_of(meta, write),
        retracted=_retracted(article, meta, title),
        abstract=_abstract(meta, write),
    )


def _one(text: str) -> str:
    return " ".join(text.split())


def _ids(meta: Element, *types: str) -> Iterator[str]:
    for kind in types:
        for element in children(meta, "article-id"):
            if attribute(element, "pub-id-type").lower() == kind and (text := "".join(element.itertext()).strip()):
                yield text


def _identifier(meta: Element, kind: str) -> str:
    text = next(_ids(meta, kind), "")
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)


def _pmcid(meta: Element) -> tuple[str, str]:
    """Give the PMC id and the version of the article, which newer XML writes as `PMC123.2`."""
    text = next((t for t in _ids(meta, *PMC_IDS) if re.fullmatch(r"(?:PMC)?\d+(?:\.\d+)?", t, re.IGNORECASE)), "")
    versioned = next(_ids(meta, "pmcid-ver"), "")
    match = re.fullmatch(r"(?:PMC)?(\d+)(?:\.(\d+))?", versioned or text, re.IGNORECASE)
    if not match:
        return "", ""
    version = child(meta, "article-version")
    said = "".join(version.itertext()).strip() if version is not None else ""
    return f"PMC{match[1]}", match[2] or (said if said.isdigit() else "")


def _title(meta: Element, write: Writer) -> str:
    group = child(meta, "title-group")
    title = child(group, "article-title")
    plain = Writer(write.entities, ("fn", "xref"))
    text, subtitle = _one(plain(title)), _one(plain(child(group, "subtitle")))
    return f"{text}: {subtitle}" if text and subtitle else text or subtitle


def _authors(meta: Element, write: Writer) -> Iterator[str]:
    for group in children(meta, "contrib-group"):
        for contrib in group.iter("contrib"):
            kind = attribute(contrib, "contrib-type").lower()
            outer = next((a for a in contrib.iterancestors("contrib")), None)
            if kind in NOT_AUTHORS or outer is not None or attribute(group, "content-type").endswith("editors"):
                continue
            if name := _name(contrib, write):
                yield name


def _name(contrib: Element, write: Writer) -> str:
    """Give a person's name, given names first, or that of a group."""
    holder = child(contrib, "name-alternatives")
    holder = contrib if holder is None else holder
    name = next((e for e in holder if e.tag in ("name", "string-name")), None)
    if name is not None:
        given, surname = write(child(name, "given-names")), write(child(name, "surname"))
        return _one(f"{given} {surname}") if surname or given else _one(write(name))
    for group in contrib.iter("collab"):
        return _one(Writer(write.entities, ("contrib-group", "xref", "fn"))(group))
    return ""


def _journal(journal: Element | None, write: Writer) -> tuple[str, str]:
    """Give the journal's name and its abbreviation by NLM, or by ISO where NLM's is not said."""
    if journal is None:
        return "", ""
    group = child(journal, "journal-title-group")
    name = _one(write(child(group, "journal-title"))) or _one(write(child(journal, "journal-title")))
    ids = {attribute(e, "journal-id-type"): _one(write(e)) for e in reversed(children(journal, "journal-id"))}
    ids = {k: v for k, v in ids.items() if v}
    return name, ids.get("nlm-ta") or ids.get("iso-abbrev") or ""


def _dates(meta: Element) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Give the date of the issue, by which the article is cited, and the day it appeared: year, month, day."""
    dates: dict[str, tuple[str, str, str]] = {}
    for element in children(meta, "pub-date"):
        kind = attribute(element, "pub-type") or attribute(element, "date-type")
        if kind == "pub" and attribute(element, "publication-format").startswith("electronic"):
            kind = "epub"
        year, month, day = (_number(child(element, part)) for part in ("year", "month", "day"))
        if year:
            dates.setdefault(kind, (year, _month(month, element), day))
    nothing = ("", "", "")
    rest = [d for kind, d in dates.items() if not kind.startswith(("pmc", "nihms"))] or list(dates.values())
    cited = next((dates[kind] for kind in CITED if kind in dates), next(iter(rest), nothing))
    full = next((dates[kind] for kind in DATED if kind in dates and dates[kind][2]), None)
    return cited, full or cited


def _number(element: Element | None) -> str:
    text = "".join(element.itertext()).strip() if element is not None else ""
    return text if text.isascii() and text.isalnum() and len(text) <= 9 else ""


def _month(text: str, date: Element) -> str:
    """Bring a month to its number: 3, 03, Mar, March; of a season or a span the first month that it names."""
    if text.isdigit():
        return str(int(text)) if 1 <= int(text) <= 12 else ""
    season = child(date, "season")
    words = text or ("".join(season.itertext()) if season is not None else "")
    for word in re.findall(r"[A-Za-z]{3,}", words):
        if word[:3].title() in MONTHS:
            return str(MONTHS.index(word[:3].title()) + 1)
    return ""


def _printed(date: tuple[str, str, str]) -> str:
    """Write a date as references do: 2008 Oct 3."""
    year, month, day = date
    if not month:
        return year
    return f"{year} {MONTHS[int(month) - 1]}{f' {int(day)}' if day.isdigit() and int(day) else ''}"


def _keywords(meta: Element, write: Writer) -> Iterable[str]:
    found: dict[str, None] = {}
    for group in children(meta, "kwd-group"):
        if not attribute(group, "kwd-group-type").lower().startswith("abbr"):
            for element in group.iter("kwd", "compound-kwd"):
                if word := _one(write(element)):
                    found.setdefault(word)
    return found


def _abstract(meta: Element, write: Writer) -> str:
    """Give the abstract proper; a graphical one, a teaser and the like only where there is no other."""
    abstracts = children(meta, "abstract")
    proper = [a for a in abstracts if attribute(a, "abstract-type").lower() not in OTHER_ABSTRACTS]
    plain = Writer(write.entities, ("fig", "fig-group", "table-wrap", "label"))
    for element in (*proper, *abstracts):
        parts = [plain(part) for part in element if part.tag != "title"]
        if text := "\n".join(part for part in parts if part):
            return text
    return ""


def _retracted(article: Element, meta: Element, title: str) -> bool:
    """Tell whether the article has been retracted, as its XML says; the notice of a retraction is not."""
    if re.match(r"\W*(?:retracted|withdrawn)\b(?: article)?\W", title, re.IGNORECASE):
        return True
    if attribute(article, "article-type") in ("retraction", "correction", "expression-of-concern"):
        return False
    if attribute(article, "article-type") == "retracted-article":
        return True
    links = {attribute(e, "related-article-type").lower() for e in children(meta, "related-article")}
    return bool(links & {"retraction-forward", "retracted-by", "retraction-notice"})
