"""Check the kinds of error on small figures whose errors are known, and that findings add up to the score."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from figway.evaluate import score
from figway.evaluate.arrows import relation_findings
from figway.evaluate.errors import Names
from figway.evaluate.findings import Finding, Sense
from figway.evaluate.score import load_json


def entity(label: str, kind: str, *genes: str, mesh: str = "") -> dict[str, Any]:
    return {"label": label, "type": kind, "genes": list(genes), "mesh": mesh}


def mention(number: int, word: str, kind: str = "gene", **more: Any) -> dict[str, Any]:
    known = {"id": f"m{number}", "text_ids": [f"t{number}"], "word": word, "kind": kind, "symbol": word}
    return known | {"polygon": [[0, 20 * number], [50, 20 * number], [50, 20 * number + 10]]} | more


def row(number: int, word: str, hgnc: str, source: str = "hgnc_symbol", symbol: str = "") -> dict[str, Any]:
    return {"word": word, "symbol": symbol or hgnc, "source": source, "hgnc_symbol": hgnc, "mention": f"m{number}"}


def record(*lines: str, **fields: Any) -> dict[str, Any]:
    text = []
    for n, words in enumerate(lines, 1):
        y = 20 * n
        text.append({"id": f"t{n}", "text": words, "polygon": [[0, y], [90, y], [90, y + 10], [0, y + 10]]})
    return {"text": text} | fields


def gold(*entities: dict[str, Any], relations: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"figid": "a", "entities": list(entities), "relations": relations or []}


def lexicon(label: str) -> list[Sense]:
    """Know three names: a gene, a gene that is also called otherwise, a chemical."""
    known = {
        "PERK": [Sense("EIF2AK3", "gene", frozenset({"EIF2AK3"}), ("hgnc:3255",), 0.4)],
        "NAP1": [Sense("NAP1L1", "gene", frozenset({"NAP1L1"}), (), 0.9)],
        "cAMP": [Sense("Cyclic AMP", "chemical", frozenset(), ("mesh:D000242",), 0.9)],
    }
    return known.get(label, [])


def kinds(findings: list[Finding], verdict: str) -> dict[str, str]:
    return {f.label: f.kind for f in findings if f.verdict == verdict}


@pytest.mark.parametrize(
    ("lines", "mentions", "label", "kind"),
    [
        ([], [], entity("TP53", "gene", "TP53"), "not read"),
        (["RANTFS"], [], entity("RANTES", "gene", "CCL5"), "misread"),
        (["PERK"], [], entity("PERK", "gene", "EIF2AK3"), "below the bar"),
        (["DRBN"], [], entity("DRBN", "gene", "CRBN"), "name not in the lexicon"),
        (["NAP1"], [], entity("NAP1", "gene", "AZI2"), "meaning not in the lexicon"),
        (["NAP1"], [mention(1, "NAP1")], entity("NAP1", "gene", "AZI2"), "meaning not in the lexicon"),
        (
            ["NAP1"],
            [mention(1, "NAP1", alternatives=[{"symbol": "AZI2"}])],
            entity("NAP1", "gene", "AZI2"),
            "another meaning chosen",
        ),
        (["PERK"], [mention(1, "PERK", "process")], entity("PERK", "gene", "EIF2AK3"), "another meaning chosen"),
        (["PERK"], [mention(1, "PERK", "other")], entity("PERK", "gene", "EIF2AK3"), "below the bar"),
        (["UCHL1D12"], [], entity("UCHL1", "gene", "UCHL1"), "inside a longer word"),
        (["IL-10 receptor"], [mention(1, "IL-10 receptor")], entity("IL-10", "gene", "IL10"), "part of a longer name"),
        (["CAM"], [mention(1, "CAM", "family")], entity("CAM", "family", "CDH1", "ICAM1"), "family without members"),
        (
            ["AtMYB"],
            [mention(1, "AtMYB", "other_protein", evidence=[{"what": "no human genes: plants"}])],
            entity("AtMYB", "gene", "MYB"),
            "no human genes",
        ),
    ],
)
def test_why_genes_are_missed(
    lines: list[str], mentions: list[dict[str, Any]], label: dict[str, Any], kind: str
) -> None:
    names = Names(record(*lines, mentions=mentions), gold(label), lexicon)
    assert kinds(list(names.genes()), "missed") == {label["label"]: kind}


@pytest.mark.parametrize(
    ("word", "hgnc", "more", "others", "kind"),
    [
        ("FIT3", "FLT3", {"transforms": ["i read for l"]}, [], "look-alike letters"),
        ("SPA", "SFTPA1", {"text_ids": ["t1", "t2"]}, [], "lines joined wrongly"),
        ("a/β", "APP", {"transforms": ["joined by dashes"]}, [], "split wrongly"),
        ("GAP", "RASA1", {"evidence": [{"what": "an English word in capitals"}]}, [], "English word"),
        ("NS1", "PTPN11", {}, [entity("NS1", "other_protein")], "protein without a human gene"),
        ("LEC", "CCL16", {}, [entity("LEC", "place")], "a place taken for a gene"),
        ("NES", "NES", {}, [entity("NES", "other_molecule")], "another molecule taken for a gene"),
        ("CAM", "KRIT1", {}, [entity("CAM", "family")], "class word spelt out"),
        ("ABL", "MTTP", {}, [entity("ABL", "gene", "ABL1")], "other gene or family"),
        ("E2F", "E2F1", {}, [entity("E2F target genes", "process")], "part of a longer label"),
        ("AAA", "APP", {}, [], "text that is no label"),
    ],
)
def test_why_genes_are_wrong(word: str, hgnc: str, more: dict[str, Any], others: list[Any], kind: str) -> None:
    claimed = record(word, mentions=[mention(1, word, **more)], genes=[row(1, word, hgnc)])
    found = list(Names(claimed, gold(*others), lexicon).genes())
    assert kinds(found, "wrong") == {word: kind}
    assert found[0].polygons == (((0.0, 20.0), (50.0, 20.0), (50.0, 30.0)),)


def test_a_figure_without_a_record_misses_all() -> None:
    truth = gold(entity("TP53", "gene", "TP53"), relations=[{"source": ["TP53"], "target": ["MDM2"], "sign": "+"}])
    names = Names({}, truth, lexicon)
    assert [(f.verdict, f.kind) for f in (*names.genes(), *relation_findings(names))] == [("missed", "no record")] * 2


def test_an_alias_of_another_gene() -> None:
    claimed = record("PAF3", genes=[row(1, "PAF3", "PEX12", "hgnc_alias_symbol")])
    found = list(Names(claimed, gold(entity("PAF3", "gene", "PSMG3")), lexicon).genes())
    assert kinds(found, "wrong") == {"PAF3": "alias of another gene"}


def test_members_that_the_figure_does_not_print() -> None:
    family = [row(1, "AKT", f"AKT{i}", "bioentities_symbol", "AKT") for i in (1, 2, 3)]
    giant = [row(2, "kinase", f"MAPK{i}", "bioentities_symbol", "kinase") for i in range(1, 9)]
    claimed = record("AKT", "kinase", genes=[*family, *giant, row(3, "so", "SON")])
    found = list(Names(claimed, gold(entity("Akt1/2", "family", "AKT1", "AKT2")), lexicon).members())
    assert {(f.label, f.kind): f.count for f in found} == {
        ("AKT", "right family, more members"): 1,
        ("kinase", "wrong family"): 8,
        ("so", "wrong gene"): 1,
    }


def test_terms() -> None:
    claimed = record(
        "glucose", "C16", "Ligand", "CAM", "apoptosis",
        mentions=[mention(4, "CAM", "gene")],
        chemicals=[
            {"word": "glucose", "identifier": "D000000"},
            {"word": "Ligand", "identifier": "D008024"},
            {"word": "apoptosis", "identifier": "D1"},
        ],
    )  # fmt: skip
    truth = gold(
        entity("Glucose", "chemical", mesh="D005947"),
        entity("C16", "chemical"),
        entity("cAMP", "chemical", mesh="D000242"),
        entity("Ligand", "place"),
        entity("apoptosis", "process"),
    )
    found = list(Names(claimed, truth, lexicon).terms("chemicals"))
    assert kinds([f for f in found if f.field == "identifiers"], "spared") == {"glucose": "other identifier"}
    assert kinds(found, "wrong") == {"Ligand": "a place taken for a chemical"}
    assert kinds(found, "missed") == {"C16": "name not in the lexicon", "cAMP": "misread"}
    assert [f.label for f in found if f.verdict == "spared" and f.field == "chemicals"] == ["apoptosis"]


def test_relations() -> None:
    def arrow(source: str, target: str, sign: str = "+", **more: Any) -> dict[str, Any]:
        return {"source": source, "target": target, "sign": sign} | more

    def drawn(source: str, target: str, sign: str = "+") -> dict[str, Any]:
        return {"source": [source], "target": [target], "sign": sign}

    labels = ("EGFR", "RAS", "RAF", "MEK", "ERK", "AKT")
    claimed = record(
        *labels,
        relations=[
            arrow("EGFR", "RAS", path=[[1, 2], [3, 4]]),
            arrow("RAF", "RAS"),
            arrow("RAF", "ERK"),
            arrow("AKT", "EGFR"),
            arrow("MEK", "ERK", "-"),
            arrow("EGFR", "junk"),
        ],
    )
    truth = gold(
        *(entity(x, "process") for x in (*labels, "TP53")),
        relations=[drawn("EGFR", "RAS"), drawn("RAS", "RAF"), drawn("RAF", "MEK"), drawn("MEK", "ERK"),
                   drawn("AKT", "TP53"), drawn("RAS", "AKT")],
    )  # fmt: skip
    found = list(relation_findings(Names(claimed, truth, lexicon)))
    assert kinds(found, "right") == {"EGFR → RAS": "", "MEK ⊣ ERK": ""}
    assert kinds(found, "spared") == {"MEK ⊣ ERK": "wrong sign"}
    assert kinds(found, "wrong") == {
        "RAF → RAS": "reversed",
        "RAF → ERK": "one end wrong",
        "AKT → EGFR": "one end wrong",
        "EGFR → junk": "end that is no label",
    }
    assert kinds(found, "missed") == {
        "RAS → RAF": "found reversed",
        "RAF → MEK": "found with another end",
        "AKT → TP53": "an end was not read",
        "RAS → AKT": "arrow not found",
    }
    paths = {f.label: f.path for f in found}
    assert paths["EGFR → RAS"] == ((1.0, 2.0), (3.0, 4.0))
    assert paths["RAF → RAS"] == ((45.0, 65.0), (45.0, 45.0))
    assert paths["AKT → TP53"] == ()


def test_figures_whose_arrows_were_not_all_annotated_are_left_out() -> None:
    truth = gold(entity("A1", "gene")) | {"relations_complete": False}
    claimed = record("A1", relations=[{"source": "A1", "target": "B1", "sign": "+"}])
    assert list(relation_findings(Names(claimed, truth))) == []


@pytest.mark.shared
def test_findings_add_up_to_the_score(shared: Path) -> None:
    base = shared / "figures" / "annotated"
    totals, _ = score(base / "pfocr", base / "gold")
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted((base / "gold").glob("*.json")):
        claimed = load_json(base / "pfocr" / path.name) or {}
        names = Names(claimed, json.loads(path.read_text("utf-8")))
        for f in (*names.genes(), *names.members(), *names.terms("chemicals"), *relation_findings(names)):
            counts[f.field, f.verdict] += f.count
    for field in ("genes", "chemicals", "relations"):
        assert counts[field, "missed"] == totals[field]["fn"], field
        assert counts[field, "wrong"] == totals[field]["fp"], field
    assert counts["members", "spared"] == totals["genes_each"]["fp"]
