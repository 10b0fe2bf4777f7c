"""Read FamPlex as published: `entities.csv`, `relations.csv`, `equivalences.csv`, `grounding_map.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from figway.errors import LexiconError
from figway.lexicon.sources.files import open_text
from figway.lexicon.sources.rows import Grounding, Link, Mapping

_PREFIXES = {
    "FPLX": "fplx", "HGNC": "hgnc.symbol", "UP": "uniprot", "MESH": "mesh", "CHEBI": "chebi", "GO": "go",
    "PUBCHEM": "pubchem.compound", "HMDB": "hmdb", "NCIT": "ncit", "IP": "interpro", "PF": "pfam",
    "MIRBASE": "mirbase",
}  # fmt: skip


def read_entities(path: Path) -> Iterator[str]:
    """Go through the names of FamPlex's families and complexes."""
    for row in _rows(path, 1):
        yield row[0]


def read_relations(path: Path) -> Iterator[Link]:
    """Go through FamPlex's relations."""
    for subject_space, subject, relation, object_space, target in (row[:5] for row in _rows(path, 5)):
        yield Link(_curie(subject_space, subject), relation, _curie(object_space, target))


def read_equivalences(path: Path) -> Iterator[Mapping]:
    """Go through other vocabularies' equivalents of FamPlex's entities (the object)."""
    for space, identifier, entity in (row[:3] for row in _rows(path, 3)):
        yield Mapping(_curie(space, identifier), f"fplx:{entity}")


def read_groundings(path: Path) -> Iterator[Grounding]:
    """Go through the grounding map's names that stand for something (some stand for nothing on purpose)."""
    for row in _rows(path, 1):
        pairs = zip(row[1::2], row[2::2], strict=False)
        targets = tuple(dict.fromkeys(_curie(space, identifier) for space, identifier in pairs if space and identifier))
        if targets:
            yield Grounding(row[0], targets)


def _curie(space: str, identifier: str) -> str:
    prefix = _PREFIXES.get(space, space.lower())
    return f"{prefix}:{identifier.removeprefix(f'{space}:')}"


def _rows(path: Path, width: int) -> Iterator[list[str]]:
    with open_text(path) as stream:
        for row in csv.reader(stream):
            if row and len(row) < width:
                raise LexiconError(f"{path} has a row of {len(row)} fields ({row}): is it FamPlex's file?")
            if row and row[0]:
                yield row
