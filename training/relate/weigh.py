"""Fit the weights by which an arrow's score is made, leaving out whole figures in turn to see what they are worth.

    python -m training.relate.weigh RECORDS GOLD IMAGES OUT.json [--drawn FOLDER --figures 150]

RECORDS are the annotated figures' records as read and recognised; drawn figures (with truth beside them) are added
so that kinds of arrows rare among the annotated ones are weighed too. The present weights choose each head's links,
and the new ones are fitted to those: run it twice to settle. A ridge logistic regression; no other package.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from figway.evaluate.score import relation_counts
from figway.read.image import load_image
from figway.records import FigureRecord
from figway.relate.link import choose
from figway.relate.score import FEATURES, features
from figway.relate.stage import SIGNS, Relater

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from relating import gold_of, record_of

RIDGE = 1.0


def rows_of(
    relater: Relater, record: FigureRecord, path: Path, gold: dict[str, Any]
) -> tuple[list[list[float]], list[int]]:
    """Give the features of every linked arrow of a figure, and whether each is right."""
    record = relater.reset(record)
    strokes, links, ends = relater.proposed(record, load_image(path).pixels)
    links = choose(links, strokes, 0.0)
    genes = json.loads(record.to_json())["genes"]
    xs, ys = [], []
    for k, found in zip(links, features(links, strokes, ends), strict=True):
        relation = {
            "source": ends.labels[k.source].word,
            "target": ends.labels[k.target].word,
            "sign": SIGNS[strokes[k.stroke].kind],
        }
        xs.append([found[name] for name in FEATURES])
        ys.append(int(relation_counts({"relations": [relation], "genes": genes}, gold)[0] > 0))
    return xs, ys


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Fit a ridge logistic regression by Newton's method; the last weight is the bias."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    beta = np.zeros(z.shape[1])
    ridge = np.full(z.shape[1], RIDGE)
    ridge[-1] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ beta))
        grad = z.T @ (w * (y - p)) - ridge * beta
        hess = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(ridge + 1e-9)
        beta = beta + np.linalg.solve(hess, grad)
    plain = beta[:-1] / spread
    return np.append(plain, beta[-1] - plain @ mean)


def best_f1(p: np.ndarray, y: np.ndarray, wanted: int) -> tuple[float, float, float, float]:
    """Give the best F1 over thresholds (counting arrows, not pairs), with its threshold, precision and recall."""
    order = np.argsort(-p)
    hits = np.cumsum(y[order])
    precision, recall = hits / np.arange(1, len(p) + 1), hits / wanted
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    i = int(f1.argmax())
    return float(f1[i]), float(p[order][i]), float(precision[i]), float(recall[i])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("records", "gold", "images", "out"):
        ap.add_argument(name, type=Path)
    ap.add_argument("--drawn", type=Path)
    ap.add_argument("--figures", type=int, default=150)
    ap.add_argument("--drawn-weight", type=float, default=0.3)
    a = ap.parse_args()
    relater = Relater(min_edge_score=0.0)
    xs, ys, group, wanted = [], [], [], 0
    images = {p.stem: p for p in a.images.iterdir()}
    for n, path in enumerate(sorted(a.gold.glob("*.json"))):
        gold = json.loads(path.read_text())
        if not gold.get("relations_complete", True) or "relations" not in gold:
            continue
        x, y = rows_of(relater, FigureRecord.load(a.records / path.name), images[path.stem], gold)
        xs += x
        ys += y
        group += [n] * len(x)
        wanted += len(gold["relations"])
    real = len(xs)
    if a.drawn:
        for path in sorted(a.drawn.glob("*.json"))[: a.figures]:
            truth = json.loads(path.read_text())
            x, y = rows_of(relater, record_of(truth, path.stem), path.with_suffix(".jpg"), gold_of(truth))
            xs += x
            ys += y
            group += [-1] * len(x)
    x, y, g = np.array(xs), np.array(ys), np.array(group)
    w = np.where(g < 0, a.drawn_weight, 1.0)
    out = np.zeros(len(x))
    for fold in range(8):
        held = (g >= 0) & (g % 8 == fold)
        beta = fit(x[~held], y[~held], w[~held])
        out[held] = 1 / (1 + np.exp(-(x[held] @ beta[:-1] + beta[-1])))
    print(f"{real} arrows linked in annotated figures, {ys[:real].count(1)} right; {len(x) - real} in drawn ones")
    print("held out: F1 {:.3f} at {:.3f} (P {:.3f} R {:.3f})".format(*best_f1(out[:real], y[:real], wanted)))
    beta = fit(x, y, w)
    for name, value in zip(FEATURES, beta, strict=False):
        print(f"  {name:16} {value:+.3f}")
    data = {
        "bias": round(float(beta[-1]), 4),
        "weights": {n: round(float(v), 4) for n, v in zip(FEATURES, beta, strict=False)},
    }
    a.out.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
