"""Fit the weights by which the ways that may lead to a head are ranked, on drawn figures with known truth.

    python -m training.relate.ways DRAWN OUT.json [--test DRAWN] [--figures N]

The true heads of each figure are given, as in `benchmarks/relating.py`; a way is right where it begins at the true
other end. A conditional logistic model: of all ways to one head, the right ones should have the most weight.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from figway.read.image import load_image
from figway.relate.labels import line_height
from figway.relate.stage import HEAD_FLOOR, Relater
from figway.relate.strokes import ways_to
from figway.relate.ways import FEATURES, measure

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from relating import NEAR_TAIL, record_of, true_marks

RIDGE, ROUNDS, RATE = 1.0, 60, 0.7
Head = tuple[np.ndarray, np.ndarray]
"""The features of all ways to one head, and which of them are right."""


def heads_of(folder: Path, figures: int | None) -> list[Head]:
    """Measure the ways to every true head of a folder of drawings."""
    relater, found = Relater(), []
    for path in sorted(folder.glob("*.json"))[:figures]:
        truth = json.loads(path.read_text())
        record = record_of(truth, path.stem)
        image = load_image(path.with_suffix(".jpg")).pixels
        maps = relater.finder(image, [t.polygon for t in record.text], list(map(line_height, record.text)), HEAD_FLOOR)
        marks, ends = true_marks(truth, maps)
        given = replace(maps, heads=tuple(marks))
        ways = ways_to(given)
        every = [t for traces in ways for t in traces]
        if not every:
            continue
        x = measure(given.field, every, given.tails, given.picture)
        right = [math.dist(maps.to_figure(t.path[0]), ends[t.head]) < NEAR_TAIL for t in every]
        cuts = np.cumsum([len(traces) for traces in ways])[:-1]
        found += list(zip(np.split(x, cuts), np.split(np.array(right), cuts), strict=True))
    return found


def fit(heads: list[Head]) -> np.ndarray:
    """Fit a ridge conditional logistic regression by damped Newton steps."""
    heads = [(x, y) for x, y in heads if y.any() and not y.all()]
    x, y = np.concatenate([x for x, _ in heads]), np.concatenate([y for _, y in heads]).astype(float)
    spread = x.std(0) + 1e-6
    z = x / spread
    sizes = [len(y) for _, y in heads]
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(heads)), sizes)
    beta = np.zeros(z.shape[1])
    for _ in range(ROUNDS):
        s = z @ beta
        e = np.exp(s - np.maximum.reduceat(s, starts)[group])
        p = e / np.add.reduceat(e, starts)[group]
        q = p * y / np.add.reduceat(p * y, starts)[group]
        mean = np.add.reduceat(z * p[:, None], starts, axis=0)
        hess = (z * p[:, None]).T @ z - mean.T @ mean + RIDGE * np.eye(len(beta))
        beta = beta + RATE * np.linalg.solve(hess, z.T @ (q - p) - RIDGE * beta)
    return beta / spread


def told(heads: list[Head], beta: np.ndarray) -> str:
    """Say for how many heads the first, one of the first three, and any of the ways is right."""
    ranked = [y[np.argsort(-(x @ beta), kind="stable")] for x, y in heads]
    shares = [np.mean([y[:k].any() for y in ranked]) for k in (1, 3, None)]
    return "first {:.3f}, of three {:.3f}, any {:.3f} of {} heads".format(*shares, len(heads))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("drawn", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--test", type=Path)
    ap.add_argument("--figures", type=int)
    a = ap.parse_args()
    heads = heads_of(a.drawn, a.figures)
    beta = fit(heads)
    print("fitted on:", told(heads, beta))
    if a.test:
        print("test:     ", told(heads_of(a.test, None), beta))
    for name, value in zip(FEATURES, beta, strict=True):
        print(f"  {name:16} {value:+.3f}")
    data = {"weights": {n: round(float(v), 4) for n, v in zip(FEATURES, beta, strict=True)}}
    a.out.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
