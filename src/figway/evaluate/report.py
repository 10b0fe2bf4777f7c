"""Make the report of an evaluation: every figure with its findings, and what each kind of error costs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figway.evaluate.arrows import relation_findings
from figway.evaluate.errors import Names
from figway.evaluate.findings import Field, Finding, Senses, Verdict
from figway.evaluate.labels import Json, string
from figway.evaluate.pictures import Reduced, find_image, reduce_image
from figway.evaluate.places import Page, Run
from figway.evaluate.score import Tally, gene_counts, labels_seen, load_json, relation_counts, score, term_counts

MEASURES: dict[Field, str] = {
    "genes": "genes",
    "members": "genes_each",
    "chemicals": "chemicals",
    "diseases": "diseases",
    "relations": "relations",
}
"""The figure of merit that the errors of a field lower."""


@dataclass(frozen=True, slots=True)
class FigureReport:
    """Hold one figure of the report; `counts` are right, wrong and missed of each measured field."""

    figid: str
    title: str
    notes: str
    findings: tuple[Finding, ...]
    counts: dict[str, tuple[int, int, int]]
    seen: tuple[int, int]
    width: float
    height: float
    picture: Reduced | None
    lines: tuple[Run, ...]

    @property
    def errors(self) -> int:
        """Give how many items are wrong or missed."""
        return sum(wrong + missed for _, wrong, missed in self.counts.values())


@dataclass(frozen=True, slots=True)
class KindTotal:
    """Hold what one kind of error amounts to: its cases, and by how much the F1 would rise without it."""

    field: Field
    verdict: Verdict
    kind: str
    count: int
    gain: float | None
    cases: tuple[tuple[str, Finding], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Hold all that the report shows; figures come with the most errors first."""

    name: str
    scores: dict[str, Any]
    figures: tuple[FigureReport, ...]
    kinds: tuple[KindTotal, ...]
    with_relations: bool


def make_report(
    records: Path, gold: Path, *, folders: Sequence[Path] = (), senses: Senses | None = None, name: str = ""
) -> Report:
    """Compare a folder of records with the gold, and find every figure's picture in the first folder that has it.

    Relations are left out where no record holds any: the arrows were then not looked for.
    """
    scores, _ = score(records, gold)
    unreadable = set(scores["figures"]["unreadable"])
    pairs = []
    for path in sorted(gold.glob("*.json")):
        record = None if path.name in unreadable else load_json(records / path.name)
        pairs.append((json.loads(path.read_text("utf-8")), record or {}))
    with_relations = any(record.get("relations") for _, record in pairs)
    figures = [_figure(record, truth, folders, senses, with_relations) for truth, record in pairs]
    figures.sort(key=lambda f: (-f.errors, f.figid))
    return Report(name, scores, tuple(figures), tuple(_totals(figures, scores)), with_relations)


def _figure(
    record: Json, gold: Json, folders: Sequence[Path], senses: Senses | None, with_relations: bool
) -> FigureReport:
    names = Names(record, gold, senses)
    findings = [*names.genes(), *names.members(), *names.terms("chemicals"), *names.terms("diseases")]
    counts = {
        "genes": gene_counts(record, gold)[:3],
        "chemicals": term_counts(record, gold, "chemicals", "chemical")[:3],
        "diseases": term_counts(record, gold, "diseases", "disease")[:3],
    }
    if with_relations and "relations" in gold and gold.get("relations_complete", True):
        findings += relation_findings(names)
        counts["relations"] = relation_counts(record, gold)[:3]
    path = find_image(gold["figid"], folders)
    picture = reduce_image(path) if path else None
    page = Page(record)
    figure = record.get("figure") if isinstance(record.get("figure"), dict) else {}
    width, height = (picture.width, picture.height) if picture else _extent(page)
    return FigureReport(
        figid=gold["figid"],
        title=string((figure or {}).get("figtitle")),
        notes=string(gold.get("notes")) if record else "There is no record of this figure; it counts as empty.",
        findings=tuple(findings),
        counts=counts,
        seen=labels_seen(record, gold)[:2],
        width=width,
        height=height,
        picture=picture,
        lines=tuple(page.lines),
    )


def _extent(page: Page) -> tuple[float, float]:
    """Give the size of a page that holds all lines, where there is no picture."""
    points = [p for line in page.lines for p in line.polygon] or [(400.0, 120.0)]
    return max(x for x, _ in points) + 10, max(y for _, y in points) + 10


def _totals(figures: Sequence[FigureReport], scores: dict[str, Any]) -> Iterator[KindTotal]:
    """Add the findings up by kind of error, in each field the most frequent first."""
    cases: dict[tuple[Field, Verdict, str], list[tuple[str, Finding]]] = {}
    for figure in figures:
        for finding in figure.findings:
            if finding.kind:
                cases.setdefault((finding.field, finding.verdict, finding.kind), []).append((figure.figid, finding))
    counted = {key: sum(f.count for _, f in found) for key, found in cases.items()}
    for key in sorted(cases, key=lambda k: (-counted[k], k)):
        field, verdict, kind = key
        gain = _gain(scores, field, verdict, counted[key])
        yield KindTotal(field, verdict, kind, counted[key], gain, tuple(cases[key]))


def _gain(scores: dict[str, Any], field: Field, verdict: Verdict, count: int) -> float | None:
    """Give by how much F1 would rise without these errors, None for what no F1 counts."""
    if field not in MEASURES:
        return None
    now = scores[MEASURES[field]]
    mended = Tally()
    found = count if verdict == "missed" else 0
    mended.add(now["tp"] + found, now["fp"] - (count - found), now["fn"] - found)
    after = mended.result()["f1"]
    return None if after is None else after - (now["f1"] or 0.0)
