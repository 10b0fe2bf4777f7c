"""Load what articles call organisms, and place names in the tree of life."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Group = Literal["animal", "plant", "fungus", "bacterium", "archaeon", "protist", "phage", "virus"]
Use = Literal["sure", "support", "caps", "body", "host"]

TREES: tuple[tuple[str, Group], ...] = (
    ("B01.050", "animal"),
    ("B01.875", "plant"),
    ("B01.650", "plant"),
    ("B01.300", "fungus"),
    ("B01", "protist"),
    ("B02", "archaeon"),
    ("B03", "bacterium"),
    ("B04.123", "phage"),
    ("B04", "virus"),
)
"""MeSH trees of organisms, the narrower first."""

FOREIGN: tuple[Group, ...] = ("archaeon", "bacterium", "fungus", "phage", "plant", "protist")
"""Groups whose genes have no human counterparts that a figure of theirs would mean."""

VAGUE = frozenset(
    {
        "Mammalia",
        "Vertebrata",
        "Metazoa",
        "Primates",
        "Eukaryota",
        "Viridiplantae",
        "Fungi",
        "Bacteria",
        "Archaea",
        "Bacteriophages",
        "Viruses",
        "RNA Viruses",
        "DNA Viruses",
        "Parasites",
    }
)
"""Names that are no answer to 'which organism'."""

_GAP = re.compile(r"[\s.\-–]+")


class Taxon(NamedTuple):
    """Hold a scientific name, its group, and its places in MeSH's tree ('' where it has none)."""

    name: str
    group: Group
    trees: tuple[str, ...] = ()


class Entry(NamedTuple):
    """Hold one word of the table: the taxon it names ('-' for none) and how far it may be trusted."""

    taxon: Taxon
    use: Use


def word_key(phrase: str) -> str:
    """Give the form under which a word or phrase is filed: lower case, single spaces, no hyphens or dots.

    >>> word_key("RAW-264.7"), word_key("E. coli")
    ('raw 264 7', 'e coli')
    """
    return _GAP.sub(" ", phrase).strip().lower()


@cache
def table() -> dict[str, Entry]:
    """Read the table of words, by `word_key`."""
    text = (resources.files(__package__) / "organisms.tsv").read_text(encoding="utf-8")
    found: dict[str, Entry] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            words, name, group, use = line.split("\t")
            for word in words.split("|"):
                found[word_key(word)] = Entry(Taxon(name, group), use)  # type: ignore[arg-type]
    return found


def group_of(trees: tuple[str, ...]) -> Group | None:
    """Give the group of an organism from its MeSH tree numbers, or None outside tree B."""
    for prefix, group in TREES:
        if any(tree.startswith(prefix) for tree in trees):
            return group
    return None
