"""Fit the weights of evidence on annotated figures, with cross-validation over figures.

    python training/recognise/fit.py RECORDS [--write]

RECORDS holds one record a figure with its lines (a library's `records` folder of `figway run`) for the figures of
FIGWAY_SHARED/figures/{annotated,annotated_papers}; the library must hold the current reading.

Each printed form that has a candidate is one example: its features are those of its best candidate, its answer whether
the gold holds that gene, family, chemical or disease. The model is a logistic regression whose weights are drawn
towards those in use (a Gaussian prior), so that a feature which the figures say little about keeps its weight. Prints
the score of five folds, each recognised with weights fitted on the other four, beside that of the weights in use, for
each strength of the prior; --write takes the last one given. Fitted weights are taken only where the held-out folds are
no worse.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from figway.cli.evaluate import table
from figway.evaluate import score
from figway.evaluate.score import fold
from figway.lexicon.load import Lexicon
from figway.recognise import weigher
from figway.recognise import weights as weights_module
from figway.recognise.context import context_of
from figway.recognise.match import Candidate, Matcher
from figway.recognise.resolve import Resolver
from figway.recognise.stage import Recogniser
from figway.recognise.views import human
from figway.records import FigureRecord

SETS = ("annotated", "annotated_papers")
FOLDS = 5
STRENGTHS = (1.0, 8.0, 64.0)
WEIGHTS = Path(weights_module.__file__).with_name("weights.json")


def use(weights: dict[str, float]) -> None:
    """Make figway weigh with these weights from now on."""
    weights_module.weights.cache_clear()
    weights_module.weights = _Fixed(weights)  # type: ignore[assignment]


class _Fixed:
    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def __call__(self) -> dict[str, float]:
        return self.weights

    def cache_clear(self) -> None:
        return


def answer(candidate: Candidate, gold: dict[str, Any], lexicon: Lexicon) -> bool | None:
    """Tell whether the gold holds what a candidate says; None for kinds that the score does not count."""
    entity, _ = human(candidate.entity, lexicon)
    printed = [frozenset(e["genes"]) for e in gold["entities"] if e.get("genes")]
    if entity.kind == "gene":
        return any(entity.name in genes for genes in printed)
    if entity.kind in ("family", "complex"):
        members = {m.name for curie in entity.members if (m := lexicon.entity(curie)) is not None}
        if not members:
            return None
        return any(len(members & g) >= 0.5 * min(len(members), len(g)) and len(members) <= 6 * len(g) for g in printed)
    if entity.kind in ("chemical", "disease"):
        same = [e for e in gold["entities"] if e["type"] in ("chemical", "disease", "process", "other_molecule")]
        local = entity.id.split(":")[-1]
        return any(local == (e.get("mesh") or "-") or fold(candidate.form) == fold(e["label"]) for e in same)
    return None


def examples(
    records: Iterable[FigureRecord], golds: dict[str, dict[str, Any]], lexicon: Lexicon
) -> dict[str, list[tuple[Candidate, bool]]]:
    """Give for each figure its distinct forms, each with its best candidate and whether it is right."""
    resolver = Resolver(Matcher(lexicon), likely=-4.0)
    found: dict[str, list[tuple[Candidate, bool]]] = {}
    for record in records:
        rows: dict[tuple[str, str], tuple[Candidate, bool]] = {}
        for meaning in resolver(record.text, context_of(record)):
            for item in meaning.items:
                right = answer(item[0], golds[record.figid], lexicon)
                if right is not None:
                    rows.setdefault((item[0].form, item[0].entity.id), (item[0], right))
        found[record.figid] = list(rows.values())
    return found


def fit(rows: Sequence[tuple[Candidate, bool]], prior: dict[str, float], strength: float) -> dict[str, float]:
    """Fit by Newton's method: the maximum of the likelihood times the prior, which is a Gaussian about those in use.

    `strength` is the prior's inverse variance: the larger, the closer the weights stay to those in use.
    """
    names = sorted(prior)
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    y = np.array([right for _, right in rows], float)
    for i, (candidate, _) in enumerate(rows):
        for reason in candidate.evidence:
            x[i, column[reason.feature]] += reason.amount
    centre = np.array([prior[name] for name in names])
    w = centre.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + strength * (w - centre)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + strength * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def recognise(records: Iterable[FigureRecord], lexicon: Lexicon, out: Path) -> None:
    """Recognise records anew with the weights in use and write them."""
    stage = Recogniser(lexicon)
    stage.resolver.weigher.likely = weigher.LIKELY
    for record in records:
        (out / f"{record.figid}.json").write_text(stage(stage.reset(record)).to_json(), "utf-8")


def show(
    what: str,
    records: Sequence[FigureRecord],
    lexicon: Lexicon,
    shared: Path,
    folds: Sequence[dict[str, float]] = (),
    figids: Sequence[str] = (),
    bar: float = 0.0,
) -> None:
    """Recognise each figure, with weights fitted on the folds that it is not in where there are any; print the score."""
    with tempfile.TemporaryDirectory() as scratch:
        for k, weights in enumerate(folds):
            use(weights)
            weigher.LIKELY = bar
            recognise([r for r in records if figids.index(r.figid) % FOLDS == k], lexicon, Path(scratch))
        if not folds:
            recognise(records, lexicon, Path(scratch))
        for s in SETS:
            lines = table(score(Path(scratch), shared / s / "gold")[0]).splitlines()
            print(f"## {what}, {s}", *lines[:4], "", sep="\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="+", help="folders of records")
    parser.add_argument("--bar", type=float, default=weigher.LIKELY, help="log odds that a candidate needs")
    parser.add_argument("--strength", type=float, nargs="+", default=STRENGTHS, help="inverse variance of the prior")
    parser.add_argument("--write", action="store_true", help="write the weights fitted on all figures into figway")
    args = parser.parse_args()
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared")) / "figures"
    golds = {
        p.stem: json.loads(p.read_text("utf-8")) for s in SETS for p in sorted((shared / s / "gold").glob("*.json"))
    }
    paths = {p.stem: p for folder in args.records for p in folder.glob("*.json") if p.stem in golds}
    records = [FigureRecord.load(paths[figid]) for figid in sorted(paths)]
    lexicon = Lexicon.load()
    prior = dict(weights_module.weights())
    rows = examples(records, golds, lexicon)
    figids = sorted(rows)
    print(f"{len(figids)} figures, {sum(map(len, rows.values()))} examples, "
          f"{sum(right for r in rows.values() for _, right in r)} right")  # fmt: skip

    show("weights in use", records, lexicon, shared)
    for strength in args.strength:
        folds = [
            fit([row for i, f in enumerate(figids) if i % FOLDS != k for row in rows[f]], prior, strength)
            for k in range(FOLDS)
        ]
        show(f"held-out folds, strength {strength:g}", records, lexicon, shared, folds, figids, args.bar)
    final = fit([row for figid in figids for row in rows[figid]], prior, args.strength[-1])
    for name in sorted(final, key=lambda n: -abs(final[n] - prior[n])):
        if abs(final[name] - prior[name]) > 0.2:
            print(f"{name:40} {prior[name]:+.2f} -> {final[name]:+.2f}")
    if args.write:
        WEIGHTS.write_text(json.dumps(final, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
