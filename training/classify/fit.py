"""Fit the classifier's head on pictures, and the weights of words on captions, and write both.

python -m training.classify.fit SHARED src/figway/classify/models [CACHE.npz]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from training.classify.data import captions, describe

from figway.classify.caption import terms

STRENGTH = 0.03
WORDS = 400
LEAST_CAPTIONS = 4

Floats = NDArray[np.float64]


def fit_head(x: Floats, y: NDArray[np.int64], groups: NDArray[np.int64]) -> tuple[Floats, float]:
    """Give weights and bias of calibrated log odds: logistic regression, scaled by its own out-of-fold scores.

    `x` holds pictures and their mirror images (2, figures, features): both are learnt, pictures alone are judged.
    """
    scores = np.zeros(len(y))
    for train, test in _folds().split(x[0], y, groups):
        weights, bias = _linear(x[:, train], y[train])
        scores[test] = x[0, test] @ weights + bias
    scale = LogisticRegression(C=10).fit(scores[:, None], y)
    weights, bias = _linear(x, y)
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    return weights * slope, bias * slope + shift


def _folds() -> StratifiedGroupKFold:
    return StratifiedGroupKFold(5, shuffle=True, random_state=1)


def _linear(x: Floats, y: NDArray[np.int64]) -> tuple[Floats, float]:
    x, y = x.reshape(-1, x.shape[2]), np.tile(y, len(x))
    mean, spread = x.mean(0), x.std(0) + 1e-6
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit((x - mean) / spread, y)
    weights = fitted.coef_[0] / spread
    return weights, float(fitted.intercept_[0] - mean @ weights)


def fit_words(texts: list[str], y: NDArray[np.int64], groups: NDArray[np.str_]) -> tuple[dict[str, float], float]:
    """Give the weight of each telling term and the bias, for `bias + sum / sqrt(count)`; calibrated."""
    scores = np.zeros(len(y))
    for train, test in _folds().split(texts, y, groups):
        words, bias = _words([texts[i] for i in train], y[train])
        scores[test] = [_score(texts[i], words, bias) for i in test]
    scale = LogisticRegression(C=10).fit(scores[:, None], y)
    words, bias = _words(texts, y)
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    prior = np.log(0.25 / 0.75) - np.log(y.mean() / (1 - y.mean()))  # of harvested figures, not of this collection
    return {w: round(v * slope, 4) for w, v in words.items()}, round(bias * slope + shift + float(prior), 4)


def _words(texts: list[str], y: NDArray[np.int64]) -> tuple[dict[str, float], float]:
    bags = [terms(text) for text in texts]
    counts: dict[str, int] = {}
    for bag in bags:
        for term in bag:
            counts[term] = counts.get(term, 0) + 1
    names = sorted((t for t, n in counts.items() if n >= LEAST_CAPTIONS), key=lambda t: (-counts[t], t))[: 4 * WORDS]
    x = np.array([_row(bag, names) for bag in bags])
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(x, y)
    kept = sorted(zip(names, fitted.coef_[0], strict=True), key=lambda p: (-abs(p[1]), p[0]))[:WORDS]
    return {name: float(weight) for name, weight in sorted(kept)}, float(fitted.intercept_[0])


def _row(bag: set[str], names: list[str]) -> Floats:
    row = np.array([float(name in bag) for name in names])
    return row / max(1.0, row.sum()) ** 0.5


def _score(text: str, words: dict[str, float], bias: float) -> float:
    known = [words[t] for t in sorted(terms(text)) if t in words]
    return bias + sum(known) / max(1, len(known)) ** 0.5


def main() -> None:
    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    labelled, features = describe(shared, Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    weights, bias = fit_head(features.astype(np.float64), labelled.y, labelled.groups)
    np.savez(out / "head.npz", weights=weights.astype(np.float32), bias=np.float32(bias))
    words, base = fit_words(*captions(shared))
    text = json.dumps({"bias": base, "weights": words}, ensure_ascii=False, indent=0, sort_keys=True)
    (out / "caption.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
