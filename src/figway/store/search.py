"""Find figures in a store: words and phrases through FTS5, names through the entities, relations through their ends."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from figway.errors import LibraryError, UsageError
from figway.records import FigureRecord
from figway.store.build import STORE
from figway.store.rows import unpack
from figway.store.schema import VERSION
from figway.store.words import words
from figway.text import fold

SORTS = {
    "relevance": "", "newest": "year DESC", "oldest": "year = '', year", "title": "title", "genes": "genes DESC",
    "relations": "relations DESC",
}  # fmt: skip
FACETS = ("organism", "gene", "chemical", "disease", "journal", "licence")
_ENTITIES = {**dict.fromkeys(FACETS), "gene": ("gene", "family", "complex"), "process": None}
_TEXT = {"title": "title", "caption": "caption", "paper": "paper authors", "text": "ocr", "author": "authors"}
_HAS = ("genes", "chemicals", "diseases", "relations", "corrections")
_TERM = re.compile(r'(-?)(?:([a-z]+):)?("[^"]*"|\S+)')
_EDGE = re.compile(r'^\s*("[^"]+"|\S+)\s*(->|→|-\||⊣|--|—)\s*("[^"]+"|\S+)\s*$')
_SIGNS = {"->": "+", "→": "+", "-|": "-", "⊣": "-"}
Ranks = dict[int, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one figure of a result."""

    figid: str
    number: str
    title: str
    year: str
    pmcid: str
    genes: int
    relations: int


@dataclass(frozen=True, slots=True)
class Results:
    """Hold one page of figures, how many there are in all, and the commonest values of each facet."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Store:
    """Read a store; the file cannot be written through it."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LibraryError(f"there is no store at {path}: build one with: figway build {path.parent}")
        self.path = path
        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            version = self.rows("SELECT value FROM meta WHERE name = 'schema'")
        except sqlite3.DatabaseError as error:
            raise LibraryError(f"{path} is no store ({error}): figway build {path.parent}") from error
        if version != [(VERSION,)]:
            raise LibraryError(f"{path} is a store of another version: figway build {path.parent}")

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Give the rows of a query."""
        return self._connection.execute(sql, parameters).fetchall()

    def figure(self, figid: str) -> FigureRecord:
        """Give a figure's record, by figid or alias, as people corrected it; raises KeyError."""
        sql = "SELECT data FROM record JOIN figure USING (n) WHERE figid = ? OR alias = ? LIMIT 1"
        row = self._connection.execute(sql, (figid, figid)).fetchone()
        if row is None:
            raise KeyError(figid)
        return unpack(row[0])

    def search(self, text: str, *, page: int = 1, size: int = 20, sort: str = "relevance") -> Results:
        """Find figures: see docs/search.md for what can be asked. Raises UsageError where it cannot be understood."""
        if sort not in SORTS:
            raise UsageError(f"sort: expected one of {', '.join(SORTS)}, found {sort!r}")
        ranks = self._edges(text) if _EDGE.match(text) else self._all(text)
        numbers = json.dumps(list(ranks))
        order = SORTS[sort]
        if order:
            inside = "SELECT n FROM figure WHERE n IN (SELECT value FROM json_each(?))"
            found = [row[0] for row in self._connection.execute(f"{inside} ORDER BY {order}, n", (numbers,))]
        else:
            found = sorted(ranks, key=lambda n: (-ranks[n], n))
        shown = found[(page - 1) * size : page * size]
        return Results(tuple(map(self._hit, shown)), len(found), self._facets(numbers))

    def _hit(self, n: int) -> Hit:
        sql = "SELECT figid, number, title, year, pmcid, genes, relations FROM figure WHERE n = ?"
        return Hit(*self._connection.execute(sql, (n,)).fetchone())

    def _facets(self, numbers: str) -> dict[str, tuple[tuple[str, int], ...]]:
        sql = (
            "SELECT name, count(*) FROM figure_entity JOIN entity USING (e) WHERE kind = ? "
            "AND n IN (SELECT value FROM json_each(?)) GROUP BY e ORDER BY 2 DESC, 1 LIMIT 10"
        )
        facets = {kind: tuple(self._connection.execute(sql, (kind, numbers))) for kind in FACETS}
        years = (
            "SELECT year, count(*) FROM figure WHERE year <> '' AND n IN (SELECT value FROM json_each(?)) "
            "GROUP BY year ORDER BY year DESC"
        )
        return {"year": tuple(self._connection.execute(years, (numbers,))), **facets}

    def _all(self, text: str) -> Ranks:
        groups: list[Ranks] = []
        out: list[Ranks] = []
        either = False
        for minus, field, value in _TERM.findall(text):
            if not minus and not field and value in ("AND", "OR"):
                either = value == "OR" and bool(groups)
                continue
            found = self._term(field, value)
            if minus:
                out.append(found)
            elif either:
                last = groups.pop()
                groups.append({n: last.get(n, 0.0) + found.get(n, 0.0) for n in {*last, *found}})
            else:
                groups.append(found)
            either = False
        if not groups:
            groups = [dict.fromkeys((row[0] for row in self._connection.execute("SELECT n FROM figure")), 0.0)]
        ranks = min(groups, key=len)
        return {
            n: sum(g[n] for g in groups) for n in ranks if all(n in g for g in groups) and not any(n in g for g in out)
        }

    def _term(self, field: str, value: str) -> Ranks:
        plain = value.strip('"')
        if field in _ENTITIES:
            return self._named(plain, _ENTITIES[field] or (field,))
        if field in _TEXT or not field:
            found = self._text(plain, _TEXT.get(field, ""))
            named = {} if field else self._named(plain, ("gene", "family", "complex", "chemical", "disease", "process"))
            return {n: found.get(n, 0.0) + named.get(n, 0.0) for n in {*found, *named}}
        if field in ("year", "score"):
            return self._range(field, plain)
        if field == "has" and plain in _HAS:
            return self._plain(f"SELECT n FROM figure WHERE {plain} > 0")
        if field in ("figid", "pmcid", "pmid", "doi", "kind"):
            return self._plain(f"SELECT n FROM figure WHERE {field} = ?", plain)
        raise UsageError(
            f"{field}:{value}: no such field; there are gene, chemical, disease, process, organism, journal, "
            f"licence, {', '.join(_TEXT)}, year, score, kind, figid, pmcid, pmid, doi, has:{'|'.join(_HAS)}"
        )

    def _plain(self, sql: str, *parameters: object) -> Ranks:
        return dict.fromkeys((row[0] for row in self._connection.execute(sql, parameters)), 0.0)

    def _range(self, field: str, value: str) -> Ranks:
        low, dots, high = value.partition("..")
        try:
            first = float(low) if low else float("-inf")
            last = (float(high) if high else float("inf")) if dots else first
        except ValueError:
            raise UsageError(f"{field}:{value}: expected a number, or a range such as 2015..2020 or 2015..") from None
        sql = f"SELECT n FROM figure WHERE {field} <> '' AND CAST({field} AS REAL) BETWEEN ? AND ?"
        return self._plain(sql, first, last)

    def _text(self, value: str, columns: str) -> Ranks:
        phrase = words(value.rstrip("*"))
        if not phrase:
            return {}
        query = '"' + " ".join(phrase) + '"' + (" *" if value.endswith("*") else "")
        query = f"{{{columns}}} : {query}" if columns else query
        sql = "SELECT rowid, -bm25(words, 10.0, 2.0, 4.0, 3.0, 2.0) FROM words WHERE words MATCH ?"
        return dict(self._connection.execute(sql, (query,)))

    def _named(self, value: str, kinds: tuple[str, ...]) -> Ranks:
        marks = ", ".join("?" * len(kinds))
        sql = (
            "SELECT n, max(1.0 + 10.0 / (5 + genes)) FROM figure_entity JOIN figure USING (n) WHERE e IN "
            f"(SELECT e FROM alias JOIN entity USING (e) WHERE key IN (?, ?) AND kind IN ({marks})) GROUP BY n"
        )
        return dict(self._connection.execute(sql, (fold(value), value.lower(), *kinds)))

    def _edges(self, text: str) -> Ranks:
        match = _EDGE.match(text)
        assert match is not None
        asked, parameters = ["1"], []
        if match[2] in _SIGNS:
            asked.append("sign = ?")
            parameters.append(_SIGNS[match[2]])
        for side, name in enumerate((match[1].strip('"'), match[3].strip('"'))):
            if name != "?":
                label = ("source", "target")[side]
                asked.append(
                    f"(lower({label}) = ? OR r IN "
                    f"(SELECT r FROM edge_end JOIN alias USING (e) WHERE key = ? AND side = {side}))"
                )
                parameters += [name.lower(), fold(name)]
        sql = f"SELECT n, sum(score + stated) FROM edge WHERE {' AND '.join(asked)} GROUP BY n"
        return dict(self._connection.execute(sql, parameters))


def open_store(path: str | Path) -> Store:
    """Open the store of a library folder, or a store file; raises LibraryError where there is none."""
    path = Path(path)
    return Store(path / STORE if path.is_dir() else path)
