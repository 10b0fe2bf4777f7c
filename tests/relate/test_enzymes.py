"""Enzymes that stand beside the arrow of a reaction make its product."""

from __future__ import annotations

import pytest

from figway.geometry import Box, polygon_of
from figway.records import Mention, TextLine
from figway.relate.enzymes import enzymes_of
from figway.relate.labels import gather, unit_of
from figway.relate.link import Ends, Link, Stroke


def ends_of(**places: tuple[float, float, str]) -> tuple[Ends, dict[str, str]]:
    text, mentions = [], []
    for word, (x, y, kind) in places.items():
        polygon = polygon_of(Box(x - 20, y - 6, x + 20, y + 6))
        text.append(TextLine(id=f"t{word}", text=word, polygon=polygon, score=0.99))
        mentions.append(Mention(id=word, text_ids=(f"t{word}",), word=word, polygon=polygon, kind=kind))
    labels = gather(tuple(text), tuple(mentions))
    return Ends(labels, [None] * len(labels), unit_of(text)), {m.id: m.kind for m in mentions}


def down(kind: str = "pointed") -> Stroke:
    return Stroke(((100.0, 30.0), (100.0, 170.0)), (0.0, -1.0), (0.0, 1.0), kind, 0.9, 0.9, True, 0)


def found(stroke: Stroke, **places: tuple[float, float, str]) -> list[tuple[str, str, int]]:
    ends, kinds = ends_of(**places)
    number = {label.word: i for i, label in enumerate(ends.labels)}
    link = Link(0, number["Glucose"], number["G6P"], 0.0, 0.0, score=0.8)
    strokes, links = enzymes_of([stroke], [link], ends, kinds)
    assert [k.stroke for k in links] == list(range(1, 1 + len(strokes)))
    assert all(s.path[-1][0] == pytest.approx(100) for s in strokes)
    return [(ends.labels[k.source].word, ends.labels[k.target].word, k.anchor) for k in links]


REACTION = {"Glucose": (100.0, 20.0, "chemical"), "G6P": (100.0, 180.0, "chemical")}


def test_an_enzyme_beside_a_reaction_makes_its_product() -> None:
    assert found(down(), **REACTION, HK1=(126.0, 100.0, "gene")) == [("HK1", "G6P", 0)]


@pytest.mark.parametrize(
    "other",
    [(170.0, 100.0, "gene"), (126.0, 100.0, "chemical"), (126.0, 26.0, "gene")],
    ids=["far", "a chemical", "beside the end"],
)
def test_what_is_no_enzyme_of_it(other: tuple[float, float, str]) -> None:
    assert found(down(), **REACTION, HK1=other) == []


def test_a_bar_is_no_reaction_and_a_gene_no_substrate() -> None:
    assert found(down("bar"), **REACTION, HK1=(126.0, 100.0, "gene")) == []
    genes = {"Glucose": (100.0, 20.0, "gene"), "G6P": (100.0, 180.0, "chemical")}
    assert found(down(), **genes, HK1=(126.0, 100.0, "gene")) == []
