"""Write the report as one HTML file that needs nothing else: style, script and pictures are inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from figway.evaluate.drawing import drawn, figure_svg
from figway.evaluate.findings import FIELDS, KINDS, Field, Finding
from figway.evaluate.report import MEASURES, FigureReport, KindTotal, Report

_CARDS = (
    ("genes", "Genes"),
    ("genes_each", "Genes one by one"),
    ("chemicals", "Chemicals"),
    ("diseases", "Diseases"),
    ("relations", "Relations"),
)
_COLUMNS: tuple[tuple[Field, ...], ...] = (
    ("genes", "relations", "signs"),
    ("members", "chemicals", "diseases", "identifiers"),
)
_PARTS = {
    "wrong": "Wrong",
    "missed": "Missed",
    "other": "Found, but not all right",
    "wrong arrows": "Wrong arrows",
    "missed arrows": "Missed arrows",
    "spared": "Counted neither way",
}
_FOLDED = ("other", "missed arrows", "spared")
"""Parts of a figure's list that are closed at first."""


def report_html(report: Report) -> str:
    """Write the report; the same report gives the same bytes."""
    anchors = {figure.figid: f"f{n}" for n, figure in enumerate(report.figures, 1)}
    body = [
        '<a class="skip" href="#figures">Skip to the figures</a>',
        *_top(report),
        _bar(report),
        "<main>",
        *_kinds(report, anchors),
        *_list(report, anchors),
        '<h2 id="pictures">Figure by figure</h2><p class="lead">The most errors first. A mark leads to its entry in '
        "the list beside the picture, and an entry to its mark.</p>",
        *(part for n, figure in enumerate(report.figures, 1) for part in _figure(figure, n, len(report.figures))),
        "</main>",
        "<footer><p>Made by <code>figway evaluate --html</code>. What counts as right is said in the guidelines of "
        "annotation; the counts are those that <code>figway evaluate</code> prints.</p></footer>",
        f"<script>{_asset('report.js')}</script>",
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.name)}: what is right, wrong and missed</title>\n"
        f"<style>{_asset('report.css')}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    return (files("figway.evaluate") / name).read_text("utf-8")


def _top(report: Report) -> Iterator[str]:
    figures = report.scores["figures"]
    yield f"<header><h1>{escape(report.name)}: what is right, wrong and missed</h1>"
    note = "" if report.with_relations else " The records hold no relations, so arrows are left out."
    yield f'<p class="lead">{figures["records"]} records of {figures["gold"]} annotated figures.{note}</p>'
    yield '<div class="cards">'
    for name, title in _CARDS:
        s = report.scores[name]
        if name != "relations" or report.with_relations:
            ratios = f"precision {_ratio(s['precision'])}<br>recall {_ratio(s['recall'])}"
            number = f"<b>{_ratio(s['f1'])}<small>F1</small></b>"
            yield f'<div class="card"><span>{title}</span>{number}<small>{ratios}</small></div>'
    seen = _ratio(report.scores["labels_seen"])
    yield f'<div class="card"><span>Labels read</span><b>{seen}</b><small>of all that are printed</small></div>'
    yield "</div></header>"


def _bar(report: Report) -> str:
    boxes = [("right", "right", "Right", True), ("wrong", "wrong", "Wrong", True), ("missed", "missed", "Missed", True)]
    if report.with_relations:
        boxes += [("arrows", "spared flat", "Arrows", True), ("lost", "missed flat", "Missed arrows", False)]
    toggles = "".join(
        f'<label><input type="checkbox" id="show-{name}"{" checked" if on else ""}>'
        f'<span class="swatch {style}"></span>{title}</label>'
        for name, style, title, on in boxes
    )
    links = '<a href="#kinds">Kinds of error</a><a href="#figures">List</a><a href="#pictures">Figures</a>'
    return f'<div class="bar"><div><nav aria-label="Parts of the report">{links}</nav>{toggles}</div></div>'


def _kinds(report: Report, anchors: dict[str, str]) -> Iterator[str]:
    yield '<h2 id="kinds">Kinds of error</h2>'
    yield (
        '<p class="lead">How many items each kind costs, and by how much the figure of merit would rise if that kind '
        "alone were mended. Open a kind for its cases.</p>"
    )
    yield '<div class="kinds">'
    for column in _COLUMNS:
        yield "<div>"
        for field in column:
            kinds = [k for k in report.kinds if k.field == field]
            if kinds:
                most = max(k.count for k in kinds)
                yield f'<h3>{FIELDS[field]} <small>{_measure(field, kinds)}</small></h3><div class="frame">'
                yield from (_kind(kind, most, anchors) for kind in kinds)
                yield "</div>"
        yield "</div>"
    yield "</div>"


def _measure(field: Field, kinds: Iterable[KindTotal]) -> str:
    by = {v: sum(k.count for k in kinds if k.verdict == v) for v in ("missed", "wrong", "spared")}
    counts = ", ".join(f"{n} {'' if v == 'spared' else v}".strip() for v, n in by.items() if n)
    measure = MEASURES.get(field)
    return counts + (f"; rise of F1 in <code>{measure}</code>" if measure else "")


def _kind(kind: KindTotal, most: int, anchors: dict[str, str]) -> str:
    cases = "".join(
        f'<li><a href="#{anchors[figid]}">{escape(f.label) or "(no word)"}</a>'
        f"{_as(f.detail or f.means)}{f' × {f.count}' if f.count > 1 else ''}</li>"
        for figid, f in kind.cases
    )
    verdict = "" if kind.verdict == "spared" else f'<span class="soft">{kind.verdict}:</span> '
    gain = "" if kind.gain is None else f"+{kind.gain:.3f}"
    width = 8.5 * kind.count / most
    meaning = KINDS.get(kind.kind, "")
    return (
        f'<details class="kind {kind.verdict}"><summary><span class="what">{verdict}{escape(kind.kind)}</span>'
        f'<span class="meter" style="width:{width:.2f}rem"></span><span class="n">{kind.count}</span>'
        f'<span class="n soft">{gain}</span></summary><div class="body">'
        + (f"<p>{escape(meaning[0].upper() + meaning[1:])}.</p>" if meaning else "")
        + f"<ul>{cases}</ul></div></details>"
    )


def _list(report: Report, anchors: dict[str, str]) -> Iterator[str]:
    fields = [f for f in ("genes", "chemicals", "diseases", "relations") if f != "relations" or report.with_relations]
    yield '<h2 id="figures">The figures</h2>'
    yield '<div class="frame"><table class="sortable"><thead><tr><th>Figure</th>'
    yield '<th class="n" aria-sort="descending">Errors</th><th class="n">Genes<br>F1</th>'
    for field in fields:
        yield f'<th class="n">{field.capitalize()}<br>missed</th><th class="n">{field.capitalize()}<br>wrong</th>'
    yield '<th class="n">Labels<br>read</th></tr></thead><tbody>'
    for figure in report.figures:
        yield f'<tr><td><a class="figid" href="#{anchors[figure.figid]}">{escape(figure.figid)}</a></td>'
        yield f'{_cell(figure.errors)}<td class="n">{_ratio(_f1(figure.counts["genes"]))}</td>'
        for field in fields:
            counts = figure.counts.get(field)
            yield f"{_cell(counts[2])}{_cell(counts[1])}" if counts else '<td class="n zero">–</td>' * 2
        seen, total = figure.seen
        yield f'<td class="n" data-value="{seen / total if total else 0:.4f}">{seen} of {total}</td></tr>'
    yield "</tbody></table></div>"


def _cell(count: int) -> str:
    return f'<td class="n{"" if count else " zero"}">{count}</td>'


def _figure(figure: FigureReport, number: int, last: int) -> Iterator[str]:
    near = [(number - 1, "Previous"), (number + 1, "Next")]
    around = "".join(f'<a href="#f{n}">{title}</a>' for n, title in near if 1 <= n <= last)
    counts = ", ".join(
        f"{n + m} {'error' if n + m == 1 else 'errors'} in {f}" for f, (_, n, m) in figure.counts.items() if n + m
    )
    yield f'<article class="figure" id="f{number}"><div class="head"><h3 class="figid">{escape(figure.figid)}</h3>'
    yield f'<span class="soft">{counts or "no errors"}; {figure.seen[0]} of {figure.seen[1]} labels read</span>'
    yield f'<nav aria-label="Around {escape(figure.figid)}"><a href="#figures">List</a>{around}</nav></div>'
    if figure.title:
        yield f'<p class="title">{escape(figure.title)}</p>'
    yield f'<div class="split"><div class="picture">{figure_svg(figure, number)}</div><div class="list">'
    numbered = list(enumerate(figure.findings))
    for part, title in _PARTS.items():
        chosen = [(k, f) for k, f in numbered if _part(f) == part]
        if chosen:
            entries = f"<ul>{''.join(_entry(f, number, k) for k, f in chosen)}</ul>"
            head = f"{title} <small>{sum(f.count for _, f in chosen)}</small>"
            folded = f"<details class='part'><summary><h4>{head}</h4></summary>{entries}</details>"
            yield folded if part in _FOLDED else f"<h4>{head}</h4>{entries}"
    right = [(k, f) for k, f in numbered if _part(f) == "right"]
    if right:
        words = " · ".join(_word(f, number, k) for k, f in right)
        yield f'<h4>Right</h4><div class="ok right">{words}</div>'
    if figure.notes:
        yield f'<h4>Notes of the annotators</h4><p class="ok soft">{escape(figure.notes)}</p>'
    yield "</div></div></article>"


def _part(finding: Finding) -> str:
    if finding.field in ("members", "identifiers", "signs"):
        return "other"
    if finding.field == "relations" and finding.verdict != "right":
        return f"{finding.verdict} arrows"
    return finding.verdict


def _entry(finding: Finding, number: int, k: int) -> str:
    place = drawn(finding)
    name = escape(finding.label) or "(no word)"
    head = f'<a href="#f{number}-m{k}">{name}</a>' if place else f"<b>{name}</b>"
    missing = "" if place or finding.field not in ("genes", "chemicals", "diseases", "relations") else "no place known"
    detail = f", {escape(finding.detail)}" if finding.detail else ""
    what = f' <span class="k">{escape(finding.kind)}</span><span class="as">{detail}</span>' if finding.kind else ""
    where = f' <span class="unplaced">({missing})</span>' if missing else ""
    why = ""
    if finding.why and finding.verdict == "wrong":
        lines = escape("\n".join(finding.why))
        why = f' <details><summary>why</summary><div class="why">{lines}</div></details>'
    return (
        f'<li id="f{number}-i{k}" class="{finding.verdict}">{head}{_as(finding.means)}'
        f"{where}{what}{why}</li>"
    )  # fmt: skip


def _word(finding: Finding, number: int, k: int) -> str:
    target = f'id="f{number}-i{k}"'
    name = escape(finding.label)
    return f'<a {target} href="#f{number}-m{k}">{name}</a>' if drawn(finding) else f"<span {target}>{name}</span>"


def _as(text: str) -> str:
    return f' <span class="as">{escape(text)}</span>' if text else ""


def _f1(counts: tuple[int, int, int]) -> float | None:
    right, wrong, missed = counts
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else None


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
