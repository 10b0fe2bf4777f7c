"""Score records against gold annotations made by hand (docs/guidelines.md).

Micro-averaged precision, recall and F1 for genes, chemicals, diseases and relations, the share of gold labels that
the reader saw, and the share of figures with a record. A gold figure without a record counts as an empty record.
Records are read as plain JSON, so that those of other systems can be scored by the same rules.
"""

from __future__ import annotations

import json
from pathlib import Path

from figway.evaluate.judge import judge_genes, judge_relations, judge_terms
from figway.evaluate.labels import Json, bare, fold, pieces, rows, similar, string

__all__ = ["Tally", "fold", "gene_counts", "labels_seen", "relation_counts", "score", "similar", "term_counts"]


class Tally:
    """Count what is right, wrong and missed."""

    def __init__(self) -> None:
        self.tp = self.fp = self.fn = 0

    def add(self, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        """Add one figure's counts."""
        self.tp += tp
        self.fp += fp
        self.fn += fn

    def result(self) -> Json:
        """Give precision, recall and F1 beside the counts; None where nothing was claimed or wanted."""
        p = self.tp / (self.tp + self.fp) if self.tp + self.fp else None
        r = self.tp / (self.tp + self.fn) if self.tp + self.fn else None
        f = 2 * p * r / (p + r) if p and r else (0.0 if p is not None and r is not None else None)
        return {"precision": p, "recall": r, "f1": f, "tp": self.tp, "fp": self.fp, "fn": self.fn}


def gene_counts(record: Json, gold: Json) -> tuple[int, int, int, int, Json]:
    """Count genes found, wrong items, genes missed and wrong symbols; give the errors too."""
    found = judge_genes(record, gold)
    errors = {
        "missed": sorted(found.missed) + sorted(e["label"] for e in found.missed_groups),
        "wrong": sorted(name for _, name in found.wrong),
    }
    return found.hits, len(found.wrong), len(found.missed) + len(found.missed_groups), found.extra, errors


def term_counts(record: Json, gold: Json, field: str, kind: str) -> tuple[int, int, int, int, int, Json]:
    """Count chemicals or diseases found, wrong and missed, those with an identifier in the gold and those right."""
    found = judge_terms(record, gold, field, kind)
    missed = [e["label"] for e in found.missed]
    wrong = [p.get("word") or bare(p.get("identifier")) for p in found.wrong]
    with_id = sum(bool(e.get("mesh")) for e, _, _ in found.right)
    id_right = sum(right for _, _, right in found.right)
    return len(found.right), len(wrong), len(missed), with_id, id_right, {"missed": missed, "wrong": wrong}


def relation_counts(record: Json, gold: Json) -> tuple[int, int, int, dict[str, list[int]], Json]:
    """Count relations found, wrong and missed, and by sign those found and those with the right sign."""
    found = judge_relations(record, gold)
    wrong = [f"{r.get('source')} {r.get('sign')} {r.get('target')}" for r, g in found.claimed if g is None]
    missed = [f"{'|'.join(g['source'])} {g['sign']} {'|'.join(g['target'])}" for g in found.missed]
    return found.hits, len(wrong), len(missed), found.signs, {"missed": missed, "wrong": wrong}


def labels_seen(record: Json, gold: Json) -> tuple[int, int, int, int]:
    """Count the gold labels that stand in the text that was read, all of them, and the letters of both.

    A label is seen when it stands in one line, or when each of its words is a word somewhere.
    """
    texts = [string(t.get("text")) for t in rows(record, "text")]
    lines = [fold(t) for t in texts]
    words = {w for t in texts for w in pieces(t)}
    seen = total = size = 0
    for e in gold["entities"]:
        label = fold(e["label"])
        if not label:
            continue
        total += 1
        size += len(label)
        whole = len(label) >= 4 and any(label in line for line in lines)
        seen += whole or all(p in words for p in pieces(e["label"]))
    return seen, total, sum(map(len, lines)), size


def load_json(path: Path) -> Json | None:
    """Read a record; give None when there is none that can be read."""
    try:
        record = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def score(records: str | Path, gold_dir: str | Path) -> tuple[Json, list[Json]]:
    """Score a folder of records; give the totals, and for each figure what it misses and has wrong."""
    tallies = {k: Tally() for k in ("genes", "genes_each", "chemicals", "diseases", "relations")}
    counts, found = dict.fromkeys(("seen", "total", "read", "printed"), 0), 0
    signs, ids = {"+": [0, 0], "-": [0, 0]}, {"chemicals": [0, 0], "diseases": [0, 0]}
    unreadable: list[str] = []
    figures: list[Json] = []
    for path in sorted(Path(gold_dir).glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        mine = Path(records) / path.name
        record = load_json(mine)
        if (record is None and mine.exists()) or (record and record.get("figid", gold["figid"]) != gold["figid"]):
            unreadable.append(path.name)
            record = None
        found += record is not None
        record = record or {}
        row: Json = {"figid": gold["figid"]}
        tp, fp, fn, extra, row["genes"] = gene_counts(record, gold)
        tallies["genes"].add(tp, fp, fn)
        tallies["genes_each"].add(tp, extra, fn)
        for field, kind in (("chemicals", "chemical"), ("diseases", "disease")):
            tp, fp, fn, n, ok, row[field] = term_counts(record, gold, field, kind)
            tallies[field].add(tp, fp, fn)
            ids[field][0] += n
            ids[field][1] += ok
        if "relations" in gold and gold.get("relations_complete", True):
            tp, fp, fn, found_signs, row["relations"] = relation_counts(record, gold)
            tallies["relations"].add(tp, fp, fn)
            for sign, (n, ok) in found_signs.items():
                signs[sign][0] += n
                signs[sign][1] += ok
        for name, n in zip(("seen", "total", "read", "printed"), labels_seen(record, gold), strict=True):
            counts[name] += n
        figures.append(row)
    out: Json = {k: t.result() for k, t in tallies.items()}

    def share(pair: list[int]) -> float | None:
        return pair[1] / pair[0] if pair[0] else None

    out["relation_sign_accuracy"] = share([signs["+"][i] + signs["-"][i] for i in (0, 1)])
    out["inhibition_sign_recall"] = share(signs["-"])
    out["chemical_id_accuracy"], out["disease_id_accuracy"] = share(ids["chemicals"]), share(ids["diseases"])
    out["labels_seen"] = counts["seen"] / counts["total"] if counts["total"] else None
    out["text_read_per_label_text"] = counts["read"] / counts["printed"] if counts["printed"] else None
    out["figures"] = {"gold": len(figures), "records": found, "unreadable": unreadable}
    return out, figures
