"""`figway run`: figures in, a library of records out."""

from __future__ import annotations

import datetime
import glob
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from figway.cli.stopping import terminated_as_interrupted
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.acquire.folder import Found
    from figway.library import Library
    from figway.run.job import Options, Outcome
    from figway.run.local import Report

EPILOG = (
    "Exit code: 0 all well, 1 some figures failed (see failures.jsonl), 2 wrong use or nothing could be done, "
    "130 stopped by Ctrl-C. Run the same command again to resume."
)


_Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Image files, articles (JATS XML beside its images, .tar.gz packages, PDF), folders or globs. "
        "Metadata beside an image (same stem, .yml .yaml .json, "
        "or in a sibling folder 'metadata') is read with it.",
        show_default=False,
    ),
]


def run(
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="The library folder to write to; made if it is missing.", show_default=False),
    ],
    paths: _Paths = None,
    examples: Annotated[
        bool, typer.Option("--examples", help="Run on the example figures that come with figway.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-j", min=1, help="Processes to use. Default: all cores.", show_default=False),
    ] = None,
    engine: Annotated[str, typer.Option(help="OCR engine: pp-ocrv6, or tesseract (must be installed).")] = "pp-ocrv6",
    lexicon: Annotated[
        Path | None,
        typer.Option(
            help="A lexicon made by 'figway lexicon build'. Default: the one inside figway.",
            show_default=False,
        ),
    ] = None,
    page_format: Annotated[
        Literal["2022", "2023"],
        typer.Option(help="Pages with tables inline (2022) or in TSV files beside (2023)."),
    ] = "2023",
    families: Annotated[
        Literal["members", "collapse", "both"],
        typer.Option(help="How pages list families: their members, the family alone, or both."),
    ] = "members",
    overlays: Annotated[
        bool, typer.Option("--overlays/--no-overlays", help="Draw what was found over each figure.")
    ] = True,
    link: Annotated[
        bool, typer.Option("--link", help="Link the images into the library in place of copying them.")
    ] = False,
    only: Annotated[
        Literal["classify", "read", "recognise", "relate"] | None,
        typer.Option(
            help="Redo this stage alone, from the stored records. Without PATHS: of the whole library.",
            show_default=False,
        ),
    ] = None,
    relations: Annotated[
        bool, typer.Option("--relations/--no-relations", help="Follow the arrows; about half of the time goes there.")
    ] = True,
    classify: Annotated[
        bool,
        typer.Option("--classify/--no-classify", help="Judge whether each figure, and each panel, is a pathway."),
    ] = True,
    min_edge_score: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Least score of an arrow that is kept. Default: the one inside figway.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Redo everything, also what is up to date. Without PATHS: of the whole library."),
    ] = False,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", help="Harvest first what this finds (see 'figway harvest'); with --since.", show_default=False
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since", help="Harvest first from this day on, YYYY-MM-DD, or from the 'last'.", show_default=False
        ),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", help="Harvest first up to this day, by default today.", show_default=False)
    ] = "",
    only_pathways: Annotated[
        bool,
        typer.Option(
            "--only-pathways", help="Of what a harvest found, read only what the classifier takes for a pathway."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors that end the run.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON on stdout.")] = False,
) -> None:
    """Read figures and write a library: records, pages, tables and overlays.

    For each figure the text is read, genes, chemicals and diseases are recognised, arrows are followed from label to
    label, and a record is written to OUT/records. A run can be stopped at any time; the same command goes on where it
    stopped, and redoes only what a changed figure, option or version of figway touches. A figure that fails is written
    to OUT/failures.jsonl and harms no other. Without PATHS, what 'figway harvest' fetched into OUT is read.
    """  # fmt: skip
    from figway.harvest.sources import has_ledger
    from figway.run.job import Options

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
    _tell(report, library, quiet=quiet, as_json=as_json)
    raise typer.Exit(report.exit_code or code)


def _harvest_first(out: Path, query: str | None, since: str, until: str, *, quiet: bool) -> int:
    """Harvest into the library; give the exit code. Raises typer.Exit where it was interrupted."""
    from figway.cli.harvest import carry_out, plan_of, tell
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
    from figway.acquire.folder import Found, find_inputs
    from figway.harvest.sources import harvested, has_ledger
    from figway.run.job import stored_sources

    if given:
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
    with _progress(len(found.sources), quiet=quiet) as advance:
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


class _progress:
    """Show progress on stderr: a bar on a terminal, else a line now and then; failures as they come."""

    def __init__(self, total: int, *, quiet: bool, every: float = 30.0) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.total, self.seen, self.quiet, self.every = total, 0, quiet, every
        self.told = time.monotonic()
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.plain = not self.console.is_terminal
        self.bar = Progress(
            TextColumn("reading figures"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[figid]}", style="dim", markup=False),
            console=self.console,
            disable=quiet or self.plain,
            transient=True,
        )
        self.task = self.bar.add_task("figures", total=total, figid="")

    def __enter__(self) -> _progress:
        self.bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.bar.__exit__(*error)

    def __call__(self, outcome: Outcome) -> None:
        self.seen += 1
        self.bar.update(self.task, advance=1, figid=outcome.figid)
        if self.quiet:
            return
        if outcome.failure is not None:
            self.console.print(f"figway: {outcome.failure.message}", markup=False)
        if self.plain and time.monotonic() - self.told >= self.every:
            self.told = time.monotonic()
            self.console.print(f"figway: {self.seen} of {self.total} figures", markup=False)


def _tell(report: Report, library: Library, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        facts = {
            "library": str(library.path),
            "done": report.done,
            "kept": report.kept,
            "passed": report.passed,
            "failed": [f.model_dump() for f in report.failures],
            "left": report.left,
            "interrupted": report.interrupted,
            "disk_full": report.disk_full,
        }
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
    if report.disk_full:
        print("figway: the disk is full. Free some space and run the same command again.", file=sys.stderr)
    if quiet:
        return
    print(f"figway: {_counts(report, library)}", file=sys.stderr)
    if len(library):
        print(
            f"Pictures with what was found: {library.overlays}/*.svg (open them in a browser)\n"
            f"Pages and records:            {library.records}/*.md, *.json\n"
            f"One line a figure:            {library.summary}",
            file=sys.stderr,
        )


def _counts(report: Report, library: Library) -> str:
    parts = [f"{report.done} figure{'s' * (report.done != 1)} done"]
    if report.kept:
        parts.append(f"{report.kept} already up to date")
    if report.passed:
        parts.append(f"{report.passed} passed over (no pathway figures)")
    if report.failures:
        parts.append(f"{len(report.failures)} failed (see {library.failures})")
    if report.interrupted:
        parts.insert(0, "stopped")
    if report.left:
        parts.append(f"{report.left} left (run the same command again to go on)")
    return ", ".join(parts) + "."
