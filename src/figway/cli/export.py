"""`figway export`: a library in the formats of other tools."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer

from figway.errors import InputError, UsageError

if TYPE_CHECKING:
    from figway.library import Library
    from figway.network import Network

FORMATS_HELP = "gmt, enrichr, json, tsv, sif, graphml, cyjs, gpml, cx2, kgx-nodes or kgx-edges."
EPILOG = """Examples:

figway export demo --all --format gmt --out demo.gmt

figway export demo egfr_cascade --format gpml --out egfr.gpml

figway export demo --all --merge --min-figures 2 --format graphml --out all.graphml"""


def export(
    library: Annotated[Path, typer.Argument(help="The library folder.")],
    figids: Annotated[list[str] | None, typer.Argument(help="Figures to export.", show_default=False)] = None,
    *,
    form: Annotated[str, typer.Option("--format", "-f", help=FORMATS_HELP)],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The file to write; for a network each of several figures, a folder.")
    ],
    every: Annotated[bool, typer.Option("--all", help="Export all figures of the library.")] = False,
    merge: Annotated[bool, typer.Option("--merge", help="Merge the figures into one network.")] = False,
    min_figures: Annotated[
        int, typer.Option(min=1, help="With --merge: keep nodes and edges that so many figures show.")
    ] = 1,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Keep drawn edges of this score or a higher one.")] = 0,
    genes: Annotated[
        str, typer.Option(help="Gene sets of genes by current symbol (direct), any name (names), or also families.")
    ] = "direct",
    ids: Annotated[str, typer.Option(help="Gene sets hold symbol, entrez or ensembl identifiers.")] = "symbol",
    organism: Annotated[str, typer.Option(help="Gene sets of human genes, or of orthologs in mouse or rat.")] = "human",
    min_size: Annotated[int, typer.Option(min=1, help="Leave out figures with fewer genes.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Write figures of a library as gene sets, tables, networks or draft pathways.

    A record that cannot be read is told on stderr and left out; the exit code is then 1.
    """
    from figway.export import find
    from figway.library import Library

    chosen = find(form)
    opened = Library.open(library)
    wanted = _wanted(opened, figids or [], every=every)
    failed: list[str] = []
    if chosen.sets:
        from figway.export.gmt import GeneSets, Ids, Organism, Which

        _known("--genes", genes, ("direct", "names", "families"))
        _known("--ids", ids, ("symbol", "entrez", "ensembl"))
        _known("--organism", organism, ("human", "mouse", "rat"))
        sets = GeneSets(cast(Which, genes), cast(Ids, ids), cast(Organism, organism), min_size)
        written = 0
        with whole(out) as stream:
            for figid in wanted:
                try:
                    for line in sets.lines([opened.record_path(figid)], titled=chosen.name == "gmt"):
                        stream.write(line.encode())
                        written += 1
                except InputError as error:
                    failed.append(str(error))
    else:
        written = _networks(opened, wanted, chosen.name, out, (merge, min_figures, min_score), failed)
    for message in failed:
        typer.echo(f"figway: {message}", err=True)
    if as_json:
        report = {"format": chosen.name, "out": str(out), "figures": len(wanted), "written": written, "failed": failed}
        typer.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        typer.echo(f"{out}: {written} {'gene sets' if chosen.sets else 'networks'} of {len(wanted)} figures", err=True)
    raise typer.Exit(1 if failed else 0)


def _networks(
    library: Library, figids: list[str], form: str, out: Path, options: tuple[bool, int, float], failed: list[str]
) -> int:
    from figway.export import find
    from figway.network import Merger, build, select

    chosen, (merged, min_figures, min_score) = find(form), options
    written = 0

    def readable() -> Iterator[tuple[str, Network]]:
        for figid in figids:
            try:
                yield figid, select(build(library.record(figid)), min_score=min_score)
            except InputError as error:
                failed.append(str(error))

    write = chosen.writer()
    if chosen.joined and not merged:
        with whole(out) as stream:
            chosen.joiner()((network for _, network in readable()), stream)
        return len(figids) - len(failed)
    merger = Merger()
    many = len(figids) > 1 and not merged
    if many:
        out.mkdir(parents=True, exist_ok=True)
    for figid, network in readable():
        if merged:
            merger.add(network)
            continue
        with whole(out / f"{figid}{chosen.suffix}" if many else out) as stream:
            write(network, stream)
        written += 1
    if merged:
        with whole(out) as stream:
            write(select(merger.network(), min_figures=min_figures), stream)
        written = 1
    return written


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to a file that is there whole at the end, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _wanted(library: Library, figids: list[str], *, every: bool) -> list[str]:
    if every == bool(figids):
        raise UsageError("say which figures to export: their figids, or --all.")
    if every:
        return library.figids()
    if missing := [f for f in figids if not library.record_path(f).is_file()]:
        raise UsageError(f"no figure {missing[0]!r} in {library.path}. List them with: figway show {library.path}")
    return list(dict.fromkeys(figids))


def _known(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"{option} {value!r} is none of {', '.join(choices)}.")
