"""Check that the held-out annotations are whole: known types, symbols, identifiers, and ends that are labels."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from figway.evaluate import score
from figway.lexicon.load import Lexicon

HELDOUT = Path(__file__).parents[2] / "benchmarks" / "heldout"
FILES = sorted(HELDOUT.glob("*/*.json"))
TYPES = {
    "gene", "family", "complex", "chemical", "disease", "process", "other_protein", "other_molecule", "place"
}  # fmt: skip


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    assert loaded["figid"] == request.param.stem
    return loaded


def test_entities_are_of_known_types_and_genes_have_symbols(gold: dict[str, Any]) -> None:
    for entity in gold["entities"]:
        assert entity["label"].strip(), entity
        assert entity["type"] in TYPES, entity
        assert entity["type"] != "gene" or entity["genes"], entity
        assert re.fullmatch(r"(?:[CD]\d{6,9})?", entity.get("mesh", "")), entity


def test_ends_of_relations_are_labels(gold: dict[str, Any]) -> None:
    labels = {entity["label"] for entity in gold["entities"]}
    for relation in gold["relations"]:
        assert relation["sign"] in ("+", "-", "?")
        assert relation["source"]
        assert relation["target"]
        assert labels >= {*relation["source"], *relation["target"]}, relation


def test_symbols_are_current_ones_of_hgnc() -> None:
    symbols = {g for path in FILES for e in json.loads(path.read_text("utf-8"))["entities"] for g in e.get("genes", ())}
    lexicon = Lexicon.load()
    approved = {
        name.name
        for s in symbols
        for name in lexicon.lookup(re.sub(r"\W", "", s).lower())
        if name.source == "hgnc_symbol"
    }
    assert len(symbols) > 200
    assert {re.sub(r"\W", "", s) for s in symbols} - {re.sub(r"\W", "", s) for s in approved} <= {"TRA", "TRB"}


def test_sets_share_no_figure_and_score_themselves_as_perfect(tmp_path: Path) -> None:
    assert len({path.stem for path in FILES}) == len(FILES) > 20
    for path in FILES:
        gold = json.loads(path.read_text("utf-8"))
        relations = [{"source": r["source"][0], "target": r["target"][0], "sign": r["sign"]} for r in gold["relations"]]
        (tmp_path / path.name).write_text(json.dumps({"figid": gold["figid"], "relations": relations}), "utf-8")
    for folder in {path.parent for path in FILES}:
        totals, _ = score(tmp_path, folder)
        assert totals["relations"]["precision"] == 1.0
