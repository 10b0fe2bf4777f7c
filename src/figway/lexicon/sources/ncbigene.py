"""Read NCBI's names of human genes: `Homo_sapiens.gene_info[.gz]`, or Bioconductor's `org.Hs.eg.sqlite`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from figway.errors import LexiconError
from figway.lexicon.sources.files import read_table, split
from figway.lexicon.sources.rows import GeneAliases


def read_gene_info(path: Path) -> Iterator[GeneAliases]:
    """Go through the human rows of `gene_info`; raises LexiconError where the file is another one."""
    for row in read_table(path, ("tax_id", "GeneID", "Symbol", "Synonyms", "dbXrefs")):
        if row["tax_id"] != "9606":
            continue
        links = [x.removeprefix("HGNC:") for x in split(row["dbXrefs"], "|") if x.startswith("HGNC:HGNC:")]
        yield GeneAliases(
            id=f"ncbigene:{row['GeneID']}",
            symbol=row["Symbol"],
            aliases=split(row["Synonyms"], "|"),
            hgnc=links[0].replace("HGNC:", "hgnc:") if links else "",
        )


def read_orgdb(path: Path) -> Iterator[GeneAliases]:
    """Go through the genes of Bioconductor's annotation database, which names no HGNC identifiers."""
    query = """SELECT genes.gene_id, gene_info.symbol, alias.alias_symbol FROM genes
        JOIN gene_info USING (_id) JOIN alias USING (_id)
        ORDER BY CAST(genes.gene_id AS INTEGER), alias.rowid"""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = connection.execute(query).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise LexiconError(f"{path} is no annotation database: {error}") from error
    for (gene, symbol), group in groupby(rows, key=lambda row: (row[0], row[1])):
        aliases = dict.fromkeys(alias for _, _, alias in group if alias != symbol)
        yield GeneAliases(f"ncbigene:{gene}", symbol, tuple(aliases))
