"""Take MeSH into a draft: chemicals, diseases, anatomy, phenomena and organisms, each as its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Heading, Supplement
from figway.text import fold

PROTEINS = ("D12.776", "D08.811", "D08.622", "D12.644.276", "D12.644.548", "D06.472.699", "D23.529.", "D05.500")
"""Trees of proteins, enzymes, their precursors, signalling peptides, peptide hormones and complexes of proteins."""

SMALL = ("D01", "D02", "D03", "D04", "D09.408", "D09.698.718", "D09.947", "D10.212", "D10.251", "D13.695")
"""Trees of small molecules and of sugars: a descriptor that stands here, too, is a chemical all the same."""

DRUGS = ("D12.776.124.486.485.114.224", "D12.776.124.790.651.114.224", "D12.776.377.715.548.114.224")
"""Trees of monoclonal antibodies, which figures show as drugs."""

PARTICLES = ("D12.776.521", "D10.532", "D13.444", "D13.150", "D13.275", "D13.400")
"""Trees of lipoproteins and nucleic acids: molecules, but neither one protein nor a chemical."""

_VIRUS = re.compile(r" proteins?, .*\b(?:\w*virus\w*|HIV|HTLV|HCMV|EBV|HBV|HCV|HPV)\b", re.IGNORECASE)
_VIRAL_NAME = re.compile(r"^(?=\S*\d)\S{3,16}$|^[A-Z]\w{2,5}$|^[a-z]+[A-Z]\w*$")
_SURER = ("hgnc_symbol", "famplex_id", "famplex_synonym", "famplex_gene")
_MAX_HEADING = 60
_MAX_SUPPLEMENT = 36
_MAX_DISEASE = 50


def kind_of(trees: Iterable[str]) -> str:
    """Give the kind of a descriptor with these tree numbers, "" for one that is no thing in a pathway.

    >>> kind_of(["D03.633.100"]), kind_of(["D12.776.124"]), kind_of(["C04.557"]), kind_of(["E05.318"])
    ('chemical', 'other_protein', 'disease', '')
    """
    trees = tuple(trees)
    letters = {tree[0] for tree in trees}
    if "D" in letters:
        return _molecule(tuple(tree for tree in trees if tree[0] == "D"))
    if "C" in letters or any(tree.startswith("F03") for tree in trees):
        morbid = any(tree[0] in "CF" and not tree.startswith("C23.550") for tree in trees)
        return "disease" if morbid or "G" not in letters else "process"
    if "A" in letters:
        return "place"
    if "G" in letters or any(tree.startswith(("F01.145", "F02.830")) for tree in trees):
        return "process"
    return "other" if "B" in letters else ""


def _molecule(trees: tuple[str, ...]) -> str:
    if any(tree.startswith(DRUGS + SMALL) for tree in trees):
        return "chemical"
    if any(tree.startswith(PARTICLES) for tree in trees):
        return "other_molecule"
    return "other_protein" if any(tree.startswith(PROTEINS) for tree in trees) else "chemical"


def add_headings(draft: Draft, headings: Iterable[Heading], same: dict[str, str]) -> dict[str, str]:
    """Add descriptors and give the kind of each; `same` leads to the gene or family that one is equal to.

    The names of such a descriptor become names of that gene or family.
    """
    kinds: dict[str, str] = {}
    for heading in headings:
        kind = kind_of(heading.trees)
        kinds[heading.id] = kind
        owner = same.get(heading.id, "") if kind == "other_protein" else ""
        trees = (f"mesh.tree:{tree}" for tree in heading.trees)
        if not kind:
            continue
        if owner:
            draft.extend_xrefs(owner, (heading.id,))
        else:
            owner = heading.id
            draft.add_entity(Entity(heading.id, kind, heading.name, tuple(trees)))
        first, other = ("mesh_organism",) * 2 if kind == "other" else ("mesh_name", "mesh_synonym")
        draft.add_name(heading.name, first, owner, spellings=False)
        for name in heading.synonyms:
            if len(name) <= _MAX_HEADING:
                draft.add_name(name, other, owner, spellings=False)
    return kinds


def add_supplements(draft: Draft, rows: Iterable[Supplement], kinds: dict[str, str], same: dict[str, str]) -> None:
    """Add supplementary concepts that are chemicals or diseases, and human proteins' names to their genes.

    A concept is a chemical where every descriptor that it is mapped to and that is a molecule is a chemical.
    Longer names than a label can hold, systematic ones mostly, are dropped.
    """
    for row in rows:
        if gene := same.get(row.id):
            _add_protein_names(draft, row, gene)
            continue
        if _VIRUS.search(row.name):
            _add_viral_protein(draft, row)
            continue
        molecules = {kinds.get(i, "") for i in row.headings} & {"chemical", "other_protein", "other_molecule"}
        if molecules == {"chemical"}:
            kind, limit = "chemical", _MAX_SUPPLEMENT
        elif not molecules and any(kinds.get(i) == "disease" for i in row.headings):
            kind, limit = "disease", _MAX_DISEASE
        else:
            continue
        names = [name for name in row.synonyms if len(name) <= limit]
        if len(row.name) > limit and not names:
            continue
        draft.add_entity(Entity(row.id, kind, row.name))
        if len(row.name) <= limit:
            draft.add_name(row.name, "mesh_supp_name", row.id, spellings=False)
        for name in names:
            draft.add_name(name, "mesh_supp_synonym", row.id, spellings=False)


def _add_protein_names(draft: Draft, row: Supplement, gene: str) -> None:
    """Add names such as 'MAVS protein, human' to the gene, less what only MeSH adds to them."""
    for name in (row.name, *row.synonyms):
        if not name.endswith(", human"):
            continue
        short = name.removesuffix(", human").removesuffix(" protein")
        if len(short) <= _MAX_SUPPLEMENT:
            draft.add_name(short, "mesh_supp_synonym", gene, spellings=False)


def _add_viral_protein(draft: Draft, row: Supplement) -> None:
    """Add names such as 'VP35 protein, Marburg virus' as those of a viral protein, less what only MeSH adds to them.

    Viruses share such names, so each also names a protein of any virus. Ordinary words (capsid protein), names that a
    human gene has as its symbol or in FamPlex, and names of fewer than three characters are left out.
    """
    shorts = (name.partition(" protein")[0] for name in (row.name, *row.synonyms) if _VIRUS.search(name))
    names = [n for n in dict.fromkeys(shorts) if _VIRAL_NAME.match(n) and not _human(draft, n)]
    for name in names:
        generic = f"figway:viral-{fold(name)}"
        if generic not in draft.entities:
            draft.add_entity(Entity(generic, "other_protein", name))
        draft.add_name(name, "mesh_viral_protein", generic, spellings=False)
    if names:
        draft.add_entity(Entity(row.id, "other_protein", row.name))
        for name in names:
            draft.add_name(name, "mesh_viral_protein", row.id, spellings=False)


def _human(draft: Draft, name: str) -> bool:
    return any(draft.meanings(spelt, source) for spelt in (name, name.upper()) for source in _SURER)
