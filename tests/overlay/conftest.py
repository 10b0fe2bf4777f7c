"""Records that hold what was drawn into the example figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from figway.geometry import Box, Polygon, polygon_of
from figway.records import Figure, FigureImage, FigureRecord, Member, Mention, Relation, TextLine

TRUTH = Path(__file__).parents[1] / "examples" / "truth"


def record_of(stem: str) -> FigureRecord:
    truth = json.loads((TRUTH / f"{stem}.truth.json").read_text(encoding="utf-8"))
    lines = [(label["text"], line) for label in truth["labels"] for line in label["lines"]]
    text = tuple(
        TextLine(id=f"t{i}", text=line["text"], polygon=_polygon(line), score=0.97) for i, (_, line) in enumerate(lines)
    )
    mentions = []
    for entity in truth["entities"]:
        for box in entity["boxes"]:
            ids = tuple(t.id for t in text if _inside(t.box, box))
            place = next((t.polygon for t in text if t.box == Box(*box)), polygon_of(Box(*box)))
            genes, kind = entity["genes"], entity["type"]
            named = kind in ("gene", "family", "complex", "chemical", "disease")
            name = genes[0] if len(genes) == 1 else entity.get("fplx") or entity["label"]
            mentions.append(
                Mention(
                    id=f"m{len(mentions)}", text_ids=ids, word=entity["label"], polygon=place,
                    kind=kind, symbol=name if named else "",
                    identifiers=(f"mesh:{entity['mesh']}",) if entity.get("mesh") else (),
                    members=tuple(Member(symbol=g) for g in genes), score=0.9,
                )
            )  # fmt: skip
    ids_of: dict[str, tuple[str, ...]] = {}
    for mention in mentions:
        ids_of[mention.word] = (*ids_of.get(mention.word, ()), mention.id)
    relations = tuple(
        Relation(
            source=", ".join(r["source"]), target=", ".join(r["target"]), sign=r["sign"], head=r["head"],
            source_ids=tuple(i for name in r["source"] for i in ids_of[name]),
            target_ids=tuple(i for name in r["target"] for i in ids_of[name]),
            line=r["line"], path=tuple((x, y) for x, y in r["path"]), score=0.8,
        )
        for r in truth["relations"]
    )  # fmt: skip
    image = FigureImage(path=truth["image"], width=truth["width"], height=truth["height"])
    figure = Figure(figtitle=f"{stem} <title> & more", image=image)
    return FigureRecord(
        figid=stem, figure=figure, text=text, mentions=tuple(mentions), relations=relations
    )  # fmt: skip


def _polygon(line: dict[str, Any]) -> Polygon:
    return tuple((x, y) for x, y in line["polygon"]) if "polygon" in line else polygon_of(Box(*line["box"]))


def _inside(inner: Box, outer: list[float]) -> bool:
    return Box(*outer).grow(0.5).contains(inner.center)


@pytest.fixture
def drawn() -> Callable[[str], FigureRecord]:
    """Give a function from an example's stem to the record of what was drawn."""
    return record_of
