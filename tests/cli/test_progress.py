"""Check what a run tells while it lasts: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from figway.cli.run_progress import progress
from figway.records import Failure
from figway.run.job import Outcome
from figways import command, draw_small

FAILURE = Failure(figid="b", stage="read", error="ImageError", message="b.png: the file is [red]empty[/red]")
OUTCOMES = [Outcome("a", "done"), Outcome("b", "failed", failure=FAILURE), Outcome("c", "done")]


@pytest.mark.parametrize(
    ("quiet", "every", "told"),
    [
        (False, 30.0, ["figway: b.png: the file is [red]empty[/red]"]),
        (False, 0.0, ["figway: 1 of 3 figures", f"figway: {FAILURE.message}", "figway: 2 of 3 figures",
                      "figway: 3 of 3 figures"]),
        (True, 0.0, []),
    ],
)  # fmt: skip
def test_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], quiet: bool, every: float, told: list[str]
) -> None:
    with progress(3, quiet=quiet, every=every) as advance:
        for outcome in OUTCOMES:
            advance(outcome)
    assert capsys.readouterr().err.splitlines() == told


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    draw_small(tmp_path / "figures", 2)
    (tmp_path / "figures" / "bad.png").write_bytes(b"")
    here, there = pty.openpty()
    line = command("run", tmp_path / "figures", "--out", tmp_path / "library", "-j", 1)
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=there, env={**os.environ, "TERM": "xterm"})
    os.close(there)
    told = b""
    try:
        while piece := os.read(here, 4096):
            told += piece
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(here)
    assert process.communicate()[0] == b""
    assert process.returncode == 1
    shown = told.decode()
    assert "reading figures" in shown
    assert "3/3" in shown
    assert "bad.png: the file is empty" in shown.replace("\r\n", "")
    assert "2 figures done, 1 failed" in shown
