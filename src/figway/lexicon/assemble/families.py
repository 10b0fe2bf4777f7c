"""Take FamPlex's families and complexes into a draft, with all genes below each."""

from __future__ import annotations

from collections.abc import Iterable

from figway.lexicon.assemble.genes import GeneIndex
from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Grounding, Link, Mapping


def add_families(draft: Draft, names: Iterable[str], links: Iterable[Link], index: GeneIndex) -> None:
    """Add FamPlex's entities: a complex where something is part of it, else a family.

    Members are transitive, through `isa` and `partof` alike; a gene that HGNC has no more is left out.
    """
    resolved = [link._replace(subject=found) for link in links if (found := _subject(link.subject, index, draft))]
    children: dict[str, set[str]] = {}
    parents: dict[str, set[str]] = {}
    for link in resolved:
        children.setdefault(link.object, set()).add(link.subject)
        parents.setdefault(link.subject, set()).add(link.object)
    complexes = {link.object for link in resolved if link.relation == "partof"}
    for name in names:
        curie = f"fplx:{name}"
        kind = "complex" if curie in complexes else "family"
        members = sort_curies(_leaves(curie, children))
        draft.add_entity(Entity(curie, kind, name, (), members, tuple(sorted(parents.get(curie, ())))))
        draft.add_name(name, "famplex_id", curie)
    for child, above in parents.items():
        if child.startswith("hgnc:"):
            draft.entities[child] = draft.entities[child]._replace(parents=tuple(sorted(above)))


def add_groundings(draft: Draft, rows: Iterable[Grounding], index: GeneIndex, same: dict[str, str]) -> None:
    """Add the grounding map's names of whatever they stand for; `same` leads CURIEs to entities."""
    for row in rows:
        for target in row.targets:
            curie = target if target in draft.entities else index.find(target) or same.get(target, "")
            if curie in draft.entities:
                draft.add_name(row.name, _source(curie, draft), curie)
                break


def equivalents(rows: Iterable[Mapping]) -> dict[str, str]:
    """Lead other vocabularies' CURIEs to FamPlex's; what two entities claim is led nowhere."""
    claims: dict[str, set[str]] = {}
    for row in rows:
        claims.setdefault(row.subject, set()).add(row.object)
    return {subject: next(iter(objects)) for subject, objects in claims.items() if len(objects) == 1}


def sort_curies(curies: Iterable[str]) -> tuple[str, ...]:
    """Sort CURIEs by prefix, then by number where the local part is one.

    >>> sort_curies(["hgnc:391", "hgnc:1001", "hgnc:5"])
    ('hgnc:5', 'hgnc:391', 'hgnc:1001')
    """
    return tuple(sorted(set(curies), key=lambda c: (c.partition(":")[0], len(c), c)))


def _source(curie: str, draft: Draft) -> str:
    if curie.startswith("fplx:"):
        return "famplex_synonym"
    kind = draft.entities[curie].kind
    return {"gene": "famplex_gene", "chemical": "famplex_chemical"}.get(kind, "famplex_term")


def _subject(curie: str, index: GeneIndex, draft: Draft) -> str:
    if curie.startswith("fplx:"):
        return curie
    found = index.find(curie)
    return found if found is not None and found in draft.entities else ""


def _leaves(curie: str, children: dict[str, set[str]]) -> set[str]:
    seen, stack, leaves = {curie}, [curie], set[str]()
    while stack:
        for child in children.get(stack.pop(), ()):
            if child.startswith("hgnc:"):
                leaves.add(child)
            elif child not in seen:
                seen.add(child)
                stack.append(child)
    return leaves
