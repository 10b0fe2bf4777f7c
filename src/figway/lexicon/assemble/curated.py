"""Take figway's own table of names (`curated.tsv`) into a draft, checked against the vocabularies.

Columns: `names` ('|' between spellings), `kind`, `entity` (a CURIE of the lexicon; `figway:X` makes a new
one; empty for one gene), `label` (the name of an entity that a vocabulary has; a wrong identifier is caught by
it), `symbols` (HGNC, '|' between; none for a class without an end, as cytokines), `citation` (a vocabulary or
paper that uses the name so).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from figway.errors import LexiconError
from figway.lexicon.assemble.families import sort_curies
from figway.lexicon.assemble.genes import GeneIndex
from figway.lexicon.draft import Draft
from figway.lexicon.model import KINDS, Entity
from figway.lexicon.sources.files import read_table, split


class CuratedRow(NamedTuple):
    """Hold one row of the table."""

    names: tuple[str, ...]
    kind: str
    entity: str
    label: str
    symbols: tuple[str, ...]
    citation: str


def read_curated(path: Path) -> Iterator[CuratedRow]:
    """Go through the table; lines that start with '#' are comments."""
    for row in read_table(path, ("names", "kind", "entity", "label", "symbols", "citation")):
        if not row["names"].startswith("#"):
            names, symbols = split(row["names"], "|"), split(row["symbols"], "|")
            yield CuratedRow(names, row["kind"], row["entity"], row["label"], symbols, row.get("citation", ""))


def add_curated(draft: Draft, rows: Iterable[CuratedRow], index: GeneIndex, absent: Iterable[str] = ()) -> None:
    """Add curated names; rows of a vocabulary that is `absent` (prefixes) are passed over.

    Raises LexiconError listing every row that does not hold against the vocabularies.
    """
    absent = tuple(f"{prefix}:" for prefix in absent)
    faults: list[str] = []
    for row in rows:
        if row.entity.startswith(absent):
            continue
        fault = _fault(draft, row, index)
        if fault:
            faults.append(f"{'|'.join(row.names)}: {fault}")
            continue
        members = sort_curies(index.symbols[symbol] for symbol in row.symbols)
        entity = row.entity or members[0]
        if entity not in draft.entities:
            draft.add_entity(Entity(entity, row.kind, row.names[0], (), members if row.kind in GROUPS else ()))
        for name in row.names:
            draft.add_name(name, "curated", entity)
    if faults:
        raise LexiconError("the curated names do not hold against the vocabularies: " + "; ".join(faults))


GROUPS = ("family", "complex")


def _fault(draft: Draft, row: CuratedRow, index: GeneIndex) -> str:
    """Say what is wrong with a row, "" where nothing is."""
    if not row.citation:
        return "no citation"
    if row.kind not in KINDS:
        return f"unknown kind {row.kind!r}"
    if lost := [symbol for symbol in row.symbols if index.symbols.get(symbol) not in draft.entities]:
        return f"not approved by HGNC: {', '.join(lost)}"
    if not row.entity:
        return "" if row.kind == "gene" and len(row.symbols) == 1 else "neither an entity nor one gene"
    held = draft.entities.get(row.entity)
    if held is None:
        return "" if row.entity.startswith("figway:") and row.kind != "gene" else f"{row.entity} is in no vocabulary"
    if row.label and row.label != held.name:
        return f"{row.entity} is named {held.name}, not {row.label}"
    members = sort_curies(index.symbols[symbol] for symbol in row.symbols)
    if members and members != held.members:
        return f"its genes are not those of {row.entity}: {' '.join(held.members)}"
    return "" if held.kind == row.kind else f"{row.entity} is of kind {held.kind}"
