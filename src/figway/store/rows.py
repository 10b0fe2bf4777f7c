"""Turn a record into the rows of a store: pure, so that it runs in any process."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from figway.lexicon.load import Lexicon
from figway.records import FigureRecord, GeneRow, Relation
from figway.store.names import Ref, family_ref, gene_ref, label_refs, mention_ref, term_ref
from figway.store.words import words
from figway.text import fold

SOURCE, TARGET = 0, 1
SURE_NAME, SURE_RELATION = 0.9, 0.5
"""Scores from which a name and an arrow need no second look."""

_YEAR = re.compile(r"^[12][0-9]{3}$")
_CC = re.compile(r"\b(?:cc|creative\s*commons)?[\s/-]*\b(by(?:[\s-]+(?:nc|nd|sa))*)[\s/-]*(\d\.\d)?", re.IGNORECASE)
_CC0 = re.compile(r"\bcc[\s-]?0\b|publicdomain|public domain", re.IGNORECASE)


class End(NamedTuple):
    """Tie one end of an edge to a thing; `member` where the edge ends on a family that the thing belongs to."""

    ref: Ref
    side: int
    member: bool


class EdgeRow(NamedTuple):
    """Hold an edge between two labels, with the things at its ends."""

    values: tuple[Any, ...]
    ends: tuple[End, ...]


class FigureRows(NamedTuple):
    """Hold all that a store keeps of one record; `figure` lacks the figure's number in the store."""

    figid: str
    figure: tuple[Any, ...]
    data: bytes
    text: tuple[str, ...]
    refs: tuple[tuple[Ref, int], ...]
    edges: tuple[EdgeRow, ...]


def figure_rows(record: FigureRecord, lexicon: Lexicon, corrections: int = 0) -> FigureRows:
    """Make the rows of one record; `corrections` is how many a person's acts it carries."""
    things = _Things(record, lexicon)
    edges = tuple(_edges(record, things))
    return FigureRows(
        record.figid,
        _figure(record, things, len(edges), corrections),
        pack(record),
        _text(record),
        things.counted(),
        edges,
    )


def pack(record: FigureRecord) -> bytes:
    """Compress a record for keeping; the lattices, of use to recognising alone, are left out."""
    if any(line.lattice for line in record.text):
        text = tuple(line.model_copy(update={"lattice": None}) for line in record.text)
        record = record.evolve(text=text)
    return zlib.compress(record.model_dump_json(exclude_defaults=True).encode(), 6)


def unpack(data: bytes) -> FigureRecord:
    """Read a record that `pack` compressed."""
    return FigureRecord.from_json(zlib.decompress(data))


class _Things:
    """Collect what a record names, and find what its labels stand for."""

    def __init__(self, record: FigureRecord, lexicon: Lexicon) -> None:
        self.counts: dict[Ref, int] = {}
        self.by_mention: dict[str, list[tuple[Ref, bool]]] = {}
        self.by_word: dict[str, list[tuple[Ref, bool]]] = {}
        for mention in record.mentions:
            ref = mention_ref(mention, lexicon)
            if ref:
                self._add(ref, mention.word, mention.id)
        self._genes(record.genes, lexicon)
        for kind, rows in (("chemical", record.chemicals), ("disease", record.diseases)):
            for row in rows:
                ref = term_ref(row, kind, lexicon)
                if ref:
                    self._add(ref, row.word, row.mention)
        organisms = record.organisms or record.organisms_ner
        article = record.article
        licence = licence_name(record.figure.image.licence or article.licence)
        labels = {
            "organism": organisms, "journal": (journal_of(record),), "licence": (licence,), "kind": (record.kind,)
        }  # fmt: skip
        for kind, names in labels.items():
            self.counts |= dict.fromkeys(label_refs(kind, names), 1)

    def _genes(self, rows: Iterable[GeneRow], lexicon: Lexicon) -> None:
        families: dict[tuple[str, str], Ref | None] = {}
        for row in rows:
            name = (row.word, row.symbol)
            if name not in families:
                families[name] = family = family_ref(row, lexicon)
                if family and not self._named(family, row):
                    self._add(family, row.word, row.mention)
            ref = gene_ref(row, lexicon)
            if ref:
                self._add(ref, row.word, row.mention, member=families[name] is not None)

    def _named(self, family: Ref, row: GeneRow) -> bool:
        known = self.by_mention.get(row.mention, ()) if row.mention else self.by_word.get(fold(row.word), ())
        return any(ref.curie == family.curie for ref, _ in known)

    def _add(self, ref: Ref, word: str, mention: str, *, member: bool = False) -> None:
        self.counts[ref] = self.counts.get(ref, 0) + 1
        if mention:
            self.by_mention.setdefault(mention, []).append((ref, member))
        self.by_word.setdefault(fold(word), []).append((ref, member))

    def counted(self) -> tuple[tuple[Ref, int], ...]:
        """Give each thing once, with how often the record names it."""
        merged: dict[str, tuple[Ref, int]] = {}
        for ref, count in self.counts.items():
            known = merged.get(ref.curie)
            merged[ref.curie] = (known[0], known[1] + count) if known else (ref, count)
        return tuple(merged.values())

    def kinds(self, kind: str) -> int:
        """Count the different things of a kind."""
        return len({ref.curie for ref in self.counts if ref.kind == kind})

    def at(self, ids: Iterable[str], label: str) -> list[tuple[Ref, bool]]:
        """Find what an end of an edge stands for: by its mentions, else by its label."""
        found = [end for mention in ids for end in self.by_mention.get(mention, ())]
        return found or self.by_word.get(fold(label), [])


def _edges(record: FigureRecord, things: _Things) -> Iterator[EdgeRow]:
    for relation in record.relations:
        yield _edge(relation, things)
    for said in record.stated:
        values = (
            said.source, said.target, said.sign, "", said.sentence, 0.0, 1, edge_key(said.source), edge_key(said.target)
        )  # fmt: skip
        yield EdgeRow(values, _ends(things.at((), said.source), things.at((), said.target)))


def _edge(relation: Relation, things: _Things) -> EdgeRow:
    r = relation
    keys = (edge_key(r.source), edge_key(r.target))
    values = (r.source, r.target, r.sign, r.head, r.annotation, r.score, 0, *keys)
    return EdgeRow(values, _ends(things.at(r.source_ids, r.source), things.at(r.target_ids, r.target)))


def edge_key(label: str) -> str:
    """Bring a label at an end of a relation to the form in which it is looked up."""
    return fold(label) or label.lower()


def _ends(sources: Iterable[tuple[Ref, bool]], targets: Iterable[tuple[Ref, bool]]) -> tuple[End, ...]:
    best: dict[tuple[str, int], End] = {}
    for side, things in ((SOURCE, sources), (TARGET, targets)):
        for ref, member in things:
            key = (ref.curie, side)
            if key not in best or best[key].member > member:
                best[key] = End(ref, side, member)
    return tuple(best.values())


def _figure(record: FigureRecord, things: _Things, edges: int, corrections: int) -> tuple[Any, ...]:
    figure, article = record.figure, record.article
    image = figure.image
    organisms = record.organisms or record.organisms_ner
    return (
        record.figid, record.figid_alias, figure.number, figure.figtype, figure.figtitle, figure.caption,
        figure.figlink, figure.filename, image.path, image.url, image.sha256, image.width, image.height,
        record.kind, record.pathway_score, article.pmcid, article.pmid, article.doi, article.title,
        article.reftext, "|".join(authors_of(record)), journal_of(record), article.publisher, year_of(record),
        article.date, licence_name(image.licence or article.licence), int(article.retracted), "|".join(organisms),
        things.kinds("gene"), things.kinds("chemical"), things.kinds("disease"), edges, corrections, doubt(record),
    )  # fmt: skip


def doubt(record: FigureRecord) -> float:
    """Say how much of a figure a person should look at: what its names and arrows lack to be sure, added up."""
    names = sum(1 - m.score for m in record.mentions if m.kind != "other" and m.score < SURE_NAME)
    return round(names + sum(1 - r.score for r in record.relations if r.score < SURE_RELATION), 4)


def _text(record: FigureRecord) -> tuple[str, ...]:
    """Cut what can be searched in words, in the order of `schema.TEXT_FIELDS`."""
    article = record.article
    printed = [line.text for line in record.text] or _words_of_rows(record)
    paper = " . ".join((article.title, *article.keywords, article.abstract))
    caption = " . ".join((record.figure.caption, *record.figure.sentences))
    fields = (record.figure.figtitle, paper, caption, " . ".join(printed), " . ".join(authors_of(record)))
    return tuple(" ".join(words(text)) for text in fields)


def _words_of_rows(record: FigureRecord) -> list[str]:
    """Give the printed words of a record without OCR text, as an imported page is."""
    terms = (*record.chemicals, *record.diseases)
    return list(dict.fromkeys([*(g.word for g in record.genes), *(t.word for t in terms)]))


def authors_of(record: FigureRecord) -> tuple[str, ...]:
    """Give the authors, the first alone where only the reference names one."""
    if record.article.authors:
        return record.article.authors
    first, et_al, _ = record.article.reftext.partition(", et al.")
    return (first,) if et_al and len(first) < 100 else ()


def journal_of(record: FigureRecord) -> str:
    """Give the journal by its full name, else by its short one, else as the reference has it."""
    article = record.article
    if article.journal or article.journal_nlm_ta:
        return article.journal or article.journal_nlm_ta
    _, et_al, rest = article.reftext.partition(", et al. ")
    name, dot, _ = rest.partition(". ")
    return name if et_al and dot and not name[:1].isdigit() and len(name) < 100 else ""


def year_of(record: FigureRecord) -> str:
    """Give the year of four digits, '' where there is none."""
    for year in (record.article.year, record.article.date[:4]):
        if _YEAR.match(year):
            return year
    return ""


def licence_name(text: str) -> str:
    """Bring a licence to its short name.

    >>> licence_name("https://creativecommons.org/licenses/by-nc/4.0/"), licence_name("This is a CC BY article")
    ('CC BY-NC 4.0', 'CC BY')
    """
    if not text.strip():
        return ""
    if _CC0.search(text):
        return "CC0"
    about_cc = re.search(r"\bcc\b|creative\s*commons", text, re.IGNORECASE)
    match = _CC.search(text[about_cc.start() :]) if about_cc else None
    if match is None:
        return text.strip() if len(text) <= 40 else "other"
    terms = "-".join(re.findall(r"by|nc|nd|sa", match[1].lower())).upper()
    return " ".join(part for part in ("CC", terms, match[2]) if part)
