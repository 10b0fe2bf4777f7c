"""Weigh the figures that fit one term of a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from figway.errors import UsageError
from figway.store.backend import Reader
from figway.store.columns import Columns, rarity
from figway.store.postings import read_postings
from figway.store.query import EdgeTerm, Ranks, Term
from figway.store.rows import edge_key
from figway.store.words import words
from figway.text import fold

HAS = ("genes", "chemicals", "diseases", "relations", "corrections")
_NAMED = ("gene", "family", "complex", "chemical", "disease", "process")
_ENTITIES = {
    **{kind: (kind,) for kind in ("chemical", "disease", "process", "organism", "journal", "licence", "kind")},
    "gene": ("gene", "family", "complex"),
}  # fmt: skip
_TEXT = {
    "title": ("title",), "caption": ("caption",), "paper": ("paper", "authors"), "text": ("ocr",),
    "author": ("authors",),
}  # fmt: skip
_IDENTIFIERS = ("figid", "pmcid", "pmid", "doi")
_PMCID = re.compile(r"PMC\d+", re.IGNORECASE)
_PHRASE = 1.3
"""How much more words say that follow one another as was asked."""


class Evaluator:
    """Find what fits a term, in the arrays and through the reader of a store."""

    def __init__(self, reader: Reader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._focus = (1 + 10 / (5 + columns.genes)).astype(np.float32)
        self._words: Mapping[str, bytes] | None = None
        self._names: Mapping[str, Sequence[tuple[int, str]]] | None = None

    def prepared(self, terms: Sequence[Term]) -> Evaluator:
        """Give an evaluator that has looked up all words and names of many terms at once."""
        values = [term.value.strip('"') for term in terms]
        forms = sorted({form for value in values for form in words(value.rstrip("*"))})
        keys = sorted({key for value in values for key in _keys(value)})
        made = Evaluator(self._reader, self._columns)
        sql = f"SELECT word, data FROM word WHERE word IN ({', '.join('?' * len(forms))})"
        made._words = dict(self._reader.rows(sql, forms)) if forms else {}
        sql = f"SELECT key, e, kind FROM alias JOIN entity USING (e) WHERE key IN ({', '.join('?' * len(keys))})"
        names: dict[str, list[tuple[int, str]]] = {}
        for key, e, kind in self._reader.rows(sql, keys) if keys else ():
            names.setdefault(key, []).append((e, kind))
        made._names = names
        return made

    def term(self, term: Term) -> Ranks:
        """Find what fits a term; raises UsageError where it cannot be understood."""
        field, plain = term.field, term.value.strip('"')
        if not field:
            found = self._text(plain, ()) | self._named(plain, _NAMED)
            return found | self.term(Term("pmcid", plain.upper())) if _PMCID.fullmatch(plain) else found
        if field in _ENTITIES:
            return self._about(plain, self._named(plain, _ENTITIES[field]))
        if field in _TEXT:
            return self._text(plain, _TEXT[field])
        if field in ("year", "score"):
            return self._range(field, plain)
        if field == "has" and plain in HAS:
            return Ranks.of(getattr(self._columns, plain) > 0)
        if field in _IDENTIFIERS:
            return self._marked(self._reader.rows(f"SELECT n FROM figure WHERE {field} = ?", (plain,)))
        raise UsageError(
            f"{field}:{term.value}: no such field; there are {', '.join(_ENTITIES)}, {', '.join(_TEXT)}, year, score, "
            f"{', '.join(_IDENTIFIERS)}, has:{'|'.join(HAS)}"
        )

    def _marked(self, rows: Iterable[Sequence[Any]]) -> Ranks:
        mask = np.zeros(self._columns.figures, np.bool_)
        mask[[row[0] for row in rows]] = True
        return Ranks.of(mask)

    def _range(self, field: str, value: str) -> Ranks:
        low, dots, high = value.partition("..")
        try:
            first = float(low) if low else float("-inf")
            last = (float(high) if high else float("inf")) if dots else first
        except ValueError:
            raise UsageError(f"{field}:{value}: expected a number, or a range such as 2015..2020 or 2015..") from None
        column = getattr(self._columns, field)
        known = column > 0 if field == "year" else ~np.isnan(column)
        return Ranks.of(known & (column >= first) & (column <= last))

    def _text(self, value: str, fields: Sequence[str]) -> Ranks:
        phrase = words(value.rstrip("*"))
        prefix = value.endswith("*")
        if not phrase:
            return Ranks.of(np.zeros(self._columns.figures, np.bool_))
        found = self._word(phrase[-1], prefix=prefix)
        for word in phrase[:-1]:
            found = found & self._word(word)
        if len(phrase) > 1 or fields:
            asked = self._reader.phrase(phrase, fields, prefix=prefix) if found.mask.any() else []
            found = Ranks(self._marked([(n,) for n in asked]).mask, found.score * _PHRASE)
        return found

    def _word(self, word: str, *, prefix: bool = False) -> Ranks:
        """Weigh the figures with a word, or with any that begins so, by its postings."""
        asked = ("word >= ? AND word < ?", (word, word + "\U0010ffff")) if prefix else ("word = ?", (word,))
        if prefix or self._words is None:
            rows = self._reader.rows(f"SELECT data FROM word WHERE {asked[0]}", asked[1])
        else:
            rows = [(self._words[word],)] if word in self._words else []
        score = np.zeros(self._columns.figures, np.float32)
        for (data,) in rows:
            figures, weights = read_postings(data)
            score[figures] = np.maximum(score[figures], weights)
        mask = score > 0
        return Ranks(mask, score * rarity(len(mask), np.array(np.count_nonzero(mask))))

    def _about(self, value: str, named: Ranks) -> Ranks:
        """Put those of the figures first whose words say the name too."""
        said = sum(self._word(word).score for word in words(value)[:4])
        return Ranks(named.mask, named.score + said)

    def _named(self, value: str, kinds: Sequence[str]) -> Ranks:
        """Weigh the figures that name a thing: of those with few other genes, or where text says it, more."""
        c = self._columns
        mask = np.zeros(c.figures, np.bool_)
        for e in self._entities(_keys(value), kinds):
            mask[c.figures_of(e)] = True
        return Ranks(mask, self._focus * mask)

    def _entities(self, keys: Sequence[str], kinds: Sequence[str]) -> list[int]:
        if self._names is not None:
            return [e for key in keys for e, kind in self._names.get(key, ()) if kind in kinds]
        marks, many = ", ".join("?" * len(kinds)), ", ".join("?" * len(keys))
        sql = f"SELECT DISTINCT e FROM alias JOIN entity USING (e) WHERE key IN ({many}) AND kind IN ({marks})"
        return [row[0] for row in self._reader.rows(sql, (*keys, *kinds))]

    def edges(self, asked: EdgeTerm) -> Ranks:
        """Weigh the figures with relations between two ends: the surer and the more, the better."""
        c = self._columns
        fits = np.ones(len(c.edge_figure), np.bool_) if asked.sign == 0 else c.edge_sign == asked.sign
        for side, name in enumerate((asked.source, asked.target)):
            if name != "?":
                fits &= self._ends(name, side)
        figures = c.edge_figure[fits]
        score = np.bincount(figures, weights=c.edge_weight[fits], minlength=c.figures)
        mask = np.zeros(c.figures, np.bool_)
        mask[figures] = True
        return Ranks(mask, score.astype(np.float32))

    def _ends(self, name: str, side: int) -> Any:
        column = ("source_key", "target_key")[side]
        labelled = self._reader.rows(f"SELECT r FROM edge WHERE {column} = ?", (edge_key(name),))
        sql = "SELECT r FROM edge_end WHERE side = ? AND e IN (SELECT e FROM alias WHERE key IN (?, ?))"
        named = self._reader.rows(sql, (side, fold(name), name.lower()))
        mask = np.zeros(len(self._columns.edge_figure), np.bool_)
        mask[[row[0] for row in (*labelled, *named)]] = True
        return mask


def _keys(value: str) -> tuple[str, ...]:
    """Give the forms in which a name is looked up."""
    return tuple(dict.fromkeys((fold(value), value.lower())))
