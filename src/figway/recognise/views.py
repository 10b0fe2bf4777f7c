"""Make mentions from meanings, and from mentions the flat views: genes, chemicals, diseases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from figway.geometry import Polygon
from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity
from figway.recognise.keys import strip_edges
from figway.recognise.labels import part_of
from figway.recognise.match import Candidate
from figway.recognise.meaning import Meaning
from figway.recognise.weights import Reason
from figway.records import Alternative, Evidence, GeneRow, Kind, Member, Mention, TermRow

GENE_SOURCES = {
    "hgnc_symbol": "hgnc_symbol",
    "hgnc_prev_symbol": "hgnc_prev_symbol",
    "mgi_symbol": "hgnc_symbol",
    "rgd_symbol": "hgnc_symbol",
}
"""The published page's name of a source; all other names of a gene are aliases."""

ORTHOLOGS = {"mgi": "Mus musculus", "rgd": "Rattus norvegicus"}
"""Organisms whose genes the lexicon lists beside the human ones, by the prefix of their identifiers."""

LARGEST_FAMILY, LARGEST_COMPLEX = 24, 60
"""Families of more members are classes (kinases, cyclins): named, but not spelt out; so with complexes."""
LARGEST_CLASS = 12
"""So are families (not complexes) of more members than this that are called by a class noun (histones)."""
_CLASS_NOUN = re.compile(
    r"(?:[a-z]{2}ase|[Ff]actor|[Rr]eceptor|[Hh]istone|[Cc]ytokine|[Cc]haperone|[Cc]hannel|[Ee]nzyme|[Pp]rotein|"
    r"[Hh]ormone|[Mm]olecule|[Ll]igand|[Tt]ransporter)s?$"
)


def mentions_of(meanings: Iterable[Meaning], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Give one mention a name, in reading order; a list with one stem (STAT1/2) stays one mention with members."""
    found: list[Mention] = []
    for meaning in meanings:
        items, number = meaning.items, len(found) + 1
        genes = all(item[0].entity.kind == "gene" for item in items)
        if len(items) > 1 and meaning.shared and genes:
            found.append(_list_mention(meaning, lexicon, f"m{number}"))
        elif len(items) > 1:
            found.extend(_item_mentions(meaning, lexicon, number))
        else:
            word, place = strip_edges(meaning.span.text), meaning.span.polygon
            found.append(_mention(meaning, items[0], word, place, lexicon, f"m{number}"))
    return tuple(found)


def _mention(
    meaning: Meaning, item: Sequence[Candidate], word: str, place: Polygon, lexicon: Lexicon, identifier: str
) -> Mention:
    best, others = item[0], item[1:]
    entity, organism = human(best.entity, lexicon)
    return Mention(
        id=identifier,
        text_ids=tuple([line.id for line in meaning.span.lines]),
        word=word,
        polygon=place,
        kind=_kind(best, entity),
        symbol=_symbol(best, entity),
        source=_source(best, entity),
        identifiers=_identifiers(entity),
        organism=organism,
        members=_members(best, entity, lexicon),
        alternatives=tuple([_alternative(c.entity.id, c.name.source, round(c.score, 4), lexicon) for c in others[:5]]),
        state=best.state,
        transforms=(*meaning.how, *best.transforms),
        score=round(best.score, 4),
        evidence=_evidence(best.evidence),
    )


def _list_mention(meaning: Meaning, lexicon: Lexicon, identifier: str) -> Mention:
    word, place = strip_edges(meaning.span.text), meaning.span.polygon
    parts = [_mention(meaning, item, word, place, lexicon, identifier) for item in meaning.items]
    members = tuple(Member(symbol=p.symbol, identifiers=p.identifiers) for p in parts)
    worst = min(parts, key=lambda p: p.score)
    return parts[0].model_copy(
        update={
            "symbol": "/".join(dict.fromkeys(p.symbol for p in parts)),
            "identifiers": tuple(dict.fromkeys(p.identifiers[0] for p in parts)),
            "members": members,
            "alternatives": (),
            "score": worst.score,
            "evidence": worst.evidence,
            "transforms": tuple(dict.fromkeys(t for p in parts for t in p.transforms)),
        }
    )


def _item_mentions(meaning: Meaning, lexicon: Lexicon, number: int) -> list[Mention]:
    """Give each item of a list of full names its own mention, placed where its characters stand."""
    mentions: list[Mention] = []
    span = meaning.span
    whole = span.polygon
    at = 0
    for item in meaning.items:
        word, place = item[0].form, whole
        start = span.text.find(word, at)
        if start >= 0:
            at = start + len(word)
            if len(span.lines) == 1:
                place = part_of(span.lines[0], span.start + start, span.start + at)
        mentions.append(_mention(meaning, item, word, place, lexicon, f"m{number + len(mentions)}"))
    return mentions


def human(entity: Entity, lexicon: Lexicon) -> tuple[Entity, str]:
    """Give the human ortholog of a mouse or rat gene, and the organism it was printed for ('' where human)."""
    organism = ORTHOLOGS.get(entity.id[:3], "")
    if organism:
        ortholog = next((lexicon.entity(x) for x in entity.xrefs if x.startswith("hgnc:")), None)
        return ortholog or entity, organism
    return entity, ""


def _kind(best: Candidate, entity: Entity) -> Kind:
    """Give the kind; a mature microRNA is a gene, however many loci it comes from."""
    return "gene" if best.name.source == "mirna_name" else entity.kind  # type: ignore[return-value]


def _symbol(best: Candidate, entity: Entity) -> str:
    if entity.kind == "gene":
        return best.name.name if best.entity is entity and "symbol" in best.name.source else entity.name
    return entity.name


def _source(best: Candidate, entity: Entity) -> str:
    if entity.kind == "gene" or best.name.source == "mirna_name":
        return GENE_SOURCES.get(best.name.source, "hgnc_alias_symbol")
    if entity.kind in ("family", "complex"):
        return "bioentities_symbol"
    return entity.id.split(":")[0].upper() if entity.id else ""


@lru_cache(maxsize=1 << 14)
def _identifiers(entity: Entity) -> tuple[str, ...]:
    return () if not entity.id else (entity.id, *(x for x in entity.xrefs if not x.startswith("mesh.tree:")))


def _members(best: Candidate, entity: Entity, lexicon: Lexicon) -> tuple[Member, ...]:
    size = len(entity.members)
    class_word = entity.kind == "family" and size > LARGEST_CLASS and _is_class_word(best)
    largest = LARGEST_FAMILY if entity.kind == "family" else LARGEST_COMPLEX
    if not size or size > largest or class_word:
        return ()
    return _spelt_out(entity.id, lexicon)


@lru_cache(maxsize=1 << 12)
def _spelt_out(curie: str, lexicon: Lexicon) -> tuple[Member, ...]:
    """Give the genes of a family or complex; they are the same in every figure."""
    entity = lexicon.entity(curie)
    found = (lexicon.entity(member) for member in (entity.members if entity else ()))
    return tuple(Member(symbol=e.name, identifiers=_identifiers(e)) for e in found if e is not None)


def _is_class_word(best: Candidate) -> bool:
    """Tell a class word (histones, growth factors, deubiquitinases) from a family's name (Wnt, integrin)."""
    return bool(_CLASS_NOUN.search(best.form))


@lru_cache(maxsize=1 << 14)
def _alternative(curie: str, source: str, score: float, lexicon: Lexicon) -> Alternative:
    entity, _ = human(lexicon.entity(curie) or Entity(curie, "", ""), lexicon)
    return Alternative(symbol=entity.name, identifiers=(entity.id,), source=source, score=score)


def _evidence(reasons: Iterable[Reason]) -> tuple[Evidence, ...]:
    return tuple([_as_evidence(r.what, r.weight) for r in reasons])


@lru_cache(maxsize=1 << 14)
def _as_evidence(what: str, weight: float) -> Evidence:
    return Evidence(what=what, weight=round(weight, 2))


class HumanGene(NamedTuple):
    """Hold what the rows of a human gene say in every figure; `orthologs` are pairs of organism and symbol."""

    symbol: str
    entrez: str
    orthologs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1 << 14)
def _human_gene(identifiers: tuple[str, ...], lexicon: Lexicon) -> HumanGene | None:
    entity = lexicon.entity(next((x for x in identifiers if x.startswith("hgnc:")), ""))
    if entity is None:
        return None
    entrez = next((x.removeprefix("ncbigene:") for x in identifiers if x.startswith("ncbigene:")), "")
    orthologs = tuple(
        (organism, ortholog.name)
        for prefix, organism in ORTHOLOGS.items()
        for ortholog in (lexicon.entity(x) for x in entity.xrefs if x.startswith(f"{prefix}:"))
        if ortholog is not None
    )
    return HumanGene(entity.name, entrez, orthologs)


def without_human_genes(mention: Mention, reason: str) -> Mention:
    """Turn a gene mention of a figure about plants, fungi or bacteria into that of another protein."""
    if mention.kind not in ("gene", "family", "complex"):
        return mention
    changes = {
        "kind": "other_protein",
        "symbol": mention.word,
        "source": "",
        "identifiers": (),
        "members": (),
        "alternatives": (),
        "evidence": (*mention.evidence, Evidence(what=reason)),
    }
    return mention.model_copy(update=changes)


def gene_rows(mentions: Iterable[Mention], lexicon: Lexicon, organisms: Sequence[str] = ()) -> tuple[GeneRow, ...]:
    """List the genes as the published page does: families and lists with one row a member.

    Each gene has its human row, and a row of its ortholog in mouse or rat where the figure is about these
    (`organisms`) or the mention names such a gene; rows of orthologs carry the human symbol as `hgnc_symbol` too.
    Families and complexes are spelt out in human genes alone.
    """
    rows: list[GeneRow] = []
    for m in mentions:
        if m.kind == "gene" and not m.members:
            rows.extend(_rows(m, m.symbol, m.identifiers, lexicon, organisms))
        elif m.kind in ("gene", "family", "complex"):
            for member in m.members:
                symbol = member.symbol if m.kind == "gene" else m.symbol
                rows.extend(_rows(m, symbol, member.identifiers, lexicon, organisms if m.kind == "gene" else ()))
    return tuple(rows)


def _rows(
    m: Mention, symbol: str, identifiers: tuple[str, ...], lexicon: Lexicon, organisms: Sequence[str]
) -> Iterator[GeneRow]:
    gene = _human_gene(identifiers, lexicon)
    if gene is None:
        return
    row = GeneRow(
        word=m.word,
        symbol=symbol,
        source=m.source,
        hgnc_symbol=gene.symbol,
        entrez=gene.entrez,
        organism="Homo sapiens",
        mention=m.id,
    )
    yield row
    for organism, ortholog in gene.orthologs:
        if organism in organisms or organism == m.organism:
            yield row.model_copy(update={"symbol": ortholog, "entrez": "", "organism": organism})


def term_rows(mentions: Iterable[Mention], kind: Kind) -> tuple[TermRow, ...]:
    """List chemicals or diseases: the printed word with its MeSH identifier."""
    rows = []
    for m in mentions:
        if m.kind == kind:
            mesh = next((x for x in m.identifiers if x.startswith("mesh:")), "")
            local = mesh or (m.identifiers[0] if m.identifiers else "")
            prefix, _, identifier = local.partition(":")
            rows.append(TermRow(word=m.word, source=prefix.upper(), identifier=identifier, mention=m.id))
    return tuple(rows)
