"""`figway compare`: a figure beside a pathway, or the pathways nearest to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.errors import InputError, UsageError

if TYPE_CHECKING:
    from figway.compare import Comparison, Content, Keys

EPILOG = """Examples:

figway compare demo egfr_cascade WP437.gpml

figway compare demo egfr_cascade wikipathways/ --top 5 --json"""


def compare(
    library: Annotated[Path, typer.Argument(help="The library folder.")],
    figid: Annotated[str, typer.Argument(help="The figure.")],
    other: Annotated[Path, typer.Argument(help="A GPML file (2013a or 2021), or a folder of them.")],
    top: Annotated[int, typer.Option(min=1, help="With a folder: how many pathways to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show what a figure and a pathway share by identifier, or which pathways of a folder are nearest to it.

    A pathway of a folder that cannot be read is told on stderr and left out; the exit code is then 1.
    """
    from figway.compare import Content, Keys, nearest
    from figway.compare import compare as lay
    from figway.gpml import read_file
    from figway.library import Library
    from figway.network import build

    opened = Library.open(library)
    if not opened.record_path(figid).is_file():
        raise UsageError(f"no figure {figid!r} in {library}. List them with: figway show {library}")
    keys = Keys()
    figure = Content.of(build(opened.record(figid)), keys)
    if not other.is_dir():
        one = lay(figure, Content.of(read_file(other).network, keys))
        typer.echo(one.model_dump_json(indent=1) if as_json else "\n".join(_page(one)))
        return
    failed: list[str] = []
    ranked = nearest(figure, _contents(other, keys, failed), top)
    for message in failed:
        typer.echo(f"figway: {message}", err=True)
    if as_json:
        found = [c.model_dump() for c in ranked]
        typer.echo(json.dumps({"figure": figid, "nearest": found, "failed": failed}, indent=1, ensure_ascii=False))
    else:
        typer.echo("jaccard\tnodes\tedges\tpathway\ttitle")
        for c in ranked:
            row = (f"{c.jaccard:.3f}", len(c.shared_nodes), len(c.shared_edges), c.pathway, c.title)
            typer.echo("\t".join(map(str, row)))
    raise typer.Exit(1 if failed else 0)


def _contents(folder: Path, keys: Keys, failed: list[str]) -> Iterator[Content]:
    from figway.compare import Content
    from figway.gpml import read_file

    paths = sorted(folder.glob("*.gpml"))
    if not paths:
        raise UsageError(f"{folder} has no .gpml files.")
    for path in paths:
        try:
            yield Content.of(read_file(path).network, keys)
        except InputError as error:
            failed.append(str(error))


def _page(c: Comparison) -> Iterator[str]:
    """Yield the lines of a table for people."""
    names = {**c.only_pathway, **c.only_figure, **c.shared_nodes}
    yield f"{c.figure} and {c.pathway} ({c.title}): Jaccard {c.jaccard:.3f}"
    yield "what\tshared\tonly the figure\tonly the pathway\twithout identifier"
    lost = f"{c.unidentified_figure} and {c.unidentified_pathway}"
    yield f"nodes\t{len(c.shared_nodes)}\t{len(c.only_figure)}\t{len(c.only_pathway)}\t{lost}"
    yield f"edges\t{len(c.shared_edges)}\t{len(c.edges_only_figure)}\t{len(c.edges_only_pathway)}\t"
    for title, things in (
        ("shared nodes", c.shared_nodes),
        ("only the figure", c.only_figure),
        ("only the pathway", c.only_pathway),
    ):
        yield f"\n{title}"
        yield from (f"{key}\t{label}" for key, label in things.items())
    yield "\nshared edges: source, target, sign in the figure, in the pathway, agreement"
    for e in c.shared_edges:
        yield "\t".join((names[e.source], names[e.target], e.figure, e.pathway, e.agreement))
    for title, edges in (
        ("edges only in the figure", c.edges_only_figure),
        ("edges only in the pathway", c.edges_only_pathway),
    ):
        yield f"\n{title}: source, target, sign"
        yield from ("\t".join((names[s], names[t], sign)) for s, t, sign in edges)
