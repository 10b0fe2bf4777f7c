"""Derive names that the vocabularies imply: of chemicals, their short forms and anions; of genes, microRNAs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from figway.lexicon.assemble.families import sort_curies
from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Gene
from figway.text import fold

_PAREN = re.compile(r"^(.{2,}?) \(([^()]{2,})\)$")
_ADDED_WORD = re.compile(r"^(.+) (?:cpd|compound)$")
_ACID = re.compile(r"^(.*[a-z])(ic|ous) acid$", re.IGNORECASE)
_PLURAL = re.compile(r"[a-z]{3}(?<![suix])s$")
_MIRNA = re.compile(r"^microRNA (let-)?(\d+)([a-z]*)(?:-(\d+))?$")
_MAX_NAME = 36
_MIN_SHORT = 4


def add_derived_chemicals(draft: Draft) -> None:
    """Add short forms of chemicals' names, and the names of acids' anions.

    'EGCG cpd' gives 'EGCG', 'Hydrogen Peroxide (H2O2)' gives 'H2O2', 'glutamic acid' gives 'glutamate'. Half of
    a bracketed name counts only where the other half is a name of the same chemical, a short form only where
    it has four characters and stands for one chemical, and an anion where no other chemical has its name.
    """
    chemicals = [
        (name, curie)
        for rows in list(draft.names.values())
        for _, curie, name in rows
        if draft.entities[curie].kind == "chemical"
    ]
    claims: dict[str, set[tuple[str, str]]] = {}
    for name, curie in chemicals:
        for short in _short_forms(draft, name, curie):
            claims.setdefault(fold(short), set()).add((curie, short))
    _add_unclaimed(draft, claims)
    taken = {fold(name) for name, _ in chemicals}
    for name, curie in chemicals:
        if (anion := anion_of(name)) and fold(anion) not in taken:
            draft.add_name(anion, "mesh_derived", curie, spellings=False)


def add_singulars(draft: Draft) -> None:
    """Name a class of chemicals in the singular, as figures do: 'Estrogens' gives 'Estrogen'.

    Only names that MeSH prints, and singulars that nothing else is called by, count.
    """
    plurals = [
        (name, curie)
        for source in ("mesh_name", "mesh_synonym")
        for curie, name in draft.names_of(source)
        if draft.entities[curie].kind == "chemical"
    ]
    claims: dict[str, set[tuple[str, str]]] = {}
    for name, curie in plurals:
        if (singular := singular_of(name)) and fold(singular) not in draft.names:
            claims.setdefault(fold(singular), set()).add((curie, singular))
    _add_unclaimed(draft, claims)


def _add_unclaimed(draft: Draft, claims: dict[str, set[tuple[str, str]]]) -> None:
    """Add derived names, given by key with the entities that they could be of, where that is one."""
    for rows in claims.values():
        if len({curie for curie, _ in rows}) == 1:
            curie, name = min(rows)
            draft.add_name(name, "mesh_derived", curie, spellings=False)


def singular_of(name: str) -> str:
    """Give the singular of a plural, "" where a name is none.

    >>> singular_of("Phosphatidic Acids"), singular_of("Digitalis"), singular_of("Fatty Acids, Omega-3")
    ('Phosphatidic Acid', '', '')
    """
    plural = _PLURAL.search(name) and "," not in name
    return name[:-1] if plural else ""


def anion_of(name: str) -> str:
    """Name the anion of an acid, "" where the name is no acid's.

    >>> anion_of("Glutamic Acid"), anion_of("2-oxo-Butanedioic acid"), anion_of("Acid Rain")
    ('Glutamate', '2-oxo-Butanedioate', '')
    """
    found = _ACID.match(name)
    return found.group(1) + {"ic": "ate", "ous": "ite"}[found.group(2).lower()] if found else ""


def _short_forms(draft: Draft, name: str, curie: str) -> Iterator[str]:
    if (found := _ADDED_WORD.match(name)) and len(fold(found.group(1))) >= _MIN_SHORT:
        yield found.group(1)
    if found := _PAREN.match(name):
        whole, bracketed = found.groups()
        if draft.owns(curie, whole) and len(fold(bracketed)) >= _MIN_SHORT:
            yield bracketed
        elif draft.owns(curie, bracketed) and len(fold(whole)) >= _MIN_SHORT:
            yield whole


def add_mirnas(draft: Draft, genes: Iterable[Gene]) -> None:
    """Name microRNAs as miRBase does, from HGNC's approved names: 'miR-125b' for MIR125B1 and MIR125B2.

    Where several genes give one microRNA, or one number stands for several letters ('miR-29'), a family
    `figway:miR-125b` holds them. The arms '-5p' and '-3p' are named, too.
    """
    exact: dict[str, set[str]] = {}
    numbered: dict[str, set[str]] = {}
    for gene in genes:
        if found := _MIRNA.match(gene.name):
            let, number, letter, _ = found.groups()
            base = f"{let or 'miR-'}{number}"
            exact.setdefault(base + letter, set()).add(gene.id)
            numbered.setdefault(base, set()).add(gene.id)
    for base, ids in numbered.items():
        exact.setdefault(base, ids)
    for base, ids in sorted(exact.items()):
        owner = next(iter(ids))
        if len(ids) > 1:
            owner = f"figway:{base}"
            draft.add_entity(Entity(owner, "family", base, (), sort_curies(ids)))
        for name in (base, f"{base}-5p", f"{base}-3p"):
            draft.add_name(name, "mirna_name", owner, spellings=False)
