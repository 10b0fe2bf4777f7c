"""Tell what a run did."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from figway.library import Library
    from figway.run.local import Report


def tell(report: Report, library: Library, *, quiet: bool, as_json: bool) -> None:
    """Tell what a run did: on stderr for people, as JSON on stdout where that was asked for."""
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
