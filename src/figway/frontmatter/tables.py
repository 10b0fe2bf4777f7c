"""Read and write the TSV files that stand beside a page of 2023 and later: genes, chemicals and diseases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from figway.errors import PageError
from figway.records import FigureRecord, GeneRow, Mention, TermRow

Table = tuple[tuple[str, ...], ...]
"""A table as it stood: the row of column names, then the rows."""

NAMES = ("genes", "chemicals", "diseases")
NOTHING = "NA"
_GENES = (
    "organism_id", "organism_name", "organism_group", "word", "match", "ncbigene_symbol", "ncbigene_id",
    "source", "count_direct", "count_synonym", "count_match",
)  # fmt: skip
_OWN_GENES = ("lexicon_source", "mention")
_OWN_TERMS = ("source", "identifier", "mention")
_SOURCES = {
    "hgnc_symbol": "ncbigene_symbol",
    "hgnc_prev_symbol": "ncbigene_synonym",
    "hgnc_alias_symbol": "ncbigene_synonym",
    "bioentities_symbol": "famplex_relations",
}
HUMAN = "Homo sapiens"
_ORGANISMS = {
    HUMAN: ("9606", "Primates"),
    "Mus musculus": ("10090", "Rodents"),
    "Rattus norvegicus": ("10116", "Rodents"),
    "Drosophila melanogaster": ("7227", "Invertebrates"),
    "Caenorhabditis elegans": ("6239", "Invertebrates"),
    "Arabidopsis thaliana": ("3702", "Plants and Fungi"),
    "Saccharomyces cerevisiae": ("4932", "Plants and Fungi"),
}


def file_name(figid: str, name: str) -> str:
    """Name the file of a table.

    >>> file_name("PMC100005__mb2410575011", "genes")
    'PMC100005__mb2410575011-genes.tsv'
    """
    return f"{figid}-{name}.tsv"


def parse(name: str, text: str) -> Table:
    """Read a TSV file; raises PageError with its line where a row has too few or many cells."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    rows = tuple(tuple(line.split("\t")) for line in lines if line)
    for i, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise PageError(f"table of {name}, line {i}: expected {len(rows[0])} columns, found {len(row)}")
    if rows and "word" not in rows[0]:
        raise PageError(f"table of {name}, line 1: expected a column 'word', found {', '.join(rows[0])}")
    return rows


def render(table: Table) -> str:
    """Write a TSV file."""
    return "".join("\t".join(row) + "\n" for row in table)


def read_genes(table: Table) -> tuple[GeneRow, ...]:
    """Take the gene rows from a table of any generation."""
    return tuple(
        GeneRow(
            word=cell("word"),
            symbol=cell("match", "symbol"),
            source=cell("lexicon_source", "source"),
            hgnc_symbol=cell("ncbigene_symbol", "hgnc_symbol"),
            entrez=cell("ncbigene_id", "entrez"),
            organism=cell("organism_name"),
            mention=cell("mention"),
        )
        for cell in _cells(table)
    )


def read_terms(table: Table) -> tuple[TermRow, ...]:
    """Take the rows of chemicals or diseases from a table of any generation."""
    return tuple(_term(cell) for cell in _cells(table))


def _term(cell: Callable[..., str]) -> TermRow:
    source, identifier = cell("source"), cell("identifier")
    curie = cell("mesh") or cell("chebi") or cell("doid")
    if not identifier and ":" in curie:
        source, identifier = curie.split(":", 1)
    return TermRow(word=cell("word"), source=source.upper(), identifier=identifier, mention=cell("mention"))


def _cells(table: Table) -> Iterable[Callable[..., str]]:
    """Give for each row a function that finds the first of some columns that holds something."""
    header, *rows = table or ((),)
    for row in rows:
        cells = dict(zip(header, row, strict=True))

        def cell(*columns: str, cells: dict[str, str] = cells) -> str:
            values = (cells.get(column, "") for column in columns)
            return next((value for value in values if value not in ("", NOTHING) or columns == ("word",)), "")

        yield cell


def make_tables(record: FigureRecord) -> dict[str, Table]:
    """Make the tables of a record; one without rows is left out."""
    mentions = {mention.id: mention for mention in record.mentions}
    made = {
        "genes": _gene_table(record.genes),
        "chemicals": _term_table(record.chemicals, "chebi", mentions),
        "diseases": _term_table(record.diseases, "doid", mentions),
    }
    return {name: table for name, table in made.items() if len(table) > 1}


def _gene_table(genes: Sequence[GeneRow]) -> Table:
    counts = {organism: _counts(genes, organism) for organism in {_organism(row) for row in genes}}
    rows = []
    for row in genes:
        organism = _organism(row)
        taxon, group = _ORGANISMS.get(organism, ("", ""))
        source = _SOURCES.get(row.source, row.source)
        symbol = row.hgnc_symbol if organism == HUMAN else row.symbol
        published = (taxon, organism, group, row.word, row.symbol, symbol, row.entrez, source)
        rows.append(_row(*published, *counts[organism], row.source, row.mention))
    return (_GENES + _OWN_GENES, *rows)


def _organism(row: GeneRow) -> str:
    return row.organism or (HUMAN if row.hgnc_symbol else "")


def _counts(genes: Sequence[GeneRow], organism: str) -> tuple[str, str, str]:
    """Count, for one organism, genes matched by symbol, genes matched by synonym, and matched names."""
    rows = [row for row in genes if _organism(row) == organism]
    by_source = [(_SOURCES.get(row.source, row.source), row.hgnc_symbol) for row in rows]
    direct = {symbol for source, symbol in by_source if source == "ncbigene_symbol"}
    synonym = {symbol for source, symbol in by_source if source == "ncbigene_synonym"}
    return str(len(direct)), str(len(synonym)), str(len({row.symbol for row in rows}))


def _term_table(terms: Sequence[TermRow], other: str, mentions: dict[str, Mention]) -> Table:
    rows = []
    for term in terms:
        mention = mentions.get(term.mention)
        curies = [f"{term.source.lower()}:{term.identifier}"] if term.identifier else []
        curies += mention.identifiers if mention else ()
        mesh, further = _first(curies, "mesh"), _first(curies, other)
        match = mention.symbol if mention else ""
        rows.append(_row(term.word, mesh, match, "", further, term.source, term.identifier, term.mention))
    return (("word", "mesh", "match", "name", other, *_OWN_TERMS), *rows)


def _first(curies: Iterable[str], prefix: str) -> str:
    return next((curie for curie in curies if curie.startswith(prefix + ":")), "")


def _row(*cells: str) -> tuple[str, ...]:
    """Make cells fit a TSV file: no tabs or line ends, NA where there is nothing."""
    return tuple(" ".join(cell.split()) or NOTHING for cell in cells)
