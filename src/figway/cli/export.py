"""`figway export`: a library in the formats of other tools."""

from __future__ import annotations

import json
import os
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, cast

import typer

from figway.cli.options import export as option
from figway.cli.options import shared
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.export.ndex import Ndex
    from figway.library import Library

EPILOG = """Examples:

figway export demo --all --format gmt --out demo.gmt

figway export demo egfr_cascade --format gpml --out egfr.gpml

figway export my-library --query "gene:AKT1 has:relations" --format kgx-edges --out akt1_edges.jsonl

figway export demo egfr_cascade --format cx2 --ndex www.ndexbio.org

figway export demo --all --merge --min-figures 2 --format graphml --out all.graphml"""


def export(
    library: shared.Library,
    figids: option.Figids = None,
    *,
    form: option.Form,
    out: option.Out = None,
    every: option.Every = False,
    query: option.Query = "",
    merge: option.Merge = False,
    min_figures: option.MinFigures = 1,
    min_score: option.MinScore = 0,
    genes: option.Genes = "direct",
    ids: option.Ids = "symbol",
    organism: option.Organism = "human",
    min_size: option.MinSize = 3,
    ndex: option.Ndex = "",
    public: option.Public = False,
    as_json: option.AsJson = False,
) -> None:
    """Write figures of a library as gene sets, tables, networks or draft pathways.

    A record that cannot be read is told on stderr and left out; the exit code is then 1.
    """
    from figway.export import find
    from figway.export.gmt import GeneSets, Ids, Organism, Which
    from figway.export.job import Job
    from figway.library import Library

    chosen = find(form)
    opened = Library.open(library)
    _known("--genes", genes, ("direct", "names", "families"))
    _known("--ids", ids, ("symbol", "entrez", "ensembl"))
    _known("--organism", organism, ("human", "mouse", "rat"))
    sets = GeneSets(cast(Which, genes), cast(Ids, ids), cast(Organism, organism), min_size)
    wanted = _wanted(opened, figids or [], every=every, query=query)
    if not out and not ndex:
        raise UsageError("say where to write: --out PATH.")
    if ndex and chosen.name != "cx2":
        raise UsageError(f"NDEx takes CX2: give --format cx2 with --ndex, not {chosen.name}.")
    job = Job(opened, wanted, chosen, out, merge, min_figures, min_score, sets)
    with _server(ndex, opened, public=public) as server:
        job.send = server.send if server else None
        written = job.run()
    for message in job.failed:
        typer.echo(f"figway: {message}", err=True)
    if as_json:
        counts = {"figures": len(wanted), "written": written, "failed": job.failed}
        sent = [{"id": name, "url": url} for name, url in job.sent]
        report = {"format": chosen.name, "out": str(out or ""), **counts, **({"sent": sent} if ndex else {})}
        typer.echo(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        what = "gene sets" if chosen.takes == "sets" else "networks" if chosen.of_networks else "figures"
        for name, url in job.sent:
            typer.echo(f"{name}\t{url}")
        typer.echo(f"{out or ndex}: {written} {what} of {len(wanted)} figures", err=True)
    raise typer.Exit(1 if job.failed else 0)


def _server(ndex: str, library: Library, *, public: bool) -> AbstractContextManager[Ndex | None]:
    if not ndex:
        return nullcontext()
    from figway.export.ndex import Ndex, Sent

    user, password = (os.environ.get(name, "") for name in ("NDEX_USER", "NDEX_PASSWORD"))
    return Ndex(ndex, user, password, Sent.load(library.path / "exports" / "ndex.json"), public=public)


def _wanted(library: Library, figids: list[str], *, every: bool, query: str) -> list[str]:
    if every + bool(figids) + bool(query) != 1:
        raise UsageError("say which figures to export: their figids, --query, or --all.")
    if query:
        return _found(library, query)
    if every:
        return library.figids()
    if missing := [f for f in figids if not library.record_path(f).is_file()]:
        raise UsageError(f"no figure {missing[0]!r} in {library.path}. List them with: figway show {library.path}")
    return list(dict.fromkeys(figids))


def _found(library: Library, query: str) -> list[str]:
    """Find figures through the store, in the order of their figids; raises UsageError where there are none."""
    from figway.store import changed_since, open_store
    from figway.store.explore import spelled

    store = open_store(library.path)
    if changed_since(library):
        typer.echo("figway: the library changed since its store was built; figway build makes it anew.", err=True)
    figids = store.figids(query)
    if not figids:
        meant = spelled(store, query)
        raise UsageError(f"no figure fits {query!r}." + (f" Did you mean: {meant}" if meant else ""))
    return figids


def _known(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"{option} {value!r} is none of {', '.join(choices)}.")
