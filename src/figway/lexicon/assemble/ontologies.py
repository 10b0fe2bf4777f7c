"""Take ontologies into a draft: GO's processes and places, DOID's diseases, and equivalents from ChEBI."""

from __future__ import annotations

from collections.abc import Iterable

from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Mapping, Term

GO_COMPLEX = "go:0032991"
_MAX_NAME = 60
_MAX_SYNONYM = 40
_REGULATION = ("positive regulation of", "negative regulation of", "regulation of")
_DETAIL = (" involved in ", " activity", " during ", "regulation of ")


def add_go(draft: Draft, terms: Iterable[Term], same: dict[str, str]) -> None:
    """Add GO's processes and cellular components; a component that is a complex becomes one.

    Terms of regulation and of special circumstances, which no label prints, are dropped.
    """
    terms = [term for term in terms if term.id.startswith("go:") and term.namespace != "molecular_function"]
    complexes = below((GO_COMPLEX,), terms)
    for term in terms:
        process = term.namespace == "biological_process"
        if term.id in draft.entities or len(term.name) > _MAX_NAME:
            continue
        if process and (term.name.startswith(_REGULATION) or " involved in " in term.name):
            continue
        owner = same.get(term.id, "")
        if owner:
            draft.extend_xrefs(owner, (term.id,))
        else:
            owner = term.id
            kind = "process" if process else "complex" if term.id in complexes else "place"
            draft.add_entity(Entity(term.id, kind, term.name))
        draft.add_name(term.name, "go_name", owner, spellings=False)
        for name in term.synonyms:
            if len(name) <= _MAX_SYNONYM and not any(word in name for word in _DETAIL):
                draft.add_name(name, "go_synonym", owner, spellings=False)


def add_diseases(draft: Draft, terms: Iterable[Term]) -> None:
    """Add DOID's names to the MeSH diseases that they are equal to, and the other diseases as they are."""
    for term in terms:
        if not term.id.startswith("doid:"):
            continue
        mesh = [x for x in term.xrefs if x in draft.entities and draft.entities[x].kind == "disease"]
        owner = mesh[0] if mesh else term.id
        if mesh:
            draft.extend_xrefs(owner, (term.id,))
        elif len(term.name) <= _MAX_SYNONYM:
            draft.add_entity(Entity(term.id, "disease", term.name))
        else:
            continue
        draft.add_name(term.name, "doid_name", owner, spellings=False)
        for name in term.synonyms:
            if len(name) <= _MAX_SYNONYM:
                draft.add_name(name, "doid_synonym", owner, spellings=False)


def add_mappings(draft: Draft, rows: Iterable[Mapping]) -> None:
    """Add ChEBI's and DOID's identifiers to the MeSH entities that they are equal to."""
    for row in rows:
        if row.subject in draft.entities and row.object.startswith(("chebi:", "doid:")):
            draft.extend_xrefs(row.subject, (row.object,))


def below(roots: Iterable[str], terms: Iterable[Term]) -> set[str]:
    """Give terms and all that are kinds of them, by `is_a`."""
    children: dict[str, list[str]] = {}
    for term in terms:
        for parent in term.parents:
            children.setdefault(parent, []).append(term.id)
    seen = set(roots)
    stack = list(seen)
    while stack:
        new = [child for child in children.get(stack.pop(), ()) if child not in seen]
        seen.update(new)
        stack.extend(new)
    return seen
