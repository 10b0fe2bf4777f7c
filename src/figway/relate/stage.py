"""Fill `FigureRecord.relations`: mark heads, follow their lines, link the ends to labels."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from figway.errors import EngineError
from figway.geometry import Point, Polyline, rounded
from figway.records import Anchor, Evidence, FigureRecord, Mention, Relation, Sign, Stated
from figway.relate import joins
from figway.relate.caption import stated
from figway.relate.compartments import compartments_of, with_compartments
from figway.relate.complexes import complexes_of, with_complexes
from figway.relate.enzymes import BESIDE, CATALYSIS, enzymes_of
from figway.relate.heads import MODEL, HeadFinder, Maps
from figway.relate.labels import Label, gather, line_height, unit_of
from figway.relate.lines import UNDRAWN, Line, line_of
from figway.relate.link import Ends, Link, Stroke, choose, propose, propose_on_arrows
from figway.relate.notes import INHIBITS, note_on
from figway.relate.score import WEIGHTS, score
from figway.relate.shapes import shapes_of
from figway.relate.strokes import follow
from figway.relate.walk import Trace
from figway.relate.ways import WayWeigher
from figway.text import fold

HEAD_FLOOR = 0.15
LEAST_EDGE_SCORE = 0.45
MOST_WAYS = 3
DOUBT_LEFT = 0.6
FIRM = 0.5
"""Score from which a pointed arrow is surely no outline."""
ADDED = "end of an arrow"
SIGNS: dict[str, Sign] = {"pointed": "+", "bar": "-", "circle": "+", BESIDE: "+"}


class Relater:
    """Add the drawn arrows to a record; a stage.

    `min_edge_score` (0 to 1) is the least score of an arrow that is kept.
    """

    name = "relate"
    version = "13"
    needs_image = True
    reads: tuple[str, ...] = ("text", "mentions")
    fills: tuple[str, ...] = ("mentions", "relations", "stated")

    def __init__(self, *, min_edge_score: float = LEAST_EDGE_SCORE, model: Path = MODEL, threads: int = 1) -> None:
        self.min_edge_score = min_edge_score
        self.finder = HeadFinder(model, threads)
        self.weights = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (WEIGHTS, joins.WEIGHTS)}
        self.weigher = WayWeigher(threads=threads)

    def load(self) -> None:
        """Open the networks; raises EngineError where one is damaged."""
        self.finder.network.load()
        self.weigher.network.load()

    def _hashes(self) -> dict[str, str]:
        """Give the sha256 of each file that decides what is found."""
        networks = {"heads.onnx": self.finder.network.sha256, "ways.onnx": self.weigher.network.sha256}
        return {**networks, **self.weights}

    def fingerprint(self) -> str:
        """Give a hash of version, options and model."""
        parts = [self.name, self.version, self.min_edge_score, *self._hashes().values()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without relations, complexes, compartments and the mentions that this stage added."""
        bare = {"complex": "", "compartment": ""}
        mentions = tuple(m.model_copy(update=bare) for m in record.mentions if not _added(m))
        return record.evolve(mentions=mentions, relations=(), stated=())

    def __call__(self, record: FigureRecord, image: NDArray[np.uint8] | None) -> FigureRecord:
        """Return the record with `relations`, and with a mention for every label that an arrow ends on."""
        if image is None:
            raise EngineError("relating needs the picture, and none was given")
        record = self.reset(record)
        strokes, links, ends = self.trace(record, image)
        mentions, ids = with_ends(record.mentions, ends.labels, ends.groups, links)
        drawn_as = [strokes[k.stroke] for k in links]
        lines = [UNDRAWN if s.kind == BESIDE else line_of(image, s.path) for s in drawn_as]
        notes = [CATALYSIS if s.kind == BESIDE else note_on(s, ends.labels, record.text, ends.unit) for s in drawn_as]
        relations = tuple(relations_of(strokes, links, ends.labels, ends.groups, ids, lines, notes))
        drawn = {(fold(r.source), fold(r.target)) for r in relations}
        said = tuple(s for s in self.said(record, ends.labels) if (fold(s.source), fold(s.target)) not in drawn)
        complexes = complexes_of(image, ends.labels, {m.id: m.kind for m in mentions}, ends.unit)
        mentions = with_complexes(mentions, ends.labels, complexes)
        firm = [strokes[k.stroke].path for k in links if strokes[k.stroke].kind == "pointed" and k.score >= FIRM]
        places = compartments_of(image, ends.labels, ends.shapes, firm, ends.unit)
        mentions = with_compartments(mentions, with_ids(ends.labels, ids), places)
        record = record.evolve(mentions=mentions, relations=relations, stated=said)
        return record.signed(
            self.name,
            self.version,
            self.fingerprint(),
            self._hashes(),
        )

    def said(self, record: FigureRecord, labels: Sequence[Label]) -> tuple[Stated, ...]:
        """List what the caption says of the figure's labels."""
        return stated(record.figure.caption, [label.word for label in labels])

    def trace(self, record: FigureRecord, image: NDArray[np.uint8]) -> tuple[list[Stroke], list[Link], Ends]:
        """Find strokes, links above the least score (one for each pair of ends) and what they may end on.

        Enzymes that stand beside a reaction's arrow have a stroke and a link of their own.
        """
        strokes, links, ends = self.proposed(record, image)
        chosen = choose(links, strokes, self.min_edge_score)
        links = merged([parted(k, ends) for k in chosen], ends.labels)
        ways, made = enzymes_of(strokes, links, ends, {m.id: m.kind for m in record.mentions})
        return [*strokes, *ways], [*links, *(k for k in made if k.score >= self.min_edge_score)], ends

    def proposed(self, record: FigureRecord, image: NDArray[np.uint8]) -> tuple[list[Stroke], list[Link], Ends]:
        """Find all strokes and all links that were weighed, likely or not, and what they may end on."""
        heights = [line_height(t) for t in record.text]
        maps = self.finder(image, [t.polygon for t in record.text], heights, HEAD_FLOOR)
        labels = gather(record.text, record.mentions)
        unit = unit_of(record.text)
        ends = Ends(labels, shapes_of(image, labels, unit), unit)
        strokes = [_stroke(maps, t) for traces in follow(maps, self.weigher) for t in traces[:MOST_WAYS]]
        said = {(fold(s.source), fold(s.target)) for s in self.said(record, labels)}
        return strokes, self.weighed(strokes, ends, said), ends

    def weighed(self, strokes: Sequence[Stroke], ends: Ends, said: Set[tuple[str, str]] = frozenset()) -> list[Link]:
        """List the likely links of all strokes with their scores: to labels, then to arrows that are firm."""
        links = self.scored(propose(strokes, ends), strokes, ends, said)
        firm = choose(links, strokes, LEAST_EDGE_SCORE)
        return links + self.scored(propose_on_arrows(strokes, firm, ends), strokes, ends, said)

    @staticmethod
    def scored(links: Sequence[Link], strokes: Sequence[Stroke], ends: Ends, said: Set[tuple[str, str]]) -> list[Link]:
        """Give links their scores, raised where the caption says the same."""
        found = zip(links, score(links, strokes, ends), strict=True)
        return [witnessed(replace(k, score=p), ends.labels, said) for k, p in found]


def _stroke(maps: Maps, t: Trace) -> Stroke:
    head = maps.heads[t.head]
    path = tuple(maps.to_figure(p) for p in (*t.path, head.at))
    tail_score = (*maps.tails, *maps.heads)[t.tail].score if t.tail >= 0 else 0.0
    return Stroke(
        path, t.way, head.way, head.kind, head.score, t.support, t.tail >= 0, t.head, tail_score, t.cost, t.tail,
        t.tail >= len(maps.tails),
    )  # fmt: skip


def witnessed(link_: Link, labels: Sequence[Label], said: Set[tuple[str, str]]) -> Link:
    """Raise the score of an arrow that the caption puts into words too."""
    if (fold(labels[link_.source].word), fold(labels[link_.target].word)) not in said:
        return link_
    return replace(link_, score=1 - (1 - link_.score) * DOUBT_LEFT, said=True)


def parted(link: Link, ends: Ends) -> Link:
    """Where both ends bear one name, name another member of the group at the arrow's head, or else at its tail.

    So STAT1 that joins a complex of STAT1 and STAT2 acts on STAT2.
    """
    own = ends.labels[link.source].word
    if ends.labels[link.target].word != own:
        return link
    target, source = (
        next((i for i in ends.groups[end] if ends.labels[i].word != own), end) for end in (link.target, link.source)
    )
    return replace(link, target=target) if target != link.target else replace(link, source=source)


def merged(links: Sequence[Link], labels: Sequence[Label]) -> list[Link]:
    """Keep the best link of each pair of ends that differ in name, in the order of the strokes."""
    best: dict[tuple[int, int], Link] = {}
    for k in sorted(links, key=lambda k: (-k.score, k.stroke)):
        if labels[k.source].word != labels[k.target].word:
            best.setdefault((k.source, k.target), k)
    return sorted(best.values(), key=lambda k: k.stroke)


def _added(mention: Mention) -> bool:
    return any(e.what == ADDED for e in mention.evidence)


def with_ends(
    mentions: tuple[Mention, ...], labels: Sequence[Label], groups: Sequence[tuple[int, ...]], links: Sequence[Link]
) -> tuple[tuple[Mention, ...], dict[int, str]]:
    """Add a mention of kind other for each end that is no mention yet; give every label's mention id."""
    ids = {i: label.mention for i, label in enumerate(labels) if label.mention}
    taken = {m.id for m in mentions}
    added: list[Mention] = []
    number = len(mentions)
    for i in sorted({i for k in links for end in (k.source, k.target) for i in groups[end]}):
        if i in ids:
            continue
        number += 1
        while f"m{number}" in taken:
            number += 1
        label = labels[i]
        ids[i] = f"m{number}"
        taken.add(ids[i])
        added.append(
            Mention(
                id=ids[i], text_ids=label.text_ids, word=label.word, polygon=rounded(label.polygon),
                evidence=(Evidence(what=ADDED),),
            )
        )  # fmt: skip
    return mentions + tuple(added), ids


def with_ids(labels: Sequence[Label], ids: Mapping[int, str]) -> list[Label]:
    """Give each label the mention that it has become."""
    return [replace(label, mention=ids.get(i, label.mention)) for i, label in enumerate(labels)]


def relations_of(
    strokes: Sequence[Stroke],
    links: Sequence[Link],
    labels: Sequence[Label],
    groups: Sequence[tuple[int, ...]],
    ids: dict[int, str],
    lines: Sequence[Line],
    notes: Sequence[str],
) -> list[Relation]:
    """Write links as relations; the label nearest to an end names it, its group's mentions follow."""
    place = {k.stroke: n for n, k in enumerate(links)}
    found = []
    for k, line, note in zip(links, lines, notes, strict=True):
        s = strokes[k.stroke]
        anchor = None
        if k.anchor in place:
            x, y = s.path[-1]
            anchor = Anchor(relation=place[k.anchor], point=(round(x, 1), round(y, 1)))
        sources, targets = _members(k.source, k.target, groups), _members(k.target, k.source, groups)
        found.append(
            Relation(
                source=labels[k.source].word,
                target=labels[k.target].word,
                source_ids=tuple(ids[i] for i in sources),
                target_ids=tuple(ids[i] for i in targets),
                sign="-" if INHIBITS.match(note) else SIGNS[s.kind],
                head=s.kind,
                line=line.manner,
                path=simplified(s.path),
                anchor=anchor,
                annotation=note,
                score=round(k.score, 4),
                evidence=_evidence(s, k, line.colour),
            )
        )
    return found


def _members(end: int, other: int, groups: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Give an end's label and those of its group, unless the other end is in the same group."""
    group = groups[end]
    return (end,) if other in group else (end, *(i for i in group if i != end))


def _evidence(s: Stroke, k: Link, colour: str) -> tuple[Evidence, ...]:
    """List what spoke for an arrow; the colour of its line decides nothing."""
    if s.kind == BESIDE:
        return (Evidence(what="enzyme beside the reaction's arrow", weight=round(-k.source_cost, 3)),)
    return (
        Evidence(what="head", weight=round(s.head_score, 3)),
        Evidence(what="line", weight=round(s.support, 3)),
        Evidence(what="tail", weight=round(s.tail_score, 3)),
        Evidence(what="source distance", weight=round(-k.source_cost, 3)),
        Evidence(what="target distance", weight=round(-k.target_cost, 3)),
        *((Evidence(what="said by the caption", weight=1.0),) if k.said else ()),
        *((Evidence(what=f"drawn in {colour}", weight=0.0),) if colour else ()),
    )


def simplified(path: Sequence[Point], tolerance: float = 1.0) -> Polyline:
    """Drop points of a path that change its course by less than `tolerance` pixels."""
    import cv2

    line = np.array(path, np.float32).reshape(-1, 1, 2)
    return rounded((float(x), float(y)) for x, y in cv2.approxPolyDP(line, tolerance, False).reshape(-1, 2))
