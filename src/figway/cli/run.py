"""`figway run`: figures in, a library of records out."""

from __future__ import annotations

import datetime
import json
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.library import Library
    from figway.run.job import Options, Outcome
    from figway.run.local import Report

EPILOG = (
    "Exit code: 0 all well, 1 some figures failed (see failures.jsonl), 2 wrong use or nothing could be done, "
    "130 stopped by Ctrl-C. Run the same command again to resume."
)


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Image files, folders or globs. Metadata beside an image (same stem, .yml .yaml .json, "
            "or in a sibling folder 'metadata') is read with it.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The library folder to write to; made if it is missing.")
    ] = Path("figway-library"),
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
        Literal["read", "recognise"] | None,
        typer.Option(help="Redo this stage and those after it.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Redo everything, also what is up to date.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON on stdout.")] = False,
) -> None:
    """Read figures and write a library: records, pages, tables and overlays.

    For each figure the text is read, genes, chemicals and diseases are recognised, and a record is written to
    OUT/records. A run can be stopped at any time; the same command goes on where it stopped, and redoes only what
    a changed figure, option or version of figway touches. A figure that fails is written to OUT/failures.jsonl and
    harms no other.
    """  # fmt: skip
    from figway.acquire.folder import find_inputs
    from figway.library import Library
    from figway.run.job import Options

    given = list(paths or [])
    if examples:
        from figway.examples import paths as example_paths

        given += [str(path) for path in example_paths()]
    redo_all = not given and (only is not None or force)
    library = Library.open(out) if redo_all else Library.create(out)
    if redo_all:
        given = [str(library.images)]
    if not given:
        raise UsageError("no figures given. Name image files or folders, or try --examples.")
    found = find_inputs(given)
    if not found.sources:
        for failure in found.failures:
            print(f"figway: {failure.message}", file=sys.stderr)
        raise UsageError("nothing to do: no figure was found in what was given.")
    for failure in found.failures:
        print(f"figway: {failure.message}", file=sys.stderr)
    options = Options(
        engine=engine,
        lexicon=str(lexicon) if lexicon else "",
        page_format=page_format,
        families=families,
        overlays=overlays,
        link=link,
        force=force,
        only=only or "",
        stored=redo_all,
    )
    with library.lock():
        report = _run(library, found.sources, found.failures, options, workers, quiet=quiet)
    _tell(report, library, quiet=quiet, as_json=as_json)
    raise typer.Exit(report.exit_code)


def _run(
    library: Library, sources: Any, failures: Any, options: Options, workers: int | None, *, quiet: bool
) -> Report:
    from figway.run import local

    started = datetime.datetime.now(datetime.UTC)
    manifest = _old_manifest(library)
    rewrite = manifest.get("outputs") != options.outputs()
    with _progress(len(sources), quiet=quiet) as advance:
        report = local.run(
            sources, library, options, workers=workers, rewrite=rewrite, found=failures, progress=advance
        )
    ended = datetime.datetime.now(datetime.UTC)
    if not report.disk_full:
        library.write_manifest(
            {
                "outputs": manifest.get("outputs") if report.left else options.outputs(),
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


def _old_manifest(library: Library) -> dict[str, Any]:
    try:
        value = json.loads(library.manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


class _progress:
    """Show progress on stderr: a bar on a terminal, failures as they come, nothing when quiet."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.quiet = quiet
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.bar = Progress(
            TextColumn("reading figures"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[figid]}", style="dim"),
            console=self.console,
            disable=quiet or not self.console.is_terminal,
            transient=True,
        )
        self.task = self.bar.add_task("figures", total=total, figid="")

    def __enter__(self) -> _progress:
        self.bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.bar.__exit__(*error)

    def __call__(self, outcome: Outcome) -> None:
        self.bar.update(self.task, advance=1, figid=outcome.figid)
        if outcome.failure is not None and not self.quiet:
            self.console.print("failed", style="red", end=" ")
            self.console.print(f"{outcome.figid}: {outcome.failure.message}", markup=False)


def _tell(report: Report, library: Library, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        facts = {
            "library": str(library.path),
            "done": report.done,
            "kept": report.kept,
            "failed": [f.model_dump() for f in report.failures],
            "left": report.left,
            "interrupted": report.interrupted,
            "disk_full": report.disk_full,
        }
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
    if quiet:
        return
    parts = [f"{report.done} figure{'s' * (report.done != 1)} done"]
    if report.kept:
        parts.append(f"{report.kept} already up to date")
    if report.failures:
        parts.append(f"{len(report.failures)} failed ({library.failures})")
    if report.left:
        parts.append(f"{report.left} left: run the same command again to go on")
    print(f"figway: {', '.join(parts)}.", file=sys.stderr)
    if report.disk_full:
        print("figway: the disk is full; free some space and run the same command again.", file=sys.stderr)
    if report.done or report.kept:
        print(
            f"Look at {library.overlays}/*.svg (pictures), {library.records}/*.md (pages), {library.summary} (table).",
            file=sys.stderr,
        )
