"""Fit the weights by which lines of text are joined to labels, and say what they are worth on figures held out.

    python -m training.relate.joins OUT.json --set RECORDS GOLD [--set RECORDS GOLD ...]

A pair of lines, one under the other, is of one label where a label written down by hand says both, and of two where one
of them is a label by itself; of others nothing is known. A ridge logistic regression; figures with many pairs count for
no more than thirty.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from figway.records import FigureRecord, Mention
from figway.relate.joins import FEATURES, LIKELY, Pair, features, pairs
from figway.text import fold

from .weigh import fit

MOST, FOLDS = 30, 6


def joined(pair: Pair, labels: set[str]) -> bool | None:
    """Tell whether two lines are of one label, None where that is not known."""
    above, below = fold(pair.upper.text), fold(pair.lower.text)
    if not above or not below:
        return None
    whole = fold(pair.upper.text.strip().removesuffix("-")) + below
    if any(above + below in label or whole in label for label in labels):
        return True
    return False if above in labels or below in labels else None


def labels_of(gold: dict[str, Any]) -> set[str]:
    """Give all labels of a figure, as its entities and relations have them."""
    ends = [word for r in gold.get("relations", []) for word in (*r["source"], *r["target"])]
    return {fold(word) for word in (*(e["label"] for e in gold["entities"]), *ends)} - {""}


def known(records: Path, gold: Path) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Yield figure, features and truth of each pair of lines."""
    for path in sorted(gold.glob("*.json")):
        if not (records / path.name).exists():
            continue
        record = FigureRecord.load(records / path.name)
        names: dict[str, list[Mention]] = {}
        for m in record.mentions:
            for i in m.text_ids:
                names.setdefault(i, []).append(m)
        labels = labels_of(json.loads(path.read_text("utf-8")))
        for pair in (p for found in pairs(record.text).values() for p in found):
            shared = {m.id for m in names.get(pair.upper.id, ())} & {m.id for m in names.get(pair.lower.id, ())}
            truth = joined(pair, labels)
            if truth is not None and not shared:
                yield path.stem, features(pair, names), truth


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("--set", type=Path, nargs=2, action="append", required=True, metavar=("RECORDS", "GOLD"))
    a = ap.parse_args()
    rows = [row for records, gold in a.set for row in known(records, gold)]
    names = [name for name in FEATURES if name != "bias"]
    x = np.array([[float(found[name]) for name in names] for _, found, _ in rows])
    y = np.array([float(truth) for *_, truth in rows])
    figures = sorted({figure for figure, *_ in rows})
    fold_of = np.array([figures.index(figure) % FOLDS for figure, *_ in rows])
    counts = Counter(figure for figure, *_ in rows)
    w = np.array([min(1.0, MOST / counts[figure]) for figure, *_ in rows])
    likely = np.zeros(len(y))
    for held in range(FOLDS):
        beta = fit(x[fold_of != held], y[fold_of != held], w[fold_of != held])
        likely[fold_of == held] = 1 / (1 + np.exp(-(x[fold_of == held] @ beta[:-1] + beta[-1])))
    told = likely > LIKELY
    print(f"{int(y.sum())} pairs of one label, {int((1 - y).sum())} of two, in {len(figures)} figures")
    print(f"held out: {told[y == 1].mean():.3f} of the former joined, {told[y == 0].mean():.3f} of the latter")
    beta = fit(x, y, w)
    found = {"bias": round(float(beta[-1]), 4), **{n: round(float(v), 4) for n, v in zip(names, beta, strict=False)}}
    a.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
