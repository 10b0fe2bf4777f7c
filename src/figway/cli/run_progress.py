"""Show how far a run is."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figway.run.job import Outcome


def progress(total: int, *, quiet: bool, every: float = 30.0) -> AbstractContextManager[Callable[[Outcome], None]]:
    """Give what is to hear of each figure that is done: it shows progress, or when quiet nothing."""
    return contextlib.nullcontext(lambda outcome: None) if quiet else RunProgress(total, every)


class RunProgress:
    """Show progress on stderr: a bar on a terminal, else a line now and then; failures as they come."""

    def __init__(self, total: int, every: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.total, self.seen, self.every = total, 0, every
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
            disable=self.plain,
            transient=True,
        )
        self.task = self.bar.add_task("figures", total=total, figid="")

    def __enter__(self) -> RunProgress:
        self.bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.bar.__exit__(*error)

    def __call__(self, outcome: Outcome) -> None:
        """Take in that a figure is done; tell it where it failed, and how many are done now and then."""
        self.seen += 1
        self.bar.update(self.task, advance=1, figid=outcome.figid)
        if outcome.failure is not None:
            self.console.print(f"figway: {outcome.failure.message}", markup=False)
        if self.plain and time.monotonic() - self.told >= self.every:
            self.told = time.monotonic()
            self.console.print(f"figway: {self.seen} of {self.total} figures", markup=False)
