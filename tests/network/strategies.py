"""Draw records and networks at random, as figures could give them."""

from __future__ import annotations

from hypothesis import strategies as st

from figway.network import Edge, FigureRef, Group, Hold, Network, Node, Sighting
from figway.network.build import KINDS
from figway.records import FigureRecord, Member, Mention, Relation, Stated

WORDS = ("AKT1", "FOXO1", "Ca2+", "TNF-α", "cell growth", "p-ERK <1/2>", "IL-6 & co", 'the "Golgi"', "GRP75", "ATP")
KIND_NAMES = ("gene", "family", "complex", "chemical", "disease", "process", "place", "other_protein", "other")
CURIES = {
    "gene": ("hgnc:391", "ncbigene:207", "uniprot:P31749", "hgnc:3819", "ensembl:ENSG00000142208"),
    "family": ("fplx:AKT", "fplx:ERK"),
    "complex": ("fplx:AMPK", "go:0005942"),
    "chemical": ("mesh:D002118", "chebi:29108"),
    "disease": ("mesh:D003920", "doid:9351"),
    "process": ("go:0006915", "mesh:D017209"),
    "place": ("go:0005739", "mesh:D008928"),
}
WORD = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).map(lambda s: " ".join(s.split())).filter(bool)
SIGNS = st.sampled_from(("+", "-", "?"))
SCORE = st.integers(0, 100).map(lambda n: n / 100)
PIXEL = st.integers(0, 8000).map(lambda n: n / 10)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    x, y = draw(PIXEL), draw(PIXEL)
    return (x, y, x + draw(st.integers(5, 200)), y + draw(st.integers(5, 60)))


@st.composite
def mentions(draw: st.DrawFn, number: int) -> Mention:
    kind = draw(st.sampled_from(KIND_NAMES))
    x0, y0, x1, y1 = draw(boxes())
    known = CURIES.get(kind, ())
    return Mention(
        id=f"m{number}",
        word=draw(WORD),
        kind=kind,  # type: ignore[arg-type]
        symbol=draw(WORD) if known else "",
        identifiers=tuple(draw(st.lists(st.sampled_from(known), unique=True, max_size=2))) if known else (),
        members=(Member(symbol="AKT1", identifiers=("hgnc:391",)),) if kind == "family" and draw(st.booleans()) else (),
        polygon=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
        state=draw(st.sampled_from(((), ("phosphorylated",)))),
        compartment=draw(st.sampled_from(("", "nucleus"))),
        complex=draw(st.sampled_from(("", "", "c1", "c2"))),
        score=draw(SCORE),
    )


@st.composite
def records(draw: st.DrawFn, figid: str = "PMC1__f1") -> FigureRecord:
    found = [draw(mentions(n)) for n in range(1, draw(st.integers(0, 6)) + 1)]
    ids = [m.id for m in found]
    words = {m.id: m.word for m in found}
    relations: list[Relation] = []
    for _ in range(draw(st.integers(0, 5)) if found else 0):
        source = tuple(draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=2)))
        target = tuple(draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=2)))
        note = draw(st.sampled_from(("", "", "phosphorylation", "binds")))
        path = tuple(draw(st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=4)))
        line = draw(st.sampled_from(("solid", "dashed", "")))
        relations.append(
            Relation(
                source=words[source[0]], target=words[target[0]], source_ids=source, target_ids=target,
                sign=draw(SIGNS), annotation=note, path=path, line=line, score=draw(SCORE),
            )
        )  # fmt: skip
    said = [
        Stated(source=draw(WORD), target=draw(WORD), sign=draw(SIGNS), sentence="A does B.")
        for _ in range(draw(st.integers(0, 2)))
    ]
    return FigureRecord(figid=figid, mentions=tuple(found), relations=tuple(relations), stated=tuple(said))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a network of one figure with all that a network can hold."""
    figid = draw(st.sampled_from(("PMC1__f1", "PMC7719781__fendo-11-592129-g002", "a figure")))
    nodes = [_node(draw, figid, n) for n in range(1, draw(st.integers(0, 7)) + 1)]
    ids = [n.id for n in nodes]
    free = list(ids)
    groups: list[Group] = []
    for n in range(1, draw(st.integers(0, 2)) + 1):
        if len(free) < 2:
            break
        members = tuple(free.pop(0) for _ in range(2))
        kind = draw(st.sampled_from(("complex", "group")))
        groups.append(Group(id=f"g{n}", kind=kind, label=draw(WORD), members=members))
    ends = ids + [g.id for g in groups]
    edges = [_edge(draw, figid, ends, n) for n in range(1, draw(st.integers(0, 6)) + 1)] if ends else []
    for n, edge in enumerate(edges):
        if n and edge.origin == "drawn" and draw(st.booleans()):
            hold = Hold(edge=edges[0].id, point=edge.path[-1] if edge.path else (1.0, 2.0))
            edges[n] = edge.model_copy(update={"hold": hold})
    ref = FigureRef(
        figid=figid, title=draw(WORD), number="Figure 1", reference="Yu, et al. 2020", paper=draw(WORD),
        pmcid="PMC7719781", pmid="33329331", doi="10.3389/fendo.2020.592129", year="2020",
    )  # fmt: skip
    return Network(
        id=figid, title=draw(WORD), description=draw(WORD), organisms=draw(st.sampled_from(((), ("Homo sapiens",)))),
        width=900, height=900, figures=(ref,), nodes=tuple(nodes), groups=tuple(groups), edges=tuple(edges),
    )  # fmt: skip


def _node(draw: st.DrawFn, figid: str, number: int) -> Node:
    m = draw(mentions(number))
    box = draw(st.none() | boxes())
    seen = Sighting(figid=figid, item=m.id, word=m.word, box=box, score=m.score)
    return Node(
        id=m.id, label=m.word, kind=m.kind, symbol=m.symbol, identifiers=m.identifiers, members=m.members,
        organism=draw(st.sampled_from(("", "Mus musculus"))), state=m.state, compartment=m.compartment, box=box,
        score=m.score, evidence=(seen,),
    )  # fmt: skip


def _edge(draw: st.DrawFn, figid: str, ends: list[str], number: int) -> Edge:
    sign = draw(SIGNS)
    stated = draw(st.booleans())
    name = f"{'s' if stated else 'r'}{number}"
    note = "" if stated else draw(st.sampled_from(("", "phosphorylation", "binding")))
    seen = Sighting(figid=figid, item=name, sign=sign, sentence=draw(WORD) if stated else "")
    return Edge(
        id=name, source=draw(st.sampled_from(ends)), target=draw(st.sampled_from(ends)), sign=sign,
        kind=note or KINDS[sign], origin="stated" if stated else "drawn", annotation=note,
        line="" if stated else draw(st.sampled_from(("solid", "dashed", "dotted", "block"))),
        path=() if stated else tuple(draw(st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=4))),
        score=0.0 if stated else draw(SCORE), evidence=(seen,),
        plus=int(sign == "+"), minus=int(sign == "-"), unknown=int(sign == "?"),
    )  # fmt: skip
