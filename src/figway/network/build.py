"""Make the network of one record: one node a mention, one edge a relation or statement."""

from __future__ import annotations

from collections.abc import Iterable

from figway.geometry import Box, box_of
from figway.network.model import BoxTuple, Edge, FigureRef, Group, GroupKind, Hold, Network, Node, Sighting
from figway.records import FigureRecord, Mention, Relation, Sign, Stated
from figway.text import fold

KINDS: dict[Sign, str] = {"+": "activation", "-": "inhibition", "?": "association"}
PROCESSES = {
    "dephosphorylat": "dephosphorylation",
    "phosphorylat": "phosphorylation",
    "deubiquitin": "deubiquitination",
    "ubiquitin": "ubiquitination",
    "deacetylat": "deacetylation",
    "acetylat": "acetylation",
    "demethylat": "demethylation",
    "methylat": "methylation",
    "sumoylat": "sumoylation",
    "glycosylat": "glycosylation",
    "cleav": "cleavage",
    "degrad": "degradation",
    "transcri": "transcription",
    "express": "expression",
    "translocat": "translocation",
    "bind": "binding",
    "dissociat": "dissociation",
    "secret": "secretion",
    "cataly": "catalysis",
}
"""Kinds of an edge, by how the word that stands on its arrow starts (or contains, the longer forms first)."""


def build(record: FigureRecord, *, stated: bool = True) -> Network:
    """Make the network of one figure; `stated` adds what only the caption says."""
    nodes = [_node(record.figid, m) for m in record.mentions]
    groups = _Groups(record.mentions)
    ends = _Ends(record, nodes)
    edges = [_edge(record.figid, n, r, groups, ends) for n, r in enumerate(record.relations, 1)]
    if stated:
        edges += [_stated(record.figid, n, s, ends) for n, s in enumerate(record.stated, 1)]
    image = record.figure.image
    return Network(
        id=record.figid,
        title=record.figure.figtitle or record.article.title or record.figid,
        description=record.figure.caption,
        organisms=record.organisms,
        width=image.width,
        height=image.height,
        figures=(figure_ref(record),),
        nodes=tuple(nodes),
        groups=tuple(groups.made),
        edges=tuple(edges),
    )


def figure_ref(record: FigureRecord) -> FigureRef:
    """Cite a figure and its paper."""
    article, figure = record.article, record.figure
    return FigureRef(
        figid=record.figid,
        title=figure.figtitle,
        number=figure.number,
        reference=article.reftext,
        paper=article.title,
        pmcid=article.pmcid,
        pmid=article.pmid,
        doi=article.doi,
        year=article.year,
        url=figure.figlink or figure.image.url,
    )


def edge_kind(sign: Sign, annotation: str = "") -> str:
    """Name what an edge does: by the word on its arrow, else by its sign.

    >>> edge_kind("+", "phosphorylates"), edge_kind("-")
    ('phosphorylation', 'inhibition')
    """
    word = annotation.lower()
    return next((kind for stem, kind in PROCESSES.items() if stem in word), KINDS[sign])


def _node(figid: str, m: Mention) -> Node:
    box = _box(m.box)
    return Node(
        id=m.id,
        label=m.word,
        kind=m.kind,
        symbol=m.symbol,
        identifiers=tuple(x for x in m.identifiers if not x.startswith("mesh.tree:")),
        organism=m.organism,
        members=m.members,
        state=m.state,
        compartment=m.compartment,
        box=box,
        score=m.score,
        evidence=(Sighting(figid=figid, item=m.id, word=m.word, box=box, score=m.score),),
    )


def _box(box: Box | None) -> BoxTuple | None:
    return (box.x0, box.y0, box.x1, box.y1) if box else None


class _Groups:
    """Collect the groups of a figure: its complexes first, then what arrows leave from and end on."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.made: list[Group] = []
        self._by_members: dict[frozenset[str], str] = {}
        self._words: dict[str, str] = {}
        self._taken: set[str] = set()
        complexes: dict[str, list[str]] = {}
        for m in mentions:
            self._words[m.id] = m.word
            self._taken.add(m.id)
            if m.complex:
                complexes.setdefault(m.complex, []).append(m.id)
        for name, members in complexes.items():
            self._add(name, "complex", members)

    def end(self, ids: tuple[str, ...]) -> str:
        """Give the one id that stands for the ends of an arrow: a mention, or a group of them."""
        if len(set(ids)) == 1:
            return ids[0]
        return self._by_members.get(frozenset(ids)) or self._add("", "group", list(dict.fromkeys(ids)))

    def _add(self, name: str, kind: GroupKind, members: list[str]) -> str:
        number = len(self.made) + 1
        while not name or name in self._taken:
            name, number = f"g{number}", number + 1
        self._taken.add(name)
        label = (":" if kind == "complex" else "/").join(self._words.get(m, m) for m in members)
        self.made.append(Group(id=name, kind=kind, label=label, members=tuple(members)))
        self._by_members.setdefault(frozenset(members), name)
        return name


def _edge(figid: str, number: int, r: Relation, groups: _Groups, ends: _Ends) -> Edge:
    box = _box(box_of(r.path)) if r.path else None
    return Edge(
        id=f"r{number}",
        source=groups.end(r.source_ids) if r.source_ids else ends[r.source],
        target=groups.end(r.target_ids) if r.target_ids else ends[r.target],
        sign=r.sign,
        kind=edge_kind(r.sign, r.annotation),
        line=r.line,
        annotation=r.annotation,
        path=r.path,
        hold=Hold(edge=f"r{r.anchor.relation + 1}", point=r.anchor.point) if r.anchor else None,
        score=r.score,
        **_counts(r.sign),
        evidence=(Sighting(figid=figid, item=f"r{number}", sign=r.sign, box=box, score=r.score),),
    )


def _counts(sign: Sign) -> dict[str, int]:
    return {{"+": "plus", "-": "minus", "?": "unknown"}[sign]: 1}


class _Ends:
    """Find the node of a label in words; one that is no mention becomes a node of kind other."""

    def __init__(self, record: FigureRecord, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.figid = record.figid
        self._boxes: dict[str, Box] = {}
        for line in record.text:
            self._boxes.setdefault(fold(line.text), line.box)
        self._ids: dict[str, str] = {}
        for node in sorted(nodes, key=lambda n: -n.score):
            self._ids.setdefault(fold(node.label), node.id)

    def __getitem__(self, word: str) -> str:
        key = fold(word)
        if key not in self._ids:
            taken = {n.id for n in self.nodes}
            number = len(self.nodes) + 1
            while f"n{number}" in taken:
                number += 1
            box = _box(self._boxes.get(key))
            seen = Sighting(figid=self.figid, word=word, box=box)
            self.nodes.append(Node(id=f"n{number}", label=word, box=box, evidence=(seen,)))
            self._ids[key] = f"n{number}"
        return self._ids[key]


def _stated(figid: str, number: int, s: Stated, ends: _Ends) -> Edge:
    return Edge(
        id=f"s{number}",
        source=ends[s.source],
        target=ends[s.target],
        sign=s.sign,
        kind=edge_kind(s.sign),
        origin="stated",
        **_counts(s.sign),
        evidence=(Sighting(figid=figid, item=f"s{number}", sign=s.sign, sentence=s.sentence),),
    )
