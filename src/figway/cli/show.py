"""`figway show`: one record for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from figway.records import FigureRecord

EPILOG = "Example: figway show demo PMC7719781__fendo-11-592129-g002 --why"


def show(
    library: Annotated[Path, typer.Argument(help="A library folder, or one record file.", show_default=False)],
    figid: Annotated[
        str | None, typer.Argument(help="The figure. Without it, the figures are listed.", show_default=False)
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say for each mention what spoke for and against it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
) -> None:
    """Print one record: the paper, what was recognised and where, the relations and the warnings."""  # fmt: skip
    from rich.console import Console

    record = _find(library, figid)
    if record is None:
        return
    if as_json:
        typer.echo(record.to_json(), nl=False)
        return
    console = Console(highlight=False)
    _head(console, record)
    _mentions(console, record, why=why)
    _relations(console, record)
    for warning in record.warnings:
        console.print(f"warning: {warning}", style="yellow", markup=False)


def _find(path: Path, figid: str | None) -> FigureRecord | None:
    from pydantic import ValidationError

    from figway.library import Library
    from figway.records import FigureRecord

    if path.is_file():
        try:
            return FigureRecord.load(path)
        except ValidationError as error:
            raise InputError(f"{path} is no figway record: {error.errors()[0]['msg']}.") from error
    library = Library.open(path)
    figids = library.figids()
    if figid is None:
        for row in library.read_summary().values():
            typer.echo(f"{row['figid']}\t{row['number']}\t{row['genes']} genes\t{row['figtitle']}")
        return None
    matches = [f for f in figids if f == figid] or [f for f in figids if figid in f]
    if len(matches) == 1:
        return library.record(matches[0])
    if matches:
        raise UsageError(f"{figid!r} fits {len(matches)} figures: {', '.join(matches[:5])} ... Give more of the name.")
    raise UsageError(f"no figure {figid!r} in {path}. 'figway show {path}' lists the {len(figids)} that are there.")


def _head(console: Console, record: FigureRecord) -> None:
    figure, article = record.figure, record.article
    console.print(record.figid, style="bold", markup=False)
    title = ". ".join(part for part in (figure.number, figure.figtitle) if part)
    paper = ". ".join(part.rstrip(".") for part in (article.title, article.reftext) if part)
    size = f"{figure.image.width} x {figure.image.height} pixels, {len(record.text)} lines of text"
    for label, value in (
        ("figure", title),
        ("paper", paper),
        ("ids", "  ".join(x for x in (article.pmcid, article.pmid, article.doi) if x)),
        ("image", f"{figure.image.path}  {size}"),
        ("organisms", ", ".join(record.organisms)),
        ("caption", figure.caption),
    ):
        if value:
            console.print(f"{label:10} ", style="dim", end="")
            console.print(value, markup=False)


def _mentions(console: Console, record: FigureRecord, *, why: bool) -> None:
    from rich.table import Table

    known = [m for m in record.mentions if m.kind != "other"]
    if not known:
        console.print("nothing was recognised", style="yellow")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("printed", "kind", "symbol", "identifiers", "members", "score"):
        table.add_column(name, overflow="fold", justify="right" if name == "score" else "left")
    for m in known:
        members = [x.symbol for x in m.members]
        shown = " ".join(members[:6]) + (f" +{len(members) - 6}" if len(members) > 6 else "")
        table.add_row(m.word, m.kind, m.symbol, " ".join(m.identifiers[:2]), shown, f"{m.score:.2f}")
        if why:
            for e in m.evidence:
                table.add_row("", "", f"{e.weight:+.2f}", e.what, "", "", style="dim")
            if m.alternatives:
                others = ", ".join(f"{a.symbol} {a.score:.2f}" for a in m.alternatives)
                table.add_row("", "", "", f"not chosen: {others}", "", "", style="dim")
    console.print(table)


def _relations(console: Console, record: FigureRecord) -> None:
    arrows = {"+": "→", "-": "⊣", "?": "—"}
    for r in record.relations:
        console.print(f"{r.source} {arrows[r.sign]} {r.target}  ({r.score:.2f})", markup=False)
    for s in record.stated:
        console.print(f"{s.source} {arrows[s.sign]} {s.target}  (stated in the caption)", markup=False, style="dim")
