"""Show a record in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from figway.records import FigureRecord, Mention

_COLOURS = {
    "gene": "#2b6cb0", "family": "#2c7a7b", "complex": "#285e61", "chemical": "#b7791f", "disease": "#c53030",
    "process": "#6b46c1", "place": "#4a5568",
}  # fmt: skip
_MOST_ROWS = 200


def record_html(record: FigureRecord) -> str:
    """Give a compact HTML view: title, paper, and a table of what was recognised; all text is escaped."""
    figure, article = record.figure, record.article
    link = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{article.pmcid}/" if article.pmcid else ""
    paper = _joined(" · ", (_link(article.title or article.pmcid, link), escape(article.reftext)))
    facts = _joined(" · ", (escape(fact) for fact in _facts(record)))
    parts = (
        f"<div><b>{escape(figure.figtitle or record.figid)}</b></div>",
        f'<div style="color:#718096">{_joined(" · ", (escape(figure.number), escape(record.figid)))}</div>',
        f"<div>{paper}</div>" if paper else "",
        f'<div style="color:#718096">{facts}</div>' if facts else "",
        _table(record.mentions) if record.mentions else _flat_table(record),
        _relations(record),
    )
    style = "font-family:sans-serif;font-size:13px;line-height:1.5;max-width:60em"
    return f'<div class="figway-record" style="{style}">{"".join(parts)}</div>'


def _facts(record: FigureRecord) -> Iterable[str]:
    yield record.kind
    if record.pathway_score is not None:
        yield f"pathway score {record.pathway_score:.2f}"
    yield ", ".join(record.organisms)
    counts = {"line": len(record.text), "gene row": len(record.genes), "chemical": len(record.chemicals)}
    counts |= {
        "disease": len(record.diseases),
        "relation": len(record.relations),
        "warning": len(record.warnings),
    }
    yield from (f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n)


def _table(mentions: tuple[Mention, ...]) -> str:
    rows = (
        (_badge(m.kind), escape(m.word), escape(m.symbol), escape(_identifiers(m)), f"{m.score:.2f}")
        for m in mentions
        if m.kind != "other"
    )
    return _html_table(("kind", "word", "name", "identifiers", "score"), rows)


def _identifiers(mention: Mention) -> str:
    shown = ", ".join(mention.identifiers[:2])
    return _joined("; ", (shown, f"{len(mention.members)} members" if mention.members else ""))


def _flat_table(record: FigureRecord) -> str:
    genes = (
        (_badge("gene"), escape(g.word), escape(g.hgnc_symbol or g.symbol), escape(g.entrez)) for g in record.genes
    )
    terms = (
        (_badge(kind), escape(t.word), "", escape(t.identifier))
        for kind, rows in (("chemical", record.chemicals), ("disease", record.diseases))
        for t in rows
    )
    return _html_table(("kind", "word", "name", "identifier"), (*genes, *terms))


def _relations(record: FigureRecord) -> str:
    signs = {"+": "→", "-": "⊣", "?": "—"}
    rows = ((escape(r.source), signs[r.sign], escape(r.target), f"{r.score:.2f}") for r in record.relations)
    return _html_table(("source", "", "target", "score"), rows)


def _html_table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    body = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    if not body:
        return ""
    if len(body) > _MOST_ROWS:
        left = len(body) - _MOST_ROWS
        body = [*body[:_MOST_ROWS], f'<tr><td colspan="{len(header)}">and {left} more</td></tr>']
    head = "".join(f'<th style="text-align:left">{name}</th>' for name in header)
    return f'<table style="border-collapse:collapse"><tr>{head}</tr>{"".join(body)}</table>'


def _badge(kind: str) -> str:
    return f'<span style="color:{_COLOURS.get(kind, "#4a5568")}">{escape(kind)}</span>'


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>' if text and address else escape(text)


def _joined(separator: str, parts: Iterable[str]) -> str:
    return separator.join(part for part in parts if part)
