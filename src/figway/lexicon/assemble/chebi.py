"""Take ChEBI into a draft: further names of MeSH's chemicals, and the chemicals that MeSH does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from figway.lexicon.assemble.ontologies import below
from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Term
from figway.text import fold

NO_SUBSTANCES = (
    "chebi:50906", "chebi:24433", "chebi:33250", "chebi:36342", "chebi:36080", "chebi:33696", "chebi:7754",
    "chebi:132554", "chebi:140488",
)  # fmt: skip
"""Roles, groups, atoms, subatomic particles, proteins, nucleic acids, oligonucleotides, oligomers, aptamers: what is
below them is no chemical of a pathway, or no name of one."""
_CHARGE = re.compile(r"\(\d*[+-]\)$")
_MAX_NAME = 36
_MIN_KEY = 5
"""Letters and digits from which a name is unlike an abbreviation of something else."""


def add_chebi_names(draft: Draft, terms: Iterable[Term], owners: Mapping[str, str]) -> set[str]:
    """Give the chemicals that MeSH has ChEBI's names, and return the CURIEs whose names they are.

    `owners` leads from ChEBI's CURIEs to MeSH's entities. Conjugate acids and bases are one chemical, for figures
    print either: 'citrate(3-)' becomes 'citrate'.
    """
    held = {term.id: term for term in terms if term.id.startswith("chebi:")}
    taken = set(owners)
    for curie in sorted(set(held) & set(owners)):
        for term in _conjugates(held[curie], held, taken):
            for name in _names(term):
                draft.add_name(name, "chebi_name", owners[curie], spellings=False)
    return taken


def add_chebi_chemicals(draft: Draft, terms: Iterable[Term], taken: set[str]) -> None:
    """Add the chemicals of ChEBI that MeSH does not have, with their conjugates, by names that nothing else has.

    `taken` holds the CURIEs that are other entities' already.
    """
    held = {term.id: term for term in terms if term.id.startswith("chebi:")}
    seen = set(taken)
    none = below(NO_SUBSTANCES, held.values())
    for curie in sorted(set(held) - taken - none, key=lambda c: (bool(_CHARGE.search(held[c].name)), len(c), c)):
        if curie not in seen:
            _add_other(draft, list(_conjugates(held[curie], held, seen)))


def _conjugates(first: Term, held: Mapping[str, Term], taken: set[str]) -> Iterator[Term]:
    """Go through a term and its conjugate acids and bases that were not taken yet, and take them."""
    stack = [first]
    taken.add(first.id)
    while stack:
        term = stack.pop()
        yield term
        new = [c for c in term.conjugates if c in held and c not in taken]
        taken.update(new)
        stack.extend(held[c] for c in new)


def _names(term: Term) -> Iterator[str]:
    for name in (_CHARGE.sub("", term.name), *term.synonyms):
        if len(name) <= _MAX_NAME:
            yield name


def _add_other(draft: Draft, terms: list[Term]) -> None:
    """Add a chemical by those of its names that no other thing has."""
    names = [name for term in terms for name in _names(term) if len(fold(name)) >= _MIN_KEY]
    new = [name for name in names if fold(name) not in draft.names]
    if not new:
        return
    first, *others = terms
    entity = Entity(first.id, "chemical", _CHARGE.sub("", first.name), tuple(term.id for term in others))
    draft.add_entity(entity)
    for name in new:
        draft.add_name(name, "chebi_name", entity.id, spellings=False)
