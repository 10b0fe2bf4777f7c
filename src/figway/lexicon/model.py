"""Define what a lexicon holds: names, entities and the manifest that travels with the files."""

from __future__ import annotations

import hashlib
from typing import NamedTuple, get_args

from pydantic import BaseModel, ConfigDict

from figway.records import Kind

FORMAT = 1
"""Version of the files' layout; a lexicon of another one is refused."""

SOURCES = (
    "curated",
    "hgnc_symbol",
    "famplex_id",
    "famplex_synonym",
    "famplex_gene",
    "hgnc_root",
    "hgnc_prev_symbol",
    "hgnc_alias_symbol",
    "mirna_name",
    "ncbigene_alias",
    "hgnc_name",
    "hgnc_alias_name",
    "mesh_name",
    "mesh_synonym",
    "famplex_chemical",
    "famplex_term",
    "mgi_symbol",
    "rgd_symbol",
    "go_name",
    "go_synonym",
    "mesh_supp_name",
    "mesh_supp_synonym",
    "chebi_name",
    "mesh_derived",
    "mgi_synonym",
    "rgd_synonym",
    "doid_name",
    "doid_synonym",
    "mesh_organism",
    "mesh_viral_protein",
)
"""Every source of a name, in the order in which `Lexicon.lookup` lists them."""

KINDS: tuple[str, ...] = get_args(Kind)
"""The kinds of a mention, numbered for the files by their order: a change there is a new `FORMAT` here."""


class Name(NamedTuple):
    """Hold one meaning of one name: the name as its source prints it, the source, and the entity's CURIE."""

    name: str
    source: str
    entity: str


class Entity(NamedTuple):
    """Hold one thing that names stand for.

    `xrefs` are CURIEs of the same thing elsewhere; MeSH tree numbers stand among them as `mesh.tree:D03.633`.
    A mouse or rat gene has its human ortholog (`hgnc:391`) there. `members` of a family or complex are the
    HGNC CURIEs of all genes below it; `parents` are the families that it belongs to directly.
    """

    id: str
    kind: str
    name: str
    xrefs: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


class SourceNote(BaseModel):
    """Say where a part of the lexicon came from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    file: str
    version: str = ""
    licence: str = ""
    url: str = ""
    sha256: str = ""
    rows: int = 0


class FileNote(BaseModel):
    """Say how large a file of the lexicon is and what it hashes to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int
    sha256: str


class Manifest(BaseModel):
    """Describe a built lexicon: its layout, files, sources and counts.

    `name_sources` and `kinds` are numbered in the files by their places in these lists.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    byteorder: str = "little"
    name_sources: tuple[str, ...] = SOURCES
    kinds: tuple[str, ...] = KINDS
    files: dict[str, FileNote]
    sources: tuple[SourceNote, ...] = ()
    counts: dict[str, int] = {}

    def fingerprint(self) -> str:
        """Give a hash of what the lexicon holds: equal for equal content, whenever it was built."""
        lines = [
            f"format {self.format}",
            *(f"{name} {note.sha256}" for name, note in sorted(self.files.items())),
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()
