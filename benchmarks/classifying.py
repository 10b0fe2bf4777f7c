"""Measure the classifier by five-fold cross-validation, pictures and captions apart.

    python benchmarks/classifying.py [--drawn FOLDER] [--cache FEATURES.npz] [--seed N]

Folds are grouped by paper and by near-identical pictures; the networks are frozen, heads and calibration are fitted on
the other folds alone, and on drawn pathways, which are never judged. Needs FIGWAY_SHARED (default ../shared), scikit-learn and lxml.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

sys.path.insert(0, str(Path(__file__).parents[1]))
from training.classify import fit
from training.classify.data import Labelled, Seen, captions, describe, figures

from figway.classify.stage import THRESHOLD

FOLDS = 5


def ece(y, p, bins=10):
    """Give the expected calibration error over bins of equal width."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(y[place == b].mean() - p[place == b].mean()) * (place == b).mean() for b in set(place))


def rates(y, p, threshold):
    found = p >= threshold
    return (found & (y == 1)).sum() / max(1, found.sum()), (found & (y == 1)).sum() / (y == 1).sum()


def out_of_fold(labelled: Labelled, seen: Seen, drawn: Seen, seed=0):
    """Give the chances that held-out figures are pathways, and which had a second look."""
    score, again = np.zeros(len(labelled.y)), np.zeros(len(labelled.y), bool)
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        labelled.y, labelled.y, labelled.groups
    ):
        heads = fit.fit_heads(seen.at(train), labelled.y[train], labelled.groups[train], drawn)
        score[test], again[test] = heads(seen.at(test))
    return 1 / (1 + np.exp(-score)), again


def trivial(shared: Path, equal: bool):
    """Give size, shape, colour, sharpness and margins of the files as they are, or of what the network sees."""
    import cv2

    from figway.classify.thumbnail import thumbnail
    from figway.read.image import load_image

    rows = []
    for path, _, _ in figures(shared):
        pixels = load_image(path).pixels
        height, width = pixels.shape[:2]
        own = (
            [] if equal else [width, height, width / height, path.stat().st_size, path.stat().st_size / width / height]
        )
        seen = thumbnail(pixels) if equal else pixels
        grey = cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)
        border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
        rows.append([*own, *seen.mean((0, 1)), border.mean(), cv2.Laplacian(grey, cv2.CV_32F).std()])
    return np.array(rows, dtype=float)


def trivial_auc(labelled: Labelled, x):
    p = np.zeros(len(labelled.y))
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(x, labelled.y, labelled.groups):
        forest = RandomForestClassifier(300, min_samples_leaf=3, random_state=0).fit(x[train], labelled.y[train])
        p[test] = forest.predict_proba(x[test])[:, 1]
    return roc_auc_score(labelled.y, p)


def show(labelled: Labelled, p):
    y = labelled.y
    print(f"| against | n | AUROC |\n|---|---|---|\n| all | {int((y == 0).sum())} | {roc_auc_score(y, p):.4f} |")
    for name in sorted(set(labelled.sources[y == 0])):
        part = (y == 1) | (labelled.sources == name)
        print(f"| {name} | {int((labelled.sources == name).sum())} | {roc_auc_score(y[part], p[part]):.4f} |")
    print(f"\nExpected calibration error {ece(y, p):.4f}\n\n| threshold | precision | recall |\n|---|---|---|")
    for threshold in sorted({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, THRESHOLD}):
        precision, recall = rates(y, p, threshold)
        print(f"| {threshold:.2f}{' (default)' if threshold == THRESHOLD else ''} | {precision:.3f} | {recall:.3f} |")


def show_captions(shared: Path):
    texts, y, groups = captions(shared)
    p = np.zeros(len(y))
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(texts, y, groups):
        words, bias = fit.fit_words([texts[i] for i in train], y[train], groups[train])
        p[test] = [1 / (1 + np.exp(-fit._score(texts[i], words, bias))) for i in test]
    precision, recall = rates(y, p, THRESHOLD)
    print(
        f"\nCaptions alone: {int(y.sum())} of pathways, {int((1 - y).sum())} of others; AUROC {roc_auc_score(y, p):.4f};"
    )
    print(f"at {THRESHOLD}: precision {precision:.3f}, recall {recall:.3f}.")


def speed(shared: Path):
    from figway.classify.stage import Classifier
    from figway.read.image import load_image
    from figway.records import FigureRecord

    classifier, paths = Classifier(), [path for path, _, _ in figures(shared)][::8]
    started, pieces = time.process_time(), 0
    for path in paths:
        pieces += len(classifier(FigureRecord(figid=path.stem), load_image(path).pixels).panels)
    rate = len(paths) / (time.process_time() - started)
    print(
        f"\nSpeed: {rate:.1f} figures a second of processor time, decoding and {pieces} panels of {len(paths)} figures included."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keep the pictures' features here")
    parser.add_argument("--drawn", type=Path, help="folder of drawn pathways (training.relate.draw) to learn from, too")
    parser.add_argument("--seed", type=int, default=0, help="deal the groups into other folds")
    args = parser.parse_args()
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    if not (shared / "figures" / "not_pathway").is_dir():
        print(f"classifying: no figures in {shared} (FIGWAY_SHARED)", file=sys.stderr)
        return 2
    labelled, seen, drawn = describe(shared, args.drawn, args.cache)
    print(
        f"{len(labelled.y)} figures, {int(labelled.y.sum())} pathways, in {len(set(labelled.groups))} groups; image alone.\n"
    )
    p, again = out_of_fold(labelled, seen, drawn, args.seed)
    show(labelled, p)
    others = again[labelled.y == 0].mean()
    print(f"\nA second look had {again.mean():.0%} of the figures, {others:.0%} of those that are no pathways.")
    show_captions(shared)
    print(
        f"\nSize, shape, colour, sharpness and margins alone: AUROC {trivial_auc(labelled, trivial(shared, False)):.3f} of the files,",
        end="",
    )
    print(f" {trivial_auc(labelled, trivial(shared, True)):.3f} of what the network sees.")
    speed(shared)
    return 0


if __name__ == "__main__":
    sys.exit(main())
