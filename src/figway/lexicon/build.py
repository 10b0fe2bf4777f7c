"""Build a lexicon from a folder of the vocabularies' files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from figway.errors import LexiconError
from figway.lexicon.assemble.chebi import add_chebi_chemicals, add_chebi_names
from figway.lexicon.assemble.curated import add_curated, read_curated
from figway.lexicon.assemble.derived import add_derived_chemicals, add_mirnas, add_singulars
from figway.lexicon.assemble.families import add_families, add_groundings, equivalents
from figway.lexicon.assemble.genes import (
    SYMBOL_ONLY_LOCI,
    GeneIndex,
    add_aliases,
    add_genes,
    add_orthologs,
    select_genes,
)
from figway.lexicon.assemble.mesh import add_headings, add_supplements
from figway.lexicon.assemble.ontologies import add_diseases, add_go, add_mappings
from figway.lexicon.assemble.roots import add_roots
from figway.lexicon.catalogue import CATALOGUE
from figway.lexicon.draft import Draft
from figway.lexicon.load import Lexicon
from figway.lexicon.model import Manifest, SourceNote
from figway.lexicon.write import write_lexicon


class Sources:
    """Read the vocabularies' files in a folder, each once, and note what was read.

    `details` overrides parts of a source's note: `{"hgnc": {"version": "2025-07"}}`.
    """

    def __init__(self, folder: Path, details: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.folder = folder
        self.notes: list[SourceNote] = []
        self._details = details or {}
        self._rows: dict[str, list[Any]] = {}

    def rows(self, source: str) -> list[Any]:
        """Give all rows of a source, none where the folder has no file of it.

        Of several files the last by name is read (`desc2026` before `desc2025`), and the published form
        before others. Raises LexiconError where a file holds no row.
        """
        if source not in self._rows:
            self._rows[source] = self._read(source)
        return self._rows[source]

    def _read(self, source: str) -> list[Any]:
        vocabulary = CATALOGUE[source]
        for form in vocabulary.forms:
            found = sorted(path for path in self.folder.glob(form.pattern) if path.is_file())
            chosen = found if vocabulary.many else found[-1:]
            rows = [row for path in chosen for row in form.read(path)]
            if chosen and not rows:
                raise LexiconError(f"{chosen[0]} holds no row of {source}: is it the publisher's file?")
            if rows:
                self._note(source, chosen, len(rows))
                return rows
        return []

    def _note(self, source: str, paths: list[Path], rows: int) -> None:
        digest = hashlib.sha256()
        for path in paths:
            with path.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        note: dict[str, Any] = {
            "name": source,
            "file": " ".join(path.name for path in paths),
            "licence": CATALOGUE[source].licence,
            "url": CATALOGUE[source].url,
            "sha256": digest.hexdigest(),
            "rows": rows,
        }
        self.notes.append(SourceNote.model_validate(note | dict(self._details.get(source, {}))))


def build_lexicon(
    sources: Path,
    out: Path,
    details: Mapping[str, Mapping[str, str]] | None = None,
    curated: Path | None = None,
) -> Manifest:
    """Build a lexicon from the files in a folder into another folder, and return its manifest.

    HGNC's file is needed; of the others what is there is taken. `curated` is a table of names of one's own in
    place of figway's. Raises LexiconError where a file is missing, is another one, or where a curated name
    does not hold against the vocabularies.
    """
    table = curated if curated is not None else Path(str(files("figway.lexicon") / "curated.tsv"))
    reader = Sources(sources, details)
    draft = draft_lexicon(reader, table)
    english: list[str] = reader.rows("english")
    english_notes: list[SourceNote] = []
    if not english:
        english, english_notes = _own_english()
    notes = [*reader.notes, *english_notes, _curated_note(table)]
    return write_lexicon(draft, english, notes, out)


def draft_lexicon(reader: Sources, curated: Path) -> Draft:
    """Gather entities and names of all sources, in the order in which later ones build on earlier ones."""
    genes = select_genes(reader.rows("hgnc"))
    if not genes:
        raise LexiconError(
            f"{reader.folder} has no HGNC file (hgnc_complete_set.txt): get it with 'figway lexicon fetch'"
        )
    draft, index = Draft(), GeneIndex(genes)
    symbol_only = {gene.id for gene in genes if gene.locus in SYMBOL_ONLY_LOCI}
    add_genes(draft, genes)
    add_mirnas(draft, genes)
    add_aliases(draft, reader.rows("ncbigene"), index, symbol_only)
    add_families(draft, reader.rows("famplex_entities"), reader.rows("famplex_relations"), index)
    same = _same(reader, draft, index)
    kinds = add_headings(draft, reader.rows("mesh"), same)
    add_supplements(draft, reader.rows("mesh_supp"), kinds, same)
    add_diseases(draft, reader.rows("doid"))
    add_go(draft, reader.rows("go"), same)
    add_mappings(draft, reader.rows("mesh_mappings"))
    mesh_of_chebi = _mesh_of_chebi(draft)
    named = add_chebi_names(draft, reader.rows("chebi"), mesh_of_chebi)
    add_singulars(draft)
    add_derived_chemicals(draft)
    add_chebi_chemicals(draft, reader.rows("chebi"), named)
    add_derived_chemicals(draft)
    add_groundings(draft, reader.rows("famplex_grounding_map"), index, mesh_of_chebi)
    for prefix in ("mgi", "rgd"):
        add_orthologs(draft, reader.rows(prefix), index, prefix)
    held = {prefix for prefix, source in _NEEDS.items() if reader.rows(source)}
    add_curated(draft, read_curated(curated), index, set(_NEEDS) - held)
    add_roots(draft, genes)
    return draft


_NEEDS = {"fplx": "famplex_entities", "mesh": "mesh", "go": "go", "doid": "doid"}


def _same(reader: Sources, draft: Draft, index: GeneIndex) -> dict[str, str]:
    """Lead MeSH and GO identifiers to the families and genes that they are equal to."""
    same = {}
    for row in reader.rows("mesh_mappings"):
        gene = index.find(row.object) if row.object.startswith(("hgnc:", "uniprot:")) else None
        if gene in draft.entities:
            same[row.subject] = gene
    families = equivalents(reader.rows("famplex_equivalences"))
    same |= {curie: family for curie, family in families.items() if family in draft.entities}
    return {curie: owner for curie, owner in same.items() if owner is not None}


def _own_english() -> tuple[list[str], list[SourceNote]]:
    """Take the English words of figway's own lexicon, which a folder of vocabularies seldom has."""
    own = Lexicon.load()
    return list(own.english_words()), [note for note in own.manifest.sources if note.name == "english"]


def _mesh_of_chebi(draft: Draft) -> dict[str, str]:
    same: dict[str, str] = {}
    for curie in sorted(draft.entities, key=lambda c: (not c.startswith("mesh:D"), c)):
        for xref in draft.entities[curie].xrefs:
            if xref.startswith("chebi:"):
                same.setdefault(xref, curie)
    return same


def _curated_note(path: Path) -> SourceNote:
    rows = sum(1 for _ in read_curated(path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SourceNote(name="curated", file=path.name, licence="Apache-2.0", sha256=digest, rows=rows)
