"""Read HGNC: the complete set as published (`hgnc_complete_set.txt`), or a table of its custom downloads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figway.lexicon.sources.files import read_table, split
from figway.lexicon.sources.rows import Gene


def read_hgnc(path: Path) -> Iterator[Gene]:
    """Go through the approved genes of `hgnc_complete_set.txt`; raises LexiconError for another file."""
    for row in read_table(path, ("hgnc_id", "symbol", "name", "status", "locus_type")):
        if row["status"] != "Approved":
            continue
        yield Gene(
            id=row["hgnc_id"].replace("HGNC:", "hgnc:"),
            symbol=row["symbol"],
            name=row["name"].strip('"'),
            locus=row["locus_type"],
            aliases=split(row.get("alias_symbol"), "|"),
            previous=split(row.get("prev_symbol"), "|"),
            alias_names=split(row.get("alias_name"), "|") + split(row.get("prev_name"), "|"),
            xrefs=(
                *(f"ncbigene:{i}" for i in split(row.get("entrez_id"), "|")),
                *(f"ensembl:{i}" for i in split(row.get("ensembl_gene_id"), "|")),
                *(f"uniprot:{i}" for i in split(row.get("uniprot_ids"), "|")),
                *(i.replace("MGI:", "mgi:") for i in split(row.get("mgd_id"), "|")),
                *(i.replace("RGD:", "rgd:") for i in split(row.get("rgd_id"), "|")),
            ),
        )


def read_hgnc_custom(path: Path) -> Iterator[Gene]:
    """Go through the approved genes of a custom download (columns 'HGNC ID', 'Approved symbol', ...)."""
    for row in read_table(path, ("HGNC ID", "Approved symbol", "Approved name", "Status", "Locus type")):
        if row["Status"] != "Approved":
            continue
        yield Gene(
            id=row["HGNC ID"].replace("HGNC:", "hgnc:"),
            symbol=row["Approved symbol"],
            name=row["Approved name"],
            locus=row["Locus type"],
            aliases=split(row.get("Alias symbols"), ", "),
            previous=split(row.get("Previous symbols"), ", "),
            xrefs=(
                *(f"ncbigene:{i}" for i in split(row.get("NCBI Gene ID(supplied by NCBI)"), ", ")),
                *(f"ensembl:{i}" for i in split(row.get("Ensembl gene ID"), ", ")),
                *(f"uniprot:{i}" for i in split(row.get("UniProt ID(supplied by UniProt)"), ", ")),
                *(i.replace("MGI:", "mgi:") for i in split(row.get("Mouse genome database ID(supplied by MGI)"), ", ")),
                *(i.replace("RGD:", "rgd:") for i in split(row.get("Rat genome database ID(supplied by RGD)"), ", ")),
            ),
        )
