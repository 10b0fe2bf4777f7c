"""Define what enrichment takes and gives: sets of items, a question, its answer."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

ItemKind = Literal["gene", "chemical", "disease"]

KINDS: tuple[ItemKind, ...] = ("gene", "chemical", "disease")
"""The kinds of things that a set is made of, numbered in the index by their order."""

HUMAN = "Homo sapiens"


class Item(NamedTuple):
    """Hold one thing that figures show: `ncbigene:207`, `mesh:D005947`, or `symbol:XYZ` where no identifier is known.

    `organism` is said of genes, where it is known.
    """

    key: str
    label: str
    kind: str = "gene"
    organism: str = ""


class FigureSet(NamedTuple):
    """Hold one figure as a set of items; `text` is what a filter by words looks through beside the titles."""

    id: str
    items: tuple[Item, ...]
    title: str = ""
    paper: str = ""
    year: int = 0
    organisms: tuple[str, ...] = ()
    text: str = ""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")


class Question(_Model):
    """Hold what is asked: a list of names, a background and which figures to test."""

    query: str = Field(description="names or identifiers, one a line or separated by commas, semicolons or blanks")
    background: str = Field(default="", description="the same of all that was measured; empty: all that figures show")
    kinds: tuple[ItemKind, ...] = Field(KINDS, description="take names for things of these kinds only")
    by: Literal["figure", "cluster"] = "figure"
    organisms: tuple[str, ...] = Field((), description="figures about one of these organisms only")
    first_year: int | None = None
    last_year: int | None = None
    words: str = Field("", description="figures that have all these words in title, paper or caption only")
    figures: tuple[str, ...] | None = Field(None, description="only these figures (the results of a search)")
    min_size: int = Field(3, ge=1, description="items of the background that a set has at least")
    max_size: int = Field(2500, ge=1, description="items of the background that a set has at most")
    fdr: float = Field(0.05, ge=0, le=1, description="list sets up to this false discovery rate")
    limit: int | None = Field(None, ge=1, description="list this many sets at most")
    ranked: bool = Field(False, description="the query is a list of names with a number each: the preranked test")
    permutations: int = Field(0, ge=0, le=100_000, description="for the preranked test: p by permuting genes so often")


class Understood(_Model):
    """Say what one word of a query was taken for."""

    word: str
    key: str
    label: str
    kind: str
    organism: str = ""
    how: str = Field("", description="how it was found: symbol, previous symbol, alias, Ensembl gene, ...")


class NotUnderstood(_Model):
    """Say which word of a query was not taken for anything, and why."""

    word: str
    why: str


class Reading(_Model):
    """Say how a list of names was understood."""

    words: int = Field(0, description="words given, repeated ones counted once")
    items: tuple[Understood, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()


class EnrichedSet(_Model):
    """Hold the result of one set."""

    id: str
    title: str = ""
    paper: str = ""
    year: int = 0
    size: int = Field(description="items of the background in the set")
    overlap: tuple[str, ...] = Field((), description="labels of the query's items in the set (the leading edge)")
    expected: float = Field(0.0, description="items that chance would put into the overlap")
    fold: float = Field(0.0, description="overlap over expected")
    odds_ratio: float = Field(0.0, description="ad / bc of the table; infinite where b or c is none")
    score: float | None = Field(None, description="preranked test: enrichment score, -1 to 1")
    normalised: float | None = Field(None, description="preranked test with permutations: score over that of chance")
    p: float
    fdr: float
    identical: tuple[str, ...] = Field((), description="figures with the very same items, tested once with this one")
    cluster: tuple[str, ...] = Field((), description="the other figures of the cluster")


class Answer(_Model):
    """Hold the answer to a question; whatever went into it is said, so that it can be shared and repeated."""

    question: Question
    reading: Reading
    background: Reading | None = None
    background_size: int = Field(description="items that could have been drawn (N)")
    query_size: int = Field(description="items of the query among them (n)")
    tested: int = Field(description="different sets that were tested (m of Benjamini and Hochberg)")
    figures: int = Field(description="figures that these sets stand for")
    significant: int = Field(description="sets with a false discovery rate up to that asked for")
    notes: tuple[str, ...] = ()
    sets: tuple[EnrichedSet, ...] = ()
    library: str = Field("", description="fingerprint of the sets")
    figway: str = ""
