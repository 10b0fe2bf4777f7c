"""Name gene families by HGNC's root symbols: 'IRAK' stands for IRAK1 to IRAK4 where no vocabulary says more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from figway.lexicon.assemble.families import sort_curies
from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Gene

_NUMBERED = re.compile(r"^([A-Z]{3,})(\d+)[A-Z]?$")
_LETTERED = re.compile(r"^([A-Z]{2,}[0-9A-Z]*[0-9])([A-Z])$")
_SIZES = range(2, 31)
_KNOWN_BY = ("curated", "hgnc_symbol", "famplex_id", "famplex_synonym")
_OTHER_USES = ("hgnc_prev_symbol", "hgnc_alias_symbol", "famplex_gene")


def add_roots(draft: Draft, genes: Iterable[Gene]) -> None:
    """Add a family for each root symbol that two to thirty protein-coding genes share, numbered or lettered from A on.

    The genes' approved names begin with the same word ('interleukin 1 receptor associated kinase 1'), which
    tells a family from a coincidence. A root that is itself a symbol, or that FamPlex or figway's own table names, is
    left out, and so is one that HGNC or FamPlex gives to a gene outside the family.
    """
    roots: dict[str, list[Gene]] = {}
    for gene in genes:
        for pattern in (_NUMBERED, _LETTERED):
            found = pattern.match(gene.symbol)
            if found and gene.locus == "gene with protein product":
                roots.setdefault(found.group(1), []).append(gene)
    for root, members in sorted(roots.items()):
        if len(members) not in _SIZES or not _alike(root, members) or any(draft.meanings(root, s) for s in _KNOWN_BY):
            continue
        others = {curie for source in _OTHER_USES for curie in draft.meanings(root, source)}
        if others - {gene.id for gene in members}:
            continue
        family = f"figway:root-{root}"
        draft.add_entity(Entity(family, "family", root, (), sort_curies(gene.id for gene in members)))
        draft.add_name(root, "hgnc_root", family)


def _alike(root: str, members: list[Gene]) -> bool:
    """Tell whether genes of one root are called alike; lettered ones (RAB11A) must begin with A and leave none out."""
    letters = "".join(sorted(gene.symbol.removeprefix(root) for gene in members))
    if root[-1].isdigit() and not "ABCDEFGHIJKLMNOPQRSTUVWXYZ".startswith(letters):
        return False
    first_words = {gene.name.replace(gene.symbol, root).lower().replace("-", " ").split()[0] for gene in members}
    return len(first_words) == 1
