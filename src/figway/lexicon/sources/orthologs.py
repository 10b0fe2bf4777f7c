"""Read the genes of mouse (MGI) and rat (RGD): published reports, or small tables of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figway.lexicon.sources.files import read_table, split
from figway.lexicon.sources.rows import Ortholog


def read_mgi(path: Path) -> Iterator[Ortholog]:
    """Go through the genes and pseudogenes of MGI's report `MRK_List2.rpt`."""
    for row in read_table(path, ("MGI Accession ID", "Marker Symbol", "Marker Type")):
        if row["Marker Type"] in ("Gene", "Pseudogene"):
            synonyms = split(row.get("Marker Synonyms (pipe-separated)"), "|")
            yield Ortholog(row["MGI Accession ID"].replace("MGI:", "mgi:"), row["Marker Symbol"], synonyms)


def read_rgd(path: Path) -> Iterator[Ortholog]:
    """Go through the genes of RGD's `GENES_RAT.txt`, whose old symbols are taken as synonyms."""
    for row in read_table(path, ("GENE_RGD_ID", "SYMBOL")):
        yield Ortholog(f"rgd:{row['GENE_RGD_ID']}", row["SYMBOL"], split(row.get("OLD_SYMBOL"), ";"))


def read_ortholog_table(path: Path, prefix: str, separator: str) -> Iterator[Ortholog]:
    """Go through a table with the columns ID, symbol and synonyms."""
    for row in read_table(path, ("ID", "symbol", "synonyms")):
        yield Ortholog(f"{prefix}:{row['ID']}", row["symbol"], split(row["synonyms"], separator))
