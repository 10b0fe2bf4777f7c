"""Define what the report tells of a figure: findings, each with its verdict, kind and places.

A kind of error names what went wrong, generally enough that all its cases would gain from one improvement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from figway.geometry import Polygon, Polyline

Field = Literal["genes", "chemicals", "diseases", "relations", "identifiers", "signs", "members"]
Verdict = Literal["right", "wrong", "missed", "spared"]

FIELDS: dict[Field, str] = {
    "genes": "Genes, families and complexes",
    "members": "Members beyond the figure",
    "chemicals": "Chemicals",
    "diseases": "Diseases",
    "identifiers": "Identifiers of chemicals and diseases",
    "relations": "Relations",
    "signs": "Signs of relations",
}

KINDS: dict[str, str] = {
    "no record": "there is no record of the figure",
    "not read": "nothing like the label stands in the text that was read",
    "misread": "a line much like the label was read",
    "in pieces": "the label's words were read in separate lines and not joined",
    "inside a longer word": "the label was read, but run together with its neighbours",
    "name not in the lexicon": "read, but no vocabulary knows the name",
    "meaning not in the lexicon": "read, and the name is known, but not for what the figure means",
    "another meaning chosen": "read, and the right meaning was weighed, but another one won",
    "below the bar": "read, and the right meaning is known, but the evidence was too weak",
    "part of a longer name": "the label was taken as part of a longer name",
    "family without members": "a family was recognised, but it is not spelt out as genes",
    "only as member of a family": "a family that holds the gene was claimed; a family earns one printed gene at most",
    "no human genes": "the figure was taken to be about no animal",
    "not recognised": "read, but nothing was made of it",
    "look-alike letters": "letters were exchanged for look-alikes to make a name of it",
    "protein without a human gene": "a viral, bacterial, plant or yeast protein was taken for a human gene",
    "class word spelt out": "a class of proteins that counts for nothing was given members",
    "family too large": "the family claimed is much larger than the one printed",
    "alias of another gene": "the label is an alias (or former symbol) of another gene, too",
    "other gene or family": "the label names another gene or family than the one claimed",
    "part of a longer label": "a piece of a longer label was taken for a name",
    "lines joined wrongly": "lines that belong to different labels were joined to one name",
    "split wrongly": "one printed word was split into several names",
    "English word": "an ordinary word was taken for a name",
    "misread label": "a label was read wrongly, and what was read is a name",
    "text that is no label": "the annotators counted this text as no label (legend, key, letter of a panel, picture)",
    "right family, more members": "the family fits, but has members that the figure does not print",
    "wrong family": "the symbols of a family that the figure does not print",
    "wrong gene": "a single gene that the figure does not print",
    "other identifier": "the right label with another identifier than the annotators'",
    "an end was not read": "the label at one of the ends was not read",
    "found reversed": "the arrow was found, but from target to source",
    "found with another end": "an arrow from this source or to this target was found with another end",
    "arrow not found": "both labels were read, but no arrow was found between them",
    "reversed": "the arrow is drawn the other way round",
    "one end wrong": "an arrow of this source or of this target is drawn, but with another other end",
    "no such arrow": "both ends are labels, but no such arrow is drawn",
    "end that is no label": "at least one end is no label of the figure",
    "wrong sign": "the right ends with the wrong sign",
}
"""Every kind of error, and what it means; kinds of the form 'a process taken for a gene' stand beside these."""


class Sense(NamedTuple):
    """Hold one meaning that the lexicon has for a printed label: its genes, kind, identifiers and score."""

    name: str
    kind: str
    symbols: frozenset[str]
    identifiers: tuple[str, ...]
    score: float


Senses = Callable[[str], Sequence[Sense]]
"""Gives what a printed label can mean, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one thing found, missed or wrong; `count` is how many items of the score it stands for.

    `label` is as printed (or as read, for what is wrong), `means` what was claimed or wanted.
    """

    field: Field
    verdict: Verdict
    label: str
    means: str = ""
    kind: str = ""
    detail: str = ""
    why: tuple[str, ...] = ()
    polygons: tuple[Polygon, ...] = ()
    path: Polyline = ()
    sign: str = ""
    count: int = 1

    @property
    def error(self) -> bool:
        """Tell whether something is amiss."""
        return bool(self.kind)


def taken_for(was: str, claimed: str) -> str:
    """Name the kind of error where a label of one kind was claimed as another.

    >>> taken_for("process", "gene"), taken_for("other_molecule", "disease")
    ('a process taken for a gene', 'another molecule taken for a disease')
    """
    words = {"other_protein": "another protein", "other_molecule": "another molecule"}
    return f"{words.get(was, f'a {was}')} taken for a {claimed}"
