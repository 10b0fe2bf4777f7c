"""Run figway in tests: in this process, or as the real command in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from draw import Label, draw_figure
from figway.cli.app import app

NAMES = (("EGFR", "KRAS", "MAPK1"), ("AKT1", "MTOR"), ("TP53", "MDM2"), ("JAK2", "STAT3"))
"""What the small figures hold, in order."""

VARYING = {"manifest.json", ".lock"}
"""The files of a library that differ from run to run."""


@dataclass(frozen=True)
class Ran:
    """Hold what a command left: its exit code, what it printed and what it told."""

    code: int
    out: str
    err: str


def run(*arguments: object, input: str | None = None) -> Ran:
    """Run a command in this process, where models are loaded once."""
    result = CliRunner().invoke(app, [str(a) for a in arguments], input=input, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def command(*arguments: object) -> list[str]:
    """Give the command line of a figway of its own process."""
    return [sys.executable, "-m", "figway", *map(str, arguments)]


def run_process(*arguments: object, timeout: float = 120, cwd: Path | None = None, **environment: str) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, **environment},
        check=False,
        cwd=cwd,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def draw_small(folder: Path, count: int = 3, names: Sequence[Sequence[str]] = NAMES) -> list[Path]:
    """Draw figures of a few gene names each, fig1.png and so on, with a caption beside each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index in range(count):
        path = folder / f"fig{index + 1}.png"
        labels = [Label(n, 90 + 120 * i, 50 + 50 * i, size=24) for i, n in enumerate(names[index % len(names)])]
        draw_figure(path, labels, size=(420, 220))
        path.with_suffix(".yml").write_text(f"caption: Signalling by {labels[0].text}.\npapertitle: A drawn paper\n")
        paths.append(path)
    return paths


def contents(library: Path) -> dict[str, bytes]:
    """Give every file of a library but those that differ from run to run."""
    files = (p for p in library.rglob("*") if p.is_file() and p.name not in VARYING)
    return {str(p.relative_to(library)): p.read_bytes() for p in files}


def times(library: Path) -> dict[str, int]:
    """Give when each file of a library was last written, in nanoseconds."""
    files = (p for p in library.rglob("*") if p.is_file() and p.name not in VARYING)
    return {str(p.relative_to(library)): p.stat().st_mtime_ns for p in files}
