"""Measure what processes take, theirs and their children's, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Give the CPU seconds of a process, of the children that it has waited for, and of those that live."""
    try:
        return sum(int(value) for value in _stat(pid)[11:15]) / _TICK + sum(map(cpu_s, children(pid)))
    except FileNotFoundError:  # it has just ended
        return 0.0


def memory_mb(pid: int) -> float:
    """Give the megabytes that a process and its children hold alone or share, shared ones divided among the sharers."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3
    return own + sum(map(memory_mb, children(pid)))


def parent(pid: int) -> int:
    """Give the parent of a process."""
    return int(_stat(pid)[1])


def children(pid: int) -> list[int]:
    """List the children of a process."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in threads for child in path.read_text("ascii").split()]


def _stat(pid: int) -> list[str]:
    """Give the fields of a process from its state on (see proc(5)); those before hold its name."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
