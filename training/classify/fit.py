"""Fit the classifier's heads on pictures, and the weights of words on captions, and write both.

python -m training.relate.draw DRAWN --set train --n 120 --gpml GPML --fonts FONTS
python -m training.classify.fit SHARED DRAWN src/figway/classify/models [CACHE.npz]
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from training.classify.data import Features, Seen, captions, describe

from figway.classify.caption import terms
from figway.classify.model import UNSURE

STRENGTHS = (0.03, 0.015)
"""How freely the heads of one network, and of both, may fit: the inverse of the ridge."""
AROUND = 1.0
"""Log odds by which figures may lie outside of where the first is unsure and still calibrate the second."""
DRAWN_WEIGHT = 0.3
"""How much a drawn pathway counts beside a published figure."""
WORDS = 400
LEAST_CAPTIONS = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Hold the head of the first network, and that of both networks together for a second look."""

    weights: Floats
    bias: float
    second: Floats
    second_bias: float

    def __call__(self, seen: Seen) -> tuple[Floats, NDArray[np.bool_]]:
        """Give the log odds of pictures, and which of them had a second look."""
        score = seen.one[0] @ self.weights + self.bias
        again = _together(seen)[0] @ self.second + self.second_bias
        unsure = (UNSURE[0] < score) & (score < UNSURE[1])
        return np.where(unsure, again, score), unsure


def fit_heads(seen: Seen, y: NDArray[np.int64], groups: NDArray[np.int64], drawn: Seen) -> Heads:
    """Fit logistic regressions on the features of one network and of both, calibrated by their own out-of-fold scores.

    Pictures and their mirror images are learnt, pictures alone are judged; drawn pathways are learnt with less weight.
    The head of both is calibrated on the figures of which the first is unsure.
    """
    features = (seen.one, _together(seen))
    extra = (drawn.one, _together(drawn))
    scores = np.zeros((2, len(y)))
    for train, test in _folds().split(y, y, groups):
        for row, x in enumerate(features):
            weights, bias = _linear(x[:, train], y[train], extra[row], STRENGTHS[row])
            scores[row, test] = x[0, test] @ weights + bias
    slope, shift = _scale(scores[0], y)
    first = scores[0] * slope + shift
    unsure = (UNSURE[0] - AROUND < first) & (first < UNSURE[1] + AROUND)
    second_slope, second_shift = _scale(scores[1][unsure], y[unsure])
    weights, bias = _linear(features[0], y, extra[0], STRENGTHS[0])
    second, second_bias = _linear(features[1], y, extra[1], STRENGTHS[1])
    return Heads(
        weights * slope, bias * slope + shift, second * second_slope, second_bias * second_slope + second_shift
    )


def _together(seen: Seen) -> Features:
    return np.concatenate([seen.one, seen.two], axis=2)


def _scale(scores: Floats, y: NDArray[np.int64]) -> tuple[float, float]:
    """Give slope and shift that make log odds of scores."""
    fitted = LogisticRegression(C=10).fit(scores[:, None], y)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _folds() -> StratifiedGroupKFold:
    return StratifiedGroupKFold(5, shuffle=True, random_state=1)


def _linear(x: Features, y: NDArray[np.int64], drawn: Features, strength: float) -> tuple[Floats, float]:
    """Fit on pictures and mirror images (2, figures, features), and on drawn pathways."""
    rows, labels = x.reshape(-1, x.shape[2]).astype(np.float64), np.tile(y, len(x))
    weight = np.ones(len(rows))
    if drawn.size:
        extra = drawn.reshape(-1, drawn.shape[2])
        rows, labels = np.concatenate([rows, extra]), np.concatenate([labels, np.ones(len(extra), labels.dtype)])
        weight = np.concatenate([weight, np.full(len(extra), DRAWN_WEIGHT)])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    fitted = LogisticRegression(C=strength, max_iter=1000).fit((rows - mean) / spread, labels, sample_weight=weight)
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
    shared, drawn, out = (Path(argument) for argument in sys.argv[1:4])
    labelled, seen, extra = describe(shared, drawn, Path(sys.argv[4]) if len(sys.argv) > 4 else None)
    heads = fit_heads(seen, labelled.y, labelled.groups, extra)
    np.savez(out / "head.npz", weights=heads.weights.astype(np.float32), bias=np.float32(heads.bias))
    second = heads.second.astype(np.float32)
    np.savez(out / "second_head.npz", weights=second, bias=np.float32(heads.second_bias))
    words, base = fit_words(*captions(shared))
    text = json.dumps({"bias": base, "weights": words}, ensure_ascii=False, indent=0, sort_keys=True)
    (out / "caption.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
