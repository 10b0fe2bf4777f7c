"""Check the example figures against what was recorded while they were drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from PIL import Image

from figway.examples import paths
from figway.geometry import Box, distance

TRUTH = Path(__file__).parent / "truth"
KINDS = {
    "gene", "family", "complex", "chemical", "disease", "process", "place", "other_protein", "other_molecule",
}  # fmt: skip
FIELDS = {
    "figid",
    "filename",
    "number",
    "figtitle",
    "caption",
    "papertitle",
    "pmcid",
    "reftext",
    "authors",
    "year",
}

each = pytest.mark.parametrize("path", paths(), ids=lambda p: p.stem)


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((TRUTH / f"{path.stem}.truth.json").read_text(encoding="utf-8"))
    return truth


def test_there_are_as_many_truths_as_figures() -> None:
    assert {p.stem for p in paths()} == {p.name.removesuffix(".truth.json") for p in TRUTH.iterdir()}


@each
def test_picture_is_small_and_of_the_size_recorded(path: Path) -> None:
    truth = truth_of(path)
    with Image.open(path) as picture:
        assert picture.size == (truth["width"], truth["height"])
    assert 900 <= truth["width"] <= 1400
    assert path.stat().st_size < 250_000


@each
def test_metadata_is_whole(path: Path) -> None:
    data = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    assert set(data) >= FIELDS
    assert (data["figid"], data["filename"]) == (path.stem, path.name)
    assert data["licence"] == "CC0-1.0"
    assert len(data["caption"]) > 200
    assert all(data[f] for f in FIELDS - {"pmcid"})


@each
def test_every_label_shows_in_the_picture_where_it_was_drawn(path: Path) -> None:
    truth = truth_of(path)
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("L"), dtype=np.int16)
    for label in truth["labels"]:
        for line in label["lines"]:
            x0, y0, x1, y1 = (round(v) for v in line["box"])
            assert 0 <= x0 < x1 <= truth["width"], line
            assert 0 <= y0 < y1 <= truth["height"], line
            inside = pixels[y0:y1, x0:x1]
            assert inside.max() - inside.min() > 60, line


@each
def test_entities_are_labels_of_a_known_kind(path: Path) -> None:
    truth = truth_of(path)
    printed = {label["text"] for label in truth["labels"]}
    names = [entity["label"] for entity in truth["entities"]]
    assert len(names) == len(set(names))
    assert set(names) <= printed
    assert {entity["type"] for entity in truth["entities"]} <= KINDS
    assert sum(entity["type"] == "gene" for entity in truth["entities"]) >= 9


@each
def test_relations_join_entities_by_a_drawn_line(path: Path) -> None:
    truth = truth_of(path)
    boxes = {e["label"]: [Box(*b) for b in e["boxes"]] for e in truth["entities"]}
    assert len(truth["relations"]) >= 20
    for relation in truth["relations"]:
        assert relation["sign"] in "+-?"
        for end, at in (("source", 0), ("target", -1)):
            point = tuple(relation["path"][at])
            near = min(distance(point, box) for label in relation[end] for box in boxes[label])
            assert near < 160, (relation, end, near)
