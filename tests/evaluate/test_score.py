"""Check scores against counts made by hand, and against the scorer that came with the annotated figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from figways import run

TRUTH = Path(__file__).parents[1] / "examples" / "truth"


def write(folder: Path, name: str, value: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(value))


def gene(hgnc: str, **more: Any) -> dict[str, Any]:
    return {"word": hgnc, "symbol": hgnc, "source": "hgnc_symbol", "hgnc_symbol": hgnc, "entrez": "1", **more}


GOLD = {
    "figid": "a",
    "entities": [
        {"label": "EGFR", "type": "gene", "genes": ["EGFR"]},
        {"label": "TP53", "type": "gene", "genes": ["TP53"]},
        {"label": "AKT", "type": "family", "genes": ["AKT1", "AKT2", "AKT3"]},
        {"label": "glucose", "type": "chemical", "mesh": "D005947", "genes": []},
        {"label": "diabetes", "type": "disease", "mesh": "D003920", "genes": []},
    ],
    "relations": [
        {"source": ["EGFR"], "target": ["AKT"], "sign": "+"},
        {"source": ["AKT"], "target": ["TP53"], "sign": "-"},
    ],
}
RECORD = {
    "figid": "a",
    "text": [{"id": "t1", "text": "EGFR"}, {"id": "t2", "text": "AKT glucose"}],
    "genes": [
        gene("EGFR"),
        gene("BRCA1"),
        *(gene(f"AKT{i}", word="AKT", symbol="AKT", source="bioentities_symbol") for i in (1, 2, 3)),
    ],
    "chemicals": [{"word": "glucose", "identifier": "D005947"}],
    "diseases": [{"word": "cancer", "identifier": "D009369"}],
    "relations": [
        {"source": "EGFR", "target": "AKT", "sign": "+"},
        {"source": "AKT", "target": "TP53", "sign": "+"},
        {"source": "EGFR", "target": "TP53", "sign": "+"},
    ],
}


@pytest.fixture
def scored(tmp_path: Path) -> dict[str, Any]:
    write(tmp_path / "gold", "a", GOLD)
    write(tmp_path / "records", "a", RECORD)
    done = run("evaluate", tmp_path / "records", tmp_path / "gold", "--json", "--errors")
    assert done.code == 0
    out: dict[str, Any] = json.loads(done.out)
    return out


@pytest.mark.parametrize(
    ("what", "tp", "fp", "fn"),
    [
        ("genes", 2, 1, 1),  # EGFR and the AKT family; BRCA1 is wrong; TP53 is missed
        ("chemicals", 1, 0, 0),
        ("diseases", 0, 1, 1),
        ("relations", 2, 1, 0),
    ],
)
def test_counts(scored: dict[str, Any], what: str, tp: int, fp: int, fn: int) -> None:
    assert [scored[what][k] for k in ("tp", "fp", "fn")] == [tp, fp, fn]
    assert scored[what]["precision"] == (tp / (tp + fp))
    assert scored[what]["recall"] == (tp / (tp + fn))


def test_shares(scored: dict[str, Any]) -> None:
    assert scored["relation_sign_accuracy"] == 0.5
    assert scored["inhibition_sign_recall"] == 0.0
    assert scored["chemical_id_accuracy"] == 1.0
    assert scored["labels_seen"] == 3 / 5
    assert scored["figures"] == {"gold": 1, "records": 1, "unreadable": []}


def test_errors_are_listed(scored: dict[str, Any], tmp_path: Path) -> None:
    assert scored["errors"][0]["genes"] == {"missed": ["TP53"], "wrong": ["BRCA1"]}
    done = run("evaluate", tmp_path / "records", tmp_path / "gold", "--errors")
    assert "   genes missed: TP53\n   genes wrong: BRCA1\n" in done.out
    assert "genes      P 0.667  R 0.667  F1 0.667   (tp 2, fp 1, fn 1)" in done.out


def test_a_perfect_record_scores_one(tmp_path: Path) -> None:
    perfect = {
        **RECORD,
        "text": [{"text": e["label"]} for e in GOLD["entities"]],
        "genes": [*(g for g in RECORD["genes"] if g["hgnc_symbol"] != "BRCA1"), gene("TP53")],
        "diseases": [{"word": "diabetes", "identifier": "mesh:D003920"}],
        "relations": [
            {"source": r["source"][0], "target": r["target"][0], "sign": r["sign"]} for r in GOLD["relations"]
        ],
    }
    write(tmp_path / "gold", "a", GOLD)
    write(tmp_path / "records", "a", perfect)
    out = json.loads(run("evaluate", tmp_path / "records", tmp_path / "gold", "--json").out)
    assert {out[k]["f1"] for k in ("genes", "genes_each", "chemicals", "diseases", "relations")} == {1.0}
    assert (out["labels_seen"], out["relation_sign_accuracy"]) == (1.0, 1.0)


def test_a_figure_without_a_readable_record_counts_as_empty(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / "gold", name, {**GOLD, "figid": name})
    write(tmp_path / "records", "a", RECORD)
    (tmp_path / "records" / "b.json").write_text("{")
    done = run("evaluate", tmp_path / "records", tmp_path / "gold", "--json")
    out = json.loads(done.out)
    assert out["figures"] == {"gold": 3, "records": 1, "unreadable": ["b.json"]}
    assert [out["genes"][k] for k in ("tp", "fp", "fn")] == [2, 1, 7]
    assert "b.json is no readable record" in done.err


@pytest.mark.parametrize("gold", ["{", "[]", "{}", '{"figid": "a"}'])
def test_gold_that_is_none_is_named(tmp_path: Path, gold: str) -> None:
    write(tmp_path / "records", "a", RECORD)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(gold)
    done = run("evaluate", tmp_path / "records", tmp_path / "gold")
    assert done.code == 2
    assert "the gold files in" in done.err


def test_no_records_or_no_gold(tmp_path: Path) -> None:
    write(tmp_path / "records", "a", RECORD)
    assert "no gold files" in run("evaluate", tmp_path / "records", tmp_path / "none").err
    assert "no records" in run("evaluate", tmp_path / "none", tmp_path / "records").err


def test_a_library_is_scored_by_its_records(examples: Path) -> None:
    alike = [
        run("evaluate", place, examples_gold(examples.parent), "--json").out
        for place in (examples, examples / "records")
    ]
    assert alike[0] == alike[1]
    out = json.loads(alike[0])
    assert out["figures"]["records"] == 6
    assert out["genes"]["f1"] > 0.8


def examples_gold(folder: Path) -> Path:
    """Give the truth of the drawn examples as gold files."""
    for path in TRUTH.glob("*.truth.json"):
        truth = json.loads(path.read_text("utf-8"))
        figid = path.name.removesuffix(".truth.json")
        write(folder / "gold", figid, {"figid": figid, **truth})
    return folder / "gold"


def official(shared: Path, records: Path, gold: Path) -> dict[str, Any]:
    scorer = shared / "evaluation" / "score.py"
    done = subprocess.run(
        [sys.executable, str(scorer), str(records), str(gold), "--json", "--errors"],
        capture_output=True,
        text=True,
        check=True,
    )
    out: dict[str, Any] = json.loads(done.stdout)
    return out


@pytest.mark.shared
def test_equal_to_the_official_scorer_on_the_examples(shared: Path, examples: Path) -> None:
    gold = examples_gold(examples.parent)
    mine = json.loads(run("evaluate", examples, gold, "--json", "--errors").out)
    assert mine == official(shared, examples / "records", gold)


@pytest.mark.shared
def test_equal_to_the_official_scorer_on_the_annotated_figures(shared: Path, tmp_path: Path) -> None:
    """Records made of the gold itself, with faults put in by rule, so that every count is met."""
    gold = shared / "figures" / "annotated" / "gold"
    for number, path in enumerate(sorted(gold.glob("*.json"))):
        if number % 17 != 5:  # some figures have no record
            write(tmp_path / "records", path.stem, spoilt(json.loads(path.read_text("utf-8")), number))
    mine = json.loads(run("evaluate", tmp_path / "records", gold, "--json", "--errors").out)
    assert mine == official(shared, tmp_path / "records", gold)
    assert 0.3 < mine["genes"]["f1"] < 0.99


def spoilt(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    genes, chemicals, diseases = [], [], []
    for i, e in enumerate(gold["entities"], seed):
        if i % 5 == 0:
            continue
        label = e["label"] if i % 7 else e["label"][:-1] + "x"
        source = "hgnc_symbol" if e["type"] == "gene" else "bioentities_symbol"
        genes += [gene(g, word=label, symbol=label, source=source) for g in e.get("genes") or []]
        rows = {"chemical": chemicals, "disease": diseases}.get(e["type"])
        if rows is not None:
            rows.append({"word": label, "identifier": e.get("mesh") if i % 3 else "D000001"})
    relations = [
        {"source": r["source"][0], "target": r["target"][-1], "sign": "+" if i % 4 else "-"}
        for i, r in enumerate(gold.get("relations") or [], seed)
        if i % 6
    ]
    text = [{"text": e["label"]} for i, e in enumerate(gold["entities"], seed) if i % 4]
    return {
        "figid": gold["figid"], "genes": [*genes, gene(f"WRONG{seed}")], "chemicals": chemicals, "diseases": diseases,
        "relations": relations, "text": text,
    }  # fmt: skip
