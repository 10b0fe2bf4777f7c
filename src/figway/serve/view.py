"""Turn a record into what its page shows: marks on the picture, tables, reasons, network.

Pure functions; the served page, the page of a figure dropped into the browser and the static site share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from figway.geometry import Point
from figway.overlay.layout import COLOURS, lay_out
from figway.records import FigureRecord, GeneRow, Mention, Relation, TermRow
from figway.serve.view_parts import Arrow, Edge, EntityRow, FigureView, GeneRef, Layer, Mark, Node, RelationRow

KIND_NAMES = {
    "gene": ("Gene", "Genes"), "family": ("Family", "Families"), "complex": ("Complex", "Complexes"),
    "chemical": ("Chemical", "Chemicals"), "disease": ("Disease", "Diseases"), "process": ("Process", "Processes"),
    "place": ("Place", "Places"), "other_protein": ("Other protein", "Other proteins"),
    "other_molecule": ("Other molecule", "Other molecules"), "other": ("Label", "Labels"),
}  # fmt: skip
SIGNS = {"+": ("→", "activates"), "-": ("⊣", "inhibits"), "?": ("—", "is linked to")}
GENE_KINDS = ("gene", "family", "complex")


def figure_view(record: FigureRecord) -> FigureView:
    """Make the view of a record."""
    drawing = lay_out(record, names=False)
    marks = tuple(Mark(o.id, o.kind or "text", "\n".join(o.notes), _points(o.polygon)) for o in drawing.outlines)
    arrows = tuple(
        Arrow(a.relation, a.sign, "\n".join(a.notes), _points(a.path), _points(a.head), len(a.head) == 2, a.dashed)
        for a in drawing.arrows
    )
    mentions = {m.id: m for m in record.mentions}
    nodes, edges = _network(record, mentions)
    return FigureView(
        drawing.width,
        drawing.height,
        marks,
        arrows,
        _layers(marks, arrows),
        _gene_rows(record.genes, mentions),
        _term_rows("chemical", record.chemicals, mentions),
        _term_rows("disease", record.diseases, mentions),
        _other_rows(record.mentions),
        _relation_rows(record),
        nodes,
        edges,
    )


def _layers(marks: Sequence[Mark], arrows: Sequence[Arrow]) -> tuple[Layer, ...]:
    counts = {kind: sum(m.kind == kind for m in marks) for kind in [*COLOURS, "text"]}
    found = [Layer(k, KIND_NAMES[k][1], n) for k, n in counts.items() if n and k != "text"]
    if arrows:
        found.append(Layer("arrows", "Arrows", len(arrows)))
    if counts["text"]:
        found.append(Layer("text", "Other text", counts["text"], shown=False))
    return tuple(found)


def _gene_rows(rows: Iterable[GeneRow], mentions: dict[str, Mention]) -> tuple[EntityRow, ...]:
    """Group the page's rows, one a gene, into one for each name: a family with its members, a gene with its words."""
    groups: dict[tuple[str, str, str], list[GeneRow]] = {}
    for row in rows:
        mention = mentions.get(row.mention)
        kind: str = mention.kind if mention and mention.kind in GENE_KINDS else "gene"
        name = (mention.symbol if mention else "") or (row.symbol if kind != "gene" else row.hgnc_symbol or row.symbol)
        groups.setdefault((kind, name, row.organism), []).append(row)
    found = []
    for (kind, name, organism), members in groups.items():
        ids = tuple(dict.fromkeys(r.mention for r in members if r.mention in mentions))
        genes = dict.fromkeys(GeneRef(r.hgnc_symbol or r.symbol, r.entrez) for r in members)
        found.append(
            EntityRow(
                kind,
                name.replace("_", " ") if kind != "gene" else name,
                tuple(dict.fromkeys(r.word for r in members)),
                tuple(genes),
                _identifiers(ids, mentions),
                organism,
                members[0].source,
                _best(ids, mentions),
                ids,
            )
        )
    return tuple(found)


def _term_rows(kind: str, rows: Iterable[TermRow], mentions: dict[str, Mention]) -> tuple[EntityRow, ...]:
    groups: dict[tuple[str, str], list[TermRow]] = {}
    for row in rows:
        mention = mentions.get(row.mention)
        name = (mention.symbol if mention else "") or row.word
        groups.setdefault((name, row.identifier), []).append(row)
    found = []
    for (name, identifier), members in groups.items():
        ids = tuple(dict.fromkeys(r.mention for r in members if r.mention in mentions))
        curies = _identifiers(ids, mentions) or (
            (f"{(members[0].source or 'mesh').lower()}:{identifier}",) * bool(identifier)
        )
        words = tuple(dict.fromkeys(r.word for r in members))
        found.append(EntityRow(kind, name, words, (), curies, "", members[0].source, _best(ids, mentions), ids))
    return tuple(found)


def _other_rows(mentions: Sequence[Mention]) -> tuple[EntityRow, ...]:
    groups: dict[tuple[str, str], list[Mention]] = {}
    for m in mentions:
        if m.kind not in (*GENE_KINDS, "chemical", "disease", "other"):
            groups.setdefault((m.kind, m.symbol or m.word), []).append(m)
    return tuple(
        EntityRow(
            kind,
            name,
            tuple(dict.fromkeys(m.word for m in group)),
            (),
            group[0].identifiers,
            group[0].organism,
            group[0].source,
            max(m.score for m in group),
            tuple(m.id for m in group),
        )
        for (kind, name), group in groups.items()
    )


def _relation_rows(record: FigureRecord) -> tuple[RelationRow, ...]:
    drawn = [
        RelationRow(i, r.source, r.sign, r.target, _note(r), r.score, (*r.source_ids, *r.target_ids))
        for i, r in enumerate(record.relations)
    ]
    said = [RelationRow(-1, s.source, s.sign, s.target, s.sentence, None) for s in record.stated]
    return (*drawn, *said)


def _note(relation: Relation) -> str:
    looks = " ".join(part for part in (relation.line, relation.head) if part and part not in ("solid", "none"))
    return ", ".join(part for part in (relation.annotation, looks) if part)


def _network(record: FigureRecord, mentions: dict[str, Mention]) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Join what stands at the ends of arrows; the same name at two places is one node, in the middle of them."""
    places: dict[str, list[Mention]] = {}
    pairs: dict[Edge, None] = {}
    for index, relation in enumerate(record.relations):
        ends = [[mentions[i] for i in ids if i in mentions] for ids in (relation.source_ids, relation.target_ids)]
        for a in ends[0]:
            for b in ends[1]:
                if (source := _node_id(a)) != (target := _node_id(b)):
                    pairs.setdefault(Edge(source, target, relation.sign, index))
                    for name, mention in ((source, a), (target, b)):
                        if mention not in places.setdefault(name, []):
                            places[name].append(mention)
    nodes = []
    for name, group in places.items():
        centres: list[Point] = [m.box.center for m in group if m.box] or [(0.0, 0.0)]
        x, y = (round(sum(c[axis] for c in centres) / len(centres), 1) for axis in (0, 1))
        label = (group[0].symbol or group[0].word).replace("_", " ")
        nodes.append(Node(name, label, group[0].kind, x, y, tuple(m.id for m in group)))
    return tuple(nodes), tuple(pairs)


def _node_id(mention: Mention) -> str:
    return f"{mention.kind}:{mention.symbol or mention.word}"


def _identifiers(ids: Iterable[str], mentions: dict[str, Mention]) -> tuple[str, ...]:
    return next((mentions[i].identifiers for i in ids if mentions[i].identifiers), ())


def _best(ids: Iterable[str], mentions: dict[str, Mention]) -> float | None:
    return max((mentions[i].score for i in ids), default=None)


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
