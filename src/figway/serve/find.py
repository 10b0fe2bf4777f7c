"""Find figures of a library that has no store: everything in memory, made at the first question.

Words and "phrases" are looked for in title, caption, paper, names and printed text; `gene:`, `chemical:`,
`disease:`, `organism:`, `author:`, `journal:`, `year:2015..2020`, `kind:`, `has:relations` narrow; `A -> B`, `A -| ?`
ask for drawn relations; AND is meant between terms, OR stands between alternatives, `-` before a term excludes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from figway.records import FigureRecord
from figway.serve.finder import FACETS, Card, Count, Hit, Results, reference_of, title_of
from figway.store.rows import doubt

_TERM = re.compile(r'(-?)(?:(\w+):)?("[^"]*"|\S+)')
_EDGE = re.compile(r'^\s*("[^"]+"|\S+)\s*(->|→|-\||⊣|--|—)\s*("[^"]+"|\S+)?\s*$')
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_FIELD = re.compile(
    r'\b(?:pmcid|pmid|doi|year|score|licence|kind|has):("[^"]*"|\S+)|\b\w+:(?="?\d+\b)("[^"]*"|\S+)|\b\w+:'
)
"""Parts of a query of which a caption shows nothing: fields that are no names, identifiers, the names of fields."""
_SIGNS = {"->": "+", "→": "+", "-|": "-", "⊣": "-"}
Test = Callable[["Entry"], float]


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what is searched of one figure; all in small letters but for the card and the facets."""

    card: Card
    caption: str
    strong: str
    weak: str
    values: Mapping[str, tuple[str, ...]]
    author: str
    edges: tuple[tuple[str, str, str], ...]
    entrez: frozenset[str]
    ids: frozenset[tuple[str, str, str]]
    drawn: tuple[tuple[str, str, str, str, str], ...]


def card_of(record: FigureRecord, card: Card) -> Card:
    """Fill a card that was made of a line of the summary: title, paper, reference, doubt."""
    figure, article = record.figure, record.article
    return replace(
        card, title=title_of(figure.figtitle, article.title, figure.number), paper=article.title,
        reftext=reference_of(figure.number, article.reftext, article.pmcid, article.year), doubt=doubt(record),
    )  # fmt: skip


def entry_of(record: FigureRecord, card: Card) -> Entry:
    """Take from a record what is searched."""
    figure, article = record.figure, record.article
    genes = tuple(dict.fromkeys(g.hgnc_symbol or g.symbol for g in record.genes))
    words = " ".join(w for rows in (record.genes, record.chemicals, record.diseases) for w in (r.word for r in rows))
    names = " ".join(m.symbol for m in record.mentions)
    printed = " ".join(t.text for t in record.text)
    signs = (*((r.source, r.sign, r.target, r.source_ids, r.target_ids) for r in record.relations),)
    symbols = {m.id: m.symbol for m in record.mentions}
    edges: list[tuple[str, str, str]] = [
        (a.lower(), sign, b.lower())
        for source, sign, target, source_ids, target_ids in signs
        for a in {source, *(symbols.get(i, "") for i in source_ids)} - {""}
        for b in {target, *(symbols.get(i, "") for i in target_ids)} - {""}
    ]
    drawn = _drawn(record)
    edges += [(a.lower(), sign, b.lower()) for a, _, sign, b, _ in drawn]
    return Entry(
        card_of(record, card), figure.caption, " ".join((figure.figtitle, " ".join(genes), words, names)).lower(),
        " ".join((figure.caption, article.title, article.reftext, record.figid, record.figid_alias, printed)).lower(),
        {
            "organism": record.organisms, "year": (article.year,) if article.year else (), "gene": genes,
            "chemical": tuple(dict.fromkeys(r.word for r in record.chemicals)),
            "disease": tuple(dict.fromkeys(r.word for r in record.diseases)),
            "journal": tuple(j for j in (article.journal or article.journal_nlm_ta,) if j),
            "kind": (record.kind,) if record.kind else (),
            "has": tuple(n for n in ("relations", "genes", "chemicals", "diseases") if getattr(record, n)),
        },
        " ".join((*article.authors, article.reftext.split(".")[0])).lower(), tuple(dict.fromkeys(edges)),
        frozenset(g.entrez for g in record.genes if g.entrez), _ids(record), drawn,
    )  # fmt: skip


def _ids(record: FigureRecord) -> frozenset[tuple[str, str, str]]:
    """Give kind, name and identifier of what a figure names; genes go by symbol and Entrez number."""
    genes = {("gene", g.hgnc_symbol or g.symbol, g.entrez) for g in record.genes if g.entrez}
    mentions = {m.id: m for m in record.mentions}
    terms = {
        (kind, row.word, curie)
        for kind, rows in (("chemical", record.chemicals), ("disease", record.diseases)) for row in rows
        for curie in (
            *(mentions[row.mention].identifiers if row.mention in mentions else ()),
            *((f"{row.source.lower()}:{row.identifier}",) if row.identifier else ()),
        )
    }  # fmt: skip
    return frozenset(genes | terms)


def _drawn(record: FigureRecord) -> tuple[tuple[str, str, str, str, str], ...]:
    """Give each relation once: source, its kind, sign, target, its kind; a family stands for its members too."""
    mentions = {m.id: m for m in record.mentions}
    found: dict[tuple[str, str, str, str, str], None] = {}
    for r in record.relations:
        for a in (mentions[i] for i in r.source_ids if i in mentions):
            for b in (mentions[i] for i in r.target_ids if i in mentions):
                whole = [(m.symbol or m.word, m.kind) for m in (a, b)]
                found[(*whole[0], r.sign, *whole[1])] = None
                for member in a.members:
                    found[(member.symbol, "gene", r.sign, *whole[1])] = None
                for member in b.members:
                    found[(*whole[0], r.sign, member.symbol, "gene")] = None
    return tuple(found)


def search(
    known: Iterable[Entry],
    text: str,
    chosen: Mapping[str, tuple[str, ...]],
    *,
    sort: str = "relevance",
    page: int = 1,
    size: int = 24,
    copies: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Results:
    """Find figures: what the text asks for, narrowed to the facet values that were chosen."""
    tests = _tests(text)
    ranked = [(e, sum(scores)) for e in known if all(scores := [t(e) for t in tests])]
    fits = [(e, rank) for e, rank in ranked if all(_has(e, name, values) for name, values in chosen.items())]
    words = snippet_words(text)
    keys: dict[str, Callable[[tuple[Entry, float]], object]] = {
        "relevance": lambda x: (-x[1], -int(x[0].card.year or 0)), "newest": lambda x: -int(x[0].card.year or 0),
        "oldest": lambda x: int(x[0].card.year or 9999), "title": lambda x: x[0].card.title.lower(),
        "genes": lambda x: -x[0].card.genes, "relations": lambda x: -x[0].card.relations,
        "unsure": lambda x: -x[0].card.doubt,
    }  # fmt: skip
    fits.sort(key=keys.get(sort, keys["relevance"]))  # type: ignore[arg-type]
    fits = _once(fits, copies)
    shown = fits[(page - 1) * size : page * size]
    hits = tuple(
        Hit(e.card, round(rank, 3), snippet(e.caption, words), copies.get(e.card.figid, ())) for e, rank in shown
    )
    return Results(hits, len(fits), _facets([e for e, _ in ranked], chosen), page, size)


def _once(fits: list[tuple[Entry, float]], copies: Mapping[str, tuple[str, ...]]) -> list[tuple[Entry, float]]:
    """Leave of figures that show the same picture the first."""
    seen: set[str] = set()
    kept = []
    for entry, rank in fits:
        if entry.card.figid not in seen:
            kept.append((entry, rank))
            seen.update(copies.get(entry.card.figid, ()))
    return kept


def suggestions(known: Iterable[Entry], typed: str, size: int) -> list[tuple[str, str, int]]:
    """Complete what is typed: name, kind, number of figures; names that begin so, the commonest first."""
    last = typed.split()[-1].lower() if typed.split() else ""
    if not last:
        return []
    counts = Counter(
        (value, kind) for e in known for kind in ("gene", "chemical", "disease", "organism")
        for value in e.values[kind] if value.lower().startswith(last)
    )  # fmt: skip
    return [(value, kind, n) for (value, kind), n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:size]]


def snippet_words(text: str) -> list[str]:
    """Give the words of a query that are marked where a caption has them."""
    plain = _FIELD.sub(" ", text.lower())
    return [w for w in _WORD.findall(plain) if len(w) > 1 and w not in ("and", "or")]


def snippet(caption: str, words: list[str], wide: int = 260) -> tuple[tuple[str, bool], ...]:
    """Cut the piece of a caption about the first word that fits, in runs of text; True marks a run that fits."""
    if not caption:
        return ()
    either = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:{either})" if either else r"(?!)", re.IGNORECASE)
    first = pattern.search(caption)
    start = max(0, first.start() - 60) if first and first.start() > 120 else 0
    start = caption.rfind(" ", 0, start) + 1 if start else 0
    piece = caption[start : start + wide]
    piece = piece if start + wide >= len(caption) else piece.rsplit(" ", 1)[0] + " …"
    runs: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = 0
    for match in pattern.finditer(piece):
        runs += [(piece[at : match.start()], False), (match.group(), True)]
        at = match.end()
    return tuple(r for r in (*runs, (piece[at:], False)) if r[0])


def _tests(text: str) -> list[Test]:
    edge = _EDGE.match(text)
    if edge and edge[2]:
        ends = [(edge[n] or "?").strip('"').lower() for n in (1, 3)]
        return [_edge(ends[0], _SIGNS.get(edge[2], ""), ends[1])]
    found: list[Test] = []
    either = False
    for minus, name, value in _TERM.findall(text)[:60]:
        if not minus and not name and value in ("AND", "OR"):
            either = value == "OR" and bool(found)
            continue
        test = _field(name.lower(), value.strip('"').lower()) if name else _words(value.strip('"').lower())
        if minus:
            test = _without(test)
        if either:
            test = _or(found.pop(), test)
        found.append(test)
        either = False
    return found


def _words(value: str) -> Test:
    return lambda e: 3.0 * (value in e.strong) + 1.0 * (value in e.weak)


def _field(name: str, value: str) -> Test:
    if name == "year":
        low, dots, high = value.partition("..")
        first, last = (low or "0", (high or "9999") if dots else low)
        return lambda e: float(any(first <= y <= last for y in e.values["year"]))
    if name == "author":
        return lambda e: float(value in e.author)
    if name == "pmcid":
        return lambda e: float(value == e.card.pmcid.lower())
    if name == "gene":
        return lambda e: 4.0 * (value in e.entrez or any(value == v.lower() for v in e.values["gene"]))
    if name in FACETS:
        return lambda e: float(
            any(value == v.lower() or (name != "gene" and value in v.lower()) for v in e.values[name])
        )
    return _words(f"{name}:{value}")


def _edge(source: str, sign: str, target: str) -> Test:
    """Test for a drawn relation; no sign stands for any."""

    def test(entry: Entry) -> float:
        return float(sum(sign in ("", s) and source in ("?", a) and target in ("?", b) for a, s, b in entry.edges))

    return test


def _without(test: Test) -> Test:
    return lambda e: 0.0 if test(e) else 0.01


def _or(one: Test, other: Test) -> Test:
    return lambda e: one(e) + other(e)


def _has(entry: Entry, name: str, values: tuple[str, ...]) -> bool:
    return not values or any(v in entry.values.get(name, ()) for v in values)


def _facets(fits: list[Entry], chosen: Mapping[str, tuple[str, ...]], most: int = 8) -> dict[str, tuple[Count, ...]]:
    """Count each facet's values among what the other facets leave."""
    found = {}
    for name in FACETS:
        left = [e for e in fits if all(_has(e, n, v) for n, v in chosen.items() if n != name)]
        counts = Counter(v for e in left for v in e.values[name])
        taken = chosen.get(name, ())
        order = sorted(
            counts.items(), key=lambda x: (x[0] not in taken, -x[1] if name != "year" else -int(x[0] or 0), x[0])
        )
        found[name] = tuple(Count(v, n, v in taken) for v, n in order[: max(most, len(taken))])
    return found
