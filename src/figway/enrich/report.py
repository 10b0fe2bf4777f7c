"""Write an answer for people and programs: TSV, JSON, and a plot of the best sets as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log10
from typing import TextIO
from xml.sax.saxutils import escape

from figway.enrich.model import Answer, EnrichedSet

COLUMNS = (
    "figid", "title", "year", "size", "overlap", "expected", "fold", "odds_ratio", "score", "normalised", "p", "fdr",
    "items", "identical", "cluster", "paper",
)  # fmt: skip


def write_tsv(answer: Answer, stream: TextIO) -> None:
    """Write the sets as a table, one line each; what was asked and tested stands above it in lines with '#'."""
    for line in summary(answer):
        stream.write(f"# {line}\n")
    stream.write("\t".join(COLUMNS) + "\n")
    for row in answer.sets:
        stream.write("\t".join(" ".join(value.split()) for value in _fields(row)) + "\n")


def _fields(row: EnrichedSet) -> tuple[str, ...]:
    return (
        row.id, row.title, str(row.year or ""), str(row.size), str(len(row.overlap)), f"{row.expected:.4g}",
        f"{row.fold:.4g}", f"{row.odds_ratio:.4g}", "" if row.score is None else f"{row.score:.4f}",
        "" if row.normalised is None else f"{row.normalised:.4f}", f"{row.p:.6g}", f"{row.fdr:.6g}",
        ";".join(row.overlap), ";".join(row.identical), ";".join(row.cluster), row.paper,
    )  # fmt: skip


def summary(answer: Answer) -> list[str]:
    """Say in a few lines what was asked, what was understood of it and what was tested."""
    words = answer.reading.words
    lines = [
        f"{len(answer.reading.items)} things understood of {words} words, {answer.query_size} of them tested in a "
        f"background of {answer.background_size}",
        f"{answer.significant} of {answer.tested} different sets ({answer.figures} figures) with a false discovery "
        f"rate up to {answer.question.fdr:g}",
    ]
    return lines + list(answer.notes)


def draw_plot(answer: Answer, shown: int = 20) -> str:
    """Draw the best sets as SVG: a dot each, by how far the overlap goes beyond chance and how sure it is.

    Across: -log10 of the false discovery rate. The area of a dot is the overlap, its darkness the share of the
    set that is in the query.
    """
    rows = answer.sets[:shown]
    left, width, step, top = 330, 380, 26, 34
    height = top + step * max(len(rows), 1) + 46
    values = [_sureness(row) for row in rows]
    widest = max([*values, 1.0]) * 1.05
    most = max([len(row.overlap) for row in rows] or [1])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 60} {height}" role="img" '
        f'aria-label="Enriched figures" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">',
        f"<title>{len(rows)} most enriched figures of {answer.tested} tested sets</title>",
    ]
    for tick in _ticks(widest):
        x = left + width * tick / widest
        parts += [
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 8}" y2="{height - 40}" stroke="currentColor" opacity=".15"/>',
            f'<text x="{x:.1f}" y="{height - 24}" text-anchor="middle">{tick:g}</text>',
        ]
    for n, (row, value) in enumerate(zip(rows, values, strict=True)):
        parts.append(_dot(row, left, left + width * value / widest, top + step * n + step / 2, most))
    legend = "−log10 of the false discovery rate; area: overlap, darkness: its share of the set"
    parts.append(f'<text x="{left + width / 2}" y="{height - 6}" text-anchor="middle">{legend}</text></svg>\n')
    return "\n".join(parts)


def _dot(row: EnrichedSet, left: float, x: float, y: float, most: int) -> str:
    radius = 3 + 7 * (len(row.overlap) / most) ** 0.5
    share = 0.25 + 0.7 * min(1.0, len(row.overlap) / row.size)
    name = row.title or row.id
    label = escape(name if len(name) <= 48 else f"{name[:47]}…")
    tip = escape(f"{row.id}: {len(row.overlap)} of {row.size}, fdr {row.fdr:.3g}: {' '.join(row.overlap)}")
    return (
        f'<g data-figid="{escape(row.id, {chr(34): "&quot;"})}"><title>{tip}</title>'
        f'<text x="{left - 12}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#0a6ebd" fill-opacity="{share:.2f}"/></g>'
    )


def _sureness(row: EnrichedSet) -> float:
    value = -log10(row.fdr) if row.fdr > 0 else 308.0
    return value if isfinite(value) and value > 0 else 0.0


def _ticks(widest: float) -> Sequence[float]:
    step = next(s for s in (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100) if widest / s <= 6)
    return [n * step for n in range(int(widest / step) + 1)]
