"""Define the common rows that every parser of a source yields, whatever form the source came in.

Identifiers are CURIEs. A parser yields what its publisher says and judges nothing; what of it enters the
lexicon is decided in `figway.lexicon.assemble`.
"""

from __future__ import annotations

from typing import NamedTuple


class Gene(NamedTuple):
    """Hold one approved gene of HGNC."""

    id: str
    symbol: str
    name: str
    locus: str
    aliases: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    alias_names: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()


class GeneAliases(NamedTuple):
    """Hold what NCBI Gene calls one human gene; `hgnc` is empty where NCBI gives no link."""

    id: str
    symbol: str
    aliases: tuple[str, ...]
    hgnc: str = ""


class Ortholog(NamedTuple):
    """Hold one gene of mouse (`mgi:`) or rat (`rgd:`); `hgnc` is empty where the source gives no link."""

    id: str
    symbol: str
    synonyms: tuple[str, ...] = ()
    hgnc: str = ""


class Link(NamedTuple):
    """Hold one FamPlex relation (`isa`, `partof`) of `hgnc.symbol:AKT1`, `uniprot:P31749` or `fplx:AKT`."""

    subject: str
    relation: str
    object: str


class Grounding(NamedTuple):
    """Hold one name of FamPlex's grounding map with the CURIEs that it stands for, the best first."""

    name: str
    targets: tuple[str, ...]


class Heading(NamedTuple):
    """Hold one MeSH descriptor with its tree numbers."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    trees: tuple[str, ...]


class Supplement(NamedTuple):
    """Hold one MeSH supplementary concept with the descriptors that it is mapped to."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    headings: tuple[str, ...]


class Term(NamedTuple):
    """Hold one term of an OBO ontology; `synonyms` are the exact ones where the source tells.

    `conjugates` are the conjugate acids and bases of a chemical.
    """

    id: str
    name: str
    namespace: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    conjugates: tuple[str, ...] = ()


class Mapping(NamedTuple):
    """Hold one equivalence of two identifiers, from a MeSH id to another vocabulary's."""

    subject: str
    object: str
