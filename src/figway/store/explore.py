"""Answer beside the search: similar figures, completion, spelling, gene sets, the commonest names."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Generic, TextIO, TypeVar

import numpy as np

from figway.store.columns import Ints, rarity
from figway.store.search import Hit, Store
from figway.store.spelling import respell
from figway.store.words import words
from figway.text import fold

_SUGGESTED = ("gene", "family", "complex", "chemical", "disease", "process", "organism")
_TSV = ("figid", "title", "year", "pmcid", "genes", "chemicals", "diseases", "relations")


Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Similar(Generic[Shown]):
    """Hold a figure that names much the same: `score` is the cosine of both, rare names weighing more.

    `hit` is the figure as who asks shows it; `shared` is what both name, the rarest first.
    """

    hit: Shown
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Hold a name that completes what was typed; `matched` is the alias that was typed where that is another."""

    name: str
    kind: str
    figures: int
    matched: str = ""


def similar(store: Store, figid: str, size: int = 6) -> tuple[Similar[Hit], ...]:
    """Give the figures that share the most telling genes, chemicals and diseases with a figure."""
    found = store.reader.rows("SELECT n FROM figure WHERE figid = ?", (figid,))
    if not found:
        return ()
    n, c = int(found[0][0]), store.columns
    named = store.molecules_of(n)
    squares = c.idf(named) ** 2
    score = np.zeros(c.figures, np.float64)
    for e, square in zip(named.tolist(), squares.tolist(), strict=True):
        score[c.figures_of(e)] += square
    for m in store.renamed:
        score[m] = squares[np.isin(named, store.molecules_of(m))].sum()
    score /= np.maximum(c.norm * c.norm[n], 1e-9)
    score[n] = 0
    alike = np.flatnonzero(score)
    if size < len(alike):
        alike = alike[score[alike] >= np.partition(score[alike], -size)[-size]]
    best = alike[np.argsort(-score[alike], kind="stable")][:size]
    rarest = named[np.argsort(-squares, kind="stable")]
    return tuple(
        Similar(hit, round(float(score[m]), 4), tuple(map(store.name, _both(rarest, store.molecules_of(int(m))))))
        for hit, m in zip(store.hits(best), best, strict=True)
    )


def _both(entities: Ints, others: Ints) -> list[int]:
    found: list[int] = entities[np.isin(entities, others)].tolist()
    return found


def suggest(store: Store, typed: str, size: int = 8) -> list[Suggestion]:
    """Complete what is typed by names and aliases that begin so, those on the most figures first."""
    key = fold(typed)
    if not key:
        return []
    sql = (
        "SELECT entity.name, kind, figures, alias.name FROM alias JOIN entity USING (e) WHERE key >= ? AND key < ? "
        f"AND kind IN ({', '.join('?' * len(_SUGGESTED))}) AND figures > 0 ORDER BY figures DESC, entity.name LIMIT ?"
    )
    rows = store.reader.rows(sql, (key, key + "\U0010ffff", *_SUGGESTED, 8 * size))
    found: dict[tuple[str, str], Suggestion] = {}
    for name, kind, figures, alias in rows:
        found.setdefault((name, kind), Suggestion(name, kind, figures, "" if fold(name).startswith(key) else alias))
    return list(found.values())[:size]


def spelled(store: Store, text: str) -> str:
    """Give the query as it was probably meant, "" where each of its words is known."""

    def known(value: str) -> bool:
        forms = words(value)
        marks = ", ".join("?" * len(forms))
        said = store.reader.rows(f"SELECT count(*) FROM word WHERE word IN ({marks})", forms)[0][0] if forms else 0
        return said == len(set(forms)) or bool(store.reader.rows("SELECT e FROM alias WHERE key = ?", (fold(value),)))

    def candidates(word: str) -> list[tuple[str, int]]:
        first = word[0]
        sql = "SELECT word, figures FROM word WHERE word >= ? AND word < ?"
        return [(str(other), int(figures)) for other, figures in store.reader.rows(sql, (first, chr(ord(first) + 1)))]

    return respell(text, known, candidates)


def top(store: Store, kind: str, size: int) -> list[tuple[str, int]]:
    """Give the names of a kind on the most figures."""
    sql = "SELECT name, figures FROM entity WHERE kind = ? AND figures > 0 ORDER BY figures DESC, name LIMIT ?"
    return [(str(name), int(figures)) for name, figures in store.reader.rows(sql, (kind, size))]


def entrez_of(store: Store, figid: str) -> list[str]:
    """Give the NCBI Gene numbers that a figure names, ascending."""
    sql = (
        "SELECT curie FROM entity JOIN figure_entity USING (e) JOIN figure USING (n) "
        "WHERE figid = ? AND curie >= 'ncbigene:' AND curie < 'ncbigene;'"
    )
    return sorted((row[0].removeprefix("ncbigene:") for row in store.reader.rows(sql, (figid,))), key=int)


def write_results(store: Store, hits: tuple[Hit, ...], form: str, stream: TextIO) -> None:
    """Write figures as `tsv` (one line each), `json` (all that a hit holds), or `gmt` (their genes by NCBI number)."""
    if form == "json":
        json.dump([asdict(hit) for hit in hits], stream, indent=1, ensure_ascii=False)
        stream.write("\n")
        return
    if form == "tsv":
        stream.write("\t".join(_TSV) + "\n")
    for hit in hits:
        ids = entrez_of(store, hit.figid) if form == "gmt" else []
        if form == "tsv":
            stream.write("\t".join(" ".join(str(getattr(hit, name)).split()) for name in _TSV) + "\n")
        elif ids:
            stream.write("\t".join((hit.figid, " ".join(hit.title.split()), *ids)) + "\n")


def drawn(store: Store, kind: str, name: str, size: int) -> list[tuple[str, int, str, str, int]]:
    """Give the relations that figures draw of a thing: sign, its side, the other's name and kind, figures.

    An arrow that ends on a family counts for its members, but leads to the family, not to the others' members.
    """
    sql = (
        "SELECT g.sign, x.side, o.name, o.kind, count(DISTINCT g.n) FROM entity s JOIN edge_end x ON x.e = s.e "
        "JOIN edge g ON g.r = x.r JOIN edge_end y ON y.r = x.r AND y.side <> x.side JOIN entity o ON o.e = y.e "
        "WHERE s.kind = ? AND s.name = ? AND y.member = 0 AND g.stated = 0 AND o.e <> s.e "
        "GROUP BY g.sign, x.side, o.name, o.kind ORDER BY 5 DESC, 3, 1 LIMIT ?"
    )
    return [(str(r[0]), int(r[1]), str(r[2]), str(r[3]), int(r[4])) for r in store.reader.rows(sql, (kind, name, size))]


def rarest(figures: int, named_by: int) -> float:
    """Weigh a name as the store does, for searches without one."""
    return float(rarity(figures, np.array(named_by)))
