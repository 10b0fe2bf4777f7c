"""Define the tables of a store.

`figure` has one row a figure, numbered from 0 in the order of the figids; `entity` one a thing that figures name.
`columns` holds the same facts as packed arrays, which searches keep in memory, `word` each word's postings, and `sets`
what enrichment tests; the other tables are for pages, joins and people with a database client. A store is never
migrated: it is built anew.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "4"
"""Version of the tables; a store of another version is refused and has to be built anew."""


@dataclass(frozen=True, slots=True)
class Table:
    """Describe a table: its columns with their types, its key, and the columns that are looked up."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns."""
        return tuple(name for name, _ in self.columns)


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    """Read `name type, name type`; the type is text where none is given."""
    pairs = (part.split() for part in text.split(","))
    return tuple((pair[0], pair[1] if len(pair) > 1 else "text") for pair in pairs)


TABLES = (
    Table("meta", _columns("name, value"), ("name",)),
    Table(
        "figure",
        _columns(
            "n integer, figid, alias, number, figtype, title, caption, figlink, filename, image, image_url, sha256, "
            "width integer, height integer, kind, score real, pmcid, pmid, doi, paper, reftext, authors, journal, "
            "publisher, year, date, licence, retracted integer, organisms, genes integer, chemicals integer, "
            "diseases integer, relations integer, corrections integer, doubt real"
        ),
        ("n",),
        (("figid",), ("alias",), ("pmcid",), ("pmid",), ("doi",)),
    ),
    Table("record", _columns("n integer, data blob"), ("n",)),
    Table(
        "entity",
        _columns("e integer, curie, kind, name, organism, figures integer"),
        ("e",),
        (("curie",), ("kind", "name")),
    ),
    Table("alias", _columns("key, e integer, name"), ("key", "e"), (("e",),)),
    Table("figure_entity", _columns("e integer, n integer, count integer"), ("e", "n"), (("n",),)),
    Table(
        "edge",
        _columns(
            "r integer, n integer, source, target, sign, head, annotation, score real, stated integer, "
            "source_key, target_key"
        ),
        ("r",),
        (("n",), ("source_key",), ("target_key",)),
    ),
    Table("edge_end", _columns("e integer, side integer, r integer, member integer"), ("e", "side", "r"), (("r",),)),
    Table("word", _columns("word, figures integer, data blob"), ("word",), (("word", "figures"),)),
    Table("columns", _columns("name, dtype, data blob"), ("name",)),
    Table("sets", _columns("name, dtype, data blob"), ("name",)),
)
BY_NAME = {table.name: table for table in TABLES}

TEXT_FIELDS = ("title", "paper", "caption", "ocr", "authors")
"""Columns of the full-text index."""
