"""`figway compare`: a figure beside a pathway or another figure, or those nearest to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.cli.finding import find_record, load_record
from figway.cli.options import shared
from figway.errors import InputError, UsageError

if TYPE_CHECKING:
    from figway.compare import Comparison, Content, Keys
    from figway.library import Library

EPILOG = """Examples:

figway compare demo egfr_cascade WP437.gpml

figway compare demo egfr_cascade wikipathways/ demo --top 5 --json"""


def compare(
    library: shared.Library,
    figid: Annotated[str, typer.Argument(help="The figure, or enough of its name.")],
    others: Annotated[
        list[str] | None,
        typer.Argument(
            help="A GPML file (2013a or 2021), a record, a figure of the library; or folders of GPML files and "
            "libraries, to rank what they hold. Left out: the library itself.",
            show_default=False,
        ),
    ] = None,
    families: Annotated[
        bool, typer.Option("--families/--no-families", help="Match families and complexes with their members, too.")
    ] = True,
    top: Annotated[int, typer.Option(min=1, help="How many figures and pathways to show, each.")] = 10,
    as_json: shared.Everything = False,
) -> None:
    """Show what a figure shares with a pathway or another figure, or which of many are nearest to it.

    Things meet by identifier; families and complexes (AKT) meet their members (AKT1) too, which is said. What
    cannot be read is told on stderr and left out; the exit code is then 1.
    """
    from figway.compare import Content, Families, Keys, nearest
    from figway.compare import compare as lay
    from figway.library import Library
    from figway.network import build

    opened = Library.open(library)
    keys, kin = Keys(), Families() if families else None
    figure = Content.of(build(find_record(opened, figid)), keys, "figure")
    places = [_place(opened, other) for other in others or [str(library)]]
    if len(places) == 1 and not places[0].is_dir():
        one = lay(figure, _content(places[0], keys), kin)
        typer.echo(one.model_dump_json(indent=1) if as_json else "\n".join(_page(one)))
        return
    failed: list[str] = []
    files = dict.fromkeys(file for place in places for file in _files(place))
    figures, pathways = ([f for f in files if (f.suffix == ".json") is flag] for flag in (True, False))
    ranked = [c for kind in (figures, pathways) for c in nearest(figure, _contents(kind, keys, failed), top, kin)]
    for message in failed:
        typer.echo(f"figway: {message}", err=True)
    if as_json:
        found = [c.model_dump() for c in ranked]
        typer.echo(json.dumps({"figure": figure.id, "nearest": found, "failed": failed}, indent=1, ensure_ascii=False))
    else:
        typer.echo("\n".join(_table(ranked, families=families)))
    raise typer.Exit(1 if failed else 0)


def _place(library: Library, other: str) -> Path:
    """Find what is meant: a path, or a figure of the library."""
    path = Path(other)
    if path.exists():
        return path
    if library.record_path(other).is_file():
        return library.record_path(other)
    raise UsageError(f"{other} is no file or folder, and no figure of {library.path}.")


def _content(path: Path, keys: Keys) -> Content:
    from figway.compare import Content
    from figway.gpml import read_file
    from figway.network import build

    if path.suffix == ".json":
        return Content.of(build(load_record(path)), keys, "figure")
    return Content.of(read_file(path).network, keys)


def _contents(paths: list[Path], keys: Keys, failed: list[str]) -> Iterator[Content]:
    for path in paths:
        try:
            yield _content(path, keys)
        except InputError as error:
            failed.append(str(error))


def _files(place: Path) -> list[Path]:
    from figway.library import Library

    if not place.is_dir():
        return [place]
    if (place / "records").is_dir():
        library = Library.open(place)
        return [library.record_path(figid) for figid in library.figids()]
    paths = sorted(place.glob("*.gpml"))
    if not paths:
        raise UsageError(f"{place} is no library and has no .gpml files.")
    return paths


def _table(ranked: list[Comparison], *, families: bool) -> Iterator[str]:
    """Yield the lines of a ranking; with families, the index without them stands beside it."""
    yield "\t".join(("kind", "jaccard", *(["with families"] if families else []), "nodes",
                     *(["by family"] if families else []), "edges", "id", "title"))  # fmt: skip
    for c in ranked:
        index = [f"{c.jaccard:.3f}", *([f"{c.jaccard_families:.3f}"] if families else [])]
        by_family = [str(len(c.family_matches))] if families else []
        nodes, edges = str(len(c.shared_nodes)), str(len(c.shared_edges))
        yield "\t".join((c.kind, *index, nodes, *by_family, edges, c.pathway, c.title))


def _page(c: Comparison) -> Iterator[str]:
    """Yield the lines of a table for people."""
    kin = c.family_matches
    names = {**c.only_pathway, **{m.pathway: m.pathway_label for m in kin}}
    names |= {**c.only_figure, **{m.figure: m.figure_label for m in kin}, **c.shared_nodes}
    other = "pathway" if c.kind == "pathway" else "other figure"
    more = "" if c.jaccard_families is None else f", {c.jaccard_families:.3f} with families"
    yield f"{c.figure} and {c.pathway} ({c.title}): Jaccard {c.jaccard:.3f}{more}"
    yield f"what\tshared\tby family\tonly the figure\tonly the {other}\twithout identifier"
    lost = f"{c.unidentified_figure} and {c.unidentified_pathway}"
    yield f"nodes\t{len(c.shared_nodes)}\t{len(kin)}\t{len(c.only_figure)}\t{len(c.only_pathway)}\t{lost}"
    by_family = sum(e.match == "family" for e in c.shared_edges)
    edges = (len(c.shared_edges) - by_family, by_family, len(c.edges_only_figure), len(c.edges_only_pathway), "")
    yield "edges\t" + "\t".join(map(str, edges))
    yield "\nshared nodes"
    yield from (f"{key}\t{label}" for key, label in c.shared_nodes.items())
    yield f"\nby family: in the figure, in the {other}, what joins them"
    for m in kin:
        member = "part of" if m.kind == "complex" else "member of"
        yield f"{m.figure_label}\t{m.pathway_label}\t{member} {m.family}"
    for title, things in (("only the figure", c.only_figure), (f"only the {other}", c.only_pathway)):
        yield f"\n{title}"
        yield from (f"{key}\t{label}" for key, label in things.items())
    yield f"\nshared edges: source, target, sign in the figure, in the {other}, agreement, match"
    for e in c.shared_edges:
        yield "\t".join((names[e.source], names[e.target], e.figure, e.pathway, e.agreement, e.match))
    for title, only in (
        ("edges only in the figure", c.edges_only_figure),
        (f"edges only in the {other}", c.edges_only_pathway),
    ):
        yield f"\n{title}: source, target, sign"
        yield from ("\t".join((names[s], names[t], sign)) for s, t, sign in only)
