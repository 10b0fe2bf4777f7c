"""Find the enzymes of reactions: proteins whose name stands beside an arrow from one chemical to another.

Maps of metabolism print an enzyme along the arrow of its reaction, without a line of its own. It acts on the reaction,
so that it makes the product: the annotators' guidelines have both substrate to product and enzyme to product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from figway.geometry import Point, distance
from figway.relate.labels import Label
from figway.relate.lines import even_points
from figway.relate.link import Ends, Link, Stroke
from figway.relate.notes import NEAR

ENZYMES = frozenset({"gene", "family", "complex"})
CATALYSIS = "catalysis"
"""The annotation of such a relation, whose arrow nobody has drawn."""
BESIDE = "none"
"""The kind of its head."""
DOUBT = 0.95
"""What is left of the reaction's score."""
MIDDLE = 0.15
"""Share of an arrow at either end beside which a name belongs to what stands there."""


def enzymes_of(
    strokes: Sequence[Stroke], links: Sequence[Link], ends: Ends, kinds: Mapping[str, str]
) -> tuple[list[Stroke], list[Link]]:
    """List for each enzyme beside a reaction's arrow a stroke from its name to that arrow, and a link to its product.

    `kinds` are those of the mentions, by their ids. The strokes are numbered behind `strokes`.
    """
    found: list[Stroke] = []
    made: list[Link] = []
    known = {(k.source, k.target) for k in links}
    proteins = {i for i, label in enumerate(ends.labels) if kinds.get(label.mention) in ENZYMES}
    for k in links:
        reaction = strokes[k.stroke]
        if reaction.kind != "pointed" or not _chemicals(k, ends.labels, kinds):
            continue
        course = even_points(reaction.path)
        edge = int(MIDDLE * len(course))
        middle: list[Point] = [(float(x), float(y)) for x, y in course[edge : len(course) - edge]]
        for i in _beside(middle, proteins - {k.source, k.target}, ends):
            if (i, k.target) in known:
                continue
            known.add((i, k.target))
            box = ends.labels[i].box
            gap, nearest = min((distance(p, box) / ends.unit, p) for p in middle)
            found.append(_way(ends.labels[i], nearest, reaction))
            made.append(
                Link(
                    len(strokes) + len(found) - 1, i, k.target, gap, 0.0, anchor=k.stroke, score=DOUBT * k.score,
                )
            )  # fmt: skip
    return found, made


def _chemicals(link: Link, labels: Sequence[Label], kinds: Mapping[str, str]) -> bool:
    return all(kinds.get(labels[end].mention) == "chemical" for end in (link.source, link.target))


def _beside(middle: Sequence[Point], proteins: Set[int], ends: Ends) -> list[int]:
    """Give the proteins whose name stands closely beside an arrow's middle."""
    return [i for i in sorted(proteins) if any(distance(p, ends.labels[i].box) <= NEAR * ends.unit for p in middle)]


def _way(label: Label, to: Point, reaction: Stroke) -> Stroke:
    """Give the way from a name to the arrow beside it."""
    box = label.box
    start = min(max(to[0], box.x0), box.x1), min(max(to[1], box.y0), box.y1)
    return Stroke((start, to), (0.0, 0.0), (0.0, 0.0), BESIDE, reaction.head_score, reaction.support, False, -1)
