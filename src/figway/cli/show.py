"""`figway show`: one record for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.cli.finding import find_record, load_record

if TYPE_CHECKING:
    from rich.console import Console

    from figway.library import Library
    from figway.records import FigureRecord, Mention

EPILOG = """Examples:

figway show demo egfr_cascade --why

figway show demo --json"""


def show(
    library: Annotated[
        Path, typer.Argument(help="A library folder, or one record file; the current folder where it is left out.")
    ] = Path(),
    figid: Annotated[
        str | None,
        typer.Argument(
            help="The figure, or enough of its name. Without it the figures are listed.", show_default=False
        ),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say for each mention what spoke for and against it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record, or the list of figures, as JSON.")] = False,
) -> None:
    """Print one record: the paper, what was recognised and where, the relations and the warnings."""
    from rich.console import Console

    from figway.library import Library

    same: list[tuple[str, int]] = []
    if library.is_file():
        record = load_record(library)
    else:
        if figid is None and not library.exists() and Path("records").is_dir():
            library, figid = Path(), str(library)
        opened = Library.open(library)
        if figid is None:
            _list(opened, as_json=as_json)
            return
        record = find_record(opened, figid)
        same = opened.same_as(record.figid)
    if as_json:
        typer.echo(record.to_json(), nl=False)
        return
    console = Console(highlight=False)
    _head(console, record, same)
    if why and "recognise" in record.provenance:
        for line in record.provenance["recognise"].detail.get("organisms", "").split("; "):
            console.print(f"           {line}", style="dim", markup=False)
    _mentions(console, record, why=why)
    _relations(console, record)
    for warning in record.warnings:
        console.print(f"warning: {warning}", style="yellow", markup=False)


def _list(library: Library, *, as_json: bool) -> None:
    from figway.summary import summary_row

    known = library.read_summary()
    rows = [known.get(figid) or summary_row(library.record(figid)) for figid in library.figids()]
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        genes = f"{row['genes']} gene{'s' * (row['genes'] != '1')}"
        typer.echo("\t".join((row["figid"], row["number"], genes, row["figtitle"])))


def _head(console: Console, record: FigureRecord, same: list[tuple[str, int]]) -> None:
    from rich.table import Table
    from rich.text import Text

    figure, article = record.figure, record.article
    console.print(record.figid, style="bold", markup=False)
    rows = Table.grid(padding=(0, 1))
    rows.add_column(style="dim", min_width=10)
    rows.add_column(overflow="fold")
    title = ". ".join(part for part in (figure.number, figure.figtitle) if part)
    paper = ". ".join(part.rstrip(".") for part in (article.title, article.reftext) if part)
    size = f"{figure.image.width} x {figure.image.height} pixels, {len(record.text)} lines of text"
    for label, value in (
        ("figure", title),
        ("paper", paper),
        ("ids", "  ".join(x for x in (article.pmcid, article.pmid, article.doi) if x)),
        ("image", f"{figure.image.path}  {size}"),
        ("kind", _judged(record)),
        ("panels", _panels(record)),
        ("same as", ", ".join(f"{figid} ({bits} of 256 bits differ)" for figid, bits in same)),
        ("organisms", ", ".join(record.organisms)),
        ("caption", figure.caption),
    ):
        if value:
            rows.add_row(label, Text(value))
    console.print(rows)


def _judged(record: FigureRecord) -> str:
    """Write what the classifier says of a figure; empty where it was not asked."""
    score = "" if record.pathway_score is None else f"pathway score {record.pathway_score:.2f}"
    return ", ".join(part for part in (record.kind, score) if part)


def _panels(record: FigureRecord) -> str:
    """Write the panels of a figure with their letters, where these were read.

    For one figure: "A pathway (0.94), B other (0.02)".
    """
    from figway.derive.panel_letters import lettered

    told = []
    for panel in lettered(record).panels:  # records of before the letters were kept lack them
        score = "" if panel.pathway_score is None else f"({panel.pathway_score:.2f})"
        told.append(" ".join(part for part in (panel.letter, panel.kind, score) if part))
    return ", ".join(told)


def _mentions(console: Console, record: FigureRecord, *, why: bool) -> None:
    from rich.table import Table

    known = [m for m in record.mentions if m.kind != "other"]
    console.print()
    if not known:
        console.print("nothing was recognised", style="yellow")
        return
    console.print(f"recognised ({len(known)})", style="bold")
    if why:
        for m in known:
            _reasons(console, m)
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("printed", "kind", "symbol", "identifiers", "members", "score"):
        table.add_column(name, overflow="fold", justify="right" if name == "score" else "left")
    current = record.current_symbols()
    for m in known:
        members = [x.symbol for x in m.members]
        shown = " ".join(members[:6]) + (f" +{len(members) - 6}" if len(members) > 6 else "")
        table.add_row(m.word, m.kind, current.get(m.id, m.symbol), " ".join(m.identifiers[:2]), shown, f"{m.score:.2f}")
    console.print(table)


def _reasons(console: Console, mention: Mention) -> None:
    """Print a mention, and below it what spoke for and against it."""
    head = f"{mention.word}  {mention.kind} {mention.symbol}  {' '.join(mention.identifiers[:2])}  {mention.score:.2f}"
    console.print(head, style="bold", markup=False)
    for e in mention.evidence:
        console.print(f"    {e.weight:+.2f}  {e.what}", style="dim", markup=False)
    if mention.alternatives:
        others = ", ".join(f"{a.symbol} {a.score:.2f}" for a in mention.alternatives)
        console.print(f"    not chosen: {others}", style="dim", markup=False)


def _relations(console: Console, record: FigureRecord) -> None:
    arrows = {"+": "→", "-": "⊣", "?": "—"}
    if record.relations or record.stated:
        console.print(f"\narrows ({len(record.relations)}), the surest first", style="bold")
    for r in sorted(record.relations, key=lambda r: -r.score):
        console.print(f"{r.source} {arrows[r.sign]} {r.target}  ({r.score:.2f})", markup=False)
    for s in record.stated:
        console.print(f"{s.source} {arrows[s.sign]} {s.target}  (stated in the caption)", markup=False, style="dim")
