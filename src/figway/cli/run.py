"""`figway run`: figures in, a library of records out."""

from __future__ import annotations

import datetime
import glob
import json
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from figway.cli import run_report
from figway.cli.options import run as option
from figway.cli.options import shared
from figway.cli.run_progress import progress
from figway.cli.stopping import terminated_as_interrupted
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.acquire.source import Found
    from figway.library import Library
    from figway.run.local import Report
    from figway.run.options import Options

EPILOG = (
    "Exit code: 0 all well, 1 some figures failed (see failures.jsonl), 2 wrong use or nothing could be done, "
    "130 stopped by Ctrl-C. Run the same command again to resume."
)


def run(
    out: option.Out,
    paths: option.Paths = None,
    examples: option.Examples = False,
    workers: option.Workers = None,
    engine: option.Engine = "pp-ocrv6",
    lexicon: option.Lexicon = None,
    page_format: option.PageFormat = "2023",
    families: option.Families = "members",
    overlays: option.Overlays = True,
    link: option.Link = False,
    only: option.Only = None,
    relations: option.Relations = True,
    classify: option.Classify = True,
    min_edge_score: option.MinEdgeScore = None,
    force: option.Force = False,
    query: option.Query = None,
    since: option.Since = "",
    until: option.Until = "",
    only_pathways: option.OnlyPathways = False,
    quiet: shared.Quiet = False,
    as_json: shared.Report = False,
) -> None:
    """Read figures and write a library: records, pages, tables and overlays.

    For each figure the text is read, genes, chemicals and diseases are recognised, arrows are followed from label to
    label, and a record is written to OUT/records. A run can be stopped at any time; the same command goes on where it
    stopped, and redoes only what a changed figure, option or version of figway touches. A figure that fails is written
    to OUT/failures.jsonl and harms no other. Without PATHS, what 'figway harvest' fetched into OUT is read.
    """  # fmt: skip
    from figway.harvest.sources import has_ledger
    from figway.run.options import Options

    given = list(paths or [])
    if examples:
        from figway.examples import paths as example_paths

        given += [str(path) for path in example_paths()]
    first = query is not None or bool(since)
    if given and first:
        raise UsageError("--query and --since read what they harvest; leave the paths out, or run twice.")
    if not given and not first and only is None and not force and not has_ledger(out):
        raise UsageError("no figures given. Name image files, folders or globs, or try --examples.")
    options = Options(
        engine=engine,
        lexicon=str(lexicon) if lexicon else "",
        page_format=page_format,
        families=families,
        overlays=overlays,
        link=link,
        force=force,
        only=only or "",
        relations=relations or only == "relate",
        classify=classify or only == "classify",
        min_edge_score=min_edge_score,
        only_pathways=only_pathways,
    )
    _check(given, options)
    code = _harvest_first(out, query, since, until, quiet=quiet) if first else 0
    library = _open(out, given)
    with library.lock(), terminated_as_interrupted():
        found = _find(library, given, whole=force or only is not None)
        if not quiet:
            for failure in found.failures:
                print(f"figway: {failure.message}", file=sys.stderr)
        if not found.sources:
            raise UsageError("nothing to do: no figure was found in what was given, or harvested.")
        report = _run(library, found, options, workers, quiet=quiet)
    run_report.tell(report, library, quiet=quiet, as_json=as_json)
    raise typer.Exit(report.exit_code or code)


def _harvest_first(out: Path, query: str | None, since: str, until: str, *, quiet: bool) -> int:
    """Harvest into the library; give the exit code. Raises typer.Exit where it was interrupted."""
    from figway.cli.harvesting import carry_out, plan_of, tell
    from figway.harvest.model import Choice

    contact, key = os.environ.get("FIGWAY_CONTACT", ""), os.environ.get("NCBI_API_KEY", "")
    plan = plan_of(query=query or "", since=since, until=until, choice=Choice(), email=contact, api_key=key)
    outcome = carry_out(out, plan, quiet=quiet)
    tell(outcome, out, quiet=quiet, as_json=False, hint=False)
    if outcome.exit_code == 130:
        raise typer.Exit(130)
    return outcome.exit_code


def _check(given: list[str], options: Options) -> None:
    """Refuse at once, before anything is written, what would fail for every figure."""
    from figway.read.engines import ENGINES

    if given and not any(glob.has_magic(path) or Path(path).exists() for path in given):
        raise UsageError(f"no such file or folder: {', '.join(given)}.")
    if options.engine not in ENGINES:
        raise UsageError(f"no OCR engine is called {options.engine!r}; choose one of: {', '.join(sorted(ENGINES))}.")
    if options.lexicon and not Path(options.lexicon).is_dir():
        raise UsageError(f"no lexicon folder {options.lexicon}. Make one with: figway lexicon build")


def _open(out: Path, given: list[str]) -> Library:
    """Open the library; it is made only when there are figures for it."""
    from figway.harvest.sources import has_ledger
    from figway.library import Library

    if not given and not has_ledger(out):
        Library.open(out)
    return Library.create(out)


def _find(library: Library, given: list[str], *, whole: bool) -> Found:
    """Find what was given; else what was harvested, and with `whole` all other figures of the library."""
    from figway.acquire.source import Found
    from figway.harvest.sources import harvested, has_ledger
    from figway.run.job import stored_sources

    if given:
        from figway.acquire.folder import find_inputs

        return find_inputs(given, library.path / "articles")
    fetched = harvested(library.path) if has_ledger(library.path) else Found()
    names = {source.figid for source in fetched.sources}
    others = () if not whole else tuple(source for source in stored_sources(library) if source.figid not in names)
    return Found((*fetched.sources, *others), fetched.failures)


def _run(library: Library, found: Found, options: Options, workers: int | None, *, quiet: bool) -> Report:
    from figway.run import local

    started = datetime.datetime.now(datetime.UTC)
    library.prepare(len(found.sources))
    library.sweep()
    outputs = _old_manifest(library).get("outputs")
    with progress(len(found.sources), quiet=quiet) as advance:
        report = local.run(
            found.sources,
            library,
            options,
            workers=workers,
            rewrite=outputs != options.outputs(),
            found=found.failures,
            progress=advance,
        )
    ended = datetime.datetime.now(datetime.UTC)
    if not report.disk_full:
        library.write_manifest(
            {
                "outputs": _outputs(library, found, options, report, outputs),
                "started": started.isoformat(timespec="seconds"),
                "seconds": round((ended - started).total_seconds(), 1),
                "workers": workers or local.default_workers(),
                "python": platform.python_version(),
                "machine": f"{platform.system()} {platform.machine()}",
                "done": report.done,
                "kept": report.kept,
                "failed": len(report.failures),
                "left": report.left,
            }
        )
    return report


def _outputs(library: Library, found: Found, options: Options, report: Report, before: str | None) -> str:
    """Sign how the pages and overlays of the whole library are written; empty when they differ among figures."""
    now = options.outputs()
    if before == now:
        return now
    failed = {failure.figid for failure in report.failures}
    rewritten = {source.figid for source in found.sources} - failed
    return now if not report.left and rewritten.issuperset(library.figids()) else ""


def _old_manifest(library: Library) -> dict[str, Any]:
    try:
        value = json.loads(library.manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
